//! What was checked, to a file: the corrections as a table, or a report with everything.

use super::msg::Msg;
use super::sitting::Sitting;
use crate::kit::forms;
use crate::kit::new_file::{NewFile, path_ui, stage_ui};
use crate::kit::widgets;
use crate::shell::ctx::Ctx;
use crate::shell::output::Output;
use base::human;
use egui::Ui;
use engine::protocol::{AuditExport, AuditFormat, DesktopRequest, EditRequest, PickPurpose};
use std::path::Path;
use std::sync::Arc;

/// The dialog as filled in.
#[derive(Clone, Debug)]
pub struct ExportForm {
    format: AuditFormat,
    pub file: NewFile,
}

impl ExportForm {
    pub fn new(ctx: &Ctx) -> Self {
        let mut form = Self { format: AuditFormat::Report, file: NewFile::beside(ctx.library.first_folder()) };
        form.choose(AuditFormat::Report);
        form
    }

    fn choose(&mut self, format: AuditFormat) {
        self.format = format;
        self.file.offer(format.file_name());
    }

    /// A file was chosen; `replace`: the desktop's dialog has asked already whether it may be replaced.
    pub fn picked(mut self, format: AuditFormat, path: &Path, replace: bool) -> Self {
        self.format = format;
        self.file.picked(path, replace);
        self
    }

    fn start(&mut self, sitting: &Sitting, out: &mut Output<Msg>) {
        let export = AuditExport {
            set: sitting.set,
            format: self.format,
            checked: sitting.checked(),
            spot_check: sitting.spot_check(),
            to: self.file.path().unwrap_or_default(),
        };
        let replace = self.file.may_replace();
        self.file.writing(out.ask(EditRequest::ExportAudit { export: Arc::new(export), replace }));
    }
}

/// Draws the dialog.
pub fn export_ui(ui: &mut Ui, form: &mut ExportForm, sitting: &Sitting) -> Output<Msg> {
    let mut out = Output::default();
    ui.add_enabled_ui(!form.file.is_writing(), |ui| fields_ui(ui, form, sitting, &mut out));
    if stage_ui(ui, &mut form.file, None) {
        form.start(sitting, &mut out);
    }
    let lacks = form.file.path().is_none().then_some("Type or choose the path of the new file.");
    let ready = lacks.is_none() && form.file.is_ready();
    forms::buttons_ui(ui, |ui| {
        let go = ui.add_enabled_ui(ready, |ui| widgets::primary_button(ui, "Export")).inner.clicked();
        if ready && (go || forms::entered(ui)) {
            form.start(sitting, &mut out);
        }
        if widgets::quiet_button(ui, "Not now").clicked() {
            out.effect(crate::shell::effect::Effect::CloseOverlay);
        }
        forms::why_not_ui(ui, lacks);
    });
    out
}

fn fields_ui(ui: &mut Ui, form: &mut ExportForm, sitting: &Sitting, out: &mut Output<Msg>) {
    let figures = sitting.session.figures();
    forms::line_ui(ui, "As", |ui| {
        let formats = [(AuditFormat::Report, "Report (HTML)"), (AuditFormat::Corrections, "Corrections (CSV)")];
        if let Some(format) = forms::segments_ui(ui, &formats, form.format) {
            form.choose(format);
        }
    });
    let note = match form.format {
        AuditFormat::Report => {
            let corrections = human::counted(figures.corrected as u64, "correction", "corrections");
            format!("A page to send on: {corrections} with photo and reason, {} kept.", human::count(figures.kept as u64))
        }
        AuditFormat::Corrections => format!("Every label of {} corrected so far: path, was, now, who, when.", sitting.draft.name),
    };
    forms::note_ui(ui, &note);
    if path_ui(ui, &mut form.file, "check export path") {
        out.send(DesktopRequest::Pick(PickPurpose::ExportAudit(form.format)));
    }
}
