//! The decoded photos of the inspector, the loupe, the survey and the review: asked for at the size they are seen at, with every pixel
//! where somebody looks at pixels, and decoded ahead where they are likely to be seen next.

use crate::kit::textures::{self, Textures, Thumb};
use crate::kit::tiles::Tiles;
use base::{Photo, PhotoId};
use egui::{Context, TextureHandle, TextureId, Vec2, vec2};
use engine::protocol::{LargePicture, Overlay, PictureRequest, QueryRequest, RequestId, Tones};
use std::sync::Arc;

/// Sizes are asked for in steps, so that drawing a panel wider does not decode at every pixel.
const STEP_PX: u32 = 256;
/// No preview has a longer side: what a graphics card takes in one piece without a stutter. Larger photos come in pieces.
const MOST_PX: u32 = 4096;
/// Asks for every pixel.
const EVERY_PX: u32 = u32::MAX;
/// Bytes of previews that are kept beside those that are wanted now.
const KEPT_BYTES: usize = 48 << 20;
/// Bytes of whole photos ahead of what is seen: two of 24 megapixels beside the one that is seen.
const AHEAD_BYTES: u64 = 220 << 20;
/// Bytes of whole photos that are seen at once: six of 24 megapixels. Beyond it photos stay at the size of the window.
const SEEN_BYTES: u64 = 480 << 20;

/// Somebody wants to see this.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Want {
    photo: PhotoId,
    side_px: u32,
    /// That the pixels take, where every one is wanted.
    bytes: u64,
}

/// A request on its way.
#[derive(Clone, Copy, Debug)]
struct Asked {
    request: RequestId,
    want: Want,
    overlay: Overlay,
}

/// What came of a photo, shrunk.
struct Decoded {
    photo: PhotoId,
    /// The size that was asked for; 0 where the file may have changed since.
    side_px: u32,
    overlay: Overlay,
    result: Result<Shrunk, String>,
}

struct Shrunk {
    texture: TextureHandle,
    /// Of the file, pixels.
    full: Vec2,
    tones: Box<Tones>,
}

/// What came of a photo with every pixel.
struct Whole {
    photo: PhotoId,
    overlay: Overlay,
    /// The file may have changed since.
    old: bool,
    result: Result<Tiles, String>,
}

/// What there is of the photos.
#[derive(Default)]
pub struct Preview {
    /// What was asked for and has not come, oldest first.
    asked: Vec<Asked>,
    /// What came, newest last.
    shown: Vec<Decoded>,
    whole: Vec<Whole>,
    /// What this frame shows, each photo at the largest size it is shown at.
    seen: Vec<Want>,
    /// What the next frame may show, likeliest first.
    ahead: Vec<Want>,
    /// What the last frame showed.
    seen_last: Vec<PhotoId>,
    /// Photos of which the last frame wanted more pixels than can be held.
    too_many: Vec<PhotoId>,
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

/// A size that is asked for.
fn stepped(side_px: f32) -> u32 {
    (side_px.ceil().max(1.0) as u32).next_multiple_of(STEP_PX).min(MOST_PX)
}

fn bytes(photo: &Photo) -> u64 {
    3 * u64::from(photo.width) * u64::from(photo.height)
}

impl Preview {
    /// A panel shows this photo at so many screen pixels.
    pub fn want(&mut self, photo: PhotoId, side_px: f32) {
        let want = Want { photo, side_px: stepped(side_px), bytes: 0 };
        match self.seen.iter_mut().find(|w| w.photo == photo && w.bytes == 0) {
            Some(other) => other.side_px = other.side_px.max(want.side_px),
            None => self.seen.push(want),
        }
    }

    /// Somebody looks at the pixels of this photo.
    pub fn want_whole(&mut self, photo: &Photo) {
        let want = Want { photo: photo.id, side_px: EVERY_PX, bytes: bytes(photo).max(1) };
        if !self.seen.contains(&want) {
            self.seen.push(want);
        }
    }

    /// This photo is likely to be shown next, at so many screen pixels.
    pub fn want_ahead(&mut self, photo: PhotoId, side_px: f32) {
        self.ahead.push(Want { photo, side_px: stepped(side_px), bytes: 0 });
    }

