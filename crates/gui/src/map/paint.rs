//! The points as one mesh of triangles, made when the look at the map changes and kept until then; what is out of view is not in it.

use super::camera::Camera;
use super::charted::{Charted, Colours};
use super::scene::Scene;
use crate::kit::theme::map;
use egui::epaint::{Mesh, Vertex};
use egui::{Color32, ColorImage, Context, Pos2, Rect, TextureHandle, TextureOptions, pos2, vec2};
use std::sync::Arc;

/// The share of its room that a point's radius takes.
const SHARE: f32 = 0.2;

/// Half the height of a triangle around a disc of radius 1, and half its width.
const CORNERS: [(f32, f32); 3] = [(0.0, -2.0), (1.732_050_8, 1.0), (-1.732_050_8, 1.0)];

/// What a mesh was made from: another one of these makes it old.
#[derive(Clone, PartialEq)]
pub struct Look {
    /// How the map is looked at.
    pub camera: Camera,
    /// Where it lies.
    pub area: Rect,
    /// Pixels of a point.
    pub pixels: f32,
    /// Dark rather than light.
    pub dark: bool,
    /// The line of the legend that stands out.
    pub lit: Option<usize>,
    /// What is selected.
    pub selection: u64,
}

/// What was drawn last.
pub struct Drawn {
    look: Look,
    charted: Arc<Charted>,
    colours: Arc<Colours>,
    disc: TextureHandle,
    disc_pixels: usize,
    /// All points in view.
    pub mesh: Arc<Mesh>,
    /// Their places in the map's lists, and where they are on the screen.
    pub seen: Vec<(u32, Pos2)>,
    /// How large they are.
    pub radius: f32,
    /// The side of the photos that are seen in their place, where there are few.
    pub side: Option<f32>,
}

impl Drawn {
    /// Nothing has changed since.
    pub fn is(&self, look: &Look, charted: &Arc<Charted>, colours: &Arc<Colours>) -> bool {
        self.look == *look && Arc::ptr_eq(&self.charted, charted) && Arc::ptr_eq(&self.colours, colours)
    }

    /// Draws the points anew; `before` lends what it has on the card.
    pub fn of(egui: &Context, scene: &Scene<'_>, look: Look, before: Option<Self>) -> Self {
        let frame = look.camera.frame(look.area, scene.charted.bounds);
        let at = &scene.charted.map().at;
        let radius = radius(&look, at.len());
        let around = look.area.expand(radius);
        let on_screen = |(place, at): (usize, &[f32; 2])| (place as u32, frame.on_screen(*at));
        let seen: Vec<(u32, Pos2)> = at.iter().enumerate().map(on_screen).filter(|(_, at)| around.contains(*at)).collect();
        let disc_pixels = (2.0 * radius * look.pixels).ceil() as usize + 2;
        let disc = match before.filter(|before| before.disc_pixels == disc_pixels) {
            Some(before) => before.disc,
            None => egui.load_texture("map point", disc(disc_pixels), TextureOptions::LINEAR),
        };
        let edge = radius * look.pixels / disc_pixels as f32;
        let mesh = mesh(scene, look.lit, &seen, radius, Brush { mesh: Mesh::with_texture(disc.id()), edge });
        let (charted, colours) = (Arc::clone(scene.charted), Arc::clone(scene.colours));
        let side = side(look.area, seen.len());
        Self { look, charted, colours, disc, disc_pixels, mesh: Arc::new(mesh), seen, radius, side }
    }

    /// Where the map lies.
    pub fn area(&self) -> Rect {
        self.look.area
    }

    /// The point under the pointer, or the nearest within reach.
    pub fn at(&self, pointer: Pos2) -> Option<(u32, Pos2)> {
        let reach = self.side.map_or(self.radius + map::REACH, |side| side / 2.0);
        let near = self.seen.iter().map(|(place, at)| (at.distance_sq(pointer), *place, *at)).filter(|(apart, ..)| *apart <= reach * reach);
        near.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, place, at)| (place, at))
    }
}

