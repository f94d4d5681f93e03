//! One row a label: its name, how sure the model is, how many photos, which share.

use super::bulk::label_words;
use super::state::Tagging;
use crate::kit::theme::{self, Palette, space, width};
use crate::kit::widgets;
use base::{Choice, human};
use egui::accesskit::Role;
use egui::{Align2, Color32, Rect, Response, Sense, Ui, WidgetInfo, pos2, vec2};
use engine::protocol::{BINS, LabelStats, Slot};

/// A label is surely meant from this mean score on.
const SURE: f32 = 0.6;

/// How sure the label's photos are, all in all: those that have it are, the others as far as the model is. `None` where there are none.
/// Accepting the surest must not make the label look doubtful because only the others are left.
fn sureness(figures: &LabelStats, choice: Choice) -> Option<f32> {
    let open = open(figures, choice);
    let all = open + figures.accepted;
    let sum = f64::from(mean(figures, choice).unwrap_or(0.0)).mul_add(open as f64, figures.accepted as f64);
    (all > 0).then(|| (sum / all as f64) as f32)
}

/// Photos that the label is suggested for and nobody decided about.
pub fn open(figures: &LabelStats, choice: Choice) -> u64 {
    figures.above(if choice == Choice::Multi { BINS / 2 } else { 0 })
}

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

/// Labels that are measured to lay the rows out.
const MEASURED: usize = 200;

/// What the rows have room for beside the names of the labels, which come first.
#[derive(Clone, Copy, Debug)]
pub struct Columns {
    share: bool,
    bar: f32,
}

impl Columns {
    /// The share goes first, then the bar: names that differ in one word only must not lose it.
    pub fn new(ui: &Ui, tagging: &Tagging) -> Self {
        let wide = |slot: &Slot| ui.painter().layout_no_wrap(tagging.name(*slot).to_owned(), theme::body(), Color32::PLACEHOLDER).size().x;
        let longest = tagging.order.iter().take(MEASURED).map(wide).fold(0.0, f32::max);
        let left = ui.available_width() - 2.0 * space::S - width::COUNT - longest;
        let with_share = left - width::SHARE - space::S;
        let share = with_share >= width::FIGURE_BAR_MIN;
        let bar = if share { with_share.min(width::FIGURE_BAR) } else { (left - space::S).min(width::FIGURE_BAR) };
        Self { share, bar: if bar < width::FIGURE_BAR_MIN { 0.0 } else { bar } }
    }
}

/// Draws the headings of the rows' columns; what each figure is, in full, for the pointer and for a screen reader.
pub fn headings_ui(ui: &mut Ui, columns: Columns) {
    const TOLD: &str = "Suggested: photos that the model suggests the label for, decided or not. \
        Sure: how sure it is of them. Share: of all photos counted here. The library at the left counts tags, not suggestions.";
    let palette = theme::palette(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), theme::LINE), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, TOLD));
    let mut right = rect.right() - space::S;
    let mut heading = |text: &str, wide: f32| {
        ui.painter().text(pos2(right, rect.center().y), Align2::RIGHT_CENTER, text, theme::caption(), palette.weak);
        right -= wide;
    };
    if columns.share {
        heading("share", width::SHARE);
    }
    heading("suggested", width::COUNT);
    if columns.bar > 0.0 {
        let at = pos2(right - columns.bar, rect.center().y);
        ui.painter().text(at, Align2::LEFT_CENTER, "sure", theme::caption(), palette.weak);
    }
    response.on_hover_text(TOLD);
}

