//! How what a shop is given is found, by menu or palette.

use super::msg::FeedsCommand;
use super::state::Feeds;
use crate::shell::command::{Entry, Group, catalogue};
use egui_material_icons::icons;

/// Every command, once.
#[rustfmt::skip]
pub static TABLE: &[Entry<FeedsCommand, Feeds>] = &[
    Entry::new(FeedsCommand::Export, (Group::Tags, "Export for a shop…", icons::ICON_STOREFRONT), catalogue, &[]).also(&["profile", "shopify", "google", "merchant", "feed", "product csv", "dry run", "excel", "refused"]),
];
