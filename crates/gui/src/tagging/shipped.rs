//! The sets that come with the program: how well the model does at each, and the labels that a set begins without.

use super::editor::DraftChange;
use super::msg::Msg;
use crate::kit::theme::{self, space};
use crate::kit::widgets;
use crate::shell::output::Output;
use base::{Choice, LabelDraft, LabelSetDraft, human};
use egui::accesskit::Role;
use egui::{Align, Label, Layout, Rect, Response, RichText, Sense, Ui, WidgetInfo, pos2, vec2};
use egui_material_icons::icons;
use engine::builtin::{self, LabelMeasured, ShippedSet};

/// What the figures are of.
pub const FIGURES: &str = "Measured on photos that the starter model had not seen, of the shop that taught it. Labels at which it does badly, or was not tested, are left out until you add them.";

/// Draws a set to start from: its name, how many labels it begins with, how often the model is right.
pub fn set_ui(ui: &mut Ui, set: &ShippedSet) -> Response {
    let palette = theme::palette(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), theme::ROW + theme::LINE), Sense::click());
    let name = &set.draft.name;
    response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, format!("Start from {name}")));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(format!("{}, {}", labels_words(set), figure_words(set))));
    if response.hovered() {
        ui.painter().rect_filled(rect, theme::RADIUS, palette.card_hover);
    }
    let colour = match (is_useful(set), response.hovered()) {
        (false, _) => palette.faint,
        (true, true) => palette.strong,
        (true, false) => palette.text,
    };
    let inner = rect.shrink2(vec2(space::S, space::XS));
    let painter = ui.painter();
    let count = painter.layout_no_wrap(labels_words(set), theme::body(), palette.weak);
    let first = Rect::from_min_max(inner.min, pos2(inner.right() - count.size().x - space::S, inner.top() + theme::LINE));
    widgets::paint_elided(painter, first, name, &theme::body(), colour);
    painter.galley(pos2(inner.right() - count.size().x, first.center().y - count.size().y / 2.0), count, palette.weak);
    let second = Rect::from_min_max(first.left_bottom(), inner.max);
    widgets::paint_elided(painter, second, &figure_words(set), &theme::caption(), palette.weak);
    widgets::focus_ring(ui, &response);
    response.on_hover_ui(|ui| hover_ui(ui, set))
}

fn hover_ui(ui: &mut Ui, set: &ShippedSet) {
    let palette = theme::palette(ui);
    let names = |well: bool| {
        let labels = set.draft.labels.iter().enumerate().filter(|(place, _)| set.does_well(*place) == well);
        labels.map(|(_, label)| label.name.as_str()).collect::<Vec<_>>().join(", ")
    };
    let (good, others) = (names(true), names(false));
    if !good.is_empty() {
        ui.label(RichText::new(good).color(palette.text));
    }
    if !others.is_empty() {
        ui.label(theme::weak_text(format!("Left out until you add them: {others}"), palette));
    }
}

/// One label alone is no question, and is always right.
pub fn is_useful(set: &ShippedSet) -> bool {
    set.good() > 1
}

/// Those that can be begun with first.
pub fn useful_first() -> Vec<&'static ShippedSet> {
    let mut sets: Vec<&ShippedSet> = builtin::label_sets().iter().collect();
    sets.sort_by_key(|set| !is_useful(set));
    sets
}

/// "19 of 23 labels".
fn labels_words(set: &ShippedSet) -> String {
    let (good, all) = (set.good() as u64, set.draft.labels.len() as u64);
    if good == all { human::counted(all, "label", "labels") } else { format!("{good} of {}", human::counted(all, "label", "labels")) }
}

/// "Right for 87 % of 3,337 test photos"; where several labels may fit, a photo counts by its one known label.
pub fn figure_words(set: &ShippedSet) -> String {
    match set.measured {
        Some(_) if !is_useful(set) => "Begins with one label: the others are left out".to_owned(),
        Some(measured) => {
            let verb = if set.draft.choice == Choice::Multi { "Finds the label of" } else { "Right for" };
            format!("{verb} {} of {}", percent(measured.right), human::counted(measured.photos, "test photo", "test photos"))
        }
        None => "Not measured: no test photos".to_owned(),
    }
}

