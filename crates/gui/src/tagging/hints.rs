//! What the panel has to tell beside its figures: confused labels, words the model does not know, what was done last.

use super::format::done_words;
use super::msg::Msg;
use super::state::Tagging;
use crate::kit::theme::{self, space};
use crate::kit::widgets;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::output::Output;
use egui::accesskit::Role;
use egui::{Align, Color32, Label, Layout, RichText, Ui, UiBuilder, vec2};
use egui_material_icons::{MaterialIcon, icons};

/// Labels told by name before "and others".
const TOLD: usize = 3;

/// Draws what applies.
pub fn hints_ui(ui: &mut Ui, tagging: &Tagging, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    if let Some(words) = unknown(tagging).or_else(|| weak(tagging)) {
        hint_ui(ui, (icons::ICON_INFO, palette.doubtful), &words, |_| {});
    }
    if let Some(words) = cut(tagging) {
        hint_ui(ui, (icons::ICON_INFO, palette.doubtful), &words, |_| {});
    }
    if let Some((slot, rival, share)) = tagging.confused.filter(|_| tagging.editor.is_none()) {
        let words = format!(
            "“{}” and “{}” are often confused ({:.0}\u{a0}%). Other words for one of them may help.",
            tagging.name(slot),
            tagging.name(rival),
            share * 100.0
        );
        hint_ui(ui, (icons::ICON_LIGHTBULB, palette.doubtful), &words, |ui| {
            if link_ui(ui, "Show the photos") {
                out.msg(Msg::Doubtful(slot));
            }
            if link_ui(ui, "Check words") {
                out.effect(Effect::CheckWords);
            }
        });
    }
}

/// Draws what was done last, with the way to take it back.
pub fn last_ui(ui: &mut Ui, ctx: &Ctx, tagging: &Tagging, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    if let Some(last) = &tagging.last {
        hint_ui(ui, (icons::ICON_CHECK_CIRCLE, palette.done), &done_words(last), |ui| {
            // Only while it is still the last step: a link to an older one would be refused.
            let step = last.step.filter(|step| ctx.tags.undo.as_ref().is_some_and(|undo| undo.id == *step));
            if let Some(step) = step
                && link_ui(ui, "Undo")
            {
                out.effect(Effect::UndoStep(step));
            }
        });
    }
}

/// A link within a sentence.
fn link_ui(ui: &mut Ui, words: &str) -> bool {
    let palette = theme::palette(ui);
    let response = ui.link(RichText::new(words).color(palette.accent).underline());
    widgets::focus_ring(ui, &response);
    response.clicked()
}

fn hint_ui(ui: &mut Ui, (icon, colour): (MaterialIcon, Color32), text: &str, buttons: impl FnOnce(&mut Ui)) {
    let palette = theme::palette(ui);
    let builder = UiBuilder::new().accessibility_role(Role::Status).accessibility_label(text);
    ui.scope_builder(builder, |ui| {
        egui::Frame::new().fill(palette.card).corner_radius(theme::RADIUS).inner_margin(space::S).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.with_layout(Layout::left_to_right(Align::Min), |ui| {
                widgets::icon(ui, icon, theme::ICON, colour);
                // Words and links are lines of text here, not controls.
                ui.spacing_mut().interact_size.y = 0.0;
                ui.horizontal_wrapped(|ui| {
                    ui.spacing_mut().item_spacing = vec2(space::XS, 0.0);
                    ui.add(Label::new(RichText::new(text).color(palette.text)).wrap());
                    buttons(ui);
                });
            });
        });
    });
}

fn unknown(tagging: &Tagging) -> Option<String> {
    let list = first_few(&tagging.unknown)?;
    Some(format!("The model does not know {list}. Write other words that the model reads instead."))
}

fn weak(tagging: &Tagging) -> Option<String> {
    Some(format!("The model does badly at {}. Other words may do better.", first_few(&tagging.weak)?))
}

/// "“a”, “b”, “c” and 2 others".
fn first_few(words: &[String]) -> Option<String> {
    let told: Vec<String> = words.iter().take(TOLD).map(|word| format!("“{word}”")).collect();
    let others = match words.len().saturating_sub(TOLD) as u64 {
        0 => String::new(),
        1 => " and 1 other".to_owned(),
        n => format!(" and {} others", base::human::count(n)),
    };
    (!told.is_empty()).then(|| told.join(", ") + &others)
}

fn cut(tagging: &Tagging) -> Option<String> {
    let (place, rest) = tagging.view.as_ref()?.cut.first()?;
    let name = tagging.name(engine::protocol::Slot::label(*place));
    let name = base::human::elide_middle(name, 40);
    Some(format!("“{name}” is too long for the model: it does not read “{}”.", base::human::elide_middle(rest, 40)))
}
