//! The ids of what has the keyboard's focus and is asked for by name from several features.

use egui::{Context, Id};

/// The id that has the focus while the arrow keys move in the grid.
pub fn photos() -> Id {
    Id::unique("photos")
}

/// The same for the right grid of a comparison; its left one has the grid's own.
pub fn other_photos() -> Id {
    photos().with("other")
}

/// The arrow keys move between photos while this has the focus.
pub fn is_photos(id: Id) -> bool {
    id == photos() || id == other_photos()
}

/// The search field.
pub fn search() -> Id {
    Id::unique("search")
}

/// Takes the keyboard away from whatever has it.
pub fn leave(egui: &Context) {
    egui.memory_mut(|m| m.focused().into_iter().for_each(|id| m.surrender_focus(id)));
}
