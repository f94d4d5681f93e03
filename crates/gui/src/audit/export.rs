//! What was checked, to a file: the corrections as a table, or a report with everything. A file that is there is replaced only when
//! the person says so.

use super::msg::Msg;
use super::sitting::Sitting;
use crate::kit::forms;
use crate::kit::path::name_of;
use crate::kit::theme::{self, space, width};
use crate::kit::widgets;
use crate::shell::ctx::Ctx;
use crate::shell::output::Output;
use base::human;
use egui::{Id, RichText, Ui};
use egui_material_icons::icons;
use engine::protocol::{AuditExport, AuditFormat, DesktopRequest, EditRequest, PickPurpose, RequestId};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Letters of a file's name in the question whether it may be replaced.
const NAME_LETTERS: usize = 26;

/// How far it is.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Stage {
    Filling,
    Writing(RequestId),
    Wrong(String),
    /// This file is there already: may it be replaced?
    Asking(PathBuf),
}

/// The dialog as filled in.
#[derive(Clone, Debug)]
pub struct ExportForm {
    format: AuditFormat,
    path: String,
    /// The path is the person's, not ours.
    typed: bool,
    /// The path whose file the person has said may be replaced.
    replace: Option<String>,
    /// Where a file is offered.
    folder: PathBuf,
    stage: Stage,
    no_dialog: bool,
}

impl ExportForm {
    /// Beside the first folder of photos: below it nothing is written.
    pub fn new(ctx: &Ctx) -> Self {
        let root = ctx.library.snapshot.as_ref().and_then(|snapshot| snapshot.roots.first()).map(|view| view.root.path.clone());
        let folder = root.as_deref().and_then(Path::parent).map(Path::to_owned).unwrap_or_default();
        let (path, stage) = (String::new(), Stage::Filling);
        let mut form = Self { format: AuditFormat::Report, path, typed: false, replace: None, folder, stage, no_dialog: false };
        form.choose(AuditFormat::Report);
        form
    }

    fn choose(&mut self, format: AuditFormat) {
        (self.format, self.stage) = (format, Stage::Filling);
        if !self.typed {
            self.path = self.folder.join(format.file_name()).display().to_string();
        }
    }

    /// A file was chosen; `replace`: the desktop's dialog has asked already whether it may be replaced.
    pub fn picked(mut self, format: AuditFormat, path: &Path, replace: bool) -> Self {
        self.path = path.display().to_string();
        self.replace = replace.then(|| self.path.clone());
        (self.format, self.typed, self.stage) = (format, true, Stage::Filling);
        self
    }

    /// There is no dialog to choose it in.
    pub fn no_dialog(&mut self) {
        self.no_dialog = true;
    }

    /// It waits for the answer to this request.
    pub fn waits_for(&self, request: RequestId) -> bool {
        self.stage == Stage::Writing(request)
    }

    /// It did not work.
    pub fn failed(&mut self, reason: String) {
        self.stage = Stage::Wrong(reason);
    }

    /// A file of that name is there already, and nothing was written.
    pub fn file_exists(&mut self, path: &Path) {
        self.stage = Stage::Asking(path.to_owned());
    }

    /// Nothing is under way any more.
    pub fn stopped(&mut self) {
        self.stage = Stage::Filling;
    }

    fn start(&mut self, sitting: &Sitting, out: &mut Output<Msg>) {
        let export = AuditExport {
            set: sitting.set,
            format: self.format,
            checked: sitting.checked(),
            spot_check: sitting.spot_check(),
            to: PathBuf::from(self.path.trim()),
        };
        let replace = self.replace.as_deref() == Some(self.path.as_str());
        self.stage = Stage::Writing(out.ask(EditRequest::ExportAudit { export: Arc::new(export), replace }));
    }
}

/// Draws the dialog.
pub fn export_ui(ui: &mut Ui, form: &mut ExportForm, sitting: &Sitting) -> Output<Msg> {
    let mut out = Output::default();
    let writing = matches!(form.stage, Stage::Writing(_));
    ui.add_enabled_ui(!writing, |ui| fields_ui(ui, form, sitting, &mut out));
    stage_ui(ui, form, sitting, &mut out);
    let lacks = form.path.trim().is_empty().then_some("Type or choose the path of the new file.");
    let ready = lacks.is_none() && !writing;
    forms::buttons_ui(ui, |ui| {
        let go = ui.add_enabled_ui(ready, |ui| widgets::primary_button(ui, "Export")).inner.clicked();
        if ready && (go || (forms::entered(ui) && !matches!(form.stage, Stage::Asking(_)))) {
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
    forms::line_ui(ui, "Path", |ui| {
        let choose = if form.no_dialog { 0.0 } else { width::CHOOSE + space::S };
        let room = ui.available_width() - choose;
        let field = widgets::field(ui, Id::unique("check export path"), &mut form.path, "Path of the new file", "Path", room);
        if field.changed() {
            (form.typed, form.stage) = (true, Stage::Filling);
        }
        if !form.no_dialog && widgets::sized_button(ui, None, "Choose…", width::CHOOSE).clicked() {
            out.send(DesktopRequest::Pick(PickPurpose::ExportAudit(form.format)));
        }
    });
    if form.no_dialog {
        forms::note_ui(ui, forms::NO_DIALOG);
    }
}

fn stage_ui(ui: &mut Ui, form: &mut ExportForm, sitting: &Sitting, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    match &form.stage {
        Stage::Filling | Stage::Writing(_) => {}
        Stage::Wrong(reason) => forms::problem_ui(ui, reason),
        Stage::Asking(path) => {
            let name = human::elide_middle(&name_of(path), NAME_LETTERS);
            // Not where the pointer is that has just exported: a second click must not be the answer.
            let replace = ui.horizontal(|ui| {
                widgets::icon(ui, icons::ICON_WARNING, theme::ICON, palette.doubtful);
                ui.label(RichText::new(format!("{name} is there already")).color(palette.text));
                widgets::button(ui, None, &format!("Replace {name}")).clicked()
            });
            if replace.inner {
                form.replace = Some(form.path.clone());
                form.start(sitting, out);
            }
        }
    }
}
