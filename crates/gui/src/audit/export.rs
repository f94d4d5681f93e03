//! What was checked, to a file: the corrections as a table, or a report with everything.

use super::msg::Msg;
use super::sitting::Sitting;
use crate::kit::forms;
use crate::kit::new_file::{NewFile, path_ui, stage_ui};
use crate::kit::widgets;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::output::Output;
use base::LabelSetId;
use egui::Ui;
use engine::protocol::{AuditExport, AuditFormat, CheckedSoFar, DesktopRequest, EditRequest, PickPurpose, RequestId};
use std::path::Path;
use std::sync::Arc;

/// The dialog as filled in.
#[derive(Clone, Debug)]
pub struct ExportForm {
    set: LabelSetId,
    format: AuditFormat,
    pub file: NewFile,
    /// Asked for what was checked of the set so far,
    asked: RequestId,
    /// which is this, as soon as it is known.
    so_far: Option<Arc<CheckedSoFar>>,
}

impl ExportForm {
    pub fn new(ctx: &Ctx, set: LabelSetId) -> (Self, Effect) {
        let (asked, effect) = Effect::ask(EditRequest::CheckedSoFar(set));
        let file = NewFile::beside(ctx.library.first_folder());
        let mut form = Self { set, format: AuditFormat::Report, file, asked, so_far: None };
        form.choose(AuditFormat::Report);
        (form, effect)
    }

    /// What was checked of the set so far.
    pub fn take(&mut self, so_far: &Arc<CheckedSoFar>) {
        if so_far.request == self.asked {
            self.so_far = Some(Arc::clone(so_far));
        }
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

    /// `sitting`: the check of this set, if there was one.
    fn start(&mut self, sitting: Option<&Sitting>, out: &mut Output<Msg>) {
        let export = AuditExport {
            set: self.set,
            format: self.format,
            checked: sitting.map(Sitting::checked).unwrap_or_default(),
            spot_check: sitting.and_then(Sitting::spot_check),
            to: self.file.path().unwrap_or_default(),
        };
        let replace = self.file.may_replace();
        self.file.writing(out.ask(EditRequest::ExportAudit { export: Arc::new(export), replace }));
    }

    /// Why nothing can be written.
    fn lacks(&self, name: &str) -> Option<String> {
        let so_far = self.so_far.as_deref()?;
        if !so_far.has_any() {
            Some(format!("No label of {name} was corrected or kept yet."))
        } else if self.format == AuditFormat::Corrections && so_far.corrected.is_empty() && so_far.without.is_empty() {
            Some(format!("No label of {name} was corrected yet."))
        } else {
            self.file.lacks().map(str::to_owned)
        }
    }
}

/// Draws the dialog.
pub fn export_ui(ui: &mut Ui, form: &mut ExportForm, ctx: &Ctx, sitting: Option<&Sitting>) -> Output<Msg> {
    let mut out = Output::default();
    ui.add_enabled_ui(!form.file.is_writing(), |ui| fields_ui(ui, form, ctx, &mut out));
    let sitting = sitting.filter(|sitting| sitting.set == form.set);
    if stage_ui(ui, &mut form.file, None) {
        form.start(sitting, &mut out);
    }
    let lacks = form.lacks(ctx.tags.set(form.set).map_or("", |set| set.name.as_str()));
    let ready = form.so_far.is_some() && lacks.is_none() && form.file.is_ready();
    forms::buttons_ui(ui, |ui| {
        let go = ui.add_enabled_ui(ready, |ui| widgets::primary_button(ui, "Export")).inner.clicked();
        if ready && (go || forms::entered(ui)) {
            form.start(sitting, &mut out);
        }
        if widgets::quiet_button(ui, "Not now").clicked() {
            out.effect(Effect::CloseOverlay);
        }
        forms::why_not_ui(ui, lacks.as_deref());
    });
    out
}

fn fields_ui(ui: &mut Ui, form: &mut ExportForm, ctx: &Ctx, out: &mut Output<Msg>) {
    let sets = &ctx.tags.sets;
    forms::line_ui(ui, "Label set", |ui| {
        let names: Vec<String> = sets.iter().map(|set| set.name.clone()).collect();
        let at = sets.iter().position(|set| set.id == form.set).unwrap_or(0);
        if let Some(chosen) = forms::menu_ui(ui, "Label set", &names, at) {
            (form.set, form.so_far) = (sets[chosen].id, None);
            form.asked = out.ask(EditRequest::CheckedSoFar(form.set));
        }
    });
    forms::line_ui(ui, "As", |ui| {
        let formats = [(AuditFormat::Report, "Report (HTML)"), (AuditFormat::Corrections, "Corrections (CSV)")];
        if let Some(format) = forms::segments_ui(ui, &formats, form.format) {
            form.choose(format);
        }
    });
    let so_far = form.so_far.as_ref().map_or_else(String::new, |so_far| format!(": {}", so_far.words()));
    let note = match form.format {
        AuditFormat::Report => format!("A page to send on, with photos and reasons{so_far}."),
        AuditFormat::Corrections => "A row for each label that was corrected so far: path, was, now, who, when.".to_owned(),
    };
    forms::note_ui(ui, &note);
    if path_ui(ui, &mut form.file, "check export path") {
        out.send(DesktopRequest::Pick(PickPurpose::ExportAudit(form.format)));
    }
}
