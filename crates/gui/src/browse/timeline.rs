//! When the photos of the grid were taken: a strip of bars above it. A drag over them narrows the search to that time.

use super::msg::Msg;
use crate::kit::theme::{self, space};
use crate::kit::widgets;
use crate::shell::ctx::Ctx;
use crate::shell::mark_filter::{has_any, put};
use crate::shell::output::Output;
use crate::shell::query::Change;
use base::human;
use egui::accesskit::Role;
use egui::{Align2, EventFilter, Id, Key, Modifiers, Rect, Response, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};
use egui_material_icons::icons;
use engine::protocol::Timeline;
use std::ops::RangeInclusive;

/// Name of the filter that a drag writes.
const FILTER: &str = "date";

/// Steps that are marked: where the mark began, and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Marked {
    from: usize,
    to: usize,
}

impl Marked {
    fn range(self) -> RangeInclusive<usize> {
        self.from.min(self.to)..=self.from.max(self.to)
    }
}

/// Draws the strip, where it is switched on.
pub fn timeline_ui(ui: &mut Ui, ctx: &Ctx) -> Output<Msg> {
    let mut out = Output::default();
    let Some(timeline) = ctx.shown.timeline.as_ref().filter(|_| ctx.query.timeline) else { return out };
    ui.allocate_ui_with_layout(vec2(ui.available_width(), theme::TIMELINE), egui::Layout::right_to_left(egui::Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        ui.add_space(space::L);
        if has_any(&ctx.query.text, FILTER) && widgets::icon_button(ui, icons::ICON_CLOSE, "Show all times").clicked() {
            out.query(Change::Text(put(&ctx.query.text, FILTER, "")));
        }
        ui.add_space(space::S);
        let size = vec2(ui.available_width() - space::L, theme::TIMELINE);
        if let Some(filter) = strip_ui(ui, size, timeline) {
            out.query(Change::Text(put(&ctx.query.text, FILTER, &filter)));
        }
    });
    out
}

/// The filter of the time that was chosen.
fn strip_ui(ui: &mut Ui, size: egui::Vec2, timeline: &Timeline) -> Option<String> {
    let palette = theme::palette(ui);
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    // By a name of its own: what stands beside it comes and goes, and the keyboard stays here.
    let response = ui.interact(rect, Id::unique("timeline"), Sense::click_and_drag());
    let steps = timeline.counts.len();
    let Some(last) = steps.checked_sub(1) else {
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, "No photo here has a date"));
        ui.painter().text(rect.left_center(), Align2::LEFT_CENTER, "No photo here has a date", theme::caption(), palette.faint);
        return None;
    };
    let ends = timeline.words(&(0..=last));
    response.widget_info(|| WidgetInfo::labeled(Role::Slider, true, format!("Timeline, {ends}")));
    let plot = Rect::from_min_max(rect.min, pos2(rect.right(), rect.bottom() - theme::LINE));
    let id = response.id.with("marked");
    let marked = marked(ui, &response, plot, steps, id);
    bars(ui, plot, timeline, marked);
    let foot = Rect::from_min_max(pos2(rect.left(), plot.bottom()), rect.max);
    captions(ui, foot, timeline, last, marked);
    if response.has_focus() {
        ui.painter().rect_stroke(rect, theme::THUMB_RADIUS, Stroke::new(theme::RING, palette.accent), egui::StrokeKind::Inside);
    }
    told(&response, plot, timeline);
    let entered = response.has_focus() && ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Enter));
    let chosen = (response.drag_stopped() || response.clicked() || entered).then_some(marked).flatten()?;
    ui.data_mut(|data| data.remove::<Marked>(id));
    timeline.filter(&chosen.range())
}

