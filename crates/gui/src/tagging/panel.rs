//! The tagging panel: which set, what the model makes of it, and the two buttons that follow from it.

use super::bulk::Bulk;
use super::commands::TABLE;
use super::format::among_words;
use super::hints::{hints_ui, last_ui};
use super::histogram::histogram_ui;
use super::learning::learning_ui;
use super::msg::{Msg, TaggingCommand};
use super::promised::{choice_ui, promise_ui};
use super::rows::{Columns, headings_ui, label_row_ui};
use super::state::Tagging;
use super::{edit_panel, sets_menu, shipped};
use crate::kit::theme::{self, space};
use crate::kit::widgets;
use crate::shell::command::entry;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::output::Output;
use crate::shell::view::Region;
use base::{Choice, LabelSet, human};
use egui::accesskit::Role;
use egui::{Align, Color32, Id, Label, Layout, Panel, ScrollArea, Ui};
use egui_material_icons::icons;
use engine::protocol::Slot;

/// Draws the switch between the photo and tagging.
pub fn switch_ui(ui: &mut Ui, tagging: &Tagging) -> Output<Msg> {
    let mut out = Output::default();
    // As wide as the panel's content, which keeps clear of the scroll bar.
    let room = ui.available_width() - space::S;
    ui.allocate_ui(egui::vec2(room, theme::CONTROL), |ui| {
        let open = tagging.open;
        if let Some(choice) = widgets::segments(ui, "Right panel", &["Photo", "Tagging"], usize::from(open)) {
            out.msg(Msg::Open(choice == 1));
        }
    });
    ui.add_space(space::XS);
    out
}

/// Draws the panel's content.
pub fn panel_ui(ui: &mut Ui, ctx: &Ctx, tagging: &Tagging) -> Output<Msg> {
    let mut out = Output::default();
    if let Some(editor) = &tagging.editor {
        edit_panel::edit_panel_ui(ui, ctx, tagging, editor, &mut out);
        return out;
    }
    if ctx.tags.sets.is_empty() && tagging.draft.labels.is_empty() {
        ScrollArea::vertical().id_salt("tagging").auto_shrink(false).show(ui, |ui| {
            ui.set_max_width(clear(ui));
            ui.spacing_mut().item_spacing.y = space::S;
            sets_menu::start_ui(ui, ctx, tagging, &mut out);
        });
        return out;
    }
    widgets::named_region(ui, "Tagging", Role::Group, |ui| {
        let tall = ui.available_height() >= theme::TALL_PANEL;
        ui.spacing_mut().item_spacing.y = space::S;
        ui.scope(|ui| {
            ui.set_max_width(clear(ui));
            top_ui(ui, ctx, tagging, &mut out);
        });
        let accepts = !tagging.draft.labels.is_empty() && settled_words(tagging).is_none();
        if accepts && tall {
            bottom_ui(ui, ctx, tagging, &mut out);
        }
        ScrollArea::vertical().id_salt(("labels", tagging.set)).auto_shrink(false).show(ui, |ui| {
            ui.set_max_width(clear(ui));
            if accepts && !tall {
                accepting_ui(ui, ctx, tagging, &mut out);
            }
            labels_ui(ui, ctx, tagging, &mut out);
        });
    });
    out
}

/// The width of what keeps clear of the scroll bar.
fn clear(ui: &Ui) -> f32 {
    ui.available_width() - space::S
}

/// What stands still above the labels. The choice of what is accepted is among it: below them it would move with the height of what it
/// chooses, and leave another button under the pointer.
fn top_ui(ui: &mut Ui, ctx: &Ctx, tagging: &Tagging, out: &mut Output<Msg>) {
    head_ui(ui, ctx, tagging, out);
    summary_ui(ui, tagging);
    if let Some(error) = tagging.view.as_ref().and_then(|v| v.error.as_ref()) {
        let palette = theme::palette(ui);
        ui.horizontal_wrapped(|ui| {
            widgets::icon(ui, icons::ICON_WARNING, theme::ICON, palette.doubtful);
            ui.add(Label::new(theme::weak_text(error, palette)).wrap());
        });
    }
    if tagging.draft.labels.is_empty() {
        return;
    }
    if tagging.set.is_some() && settled_words(tagging).is_none() {
        choice_ui(ui, tagging, out);
    }
    headings_ui(ui, Columns::new(ui, tagging));
}

