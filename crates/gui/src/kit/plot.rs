//! A curve in a square of shares: points, a grid to read them by, and the diagonal where it is what should be.

use super::theme::{self, space};
use egui::accesskit::Role;
use egui::{Align2, Pos2, Rect, Response, Sense, Shape, Stroke, Ui, Vec2, WidgetInfo, pos2, vec2};

/// Lines of the grid beside the edge.
const STEPS: usize = 5;
/// Points that a screen reader hears of.
const TOLD: usize = 4;

/// What is drawn. Both coordinates are shares, 0 to 1.
pub struct Plot<'a> {
    /// What it shows, in words, for screen readers.
    pub name: &'a str,
    /// The horizontal axis.
    pub across: &'a str,
    /// The vertical axis.
    pub up: &'a str,
    /// From left to right.
    pub points: &'a [(f64, f64)],
    /// What a point says under the pointer.
    pub told: &'a dyn Fn(usize) -> String,
    /// Dots at the points, and the diagonal.
    pub dots: bool,
    /// Where the vertical axis begins.
    pub from: f64,
}

/// Draws it.
pub fn plot_ui(ui: &mut Ui, size: Vec2, plot: &Plot<'_>) -> Response {
    let palette = theme::palette(ui);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, spoken(plot)));
    let painter = ui.painter();
    painter.text(rect.left_top(), Align2::LEFT_TOP, plot.up, theme::caption(), palette.weak);
    let inner =
        Rect::from_min_max(rect.min + vec2(theme::PLOT_MARGIN, theme::LINE + space::S), rect.max - vec2(space::M, theme::PLOT_MARGIN));
    let end = pos2(inner.right(), rect.bottom());
    painter.text(end, Align2::RIGHT_BOTTOM, plot.across, theme::caption(), palette.weak);
    painter.rect_filled(inner, theme::THUMB_RADIUS, palette.field);
    let place = |point: (f64, f64)| plot.place(inner, point);
    for step in 0..=STEPS {
        let share = step as f64 / STEPS as f64;
        let (x, y) = (place((share, plot.from)).x, place((0.0, plot.value(share))).y);
        let line = Stroke::new(theme::HAIRLINE, palette.line);
        painter.hline(inner.x_range(), y, line);
        painter.vline(x, inner.y_range(), line);
        let digits = if plot.from > 0.0 { 2 } else { 1 };
        let (left, below) = (pos2(inner.left() - space::XS, y), pos2(x, inner.bottom() + space::XS));
        // Where both axes begin at nothing, it is said once.
        if step > 0 || plot.from > 0.0 {
            painter.text(left, Align2::RIGHT_CENTER, format!("{:.digits$}", plot.value(share)), theme::caption(), palette.weak);
        }
        painter.text(below, Align2::CENTER_TOP, format!("{share:.1}"), theme::caption(), palette.weak);
    }
    if plot.dots {
        let ideal = [place((plot.from, plot.from)), place((1.0, 1.0))];
        painter.extend(Shape::dashed_line(&ideal, Stroke::new(theme::HAIRLINE, palette.weak), space::XS, space::XS));
    }
    let points: Vec<Pos2> = plot.points.iter().map(|point| place(*point)).collect();
    painter.with_clip_rect(inner.expand(theme::DOT)).add(Shape::line(points.clone(), Stroke::new(theme::RING, palette.accent)));
    if plot.dots {
        for point in &points {
            painter.circle_filled(*point, theme::DOT, palette.accent);
        }
    }
    pointed_ui(ui, response, &points, plot)
}

/// Its name, and what a few of its points say: the first, the last, and two between.
fn spoken(plot: &Plot<'_>) -> String {
    let last = plot.points.len().saturating_sub(1);
    let mut places: Vec<usize> = (0..TOLD).map(|i| i * last / (TOLD - 1)).collect();
    places.dedup();
    let told = places.into_iter().filter(|place| *place < plot.points.len()).map(plot.told);
    format!("{}: {}", plot.name, told.collect::<Vec<_>>().join("; "))
}

/// The point that is nearest to the pointer, with what it says.
fn pointed_ui(ui: &Ui, response: Response, points: &[Pos2], plot: &Plot<'_>) -> Response {
    let Some(pointer) = response.hover_pos() else { return response };
    let far = |at: &usize| (points[*at].x - pointer.x).abs();
    let Some(nearest) = (0..points.len()).min_by(|a, b| far(a).total_cmp(&far(b))) else { return response };
    ui.painter().circle_stroke(points[nearest], theme::DOT + theme::RING, Stroke::new(theme::RING, theme::palette(ui).strong));
    response.on_hover_text_at_pointer((plot.told)(nearest))
}

impl Plot<'_> {
    /// The value at a share of the vertical axis.
    fn value(&self, share: f64) -> f64 {
        (1.0 - self.from).mul_add(share, self.from)
    }

    fn place(&self, inner: Rect, (x, y): (f64, f64)) -> Pos2 {
        let up = ((y - self.from) / (1.0 - self.from)).clamp(0.0, 1.0) as f32;
        pos2(inner.left() + x.clamp(0.0, 1.0) as f32 * inner.width(), inner.bottom() - up * inner.height())
    }
}