/// What is marked now: by a drag, by a click, or by the arrow keys; with Shift they draw it longer.
fn marked(ui: &Ui, response: &Response, plot: Rect, steps: usize, id: Id) -> Option<Marked> {
    let step_at = |x: f32| (((x - plot.left()) / plot.width() * steps as f32).max(0.0) as usize).min(steps - 1);
    let before = ui.data(|data| data.get_temp::<Marked>(id)).filter(|marked| marked.from < steps && marked.to < steps);
    let mut now = before;
    if let Some(pointer) = response.interact_pointer_pos() {
        response.request_focus();
        let at = step_at(pointer.x);
        let (pressed, origin) = ui.input(|i| (i.pointer.any_pressed(), i.pointer.press_origin()));
        // When it is let go, nobody knows any more where it was pressed.
        let from = before.filter(|_| !pressed).map_or_else(|| origin.map_or(at, |origin| step_at(origin.x)), |marked| marked.from);
        now = Some(Marked { from, to: at });
    } else if response.has_focus() {
        let filter = EventFilter { horizontal_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|m| m.set_focus_lock_filter(response.id, filter));
        let pressed = |modifiers, key| ui.input_mut(|i| i.count_and_consume_key(modifiers, key)) as isize;
        let by = |modifiers| pressed(modifiers, Key::ArrowRight) - pressed(modifiers, Key::ArrowLeft);
        let moved = |at: usize, by: isize| at.saturating_add_signed(by).min(steps - 1);
        let (longer, on) = (by(Modifiers::SHIFT), by(Modifiers::NONE));
        if longer != 0 || on != 0 {
            let Marked { from, to } = now.unwrap_or(Marked { from: 0, to: 0 });
            let to = moved(to, longer + on);
            now = Some(Marked { from: if on != 0 { to } else { from }, to });
        }
    }
    if now != before
        && let Some(now) = now
    {
        ui.data_mut(|data| data.insert_temp(id, now));
    }
    now
}

fn bars(ui: &Ui, plot: Rect, timeline: &Timeline, marked: Option<Marked>) {
    let palette = theme::palette(ui);
    let steps = timeline.counts.len();
    let wide = plot.width() / steps as f32;
    let most = timeline.counts.iter().copied().max().unwrap_or(1).max(1) as f32;
    let gap = if wide > 4.0 * theme::HAIRLINE { theme::HAIRLINE } else { 0.0 };
    if let Some(marked) = marked {
        let range = marked.range();
        let left = wide.mul_add(*range.start() as f32, plot.left());
        let right = wide.mul_add(*range.end() as f32 + 1.0, plot.left());
        let band = Rect::from_x_y_ranges(left..=right, plot.y_range());
        ui.painter().rect_filled(band, 0.0, palette.selected);
    }
    ui.painter().hline(plot.x_range(), plot.bottom(), Stroke::new(theme::HAIRLINE, palette.border));
    for (step, count) in timeline.counts.iter().enumerate().filter(|(_, count)| **count > 0) {
        let tall = (*count as f32 / most * (plot.height() - theme::BAR)).max(theme::BAR);
        let left = wide.mul_add(step as f32, plot.left());
        let bar =
            Rect::from_min_max(pos2(left, plot.bottom() - tall), pos2((left + wide - gap).max(left + theme::HAIRLINE), plot.bottom()));
        let colour = if marked.is_none_or(|marked| marked.range().contains(&step)) { palette.accent } else { palette.below };
        ui.painter().rect_filled(bar, 0.0, colour);
    }
}

/// Both ends of the time; what is marked, in the middle.
fn captions(ui: &Ui, foot: Rect, timeline: &Timeline, last: usize, marked: Option<Marked>) {
    let palette = theme::palette(ui);
    let font = theme::caption();
    if let Some(marked) = marked {
        let range = marked.range();
        let photos: u32 = timeline.counts[range.clone()].iter().sum();
        let words = format!("{} · {}", timeline.words(&range), human::photos(u64::from(photos)));
        ui.painter().text(foot.center(), Align2::CENTER_CENTER, words, font, palette.text);
        return;
    }
    ui.painter().text(foot.left_center(), Align2::LEFT_CENTER, timeline.words(&(0..=0)), font.clone(), palette.faint);
    if last > 0 {
        ui.painter().text(foot.right_center(), Align2::RIGHT_CENTER, timeline.words(&(last..=last)), font.clone(), palette.faint);
    }
    if timeline.undated > 0 {
        let words = format!("{} without a date", human::photos(timeline.undated));
        ui.painter().text(foot.center(), Align2::CENTER_CENTER, words, font, palette.faint);
    }
}

fn told(response: &Response, plot: Rect, timeline: &Timeline) {
    if let Some(pointer) = response.hover_pos().filter(|_| !response.dragged()) {
        let steps = timeline.counts.len();
        let step = (((pointer.x - plot.left()) / plot.width() * steps as f32).max(0.0) as usize).min(steps - 1);
        let words = format!("{} · {}", timeline.words(&(step..=step)), human::photos(u64::from(timeline.counts[step])));
        response.clone().on_hover_text_at_pointer(words);
    }
}