/// What stands still below the labels: what was done last, what would be accepted, and the buttons that do it.
fn bottom_ui(ui: &mut Ui, ctx: &Ctx, tagging: &Tagging, out: &mut Output<Msg>) {
    let panel = Panel::bottom("accepting").resizable(false).show_separator_line(false).frame(egui::Frame::new());
    let shown = panel.show(ui, |ui| {
        ui.set_max_width(clear(ui));
        ui.spacing_mut().item_spacing.y = space::S;
        ui.add_space(space::XS);
        accepting_ui(ui, ctx, tagging, out);
    });
    // It is laid out by the height that it had in the last frame.
    let (id, now) = (Id::unique("accepting height"), shown.response.rect.height());
    let before = ui.data_mut(|d| std::mem::replace(d.get_temp_mut_or(id, now), now));
    if (before - now).abs() > 0.5 {
        ui.request_discard("what can be accepted has another height");
    }
}

fn accepting_ui(ui: &mut Ui, ctx: &Ctx, tagging: &Tagging, out: &mut Output<Msg>) {
    last_ui(ui, ctx, tagging, out);
    match tagging.promise() {
        Some(per_mille) => promise_ui(ui, tagging, per_mille),
        None => histogram_ui(ui, tagging, out),
    }
    buttons_ui(ui, ctx, tagging, out);
}

/// The labels, and what else is told of them.
fn labels_ui(ui: &mut Ui, ctx: &Ctx, tagging: &Tagging, out: &mut Output<Msg>) {
    rows_ui(ui, ctx, tagging, out);
    ui.horizontal(|ui| {
        if widgets::link_button(ui, Some(icons::ICON_ADD), "Add label").clicked() {
            out.msg(Msg::Edit(true));
        }
        let left_out = shipped::left_out(&tagging.draft) as u64;
        if left_out > 0 {
            ui.label(theme::caption_text(format!("{} left out", human::count(left_out)), theme::palette(ui)));
        }
    });
    if tagging.draft.labels.is_empty() {
        ui.add(Label::new(theme::weak_text("No labels yet. Add the first, or paste a list of them.", theme::palette(ui))).wrap());
    } else {
        match settled_words(tagging) {
            Some(words) => settled_ui(ui, ctx, tagging, &words, out),
            None => check_ui(ui, ctx, tagging, out),
        }
        learning_ui(ui, ctx, tagging, out);
    }
    hints_ui(ui, tagging, out);
}

fn head_ui(ui: &mut Ui, ctx: &Ctx, tagging: &Tagging, out: &mut Output<Msg>) {
    let wide = ui.available_width();
    ui.allocate_ui_with_layout(egui::vec2(wide, theme::CONTROL), Layout::right_to_left(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = space::XS;
        let edit = widgets::quiet_button(ui, entry(TABLE, &TaggingCommand::EditLabels).info.words);
        if edit.clicked() {
            out.msg(Msg::Edit(false));
        }
        let words = if tagging.by_count { "Order of the set" } else { "Most photos first" };
        if widgets::icon_toggle(ui, tagging.by_count, icons::ICON_SORT, words).clicked() {
            out.msg(Msg::ByCount(!tagging.by_count));
        }
        let room = ui.available_width();
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| sets_menu::chooser_ui(ui, ctx, tagging, room, out));
    });
}

/// "Single choice · 8 labels · “a photo of {label}”", and among which photos.
fn summary_ui(ui: &mut Ui, tagging: &Tagging) {
    let palette = theme::palette(ui);
    let draft = &tagging.draft;
    let choice = if draft.choice == Choice::Single { "Single choice" } else { "Multiple choice" };
    let labels = human::counted(draft.labels.len() as u64, "label", "labels");
    let template = draft.templates.first().map(|t| format!(" · “{t}”")).unwrap_or_default();
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.add(Label::new(theme::caption_text(format!("{choice} · {labels}{template}"), palette)).truncate())
            .on_hover_text(draft.templates.join("\n"));
        ui.add(Label::new(theme::caption_text(among_words(tagging), palette)).wrap());
    });
}

/// Only the rows in view are drawn: a set may have thousands.
fn rows_ui(ui: &mut Ui, ctx: &Ctx, tagging: &Tagging, out: &mut Output<Msg>) {
    widgets::named_region(ui, "Labels", Role::List, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let (columns, count) = (Columns::new(ui, tagging), tagging.order.len());
        let (top, seen) = (ui.cursor().top(), ui.clip_rect());
        let row = |y: f32| ((y - top) / theme::ROW).max(0.0) as usize;
        let (from, to) = (row(seen.top()).min(count), (row(seen.bottom()) + 1).min(count));
        ui.add_space(from as f32 * theme::ROW);
        for (i, slot) in tagging.order.iter().enumerate().take(to).skip(from) {
            let response = label_row_ui(ui, tagging, *slot, columns);
            if ctx.go_to == Some(Region::Inspector) && i == 0 {
                response.request_focus();
            }
            if ctx.looks.heat && (response.hovered() || response.has_focus()) {
                point_at(tagging, *slot, out);
            }
            if response.clicked() {
                out.msg(Msg::Label(*slot));
            }
        }
        ui.add_space((count - to) as f32 * theme::ROW);
    });
}

