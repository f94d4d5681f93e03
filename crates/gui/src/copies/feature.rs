//! What copies do for the app.

use super::commands::TABLE;
use super::form::{CopyForm, Stage, done_words};
use super::form_ui::copy_ui;
use super::msg::{CopiesCommand, Msg};
use super::sheet::{self, SheetForm, sheet_ui};
use super::state::{Copies, CopiesDialog};
use super::told::{Told, told_ui};
use crate::shell::command::Entry;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::feature::{DialogHead, Feature};
use crate::shell::output::Output;
use egui::Ui;
use engine::protocol::{CopyReport, DesktopRequest, Event, Notice, PickPurpose, RequestId, SheetReport, Tone};

impl Feature for Copies {
    type Msg = Msg;
    type Command = CopiesCommand;
    const COMMANDS: &'static [Entry<CopiesCommand, Self>] = TABLE;

    fn update(&mut self, ctx: &Ctx, msg: Msg) -> Vec<Effect> {
        match msg {
            Msg::To(folder) => {
                let mut effects = if self.form().is_none() { self.run(ctx, CopiesCommand::Copy) } else { Vec::new() };
                if let Some(form) = self.form_mut() {
                    form.to = folder.display().to_string();
                    effects.push(form.look());
                }
                effects
            }
            Msg::SheetTo { path, replace } => {
                if self.sheet_mut().is_none() {
                    self.dialog = Some(CopiesDialog::Sheet(SheetForm::open(ctx)));
                }
                if let Some(form) = self.sheet_mut() {
                    form.file.picked(&path, replace);
                }
                Vec::new()
            }
        }
    }

    fn run(&mut self, ctx: &Ctx, command: CopiesCommand) -> Vec<Effect> {
        match command {
            CopiesCommand::Copy => {
                let (form, effect) = CopyForm::open(ctx);
                self.dialog = Some(CopiesDialog::Copy(Box::new(form)));
                vec![effect]
            }
            CopiesCommand::ContactSheet => {
                self.dialog = Some(CopiesDialog::Sheet(SheetForm::open(ctx)));
                Vec::new()
            }
        }
    }

    fn on_event(&mut self, ctx: &Ctx, event: &Event) -> Vec<Effect> {
        match event {
            Event::CopyPreviewed { request, preview } => {
                if let Some(form) = self.form_mut() {
                    form.previewed(*request, preview.clone());
                }
            }
            Event::Copied { request, report } => return self.copied(ctx, *request, report),
            Event::SheetWritten { request, report } => return self.printed(*request, report),
            Event::FileExists { request, purpose: PickPurpose::ContactSheet, path } => {
                if let Some(form) = self.sheet_mut().filter(|form| form.file.waits_for(*request)) {
                    form.file.file_exists(path);
                }
            }
            Event::NoDialog { purpose: PickPurpose::ContactSheet, .. } => {
                if let Some(form) = self.sheet_mut() {
                    form.file.no_dialog();
                }
            }
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
            CopiesDialog::Sheet(_) => "Contact sheet",
            CopiesDialog::Told(_) => "Some photos could not be copied",
        };
        Some(DialogHead { title, wide: true })
    }

    fn dialog_ui(&mut self, ui: &mut Ui, _ctx: &Ctx) -> Output<Msg> {
        match &mut self.dialog {
            Some(CopiesDialog::Copy(form)) => copy_ui(ui, form),
            Some(CopiesDialog::Sheet(form)) => sheet_ui(ui, form),
            Some(CopiesDialog::Told(told)) => told_ui(ui, told),
            None => Output::default(),
        }
    }

    fn close_dialog(&mut self) {
        self.dialog = None;
    }
}

impl Copies {
    fn printed(&mut self, request: RequestId, report: &Result<SheetReport, String>) -> Vec<Effect> {
        let open = self.sheet_mut().filter(|form| form.file.waits_for(request));
        let notice = |tone, text| Notice { request: None, tone, text };
        match (open, report) {
            (Some(form), Err(reason)) => form.file.failed(reason.clone()),
            (None, Err(reason)) => return vec![Effect::Toast(notice(Tone::Error, reason.clone()))],
            (open, Ok(report)) => {
                if open.is_some() {
                    self.dialog = None;
                }
                let tone = if report.failed.is_empty() { Tone::Done } else { Tone::Warning };
                let show = Effect::send(DesktopRequest::OpenInViewer(report.file.clone()));
                return vec![Effect::Offer(notice(tone, sheet::done_words(report)), "Open", Box::new(show))];
            }
        }
        Vec::new()
    }

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
