//! Menu lines and shortcuts: begin a check, write what came of it.

use super::msg::AuditCommand;
use super::state::AuditPage;
use crate::shell::command::{Entry, Group, ctrl_shift, label_sets};
use egui::Key;
use egui_material_icons::icons;

/// Every command, once.
#[rustfmt::skip]
pub static TABLE: &[Entry<AuditCommand, AuditPage>] = &[
    Entry::new(AuditCommand::Check, (Group::Tags, "Check labels…", icons::ICON_RULE), label_sets, &[ctrl_shift(Key::L)]).also(&["audit", "QA", "quality", "wrong labels", "mistakes", "errors", "spot check"]).edits(),
    Entry::new(AuditCommand::Export, (Group::Tags, "Export what was checked…", icons::ICON_FILE_EXPORT), label_sets, &[]).also(&["export corrections", "corrections", "audit report"]),
];
