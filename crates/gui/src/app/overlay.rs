//! What lies over the window, never two at once.

use super::cheat_sheet::SheetState;
use super::features::FeatureId;
use super::leaving::Leaving;
use crate::kit::palette::PaletteState;
use crate::shell::dialog::Dialog;

/// What lies over the window.
#[derive(Debug)]
pub enum Overlay {
    /// A dialog that any feature may open.
    Dialog(Dialog),
    /// The dialog of a feature, which holds its form.
    Feature(FeatureId),
    /// Whether a draft is saved before something else happens.
    Leaving(Leaving),
    /// All commands.
    Palette(PaletteState),
    /// All keys.
    CheatSheet(SheetState),
    /// All messages.
    Messages,
}
