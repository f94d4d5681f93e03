//! Menu lines and shortcuts: the rule, grouping, what disagrees.

use super::msg::ProductsCommand;
use super::state::ProductsDialog;
use crate::shell::command::{Entry, Group, catalogue, ctrl, ctrl_shift};
use crate::shell::ctx::Ctx;
use crate::shell::products::of;
use egui::Key;
use egui_material_icons::icons;

/// Every command, once.
#[rustfmt::skip]
pub static TABLE: &[Entry<ProductsCommand, ProductsDialog>] = &[
    Entry::new(ProductsCommand::SkuRule, (Group::Tags, "Products: SKU rule…", icons::ICON_STACKS), catalogue, &[]).also(&["article number", "variants", "stacks"]),
    Entry::new(ProductsCommand::GroupByProduct, (Group::View, "Group by product", icons::ICON_STACKS), catalogue, &[ctrl(Key::G)]).also(&["stacks", "variants", "by sku"]),
    Entry::new(ProductsCommand::SelectProduct, (Group::Photo, "Select the product's photos", icons::ICON_STACKS), |ctx, _| of_cursor(ctx), &[ctrl_shift(Key::A)]).also(&["same sku"]).wants("The photo belongs to no product"),
    Entry::new(ProductsCommand::ShowOdd, (Group::View, "Photos that disagree with their product", icons::ICON_DIFFERENCE), |ctx, _| ctx.odd.count() > 0, &[]).also(&["inconsistent", "mistakes"]).wants("All photos agree with their products"),
];

fn of_cursor(ctx: &Ctx) -> bool {
    ctx.in_hand.is_some_and(|photo| of(ctx, photo).is_some())
}
