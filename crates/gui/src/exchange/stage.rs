//! How far an import is: a look first, then what would happen, then the import.

use crate::kit::forms;
use crate::kit::theme;
use egui::Ui;
use engine::protocol::RequestId;

/// How far it is; `R` tells what would happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stage<R> {
    /// Not looked at as it stands.
    Unknown,
    /// A look is under way: the answer to this request counts.
    Checking(RequestId),
    /// What would happen.
    Known(R),
    /// The import is under way, asked for by this request.
    Importing(RequestId),
    /// What is wrong; nothing was changed.
    Wrong(String),
}

impl<R> Stage<R> {
    /// The import is under way.
    pub fn imports(&self) -> bool {
        matches!(self, Self::Importing(_))
    }

    /// Something is under way.
    pub fn is_busy(&self) -> bool {
        matches!(self, Self::Checking(_) | Self::Importing(_))
    }

    /// It waits for the answer to this request.
    pub fn waits_for(&self, request: RequestId) -> bool {
        matches!(self, Self::Checking(id) | Self::Importing(id) if *id == request)
    }

    /// Nothing is under way any more.
    pub fn stopped(&mut self) {
        if self.is_busy() {
            *self = Self::Unknown;
        }
    }
}

/// Draws it. `looking` is told while a look is under way, `known_ui` draws what would happen.
pub fn stage_ui<R>(ui: &mut Ui, stage: &Stage<R>, looking: &str, known_ui: impl FnOnce(&mut Ui, &R)) {
    let palette = theme::palette(ui);
    match stage {
        Stage::Unknown => {
            forms::note_ui(ui, "First comes a look: what would happen is told here, and nothing is changed before you import.");
        }
        Stage::Checking(_) | Stage::Importing(_) => {
            ui.horizontal(|ui| {
                ui.add(egui::Spinner::new().size(theme::ICON_SMALL).color(palette.weak));
                ui.label(theme::weak_text(if stage.imports() { "Importing…" } else { looking }, palette));
            });
        }
        Stage::Wrong(reason) => {
            forms::problem_ui(ui, reason);
            forms::note_ui(ui, "Nothing was changed.");
        }
        Stage::Known(report) => known_ui(ui, report),
    }
}
