//! The decoded photo of the inspector, the loupe and the review: asked for at the size it is seen at; the last few are kept.

use crate::kit::textures::{self, Textures, Thumb};
use base::{Photo, PhotoId, Rgb8};
use egui::{Context, TextureHandle, TextureId, Vec2};
use engine::protocol::{QueryRequest, RequestId};
use std::sync::Arc;

/// Sizes are asked for in steps, so that drawing a panel wider does not decode at every pixel.
const STEP_PX: u32 = 256;
/// No preview has a longer side: what a graphics card takes in one piece without a stutter.
pub const MOST_PX: u32 = 4096;

/// Decoded photos kept: the one that is seen, and its neighbours in a review.
const KEPT: usize = 3;

/// What came of a photo.
struct Decoded {
    photo: PhotoId,
    /// The size that was asked for.
    side_px: u32,
    result: Result<TextureHandle, String>,
}

/// What there is of the photo.
#[derive(Default)]
pub struct Preview {
    /// What was asked for last and has not come, with its size and the number of the request.
    asked: Option<(PhotoId, u32, RequestId)>,
    /// What came of the last photos, newest last.
    shown: Vec<Decoded>,
    /// What this frame shows, at the largest size it is shown at.
    seen: Option<(PhotoId, u32)>,
    /// What the next frame may show.
    ahead: Option<(PhotoId, u32)>,
    /// What the last frame showed.
    seen_last: Option<PhotoId>,
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
        let side_px = self.seen.filter(|w| w.0 == photo).map_or(side_px, |w| w.1.max(side_px));
        self.seen = Some((photo, side_px));
    }

    /// This photo is likely to be shown next, at so many screen pixels.
    pub fn want_ahead(&mut self, photo: PhotoId, side_px: u32) {
        self.ahead = Some((photo, side_px.next_multiple_of(STEP_PX).min(MOST_PX)));
    }

    /// What to ask of the engine after this frame. The engine answers the newest request only, so that the photo that comes
    /// next is asked for when the one that is seen has come.
    pub fn request(&mut self) -> Option<(RequestId, QueryRequest)> {
        let (seen, ahead) = (self.seen.take(), self.ahead.take());
        let seen_now = seen.map(|(photo, _)| photo);
        if std::mem::replace(&mut self.seen_last, seen_now) != seen_now {
            // A photo that comes into view again may be there again.
            self.forget_failures();
        }
        let seen = seen?;
        let here = |(photo, side_px): (PhotoId, u32)| self.shown.iter().any(|s| s.photo == photo && s.side_px >= side_px);
        let wanted = if here(seen) { ahead.filter(|a| !here(*a))? } else { seen };
        if self.asked.is_some_and(|(photo, side_px, _)| photo == wanted.0 && side_px >= wanted.1) {
            return None;
        }
        let id = RequestId::next();
        self.asked = Some((wanted.0, wanted.1, id));
        Some((id, QueryRequest::Preview { photo: wanted.0, max_side: wanted.1 }))
    }

    /// An answer came.
    pub fn arrive(&mut self, ctx: &Context, request: RequestId, result: Result<Arc<Rgb8>, String>) {
        let Some((photo, side_px, _)) = self.asked.filter(|asked| asked.2 == request) else { return };
        self.asked = None;
        let result = result.map(|rgb| {
            let image = textures::image_of(&rgb);
            // The texture of the same photo, else of the one seen longest ago, is written over.
            let same = self.shown.iter().position(|s| s.photo == photo);
            let old = same.or((self.shown.len() >= KEPT).then_some(0)).map(|place| self.shown.remove(place).result);
            match old {
                Some(Ok(mut texture)) => {
                    texture.set(image, textures::options());
                    texture
                }
                _ => ctx.load_texture("preview", image, textures::options()),
            }
        });
        self.shown.retain(|s| s.photo != photo);
        self.shown.push(Decoded { photo, side_px, result });
        if self.shown.len() > KEPT {
            self.shown.remove(0);
        }
    }

    /// The files may have changed.
    pub fn forget(&mut self) {
        self.asked = None;
        self.shown.iter_mut().for_each(|s| s.side_px = 0);
    }

    /// Files may be back: what failed is asked for again, and told until the answer has come.
    pub fn forget_failures(&mut self) {
        self.shown.iter_mut().filter(|s| s.result.is_err()).for_each(|s| s.side_px = 0);
    }

    /// What to draw for this photo.
    pub fn picture(&self, photo: &Photo, thumbnails: &mut Textures) -> Picture {
        match self.shown.iter().find(|s| s.photo == photo.id).map(|s| &s.result) {
            Some(Ok(texture)) => Picture::Sharp(texture.id(), textures::size(texture)),
            Some(Err(reason)) => Picture::Broken(reason.clone()),
            None => match thumbnails.get(photo) {
                Thumb::Ready(texture, size) => Picture::Rough(texture, size),
                Thumb::Waiting | Thumb::Broken => Picture::Waiting,
            },
        }
    }
}
