//! The shot list, to a CSV file.

use super::msg::Msg;
use crate::kit::forms;
use crate::kit::new_file::{NewFile, end_ui, path_ui};
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::output::Output;
use egui::Ui;
use engine::protocol::{DesktopRequest, EditRequest, PickPurpose, Shots};
use std::sync::Arc;

/// The name that a new file is offered.
const FILE: &str = "shot-list.csv";

/// The dialog as filled in.
#[derive(Clone, Debug)]
pub struct ExportForm {
    pub file: NewFile,
}

impl ExportForm {
    pub fn new(ctx: &Ctx) -> Self {
        Self { file: NewFile::named(ctx.library.first_folder(), FILE) }
    }
}

/// Draws the dialog.
pub fn export_ui(ui: &mut Ui, form: &mut ExportForm, shots: &Arc<Shots>) -> Output<Msg> {
    let mut out = Output::default();
    ui.add_enabled_ui(!form.file.is_writing(), |ui| {
        forms::note_ui(ui, "A row a product and SKU without a photo, with what it lacks; a column a view with the number of its photos.");
        if path_ui(ui, &mut form.file, "shot list path") {
            out.send(DesktopRequest::Pick(PickPurpose::ExportShots));
        }
    });
    let lacks = form.file.lacks();
    let clicked = end_ui(ui, &mut form.file, "Export", lacks, |_| {});
    if clicked.start {
        let (shots, to, replace) = (Arc::clone(shots), form.file.path().unwrap_or_default(), form.file.may_replace());
        form.file.writing(out.ask(EditRequest::ExportShots { shots, to, replace }));
    }
    if clicked.leave {
        out.effect(Effect::CloseOverlay);
    }
    out
}
