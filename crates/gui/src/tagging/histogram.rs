//! The histogram of a label's scores with its threshold, and what that comes to.

use super::msg::Msg;
use super::state::Tagging;
use crate::kit::histogram::{self as kit, Histogram};
use crate::kit::theme::{self, width};
use crate::kit::widgets;
use crate::shell::output::Output;
use base::{Choice, human};
use egui::{Align, Layout, Ui, vec2};
use engine::protocol::{BINS, Slot};

/// Draws the histogram and what the threshold comes to.
pub fn histogram_ui(ui: &mut Ui, tagging: &Tagging, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    let histogram = tagging.histogram();
    let name = tagging.label.map_or("All labels", |slot| tagging.name(slot));
    let undecided = human::count(tagging.undecided(tagging.label));
    let none = if tagging.label.is_none() { tagging.undecided(Some(Slot::NONE_OF_THESE)) } else { 0 };
    // Those are not in the histogram: nobody accepts in bulk that nothing fits.
    let none = if none > 0 { format!(", {} “none of these”", human::count(none)) } else { String::new() };
    let words = format!("{}: {undecided} undecided{none}", human::elide_middle(name, 24));
    ui.allocate_ui_with_layout(vec2(ui.available_width(), theme::LINE), Layout::right_to_left(Align::Center), |ui| {
        if tagging.label.is_some() && widgets::link_button(ui, None, "All labels").clicked() {
            out.msg(Msg::AllLabels);
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.add(egui::Label::new(theme::caption_text(words, palette)).truncate());
        });
    });
    let threshold = tagging.threshold();
    let size = vec2(ui.available_width(), theme::HISTOGRAM);
    let drawn = Histogram {
        counts: histogram,
        threshold,
        told: &human::threshold(threshold as f32 / BINS as f32),
        // Where several labels fit, nearly every photo scores next to nothing.
        cropped: if tagging.draft.choice == Choice::Multi { 0.25 } else { 0.0 },
        bar: width::HISTOGRAM_BAR,
        name: "Threshold",
        ends: (0.0, 1.0),
        empty: if tagging.view.is_some() { "Nothing is undecided here" } else { "Counting…" },
    };
    if let (Some(bin), _) = kit::histogram_ui(ui, size, &drawn) {
        out.msg(Msg::Threshold(bin));
    }
    let (above, below) = tagging.above_and_below();
    ui.horizontal(|ui| {
        ui.label(theme::weak_text(format!("{} above", human::count(above)), palette));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.label(theme::weak_text(format!("{} below", human::count(below)), palette));
        });
    });
}
