//! The lines of a form that name a table: its path, typed or chosen, and what its rows name photos by.

use super::ctx::Ctx;
use super::output::Output;
use crate::kit::forms;
use crate::kit::theme::{space, width};
use crate::kit::widgets;
use egui::{Id, Ui};
use engine::protocol::{DesktopRequest, MatchBy, PickPurpose};
use std::path::{Path, PathBuf};

/// A table that is to be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableFile {
    path: String,
    /// What its rows name photos by.
    pub match_by: MatchBy,
    /// The desktop has no dialog to choose the file in.
    no_dialog: bool,
}

/// What a person changed of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableChange {
    /// It is another file.
    Path,
    /// Its rows name photos otherwise.
    MatchBy,
}

impl TableFile {
    /// This one.
    pub fn new(file: &Path, match_by: MatchBy) -> Self {
        Self { path: file.display().to_string(), match_by, no_dialog: false }
    }

    /// It was chosen.
    pub fn picked(&mut self, file: &Path) {
        self.path = file.display().to_string();
    }

    /// There is no dialog to choose it in.
    pub fn no_dialog(&mut self) {
        self.no_dialog = true;
    }

    /// Nothing was typed or chosen.
    pub fn is_empty(&self) -> bool {
        self.path.trim().is_empty()
    }

    /// As typed, without blanks around it.
    pub fn file(&self) -> PathBuf {
        PathBuf::from(self.path.trim())
    }
}

/// Draws both lines. `purpose` is what the desktop's dialog is opened for.
pub fn table_file_ui<M>(ui: &mut Ui, table: &mut TableFile, purpose: PickPurpose, ctx: &Ctx, out: &mut Output<M>) -> Option<TableChange> {
    let path = path_ui(ui, table, purpose, out).then_some(TableChange::Path);
    let rows = match_by_ui(ui, table, ctx).then_some(TableChange::MatchBy);
    path.or(rows)
}

fn path_ui<M>(ui: &mut Ui, table: &mut TableFile, purpose: PickPurpose, out: &mut Output<M>) -> bool {
    let changed = forms::line_ui(ui, "Path", |ui| {
        let choose = if table.no_dialog { 0.0 } else { width::CHOOSE + space::S };
        let room = ui.available_width() - choose;
        let field = widgets::field(ui, Id::unique("table path"), &mut table.path, "Path of a CSV file", "Path", room);
        if table.path.is_empty() && ui.memory(egui::Memory::focused).is_none() {
            field.request_focus();
        }
        if !table.no_dialog && widgets::sized_button(ui, None, "Choose…", width::CHOOSE).clicked() {
            out.send(DesktopRequest::Pick(purpose));
        }
        field.changed()
    });
    if table.no_dialog {
        forms::note_ui(ui, forms::NO_DIALOG);
    }
    changed
}

fn match_by_ui(ui: &mut Ui, table: &mut TableFile, ctx: &Ctx) -> bool {
    forms::line_ui(ui, "Match by", |ui| {
        let ways = [(MatchBy::Path, "Paths"), (MatchBy::Name, "File names"), (MatchBy::Sku, "SKUs")];
        let chosen = forms::segments_ui(ui, &ways, table.match_by);
        table.match_by = chosen.unwrap_or(table.match_by);
        if table.match_by == MatchBy::Sku && ctx.products.rule.is_none() {
            forms::note_ui(ui, "Photos have no SKU yet: set a SKU rule first.");
        }
        chosen.is_some()
    })
}
