//! The commands about the comparison.

use super::msg::CompareCommand;
use super::state::Compare;
use crate::shell::command::{Entry, Group, catalogue, ctrl_shift};
use egui::Key;
use egui_material_icons::icons;

/// Every command, once.
#[rustfmt::skip]
pub static TABLE: &[Entry<CompareCommand, Compare>] = &[
    Entry::new(CompareCommand::Open, (Group::View, "Compare two models…", icons::ICON_COMPARE), catalogue, &[ctrl_shift(Key::M)]).also(&["benchmark", "which model is better"]),
];
