//! The names of groups on the map itself, where the most of each lies: so that a colour is never alone.

use super::camera::Frame;
use super::groups::{Groups, Paint};
use super::msg::ColourBy;
use super::scene::Scene;
use crate::kit::theme::{self, space};
use crate::kit::widgets;
use egui::{Painter, Rect, Vec2, vec2};

/// Points of a group that are looked at for where it lies.
const LOOKED_AT: usize = 400;
/// A group of fewer points has no name on the map.
const LEAST: u64 = 3;
/// The most room that a name takes, points.
const WIDEST: f32 = 140.0;

/// A name and where it stands.
pub struct Name {
    line: usize,
    at: [f32; 2],
}

/// Where the name of each group stands: at the one of its points that has the most others of it near by.
pub fn of(groups: &Groups, at: &[[f32; 2]], by: ColourBy) -> Vec<Name> {
    if !matches!(by, ColourBy::Folder | ColourBy::Tags(_)) {
        return Vec::new();
    }
    let mut points: Vec<Vec<[f32; 2]>> = vec![Vec::new(); groups.lines.len()];
    groups.line_of.iter().zip(at).for_each(|(line, at)| points[usize::from(*line)].push(*at));
    let named = |line: &usize| matches!(groups.lines[*line].paint, Paint::Group(_)) && groups.lines[*line].count >= LEAST;
    let lines = (0..groups.lines.len()).filter(named);
    lines.filter_map(|line| Some(Name { line, at: densest(&points[line])? })).collect()
}

fn densest(points: &[[f32; 2]]) -> Option<[f32; 2]> {
    let some: Vec<[f32; 2]> = points.iter().step_by(points.len().div_ceil(LOOKED_AT).max(1)).copied().collect();
    let bounds = some.iter().fold([f32::INFINITY, f32::NEG_INFINITY], |b, at| [b[0].min(at[0]), b[1].max(at[0])]);
    let reach = ((bounds[1] - bounds[0]) / 8.0).max(f32::MIN_POSITIVE);
    let near =
        |of: &[f32; 2]| some.iter().map(|at| (-((at[0] - of[0]).powi(2) + (at[1] - of[1]).powi(2)) / (reach * reach)).exp()).sum::<f32>();
    some.iter().map(|at| (near(at), *at)).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, at)| at)
}

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
