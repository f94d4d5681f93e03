//! What marks do for the app.

use super::commands::TABLE;
use super::msg::{MarksCommand, Msg};
use super::read_dialog::{ReadForm, done_words, read_ui};
use super::state::Marking;
use crate::shell::command::Entry;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::feature::{DialogHead, Feature};
use crate::shell::mark_ui::common_marks;
use crate::shell::output::Output;
use crate::shell::view::View;
use base::{Mark, PhotoId};
use egui::Ui;
use engine::protocol::{Edit, EditRequest, Event, Notice, Tone};
use std::sync::Arc;

impl Feature for Marking {
    type Msg = Msg;
    type Command = MarksCommand;
    const COMMANDS: &'static [Entry<MarksCommand, Self>] = TABLE;

    fn update(&mut self, ctx: &Ctx, msg: Msg) -> Vec<Effect> {
        match msg {
            Msg::Give(photos, mark) => give(ctx, photos, mark, false),
        }
    }

    fn run(&mut self, ctx: &Ctx, command: MarksCommand) -> Vec<Effect> {
        match command {
            MarksCommand::Give(mark) => {
                give(ctx, Arc::clone(&ctx.target.photos), turned(ctx, mark), ctx.settings.advance_after_mark || ctx.shifted)
            }
            MarksCommand::AutoAdvance => {
                let words = if ctx.settings.advance_after_mark { "A mark stays at its photo" } else { "A mark goes on to the next photo" };
                vec![Effect::Settings(|s| s.advance_after_mark = !s.advance_after_mark), Effect::done(words)]
            }
            MarksCommand::ReadFromFiles => {
                let (form, effect) = ReadForm::open();
                self.dialog = Some(form);
                vec![effect]
            }
        }
    }

    fn on_event(&mut self, _ctx: &Ctx, event: &Event) -> Vec<Effect> {
        match event {
            Event::MarksRead { request, asked, report } => {
                let form = self.dialog.as_mut().filter(|form| form.waits_for(*request));
                match (form, report) {
                    (Some(form), Err(reason)) => form.failed(reason.clone()),
                    (Some(form), Ok(report)) if asked.dry_run => form.known(report.clone()),
                    (None, Ok(_)) if asked.dry_run => {}
                    (form, Ok(report)) => {
                        if form.is_some() {
                            self.dialog = None;
                        }
                        let notice = Notice { request: None, tone: Tone::Done, text: done_words(report) };
                        return vec![match report.step {
                            Some(step) => Effect::Offer(notice, "Undo", Box::new(Effect::UndoStep(step))),
                            None => Effect::Toast(notice),
                        }];
                    }
                    (None, Err(reason)) => return vec![Effect::Toast(Notice { request: None, tone: Tone::Error, text: reason.clone() })],
                }
            }
            Event::Notice(Notice { request: Some(request), tone: Tone::Error, .. }) => {
                if let Some(form) = self.dialog.as_mut().filter(|form| form.waits_for(*request)) {
                    form.stopped();
                }
            }
            _ => {}
        }
        Vec::new()
    }

    fn dialog(&self) -> Option<DialogHead> {
        self.dialog.as_ref().map(|_| DialogHead { title: "Read marks from files", wide: true })
    }

    fn dialog_ui(&mut self, ui: &mut Ui, _ctx: &Ctx) -> Output<Msg> {
        self.dialog.as_mut().map(|form| read_ui(ui, form)).unwrap_or_default()
    }

    fn close_dialog(&mut self) {
        self.dialog = None;
    }
}

/// The same colour again takes it off, as its key has no other way to do that.
fn turned(ctx: &Ctx, mark: Mark) -> Mark {
    match mark {
        Mark::Colour(Some(_)) if common_marks(ctx, &ctx.target.photos).of(mark.kind()) == mark => Mark::Colour(None),
        mark => mark,
    }
}

/// Gives the mark; after the key of one photo, or of one product, the next one comes.
fn give(ctx: &Ctx, photos: Arc<[PhotoId]>, mark: Mark, goes_on: bool) -> Vec<Effect> {
    let mut effects = vec![Effect::send(EditRequest::Edit(Edit::Mark { photos, marks: vec![mark] }))];
    let one_of_grid = ctx.view.shows_query() && ctx.selection.count() <= 1 && ctx.current_index().is_some();
    if goes_on && (one_of_grid || ctx.view == View::Survey) {
        effects.push(Effect::Step(1));
    }
    effects
}
