//! The evaluation, to one HTML file.

use super::msg::Msg;
use super::shown::Shown;
use crate::kit::forms;
use crate::kit::new_file::{NewFile, path_ui, stage_ui};
use crate::kit::widgets;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::output::Output;
use base::human;
use egui::Ui;
use engine::protocol::{DesktopRequest, EditRequest, PickPurpose};
use std::sync::Arc;

/// The name that a new file is offered.
const FILE: &str = "evaluation.html";

/// Letters of a set's name in the note.
const NAME_LETTERS: usize = 26;

/// The dialog as filled in.
#[derive(Clone, Debug)]
pub struct ExportForm {
    pub file: NewFile,
}

impl ExportForm {
    pub fn new(ctx: &Ctx) -> Self {
        Self { file: NewFile::named(ctx.library.first_folder(), FILE) }
    }

    fn start(&mut self, shown: &Shown, out: &mut Output<Msg>) {
        let (report, to) = (Arc::clone(&shown.report), self.file.path().unwrap_or_default());
        let replace = self.file.may_replace();
        self.file.writing(out.ask(EditRequest::ExportEvaluation { report, to, replace }));
    }
}

/// Draws the dialog.
pub fn export_ui(ui: &mut Ui, form: &mut ExportForm, shown: &Shown) -> Output<Msg> {
    let mut out = Output::default();
    ui.add_enabled_ui(!form.file.is_writing(), |ui| fields_ui(ui, form, shown, &mut out));
    if stage_ui(ui, &mut form.file, None) {
        form.start(shown, &mut out);
    }
    let lacks = form.file.lacks();
    let ready = lacks.is_none() && form.file.is_ready();
    forms::buttons_ui(ui, |ui| {
        let go = ui.add_enabled_ui(ready, |ui| widgets::primary_button(ui, "Export")).inner.clicked();
        if ready && (go || forms::entered(ui)) {
            form.start(shown, &mut out);
        }
        if widgets::quiet_button(ui, "Not now").clicked() {
            out.effect(Effect::CloseOverlay);
        }
        forms::why_not_ui(ui, lacks);
    });
    out
}

fn fields_ui(ui: &mut Ui, form: &mut ExportForm, shown: &Shown, out: &mut Output<Msg>) {
    let set = human::elide_middle(&shown.report.set.name, NAME_LETTERS);
    let parts = if shown.is_several() { "its labels, curves and parts" } else { "its labels, matrix, curves and parts" };
    forms::note_ui(ui, &format!("One page to send on: the figures of {set}, {parts}. It needs no other file."));
    if path_ui(ui, &mut form.file, "evaluation path") {
        out.send(DesktopRequest::Pick(PickPurpose::ExportEvaluation));
    }
}
