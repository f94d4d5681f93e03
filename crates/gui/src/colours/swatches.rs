//! The colours of a photo, each a button that searches by it.

use super::msg::Msg;
use super::state::Colours;
use crate::kit::theme::{self, space};
use crate::kit::widgets;
use crate::shell::ctx::Ctx;
use crate::shell::output::Output;
use base::colour::hex;
use base::composition::Swatch;
use egui::accesskit::Role;
use egui::{Color32, Response, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2};

/// Draws those of the photo in the inspector.
pub fn swatches_ui(ui: &mut Ui, ctx: &Ctx, colours: &Colours) -> Output<Msg> {
    let mut out = Output::default();
    let palette = colours.palette(ctx);
    if palette.is_empty() {
        return out;
    }
    widgets::section_ui(ui, "Colours");
    if let Some(colour) = row_ui(ui, palette, "Find photos in") {
        out.msg(Msg::Search(vec![colour]));
    }
    out
}

/// A row of colours as wide as their shares; answers the one that was clicked. `verb` says what a click does.
pub(super) fn row_ui(ui: &mut Ui, palette: &[Swatch], verb: &str) -> Option<[u8; 3]> {
    let mut clicked = None;
    widgets::named_region(ui, "Colours", Role::List, |ui| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = space::XS;
            let gaps = space::XS * palette.len().saturating_sub(1) as f32;
            // A small share is still wide enough to be hit.
            let least = theme::CONTROL;
            let room = ui.available_width() - gaps - least * palette.len() as f32;
            let total: f32 = palette.iter().map(|swatch| swatch.share).sum();
            for swatch in palette {
                let wide = least + room.max(0.0) * swatch.share / total.max(f32::EPSILON);
                let colour = swatch.lab.to_srgb();
                let words = format!("{verb} {}, {:.0} %", hex(colour), 100.0 * swatch.share);
                if swatch_ui(ui, colour, wide, &words).clicked() {
                    clicked = Some(colour);
                }
            }
        });
    });
    clicked
}

/// A button in a colour; `words` name it.
pub(super) fn swatch_ui(ui: &mut Ui, [r, g, b]: [u8; 3], wide: f32, words: &str) -> Response {
    let palette = theme::palette(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(wide, theme::CONTROL), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, words));
    ui.painter().rect_filled(rect, theme::THUMB_RADIUS, Color32::from_rgb(r, g, b));
    let edge = if response.hovered() { palette.accent } else { palette.border };
    ui.painter().rect_stroke(rect, theme::THUMB_RADIUS, Stroke::new(theme::HAIRLINE, edge), StrokeKind::Inside);
    widgets::focus_ring(ui, &response);
    response.on_hover_text(words)
}
