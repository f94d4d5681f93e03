//! What the clocks feature does for the app.

use super::commands::TABLE;
use super::form::ClockForm;
use super::form_ui::form_ui;
use super::msg::{ClocksCommand, Msg};
use super::state::Clocks;
use crate::shell::command::Entry;
use crate::shell::ctx::Ctx;
use crate::shell::draft::{Draft, Saving};
use crate::shell::effect::Effect;
use crate::shell::feature::{DialogHead, Feature};
use crate::shell::output::Output;
use egui::Ui;
use engine::protocol::{Event, Notice, RequestId, Tone};

impl Feature for Clocks {
    type Msg = Msg;
    type Command = ClocksCommand;
    const COMMANDS: &'static [Entry<ClocksCommand, Self>] = TABLE;

    fn update(&mut self, _ctx: &Ctx, msg: Msg) -> Vec<Effect> {
        match msg {}
    }

    fn run(&mut self, ctx: &Ctx, command: ClocksCommand) -> Vec<Effect> {
        let ClocksCommand::Set = command;
        self.form = Some(ClockForm::open(ctx));
        Vec::new()
    }

    fn on_event(&mut self, ctx: &Ctx, event: &Event) -> Vec<Effect> {
        match event {
            Event::Snapshot(_) => {
                if let Some(form) = &mut self.form {
                    form.follow(ctx);
                }
            }
            Event::Edited(edited) if self.waits_for(edited.request) => self.form = None,
            Event::Notice(Notice { request: Some(request), tone: Tone::Error, text }) if self.waits_for(*request) => {
                if let Some(form) = &mut self.form {
                    (form.saving, form.wrong) = (None, Some(text.clone()));
                }
            }
            _ => {}
        }
        Vec::new()
    }

    fn other_catalogue(&mut self, _ctx: &Ctx) {
        self.form = None;
    }

    fn dialog(&self) -> Option<DialogHead> {
        self.form.as_ref().map(|_| DialogHead { title: "Set a camera's clock", wide: true })
    }

    fn dialog_ui(&mut self, ui: &mut Ui, _ctx: &Ctx) -> Output<Msg> {
        self.form.as_mut().map(|form| form_ui(ui, form)).unwrap_or_default()
    }

    fn close_dialog(&mut self) {
        self.form = None;
    }

    fn draft(&self) -> Option<Draft> {
        let form = self.form.as_ref().filter(|form| form.saving.is_none() && form.is_changed())?;
        Some(Draft { what: "A camera's clock".to_owned(), saving: if form.is_good() { Saving::Ready } else { Saving::Wrong } })
    }

    fn save_draft(&mut self, _ctx: &Ctx) -> Vec<Effect> {
        self.form.take().map(|form| vec![Effect::send(form.edit())]).unwrap_or_default()
    }

    fn drop_draft(&mut self, _ctx: &Ctx) -> Vec<Effect> {
        self.form = None;
        Vec::new()
    }
}

impl Clocks {
    fn waits_for(&self, request: RequestId) -> bool {
        self.form.as_ref().is_some_and(|form| form.saving == Some(request))
    }
}
