//! The histogram of a label's scores, with a threshold that the mouse or the arrow keys move.

use super::msg::Msg;
use super::state::Tagging;
use crate::kit::theme::{self, space, width};
use crate::kit::widgets;
use crate::shell::output::Output;
use base::{Choice, human};
use egui::accesskit::{Action as Access, Role};
use egui::{Align, Align2, EventFilter, Key, Layout, Modifiers, Rect, Response, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};
use engine::protocol::BINS;

/// Steps that Page Up and Page Down take.
const LEAP: isize = 20;

/// Draws the histogram and what the threshold comes to.
pub fn histogram_ui(ui: &mut Ui, tagging: &Tagging, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    let histogram = tagging.histogram();
    let sum: u64 = histogram.iter().map(|n| u64::from(*n)).sum();
    let name = tagging.label.map_or("All labels", |slot| tagging.name(slot));
    let undecided = human::counted(sum, "undecided photo", "undecided photos");
    let words = format!("{}: {undecided}", human::elide_middle(name, 24));
    ui.allocate_ui_with_layout(vec2(ui.available_width(), theme::LINE), Layout::right_to_left(Align::Center), |ui| {
        if tagging.label.is_some() && widgets::link_button(ui, None, "All labels").clicked() {
            out.msg(Msg::AllLabels);
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.add(egui::Label::new(theme::caption_text(words, palette)).truncate());
        });
    });
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), theme::HISTOGRAM), Sense::click_and_drag());
    ui.painter().rect_filled(rect, theme::RADIUS, palette.field);
    let plot = rect.shrink2(vec2(space::S, space::XS));
    if sum == 0 {
        let words = if tagging.view.is_some() { "Nothing is undecided here" } else { "Counting…" };
        ui.painter().text(rect.center(), Align2::CENTER_CENTER, words, theme::body(), palette.weak);
    }
    let threshold = tagging.threshold();
    if sum > 0 {
        bars(ui, plot, histogram, threshold, tagging.draft.choice);
        line(ui, plot, rect, threshold);
    }
    spoken(ui, &response, threshold);
    if let Some(bin) = moved(ui, &response, plot, threshold) {
        out.msg(Msg::Threshold(bin));
    }
    let (above, below) = tagging.above_and_below();
    ui.horizontal(|ui| {
        ui.label(theme::weak_text(format!("{} above", human::count(above)), palette));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.label(theme::weak_text(format!("{} to review", human::count(below)), palette));
        });
    });
}

/// Bars of several bins each; the one that the threshold cuts is cut where it is.
fn bars(ui: &Ui, plot: Rect, histogram: &[u32], threshold: usize, choice: Choice) {
    let palette = theme::palette(ui);
    // A divisor of the number of bins, so that every bar stands for as many scores.
    let per_bar = [2, 4, 5, 8, 10, 20].into_iter().find(|n| plot.width() / (BINS / n) as f32 >= width::HISTOGRAM_BAR).unwrap_or(BINS / 10);
    let bars: Vec<u32> = histogram.chunks(per_bar).map(|c| c.iter().sum()).collect();
    // Where several labels fit, nearly every photo scores next to nothing: those bars may leave the picture, the others not.
    let told = if choice == Choice::Multi { bars.len() / 4 } else { 0 };
    let most = bars.iter().skip(told).copied().max().filter(|m| *m > 0).or_else(|| bars.iter().copied().max()).unwrap_or(0);
    if most == 0 {
        return;
    }
    let wide = plot.width() / bars.len() as f32;
    let cut = (threshold as f32 / BINS as f32).mul_add(plot.width(), plot.left());
    for (i, n) in bars.iter().enumerate().filter(|(_, n)| **n > 0) {
        let tall = ((*n as f32 / most as f32).min(1.0) * plot.height()).max(theme::BAR);
        let left = wide.mul_add(i as f32, plot.left());
        let bar = Rect::from_min_max(pos2(left, plot.bottom() - tall), pos2(left + wide - 1.0, plot.bottom()));
        for (part, colour) in [(bar.with_max_x(bar.right().min(cut)), palette.below), (bar.with_min_x(bar.left().max(cut)), palette.accent)]
        {
            if part.width() > 0.0 {
                ui.painter().rect_filled(part, 1.0, colour);
            }
        }
    }
}

fn line(ui: &Ui, plot: Rect, whole: Rect, threshold: usize) {
    let palette = theme::palette(ui);
    let share = threshold as f32 / BINS as f32;
    let x = share.mul_add(plot.width(), plot.left());
    ui.painter().vline(x, whole.y_range(), Stroke::new(theme::RING, palette.strong));
    // The figure stands where there is room for it.
    let (place, align) = if share > 0.8 {
        (pos2(x - space::XS, plot.top()), Align2::RIGHT_TOP)
    } else {
        (pos2(x + space::XS, plot.top()), Align2::LEFT_TOP)
    };
    let galley = ui.painter().layout_no_wrap(format!("{share:.3}").trim_end_matches('0').to_owned(), theme::caption(), palette.strong);
    let rect = align.anchor_size(place, galley.size());
    ui.painter().rect_filled(rect.expand(1.0), theme::THUMB_RADIUS, palette.field);
    ui.painter().galley(rect.min, galley, palette.strong);
}

fn spoken(ui: &Ui, response: &Response, threshold: usize) {
    let value = threshold as f64 / BINS as f64;
    response.widget_info(|| WidgetInfo::slider(true, value, "Threshold"));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_role(Role::Slider);
        node.set_min_numeric_value(0.0);
        node.set_max_numeric_value(1.0);
        node.set_numeric_value_step(1.0 / BINS as f64);
        node.add_action(Access::Increment);
        node.add_action(Access::Decrement);
    });
    if response.has_focus() {
        let stroke = Stroke::new(theme::RING, theme::palette(ui).accent);
        ui.painter().rect_stroke(response.rect, theme::RADIUS, stroke, egui::StrokeKind::Inside);
    }
}

/// Where the threshold should stand now.
fn moved(ui: &Ui, response: &Response, plot: Rect, threshold: usize) -> Option<usize> {
    if (response.dragged() || response.clicked_by(egui::PointerButton::Primary))
        && let Some(pointer) = response.interact_pointer_pos()
    {
        response.request_focus();
        let share = ((pointer.x - plot.left()) / plot.width()).clamp(0.0, 1.0);
        return Some((share * BINS as f32).round() as usize);
    }
    let told = |action| ui.input(|i| i.num_accesskit_action_requests(response.id, action)) as isize;
    let mut by = told(Access::Increment) - told(Access::Decrement);
    if response.has_focus() {
        let filter = EventFilter { horizontal_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|m| m.set_focus_lock_filter(response.id, filter));
        let pressed = |key| ui.input_mut(|i| i.count_and_consume_key(Modifiers::NONE, key)) as isize;
        by += pressed(Key::ArrowRight) - pressed(Key::ArrowLeft) + (pressed(Key::PageUp) - pressed(Key::PageDown)) * LEAP;
        if pressed(Key::Home) > 0 {
            return Some(0);
        }
        if pressed(Key::End) > 0 {
            return Some(BINS);
        }
    }
    (by != 0).then(|| threshold.saturating_add_signed(by).min(BINS))
}
