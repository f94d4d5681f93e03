//! The map under the pointer: the wheel zooms around it, dragging draws a lasso, or pushes the map with the space bar or the middle button.

use super::camera::Camera;
use super::charted::Charted;
use super::lasso;
use super::msg::Msg;
use super::paint::Drawn;
use super::scene::Scene;
use super::state::MapPage;
use crate::kit::theme::map;
use crate::shell::common::Common;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::focus;
use crate::shell::output::Output;
use base::PhotoId;
use egui::{CursorIcon, Key, PointerButton, Pos2, Response, Shape, Stroke, Ui};

/// How much a point of the wheel zooms.
const WHEEL: f32 = 1.0 / 400.0;

/// How the map is looked at after what the pointer did in this frame.
pub fn turned(ui: &Ui, page: &MapPage, charted: &Charted, surface: &Response, out: &mut Output<Msg>) -> Camera {
    let (area, bounds, mut camera) = (surface.rect, charted.bounds, page.camera);
    if pushes(ui) && surface.hovered() {
        ui.ctx().set_cursor_icon(if surface.dragged() { CursorIcon::Grabbing } else { CursorIcon::Grab });
    }
    if surface.dragged_by(PointerButton::Middle) || (surface.dragged_by(PointerButton::Primary) && pushes(ui)) {
        camera = camera.pushed(surface.drag_delta(), area, bounds);
    }
    if let Some(pointer) = surface.hover_pos() {
        let (wheel, pinch) = ui.input(|i| (i.smooth_scroll_delta().y, i.zoom_delta()));
        let by = pinch * (wheel * WHEEL).exp();
        if (by - 1.0).abs() > f32::EPSILON {
            camera = camera.zoomed(by, pointer, area, bounds);
        }
    }
    if camera != page.camera {
        out.msg(Msg::Look(camera));
    }
    camera
}

fn pushes(ui: &Ui) -> bool {
    ui.input(|i| i.key_down(Key::Space))
}

/// Clicks select the point under the pointer; a lasso all that it holds of what the search has found.
pub fn select(ui: &Ui, scene: &Scene<'_>, drawn: &Drawn, surface: &Response, out: &mut Output<Msg>) {
    if surface.clicked() || surface.secondary_clicked() || surface.drag_started() {
        ui.memory_mut(|m| m.request_focus(focus::photos()));
    }
    click(ui, scene, drawn, surface, out);
    let keeps = ui.input(|i| i.modifiers.shift || i.modifiers.command);
    if let Some(line) = drawn_line(ui, scene, surface) {
        let inside = lasso::inside(&line, &drawn.seen).into_iter().filter(|place| scene.is_found(*place));
        add(scene.ctx, inside.map(|place| scene.photo_id(place)).collect(), keeps, out);
    }
}

fn click(ui: &Ui, scene: &Scene<'_>, drawn: &Drawn, surface: &Response, out: &mut Output<Msg>) {
    let keeps = ui.input(|i| i.modifiers.shift || i.modifiers.command);
    let under = surface.interact_pointer_pos().and_then(|pointer| drawn.at(pointer)).map(|(place, _)| scene.photo_id(place));
    if surface.double_clicked() && under.is_some() {
        out.run(Common::Loupe);
    } else if surface.clicked_by(PointerButton::Primary) {
        match under {
            Some(photo) if keeps => add(scene.ctx, vec![photo], true, out),
            Some(photo) => out.effect(Effect::Visit(photo)),
            None if !keeps => out.effect(Effect::SelectNone),
            None => {}
        }
    } else if let Some(photo) = under.filter(|photo| surface.secondary_clicked() && !scene.ctx.selection.contains(*photo)) {
        out.effect(Effect::Visit(photo));
    }
}

/// Draws the lasso while the pointer is down; answers the line when it is let go.
fn drawn_line(ui: &Ui, scene: &Scene<'_>, surface: &Response) -> Option<Vec<Pos2>> {
    let id = focus::photos().with("lasso");
    let mut line: Vec<Pos2> = ui.data(|d| d.get_temp(id)).unwrap_or_default();
    if surface.drag_started_by(PointerButton::Primary) && !pushes(ui) {
        line = ui.input(|i| i.pointer.press_origin()).into_iter().collect();
    }
    if line.is_empty() {
        return None;
    }
    if let Some(pointer) = ui.input(|i| i.pointer.interact_pos()) {
        lasso::draw(&mut line, pointer);
    }
    if surface.dragged_by(PointerButton::Primary) {
        let painter = ui.painter().with_clip_rect(surface.rect);
        painter.add(Shape::closed_line(line.clone(), Stroke::new(map::LINE, scene.palette.accent)));
        ui.data_mut(|d| d.insert_temp(id, line));
        return None;
    }
    ui.data_mut(|d| d.remove::<Vec<Pos2>>(id));
    surface.drag_stopped_by(PointerButton::Primary).then_some(line)
}

/// Selects photos, beside what is selected or in its place.
fn add(ctx: &Ctx, mut photos: Vec<PhotoId>, keeps: bool, out: &mut Output<Msg>) {
    if keeps {
        let one = if let [photo] = photos[..] { Some(photo).filter(|photo| ctx.selection.contains(*photo)) } else { None };
        photos.extend(ctx.selection.iter());
        // A photo that is clicked again is let go.
        photos.retain(|photo| one != Some(*photo));
        photos.sort_unstable();
        photos.dedup();
    }
    match photos.first() {
        // The cursor goes into what is selected, so that the inspector shows some of it.
        Some(first) => {
            if !ctx.selection.cursor().is_some_and(|cursor| photos.contains(&cursor)) {
                out.effect(Effect::Visit(*first));
            }
            out.effect(Effect::SelectThese(photos));
        }
        None => out.effect(Effect::SelectNone),
    }
}