/// The more room the points have, the larger they are.
fn radius(look: &Look, points: usize) -> f32 {
    let room = (look.area.area() / points.max(1) as f32).sqrt() * look.camera.zoom().sqrt();
    // In quarters of a point, so that the disc is not made anew with every turn of the wheel.
    ((room * SHARE).clamp(map::POINT.0, map::POINT.1) * 4.0).round() / 4.0
}

/// Few photos are seen as photos, the larger the fewer.
fn side(area: Rect, seen: usize) -> Option<f32> {
    let side = (area.area() / seen.max(1) as f32).sqrt() * map::PHOTO_SHARE;
    (seen <= map::PHOTOS).then(|| side.clamp(map::PHOTO.0, map::PHOTO.1))
}

/// A white disc with a soft edge and nothing around it.
fn disc(pixels: usize) -> ColorImage {
    let middle = (pixels as f32 - 1.0) / 2.0;
    let radius = pixels as f32 / 2.0 - 1.0;
    let white = |n: usize| {
        let apart = ((n % pixels) as f32 - middle).hypot((n / pixels) as f32 - middle);
        Color32::from_white_alpha(((radius - apart + 0.5).clamp(0.0, 1.0) * 255.0) as u8)
    };
    ColorImage::new([pixels, pixels], (0..pixels * pixels).map(white).collect())
}

/// What stands back first, what stands out last.
#[derive(Clone, Copy, PartialEq)]
enum Layer {
    Back,
    Plain,
    Selected,
}

fn mesh(scene: &Scene<'_>, lit: Option<usize>, seen: &[(u32, Pos2)], radius: f32, mut brush: Brush) -> Mesh {
    let (groups, palette) = (&scene.colours.groups, scene.palette);
    let any = scene.ctx.selection.count() > 0;
    let layer = |place: u32| {
        let back = !scene.is_found(place) || lit.is_some_and(|lit| usize::from(groups.line_of[place as usize]) != lit);
        match (any && scene.ctx.selection.contains(scene.photo_id(place)), back) {
            (true, _) => Layer::Selected,
            (false, true) => Layer::Back,
            (false, false) => Layer::Plain,
        }
    };
    let layers: Vec<Layer> = seen.iter().map(|(place, _)| layer(*place)).collect();
    brush.mesh.vertices.reserve(3 * seen.len());
    brush.mesh.indices.reserve(3 * seen.len());
    for wanted in [Layer::Back, Layer::Plain, Layer::Selected] {
        for ((place, at), _) in seen.iter().zip(&layers).filter(|(_, layer)| **layer == wanted) {
            let colour = groups.paint(*place as usize).colour(palette);
            match wanted {
                Layer::Back => brush.dot(*at, radius * map::BACK_SIZE, palette.faint.gamma_multiply(map::BACK)),
                Layer::Plain => brush.dot(*at, radius, colour),
                Layer::Selected => {
                    brush.dot(*at, radius + map::RING, palette.strong);
                    brush.dot(*at, radius + map::GAP, colour);
                }
            }
        }
    }
    brush.mesh
}

struct Brush {
    mesh: Mesh,
    /// The disc's radius, as a share of its texture.
    edge: f32,
}

impl Brush {
    fn dot(&mut self, at: Pos2, radius: f32, color: Color32) {
        let first = self.mesh.vertices.len() as u32;
        for (x, y) in CORNERS {
            let uv = pos2(0.5 + x * self.edge, 0.5 + y * self.edge);
            self.mesh.vertices.push(Vertex { pos: at + vec2(x, y) * radius, uv, color });
        }
        self.mesh.indices.extend([first, first + 1, first + 2]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disc_is_full_in_the_middle_and_ends_before_its_edge() {
        // The smallest one that is drawn is of 5.
        for pixels in [5, 7, 20] {
            let image = disc(pixels);
            let alpha = |x: usize, y: usize| image.pixels[y * pixels + x].a();
            assert_eq!(alpha(pixels / 2, pixels / 2), 255);
            assert!((0..pixels).all(|n| alpha(n, 0) == 0 && alpha(0, n) == 0 && alpha(n, pixels - 1) == 0 && alpha(pixels - 1, n) == 0));
        }
    }
}
