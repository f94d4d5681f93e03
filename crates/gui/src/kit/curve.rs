//! A small curve of shares: how much is right (up) of how much is accepted (across).

use crate::kit::theme::{self, Palette, space};
use egui::accesskit::Role;
use egui::{Align2, Painter, Pos2, Rect, Response, Sense, Shape, Stroke, Ui, Vec2, WidgetInfo, pos2, remap_clamp, vec2};

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
    let (beside, below) = theme::CURVE_MARGIN;
    let plot = Rect::from_min_max(rect.min + vec2(beside, space::S), rect.max - vec2(space::S, below));
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
    let caption = |place: Pos2, align: Align2, words: &str| painter.text(place, align, words, theme::caption(), palette.weak);
    let left = plot.left() - space::XS;
    caption(pos2(left, wanted), Align2::RIGHT_CENTER, &whole(curve.wanted));
    if wanted - plot.top() > theme::ICON_SMALL {
        caption(pos2(left, plot.top()), Align2::RIGHT_CENTER, &whole(1.0));
    }
    caption(pos2(plot.left(), rect.bottom()), Align2::LEFT_BOTTOM, "0");
    caption(pos2(plot.right(), rect.bottom()), Align2::RIGHT_BOTTOM, "100\u{a0}% accepted");
    if let Some(chosen) = curve.chosen {
        painter.circle(at(chosen), space::XS, palette.accent, Stroke::new(theme::HAIRLINE, palette.strong));
        chosen_ui(painter, plot, at(chosen), &format!("{}, {} right", whole(chosen.0), whole(chosen.1)), palette);
    }
    response.on_hover_text(spoken(curve))
}

/// The figures of the chosen point, where the falling curve leaves room for them: below it at its left, or above it at its right.
fn chosen_ui(painter: &Painter, plot: Rect, point: Pos2, words: &str, palette: &Palette) {
    let galley = painter.layout_no_wrap(words.to_owned(), theme::caption(), palette.strong);
    let (place, align) = if point.x - galley.size().x - space::S >= plot.left() {
        (point + vec2(-space::S, space::XS), Align2::RIGHT_TOP)
    } else {
        (point + vec2(space::S, -space::XS), Align2::LEFT_BOTTOM)
    };
    let mut told = align.anchor_size(place, galley.size());
    told = told.translate(vec2(0.0, (plot.top() - told.top()).max(0.0)));
    painter.rect_filled(told, 0.0, palette.field);
    painter.galley(told.min, galley, palette.strong);
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
    format!("{:.0}\u{a0}%", (share * 100.0).floor())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_is_told_in_a_few_figures() {
        let points = [(0.1, 1.0), (0.4, 0.99), (0.6, 0.956), (0.9, 0.9), (1.0, 0.84)];
        let curve = Curve { points: &points, wanted: 0.95, chosen: None, name: "Right" };
        let few = Curve { points: &[(0.8, 0.9), (1.0, 0.84)], ..curve };
        assert_eq!(spoken(&few), "Right: 90 % of 80 %, 84 % of all".replace(" %", "\u{a0}%"), "each point once");
        let curve = Curve { points: &points, ..few };
        assert_eq!(spoken(&curve), "Right: 99 % of 40 %, 95 % of 60 %, 90 % of 90 %, 84 % of all".replace(" %", "\u{a0}%"));
    }
}
