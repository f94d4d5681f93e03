//! What brings photos out of the catalogue, by menu, key or palette.

use super::msg::CopiesCommand;
use super::state::Copies;
use crate::shell::command::{Entry, Group, ctrl, ctrl_shift};
use crate::shell::ctx::Ctx;
use egui::Key;
use egui_material_icons::icons;

/// Photos are selected, or found.
fn some(ctx: &Ctx, _: &Copies) -> bool {
    ctx.has_catalogue() && !(ctx.target.is_empty() && ctx.shown.hits.is_empty())
}

/// Every command, once.
#[rustfmt::skip]
pub static TABLE: &[Entry<CopiesCommand, Copies>] = &[
    Entry::new(CopiesCommand::Copy, (Group::Photo, "Copy photos to a folder…", icons::ICON_DRIVE_FILE_MOVE), some, &[ctrl_shift(Key::S)]).also(&["export photos", "hard links", "deliver", "rename", "save as", "send"]),
    Entry::new(CopiesCommand::ContactSheet, (Group::Photo, "Contact sheet…", icons::ICON_PRINT), some, &[ctrl(Key::P)]).also(&["print", "pdf", "proof sheet", "paper"]),
];
