//! What is written and not saved: whatever would lose it is held back until the person has said what becomes of it.

use super::features::FeatureId;
use super::leaving::Leaving;
use super::overlay::Overlay;
use super::window::App;
use crate::shell::common::Common;
use crate::shell::draft::{Draft, DraftEnd};
use crate::shell::effect::Effect;
use egui::{Context, ViewportCommand};

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
                self.overlay_is_new = true;
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
