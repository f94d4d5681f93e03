//! The commands about saved searches.

use super::msg::SearchesCommand;
use super::state::Searches;
use crate::shell::command::{Entry, Group, ctrl};
use crate::shell::ctx::Ctx;
use egui::Key;
use egui_material_icons::icons;

/// Something is asked for that can be asked again.
fn can_save(ctx: &Ctx, _: &Searches) -> bool {
    ctx.has_catalogue() && ctx.kept_query().is_ok()
}

/// Every command, once.
#[rustfmt::skip]
pub static TABLE: &[Entry<SearchesCommand, Searches>] = &[
    Entry::new(SearchesCommand::Save, (Group::Search, "Save this search…", icons::ICON_BOOKMARK_ADD), can_save, &[ctrl(Key::S)]).also(&["bookmark", "keep the search", "smart collection", "smart album"]).wants("Search by words, filters or a photo first").edits(),
];
