//! The commands about walks and axes.

use super::msg::AxesCommand;
use super::state::Axes;
use crate::shell::command::{Entry, Group, catalogue, photo};
use crate::shell::ctx::Ctx;
use egui_material_icons::icons;

/// Both ends are written.
fn can_save(_: &Ctx, axes: &Axes) -> bool {
    axes.open && axes.complete()
}

/// Every command, once.
#[rustfmt::skip]
pub static TABLE: &[Entry<AxesCommand, Axes>] = &[
    Entry::new(AxesCommand::Walk, (Group::Search, "Walk from here to there…", icons::ICON_LINEAR_SCALE), catalogue, &[]).also(&["slider", "between two words", "more formal", "darker", "axis", "traverse"]),
    Entry::new(AxesCommand::WalkFromPhoto, (Group::Search, "Walk from this photo…", icons::ICON_LINEAR_SCALE), photo, &[]).also(&["like this but", "more formal", "darker", "does it come in black"]).wants("Select a photo first"),
    Entry::new(AxesCommand::Save, (Group::Search, "Save this walk as an axis…", icons::ICON_BOOKMARK_ADD), can_save, &[]).also(&["keep the axis", "sort by the walk"]).wants("Write where the walk starts and where it ends").edits(),
];
