//! What lies over the window, never two at once.

use super::features::FeatureId;
use crate::kit::palette::PaletteState;
use crate::shell::question::Question;

/// What lies over the window.
#[derive(Debug)]
pub enum Overlay {
    /// A question that any feature may ask.
    Question(Question),
    /// The dialog of a feature, which holds its form.
    Dialog(FeatureId),
    /// All commands.
    Palette(PaletteState),
    /// All keys.
    CheatSheet,
}
