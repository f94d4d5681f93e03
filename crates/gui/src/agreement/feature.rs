//! What comparing two people's decisions does for the app.

use super::commands::TABLE;
use super::keys;
use super::msg::{AgreementCommand, Msg};
use super::name::name_ui;
use super::settle::settle_ui;
use super::state::AgreementPage;
use super::view::agreement_ui;
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
use std::sync::Arc;

impl Feature for AgreementPage {
    type Msg = Msg;
    type Command = AgreementCommand;
    const COMMANDS: &'static [Entry<AgreementCommand, Self>] = TABLE;
    const VIEWS: &'static [View] = &[View::Agreement, View::Disputes];

    fn update(&mut self, ctx: &Ctx, msg: Msg) -> Vec<Effect> {
        self.carry_out(ctx, msg)
    }

    fn run(&mut self, ctx: &Ctx, command: AgreementCommand) -> Vec<Effect> {
        self.command(ctx, command)
    }

    fn on_event(&mut self, ctx: &Ctx, event: &Event) -> Vec<Effect> {
        match event {
            Event::Agreed(view) => self.take(view),
            Event::Opinions { request, photo, opinions } if *request == self.opinions.request => {
                self.opinions.of = Some((*photo, Arc::clone(opinions)));
            }
            Event::Edited(edited) => return self.saved(edited),
            Event::Tags(_) => {
                self.opinions.asked = None;
                return self.follow_sets(ctx);
            }
            Event::Notice(Notice { request: Some(request), tone: Tone::Error | Tone::Warning, .. }) => self.refused(*request),
            _ => {}
        }
        Vec::new()
    }

    fn after_frame(&mut self, ctx: &Ctx) -> Vec<Effect> {
        let opinions = self.ask_opinions(ctx);
        self.follow(ctx).into_iter().chain(opinions).collect()
    }

    fn capture_keys(&self, egui: &Context, ctx: &Ctx) -> Output<Msg> {
        let mut out = keys::of_list(egui, ctx, self);
        out.extend(keys::of_question(egui, ctx, self));
        out
    }

    fn other_catalogue(&mut self, _ctx: &Ctx) {
        *self = Self::default();
    }

    fn photo_in_hand(&self, ctx: &Ctx) -> Option<PhotoId> {
        if ctx.view == View::Disputes { self.photo() } else { self.list.cursor }
    }

    fn view_ui(&self, ui: &mut Ui, ctx: &Ctx, pictures: &mut Pictures) -> Output<Msg> {
        if ctx.view == View::Agreement {
            return agreement_ui(ui, ctx, self, pictures);
        }
        let mut out = Output::default();
        out.extend(settle_ui(ui, ctx, self, pictures));
        out
    }

    fn dialog(&self) -> Option<DialogHead> {
        self.name.as_ref().map(|_| DialogHead { title: "Your name", wide: true })
    }

    fn dialog_ui(&mut self, ui: &mut Ui, _ctx: &Ctx) -> Output<Msg> {
        self.name.as_mut().map(|form| name_ui(ui, form)).unwrap_or_default()
    }

    fn close_dialog(&mut self) {
        self.name = None;
    }
}
