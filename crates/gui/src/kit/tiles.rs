//! Every pixel of a photo, in pieces: only those in view are on the graphics card, and a frame uploads only a few.

use super::textures;
use egui::{Color32, ColorImage, Painter, Rect, TextureHandle, pos2, vec2};
use engine::protocol::LargePicture;
use std::collections::HashMap;
use std::sync::Arc;

/// Side of a piece, pixels: 4 MB on the card.
const PIECE_PX: usize = 1024;
/// Pieces uploaded a frame: more of them would be felt.
const UPLOADS_PER_FRAME: usize = 4;
/// Pieces that are kept out of view, so that going back costs nothing.
const KEPT: usize = 12;

/// A photo's pixels and their pieces on the card.
pub struct Tiles {
    picture: Arc<LargePicture>,
    pieces: HashMap<(usize, usize), Piece>,
    frame: u64,
}

struct Piece {
    texture: TextureHandle,
    seen: u64,
}

impl Tiles {
    /// Nothing is on the card yet.
    pub fn new(picture: Arc<LargePicture>) -> Self {
        Self { picture, pieces: HashMap::new(), frame: 0 }
    }

    /// Paints what is seen of the photo, which lies at `rect`. Pieces that are not on the card yet follow in the next frames:
    /// false while any of those in view is wanting.
    pub fn paint(&mut self, painter: &Painter, rect: Rect, tint: Color32) -> bool {
        self.frame += 1;
        let (width, height) = (self.picture.pixels.width() as usize, self.picture.pixels.height() as usize);
        let clip = painter.clip_rect();
        let (mut uploads, mut complete) = (0, true);
        for top in (0..height).step_by(PIECE_PX) {
            for left in (0..width).step_by(PIECE_PX) {
                let (right, bottom) = ((left + PIECE_PX).min(width), (top + PIECE_PX).min(height));
                let at = |x: usize, y: usize| rect.lerp_inside(vec2(x as f32 / width as f32, y as f32 / height as f32));
                let place = Rect::from_min_max(at(left, top), at(right, bottom));
                if !place.intersects(clip) {
                    continue;
                }
                if !self.pieces.contains_key(&(left, top)) {
                    if uploads == UPLOADS_PER_FRAME {
                        painter.ctx().request_repaint();
                        complete = false;
                        continue;
                    }
                    uploads += 1;
                    let image = piece(&self.picture, (left, top), (right, bottom));
                    let texture = painter.ctx().load_texture("piece", image, textures::options());
                    self.pieces.insert((left, top), Piece { texture, seen: self.frame });
                }
                if let Some(piece) = self.pieces.get_mut(&(left, top)) {
                    piece.seen = self.frame;
                    painter.image(piece.texture.id(), place, Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0)), tint);
                }
            }
        }
        self.forget_unseen();
        complete
    }

    /// Out of view altogether: nothing is left on the card.
    pub fn leave(&mut self) {
        self.pieces.clear();
    }

    fn forget_unseen(&mut self) {
        let mut unseen: Vec<((usize, usize), u64)> =
            self.pieces.iter().filter(|(_, piece)| piece.seen < self.frame).map(|(at, piece)| (*at, piece.seen)).collect();
        unseen.sort_by_key(|(_, seen)| *seen);
        for (at, _) in unseen.iter().take(unseen.len().saturating_sub(KEPT)) {
            self.pieces.remove(at);
        }
    }
}

fn piece(picture: &LargePicture, (left, top): (usize, usize), (right, bottom): (usize, usize)) -> ColorImage {
    let rows = picture.pixels.data().chunks_exact(3 * picture.pixels.width() as usize);
    let rows = rows.skip(top).take(bottom - top).flat_map(|row| row[3 * left..3 * right].as_chunks::<3>().0);
    ColorImage::new([right - left, bottom - top], rows.map(|[r, g, b]| Color32::from_rgb(*r, *g, *b)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::Rgb8;
    use egui::{Context, LayerId};
    use engine::protocol::Tones;

    #[test]
    fn only_the_pieces_in_view_are_uploaded_a_few_a_frame() {
        let pixels = Rgb8::new(5000, 3000, [1, 2, 3].repeat(15_000_000)).unwrap();
        let tones = Tones { levels: [[0; 256]; 3], light: 0.0, dark: 0.0 };
        let mut tiles = Tiles::new(Arc::new(LargePicture { pixels, width: 5000, height: 3000, tones }));
        let ctx = Context::default();
        let mut paint = |corner: egui::Pos2| {
            let painter = Painter::new(ctx.clone(), LayerId::background(), Rect::from_min_size(pos2(0.0, 0.0), vec2(2000.0, 1000.0)));
            tiles.paint(&painter, Rect::from_min_size(corner, vec2(5000.0, 3000.0)), Color32::WHITE);
            tiles.pieces.len()
        };
        assert_eq!(paint(pos2(-500.0, -500.0)), 4, "no more in one frame");
        assert_eq!(paint(pos2(-500.0, -500.0)), 6);
        for _ in 0..10 {
            paint(pos2(-3000.0, -2000.0));
            paint(pos2(0.0, -2000.0));
            paint(pos2(-3000.0, 0.0));
        }
        assert!(paint(pos2(-3000.0, 0.0)) <= 15, "those out of view are let go");
    }

    #[test]
    fn a_piece_holds_its_own_pixels() {
        let data = (0..6).flat_map(|n| [n, 10 * n, 100]).collect();
        let pixels = Rgb8::new(3, 2, data).unwrap();
        let tones = Tones { levels: [[0; 256]; 3], light: 0.0, dark: 0.0 };
        let image = piece(&LargePicture { pixels, width: 3, height: 2, tones }, (1, 0), (3, 2));
        assert_eq!(image.size, [2, 2]);
        assert_eq!(image.pixels, [1, 2, 4, 5].map(|n| Color32::from_rgb(n, 10 * n, 100)));
    }
}
