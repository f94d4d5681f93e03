//! The row above a large photo: the way back, how large the photo is shown, and what is shown of it beside itself.

use super::msg::Msg;
use crate::kit::theme::width;
use crate::kit::widgets;
use crate::shell::common::Common;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::look_tools::{looks_ui, scales_ui};
use crate::shell::output::Output;
use egui::{Align, Layout, Ui};
use egui_material_icons::icons;

/// Draws the row.
pub fn loupe_tools_ui(ui: &mut Ui, ctx: &Ctx) -> Output<Msg> {
    let mut out = Output::default();
    let roomy = ui.available_width() >= width::NARROW_ROW;
    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
        if roomy {
            if widgets::button(ui, Some(icons::ICON_GRID_VIEW), "Grid").on_hover_text("G").clicked() {
                out.run(Common::Grid);
            }
        } else if widgets::icon_button(ui, icons::ICON_GRID_VIEW, "Grid").clicked() {
            out.run(Common::Grid);
        }
        if widgets::icon_button(ui, icons::ICON_ARROW_BACK, "Previous photo").clicked() {
            out.effect(Effect::Step(-1));
        }
        if widgets::icon_button(ui, icons::ICON_ARROW_FORWARD, "Next photo").clicked() {
            out.effect(Effect::Step(1));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            looks_ui(ui, ctx, &mut out);
            scales_ui(ui, ctx.zoom.scale, &mut out);
        });
    });
    out
}
