//! The decoded photo of the inspector and the loupe: asked for at the size it is seen at, kept until another photo is wanted.

use super::textures::{self, Textures, Thumb};
use crate::app::protocol::Command;
use crate::base::{Photo, PhotoId, Rgb8};
use egui::{Context, TextureHandle, TextureId, Vec2};
use std::sync::Arc;

/// Sizes are asked for in steps, so that drawing a panel wider does not decode at every pixel.
const STEP_PX: u32 = 256;
/// No preview has a longer side: what a graphics card takes in one piece without a stutter.
pub const MOST_PX: u32 = 4096;

/// What there is of the photo.
#[derive(Default)]
pub struct Preview {
    /// The newest wish, and the size asked for.
    asked: Option<(PhotoId, u32)>,
    /// What came of it.
    shown: Option<(PhotoId, Result<TextureHandle, String>)>,
    /// The largest wish of this frame.
    wish: Option<(PhotoId, u32)>,
}

impl std::fmt::Debug for Preview {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Preview").field("asked", &self.asked).finish_non_exhaustive()
    }
}

/// What can be drawn now.
#[derive(Clone, Debug)]
pub enum Picture {
    /// The photo itself.
    Sharp(TextureId, Vec2),
    /// Its thumbnail, until the photo is here.
    Rough(TextureId, Vec2),
    /// Nothing yet.
    Waiting,
    /// It cannot be decoded, and why.
    Broken(String),
}

impl Preview {
    /// A panel shows this photo at so many screen pixels.
    pub fn want(&mut self, photo: PhotoId, side_px: u32) {
        let side_px = side_px.next_multiple_of(STEP_PX).min(MOST_PX);
        let side_px = self.wish.filter(|w| w.0 == photo).map_or(side_px, |w| w.1.max(side_px));
        self.wish = Some((photo, side_px));
    }

    /// What to ask of the engine after this frame.
    pub fn request(&mut self) -> Option<Command> {
        let (photo, max_side) = self.wish.take()?;
        if self.asked.is_some_and(|(p, side)| p == photo && side >= max_side) {
            return None;
        }
        self.asked = Some((photo, max_side));
        Some(Command::Preview { photo, max_side })
    }

    /// An answer came.
    pub fn arrive(&mut self, ctx: &Context, photo: PhotoId, result: Result<Arc<Rgb8>, String>) {
        if self.asked.is_none_or(|(p, _)| p != photo) {
            return;
        }
        let result = result.map(|rgb| {
            let image = textures::image_of(&rgb);
            // The texture of the photo before is written over.
            match self.shown.take() {
                Some((_, Ok(mut texture))) => {
                    texture.set(image, textures::options());
                    texture
                }
                _ => ctx.load_texture("preview", image, textures::options()),
            }
        });
        self.shown = Some((photo, result));
    }

    /// The file may have changed.
    pub fn forget(&mut self) {
        self.asked = None;
    }

    /// What to draw for this photo.
    pub fn picture(&self, photo: &Photo, thumbnails: &mut Textures) -> Picture {
        match &self.shown {
            Some((id, Ok(texture))) if *id == photo.id => Picture::Sharp(texture.id(), textures::size(texture)),
            Some((id, Err(reason))) if *id == photo.id => Picture::Broken(reason.clone()),
            _ => match thumbnails.get(photo) {
                Thumb::Ready(texture, size) => Picture::Rough(texture, size),
                Thumb::Waiting | Thumb::Broken => Picture::Waiting,
            },
        }
    }
}
