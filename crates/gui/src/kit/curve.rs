//! A small curve of shares: how much is right (up) of how much is accepted (across).

use crate::kit::theme::{self, space};
use egui::accesskit::Role;
use egui::{Align2, Pos2, Rect, Response, Sense, Shape, Stroke, Ui, Vec2, WidgetInfo, pos2, remap_clamp, vec2};

/// The lowest share that is drawn: a few wrong ones among the first must not flatten the rest.
const FLOOR: f32 = 0.5;
/// The shares accepted that a screen reader hears of.
const TOLD: [f32; 4] = [0.25, 0.5, 0.75, 1.0];

/// What is drawn.
pub struct Curve<'a> {
    /// Share accepted, share right; by the first, upwards.
    pub points: &'a [(f32, f32)],
    /// The share that is to be right.
    pub wanted: f32,
    /// The point that was chosen.
    pub chosen: Option<(f32, f32)>,
    /// What a screen reader calls it.
    pub name: &'a str,
}

/// Draws it.
pub fn curve_ui(ui: &mut Ui, size: Vec2, curve: &Curve<'_>) -> Response {
    let palette = theme::palette(ui);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, spoken(curve)));
    let painter = ui.painter();
    painter.rect_filled(rect, theme::RADIUS, palette.field);
    let plot = rect.shrink2(vec2(space::S, space::M));
    // What is wanted stands in the middle, or higher.
    let lowest = curve.points.iter().map(|point| point.1).fold(1.0, f32::min);
    let least = lowest.min(curve.wanted.mul_add(2.0, -1.0)).max(FLOOR);
    let at = |(accepted, right): (f32, f32)| place(plot, accepted, right, least);
    let wanted = at((0.0, curve.wanted)).y;
    let line = [pos2(plot.left(), wanted), pos2(plot.right(), wanted)];
    painter.extend(Shape::dashed_line(&line, Stroke::new(theme::HAIRLINE, palette.weak), space::XS, space::XS));
    let points: Vec<Pos2> = curve.points.iter().map(|point| at(*point)).collect();
    if let [one] = points[..] {
        painter.circle_filled(one, theme::RING, palette.accent);
    }
    painter.line(points, Stroke::new(theme::RING, palette.accent));
    if let Some(chosen) = curve.chosen {
        painter.circle(at(chosen), space::XS, palette.accent, Stroke::new(theme::HAIRLINE, palette.strong));
    }
    let caption = |place: Pos2, align: Align2, words: &str| painter.text(place, align, words, theme::caption(), palette.weak);
    caption(plot.left_top() - vec2(0.0, space::M), Align2::LEFT_TOP, "100 % right");
    caption(pos2(plot.left(), wanted + theme::HAIRLINE), Align2::LEFT_TOP, &whole(curve.wanted));
    caption(plot.right_bottom() + vec2(0.0, space::M), Align2::RIGHT_BOTTOM, "share accepted");
    response.on_hover_text(spoken(curve))
}

fn place(plot: Rect, accepted: f32, right: f32, least: f32) -> Pos2 {
    pos2(remap_clamp(accepted, 0.0..=1.0, plot.left()..=plot.right()), remap_clamp(right, least..=1.0, plot.bottom()..=plot.top()))
}

/// "Right, by the share accepted: 99 % of 26 %, 96 % of 50 %, 91 % of 75 %, 84 % of all", of points that were measured.
fn spoken(curve: &Curve<'_>) -> String {
    let told = TOLD.iter().filter_map(|least| {
        let (accepted, right) = curve.points.iter().find(|point| point.0 >= least - f32::EPSILON)?;
        Some(format!("{} of {}", whole(*right), if *accepted < 1.0 { whole(*accepted) } else { "all".to_owned() }))
    });
    let mut told: Vec<String> = told.collect();
    told.dedup();
    format!("{}: {}", curve.name, told.join(", "))
}

fn whole(share: f32) -> String {
    format!("{:.0} %", (share * 100.0).floor())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_is_told_in_a_few_figures() {
        let points = [(0.1, 1.0), (0.4, 0.99), (0.6, 0.956), (0.9, 0.9), (1.0, 0.84)];
        let curve = Curve { points: &points, wanted: 0.95, chosen: None, name: "Right" };
        let few = Curve { points: &[(0.8, 0.9), (1.0, 0.84)], ..curve };
        assert_eq!(spoken(&few), "Right: 90 % of 80 %, 84 % of all", "each point once");
        let curve = Curve { points: &points, ..few };
        assert_eq!(spoken(&curve), "Right: 99 % of 40 %, 95 % of 60 %, 90 % of 90 %, 84 % of all");
    }
}
