//! How photos are checked against a standard, by menu or palette, and when what fails can be shown.

use super::msg::StandardsCommand;
use super::state::Standards;
use crate::shell::command::{Entry, Group, catalogue};
use crate::shell::ctx::Ctx;
use egui_material_icons::icons;

/// There are rules to fail.
fn has_standard(ctx: &Ctx, _: &Standards) -> bool {
    ctx.tags.standard.is_some()
}

/// Every command, once.
#[rustfmt::skip]
pub static TABLE: &[Entry<StandardsCommand, Standards>] = &[
    Entry::new(StandardsCommand::Check, (Group::Photo, "Check against a standard…", icons::ICON_RULE), catalogue, &[]).also(&["marketplace", "amazon", "google", "ebay", "shopify", "zalando", "white background", "requirements", "compliance"]),
    Entry::new(StandardsCommand::ShowFailing, (Group::Photo, "Show photos that fail the standard", icons::ICON_RULE), has_standard, &[]).also(&["is:failing", "refused"]).wants("Choose a standard first"),
];
