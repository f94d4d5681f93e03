//! The levels of a photo as a small plot: red, green and blue over one another, grey where all three are.

use crate::kit::theme::{self, Palette};
use egui::accesskit::Role;
use egui::{Color32, Rect, Sense, Ui, Vec2, WidgetInfo, pos2};

/// Levels, `[red, green, blue][0..=255]`.
pub type Levels = [[u32; 256]; 3];

/// Draws the plot; `told` is what it shows in words.
pub fn levels_ui(ui: &mut Ui, size: Vec2, levels: &Levels, told: &str) {
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, format!("Histogram, {told}")));
    let palette = theme::palette(ui);
    ui.painter().rect_filled(rect, theme::THUMB_RADIUS, palette.well);
    let columns = (rect.width().floor() as usize).clamp(1, 256);
    let heights = heights(levels, columns);
    let wide = rect.width() / columns as f32;
    for (i, shares) in heights.into_iter().enumerate() {
        let left = (i as f32).mul_add(wide, rect.left());
        let mut foot = rect.bottom();
        for (share, colour) in parts(shares, palette) {
            let top = share.mul_add(-rect.height(), rect.bottom());
            ui.painter().rect_filled(Rect::from_min_max(pos2(left, top), pos2(left + wide, foot)), 0.0, colour);
            foot = top;
        }
    }
}

/// "2.1 % clipped light, 0.3 % black".
pub fn clipped_words(light: f32, dark: f32) -> String {
    format!("{} clipped light, {} black", percent(light), percent(dark))
}

fn percent(share: f32) -> String {
    match share {
        s if s <= 0.0 => "0 %".to_owned(),
        s if s < 0.001 => "< 0.1 %".to_owned(),
        s if s < 0.1 => format!("{:.1} %", s * 100.0),
        s => format!("{:.0} %", s * 100.0),
    }
}

/// The height of each channel in each column, 0 to 1. What stands at the ends, as a white ground does, does not flatten the rest.
fn heights(levels: &Levels, columns: usize) -> Vec<[f32; 3]> {
    let sum = |channel: &[u32; 256], at: usize| -> u64 {
        let from = at * 256 / columns;
        channel[from..((at + 1) * 256 / columns).max(from + 1)].iter().map(|n| u64::from(*n)).sum()
    };
    let counts: Vec<[u64; 3]> = (0..columns).map(|at| [0, 1, 2].map(|c| sum(&levels[c], at))).collect();
    let inner = counts.get(1..columns.saturating_sub(1)).filter(|inner| !inner.is_empty()).unwrap_or(&counts);
    let most = inner.iter().flatten().copied().max().unwrap_or(0).max(1);
    counts.into_iter().map(|column| column.map(|n| (n as f32 / most as f32).min(1.0).sqrt())).collect()
}

/// A column from its foot: how far each part reaches up, and its colour.
fn parts(shares: [f32; 3], palette: &Palette) -> [(f32, Color32); 3] {
    let mut order = [0, 1, 2];
    order.sort_by(|a, b| shares[*a].total_cmp(&shares[*b]));
    let [low, middle, high] = order;
    [
        (shares[low], palette.weak),
        (shares[middle], mixed(theme::CHANNELS[middle], theme::CHANNELS[high])),
        (shares[high], theme::CHANNELS[high]),
    ]
}

/// Light of both colours.
fn mixed(a: Color32, b: Color32) -> Color32 {
    Color32::from_rgb(a.r().max(b.r()), a.g().max(b.g()), a.b().max(b.b()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_white_ground_does_not_flatten_the_rest() {
        let mut levels = [[0; 256]; 3];
        levels[0][255] = 1_000_000;
        levels[0][100] = 400;
        levels[1][150] = 100;
        let heights = heights(&levels, 256);
        assert_eq!((heights[255][0], heights[100][0], heights[150][1], heights[150][0]), (1.0, 1.0, 0.5, 0.0));
        assert_eq!(super::heights(&levels, 64).len(), 64);
    }

    #[test]
    fn shares_are_told_as_people_read_them() {
        assert_eq!([0.0, 0.0004, 0.021, 0.4567].map(percent), ["0 %", "< 0.1 %", "2.1 %", "46 %"]);
    }
}
