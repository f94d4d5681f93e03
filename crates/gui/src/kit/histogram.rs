//! A histogram of scores with a threshold that the mouse or the arrow keys move.

use crate::kit::theme::{self, space};
use egui::accesskit::{Action as Access, Role};
use egui::{Align2, EventFilter, Key, Modifiers, Rect, Response, Sense, Stroke, Ui, Vec2, WidgetInfo, pos2, vec2};

/// The share of all steps that Page Up and Page Down take.
const LEAP: usize = 10;

/// What is drawn.
pub struct Histogram<'a> {
    /// How many have which score, from the least on.
    pub counts: &'a [u32],
    /// The first of them that the threshold lets through.
    pub threshold: usize,
    /// The threshold as it is told beside its line; empty: nowhere.
    pub told: &'a str,
    /// The share of the bars, from the left, that may leave the picture: they must not flatten the others.
    pub cropped: f32,
    /// The narrowest bar.
    pub bar: f32,
    /// What a screen reader calls it.
    pub name: &'a str,
    /// The score at the left end, and that at the right one.
    pub ends: (f64, f64),
    /// What stands in its place where nothing was counted.
    pub empty: &'a str,
}

/// Draws it, and answers where the threshold should stand now.
pub fn histogram_ui(ui: &mut Ui, size: Vec2, histogram: &Histogram<'_>) -> (Option<usize>, Response) {
    let palette = theme::palette(ui);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click_and_drag());
    ui.painter().rect_filled(rect, theme::RADIUS, palette.field);
    let plot = rect.shrink2(vec2(space::S, space::XS));
    if histogram.counts.iter().all(|n| *n == 0) {
        ui.painter().text(rect.center(), Align2::CENTER_CENTER, histogram.empty, theme::body(), palette.weak);
    } else {
        bars(ui, plot, histogram);
        line(ui, plot, rect, histogram);
    }
    spoken(ui, &response, histogram);
    (moved(ui, &response, plot, histogram), response)
}

impl Histogram<'_> {
    fn steps(&self) -> usize {
        self.counts.len().max(1)
    }

    fn share(&self) -> f32 {
        self.threshold.min(self.steps()) as f32 / self.steps() as f32
    }
}

/// Bars of several bins each; the one that the threshold cuts is cut where it is.
fn bars(ui: &Ui, plot: Rect, histogram: &Histogram<'_>) {
    let palette = theme::palette(ui);
    let bins = histogram.counts.len();
    let wide_bin = plot.width() / bins as f32;
    let least = ((histogram.bar / wide_bin).ceil() as usize).max(1);
    // A divisor of the number of bins, where there is one near, so that every bar stands for as many scores.
    let per_bar = (least..=2 * least).find(|n| bins.is_multiple_of(*n)).unwrap_or(least);
    let bars: Vec<u32> = histogram.counts.chunks(per_bar).map(|c| c.iter().sum()).collect();
    let told = (bars.len() as f32 * histogram.cropped) as usize;
    let most = bars.iter().skip(told).copied().max().filter(|m| *m > 0).or_else(|| bars.iter().copied().max()).unwrap_or(0);
    if most == 0 {
        return;
    }
    let wide = wide_bin * per_bar as f32;
    let cut = histogram.share().mul_add(plot.width(), plot.left());
    let gap = if wide > 4.0 * theme::HAIRLINE { theme::HAIRLINE } else { 0.0 };
    for (i, n) in bars.iter().enumerate().filter(|(_, n)| **n > 0) {
        let tall = ((*n as f32 / most as f32).min(1.0) * plot.height()).max(theme::BAR);
        let left = wide.mul_add(i as f32, plot.left());
        let bar = Rect::from_min_max(pos2(left, plot.bottom() - tall), pos2((left + wide).min(plot.right()) - gap, plot.bottom()));
        for (part, colour) in [(bar.with_max_x(bar.right().min(cut)), palette.below), (bar.with_min_x(bar.left().max(cut)), palette.accent)]
        {
            if part.width() > 0.0 {
                ui.painter().rect_filled(part, gap, colour);
            }
        }
    }
}

fn line(ui: &Ui, plot: Rect, whole: Rect, histogram: &Histogram<'_>) {
    let palette = theme::palette(ui);
    let share = histogram.share();
    let x = share.mul_add(plot.width(), plot.left());
    ui.painter().vline(x, whole.y_range(), Stroke::new(theme::RING, palette.strong));
    if histogram.told.is_empty() {
        return;
    }
    // The figure stands where there is room for it.
    let (place, align) = if share > 0.8 {
        (pos2(x - space::XS, plot.top()), Align2::RIGHT_TOP)
    } else {
        (pos2(x + space::XS, plot.top()), Align2::LEFT_TOP)
    };
    let galley = ui.painter().layout_no_wrap(histogram.told.to_owned(), theme::caption(), palette.strong);
    let rect = align.anchor_size(place, galley.size());
    ui.painter().rect_filled(rect.expand(1.0), theme::THUMB_RADIUS, palette.field);
    ui.painter().galley(rect.min, galley, palette.strong);
}

fn spoken(ui: &Ui, response: &Response, histogram: &Histogram<'_>) {
    let (from, to) = histogram.ends;
    let value = f64::from(histogram.share()).mul_add(to - from, from);
    response.widget_info(|| WidgetInfo::slider(true, value, histogram.name));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_role(Role::Slider);
        node.set_min_numeric_value(from);
        node.set_max_numeric_value(to);
        node.set_numeric_value_step((to - from) / histogram.steps() as f64);
        node.add_action(Access::Increment);
        node.add_action(Access::Decrement);
    });
    if response.has_focus() {
        let stroke = Stroke::new(theme::RING, theme::palette(ui).accent);
        ui.painter().rect_stroke(response.rect, theme::RADIUS, stroke, egui::StrokeKind::Inside);
    }
}

fn moved(ui: &Ui, response: &Response, plot: Rect, histogram: &Histogram<'_>) -> Option<usize> {
    // While nothing is counted there is nowhere to move to.
    if histogram.counts.is_empty() {
        return None;
    }
    let steps = histogram.steps();
    if (response.dragged() || response.clicked_by(egui::PointerButton::Primary))
        && let Some(pointer) = response.interact_pointer_pos()
    {
        response.request_focus();
        let share = ((pointer.x - plot.left()) / plot.width()).clamp(0.0, 1.0);
        return Some((share * steps as f32).round() as usize);
    }
    let told = |action| ui.input(|i| i.num_accesskit_action_requests(response.id, action)) as isize;
    let mut by = told(Access::Increment) - told(Access::Decrement);
    if response.has_focus() {
        let filter = EventFilter { horizontal_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|m| m.set_focus_lock_filter(response.id, filter));
        let pressed = |key| ui.input_mut(|i| i.count_and_consume_key(Modifiers::NONE, key)) as isize;
        let leap = steps.div_ceil(LEAP) as isize;
        by += pressed(Key::ArrowRight) - pressed(Key::ArrowLeft) + (pressed(Key::PageUp) - pressed(Key::PageDown)) * leap;
        if pressed(Key::Home) > 0 {
            return Some(0);
        }
        if pressed(Key::End) > 0 {
            return Some(steps);
        }
    }
    (by != 0).then(|| histogram.threshold.min(steps).saturating_add_signed(by).min(steps))
}
