//! What is written and not saved: whatever would lose it is held back until the person has said what becomes of it.

use super::features::FeatureId;
use super::overlay::Overlay;
use super::window::App;
use crate::kit::forms;
use crate::kit::widgets;
use crate::shell::common::Common;
use crate::shell::draft::{Draft, Saving};
use crate::shell::effect::Effect;
use egui::{Context, Ui, ViewportCommand};

/// What becomes of a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DraftEnd {
    Save,
    Drop,
    /// It is gone on with, and nothing else happens.
    Keep,
}

/// The question about a draft, and what waits for its answer.
#[derive(Debug)]
pub struct Leaving {
    pub of: FeatureId,
    /// No other draft is lost by what follows.
    alone: bool,
    draft: Draft,
    then: Vec<Effect>,
}

/// The title of the question.
pub const TITLE: &str = "Leave without saving?";

impl App {
    /// Does this at once, or asks about a draft that would be lost by it: that of the dialog that is open, else any.
    pub(super) fn leave(&mut self, egui: &Context, then: Vec<Effect>) {
        let dialog = match self.overlay {
            Some(Overlay::Feature(of)) => Some(of),
            _ => None,
        };
        let draft = self.features.drafts().into_iter().find(|(of, _)| dialog.is_none_or(|dialog| dialog == *of));
        self.ask_first(egui, draft, dialog.is_some(), then);
    }

    /// The same, where all of the catalogue's drafts would be lost.
    pub(super) fn leave_all(&mut self, egui: &Context, then: Vec<Effect>) {
        let draft = self.features.drafts().into_iter().next();
        self.ask_first(egui, draft, false, then);
    }

    fn ask_first(&mut self, egui: &Context, draft: Option<(FeatureId, Draft)>, alone: bool, then: Vec<Effect>) {
        match draft {
            Some((of, draft)) => {
                self.overlay = Some(Overlay::Leaving(Leaving { of, alone, draft, then }));
                self.refresh();
            }
            None => self.perform(egui, then),
        }
    }

    /// The person has answered.
    pub(super) fn end_draft(&mut self, egui: &Context, end: DraftEnd) {
        let Some(Overlay::Leaving(Leaving { of, alone, then, .. })) = self.overlay.take() else { return };
        let effects = self.features.end_draft(of, &self.ctx, end);
        self.perform(egui, effects);
        match end {
            DraftEnd::Keep => {}
            _ if alone => self.perform(egui, then),
            // There may be another draft.
            _ => self.leave_all(egui, then),
        }
    }

    /// The window is asked to close: not before the drafts are dealt with.
    pub(super) fn hold_closing(&mut self, egui: &Context) {
        if egui.input(|i| i.viewport().close_requested()) && !self.features.drafts().is_empty() {
            egui.send_viewport_cmd(ViewportCommand::CancelClose);
            self.leave_all(egui, vec![Effect::Run(Common::Quit)]);
        }
    }
}

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
