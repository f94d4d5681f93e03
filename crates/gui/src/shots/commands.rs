//! What can be asked of the shot list by menu, shortcut or palette.

use super::msg::ShotsCommand;
use super::state::ShotsPage;
use crate::shell::command::{Entry, Group, catalogue, key};
use crate::shell::ctx::Ctx;
use crate::shell::view::View;
use egui::Key;
use egui_material_icons::icons;

/// Every command, once.
#[rustfmt::skip]
pub static TABLE: &[Entry<ShotsCommand, ShotsPage>] = &[
    Entry::new(ShotsCommand::Open, (Group::View, "Shot list", icons::ICON_CHECKLIST), catalogue, &[key(Key::V)]).also(&["views", "missing images", "missing views", "holes", "front back side"]),
    Entry::new(ShotsCommand::ChooseList, (Group::View, "Choose the SKU list…", icons::ICON_LIST_ALT), catalogue, &[]).also(&["skus without a photo", "article list", "csv"]),
    Entry::new(ShotsCommand::OnlyIncomplete, (Group::View, "Only products that lack a view", icons::ICON_FILTER_LIST), listed, &[]).also(&["incomplete", "missing"]).wants("On the shot list").marked(|ctx| ctx.settings.only_incomplete),
    Entry::new(ShotsCommand::WithoutProduct, (Group::View, "Photos without a product", icons::ICON_HELP), strays, &[]).also(&["no sku", "unmatched"]).wants("On the shot list, where there are some"),
    Entry::new(ShotsCommand::Match, (Group::Tags, "Match photos to products", icons::ICON_JOIN_INNER), products, &[]).also(&["no sku", "reference photo", "assign", "variants"]).wants("Say how a photo tells its SKU first").edits(),
    Entry::new(ShotsCommand::Export, (Group::View, "Export the shot list…", icons::ICON_UPLOAD_FILE), found, &[]).also(&["csv", "missing views"]).wants("On the shot list"),
];

fn listed(ctx: &Ctx, own: &ShotsPage) -> bool {
    ctx.view == View::Shots && own.shots().is_some()
}

fn strays(_: &Ctx, own: &ShotsPage) -> bool {
    own.has_strays()
}

fn found(_: &Ctx, own: &ShotsPage) -> bool {
    own.shots().is_some()
}

fn products(ctx: &Ctx, _: &ShotsPage) -> bool {
    !ctx.products.products.is_empty()
}
