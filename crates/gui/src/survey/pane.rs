//! One of the photos side by side: its picture, its name and marks, and what the pointer can do with it.

use super::msg::Msg;
use super::state::Survey;
use crate::kit::mark_strip;
use crate::kit::pictures::Pictures;
use crate::kit::theme::{self, space};
use crate::kit::widgets;
use crate::shell::common::Common;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::focus;
use crate::shell::output::Output;
use crate::shell::photo_menu::photo_menu_ui;
use crate::shell::picture::looked_at_ui;
use base::{Flag, Photo};
use egui::accesskit::Role;
use egui::{Align, Layout, PointerButton, Rect, Response, Sense, Stroke, StrokeKind, Ui, UiBuilder, WidgetInfo, pos2, vec2};
use egui_material_icons::icons;

/// A photo in its cell.
pub struct Pane<'a> {
    pub photo: &'a Photo,
    pub cell: Rect,
    /// Which one it is, from 1, and of how many.
    pub place: (usize, usize),
    /// Keys that zoom are carried out here.
    pub turns: bool,
}

/// Where the picture lies in a cell.
pub fn room(cell: Rect) -> Rect {
    Rect::from_min_max(cell.min, pos2(cell.right(), cell.bottom() - theme::CAPTION_ROOM))
}

/// Draws the pane.
pub fn pane_ui(ui: &mut Ui, ctx: &Ctx, survey: &Survey, pane: &Pane<'_>, pictures: &mut Pictures, out: &mut Output<Msg>) {
    let (photo, palette) = (pane.photo, theme::palette(ui));
    let room = room(pane.cell);
    let response = ui.interact(pane.cell, ui.scope_id().with(("pane", photo.id)), Sense::CLICK | Sense::DRAG);
    name_for_readers(ui, &response, ctx, survey, pane);
    let cursor = survey.photo() == Some(photo.id);
    ui.painter().rect_filled(pane.cell, theme::RADIUS, if cursor { palette.card_hover } else { palette.card });
    ui.painter().rect_filled(room.shrink(theme::RING), theme::THUMB_RADIUS, palette.well);
    picture_ui(ui, ctx, survey, pane, &response, pictures, out);
    let marks = ctx.tags.book.marks.of(photo.id);
    if marks.flag == Some(Flag::Reject) {
        ui.painter().rect_filled(room.shrink(theme::RING), theme::THUMB_RADIUS, palette.window.gamma_multiply(theme::REJECTED));
    }
    mark_strip::paint_badges(ui.painter(), room.shrink(theme::RING), marks, palette);
    caption_ui(ui, survey, pane);
    if cursor {
        ui.painter().rect_stroke(pane.cell, theme::RADIUS, Stroke::new(theme::RING, palette.accent), StrokeKind::Inside);
    }
    if ui.rect_contains_pointer(pane.cell) && !response.dragged() {
        buttons_ui(ui, survey, pane, out);
    }
    clicks(ui, &response, ctx, photo, out);
}

fn picture_ui(
    ui: &mut Ui,
    ctx: &Ctx,
    survey: &Survey,
    pane: &Pane<'_>,
    response: &Response,
    pictures: &mut Pictures,
    out: &mut Output<Msg>,
) {
    let photo = pane.photo;
    let still = survey.zoom_of(ctx, photo.id);
    let mut before = still;
    before.turn = ctx.zoom.turn.filter(|_| pane.turns);
    let zoom = looked_at_ui(ui, room(pane.cell).shrink(theme::RING), response, photo, before, pictures);
    if zoom == still {
        return;
    }
    if ctx.looks.apart {
        out.msg(Msg::Look(photo.id, zoom));
    } else {
        out.effect(Effect::Zoom(zoom));
    }
    // Those that were drawn before this one follow.
    ui.ctx().request_repaint();
}

fn name_for_readers(ui: &Ui, response: &Response, ctx: &Ctx, survey: &Survey, pane: &Pane<'_>) {
    let (place, of) = pane.place;
    let marks = ctx.tags.book.marks.of(pane.photo.id);
    let held = if survey.held == Some(pane.photo.id) { ", held" } else { "" };
    let marked = if marks.is_empty() { String::new() } else { format!(", {}", marks.words()) };
    let missing = if pane.photo.missing { ", missing" } else { "" };
    let name = format!("{}, {place} of {of}{held}{missing}{marked}", pane.photo.name());
    response.widget_info(|| WidgetInfo::labeled(Role::ListBoxOption, true, &name));
    let cursor = survey.photo() == Some(pane.photo.id);
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_selected(cursor));
}

fn caption_ui(ui: &Ui, survey: &Survey, pane: &Pane<'_>) {
    let palette = theme::palette(ui);
    let mut line = Rect::from_min_max(pos2(pane.cell.left(), room(pane.cell).bottom()), pane.cell.max).shrink2(vec2(space::S, 0.0));
    if survey.held == Some(pane.photo.id) {
        let centre = pos2(line.left() + theme::ICON_SMALL / 2.0, line.center().y);
        widgets::paint_icon(ui.painter(), centre, icons::ICON_KEEP, theme::ICON_SMALL, palette.accent);
        *line.left_mut() += theme::ICON_SMALL + space::XS;
    }
    let colour = if survey.photo() == Some(pane.photo.id) { palette.strong } else { palette.text };
    widgets::paint_elided(ui.painter(), line, &pane.photo.name(), &theme::caption(), colour);
}

/// Under the pointer: hold it, or take it out.
fn buttons_ui(ui: &mut Ui, survey: &Survey, pane: &Pane<'_>, out: &mut Output<Msg>) {
    let (photo, palette) = (pane.photo, theme::palette(ui));
    let room = room(pane.cell);
    let name = photo.name();
    let hold = survey.photos.len() > 1 && survey.held != Some(photo.id);
    let count = usize::from(hold) + usize::from(survey.can_take_out());
    if count == 0 || room.width() < 3.0 * theme::CONTROL {
        return;
    }
    let size = vec2(count as f32 * theme::CONTROL, theme::CONTROL);
    let plate = Rect::from_min_size(room.min + vec2(space::S, space::S), size);
    ui.painter().rect_filled(plate, theme::RADIUS, palette.float);
    let builder = UiBuilder::new().max_rect(plate).id_salt(("pane buttons", photo.id)).layout(Layout::left_to_right(Align::Center));
    let mut ui = ui.new_child(builder);
    ui.spacing_mut().item_spacing.x = 0.0;
    if survey.can_take_out() && widgets::icon_button(&mut ui, icons::ICON_CLOSE, &format!("Take {name} out")).clicked() {
        out.msg(Msg::TakeOut(photo.id));
    }
    if hold && widgets::icon_button(&mut ui, icons::ICON_KEEP, &format!("Hold {name} against the others")).clicked() {
        out.msg(Msg::Hold(photo.id));
    }
}

fn clicks(ui: &Ui, response: &Response, ctx: &Ctx, photo: &Photo, out: &mut Output<Msg>) {
    let pressed = response.clicked_by(PointerButton::Primary) || response.secondary_clicked() || response.drag_started();
    if pressed {
        ui.memory_mut(|m| m.request_focus(focus::photos()));
        out.msg(Msg::Move(photo.id));
    }
    if response.double_clicked() {
        out.run(Common::Loupe);
    }
    response.context_menu(|ui| photo_menu_ui(ui, ctx, photo.id, out));
}
