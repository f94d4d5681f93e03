//! A share with the interval in which it lies: figures, and a bar that shows how much is known.

use super::theme::{self, Palette, space, width};
use egui::{Align2, Painter, Rect, pos2, vec2};

/// Paints it in the middle of `rect`'s height: the figures, right of them the bar that is theirs. `None`: there is nothing to divide by.
pub fn paint(painter: &Painter, rect: Rect, share: Option<f64>, (low, high): (f64, f64), palette: &Palette) {
    let figures = share.map_or_else(|| "–".to_owned(), |share| format!("{share:.3}"));
    let colour = if share.is_some() { palette.text } else { palette.weak };
    let end = rect.left() + width::INTERVAL - width::INTERVAL_BAR - space::S;
    painter.text(pos2(end, rect.center().y), Align2::RIGHT_CENTER, figures, theme::body(), colour);
    let Some(share) = share else { return };
    let left = end + space::S;
    let rail = Rect::from_min_size(pos2(left, rect.center().y - theme::BAR / 2.0), vec2(width::INTERVAL_BAR, theme::BAR));
    painter.rect_filled(rail, theme::BAR / 2.0, palette.rail);
    let x = |value: f64| left + value.clamp(0.0, 1.0) as f32 * width::INTERVAL_BAR;
    let known =
        Rect::from_x_y_ranges(x(low)..=x(high), rail.center().y - theme::FIGURE_BAR / 2.0..=rail.center().y + theme::FIGURE_BAR / 2.0);
    painter.rect_filled(known, theme::FIGURE_BAR / 2.0, palette.below);
    let tick = Rect::from_center_size(pos2(x(share), rail.center().y), vec2(theme::RING, space::M));
    painter.rect_filled(tick, theme::RING / 2.0, palette.accent);
}

/// "0.833 (0.742 to 0.901)"; "unknown" where there is nothing to divide by.
pub fn words(share: Option<f64>, (low, high): (f64, f64)) -> String {
    share.map_or_else(|| "unknown".to_owned(), |share| format!("{share:.3} ({low:.3} to {high:.3})"))
}
