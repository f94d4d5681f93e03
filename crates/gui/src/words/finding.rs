//! One finding: what is wrong with which labels, words to try, and what each of them would do.

use super::msg::Msg;
use crate::kit::theme::{self, space};
use crate::kit::widgets;
use crate::shell::effect::Effect;
use crate::shell::output::Output;
use base::human;
use egui::accesskit::Role;
use egui::{Align, Color32, Frame, Label, Layout, RichText, Stroke, Ui, UiBuilder, vec2};
use egui_material_icons::{MaterialIcon, icons};
use engine::protocol::{Finding, LintKind, LintView, Linted, Wording};

/// Draws it.
pub fn finding_ui(ui: &mut Ui, view: &LintView, linted: &Linted, (place, finding): (usize, &Finding), out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    let (icon, colour, title) = look(finding.kind, palette);
    let labels = labels(view, finding);
    let is_none = finding.kind == LintKind::NoneOfThese;
    let name = if is_none { title.to_owned() } else { format!("{title}: {labels}") };
    let frame = Frame::new()
        .fill(palette.card)
        .stroke(Stroke::new(theme::HAIRLINE, palette.line))
        .corner_radius(theme::RADIUS)
        .inner_margin(space::M);
    let builder = UiBuilder::new().accessibility_label(&name).accessibility_role(Role::ListItem);
    ui.scope_builder(builder, |ui| {
        frame.show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing = vec2(space::S, space::XS);
            head_ui(ui, (icon, colour), title, &labels, view, out);
            ui.add(Label::new(RichText::new(format!("{}.", human::capitalised(&finding.message))).color(palette.text)).wrap());
            if finding.wordings.is_empty() {
                return;
            }
            ui.add_space(space::XS);
            let words = if is_none { "What it would do here" } else { "Words to try, and what they would do here" };
            ui.label(theme::caption_text(words, palette));
            for (at, wording) in finding.wordings.iter().enumerate() {
                if wording_ui(ui, linted, finding, wording, &labels) {
                    out.msg(Msg::Apply(view.request, place, at));
                }
            }
        });
    });
}

fn head_ui(ui: &mut Ui, (icon, colour): (MaterialIcon, Color32), title: &str, labels: &str, view: &LintView, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    ui.allocate_ui_with_layout(vec2(ui.available_width(), theme::CONTROL), Layout::right_to_left(Align::Center), |ui| {
        if let Some(set) = view.set.id
            && widgets::quiet_button(ui, "Edit labels").clicked()
        {
            out.effect(Effect::EditLabels(set));
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            widgets::icon(ui, icon, theme::ICON, colour);
            ui.label(theme::strong_text(title, palette));
            ui.add(Label::new(theme::weak_text(labels, palette)).truncate());
        });
    });
}

/// A wording with its effect; true where it is to be applied.
fn wording_ui(ui: &mut Ui, linted: &Linted, finding: &Finding, wording: &Wording, labels: &str) -> bool {
    let palette = theme::palette(ui);
    let mut applied = false;
    ui.allocate_ui_with_layout(vec2(ui.available_width(), theme::CONTROL), Layout::right_to_left(Align::Center), |ui| {
        let is_none = finding.kind == LintKind::NoneOfThese;
        let (name, told) = if is_none {
            ("Apply none of these".to_owned(), "Switches none of these on in the set; it can be undone")
        } else {
            (format!("Apply {} for {labels}", wording.words), "Changes the prompts of the set; it can be undone")
        };
        applied = widgets::button(ui, None, "Apply").accessible_name(name).on_hover_text(told).clicked();
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                ui.add(Label::new(RichText::new(format!("“{}”", wording.words)).color(palette.strong)).truncate());
                let told = human::capitalised(&linted.told(finding, wording));
                ui.add(Label::new(theme::caption_text(told, palette)).wrap());
            });
        });
    });
    applied
}

fn labels(view: &LintView, finding: &Finding) -> String {
    let name = |slot: &engine::protocol::Slot| view.set.labels.get(slot.place()?).map(|label| label.name.clone());
    finding.labels.iter().filter_map(name).collect::<Vec<_>>().join(", ")
}

/// How a kind of finding looks, and what it is called.
fn look(kind: LintKind, palette: &theme::Palette) -> (MaterialIcon, Color32, &'static str) {
    match kind {
        LintKind::Collide => (icons::ICON_CALL_MERGE, palette.problem, "Taken for each other"),
        LintKind::Untaught => (icons::ICON_HELP, palette.problem, "Never taught"),
        LintKind::Unmatched => (icons::ICON_SEARCH_OFF, palette.doubtful, "No photo"),
        LintKind::Fragile => (icons::ICON_SHUFFLE, palette.doubtful, "Turns with the wording"),
        LintKind::NoneOfThese => (icons::ICON_BLOCK, palette.doubtful, "Every photo gets a label"),
    }
}
