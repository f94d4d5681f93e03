//! What sharing does for the app.

use super::commands::TABLE;
use super::form::SharingForm;
use super::form_ui::form_ui;
use super::msg::{Msg, SharingCommand};
use super::state::{Running, Sharing};
use crate::shell::command::Entry;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::feature::{DialogHead, Feature};
use crate::shell::output::Output;
use egui::Ui;
use engine::protocol::{Event, Notice, QueryRequest, SetsFrom, SharingJob, SharingRequest, SharingView, Tone};

impl Feature for Sharing {
    type Msg = Msg;
    type Command = SharingCommand;
    const COMMANDS: &'static [Entry<SharingCommand, Self>] = TABLE;

    fn update(&mut self, _ctx: &Ctx, msg: Msg) -> Vec<Effect> {
        match msg {}
    }

    fn run(&mut self, _ctx: &Ctx, command: SharingCommand) -> Vec<Effect> {
        let SharingCommand::Open = command;
        let mut form = SharingForm::new();
        if let Some(running) = &self.running {
            form.address.clone_from(&running.address);
            self.form = Some(form);
            return Vec::new();
        }
        self.form = Some(form);
        vec![self.ask(SharingJob::Addresses, String::new())]
    }

    fn on_event(&mut self, _ctx: &Ctx, event: &Event) -> Vec<Effect> {
        if let Event::Shared(view) = event
            && let Some(running) = self.running.take_if(|running| running.request == view.request)
        {
            return self.answered(&running, view);
        }
        Vec::new()
    }

    fn other_catalogue(&mut self, _ctx: &Ctx) {
        *self = Self::default();
    }

    fn dialog(&self) -> Option<DialogHead> {
        self.form.as_ref().map(|_| DialogHead { title: "Share with others", wide: true })
    }

    fn dialog_ui(&mut self, ui: &mut Ui, ctx: &Ctx) -> Output<Msg> {
        let Some(form) = &mut self.form else { return Output::default() };
        let mut out = Output::default();
        let asked = form_ui(ui, ctx, form, self.running.as_ref(), &mut out);
        if let Some(job) = asked {
            let address = form.address.trim().to_owned();
            out.effect(self.ask(job, address));
        }
        out
    }

    fn close_dialog(&mut self) {
        self.form = None;
    }
}

impl Sharing {
    fn ask(&mut self, job: SharingJob, address: String) -> Effect {
        let (request, effect) = Effect::ask(QueryRequest::Share(SharingRequest { address: address.clone(), job }));
        self.running = Some(Running { request, job, address });
        effect
    }

    fn answered(&mut self, running: &Running, view: &SharingView) -> Vec<Effect> {
        let Some(form) = &mut self.form else { return told(view) };
        if !form.answered(running, view) {
            return Vec::new();
        }
        let address = form.address.clone();
        vec![self.ask(SharingJob::Look, address)]
    }
}

/// What is said once the dialog is closed.
fn told(view: &SharingView) -> Vec<Effect> {
    let say = |tone, text: String| Notice { request: None, tone, text };
    match (&view.refused, &view.report) {
        (Some(refused), _) => vec![Effect::Toast(say(Tone::Error, refused.text.clone()))],
        (None, Some(report)) => {
            let tone = if report.conflicts.is_empty() { Tone::Done } else { Tone::Warning };
            let notice = say(tone, report.to_string());
            let step = report.step.map(|step| Effect::Offer(notice.clone(), "Undo", Box::new(Effect::UndoStep(step))));
            vec![step.unwrap_or(Effect::Toast(notice))]
        }
        (None, None) => Vec::new(),
    }
}

/// Nobody's words count: where they differ, the person is asked.
pub(super) const PUSH: SharingJob = SharingJob::Push(SetsFrom::Nobody);
pub(super) const PULL: SharingJob = SharingJob::Pull(SetsFrom::Nobody);
