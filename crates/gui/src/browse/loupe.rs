//! One photo, large. Arrows move on, a click or Z shows every pixel, G or Esc goes back to the grid.

use super::loupe_info::info_ui;
use super::msg::Msg;
use crate::kit::mark_strip;
use crate::kit::pictures::Pictures;
use crate::kit::theme::{self, space, width};
use crate::shell::common::Common;
use crate::shell::ctx::Ctx;
use crate::shell::mark_ui::marks_ui;
use crate::shell::output::Output;
use crate::shell::picture::{picture_ui, prefetch};
use crate::shell::scope;
use base::{Photo, human};
use egui::{Align, Layout, Rect, Ui, vec2};

/// Draws the loupe. `over` draws what other features lay over the photo: told the room, and where all of the photo lies.
pub fn loupe_ui(ui: &mut Ui, ctx: &Ctx, pictures: &mut Pictures, over: &mut dyn FnMut(&mut Ui, Rect, Rect)) -> Output<Msg> {
    let mut out = Output::default();
    let palette = theme::palette(ui);
    let Some(photo) = ctx.current() else {
        out.run(Common::Grid);
        return out;
    };
    egui::Panel::bottom("loupe bar")
        .exact_size(theme::TOOL_ROW)
        .resizable(false)
        .frame(theme::panel_frame(palette.window, vec2(space::M, 0.0)))
        .show_separator_line(false)
        .show(ui, |ui| bar_ui(ui, ctx, photo, &mut out));
    let all = ui.available_rect_before_wrap();
    let room = if ctx.looks.full_screen { all } else { all.shrink(space::M) };
    let lies_at = picture_ui(ui, room, ctx, photo, pictures, &mut out);
    over(ui, room, lies_at);
    if ctx.looks.info {
        info_ui(ui, room, photo, pictures.preview.tones(photo.id));
    }
    look_ahead(ui, room, ctx, pictures);
    out
}

/// The neighbours are decoded, so that a step to either side shows its photo in the very next frame; the thumbnails of those behind them
/// stand in until they are.
fn look_ahead(ui: &Ui, room: Rect, ctx: &Ctx, pictures: &mut Pictures) {
    let Some(at) = ctx.current_index() else { return };
    let way = if ctx.backwards { -1 } else { 1 };
    let near = |by: isize| ctx.library.photo(ctx.shown.hits.get(at.checked_add_signed(by)?)?.photo);
    for photo in [way, -way, 2 * way].into_iter().filter_map(near) {
        prefetch(room, ui.pixels_per_point(), &ctx.zoom, photo, pictures);
    }
    for photo in [-2 * way, 3 * way].into_iter().filter_map(near) {
        pictures.textures.prefetch(photo);
    }
}

fn bar_ui(ui: &mut Ui, ctx: &Ctx, photo: &Photo, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        if let Some(at) = ctx.current_index() {
            let of = ctx.shown.hits.len() as u64;
            ui.label(theme::weak_text(format!("{} of {}", human::count(at as u64 + 1), human::count(of)), palette));
            if let Some(score) = ctx.shown.hits[at].score {
                ui.label(theme::weak_text(format!("score {} ·", human::score(score)), palette));
            }
        }
        if ui.available_width() > mark_strip::WIDTH + width::PATH / 3.0 {
            ui.add_space(space::S);
            let strip = egui::UiBuilder::new().max_rect(Rect::from_min_size(
                egui::pos2(ui.cursor().right() - mark_strip::WIDTH, ui.max_rect().center().y - theme::CONTROL / 2.0),
                vec2(mark_strip::WIDTH, theme::CONTROL),
            ));
            ui.scope_builder(strip, |ui| marks_ui(ui, ctx, &scope::of_photo(ctx, photo.id).photos, out));
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.add(egui::Label::new(theme::strong_text(photo.name(), palette)).truncate());
        });
    });
}
