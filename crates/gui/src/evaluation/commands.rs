//! Menu lines and shortcuts: evaluate, look at the figures again, write them down.

use super::msg::EvaluationCommand;
use super::state::{EvaluationPage, Page};
use crate::shell::command::{Entry, Group, ctrl_shift, label_sets};
use egui::Key;
use egui_material_icons::icons;

/// Every command, once.
#[rustfmt::skip]
pub static TABLE: &[Entry<EvaluationCommand, EvaluationPage>] = &[
    Entry::new(EvaluationCommand::Evaluate, (Group::Tags, "Evaluate…", icons::ICON_ANALYTICS), label_sets, &[ctrl_shift(Key::U)]).also(&["evaluate suggestions", "accuracy", "F1", "precision", "recall", "confusion matrix", "how often right", "benchmark"]),
    Entry::new(EvaluationCommand::Show, (Group::Tags, "Back to the evaluation", icons::ICON_ANALYTICS), |_, page: &EvaluationPage| page.has_figures(), &[]).also(&["figures", "confusion matrix"]).wants("Evaluate something first"),
    Entry::new(EvaluationCommand::Export, (Group::Tags, "Export the evaluation…", icons::ICON_FILE_EXPORT), |_, page: &EvaluationPage| page.page() == Page::Figures, &[]).also(&["report", "HTML"]).wants("Evaluate something first"),
];