fn percent(share: f32) -> String {
    format!("{:.0} %", (share * 100.0).floor())
}

/// How many labels of the set that it began with the panel's set does without.
pub fn left_out(draft: &LabelSetDraft) -> usize {
    builtin::begun_with(draft).map_or(0, |set| set.left_out(draft).count())
}

/// Draws the labels that the set began without, each with a button that adds it.
pub fn left_out_ui(ui: &mut Ui, draft: &LabelSetDraft, out: &mut Output<Msg>) {
    let Some(set) = builtin::begun_with(draft) else { return };
    let left: Vec<(&LabelDraft, Option<LabelMeasured>)> = set.left_out(draft).collect();
    if left.is_empty() {
        return;
    }
    let palette = theme::palette(ui);
    widgets::named_region(ui, "Labels left out", Role::List, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.add(Label::new(theme::caption_text("Left out: the starter model is often wrong, or was not tested", palette)).wrap());
        let all = left.len() as u64;
        if all > 1 && widgets::link_button(ui, Some(icons::ICON_ADD), &format!("Add all {}", human::count(all))).clicked() {
            for (label, _) in &left {
                out.msg(Msg::Change(DraftChange::AddReady((*label).clone())));
            }
        }
        for (label, measured) in left {
            ui.allocate_ui_with_layout(vec2(ui.available_width(), theme::CONTROL), Layout::right_to_left(Align::Center), |ui| {
                if widgets::icon_button(ui, icons::ICON_ADD, &format!("Add {}", label.name)).clicked() {
                    out.msg(Msg::Change(DraftChange::AddReady(label.clone())));
                }
                let why = ui.add(Label::new(theme::caption_text(why_words(measured), palette)));
                if let Some(measured) = measured {
                    why.on_hover_text(format!("Measured on {}", human::counted(measured.photos, "test photo", "test photos")));
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    // Where the names in the fields above begin.
                    ui.add_space(theme::ICON + space::XS + space::M);
                    ui.add(Label::new(RichText::new(&label.name).color(palette.faint)).truncate());
                });
            });
        }
    });
}

/// "right for 8 %", "not tested".
fn why_words(measured: Option<LabelMeasured>) -> String {
    match measured {
        Some(measured) if measured.precision == 0.0 => "never right".to_owned(),
        Some(measured) if measured.recall < measured.precision => format!("finds {}", percent(measured.recall)),
        Some(measured) => format!("right for {}", percent(measured.precision)),
        None => "not tested".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn why_a_label_is_left_out_is_told_by_what_is_worse() {
        let measured = |precision, recall| Some(LabelMeasured { photos: 20, precision, recall, f1: 0.3 });
        let words = [measured(0.08, 0.24), measured(1.0, 0.14), measured(0.0, 0.0), None].map(why_words);
        assert_eq!(words, ["right for 8 %", "finds 14 %", "never right", "not tested"]);
    }

    #[test]
    fn a_set_tells_how_many_of_its_labels_it_begins_with() {
        let sets = builtin::label_sets();
        let set = sets.iter().find(|set| set.draft.name == "Category").unwrap();
        assert!(labels_words(set).ends_with(" of 23 labels") && figure_words(set).starts_with("Right for "), "{}", figure_words(set));
        assert!(is_useful(set) && useful_first().iter().map(|set| !is_useful(set)).is_sorted(), "no set of one label leads");
        let one = ShippedSet { labels: set.labels.iter().map(|_| None).collect(), ..set.clone() };
        assert!(!is_useful(&one) && figure_words(&one).starts_with("Begins with one label"));
        let whole =
            ShippedSet { labels: vec![Some(LabelMeasured { photos: 20, precision: 1.0, recall: 1.0, f1: 1.0 }); 23], ..set.clone() };
        assert_eq!(labels_words(&whole), "23 labels");
        assert_eq!(left_out(&whole.start()), 0);
    }
}
