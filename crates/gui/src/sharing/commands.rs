//! How sharing is found, by menu or palette.

use super::msg::SharingCommand;
use super::state::Sharing;
use crate::shell::command::{Entry, Group, catalogue};
use egui_material_icons::icons;

/// Every command, once.
#[rustfmt::skip]
pub static TABLE: &[Entry<SharingCommand, Sharing>] = &[
    Entry::new(SharingCommand::Open, (Group::Catalogue, "Share with others…", icons::ICON_HUB), catalogue, &[]).also(&["hub", "postgresql", "push", "pull", "sync", "team", "colleagues", "synchronise"]),
];
