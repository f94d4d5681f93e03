//! Photos side by side: all that fit the window best, or the held one and another.

use super::arrange::arrange;
use super::bars::{bar_ui, foot_ui};
use super::msg::Msg;
use super::pane::{Pane, pane_ui};
use super::state::Survey;
use crate::kit::layout;
use crate::kit::pictures::Pictures;
use crate::kit::theme::{self, space};
use crate::shell::ctx::Ctx;
use crate::shell::focus;
use crate::shell::output::Output;
use crate::shell::picture::prefetch;
use base::Photo;
use egui::{Panel, Rect, Ui, UiBuilder, Vec2, pos2, vec2};

/// Draws them.
pub fn survey_ui(ui: &mut Ui, ctx: &Ctx, survey: &Survey, pictures: &mut Pictures) -> Output<Msg> {
    let mut out = Output::default();
    let palette = theme::palette(ui);
    let frame = theme::panel_frame(palette.window, vec2(space::L, 0.0));
    if !ctx.looks.full_screen {
        let bar = Panel::top("survey bar").exact_size(theme::TOOL_ROW).resizable(false).frame(frame);
        bar.show(ui, |ui| bar_ui(ui, ctx, survey, &mut out));
    }
    let foot = Panel::bottom("survey foot").exact_size(theme::TOOL_ROW).resizable(false).frame(frame).show_separator_line(false);
    foot.show(ui, |ui| foot_ui(ui, ctx, survey, &mut out));
    let room = ui.available_rect_before_wrap().shrink2(vec2(space::M, space::S));
    let seen: Vec<&Photo> = survey.seen().into_iter().filter_map(|photo| ctx.library.photo(photo)).collect();
    let surface =
        layout::surface_ui(ui, focus::photos(), room, if survey.held.is_some() { "Compared photos" } else { "Survey" }, seen.len());
    let (cells, columns) = match survey.held {
        Some(_) => (halves(room), 2),
        None => {
            arrange(room, &seen.iter().map(|photo| pictures.preview.full_size(photo)).collect::<Vec<Vec2>>(), space::S, theme::CAPTION_ROOM)
        }
    };
    let turning = turning(ui, survey, &seen, &cells);
    ui.scope_builder(UiBuilder::new().max_rect(room).accessibility_parent(focus::photos()), |ui| {
        for (place, (photo, cell)) in seen.iter().zip(&cells).enumerate() {
            let pane = Pane { photo, cell: *cell, place: (place + 1, seen.len()), turns: turning == Some(photo.id) };
            pane_ui(ui, ctx, survey, &pane, pictures, &mut out);
        }
    });
    if surface.clicked() {
        surface.request_focus();
    }
    if survey.held.is_some()
        && let Some(cell) = cells.last()
    {
        for photo in [1, -1].into_iter().filter_map(|by| ctx.library.photo(survey.near(by)?)) {
            prefetch(super::pane::room(*cell), ui.pixels_per_point(), &survey.zoom_of(ctx, photo.id), photo, pictures);
        }
    }
    out.msg(Msg::LaidOut(columns));
    out
}

fn halves(room: Rect) -> Vec<Rect> {
    let middle = room.center().x.round();
    let half = space::S / 2.0;
    vec![Rect::from_min_max(room.min, pos2(middle - half, room.bottom())), Rect::from_min_max(pos2(middle + half, room.top()), room.max)]
}

/// The pane that a key zooms by: the one under the pointer, else that of the cursor.
fn turning(ui: &Ui, survey: &Survey, seen: &[&Photo], cells: &[Rect]) -> Option<base::PhotoId> {
    let pointer = ui.input(|i| i.pointer.hover_pos());
    let under = pointer.and_then(|at| cells.iter().position(|cell| cell.contains(at)));
    under.and_then(|place| seen.get(place)).map(|photo| photo.id).or_else(|| survey.photo())
}
