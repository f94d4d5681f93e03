//! The commands of browsing: order, selection, what the grid shows, how large.

use super::msg::BrowseCommand;
use super::state::Browse;
use crate::shell::command::{Entry, Group, catalogue, ctrl, key};
use crate::shell::ctx::Ctx;
use crate::shell::view::View;
use egui::Key;
use egui_material_icons::icons;
use engine::protocol::TextUse;

/// A command that needs something to rank by.
fn ranked(ctx: &Ctx, _: &Browse) -> bool {
    ctx.query.scores() || ctx.query.shows_label()
}

/// Every command, once.
#[rustfmt::skip]
pub static TABLE: &[Entry<BrowseCommand, Browse>] = &[
    Entry::new(BrowseCommand::SortByRelevance, (Group::Search, "Sort by relevance", icons::ICON_SORT), ranked, &[]),
    Entry::new(BrowseCommand::SortByName, (Group::Search, "Sort by name", icons::ICON_SORT), catalogue, &[]),
    Entry::new(BrowseCommand::SortByDate, (Group::Search, "Sort by date", icons::ICON_SORT), catalogue, &[]),
    Entry::new(BrowseCommand::SortBySize, (Group::Search, "Sort by file size", icons::ICON_SORT), catalogue, &[]).also(&["bytes", "largest"]),
    Entry::new(BrowseCommand::SortByRating, (Group::Search, "Sort by rating", icons::ICON_SORT), catalogue, &[]).also(&["stars"]),
    Entry::new(BrowseCommand::SortByHue, (Group::Search, "Sort by nearness to the colour", icons::ICON_PALETTE), |ctx, _| ctx.query.names_colour(), &[]).also(&["hue", "color axis"]).wants("Search for a colour first"),
    Entry::new(BrowseCommand::ReverseOrder, (Group::Search, "Reverse the order", icons::ICON_SWAP_VERT), catalogue, &[]),
    Entry::new(BrowseCommand::SearchBoth, (Group::Search, "Search pictures and texts", icons::ICON_MANAGE_SEARCH), catalogue, &[]).also(&["titles", "brands", "names"]).marked(|ctx| ctx.query.texts == TextUse::On),
    Entry::new(BrowseCommand::SearchPictures, (Group::Search, "Search pictures alone", icons::ICON_IMAGE), catalogue, &[]).also(&["pixels", "without texts"]).marked(|ctx| ctx.query.texts == TextUse::Off),
    Entry::new(BrowseCommand::SearchTexts, (Group::Search, "Search texts alone", icons::ICON_TEXT_FIELDS), catalogue, &[]).also(&["titles", "brands", "names"]).marked(|ctx| ctx.query.texts == TextUse::Only),
    Entry::new(BrowseCommand::SelectAll, (Group::Photo, "Select all", icons::ICON_SELECT_ALL), |ctx, _| ctx.has_catalogue() && ctx.view == View::Grid, &[ctrl(Key::A)]).also(&["everything"]),
    Entry::new(BrowseCommand::SelectNone, (Group::Photo, "Select none", icons::ICON_DESELECT), |ctx, _| ctx.in_hand.is_some() && ctx.view == View::Grid, &[ctrl(Key::D)]).also(&["deselect", "clear selection"]),
    Entry::new(BrowseCommand::AllPhotos, (Group::View, "All photos", icons::ICON_PHOTO_LIBRARY), catalogue, &[]).also(&["everything", "home"]),
    Entry::new(BrowseCommand::Problems, (Group::View, "Problems", icons::ICON_WARNING), catalogue, &[]).also(&["errors", "broken files", "corrupt"]),
    Entry::new(BrowseCommand::Timeline, (Group::View, "Timeline", icons::ICON_TIMELINE), catalogue, &[]).also(&["dates", "when taken", "capture time", "histogram"]).marked(|ctx| ctx.query.timeline),
    Entry::new(BrowseCommand::ForgetSearches, (Group::Search, "Forget recent searches", icons::ICON_HISTORY), |ctx, _| !ctx.settings.searches.is_empty(), &[]).also(&["clear history", "privacy"]).wants("No search is remembered"),
    Entry::new(BrowseCommand::LargerThumbnails, (Group::View, "Larger thumbnails", icons::ICON_GRID_VIEW), catalogue, &[key(Key::Plus), key(Key::Equals)]).also(&["zoom in", "bigger"]),
    Entry::new(BrowseCommand::SmallerThumbnails, (Group::View, "Smaller thumbnails", icons::ICON_GRID_VIEW), catalogue, &[key(Key::Minus)]).also(&["zoom out", "denser"]),
];
