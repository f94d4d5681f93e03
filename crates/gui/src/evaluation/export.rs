//! The evaluation, to one HTML file. A file that is there is replaced only when the person says so.

use super::msg::Msg;
use super::shown::Shown;
use crate::kit::forms;
use crate::kit::path::name_of;
use crate::kit::theme::{self, space, width};
use crate::kit::widgets;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::output::Output;
use base::human;
use egui::{Id, RichText, Ui};
use egui_material_icons::icons;
use engine::protocol::{DesktopRequest, EditRequest, PickPurpose, RequestId};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The name that a new file is offered.
const FILE: &str = "evaluation.html";

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
    path: String,
    /// The path whose file the person has said may be replaced.
    replace: Option<String>,
    stage: Stage,
    no_dialog: bool,
}

impl ExportForm {
    /// Beside the first folder of photos: below it nothing is written.
    pub fn new(ctx: &Ctx) -> Self {
        let root = ctx.library.snapshot.as_ref().and_then(|snapshot| snapshot.roots.first()).map(|view| view.root.path.clone());
        let folder = root.as_deref().and_then(Path::parent).map(Path::to_owned).unwrap_or_default();
        Self { path: folder.join(FILE).display().to_string(), replace: None, stage: Stage::Filling, no_dialog: false }
    }

    /// A file was chosen; `replace`: the desktop's dialog has asked already whether it may be replaced.
    pub fn picked(&mut self, path: &Path, replace: bool) {
        self.path = path.display().to_string();
        self.replace = replace.then(|| self.path.clone());
        self.stage = Stage::Filling;
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

    fn start(&mut self, shown: &Shown, out: &mut Output<Msg>) {
        let replace = self.replace.as_deref() == Some(self.path.as_str());
        let (report, to) = (Arc::clone(&shown.report), PathBuf::from(self.path.trim()));
        self.stage = Stage::Writing(out.ask(EditRequest::ExportEvaluation { report, to, replace }));
    }
}

/// Draws the dialog.
pub fn export_ui(ui: &mut Ui, form: &mut ExportForm, shown: &Shown) -> Output<Msg> {
    let mut out = Output::default();
    let writing = matches!(form.stage, Stage::Writing(_));
    ui.add_enabled_ui(!writing, |ui| fields_ui(ui, form, shown, &mut out));
    stage_ui(ui, form, shown, &mut out);
    let lacks = form.path.trim().is_empty().then_some("Type or choose the path of the new file.");
    let ready = lacks.is_none() && !writing;
    forms::buttons_ui(ui, |ui| {
        let go = ui.add_enabled_ui(ready, |ui| widgets::primary_button(ui, "Export")).inner.clicked();
        if ready && (go || (forms::entered(ui) && !matches!(form.stage, Stage::Asking(_)))) {
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
    forms::note_ui(
        ui,
        &format!("One page to send on: the figures of {set}, its labels, matrix, curves and parts. It needs no other file."),
    );
    forms::line_ui(ui, "Path", |ui| {
        let choose = if form.no_dialog { 0.0 } else { width::CHOOSE + space::S };
        let room = ui.available_width() - choose;
        let field = widgets::field(ui, Id::unique("evaluation path"), &mut form.path, "Path of the new file", "Path", room);
        if field.changed() {
            form.stage = Stage::Filling;
        }
        if !form.no_dialog && widgets::sized_button(ui, None, "Choose…", width::CHOOSE).clicked() {
            out.send(DesktopRequest::Pick(PickPurpose::ExportEvaluation));
        }
    });
    if form.no_dialog {
        forms::note_ui(ui, forms::NO_DIALOG);
    }
}

fn stage_ui(ui: &mut Ui, form: &mut ExportForm, shown: &Shown, out: &mut Output<Msg>) {
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
                form.start(shown, out);
            }
        }
    }
}
