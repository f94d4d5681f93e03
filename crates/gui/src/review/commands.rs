//! Menu lines and shortcuts: begin one, and whether the next photo comes by itself.

use super::msg::ReviewCommand;
use super::state::Review;
use crate::shell::command::{Entry, Group, always, ctrl_shift, label_sets};
use egui::Key;
use egui_material_icons::icons;

/// Every command, once.
#[rustfmt::skip]
pub static TABLE: &[Entry<ReviewCommand, Review>] = &[
    Entry::new(ReviewCommand::Ask, (Group::Tags, "Review…", icons::ICON_FACT_CHECK), label_sets, &[ctrl_shift(Key::R)]).also(&["check tags", "quality", "questions"]).edits(),
    Entry::new(ReviewCommand::AutoAdvance, (Group::Tags, "Go on after a decision", icons::ICON_SKIP_NEXT), always, &[]).also(&["auto advance", "next photo"]).marked(|ctx| ctx.settings.auto_advance),
];
