//! One photo as large as there is room for, whole or zoomed into: the picture of the loupe and of the review.

use super::common::Common;
use super::ctx::Ctx;
use super::effect::Effect;
use super::output::Output;
use super::photo_menu::photo_menu_ui;
use super::view::Zoom;
use crate::kit::pictures::Pictures;
use crate::kit::preview::{MOST_PX, Picture};
use crate::kit::theme::{self, space};
use crate::kit::widgets;
use base::Photo;
use egui::accesskit::Role;
use egui::{Color32, Rect, Sense, Ui, Vec2, WidgetInfo, vec2};

/// Draws the photo in `room`.
pub fn picture_ui<M>(ui: &mut Ui, room: Rect, ctx: &Ctx, photo: &Photo, pictures: &mut Pictures, out: &mut Output<M>) {
    let palette = theme::palette(ui);
    let response = ui.interact(room, ui.scope_id().with("loupe"), Sense::click_and_drag());
    let name = format!("{}, large", photo.name());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &name));
    let ppp = ui.pixels_per_point();
    let full = vec2(photo.width.max(1) as f32, photo.height.max(1) as f32);
    let zoomed = ctx.zoom.zoomed;
    let side_px = if zoomed { full.max_elem() } else { (room.width().max(room.height()) * ppp).min(full.max_elem()) };
    pictures.preview.want(photo.id, (side_px.ceil() as u32).clamp(1, MOST_PX));
    let painter = ui.painter().with_clip_rect(room);
    painter.rect_filled(room, theme::RADIUS, palette.well);
    let tint = if photo.missing { palette.dimmed } else { Color32::WHITE };
    match pictures.large(photo) {
        Picture::Sharp(texture, size) | Picture::Rough(texture, size) => {
            let rect = if zoomed {
                Rect::from_center_size(room.center() - ctx.zoom.centre * full / ppp, full / ppp)
            } else {
                // The shape comes from the texture: a thumbnail and its photo then lie on one another exactly.
                widgets::fit(room.shrink(space::S), size, (full.max_elem() / size.max_elem() / ppp).max(theme::ENLARGE / ppp))
            };
            widgets::paint_picture(&painter, rect, texture, tint);
        }
        Picture::Broken(reason) => widgets::broken_picture_ui(ui, room, &reason),
        Picture::Waiting => {}
    }
    if zoomed {
        pan(ui, room, &response, full / ppp, ctx.zoom.centre, out);
    }
    if response.double_clicked() {
        out.run(Common::Zoom);
    }
    response.context_menu(|ui| photo_menu_ui(ui, ctx, photo.id, out));
}

fn pan<M>(ui: &Ui, room: Rect, response: &egui::Response, full: Vec2, centre: Vec2, out: &mut Output<M>) {
    let wheel = if response.hovered() { ui.input(egui::InputState::smooth_scroll_delta) } else { Vec2::ZERO };
    let moved = response.drag_delta() + wheel;
    let most = ((full - room.size()) / 2.0 / full).max(Vec2::ZERO);
    let target = (centre - moved / full).clamp(-most, most);
    if target != centre {
        out.effect(Effect::Zoom(Zoom { zoomed: true, centre: target }));
    }
    ui.ctx().set_cursor_icon(if response.dragged() { egui::CursorIcon::Grabbing } else { egui::CursorIcon::Default });
}
