//! What is drawn, and with what: handed from one part of the drawing to the next.

use super::charted::{Charted, Colours};
use crate::kit::theme::Palette;
use crate::shell::ctx::Ctx;
use base::{Photo, PhotoId};
use std::sync::Arc;

/// The map of this frame.
pub struct Scene<'a> {
    /// The facts of the window.
    pub ctx: &'a Ctx,
    /// Where photos lie.
    pub charted: &'a Arc<Charted>,
    /// How they are coloured.
    pub colours: &'a Arc<Colours>,
    /// The theme's colours.
    pub palette: &'static Palette,
}

impl Scene<'_> {
    /// The photo of a point.
    pub fn photo_id(&self, place: u32) -> PhotoId {
        self.charted.map().photos[place as usize]
    }

    /// The photo of a point, unless it has left the catalogue since.
    pub fn photo(&self, place: u32) -> Option<&Photo> {
        self.ctx.library.photo(self.photo_id(place))
    }

    /// The search has found it.
    pub fn is_found(&self, place: u32) -> bool {
        self.colours.groups.is_found(place as usize)
    }

    /// What a point is, for people: "dress.jpg, Dresses, selected".
    pub fn name(&self, place: u32) -> String {
        let name = self.photo(place).map(Photo::name).unwrap_or_default();
        let group = self.colours.groups.line(place as usize).map(|line| line.words.clone());
        let marks = Some(self.ctx.tags.book.marks.of(self.photo_id(place)).words()).filter(|words| !words.is_empty());
        let selected = self.ctx.selection.contains(self.photo_id(place)).then(|| "selected".to_owned());
        std::iter::once(name).chain(group).chain(marks).chain(selected).collect::<Vec<_>>().join(", ")
    }
}
