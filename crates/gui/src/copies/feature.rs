//! What copies do for the app.

use super::commands::TABLE;
use super::form::{CopyForm, Stage, done_words};
use super::form_ui::copy_ui;
use super::msg::{CopiesCommand, Msg};
use super::state::{Copies, CopiesDialog};
use super::told::{Told, told_ui};
use crate::shell::command::Entry;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::feature::{DialogHead, Feature};
use crate::shell::output::Output;
use egui::Ui;
use engine::protocol::{CopyReport, DesktopRequest, Event, Notice, PickPurpose, RequestId, Tone};

impl Feature for Copies {
    type Msg = Msg;
    type Command = CopiesCommand;
    const COMMANDS: &'static [Entry<CopiesCommand, Self>] = TABLE;

    fn update(&mut self, ctx: &Ctx, msg: Msg) -> Vec<Effect> {
        let Msg::To(folder) = msg;
        let mut effects = if self.form().is_none() { self.run(ctx, CopiesCommand::Copy) } else { Vec::new() };
        if let Some(form) = self.form_mut() {
            form.to = folder.display().to_string();
            effects.push(form.look());
        }
        effects
    }

    fn run(&mut self, ctx: &Ctx, command: CopiesCommand) -> Vec<Effect> {
        let CopiesCommand::Copy = command;
        let (form, effect) = CopyForm::open(ctx);
        self.dialog = Some(CopiesDialog::Copy(Box::new(form)));
        vec![effect]
    }

    fn on_event(&mut self, ctx: &Ctx, event: &Event) -> Vec<Effect> {
        match event {
            Event::CopyPreviewed { request, preview } => {
                if let Some(form) = self.form_mut() {
                    form.previewed(*request, preview.clone());
                }
            }
            Event::Copied { request, report } => return self.copied(ctx, *request, report),
            Event::NoDialog { purpose: PickPurpose::CopyTo, .. } => {
                if let Some(form) = self.form_mut() {
                    form.no_dialog = true;
                }
            }
            Event::Notice(Notice { request: Some(request), tone: Tone::Error, text }) => {
                if let Some(form) = self.form_mut().filter(|form| form.copies(*request)) {
                    form.stage = Stage::Wrong(text.clone());
                }
            }
            _ => {}
        }
        Vec::new()
    }

    fn dialog(&self) -> Option<DialogHead> {
        let title = match self.dialog.as_ref()? {
            CopiesDialog::Copy(_) => "Copy photos to a folder",
            CopiesDialog::Told(_) => "Some photos could not be copied",
        };
        Some(DialogHead { title, wide: true })
    }

    fn dialog_ui(&mut self, ui: &mut Ui, _ctx: &Ctx) -> Output<Msg> {
        match &mut self.dialog {
            Some(CopiesDialog::Copy(form)) => copy_ui(ui, form),
            Some(CopiesDialog::Told(told)) => told_ui(ui, told),
            None => Output::default(),
        }
    }

    fn close_dialog(&mut self) {
        self.dialog = None;
    }
}

impl Copies {
    fn copied(&mut self, ctx: &Ctx, request: RequestId, report: &Result<CopyReport, String>) -> Vec<Effect> {
        let asked = self.form().is_some_and(|form| form.copies(request));
        match report {
            Err(reason) => match self.form_mut().filter(|form| form.copies(request)) {
                Some(form) => form.stage = Stage::Wrong(reason.clone()),
                None => return vec![Effect::Toast(Notice { request: None, tone: Tone::Error, text: reason.clone() })],
            },
            Ok(report) => {
                let free = asked || !ctx.covered;
                if free {
                    self.dialog = Told::of(report).map(CopiesDialog::Told);
                }
                let tone = if report.failed.is_empty() { Tone::Done } else { Tone::Warning };
                let notice = Notice { request: None, tone, text: done_words(report) };
                if self.dialog.is_none() || !free {
                    let show = Effect::send(DesktopRequest::ShowInFolder(report.to.clone()));
                    return vec![Effect::Offer(notice, "Show in folder", Box::new(show))];
                }
            }
        }
        Vec::new()
    }
}
