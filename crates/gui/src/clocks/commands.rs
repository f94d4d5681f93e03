//! How the dialog about cameras' clocks is opened: by menu or palette.

use super::msg::ClocksCommand;
use super::state::Clocks;
use crate::shell::command::{Entry, Group, catalogue};
use egui_material_icons::icons;

/// Every command, once.
#[rustfmt::skip]
pub static TABLE: &[Entry<ClocksCommand, Clocks>] = &[
    Entry::new(ClocksCommand::Set, (Group::Photo, "Set a camera's clock…", icons::ICON_MORE_TIME), catalogue, &[]).also(&["capture time", "shift dates", "time zone", "two bodies", "synchronise", "offset"]).edits(),
];
