//! What standards do for the app.

use super::commands::TABLE;
use super::form_ui::form_ui;
use super::msg::{Msg, StandardsCommand};
use super::state::{StandardForm, Standards};
use crate::shell::command::Entry;
use crate::shell::common::Common;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::feature::{DialogHead, Feature};
use crate::shell::output::Output;
use crate::shell::query::Change;
use egui::Ui;
use engine::protocol::{Event, Notice, QueryRequest, Tone};

impl Feature for Standards {
    type Msg = Msg;
    type Command = StandardsCommand;
    const COMMANDS: &'static [Entry<StandardsCommand, Self>] = TABLE;

    fn update(&mut self, ctx: &Ctx, msg: Msg) -> Vec<Effect> {
        match msg {
            Msg::Run(command) => self.run(ctx, command),
            Msg::Show(filter) => {
                self.form = None;
                vec![Effect::Run(Common::Grid), Effect::Query(vec![Change::Clear, Change::Text(filter)])]
            }
        }
    }

    fn run(&mut self, ctx: &Ctx, command: StandardsCommand) -> Vec<Effect> {
        match command {
            StandardsCommand::Check => {
                self.form = Some(StandardForm::default());
                self.count()
            }
            StandardsCommand::ShowFailing => self.update(ctx, Msg::Show("is:failing".to_owned())),
        }
    }

    fn on_event(&mut self, _ctx: &Ctx, event: &Event) -> Vec<Effect> {
        if matches!(event, Event::Snapshot(_) | Event::Tags(_)) {
            return self.count();
        }
        let Some(form) = &mut self.form else { return Vec::new() };
        match event {
            Event::StandardCounted { request, counts } if *request == form.counting => form.counts = Some(counts.clone()),
            Event::Edited(edited) if form.choosing == Some(edited.request) => (form.choosing, form.own) = (None, false),
            Event::Notice(Notice { request, tone: Tone::Error, text }) if request.is_some() && *request == form.choosing => {
                (form.choosing, form.wrong) = (None, Some(text.clone()));
            }
            _ => {}
        }
        Vec::new()
    }

    fn other_catalogue(&mut self, _ctx: &Ctx) {
        *self = Self::default();
    }

    fn dialog(&self) -> Option<DialogHead> {
        self.form.as_ref().map(|_| DialogHead { title: "Check against a standard", wide: true })
    }

    fn dialog_ui(&mut self, ui: &mut Ui, ctx: &Ctx) -> Output<Msg> {
        self.form.as_mut().map(|form| form_ui(ui, ctx, form)).unwrap_or_default()
    }

    fn close_dialog(&mut self) {
        self.form = None;
    }
}

impl Standards {
    /// Asks for the counts, where they are looked at.
    fn count(&mut self) -> Vec<Effect> {
        let Some(form) = &mut self.form else { return Vec::new() };
        let (id, effect) = Effect::ask(QueryRequest::StandardCounts);
        form.counting = id;
        vec![effect]
    }
}
