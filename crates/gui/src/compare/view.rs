//! The frame of the comparison: what is compared, how far both agree, which two models.

use super::{Tab, Wish, empty, grids, set, words};
use crate::actions::{Action, Actions};
use crate::command::UiCommand;
use crate::forms;
use crate::state::State;
use crate::textures::Textures;
use crate::theme::{self, space, width};
use crate::widgets;
use base::human;
use egui::{Align, CentralPanel, Label, Layout, Panel, Rect, Ui, UiBuilder, pos2, vec2};
use egui_material_icons::icons;
use engine::protocol::ModelRequest;

/// Draws the comparison.
pub fn compare_ui(ui: &mut Ui, state: &State, textures: &mut Textures) -> Actions {
    let mut actions = Actions::default();
    let palette = theme::palette(ui);
    let bar = theme::panel_frame(palette.bar, vec2(space::L, 0.0));
    Panel::top("compare bar").exact_size(theme::TOOL_ROW).resizable(false).frame(bar).show(ui, |ui| bar_ui(ui, state, &mut actions));
    let row = theme::panel_frame(palette.bar, vec2(0.0, 0.0));
    Panel::top("compared models").exact_size(theme::TOOL_ROW).resizable(false).frame(row).show_separator_line(false).show(ui, |ui| {
        models_ui(ui, state, &mut actions);
    });
    CentralPanel::no_frame().show(ui, |ui| {
        if let Some(wishes) = empty::instead_ui(ui, state) {
            actions.extend(wishes);
        } else {
            actions.extend(match state.compare.tab {
                Tab::Search => grids::grids_ui(ui, state, textures),
                Tab::LabelSet => set::set_ui(ui, state, textures),
            });
        }
    });
    actions
}

fn bar_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    let palette = theme::palette(ui);
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        if widgets::quiet_button(ui, "Leave").on_hover_text("Esc").clicked() {
            actions.run(UiCommand::Grid);
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.label(theme::strong_text("Compare", palette));
            ui.add_space(space::XS);
            ui.scope(|ui| {
                if let Some(tab) = forms::segments_ui(ui, &[(Tab::Search, "Search"), (Tab::LabelSet, "Label set")], state.compare.tab) {
                    actions.push(Action::Compare(Wish::Show(tab)));
                }
            });
            ui.add_space(space::S);
            match state.compare.tab {
                Tab::Search => {
                    let answer = state.compare.answer.as_ref().filter(|_| state.compare.ready(&state.models) && state.query.ranks());
                    if let Some(words) = answer.and_then(|a| words::agreement(a)) {
                        ui.add(Label::new(theme::weak_text(words, palette)).truncate());
                    }
                }
                Tab::LabelSet => set_menu_ui(ui, state, actions),
            }
        });
    });
}

fn set_menu_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    let sets = &state.tags.sets;
    let names: Vec<String> = sets.iter().map(|s| s.name.clone()).collect();
    let Some(at) = state.compare.set.and_then(|id| sets.iter().position(|s| s.id == id)) else { return };
    if let Some(set) = forms::menu_ui(ui, "Label set", &names, at).and_then(|i| sets.get(i)) {
        actions.push(Action::Compare(Wish::ChooseSet(set.id)));
    }
}

/// The two models, each above its grid, and between them what turns them round.
fn models_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    let row = ui.max_rect();
    let centre = row.center();
    let half = theme::CONTROL / 2.0 + space::S;
    for side in 0..2 {
        let (left, right) = if side == 0 { (row.left() + space::L, centre.x - half) } else { (centre.x + half, row.right() - space::L) };
        let rect = Rect::from_min_max(pos2(left, row.top()), pos2(right, row.bottom()));
        let builder = UiBuilder::new().id_salt(("model", side)).max_rect(rect).layout(Layout::left_to_right(Align::Center));
        side_ui(&mut ui.new_child(builder), state, side, actions);
    }
    let rect = Rect::from_center_size(centre, vec2(theme::CONTROL, theme::CONTROL));
    let both = state.compare.models.iter().all(Option::is_some);
    let swap = ui.new_child(UiBuilder::new().id_salt("swap").max_rect(rect));
    let mut swap = swap;
    if swap.add_enabled_ui(both, |ui| widgets::icon_button(ui, icons::ICON_SWAP_HORIZ, "Swap the models")).inner.clicked() {
        actions.push(Action::Compare(Wish::Swap));
    }
}

fn side_ui(ui: &mut Ui, state: &State, side: usize, actions: &mut Actions) {
    let palette = theme::palette(ui);
    let models = &state.models;
    let rows: Vec<_> = models.here().collect();
    let chosen = state.compare.models[side].as_ref();
    let Some(at) = chosen.and_then(|name| rows.iter().position(|row| row.name == *name)) else {
        ui.label(theme::weak_text(if side == 0 { "No model" } else { "No second model yet" }, palette));
        return;
    };
    let names: Vec<String> = rows.iter().map(|row| row.title.clone()).collect();
    let name = if side == 0 { "Left model" } else { "Right model" };
    if let Some(row) = forms::menu_ui(ui, name, &names, at).and_then(|i| rows.get(i)) {
        actions.push(Action::Compare(Wish::Choose(side, row.name.clone())));
    }
    let row = rows[at];
    if row.embedded < models.list.photos && row.embedded > 0 {
        let roomy = ui.available_width() > width::MENU;
        let words = format!("{} of {}", human::count(row.embedded), human::photos(models.list.photos));
        ui.add(Label::new(theme::weak_text(words, palette)).truncate());
        if roomy && state.job.is_none() && widgets::link_button(ui, None, "Embed the rest").clicked() {
            actions.push(Action::Send(ModelRequest::EmbedWith(row.name.clone()).into()));
        }
    }
    let answer = state.compare.answer.as_ref().filter(|_| state.compare.tab == Tab::Search);
    let unknown: &[String] = answer.map_or(&[], |a| &a.sides[side].unknown_words);
    if !unknown.is_empty() {
        let list: Vec<String> = unknown.iter().map(|w| format!("“{w}”")).collect();
        ui.add(Label::new(theme::weak_text(format!("does not know {}", list.join(", ")), palette).color(palette.doubtful)).truncate());
    }
}