/// Draws a label's row.
pub fn label_row_ui(ui: &mut Ui, tagging: &Tagging, slot: Slot, columns: Columns) -> Response {
    let palette = theme::palette(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), theme::ROW), Sense::click());
    let figures = tagging.figures(slot);
    let all = tagging.view.as_ref().map_or(0, |v| v.stats.photos);
    let (name, selected) = (tagging.name(slot), tagging.label == Some(slot));
    let photos = figures.map(|f| f.photos);
    let spoken = format!("{name}, {}", human::photos(photos.unwrap_or(0)));
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, selected, &spoken));
    let share = format!("{} of all photos", share_words(photos.unwrap_or(0), all));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(share));
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
    if columns.share {
        figure(photos.map_or_else(String::new, |n| share_words(n, all)), width::SHARE);
    }
    figure(photos.map_or_else(String::new, human::count), width::COUNT);
    if columns.bar > 0.0 {
        let bar = Rect::from_center_size(pos2(right - columns.bar / 2.0, rect.center().y), vec2(columns.bar, theme::FIGURE_BAR));
        // Where nothing is suggested there is nothing to be sure of.
        let suggested = figures.filter(|figures| figures.photos > 0);
        if let Some(sure) = suggested.and_then(|figures| sureness(figures, tagging.draft.choice)) {
            widgets::paint_bar_in(painter, bar, sure, bar_colour(sure, selected, palette), palette);
        }
        right = bar.left() - space::S;
    }
    let name_rect = Rect::from_min_max(pos2(rect.left() + space::S, rect.top()), pos2(right, rect.bottom()));
    let colour = if slot == Slot::NONE_OF_THESE && !selected { palette.weak } else { strong };
    widgets::paint_elided(painter, name_rect, name, &theme::body(), colour);
    widgets::focus_ring(ui, &response);
    response.on_hover_ui(|ui| hover_ui(ui, tagging, slot))
}

fn bar_colour(sure: f32, selected: bool, palette: &Palette) -> Color32 {
    match sure {
        _ if selected => palette.accent,
        sure if sure >= SURE => palette.done,
        _ => palette.doubtful,
    }
}

fn hover_ui(ui: &mut Ui, tagging: &Tagging, slot: Slot) {
    let palette = theme::palette(ui);
    ui.label(theme::strong_text(tagging.name(slot), palette));
    if let Some(figures) = tagging.figures(slot) {
        let choice = tagging.draft.choice;
        let open = open(figures, choice);
        let accepted = human::count(figures.accepted);
        ui.label(theme::weak_text(format!("{} suggested · {accepted} accepted", human::photos(figures.photos)), palette));
        if let Some(score) = mean(figures, choice) {
            let doubt = if score >= SURE { "" } else { ", doubtful" };
            ui.label(theme::weak_text(
                format!("{} undecided, mean score {}{doubt}", human::count(open), human::score_beside(score, SURE)),
                palette,
            ));
        }
    }
    let promised = tagging.promised.as_ref().filter(|_| tagging.promise().is_some());
    if let Some(label) = promised.and_then(|promised| promised.labels.get(slot.place()?)) {
        ui.label(theme::weak_text(human::capitalised(&label_words(label)), palette));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepting_the_surest_makes_no_label_doubtful() {
        let figures = |accepted, bins: &[(usize, u32)]| {
            let mut histogram = vec![0; BINS];
            for (bin, n) in bins {
                histogram[*bin] = *n;
            }
            LabelStats { slot: Slot::label(0), photos: 10, accepted, histogram: histogram.into(), rival: None }
        };
        let before = sureness(&figures(0, &[(180, 8), (60, 2)]), Choice::Single).unwrap();
        let after = sureness(&figures(8, &[(60, 2)]), Choice::Single).unwrap();
        assert!(before > SURE && after > before, "{before} {after}");
        assert_eq!(sureness(&figures(10, &[]), Choice::Single), Some(1.0));
        assert_eq!(sureness(&figures(0, &[]), Choice::Single), None);
    }

    #[test]
    fn shares_are_whole_percents() {
        assert_eq!([share_words(0, 9), share_words(1, 1000), share_words(1, 3), share_words(0, 0)], ["0 %", "<1 %", "33 %", "0 %"]);
    }
}
