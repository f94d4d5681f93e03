//! The state of the products feature: the dialog of the rule, and its commands.

use super::rule::SkuForm;
use crate::shell::command::{Entry, Group, catalogue, ctrl, ctrl_shift};
use crate::shell::ctx::Ctx;
use crate::shell::products::of;
use base::PhotoId;
use egui::Key;
use egui_material_icons::icons;
use engine::protocol::SkuRule;

/// The dialog of the rule, and what is to follow from it.
#[derive(Debug, Default)]
pub struct ProductsDialog {
    /// The rule as it is written, while the dialog is open.
    pub(super) form: Option<SkuForm>,
    /// As soon as there are products the grid is grouped by them.
    pub(super) group_soon: bool,
}

/// What a person does about products.
#[derive(Clone, Debug)]
pub enum Msg {
    /// As if chosen from a menu.
    Run(ProductsCommand),
    /// Products by this rule; `true`: the grid is then grouped by them.
    UseRule(SkuRule, bool),
}

/// A command about products.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ProductsCommand {
    SkuRule,
    GroupByProduct,
    SelectProduct,
    ShowOdd,
}

/// Every command, once.
#[rustfmt::skip]
pub static TABLE: &[Entry<ProductsCommand, ProductsDialog>] = &[
    Entry::new(ProductsCommand::SkuRule, (Group::Tags, "Products: SKU rule…", icons::ICON_STACKS), catalogue, &[]),
    Entry::new(ProductsCommand::GroupByProduct, (Group::View, "Group by product", icons::ICON_STACKS), catalogue, &[ctrl(Key::G)]),
    Entry::new(ProductsCommand::SelectProduct, (Group::Photo, "Select the product's photos", icons::ICON_STACKS), |ctx, _| of_cursor(ctx), &[ctrl_shift(Key::A)]),
    Entry::new(ProductsCommand::ShowOdd, (Group::View, "Photos that disagree with their product", icons::ICON_DIFFERENCE), |ctx, _| ctx.odd.count() > 0, &[]),
];

fn of_cursor(ctx: &Ctx) -> bool {
    ctx.selection.cursor().is_some_and(|photo| of(ctx, photo).is_some())
}

/// The grid shows every one of these.
pub fn all_in_grid(ctx: &Ctx, photos: &[PhotoId]) -> bool {
    let found = ctx.shown.hits.iter().filter(|h| photos.contains(&h.photo)).count();
    found == photos.len()
}