    /// The pixels of this photo are likely to be looked at next.
    pub fn want_whole_ahead(&mut self, photo: &Photo) {
        self.ahead.push(Want { photo: photo.id, side_px: EVERY_PX, bytes: bytes(photo).max(1) });
    }

    /// What to ask of the engine after this frame, with that painted over it. The engine answers the newest request only, so that
    /// what comes next is asked for when what is seen has come.
    pub fn request(&mut self, overlay: Overlay) -> Option<(RequestId, QueryRequest)> {
        let wanted = self.wanted();
        self.keep(&wanted);
        let want = wanted.into_iter().find(|want| !self.is_here(want, overlay))?;
        if self.asked.iter().any(|asked| asked.overlay == overlay && asked.want.photo == want.photo && asked.want.side_px >= want.side_px) {
            return None;
        }
        let request = RequestId::next();
        self.asked.push(Asked { request, want, overlay });
        Some((request, QueryRequest::Preview(PictureRequest { photo: want.photo, max_side: want.side_px, overlay })))
    }

    /// What this frame wanted, in the order in which it is decoded: what is seen, shrunk before whole, then what comes next.
    fn wanted(&mut self) -> Vec<Want> {
        let (mut seen, mut ahead) = (std::mem::take(&mut self.seen), std::mem::take(&mut self.ahead));
        let now: Vec<PhotoId> = seen.iter().map(|want| want.photo).collect();
        if std::mem::replace(&mut self.seen_last, now.clone()) != now {
            // A photo that comes into view again may be there again.
            self.forget_failures();
        }
        let mut held = 0;
        let mut fits = |want: &Want, most: u64| {
            let fits = want.bytes == 0 || held + want.bytes <= most || held == 0;
            held += if fits { want.bytes } else { 0 };
            fits
        };
        seen.sort_by_key(|want| want.bytes > 0);
        self.too_many = seen.extract_if(.., |want| !fits(want, SEEN_BYTES)).map(|want| want.photo).collect();
        if seen.is_empty() {
            ahead.clear();
        }
        ahead.retain(|want| !now.contains(&want.photo) && fits(want, AHEAD_BYTES));
        ahead.sort_by_key(|want| want.bytes > 0);
        seen.append(&mut ahead);
        seen
    }

    fn is_here(&self, want: &Want, overlay: Overlay) -> bool {
        if want.bytes > 0 {
            let mut whole = self.whole.iter().filter(|whole| whole.photo == want.photo && !whole.old);
            return whole.any(|whole| whole.overlay == overlay || whole.result.is_err());
        }
        let mut shown = self.shown.iter().filter(|shown| shown.photo == want.photo && shown.side_px >= want.side_px);
        shown.any(|shown| shown.overlay == overlay || shown.result.is_err())
    }

    /// Lets go of what nobody wants: whole photos at once, the others while they take too much.
    fn keep(&mut self, wanted: &[Want]) {
        self.whole.retain(|whole| wanted.iter().any(|want| want.photo == whole.photo && want.bytes > 0));
        for whole in self.whole.iter_mut().filter(|whole| !self.seen_last.contains(&whole.photo)) {
            whole.result.iter_mut().for_each(Tiles::leave);
        }
        let bytes = |shown: &Decoded| shown.result.as_ref().map_or(0, |shrunk| shrunk.texture.byte_size());
        let is_wanted = |shown: &Decoded| wanted.iter().any(|want| want.photo == shown.photo);
        let mut spare: usize = self.shown.iter().filter(|shown| !is_wanted(shown)).map(bytes).sum();
        self.shown.retain(|shown| {
            let goes = spare > KEPT_BYTES && !is_wanted(shown);
            spare -= if goes { bytes(shown) } else { 0 };
            !goes
        });
    }

