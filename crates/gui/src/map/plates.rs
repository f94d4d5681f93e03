//! The names of groups, painted over their points.

use super::camera::Frame;
use super::scene::Scene;
use crate::kit::theme::{self, space};
use crate::kit::widgets;
use egui::{Painter, Rect, Vec2, vec2};

/// The most room that a name takes, points.
const WIDEST: f32 = 140.0;

/// Paints the names, of those that would lie over one another the larger group's.
pub fn paint(painter: &Painter, frame: Frame, scene: &Scene<'_>, lit: Option<usize>) {
    let (groups, palette) = (&scene.colours.groups, scene.palette);
    let mut taken: Vec<Rect> = Vec::new();
    for name in scene.colours.names.iter().filter(|name| lit.is_none_or(|lit| lit == name.line)) {
        let line = &groups.lines[name.line];
        let galley = widgets::elided(painter, &line.words, &theme::caption(), palette.strong, WIDEST);
        let room = Rect::from_center_size(frame.on_screen(name.at), galley.size() + vec2(2.0 * space::S, space::XS));
        if !frame.area.contains_rect(room) || taken.iter().any(|other| other.intersects(room)) {
            continue;
        }
        painter.rect_filled(room, theme::THUMB_RADIUS, palette.float.gamma_multiply(0.85));
        let mark = Rect::from_min_size(room.left_bottom() - vec2(0.0, theme::BAR), Vec2::new(room.width(), theme::BAR));
        painter.rect_filled(mark, 0.0, line.paint.colour(palette));
        painter.galley(room.min + vec2(space::S, space::XS / 2.0), galley, palette.strong);
        taken.push(room);
    }
}
