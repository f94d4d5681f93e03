//! Gives the keyboard back: what had it before a dialog, the palette or another view came over it has it again afterwards.

use egui::{Context, Id};

/// Where the keyboard was.
#[derive(Debug, Default)]
pub struct FocusBefore {
    /// In the grid and the loupe.
    photos: Option<Id>,
    /// In the view that an overlay lies over.
    view: Option<Id>,
    /// In that overlay.
    overlay: Option<Id>,
    covered: bool,
    /// The view was the grid or the loupe.
    of_photos: bool,
}

impl FocusBefore {
    /// After a frame was drawn: whether an overlay lies over the window, and whether the view is the grid or the loupe.
    pub fn follow(&mut self, egui: &Context, overlay: bool, of_photos: bool) {
        let focused = egui.memory(egui::Memory::focused);
        if overlay {
            (self.overlay, self.covered) = (focused, true);
            return;
        }
        let same_view = of_photos == self.of_photos;
        let uncovered = std::mem::take(&mut self.covered);
        // What was done there may have sent the keyboard elsewhere.
        let free = focused.is_none() || (uncovered && focused == self.overlay);
        let back = match (same_view, uncovered) {
            (true, true) => self.view,
            (false, _) if of_photos => self.photos,
            _ => None,
        };
        self.of_photos = of_photos;
        if let Some(id) = back.filter(|_| free) {
            egui.memory_mut(|m| m.request_focus(id));
            egui.request_repaint();
            return;
        }
        self.view = focused;
        if of_photos {
            self.photos = focused;
        }
    }
}
