//! One row a label: its name, how sure the model is, how many photos, which share.

use super::state::Tagging;
use crate::kit::theme::{self, Palette, space, width};
use crate::kit::widgets;
use base::{Choice, human};
use egui::accesskit::Role;
use egui::{Align2, Color32, Rect, Response, Sense, Ui, WidgetInfo, pos2, vec2};
use engine::protocol::{BINS, LabelStats, Slot};

/// A label is surely meant from this mean score on.
const SURE: f32 = 0.6;

/// Mean score of a label's photos that nobody decided about; `None` where there are none.
fn mean(figures: &LabelStats, choice: Choice) -> Option<f32> {
    // In a set where several labels fit, the photos below a half are not the label's.
    let first = if choice == Choice::Multi { BINS / 2 } else { 0 };
    let bins = figures.histogram.iter().enumerate().skip(first);
    let (sum, photos) = bins.fold((0.0, 0), |(sum, n), (bin, count)| ((bin as f64 + 0.5).mul_add(f64::from(*count), sum), n + count));
    (photos > 0).then(|| (sum / f64::from(photos) / BINS as f64) as f32)
}

/// "32 %", "<1 %", "0 %".
fn share_words(photos: u64, all: u64) -> String {
    match (photos, all) {
        (0, _) | (_, 0) => "0 %".to_owned(),
        (n, all) if n * 200 < all => "<1 %".to_owned(),
        (n, all) => format!("{:.0} %", n as f64 / all as f64 * 100.0),
    }
}

/// Draws a label's row.
pub fn label_row_ui(ui: &mut Ui, tagging: &Tagging, slot: Slot) -> Response {
    let palette = theme::palette(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), theme::ROW), Sense::click());
    let figures = tagging.figures(slot);
    let all = tagging.view.as_ref().map_or(0, |v| v.stats.photos);
    let (name, selected) = (tagging.name(slot), tagging.label == Some(slot));
    let photos = figures.map(|f| f.photos);
    let spoken = format!("{name}, {}", human::photos(photos.unwrap_or(0)));
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, selected, &spoken));
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let fill = match (selected, response.hovered()) {
        (true, _) => palette.selected,
        (false, true) => palette.card_hover,
        (false, false) => Color32::TRANSPARENT,
    };
    let painter = ui.painter();
    painter.rect_filled(rect, theme::RADIUS, fill);
    let strong = if selected || response.hovered() { palette.strong } else { palette.text };
    let mut right = rect.right() - space::S;
    let mut figure = |text: String, wide: f32| {
        painter.text(pos2(right, rect.center().y), Align2::RIGHT_CENTER, text, theme::body(), palette.weak);
        right -= wide;
    };
    figure(photos.map_or_else(String::new, |n| share_words(n, all)), width::SHARE);
    figure(photos.map_or_else(String::new, human::count), width::COUNT);
    let wide = (rect.width() - width::FIGURES).clamp(width::FIGURE_BAR_MIN, width::FIGURE_BAR);
    let bar = Rect::from_center_size(pos2(right - wide / 2.0, rect.center().y), vec2(wide, theme::FIGURE_BAR));
    let sure = figures.and_then(|f| mean(f, tagging.draft.choice));
    widgets::paint_bar_in(painter, bar, sure.unwrap_or(0.0), bar_colour(sure, selected, palette), palette);
    let name_rect = Rect::from_min_max(pos2(rect.left() + space::S, rect.top()), pos2(bar.left() - space::S, rect.bottom()));
    let colour = if slot == Slot::NONE_OF_THESE && !selected { palette.weak } else { strong };
    widgets::paint_elided(painter, name_rect, name, &theme::body(), colour);
    widgets::focus_ring(ui, &response);
    response.on_hover_ui(|ui| hover_ui(ui, tagging, slot, sure))
}

fn bar_colour(sure: Option<f32>, selected: bool, palette: &Palette) -> Color32 {
    match sure {
        _ if selected => palette.accent,
        Some(score) if score >= SURE => palette.done,
        _ => palette.doubtful,
    }
}

fn hover_ui(ui: &mut Ui, tagging: &Tagging, slot: Slot, sure: Option<f32>) {
    let palette = theme::palette(ui);
    ui.label(theme::strong_text(tagging.name(slot), palette));
    if let Some(figures) = tagging.figures(slot) {
        let open: u64 = figures.above(if tagging.draft.choice == Choice::Multi { BINS / 2 } else { 0 });
        let accepted = human::count(figures.accepted);
        ui.label(theme::weak_text(format!("{} suggested · {accepted} accepted", human::photos(figures.photos)), palette));
        if let Some(score) = sure {
            let doubt = if score >= SURE { "" } else { ", doubtful" };
            ui.label(theme::weak_text(format!("{} undecided, mean score {}{doubt}", human::count(open), human::score(score)), palette));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_whole_percents() {
        assert_eq!([share_words(0, 9), share_words(1, 1000), share_words(1, 3), share_words(0, 0)], ["0 %", "<1 %", "33 %", "0 %"]);
    }
}
