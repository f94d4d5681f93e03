//! One photo as large as there is room for, whole or zoomed into: the picture of the loupe, of the survey and of the review.

use super::ctx::Ctx;
use super::effect::Effect;
use super::output::Output;
use super::photo_menu::photo_menu_ui;
use super::zoom::{Lens, Scale, Turn, Zoom};
use crate::kit::pictures::Pictures;
use crate::kit::preview::Picture;
use crate::kit::theme::{self, space};
use crate::kit::widgets;
use base::Photo;
use egui::accesskit::Role;
use egui::{Align2, Color32, CursorIcon, InputState, Painter, Rect, Response, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, vec2};

/// A turn of the wheel by so many points doubles the size.
const WHEEL_POINTS: f32 = 160.0;
/// Up to so many times the room's size a photo is decoded at the size it is shown at; beyond it every pixel is.
const SHRUNK: f32 = 1.25;

/// Draws the photo in `room`. A click shows every pixel of what is under the pointer. Answers where all of it lies, in its room or beyond.
pub fn picture_ui<M>(ui: &mut Ui, room: Rect, ctx: &Ctx, photo: &Photo, pictures: &mut Pictures, out: &mut Output<M>) -> Rect {
    let response = ui.interact(room, ui.scope_id().with("loupe"), Sense::click_and_drag());
    let name = format!("{}, large", photo.name());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &name));
    ui.painter().rect_filled(room, theme::RADIUS, theme::palette(ui).well);
    let mut zoom = ctx.zoom;
    if response.clicked_by(egui::PointerButton::Primary) {
        zoom.turn = Some(Turn::Toggle);
    }
    let zoom = looked_at_ui(ui, room, &response, photo, zoom, pictures);
    if zoom != ctx.zoom {
        out.effect(Effect::Zoom(zoom));
    }
    if response.hovered() && matches!(zoom.scale, Scale::Fit) {
        ui.ctx().set_cursor_icon(CursorIcon::ZoomIn);
    }
    response.context_menu(|ui| photo_menu_ui(ui, ctx, photo.id, out));
    Lens { room, full: pictures.preview.full_size(photo), ppp: ui.pixels_per_point() }.rect(&zoom)
}

/// Draws the photo as it is looked at, after what the pointer does to that. Answers how it is looked at now.
pub fn looked_at_ui(ui: &mut Ui, room: Rect, response: &Response, photo: &Photo, before: Zoom, pictures: &mut Pictures) -> Zoom {
    let lens = Lens { room, full: pictures.preview.full_size(photo), ppp: ui.pixels_per_point() };
    let zoom = moved(ui, &lens, response, before);
    let painter = ui.painter().with_clip_rect(room.intersect(ui.clip_rect()));
    let pixels = wants_pixels(&lens, &zoom, photo, pictures);
    let tint = if photo.missing { theme::palette(ui).dimmed } else { Color32::WHITE };
    let rect = lens.rect(&zoom);
    let decoded = match pictures.large(photo) {
        Picture::Sharp(texture, _) => {
            widgets::paint_picture(&painter, rect, texture, tint);
            true
        }
        Picture::Rough(texture, _) => {
            widgets::paint_picture(&painter, rect, texture, tint);
            false
        }
        Picture::Broken(reason) => {
            widgets::broken_picture_ui(ui, room, &reason);
            return zoom;
        }
        Picture::Waiting => false,
    };
    let (complete, refused) = match pictures.preview.pixels(photo.id).filter(|_| pixels) {
        Some(Ok(tiles)) => (tiles.paint(&painter, rect, tint), None),
        Some(Err(reason)) => (true, Some(format!("Not every pixel can be shown: {reason}"))),
        None => (decoded && !pixels, None),
    };
    if !complete {
        ui.ctx().accesskit_node_builder(response.id, egui::accesskit::Node::set_busy);
    }
    let gone = photo.missing.then(|| "The file of this photo is gone".to_owned());
    if let Some(words) = gone.or(refused) {
        told_ui(ui, &painter, room, &words);
    }
    zoom
}

/// What keys asked for, the wheel, and the pointer that draws the photo.
fn moved(ui: &Ui, lens: &Lens, response: &Response, before: Zoom) -> Zoom {
    let mut zoom = before;
    let pointer = response.hover_pos();
    let at = pointer.filter(|at| lens.room.contains(*at)).unwrap_or_else(|| lens.room.center());
    if let Some(turn) = zoom.turn.take() {
        zoom = lens.turned(&zoom, turn, at);
    }
    if response.hovered() {
        let (wheel, pinch) = ui.input(|i| (InputState::smooth_scroll_delta(i).y, i.zoom_delta()));
        let factor = (wheel / WHEEL_POINTS).exp2() * pinch;
        if (factor - 1.0).abs() > f32::EPSILON {
            zoom = lens.turned(&zoom, Turn::By(factor), at);
        }
    }
    if response.drag_delta() != Vec2::ZERO {
        zoom = lens.dragged(&zoom, response.drag_delta());
    }
    if lens.hides_parts(zoom.scale) && response.hovered() {
        ui.ctx().set_cursor_icon(if response.dragged() { CursorIcon::Grabbing } else { CursorIcon::Grab });
    }
    zoom
}

/// The size at which the photo is decoded, screen pixels of its longer side, and whether every pixel is wanted beside it.
fn wanted(lens: &Lens, zoom: &Zoom) -> (f32, bool) {
    let most = lens.full.max_elem();
    let shown = (lens.times(zoom.scale) * most).min(most);
    let shrunk = lens.room.size().max_elem() * lens.ppp * SHRUNK;
    let whole = shown > shrunk;
    (if whole { lens.times(Scale::Fit).min(1.0) * most } else { shown }, whole)
}

/// Asks for the photo at the size that it is shown at. True where every pixel is wanted.
fn wants_pixels(lens: &Lens, zoom: &Zoom, photo: &Photo, pictures: &mut Pictures) -> bool {
    let (side_px, whole) = wanted(lens, zoom);
    pictures.preview.want(photo.id, side_px);
    if whole {
        pictures.preview.want_whole(photo);
    }
    whole
}

/// The photo is likely to be looked at next in the same way.
pub fn prefetch(room: Rect, ppp: f32, zoom: &Zoom, photo: &Photo, pictures: &mut Pictures) {
    pictures.textures.prefetch(photo);
    let (side_px, whole) = wanted(&Lens { room, full: pictures.preview.full_size(photo), ppp }, zoom);
    pictures.preview.want_ahead(photo.id, side_px);
    if whole {
        pictures.preview.want_whole_ahead(photo);
    }
}

/// A plate at the foot of the picture.
fn told_ui(ui: &Ui, painter: &Painter, room: Rect, words: &str) {
    let palette = theme::palette(ui);
    let galley = widgets::elided(painter, words, &theme::body(), palette.strong, room.width() - 4.0 * space::M);
    let foot = room.center_bottom() - vec2(0.0, space::M);
    let plate = Align2::CENTER_BOTTOM.anchor_size(foot, galley.size() + 2.0 * vec2(space::M, space::XS));
    painter.rect(plate, theme::RADIUS, palette.float, Stroke::new(1.0, palette.doubtful), StrokeKind::Inside);
    painter.galley(plate.min + vec2(space::M, space::XS), galley, palette.strong);
    let response = ui.interact(plate, ui.scope_id().with("picture told"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
}
