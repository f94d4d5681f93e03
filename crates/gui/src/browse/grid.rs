//! The grid of thumbnails: only the rows in view are laid out and drawn, however many photos there are.

use crate::browse::menus;
use crate::kit::cell::{self, Cell};
use crate::kit::layout::{self, Layout, Place, Turn};
use crate::kit::textures::Textures;
use crate::kit::theme::{self, space};
use crate::products;
use crate::shell::actions::{Action, Actions};
use crate::shell::selection::Reach;
use crate::shell::state::State;
use egui::style::ScrollAnimation;
use egui::{Id, Pos2, Rect, Response, Stroke, StrokeKind, Ui, vec2};

/// The id that has the keyboard's focus while the arrow keys move in the grid.
pub fn focus_id() -> Id {
    Id::unique("photos")
}

/// The same for the right grid of a comparison; its left one has the grid's own.
pub fn other_focus_id() -> Id {
    focus_id().with("other")
}

/// The arrow keys move between photos while this has the focus.
pub fn is_photos(id: Id) -> bool {
    id == focus_id() || id == other_focus_id()
}

/// Draws the grid.
pub fn grid_ui(ui: &mut Ui, state: &State, textures: &mut Textures) -> Actions {
    let mut actions = Actions::default();
    let area = ui.available_rect_before_wrap();
    let layout = Layout::new(area.width(), state.settings.thumbnail_size, state.shown.hits.len());
    let background = layout::surface_ui(ui, focus_id(), area, "Photos", state.shown.hits.len());
    let turn = Turn { to_top: state.grid.to_top, reveal: state.grid.reveal };
    layout::scrolled_ui(ui, focus_id(), layout, area, turn, |ui, place| {
        cells_ui(ui, state, textures, place, &mut actions);
        band_ui(ui, &background, place, &mut actions);
    });
    actions.push(Action::LaidOut { columns: layout.columns, rows_per_page: layout.rows_per_page(area.height()) });
    actions
}

fn cells_ui(ui: &mut Ui, state: &State, textures: &mut Textures, place: &Place, actions: &mut Actions) {
    let cursor = state.selection.cursor();
    let focused = ui.memory(|m| m.has_focus(focus_id()));
    for index in place.layout.cells_of(&place.rows()) {
        let hit = state.shown.hits[index];
        let Some(photo) = state.library.photo(hit.photo) else { continue };
        let cell = Cell {
            photo,
            thumb: textures.get(photo),
            score: hit.score,
            best_score: state.shown.best_score,
            selected: state.selection.contains(photo.id),
            tagged: state.tags.book.accepted(photo.id).next().is_some(),
            cursor: focused && cursor == Some(photo.id),
            stack: products::stack(state, photo.id),
            odd: state.odd.contains(photo.id),
            beside: None,
            lines: &[],
        };
        let response = cell::cell_ui(ui, place.rect(index), &cell);
        clicks(ui, &response, index, &cell, state, actions);
        response.context_menu(|ui| actions.extend(menus::photo_menu_ui(ui, state, photo.id)));
    }
    for index in place.near() {
        if let Some(photo) = state.library.photo(state.shown.hits[index].photo) {
            textures.prefetch(photo);
        }
    }
}

fn clicks(ui: &Ui, response: &Response, index: usize, cell: &Cell<'_>, state: &State, actions: &mut Actions) {
    let modifiers = ui.input(|i| i.modifiers);
    if response.double_clicked() {
        actions.push(products::opening(state, index));
    } else if response.clicked() {
        let reach = match (modifiers.shift, modifiers.command) {
            (true, _) => Reach::Extend,
            (false, true) => Reach::Toggle,
            (false, false) => Reach::Only,
        };
        actions.push(Action::Pick(index, reach));
    } else if response.secondary_clicked() && !cell.selected {
        actions.push(Action::Pick(index, Reach::Only));
    }
    if response.clicked() || response.secondary_clicked() {
        ui.memory_mut(|m| m.request_focus(focus_id()));
    }
}

/// Rubber band, and clicks on nothing.
fn band_ui(ui: &mut Ui, background: &Response, place: &Place, actions: &mut Actions) {
    let id = focus_id().with("band");
    let modifiers = ui.input(|i| i.modifiers);
    // With the pointer only: Enter on a focused widget counts as a click, too, and must not undo what it has just selected.
    if background.clicked_by(egui::PointerButton::Primary) {
        ui.memory_mut(|m| m.request_focus(focus_id()));
        if !modifiers.any() {
            actions.push(Action::SelectNone);
        }
    }
    if background.drag_started_by(egui::PointerButton::Primary)
        && let Some(origin) = ui.input(|i| i.pointer.press_origin())
    {
        ui.memory_mut(|m| m.request_focus(focus_id()));
        ui.data_mut(|d| d.insert_temp(id, place.inside(origin)));
        actions.push(Action::BeginBand);
    }
    let (Some(origin), Some(pointer)) = (ui.data(|d| d.get_temp::<Pos2>(id)), ui.input(|i| i.pointer.interact_pos())) else { return };
    if !background.dragged_by(egui::PointerButton::Primary) {
        ui.data_mut(|d| d.remove::<Pos2>(id));
        return;
    }
    let band = Rect::from_two_pos(origin, place.inside(pointer));
    actions.push(Action::Band { cells: place.layout.cells_in(band), keep: modifiers.command || modifiers.shift });
    let beyond = (pointer.y - place.area.bottom()).max(0.0) - (place.area.top() - pointer.y).max(0.0);
    if beyond != 0.0 {
        ui.scroll_with_delta_animation(vec2(0.0, -beyond.clamp(-space::XL, space::XL)), ScrollAnimation::none());
        ui.ctx().request_repaint();
    }
    let palette = theme::palette(ui);
    let seen = band.translate(place.area.min.to_vec2() - vec2(0.0, place.scrolled)).intersect(place.area);
    ui.painter().rect(seen, 0.0, palette.accent.gamma_multiply(0.15), Stroke::new(1.0, palette.accent), StrokeKind::Inside);
}