/// Where the label is can be seen in the large photo; one that is not saved is not known yet.
fn point_at(tagging: &Tagging, slot: Slot, out: &mut Output<Msg>) {
    let label = slot.place().and_then(|place| tagging.draft.labels.get(place)?.id);
    if let (Some(set), Some(label)) = (tagging.set, label) {
        out.effect(Effect::PointAt(set, label));
    }
}

fn buttons_ui(ui: &mut Ui, ctx: &Ctx, tagging: &Tagging, out: &mut Output<Msg>) {
    let bulk = tagging.bulk(ctx);
    if let Some(bulk) = bulk.clone().filter(Bulk::has_nothing_to_accept) {
        let reviews = ui.add_enabled_ui(bulk.below() > 0, |ui| widgets::primary_button(ui, &bulk.review_words())).inner.clicked();
        if reviews {
            out.msg(Msg::Review(bulk));
        }
        return;
    }
    let accept = bulk.as_ref().map_or_else(|| "Accept".to_owned(), Bulk::accept_words);
    let review = bulk.as_ref().map_or_else(|| "Review".to_owned(), Bulk::review_words);
    let wide = |words: &str| ui.painter().layout_no_wrap(words.to_owned(), theme::body(), Color32::PLACEHOLDER).size().x;
    let padding = 4.0 * ui.spacing().button_padding.x;
    let side_by_side = wide(&accept) + wide(&review) + padding + space::S <= ui.available_width();
    // Across, words stand in the middle of their button.
    let layout = if side_by_side { Layout::left_to_right(Align::Center) } else { Layout::top_down(Align::Min) };
    let room = egui::vec2(ui.available_width(), theme::CONTROL);
    ui.allocate_ui_with_layout(room, layout, |ui| {
        ui.spacing_mut().item_spacing = egui::Vec2::splat(space::S);
        let above = bulk.as_ref().map_or(0, |bulk| bulk.above);
        let accepts = ui.add_enabled_ui(above > 0, |ui| widgets::primary_button(ui, &accept)).inner.clicked();
        if let Some(bulk) = bulk.clone().filter(|_| accepts) {
            out.msg(Msg::Accept(bulk));
        }
        let below = bulk.as_ref().map_or(0, Bulk::below);
        let reviews = ui.add_enabled_ui(below > 0, |ui| widgets::button(ui, None, &review)).inner.clicked();
        if let Some(bulk) = bulk.filter(|_| reviews) {
            out.msg(Msg::Review(bulk));
        }
    });
}

/// "All 951 photos have a label": nothing is left to accept or to review; `None` while something is.
fn settled_words(tagging: &Tagging) -> Option<String> {
    let view = tagging.view.as_ref().filter(|view| view.error.is_none() && tagging.set.is_some())?;
    let one = tagging.draft.choice == Choice::Single;
    match (view.stats.undecided, view.stats.photos) {
        (0, 0) => Some("No photos here".to_owned()),
        (0, 1) => Some(if one { "The photo has a label" } else { "The photo is decided" }.to_owned()),
        (0, n) if one => Some(format!("All {} have a label", human::photos(n))),
        (0, n) => Some(format!("Nothing is undecided in {}", human::photos(n))),
        _ => None,
    }
}

/// What can be done with what was decided.
fn settled_ui(ui: &mut Ui, ctx: &Ctx, tagging: &Tagging, words: &str, out: &mut Output<Msg>) {
    ui.add(Label::new(theme::strong_text(words, theme::palette(ui))).wrap());
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        if has_tags(ctx, tagging) && widgets::primary_button(ui, "Check labels…").clicked() {
            out.effect(Effect::CheckLabels(tagging.set));
        }
        if widgets::button(ui, None, "Evaluate…").clicked() {
            out.effect(Effect::Evaluate);
        }
    });
}

/// Photos have labels of the set.
fn has_tags(ctx: &Ctx, tagging: &Tagging) -> bool {
    let set = tagging.set.and_then(|set| ctx.tags.set(set));
    let tagged = |set: &LabelSet| set.labels.iter().filter_map(|label| ctx.tags.accepted.get(&label.id)).sum::<u64>();
    set.map_or(0, tagged) > 0
}

/// Where photos have labels of the set: whether those are right.
fn check_ui(ui: &mut Ui, ctx: &Ctx, tagging: &Tagging, out: &mut Output<Msg>) {
    if has_tags(ctx, tagging) && widgets::link_button(ui, Some(icons::ICON_RULE), "Check labels…").clicked() {
        out.effect(Effect::CheckLabels(None));
    }
}