    /// An answer came.
    pub fn arrive(&mut self, ctx: &Context, request: RequestId, result: Result<Arc<LargePicture>, String>) {
        let Some(at) = self.asked.iter().position(|asked| asked.request == request) else { return };
        let Asked { want: Want { photo, side_px, bytes }, overlay, .. } = self.asked[at];
        // Older ones gave way to this one and are never answered.
        self.asked.drain(..=at);
        if bytes > 0 {
            self.whole.retain(|whole| whole.photo != photo);
            self.whole.push(Whole { photo, overlay, old: false, result: result.map(Tiles::new) });
            return;
        }
        let before = self.shown.iter().position(|shown| shown.photo == photo).map(|at| self.shown.remove(at).result);
        let result = result.map(|picture| {
            let image = textures::image_of(&picture.pixels);
            let texture = match before {
                // The texture of the same photo is written over.
                Some(Ok(Shrunk { mut texture, .. })) => {
                    texture.set(image, textures::options());
                    texture
                }
                _ => ctx.load_texture("preview", image, textures::options()),
            };
            Shrunk { texture, full: vec2(picture.width as f32, picture.height as f32), tones: Box::new(picture.tones.clone()) }
        });
        self.shown.push(Decoded { photo, side_px, overlay, result });
    }

    /// The files may have changed.
    pub fn forget(&mut self) {
        self.asked.clear();
        self.shown.iter_mut().for_each(|shown| shown.side_px = 0);
        self.whole.iter_mut().for_each(|whole| whole.old = true);
    }

    /// Files may be back: what failed is asked for again, and told until the answer has come.
    pub fn forget_failures(&mut self) {
        self.shown.iter_mut().filter(|shown| shown.result.is_err()).for_each(|shown| shown.side_px = 0);
        self.whole.iter_mut().filter(|whole| whole.result.is_err()).for_each(|whole| whole.old = true);
    }

    fn shrunk(&self, photo: PhotoId) -> Option<&Result<Shrunk, String>> {
        self.shown.iter().find(|shown| shown.photo == photo).map(|shown| &shown.result)
    }

    /// What to draw for this photo.
    pub fn picture(&self, photo: &Photo, thumbnails: &mut Textures) -> Picture {
        match self.shrunk(photo.id) {
            Some(Ok(shrunk)) => Picture::Sharp(shrunk.texture.id(), textures::size(&shrunk.texture)),
            Some(Err(reason)) => Picture::Broken(reason.clone()),
            None => match thumbnails.get(photo) {
                Thumb::Ready(texture, size) => Picture::Rough(texture, size),
                Thumb::Waiting | Thumb::Broken => Picture::Waiting,
            },
        }
    }

    /// Every pixel of this photo, or why it cannot be had; `None` while it is on its way.
    pub fn pixels(&mut self, photo: PhotoId) -> Option<Result<&mut Tiles, &str>> {
        if self.too_many.contains(&photo) {
            return Some(Err("too many large photos are seen at once"));
        }
        let whole = self.whole.iter_mut().find(|whole| whole.photo == photo)?;
        Some(whole.result.as_mut().map_err(|reason| reason.as_str()))
    }

    /// Pixels of the photo's file: as it was decoded, else as the catalogue has it.
    pub fn full_size(&self, photo: &Photo) -> Vec2 {
        match self.shrunk(photo.id) {
            Some(Ok(shrunk)) => shrunk.full,
            _ => vec2(photo.width.max(1) as f32, photo.height.max(1) as f32),
        }
    }

