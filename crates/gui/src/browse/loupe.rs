//! One photo, large. Arrows move on, Z shows every pixel, G or Esc goes back to the grid.

use crate::browse::inspector::broken_ui;
use crate::browse::menus;
use crate::kit::preview::{MOST_PX, Picture};
use crate::kit::textures::Textures;
use crate::kit::theme::{self, space};
use crate::kit::widgets;
use crate::shell::actions::{Action, Actions};
use crate::shell::command::UiCommand;
use crate::shell::state::State;
use base::{Photo, human};
use egui::accesskit::Role;
use egui::{Align, Color32, Layout, Rect, Sense, Ui, Vec2, WidgetInfo, vec2};
use egui_material_icons::icons;

/// Draws the loupe.
pub fn loupe_ui(ui: &mut Ui, state: &State, textures: &mut Textures) -> Actions {
    let mut actions = Actions::default();
    let palette = theme::palette(ui);
    let Some(photo) = state.current() else {
        actions.run(UiCommand::Grid);
        return actions;
    };
    egui::Panel::bottom("loupe bar")
        .exact_size(theme::TOOL_ROW)
        .resizable(false)
        .frame(theme::panel_frame(palette.window, vec2(space::M, 0.0)))
        .show_separator_line(false)
        .show(ui, |ui| bar_ui(ui, state, photo, &mut actions));
    let room = ui.available_rect_before_wrap().shrink(space::M);
    picture_ui(ui, room, state, photo, textures, &mut actions);
    // The neighbours' thumbnails stand in until the photos themselves are decoded.
    if let Some(at) = state.current_index() {
        for i in at.saturating_sub(2)..(at + 3).min(state.shown.hits.len()) {
            if let Some(photo) = state.library.photo(state.shown.hits[i].photo) {
                textures.prefetch(photo);
            }
        }
    }
    actions
}

/// The photo in `room`, whole or zoomed into.
pub fn picture_ui(ui: &mut Ui, room: Rect, state: &State, photo: &Photo, textures: &mut Textures, actions: &mut Actions) {
    let palette = theme::palette(ui);
    let response = ui.interact(room, ui.scope_id().with("loupe"), Sense::click_and_drag());
    let name = format!("{}, large", photo.name());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &name));
    let ppp = ui.pixels_per_point();
    let full = vec2(photo.width.max(1) as f32, photo.height.max(1) as f32);
    let zoomed = state.loupe.zoomed;
    let side_px = if zoomed { full.max_elem() } else { (room.width().max(room.height()) * ppp).min(full.max_elem()) };
    actions.push(Action::WantPreview(photo.id, (side_px.ceil() as u32).clamp(1, MOST_PX)));
    let painter = ui.painter().with_clip_rect(room);
    painter.rect_filled(room, theme::RADIUS, palette.well);
    let tint = if photo.missing { palette.dimmed } else { Color32::WHITE };
    match state.preview.picture(photo, textures) {
        Picture::Sharp(texture, size) | Picture::Rough(texture, size) => {
            let rect = if zoomed {
                Rect::from_center_size(room.center() - state.loupe.centre * full / ppp, full / ppp)
            } else {
                // The shape comes from the texture: a thumbnail and its photo then lie on one another exactly.
                widgets::fit(room.shrink(space::S), size, (full.max_elem() / size.max_elem() / ppp).max(theme::ENLARGE / ppp))
            };
            widgets::paint_picture(&painter, rect, texture, tint);
        }
        Picture::Broken(reason) => broken_ui(ui, room, &reason),
        Picture::Waiting => {}
    }
    if zoomed {
        pan(ui, room, &response, full / ppp, state.loupe.centre, actions);
    }
    if response.double_clicked() {
        actions.run(UiCommand::Zoom);
    }
    response.context_menu(|ui| actions.extend(menus::photo_menu_ui(ui, state, photo.id)));
}

fn pan(ui: &Ui, room: Rect, response: &egui::Response, full: Vec2, centre: Vec2, actions: &mut Actions) {
    let wheel = if response.hovered() { ui.input(egui::InputState::smooth_scroll_delta) } else { Vec2::ZERO };
    let moved = response.drag_delta() + wheel;
    let most = ((full - room.size()) / 2.0 / full).max(Vec2::ZERO);
    let target = (centre - moved / full).clamp(-most, most);
    if target != centre {
        actions.push(Action::Pan(target));
    }
    ui.ctx().set_cursor_icon(if response.dragged() { egui::CursorIcon::Grabbing } else { egui::CursorIcon::Default });
}

fn bar_ui(ui: &mut Ui, state: &State, photo: &Photo, actions: &mut Actions) {
    let palette = theme::palette(ui);
    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
        if widgets::button(ui, Some(icons::ICON_GRID_VIEW), "Grid").on_hover_text("G").clicked() {
            actions.run(UiCommand::Grid);
        }
        if widgets::icon_button(ui, icons::ICON_ARROW_BACK, "Previous photo").clicked() {
            actions.push(Action::Step(-1));
        }
        if widgets::icon_button(ui, icons::ICON_ARROW_FORWARD, "Next photo").clicked() {
            actions.push(Action::Step(1));
        }
        if widgets::icon_toggle(ui, state.loupe.zoomed, icons::ICON_ZOOM_IN, "Zoom to every pixel (Z)").clicked() {
            actions.run(UiCommand::Zoom);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if let Some(at) = state.current_index() {
                let of = state.shown.hits.len() as u64;
                ui.label(theme::weak_text(format!("{} of {}", human::count(at as u64 + 1), human::count(of)), palette));
                if let Some(score) = state.shown.hits[at].score {
                    ui.label(theme::weak_text(format!("score {score:.2} ·"), palette));
                }
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.add(egui::Label::new(theme::strong_text(photo.name(), palette)).truncate());
            });
        });
    });
}
