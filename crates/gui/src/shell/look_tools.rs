//! What large photos are looked at with, as rows of buttons: scales, and what is painted over them or told beside them.

use super::common::Common;
use super::ctx::Ctx;
use super::output::Output;
use super::zoom::Scale;
use crate::kit::theme::{self, space};
use crate::kit::{forms, widgets};
use egui::Ui;

/// The scales that have a button each.
const SCALES: [(Scale, &str, Common); 4] = [
    (Scale::Fit, "Fit", Common::ZoomFit),
    (Scale::Fill, "Fill", Common::ZoomFill),
    (Scale::Times(1.0), "1:1", Common::ZoomActual),
    (Scale::Times(2.0), "2:1", Common::ZoomDouble),
];

/// Draws the scales in a row that runs from right to left; any other scale is told beside them.
pub fn scales_ui<M>(ui: &mut Ui, scale: Scale, out: &mut Output<M>) {
    ui.add_space(space::S);
    for (of, words, command) in SCALES.into_iter().rev() {
        let button = forms::segment_ui(ui, of == scale, words);
        if button.on_hover_text(command.entry().info.words).clicked() {
            out.run(command);
        }
    }
    if SCALES.iter().all(|(of, ..)| *of != scale) {
        let palette = theme::palette(ui);
        ui.label(theme::caption_text(scale.words(), palette));
    }
}

/// Draws the switches in a row that runs from right to left.
pub fn looks_ui<M>(ui: &mut Ui, ctx: &Ctx, out: &mut Output<M>) {
    for command in [Common::FullScreen, Common::PhotoInfo, Common::Heat, Common::FocusPeaking, Common::Clipping] {
        let entry = command.entry();
        if !entry.can_run(ctx, &()) {
            continue;
        }
        let info = &entry.info;
        let on = info.marked(ctx).unwrap_or_default();
        let toggle = widgets::icon_toggle(ui, on, info.icon, info.words);
        if toggle.clicked() {
            out.run(command);
        }
        if let Some(keys) = info.shortcut(ctx, ui.ctx()) {
            toggle.on_hover_text(theme::weak_text(keys, theme::palette(ui)));
        }
    }
}
