//! The ribbon: a photo for each step of the way, below the slider.

use super::msg::Msg;
use super::state::{Axes, STEPS};
use crate::kit::pictures::Pictures;
use crate::kit::textures::Thumb;
use crate::kit::theme::{self, space};
use crate::kit::widgets;
use crate::shell::ctx::Ctx;
use crate::shell::output::Output;
use crate::shell::photo_menu::photo_menu_ui;
use base::{Photo, PhotoId};
use egui::accesskit::Role;
use egui::{Color32, Id, Rect, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};
use engine::protocol::{Hit, Walked};
use std::collections::HashSet;

/// Draws the photos, each below its place on a slider of this width.
pub fn ribbon_ui(ui: &mut Ui, ctx: &Ctx, axes: &Axes, pictures: &mut Pictures, out: &mut Output<Msg>) {
    let room = ui.available_width();
    let side = theme::FILM.min((room - space::XS * (STEPS - 1) as f32) / STEPS as f32).floor();
    let (rect, _) = ui.allocate_exact_size(vec2(room, side), Sense::hover());
    let Some(walked) = &axes.walked else { return };
    let last = walked.steps.len().saturating_sub(1).max(1);
    let here = (axes.position * last as f32).round() as usize;
    widgets::named_region(ui, "Photos on the way", Role::ListBox, |ui| {
        for (n, photo) in shown(walked).into_iter().enumerate() {
            let left = rect.left() + (room - side) * n as f32 / last as f32;
            let place = Rect::from_min_size(pos2(left, rect.top()), vec2(side, side));
            let photo = photo.and_then(|photo| ctx.library.photo(photo));
            if photo.is_some_and(|photo| cell_ui(ui, ctx, (n, n == here), photo, place, pictures, out)) {
                out.msg(Msg::At(walked.steps[n].position));
            }
        }
    });
}

/// Whether it was clicked.
fn cell_ui(
    ui: &mut Ui,
    ctx: &Ctx,
    (step, here): (usize, bool),
    photo: &Photo,
    rect: Rect,
    pictures: &mut Pictures,
    out: &mut Output<Msg>,
) -> bool {
    let palette = theme::palette(ui);
    let response = ui.interact(rect, Id::unique(("walk step", step)), Sense::click());
    let name = format!("Step {}: {}", step + 1, photo.name());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, here, &name));
    ui.painter().rect_filled(rect, theme::THUMB_RADIUS, palette.well);
    if let Thumb::Ready(texture, size) = pictures.textures.get(photo) {
        widgets::paint_picture(ui.painter(), widgets::fit(rect, size, theme::ENLARGE), texture, Color32::WHITE);
    }
    if here || response.hovered() {
        let colour = if here { palette.accent } else { palette.weak };
        ui.painter().rect_stroke(rect, theme::THUMB_RADIUS, Stroke::new(theme::RING, colour), StrokeKind::Inside);
    }
    widgets::focus_ring(ui, &response);
    response.context_menu(|ui| photo_menu_ui(ui, ctx, photo.id, out));
    response.on_hover_text(name).clicked()
}

/// A photo for each step: the nearest that stands at no step before, so that the way is seen.
fn shown(walked: &Walked) -> Vec<Option<PhotoId>> {
    let mut seen = HashSet::new();
    let mut one = |hits: &[Hit]| {
        let new = hits.iter().map(|hit| hit.photo).find(|photo| !seen.contains(photo));
        let photo = new.or_else(|| hits.first().map(|hit| hit.photo));
        seen.extend(photo);
        photo
    };
    walked.steps.iter().map(|step| one(&step.hits)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::protocol::WalkStep;

    #[test]
    fn each_step_shows_a_photo_of_its_own_where_it_has_one() {
        let step = |ids: &[i64]| WalkStep { position: 0.0, hits: ids.iter().map(|id| Hit::of(PhotoId(*id), Some(0.5))).collect() };
        let walked = Walked { steps: vec![step(&[1, 2]), step(&[1, 3]), step(&[1, 3]), step(&[])], ..Walked::default() };
        assert_eq!(shown(&walked), [Some(PhotoId(1)), Some(PhotoId(3)), Some(PhotoId(1)), None]);
    }
}
