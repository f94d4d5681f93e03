//! The photos on the graphics card: thumbnails for cells, and the few that are seen large.

use super::preview::{Picture, Preview};
use super::textures::Textures;
use base::Photo;

/// Both sizes of photos.
#[derive(Default)]
pub struct Pictures {
    /// Small, for cells.
    pub textures: Textures,
    /// As large as they are seen.
    pub preview: Preview,
}

impl Pictures {
    /// What to draw for a photo that is seen large.
    pub fn large(&mut self, photo: &Photo) -> Picture {
        self.preview.picture(photo, &mut self.textures)
    }
}
