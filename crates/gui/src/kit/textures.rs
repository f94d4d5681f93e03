//! Thumbnails on the graphics card: a budget of bytes, the least recently seen go first, their textures are written over,
//! and a frame uploads only a few. Never a cell waits: until its picture is here it draws a neutral placeholder.

use base::{ContentHash, Photo, Rgb8};
use egui::{ColorImage, Context, TextureHandle, TextureId, TextureOptions, Vec2, vec2};
use engine::Engine;
use engine::protocol::{ThumbnailAnswer, ThumbnailRequest};
use std::collections::{HashMap, HashSet};

/// Most bytes of thumbnails on the card: about 600 of 256 x 256.
const BUDGET_BYTES: usize = 160 << 20;
/// Most uploads a frame.
const UPLOADS_PER_FRAME: usize = 8;
/// Most evicted textures kept for writing over.
const SPARE: usize = 64;

/// A thumbnail as a cell finds it.
#[derive(Clone, Copy, Debug)]
pub enum Thumb {
    /// Here it is, with its size in pixels.
    Ready(TextureId, Vec2),
    /// It was asked for.
    Waiting,
    /// The file could not be read.
    Broken,
}

struct CachedTexture {
    texture: TextureHandle,
    bytes: usize,
    seen: u64,
}

/// The thumbnails.
pub struct Textures {
    budget_bytes: usize,
    entries: HashMap<ContentHash, CachedTexture>,
    broken: HashSet<ContentHash>,
    spare: Vec<TextureHandle>,
    used_bytes: usize,
    frame: u64,
    visible: Vec<ThumbnailRequest>,
    soon: Vec<ThumbnailRequest>,
    asked: Vec<ThumbnailRequest>,
}

impl Default for Textures {
    fn default() -> Self {
        Self::with_budget(BUDGET_BYTES)
    }
}

impl Textures {
    /// None yet; never more than so many bytes, but for what one screen shows.
    pub fn with_budget(budget_bytes: usize) -> Self {
        Self {
            budget_bytes,
            entries: HashMap::new(),
            broken: HashSet::new(),
            spare: Vec::new(),
            used_bytes: 0,
            frame: 0,
            visible: Vec::new(),
            soon: Vec::new(),
            asked: Vec::new(),
        }
    }

    /// A frame begins: takes over what arrived since the last one. True where more may wait.
    pub fn begin_frame(&mut self, ctx: &Context, engine: &Engine) -> bool {
        self.frame += 1;
        self.visible.clear();
        self.soon.clear();
        let arrived = engine.take_thumbnails(UPLOADS_PER_FRAME);
        let full = arrived.len() == UPLOADS_PER_FRAME;
        for answer in arrived {
            self.arrive(ctx, answer);
        }
        full
    }

    /// A frame ends: tells the engine what is wanted now, in place of what was wanted before.
    pub fn end_frame(&mut self, engine: &Engine) {
        let mut wanted = std::mem::take(&mut self.visible);
        wanted.append(&mut self.soon);
        if wanted != self.asked {
            engine.want_thumbnails(wanted.clone());
            self.asked = wanted;
        }
    }

    /// The thumbnail for a cell that is seen now.
    pub fn get(&mut self, photo: &Photo) -> Thumb {
        if let Some(entry) = self.entries.get_mut(&photo.hash) {
            entry.seen = self.frame;
            return Thumb::Ready(entry.texture.id(), size(&entry.texture));
        }
        if self.broken.contains(&photo.hash) {
            return Thumb::Broken;
        }
        self.visible.push(ThumbnailRequest { photo: photo.id, hash: photo.hash });
        Thumb::Waiting
    }

    /// A photo that is likely to be seen next.
    pub fn prefetch(&mut self, photo: &Photo) {
        if let Some(entry) = self.entries.get_mut(&photo.hash) {
            entry.seen = self.frame;
        } else if !self.broken.contains(&photo.hash) {
            self.soon.push(ThumbnailRequest { photo: photo.id, hash: photo.hash });
        }
    }

    /// Files may have changed: what could not be read is worth another try.
    pub fn forget_broken(&mut self) {
        if !self.broken.is_empty() {
            self.broken.clear();
            self.asked.clear();
        }
    }

    /// A thumbnail came.
    pub fn arrive(&mut self, ctx: &Context, (hash, thumbnail): ThumbnailAnswer) {
        let Some(thumbnail) = thumbnail else {
            self.broken.insert(hash);
            return;
        };
        if self.entries.contains_key(&hash) {
            return;
        }
        let image = image_of(&thumbnail);
        let bytes = 4 * image.pixels.len();
        self.make_room(bytes);
        let texture = match self.spare.pop() {
            Some(mut texture) => {
                texture.set(image, options());
                texture
            }
            None => ctx.load_texture("thumbnail", image, options()),
        };
        self.used_bytes += bytes;
        self.entries.insert(hash, CachedTexture { texture, bytes, seen: self.frame });
    }

    fn make_room(&mut self, bytes: usize) {
        while self.used_bytes + bytes > self.budget_bytes {
            // What the last frame showed stays, should the budget be too small for a screen.
            let oldest = self.entries.iter().filter(|(_, e)| e.seen + 1 < self.frame).min_by_key(|(_, e)| e.seen).map(|(&h, _)| h);
            let Some(entry) = oldest.and_then(|hash| self.entries.remove(&hash)) else { return };
            self.used_bytes -= entry.bytes;
            if self.spare.len() < SPARE {
                self.spare.push(entry.texture);
            }
        }
    }
}

/// Pixels as egui wants them.
pub fn image_of(photo: &Rgb8) -> ColorImage {
    ColorImage::from_rgb([photo.width() as usize, photo.height() as usize], photo.data())
}

/// Smooth when smaller than the texture, too: a strip of small thumbnails must not flicker.
pub fn options() -> TextureOptions {
    TextureOptions { mipmap_mode: Some(egui::TextureFilter::Linear), ..TextureOptions::LINEAR }
}

/// Size of a texture, pixels.
pub fn size(texture: &TextureHandle) -> Vec2 {
    let [w, h] = texture.size();
    vec2(w as f32, h as f32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn thumbnail(side: u32) -> Rgb8 {
        Rgb8::new(side, side, vec![128; (3 * side * side) as usize]).unwrap()
    }

    #[test]
    fn the_least_recently_seen_go_first_and_their_textures_are_written_over() {
        let ctx = Context::default();
        let one = 4 * 16 * 16;
        let mut textures = Textures::with_budget(5 * one);
        for i in 0..8 {
            textures.frame += 1;
            textures.arrive(&ctx, (ContentHash([i; 32]), Some(thumbnail(16))));
        }
        let kept = |i: u8| textures.entries.contains_key(&ContentHash([i; 32]));
        assert_eq!((0..8).filter(|&i| kept(i)).collect::<Vec<_>>(), [3, 4, 5, 6, 7]);
        assert_eq!(textures.used_bytes, 5 * one);
        let manager = ctx.tex_manager();
        let allocated = manager.read().allocated().filter(|(_, t)| t.name == "thumbnail").count();
        assert_eq!(allocated, 5, "an evicted texture is written over, not left behind");
    }
}
