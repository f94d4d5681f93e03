//! Paints what egui wants drawn on the processor, so that a picture of the window needs no display and no graphics card.
//!
//! The rules are those of egui's own backends: textured triangles, colours multiplied and blended as they are (in gamma space),
//! premultiplied alpha. Textures are not mipmapped.

use egui::epaint::{ClippedPrimitive, ImageDelta, Mesh, Primitive, Vertex};
use egui::{Color32, Pos2, Rect, TextureFilter, TextureId, TexturesDelta, pos2};
use egui_kittest::TestRenderer;
use image::{Rgb, RgbImage};
use std::cell::RefCell;
use std::cmp::Ordering;
use std::collections::HashMap;
use std::rc::Rc;

/// Keeps the textures that a window uploads. Clones share them.
#[derive(Clone, Default)]
pub struct Painter(Rc<RefCell<Textures>>);

#[derive(Default)]
struct Textures {
    held: HashMap<TextureId, Texture>,
    /// Still drawn by the frame that freed them.
    freed: Vec<TextureId>,
}

struct Texture {
    size: [usize; 2],
    pixels: Vec<Color32>,
    nearest: bool,
}

impl TestRenderer for Painter {
    fn handle_delta(&mut self, delta: &mut TexturesDelta) {
        let Textures { held, freed } = &mut *self.0.borrow_mut();
        for id in freed.drain(..) {
            held.remove(&id);
        }
        for (id, changes) in delta.set.drain() {
            changes.into_iter().for_each(|change| upload(held, id, &change));
        }
        freed.extend(delta.free.drain());
    }
}

fn upload(held: &mut HashMap<TextureId, Texture>, id: TextureId, change: &ImageDelta) {
    let egui::ImageData::Color(image) = &change.image;
    let [width, height] = image.size;
    if let (Some([left, top]), Some(texture)) = (change.pos, held.get_mut(&id)) {
        for row in 0..height {
            let start = (top + row) * texture.size[0] + left;
            texture.pixels[start..start + width].copy_from_slice(&image.pixels[row * width..(row + 1) * width]);
        }
    } else {
        let nearest = change.options.magnification == TextureFilter::Nearest;
        held.insert(id, Texture { size: image.size, pixels: image.pixels.clone(), nearest });
    }
}

impl Painter {
    /// The last frame of a window, a point a pixel.
    pub fn paint(&self, ctx: &egui::Context, output: &egui::FullOutput) -> RgbImage {
        let screen = ctx.content_rect().size();
        let mut picture = RgbImage::new(screen.x as u32, screen.y as u32);
        for ClippedPrimitive { clip_rect, primitive } in ctx.tessellate(output.shapes.clone(), 1.0) {
            if let Primitive::Mesh(mesh) = primitive {
                self.mesh(&mut picture, clip_rect, &mesh);
            }
        }
        picture
    }

    fn mesh(&self, picture: &mut RgbImage, clip: Rect, mesh: &Mesh) {
        let textures = self.0.borrow();
        let Some(texture) = textures.held.get(&mesh.texture_id) else { return };
        for corners in mesh.indices.as_chunks::<3>().0 {
            triangle(picture, clip, corners.map(|i| mesh.vertices[i as usize]), texture);
        }
    }
}

/// Twice the area of a triangle, positive where the corners are in the order of the clock.
fn area(a: Pos2, b: Pos2, c: Pos2) -> f32 {
    (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
}

fn triangle(picture: &mut RgbImage, clip: Rect, [a, mut b, mut c]: [Vertex; 3], texture: &Texture) {
    let mut whole = area(a.pos, b.pos, c.pos);
    if whole < 0.0 {
        (b, c, whole) = (c, b, -whole);
    }
    if whole == 0.0 {
        return;
    }
    // A pixel on the edge of two triangles belongs to one of them: that of which the edge is the top or the left.
    let first = |from: Pos2, to: Pos2| match to.y.total_cmp(&from.y) {
        Ordering::Less => true,
        Ordering::Equal => to.x > from.x,
        Ordering::Greater => false,
    };
    let inside = |share: f32, from: Pos2, to: Pos2| share > 0.0 || share == 0.0 && first(from, to);
    let bounds = Rect::from_points(&[a.pos, b.pos, c.pos]);
    let clip = Rect::from_min_max(clip.min.round(), clip.max.round());
    let bounds =
        bounds.intersect(clip).intersect(Rect::from_min_size(Pos2::ZERO, egui::vec2(picture.width() as f32, picture.height() as f32)));
    for y in bounds.top().floor() as u32..bounds.bottom().ceil().max(0.0) as u32 {
        for x in bounds.left().floor() as u32..bounds.right().ceil().max(0.0) as u32 {
            let centre = pos2(x as f32 + 0.5, y as f32 + 0.5);
            if !clip.contains(centre) {
                continue;
            }
            let shares = [area(b.pos, c.pos, centre), area(c.pos, a.pos, centre), area(a.pos, b.pos, centre)];
            if inside(shares[0], b.pos, c.pos) && inside(shares[1], c.pos, a.pos) && inside(shares[2], a.pos, b.pos) {
                let mix = |of: fn(&Vertex) -> f32| (of(&a) * shares[0] + of(&b) * shares[1] + of(&c) * shares[2]) / whole;
                let tint =
                    [mix(|v| v.color.r().into()), mix(|v| v.color.g().into()), mix(|v| v.color.b().into()), mix(|v| v.color.a().into())];
                let texel = texture.at(mix(|v| v.uv.x), mix(|v| v.uv.y));
                blend(&mut picture[(x, y)], std::array::from_fn(|i| tint[i] * texel[i] / 255.0));
            }
        }
    }
}

impl Texture {
    /// The colour at a place between (0, 0) and (1, 1); beyond them the edge goes on.
    fn at(&self, u: f32, v: f32) -> [f32; 4] {
        let [x, y] = [u * self.size[0] as f32, v * self.size[1] as f32];
        if self.nearest {
            return self.texel(x.floor(), y.floor());
        }
        let (left, top) = ((x - 0.5).floor(), (y - 0.5).floor());
        let (right_share, lower_share) = (x - 0.5 - left, y - 0.5 - top);
        let [above, below] = [top, top + 1.0].map(|y| mix(self.texel(left, y), self.texel(left + 1.0, y), right_share));
        mix(above, below, lower_share)
    }

    fn texel(&self, x: f32, y: f32) -> [f32; 4] {
        let [x, y] = [(x, self.size[0]), (y, self.size[1])].map(|(at, size)| at.clamp(0.0, (size - 1) as f32) as usize);
        self.pixels[y * self.size[0] + x].to_array().map(f32::from)
    }
}

fn mix(from: [f32; 4], to: [f32; 4], share: f32) -> [f32; 4] {
    std::array::from_fn(|i| from[i] + (to[i] - from[i]) * share)
}

fn blend(pixel: &mut Rgb<u8>, colour: [f32; 4]) {
    for (below, above) in pixel.0.iter_mut().zip(colour) {
        *below = (above + f32::from(*below) * (1.0 - colour[3] / 255.0)).round().clamp(0.0, 255.0) as u8;
    }
}
