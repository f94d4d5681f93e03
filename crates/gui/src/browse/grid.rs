//! The grid of thumbnails: only the rows in view are laid out and drawn, however many photos there are.

use super::msg::Msg;
use super::state::Browse;
use crate::kit::cell::{self, Cell};
use crate::kit::layout::{self, Layout, Placement, Turn};
use crate::kit::pictures::Pictures;
use crate::kit::theme::{self, space};
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::focus;
use crate::shell::output::Output;
use crate::shell::photo_menu::photo_menu_ui;
use crate::shell::products;
use crate::shell::selection::Reach;
use crate::shell::stacks;
use egui::style::ScrollAnimation;
use egui::{Pos2, Rect, Response, Stroke, StrokeKind, Ui, vec2};
use engine::protocol::FoundBy;

/// Draws the grid.
pub fn grid_ui(ui: &mut Ui, ctx: &Ctx, browse: &Browse, pictures: &mut Pictures) -> Output<Msg> {
    let mut out = Output::default();
    let area = ui.available_rect_before_wrap();
    let layout = Layout::new(area.width(), ctx.settings.thumbnail_size, ctx.shown.hits.len());
    let background = layout::surface_ui(ui, focus::photos(), area, "Photos", ctx.shown.hits.len());
    let turn = Turn { to_top: browse.grid.to_top, reveal: browse.grid.reveal };
    layout::scrolled_ui(ui, focus::photos(), layout, area, turn, |ui, place| {
        cells_ui(ui, ctx, pictures, place, &mut out);
        band_ui(ui, &background, place, &mut out);
    });
    out.msg(Msg::LaidOut { columns: layout.columns, rows_per_page: layout.rows_per_page(area.height()) });
    out
}

fn cells_ui(ui: &mut Ui, ctx: &Ctx, pictures: &mut Pictures, place: &Placement, out: &mut Output<Msg>) {
    let (cursor, several) = (ctx.selection.cursor(), ctx.selection.count() > 1);
    let focused = ui.memory(|m| m.has_focus(focus::photos()));
    for index in place.layout.cells_of(&place.rows()) {
        let hit = ctx.shown.hits[index];
        let Some(photo) = ctx.library.photo(hit.photo) else { continue };
        let cell = Cell {
            photo,
            sku: products::stack(ctx, photo.id).and(products::of(ctx, photo.id)).map(|product| product.sku.as_str()),
            thumb: pictures.textures.get(photo),
            score: hit.score,
            best_score: ctx.shown.best_score,
            selected: ctx.selection.contains(photo.id),
            by_text: hit.by != FoundBy::Picture,
            tagged: ctx.tags.book.accepted(photo.id).next().is_some(),
            marks: ctx.tags.book.marks.of(photo.id),
            cursor: (focused || several) && cursor == Some(photo.id),
            among_several: several,
            stack: products::stack(ctx, photo.id).or_else(|| stacks::closed(ctx, photo.id).map(|photos| photos.len() as u64)),
            in_stack: stacks::place(ctx, photo.id),
            odd: ctx.odd.contains(photo.id),
            beside: None,
            lines: &[],
        };
        let response = cell::cell_ui(ui, place.rect(index), &cell);
        clicks(ui, &response, index, &cell, ctx, out);
        response.context_menu(|ui| photo_menu_ui(ui, ctx, photo.id, out));
    }
    for index in place.near() {
        if let Some(photo) = ctx.library.photo(ctx.shown.hits[index].photo) {
            pictures.textures.prefetch(photo);
        }
    }
}

fn clicks(ui: &Ui, response: &Response, index: usize, cell: &Cell<'_>, ctx: &Ctx, out: &mut Output<Msg>) {
    let modifiers = ui.input(|i| i.modifiers);
    if response.double_clicked() {
        for effect in products::opening(ctx, index) {
            out.effect(effect);
        }
    } else if response.clicked() {
        let reach = match (modifiers.shift, modifiers.command) {
            (true, _) => Reach::Extend,
            (false, true) => Reach::Toggle,
            (false, false) => Reach::Only,
        };
        out.effect(Effect::Pick(index, reach));
    } else if response.secondary_clicked() && !cell.selected {
        out.effect(Effect::Pick(index, Reach::Only));
    }
    if response.clicked() || response.secondary_clicked() {
        ui.memory_mut(|m| m.request_focus(focus::photos()));
    }
}

/// Rubber band, and clicks on nothing.
fn band_ui(ui: &mut Ui, background: &Response, place: &Placement, out: &mut Output<Msg>) {
    let id = focus::photos().with("band");
    let modifiers = ui.input(|i| i.modifiers);
    // With the pointer only: Enter on a focused widget counts as a click, too, and must not undo what it has just selected.
    if background.clicked_by(egui::PointerButton::Primary) {
        ui.memory_mut(|m| m.request_focus(focus::photos()));
        if !modifiers.any() {
            out.effect(Effect::SelectNone);
        }
    }
    if background.drag_started_by(egui::PointerButton::Primary)
        && let Some(origin) = ui.input(|i| i.pointer.press_origin())
    {
        ui.memory_mut(|m| m.request_focus(focus::photos()));
        ui.data_mut(|d| d.insert_temp(id, place.inside(origin)));
        out.effect(Effect::BeginBand);
    }
    let (Some(origin), Some(pointer)) = (ui.data(|d| d.get_temp::<Pos2>(id)), ui.input(|i| i.pointer.interact_pos())) else { return };
    if !background.dragged_by(egui::PointerButton::Primary) {
        ui.data_mut(|d| d.remove::<Pos2>(id));
        return;
    }
    let band = Rect::from_two_pos(origin, place.inside(pointer));
    out.effect(Effect::Band { cells: place.layout.cells_in(band), keep: modifiers.command || modifiers.shift });
    let beyond = (pointer.y - place.area.bottom()).max(0.0) - (place.area.top() - pointer.y).max(0.0);
    if beyond != 0.0 {
        ui.scroll_with_delta_animation(vec2(0.0, -beyond.clamp(-space::XL, space::XL)), ScrollAnimation::none());
        ui.ctx().request_repaint();
    }
    let palette = theme::palette(ui);
    let seen = band.translate(place.area.min.to_vec2() - vec2(0.0, place.scrolled)).intersect(place.area);
    ui.painter().rect(seen, 0.0, palette.accent.gamma_multiply(0.15), Stroke::new(1.0, palette.accent), StrokeKind::Inside);
}