    /// The photo's levels.
    pub fn tones(&self, photo: PhotoId) -> Option<&Tones> {
        self.shrunk(photo)?.as_ref().ok().map(|shrunk| &*shrunk.tones)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::Rgb8;

    fn picture(side: u32) -> Arc<LargePicture> {
        let pixels = Rgb8::new(side, side, vec![9; (3 * side * side) as usize]).unwrap();
        Arc::new(LargePicture { pixels, width: side, height: side, tones: Tones { levels: [[0; 256]; 3], light: 0.0, dark: 0.0 } })
    }

    fn photo(id: i64, megapixels: u32) -> Photo {
        Photo { width: 1000 * megapixels, height: 1000, ..Photo::sample(id, "a.jpg") }
    }

    /// What is asked for, with nothing painted over it.
    fn asked(preview: &mut Preview) -> Option<(RequestId, i64, u32)> {
        let (id, request) = preview.request(Overlay::default())?;
        let QueryRequest::Preview(asked) = request else { panic!("{request:?}") };
        Some((id, asked.photo.0, asked.max_side))
    }

    #[test]
    fn what_is_seen_comes_first_then_both_neighbours_and_nothing_twice() {
        let (ctx, mut preview) = (Context::default(), Preview::default());
        let mut order = Vec::new();
        for _ in 0..12 {
            preview.want(PhotoId(2), 900.0);
            preview.want(PhotoId(2), 300.0);
            preview.want_ahead(PhotoId(3), 900.0);
            preview.want_ahead(PhotoId(1), 900.0);
            if let Some((id, photo, side)) = asked(&mut preview) {
                order.push((photo, side));
                preview.want(PhotoId(2), 900.0);
                assert_eq!(asked(&mut preview), None, "it is on its way");
                preview.arrive(&ctx, id, Ok(picture(8)));
            }
        }
        assert_eq!(order, [(2, 1024), (3, 1024), (1, 1024)]);
    }

    #[test]
    fn an_answer_that_is_late_is_still_taken_and_a_replaced_request_is_asked_again() {
        let (ctx, mut preview) = (Context::default(), Preview::default());
        let see = |preview: &mut Preview, photo| {
            preview.want(PhotoId(photo), 500.0);
            asked(preview)
        };
        let first = see(&mut preview, 1).unwrap();
        let second = see(&mut preview, 2).unwrap();
        preview.arrive(&ctx, first.0, Ok(picture(8)));
        assert_eq!(see(&mut preview, 1), None, "it came though another was asked for meanwhile");
        let third = see(&mut preview, 3).unwrap();
        preview.arrive(&ctx, third.0, Ok(picture(8)));
        assert!(see(&mut preview, 2).is_some_and(|again| again.0 > second.0), "the newer one took its place");
    }

    #[test]
    fn whole_photos_ahead_stay_within_their_budget() {
        let (ctx, mut preview) = (Context::default(), Preview::default());
        let mut frame = |megapixels: u32| {
            let mut order = Vec::new();
            for _ in 0..8 {
                preview.want_whole(&photo(2, megapixels));
                preview.want_whole_ahead(&photo(3, megapixels));
                preview.want_whole_ahead(&photo(1, megapixels));
                if let Some((id, photo, _)) = asked(&mut preview) {
                    order.push(photo);
                    preview.arrive(&ctx, id, Ok(picture(8)));
                }
            }
            preview.forget();
            order
        };
        assert_eq!(frame(24), [2, 3, 1]);
        assert_eq!(frame(50), [2], "one of 50 megapixels is all that is held");
        assert_eq!(frame(300), [2], "what is seen is decoded however large it is");
        for id in 1..=3 {
            preview.want_whole(&photo(id, 100));
        }
        asked(&mut preview);
        assert!(preview.pixels(PhotoId(3)).is_some_and(|pixels| pixels.is_err()), "three of 100 megapixels are too many");
        preview.want(PhotoId(2), 100.0);
        asked(&mut preview);
        assert!(preview.whole.is_empty(), "nobody looks at pixels any more");
    }

    #[test]
    fn another_overlay_is_asked_for_and_the_old_picture_stays_until_it_comes() {
        let (ctx, mut preview) = (Context::default(), Preview::default());
        preview.want(PhotoId(1), 500.0);
        let (id, ..) = asked(&mut preview).unwrap();
        preview.arrive(&ctx, id, Ok(picture(8)));
        preview.want(PhotoId(1), 500.0);
        assert!(preview.request(Overlay { clipping: true, focus: false }).is_some());
        assert!(matches!(preview.picture(&photo(1, 1), &mut Textures::default()), Picture::Sharp(..)));
    }

    #[test]
    fn previews_that_nobody_wants_are_let_go_beyond_a_budget() {
        let (ctx, mut preview) = (Context::default(), Preview::default());
        for id in 0..40 {
            preview.want(PhotoId(id), 900.0);
            let (request, ..) = asked(&mut preview).unwrap();
            preview.arrive(&ctx, request, Ok(picture(900)));
        }
        preview.want(PhotoId(39), 900.0);
        asked(&mut preview);
        let bytes: usize = preview.shown.iter().map(|shown| shown.result.as_ref().map_or(0, |s| s.texture.byte_size())).sum();
        assert!(bytes <= KEPT_BYTES + 4 * 900 * 900, "{bytes}");
        assert_eq!(preview.shown.last().map(|shown| shown.photo), Some(PhotoId(39)));
    }
}
