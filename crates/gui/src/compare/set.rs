//! One label set, two opinions: how often both agree, what they confuse, and the photos on which they differ, worst first.

use super::{By, Drawn, Wish, format};
use crate::browse::grid;
use crate::kit::cell::{self, Cell};
use crate::kit::layout::{self, Layout, Turn};
use crate::kit::textures::Textures;
use crate::kit::theme::{self, space, width};
use crate::kit::widgets::{self, RowSpec};
use crate::review;
use crate::shell::actions::{Action, Actions};
use crate::shell::command::UiCommand;
use crate::shell::state::{Region, State};
use base::{LabelSet, PhotoId, human};
use egui::accesskit::Role;
use egui::{Align, CentralPanel, Label, Layout as Flow, Panel, ScrollArea, Ui, vec2};
use egui_material_icons::icons;
use engine::protocol::{Differ, ReviewOrder, Scope, SetComparison};

/// Draws the opinions.
pub fn set_ui(ui: &mut Ui, state: &State, textures: &mut Textures) -> Actions {
    let mut actions = Actions::default();
    let palette = theme::palette(ui);
    let Some(answer) = &state.compare.opinions else { return actions };
    let (Ok(comparison), Some(set)) = (&answer.outcome, state.compare.set.and_then(|id| state.tags.set(id))) else { return actions };
    let frame = theme::panel_frame(palette.window, vec2(space::L, 0.0));
    Panel::top("agreement").exact_size(theme::TOOL_ROW).resizable(false).frame(frame).show(ui, |ui| {
        agreement_ui(ui, state, comparison, &mut actions);
    });
    if comparison.differ.is_empty() {
        agreed_ui(ui);
        return actions;
    }
    let wide = (ui.available_width() * width::PAIRS_SHARE).clamp(width::PAIRS.0, width::PAIRS.1).floor();
    let frame = theme::panel_frame(palette.panel, vec2(space::S, space::S));
    Panel::left("confused").exact_size(wide).resizable(false).frame(frame).show(ui, |ui| {
        pairs_ui(ui, state, set, comparison, &mut actions);
    });
    CentralPanel::no_frame().show(ui, |ui| photos_ui(ui, state, set, textures, &mut actions));
    actions
}

fn agreement_ui(ui: &mut Ui, state: &State, comparison: &SetComparison, actions: &mut Actions) {
    let palette = theme::palette(ui);
    ui.with_layout(Flow::right_to_left(Align::Center), |ui| {
        let ids = state.compare.opinions.as_ref().and_then(|o| o.ids);
        if let (Some([left, right]), Some(set), false) = (ids, state.compare.set, comparison.differ.is_empty()) {
            let n = comparison.differ.len() as u64;
            let words = format!("Review {}", human::counted(n, "disagreement", "disagreements"));
            if widgets::primary_button(ui, &words).clicked() {
                let order = ReviewOrder::Disagreement(left, right);
                let begin = review::Begin { set, order, scope: Scope::All, most: None };
                actions.push(Action::Review(review::Wish::Begin(begin)));
            }
        }
        ui.with_layout(Flow::left_to_right(Align::Center), |ui| {
            let words = format!("They agree on {} of {}", human::count(comparison.agreed), human::photos(comparison.photos));
            ui.add(Label::new(theme::strong_text(words, palette)).truncate());
        });
    });
}

fn agreed_ui(ui: &mut Ui) {
    let palette = theme::palette(ui);
    ui.add_space(ui.available_height() / 3.0);
    ui.vertical_centered(|ui| {
        widgets::icon(ui, icons::ICON_CHECK_CIRCLE, theme::ICON_LARGE, palette.done);
        ui.label(theme::weak_text("Both models say the same of every photo", palette));
    });
}

fn titles(state: &State) -> [String; 2] {
    let models = state.compare.opinions.as_ref().map(|o| o.models.clone()).unwrap_or_default();
    models.map(|name| state.models.list.title(&name).to_owned())
}

