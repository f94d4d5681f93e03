//! The question about a draft that would be lost: save it, throw it away, or go on writing.

use super::features::FeatureId;
use crate::kit::forms;
use crate::kit::widgets;
use crate::shell::draft::{Draft, DraftEnd, Saving};
use crate::shell::effect::Effect;
use egui::Ui;

/// The question about a draft, and what waits for its answer.
#[derive(Debug)]
pub struct Leaving {
    pub of: FeatureId,
    /// No other draft is lost by what follows.
    pub alone: bool,
    pub draft: Draft,
    pub then: Vec<Effect>,
}

/// The title of the question.
pub const TITLE: &str = "Leave without saving?";

/// Draws the question; answers what becomes of the draft.
pub fn leaving_ui(ui: &mut Ui, leaving: &Leaving) -> Option<DraftEnd> {
    let Draft { what, saving } = &leaving.draft;
    let ready = *saving == Saving::Ready;
    let wrong = if *saving == Saving::Wrong { " It cannot be saved as it stands: something in it is missing or wrong." } else { "" };
    forms::note_ui(ui, &format!("{what} has changes that are not saved.{wrong}"));
    let mut end = None;
    forms::buttons_ui(ui, |ui| {
        let entered = ready && forms::entered(ui);
        let save = |ui: &mut Ui| ui.add_enabled_ui(ready, |ui| widgets::primary_button(ui, "Save")).inner.clicked();
        if *saving != Saving::Never && (save(ui) || entered) {
            end = Some(DraftEnd::Save);
        }
        if widgets::button(ui, None, "Discard").clicked() {
            end = Some(DraftEnd::Drop);
        }
        if widgets::quiet_button(ui, "Keep editing").on_hover_text("Esc").clicked() {
            end = Some(DraftEnd::Keep);
        }
    });
    end
}
