//! What can be asked of the map by menu, shortcut or palette.

use super::msg::{ColourBy, MapCommand};
use super::state::MapPage;
use crate::shell::command::{Entry, Group, catalogue, ctrl_shift, key};
use crate::shell::ctx::Ctx;
use crate::shell::view::View;
use base::human;
use egui::Key;
use egui_material_icons::icons;

const ON_MAP: &str = "On the map";

/// Every command, once.
#[rustfmt::skip]
pub static TABLE: &[Entry<MapCommand, MapPage>] = &[
    Entry::new(MapCommand::Open, (Group::View, "Map of the photos", icons::ICON_SCATTER_PLOT), catalogue, &[key(Key::M)]).also(&["scatter", "clusters", "umap", "t-sne", "alike photos", "overview"]),
    Entry::new(MapCommand::ShowInGrid, (Group::View, "Show what is selected on the map in the grid", icons::ICON_GRID_VIEW), selected, &[ctrl_shift(Key::Enter)]).also(&["lasso", "only these"]).wants("Select photos on the map first")
        .saying(|ctx, _| selected_words(ctx)),
    Entry::new(MapCommand::Fit, (Group::View, "Fit the map", icons::ICON_FIT_SCREEN), on_map, &[]).also(&["whole map", "zoom out"]).wants(ON_MAP),
    Entry::new(MapCommand::ByFolder, (Group::View, "Colour the map by folder", icons::ICON_FOLDER), catalogue, &[]),
    Entry::new(MapCommand::ByTags, (Group::View, "Colour the map by tags", icons::ICON_SELL), |ctx, _| !ctx.tags.sets.is_empty(), &[]).also(&["labels"]).wants("Make a label set first"),
    Entry::new(MapCommand::ByProduct, (Group::View, "Colour the map by product", icons::ICON_INVENTORY_2), |ctx, _| ctx.products.rule.is_some(), &[]).also(&["sku"]).wants("Say how a photo tells its SKU first"),
    Entry::new(MapCommand::ByScore, (Group::View, "Colour the map by score", icons::ICON_SEARCH), |ctx, _| ctx.query.ranks(), &[]).also(&["relevance", "search"]).wants("Search for something first"),
    Entry::new(MapCommand::ByFlag, (Group::View, "Colour the map by flag", icons::ICON_FLAG), catalogue, &[]).also(&["picks", "rejects"]),
    Entry::new(MapCommand::ByStars, (Group::View, "Colour the map by stars", icons::ICON_STAR), catalogue, &[]).also(&["rating"]),
    Entry::new(MapCommand::ByColour, (Group::View, "Colour the map by colour label", icons::ICON_PALETTE), catalogue, &[]),
    Entry::new(MapCommand::LayOutAgain, (Group::View, "Lay the map out again", icons::ICON_REFRESH), |ctx, own| on_map(ctx, own) && ctx.mapping.is_none(), &[]).also(&["recompute", "new map"]).wants(ON_MAP),
    Entry::new(MapCommand::Stop, (Group::View, "Stop laying the map out", icons::ICON_CANCEL), |ctx, _| ctx.mapping.is_some(), &[]).wants("No map is being laid out"),
];

fn on_map(ctx: &Ctx, _: &MapPage) -> bool {
    ctx.view == View::Map
}

fn selected(ctx: &Ctx, own: &MapPage) -> bool {
    on_map(ctx, own) && ctx.selection.count() > 0
}

/// "Show 214 photos in the grid".
pub fn selected_words(ctx: &Ctx) -> Option<String> {
    let count = ctx.selection.count() as u64;
    (ctx.view == View::Map && count > 0).then(|| format!("Show {} in the grid", human::photos(count)))
}

/// What a command colours by.
pub fn colour_of(command: MapCommand, ctx: &Ctx) -> Option<ColourBy> {
    Some(match command {
        MapCommand::ByFolder => ColourBy::Folder,
        MapCommand::ByTags => ColourBy::Tags(super::groups::richest_set(ctx)?),
        MapCommand::ByProduct => ColourBy::Product,
        MapCommand::ByScore => ColourBy::Score,
        MapCommand::ByFlag => ColourBy::Flag,
        MapCommand::ByStars => ColourBy::Stars,
        MapCommand::ByColour => ColourBy::Colour,
        MapCommand::Open | MapCommand::Fit | MapCommand::ShowInGrid | MapCommand::LayOutAgain | MapCommand::Stop => return None,
    })
}
