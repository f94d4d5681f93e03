//! What the review does for the app.

use super::commands::TABLE;
use super::keys;
use super::msg::{Msg, ReviewCommand};
use super::start::{ReviewForm, start_ui};
use super::state::Review;
use super::view::review_ui;
use crate::kit::pictures::Pictures;
use crate::shell::command::Entry;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::feature::{DialogHead, Feature};
use crate::shell::output::Output;
use crate::shell::view::View;
use base::PhotoId;
use egui::{Context, Ui};
use engine::protocol::{Event, Notice, Tone};

impl Feature for Review {
    type Msg = Msg;
    type Command = ReviewCommand;
    const COMMANDS: &'static [Entry<ReviewCommand, Self>] = TABLE;
    const VIEWS: &'static [View] = &[View::Review];

    fn update(&mut self, ctx: &Ctx, msg: Msg) -> Vec<Effect> {
        self.carry_out(ctx, msg)
    }

    fn run(&mut self, ctx: &Ctx, command: ReviewCommand) -> Vec<Effect> {
        match command {
            ReviewCommand::Ask => {
                self.form = Some(ReviewForm::new(ctx));
                Vec::new()
            }
            ReviewCommand::AutoAdvance => {
                let on = !ctx.settings.auto_advance;
                let words = if on { "The next photo comes by itself" } else { "The photo stays after a decision" };
                vec![Effect::Settings(|s| s.auto_advance = !s.auto_advance), Effect::done(words)]
            }
        }
    }

    fn on_event(&mut self, ctx: &Ctx, event: &Event) -> Vec<Effect> {
        if matches!(event, Event::Snapshot(_) | Event::Tags(_)) {
            return self.follow(ctx, ctx.view);
        }
        if let Event::Review { request, queue } = event {
            return self.take_queue(ctx, *request, queue);
        }
        if let Event::PhotoLabels { request, photo, labels } = event {
            self.take_labels(*request, *photo, labels);
        }
        if let Event::Edited(edited) = event {
            return self.saved(edited);
        }
        if let Event::Notice(Notice { request: Some(request), tone: Tone::Error | Tone::Warning, .. }) = event {
            return self.refused(ctx, *request);
        }
        Vec::new()
    }

    fn after_frame(&mut self, ctx: &Ctx) -> Vec<Effect> {
        self.requests(ctx)
    }

    fn capture_keys(&self, egui: &Context, ctx: &Ctx) -> Output<Msg> {
        keys::keys(egui, ctx, self)
    }

    fn other_catalogue(&mut self, _ctx: &Ctx) {
        *self = Self::default();
    }

    fn photo_in_hand(&self, _ctx: &Ctx) -> Option<PhotoId> {
        self.photo()
    }

    fn view_ui(&self, ui: &mut Ui, ctx: &Ctx, pictures: &mut Pictures) -> Output<Msg> {
        review_ui(ui, ctx, self, pictures)
    }

    fn dialog(&self) -> Option<DialogHead> {
        self.form.as_ref().map(|_| DialogHead { title: "Review", wide: true })
    }

    fn dialog_ui(&mut self, ui: &mut Ui, ctx: &Ctx) -> Output<Msg> {
        self.form.as_mut().map(|form| start_ui(ui, form, ctx)).unwrap_or_default()
    }

    fn close_dialog(&mut self) {
        self.form = None;
    }
}
