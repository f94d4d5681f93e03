//! The two ways into searching by colour, by menu or palette, and when each can be run.

use super::msg::ColoursCommand;
use super::state::Colours;
use crate::shell::command::{Entry, Group, catalogue};
use crate::shell::ctx::Ctx;
use egui_material_icons::icons;

/// The colours of the photo are known.
fn has_palette(ctx: &Ctx, colours: &Colours) -> bool {
    !colours.palette(ctx).is_empty()
}

/// Every command, once.
#[rustfmt::skip]
pub static TABLE: &[Entry<ColoursCommand, Colours>] = &[
    Entry::new(ColoursCommand::Find, (Group::Search, "Find by colour…", icons::ICON_PALETTE), catalogue, &[]).also(&["hue", "color", "picker", "swatch", "eyedropper"]),
    Entry::new(ColoursCommand::FindPalette, (Group::Search, "Find photos in this photo's colours", icons::ICON_PALETTE), has_palette, &[]).also(&["palette", "similar colours", "matching"]).wants("Select a photo whose colours are measured"),
];
