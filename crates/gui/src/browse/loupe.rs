//! One photo, large. Arrows move on, Z shows every pixel, G or Esc goes back to the grid.

use super::msg::Msg;
use crate::kit::mark_strip;
use crate::kit::pictures::Pictures;
use crate::kit::theme::{self, space, width};
use crate::kit::widgets;
use crate::shell::common::Common;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::mark_ui::marks_ui;
use crate::shell::output::Output;
use crate::shell::picture::picture_ui;
use crate::shell::scope;
use base::{Photo, human};
use egui::{Align, Layout, Ui, vec2};
use egui_material_icons::icons;

/// Draws the loupe.
pub fn loupe_ui(ui: &mut Ui, ctx: &Ctx, pictures: &mut Pictures) -> Output<Msg> {
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
    let room = ui.available_rect_before_wrap().shrink(space::M);
    picture_ui(ui, room, ctx, photo, pictures, &mut out);
    // The neighbours' thumbnails stand in until the photos themselves are decoded.
    if let Some(at) = ctx.current_index() {
        for i in at.saturating_sub(2)..(at + 3).min(ctx.shown.hits.len()) {
            if let Some(photo) = ctx.library.photo(ctx.shown.hits[i].photo) {
                pictures.textures.prefetch(photo);
            }
        }
    }
    out
}

fn bar_ui(ui: &mut Ui, ctx: &Ctx, photo: &Photo, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
        if widgets::button(ui, Some(icons::ICON_GRID_VIEW), "Grid").on_hover_text("G").clicked() {
            out.run(Common::Grid);
        }
        if widgets::icon_button(ui, icons::ICON_ARROW_BACK, "Previous photo").clicked() {
            out.effect(Effect::Step(-1));
        }
        if widgets::icon_button(ui, icons::ICON_ARROW_FORWARD, "Next photo").clicked() {
            out.effect(Effect::Step(1));
        }
        if widgets::icon_toggle(ui, ctx.zoom.zoomed, icons::ICON_ZOOM_IN, "Zoom to every pixel (Z)").clicked() {
            out.run(Common::Zoom);
        }
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
                let strip = egui::UiBuilder::new().max_rect(egui::Rect::from_min_size(
                    egui::pos2(ui.cursor().right() - mark_strip::WIDTH, ui.max_rect().center().y - theme::CONTROL / 2.0),
                    vec2(mark_strip::WIDTH, theme::CONTROL),
                ));
                ui.scope_builder(strip, |ui| marks_ui(ui, ctx, &scope::of_photo(ctx, photo.id).photos, out));
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.add(egui::Label::new(theme::strong_text(photo.name(), palette)).truncate());
            });
        });
    });
}
