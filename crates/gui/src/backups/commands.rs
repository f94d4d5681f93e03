//! How backups are made and restored from, by menu or palette.

use super::msg::BackupsCommand;
use super::state::Backups;
use crate::shell::command::{Entry, Group, catalogue};
use egui_material_icons::icons;

/// Every command, once.
#[rustfmt::skip]
pub static TABLE: &[Entry<BackupsCommand, Backups>] = &[
    Entry::new(BackupsCommand::Restore, (Group::Catalogue, "Restore from a backup…", icons::ICON_SETTINGS_BACKUP_RESTORE), catalogue, &[]).also(&["recover", "bring back", "earlier state", "versions", "undo more", "lost tags"]).edits(),
    Entry::new(BackupsCommand::BackUp, (Group::Catalogue, "Back up now", icons::ICON_BACKUP), catalogue, &[]).also(&["backup", "save a copy", "safety copy"]),
];