/// What they confuse most; a click shows only those photos.
fn pairs_ui(ui: &mut Ui, state: &State, set: &LabelSet, comparison: &SetComparison, actions: &mut Actions) {
    let palette = theme::palette(ui);
    let titles = titles(state);
    ui.spacing_mut().item_spacing.y = 0.0;
    ui.horizontal(|ui| {
        ui.add_space(space::S);
        ui.add(Label::new(theme::caption_text(format!("{} · {}", titles[0], titles[1]), palette)).truncate());
    });
    ui.add_space(space::XS);
    ScrollArea::vertical().id_salt("pairs").auto_shrink(false).show(ui, |ui| {
        widgets::named_region(ui, "What they confuse", Role::List, |ui| {
            let all = comparison.differ.len() as u64;
            let name = format!("All disagreements, {}", human::count(all));
            if pair_ui(ui, "All disagreements", all, name, state.compare.pair.is_none()) {
                actions.push(Action::Compare(Wish::Pair(None)));
            }
            for (pair, photos) in &comparison.pairs {
                let [left, right] = [0, 1].map(|side| format::label(set, pair, side));
                let name = format!("{} says {left}, {} says {right}: {}", titles[0], titles[1], human::photos(*photos));
                let on = state.compare.pair == Some(*pair);
                if pair_ui(ui, &format!("{left} · {right}"), *photos, name, on) {
                    actions.push(Action::Compare(Wish::Pair((!on).then_some(*pair))));
                }
            }
        });
    });
}

fn pair_ui(ui: &mut Ui, words: &str, photos: u64, name: String, selected: bool) -> bool {
    let count = Some(human::count(photos));
    let spec = RowSpec { words, count, icon: None, selected, indent: 0.0, name: name.clone(), room_right: 0.0 };
    widgets::row_ui(ui, &spec).on_hover_text(name).clicked()
}

fn photos_ui(ui: &mut Ui, state: &State, set: &LabelSet, textures: &mut Textures, actions: &mut Actions) {
    let area = ui.available_rect_before_wrap();
    let listed = &state.compare.listed;
    let layout = Layout::new(area.width(), state.settings.thumbnail_size, listed.len()).with_lines(2);
    let surface = layout::surface_ui(ui, grid::focus_id(), area, "Photos, worst first", listed.len());
    let side = &state.compare.sides[0];
    let titles = titles(state);
    let turn = Turn { to_top: side.to_top, reveal: side.reveal };
    layout::scrolled_ui(ui, grid::focus_id(), layout, area, turn, |ui, place| {
        for index in layout.cells_of(&place.rows()) {
            let response = cell_ui(ui, state, set, &listed[index], &titles, place.rect(index), textures);
            let Some(response) = response else { continue };
            if response.clicked() || response.double_clicked() {
                ui.memory_mut(|m| m.request_focus(grid::focus_id()));
                actions.push(Action::Compare(Wish::Move(0, index, By::Click)));
            }
            if response.double_clicked() {
                actions.run(UiCommand::Loupe);
            }
        }
        for index in place.near() {
            if let Some(photo) = state.library.photo(listed[index].photo) {
                textures.prefetch(photo);
            }
        }
    });
    if surface.clicked() || state.go_to == Some(Region::Photos) {
        surface.request_focus();
    }
    widgets::focus_edge(ui, &surface);
    actions.push(Action::Compare(Wish::LaidOut(
        0,
        Drawn { columns: layout.columns, rows_per_page: layout.rows_per_page(area.height()), turn },
    )));
}

fn cell_ui(
    ui: &mut Ui,
    state: &State,
    set: &LabelSet,
    differ: &Differ,
    titles: &[String; 2],
    rect: egui::Rect,
    textures: &mut Textures,
) -> Option<egui::Response> {
    let photo = state.library.photo(differ.photo)?;
    let lines = [0, 1].map(|side| format!("{} · {}", format::opinion(set, differ, side), titles[side]));
    let chosen = state.compare.sides[0].cursor == Some(photo.id);
    let cell = Cell {
        photo,
        thumb: textures.get(photo),
        score: None,
        best_score: 0.0,
        selected: chosen,
        tagged: decided(state, set, photo.id),
        cursor: chosen,
        stack: None,
        odd: false,
        beside: None,
        lines: &lines,
    };
    Some(cell::cell_ui(ui, rect, &cell))
}

/// Somebody said already what the photo is in this set.
fn decided(state: &State, set: &LabelSet, photo: PhotoId) -> bool {
    state.tags.book.accepted(photo).any(|tag| tag.set == set.id)
}
