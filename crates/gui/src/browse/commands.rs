//! The commands of browsing: order, selection, what the grid shows, how large.

use super::msg::BrowseCommand;
use super::state::Browse;
use crate::shell::command::{Entry, Group, catalogue, ctrl, key, photo};
use crate::shell::ctx::Ctx;
use egui::Key;
use egui_material_icons::icons;

/// A command that needs something to rank by.
fn ranked(ctx: &Ctx, _: &Browse) -> bool {
    ctx.query.ranks() || ctx.query.shows_label()
}

/// Every command, once.
#[rustfmt::skip]
pub static TABLE: &[Entry<BrowseCommand, Browse>] = &[
    Entry::new(BrowseCommand::SortByRelevance, (Group::Search, "Sort by relevance", icons::ICON_SORT), ranked, &[]),
    Entry::new(BrowseCommand::SortByName, (Group::Search, "Sort by name", icons::ICON_SORT), catalogue, &[]),
    Entry::new(BrowseCommand::SortByDate, (Group::Search, "Sort by date", icons::ICON_SORT), catalogue, &[]),
    Entry::new(BrowseCommand::ReverseOrder, (Group::Search, "Reverse the order", icons::ICON_SWAP_VERT), catalogue, &[]),
    Entry::new(BrowseCommand::SelectAll, (Group::Photo, "Select all", icons::ICON_SELECT_ALL), catalogue, &[ctrl(Key::A)]),
    Entry::new(BrowseCommand::SelectNone, (Group::Photo, "Select none", icons::ICON_DESELECT), photo, &[ctrl(Key::D)]),
    Entry::new(BrowseCommand::AllPhotos, (Group::View, "All photos", icons::ICON_PHOTO_LIBRARY), catalogue, &[]),
    Entry::new(BrowseCommand::Problems, (Group::View, "Problems", icons::ICON_WARNING), catalogue, &[]),
    Entry::new(BrowseCommand::LargerThumbnails, (Group::View, "Larger thumbnails", icons::ICON_GRID_VIEW), catalogue, &[key(Key::Plus), key(Key::Equals)]),
    Entry::new(BrowseCommand::SmallerThumbnails, (Group::View, "Smaller thumbnails", icons::ICON_GRID_VIEW), catalogue, &[key(Key::Minus)]),
];
