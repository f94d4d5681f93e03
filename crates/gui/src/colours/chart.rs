//! A chart of colours to pick from: greys, and hues at a few lightnesses.

use super::swatches::swatch_ui;
use crate::kit::theme::space;
use crate::kit::widgets;
use base::colour::{Lab, hex};
use egui::Ui;
use egui::accesskit::Role;

const COLUMNS: usize = 12;
/// Lightness and chroma of a row; what sRGB has no room for becomes the nearest that it has.
const ROWS: [(f32, f32); 4] = [(85.0, 28.0), (68.0, 58.0), (48.0, 62.0), (28.0, 42.0)];

/// Draws it; answers the colour that was clicked.
pub fn chart_ui(ui: &mut Ui) -> Option<[u8; 3]> {
    let mut clicked = None;
    widgets::named_region(ui, "Chart of colours", Role::List, |ui| {
        ui.spacing_mut().item_spacing = egui::Vec2::splat(space::XS);
        let wide = (ui.available_width() - space::XS * (COLUMNS - 1) as f32) / COLUMNS as f32;
        let mut row = |colour_at: &dyn Fn(f32) -> Lab| {
            ui.horizontal(|ui| {
                for column in 0..COLUMNS {
                    let colour = colour_at(column as f32).to_srgb();
                    if swatch_ui(ui, colour, wide, &format!("Take {}", hex(colour))).clicked() {
                        clicked = Some(colour);
                    }
                }
            });
        };
        row(&|column| Lab { l: 100.0 * (1.0 - column / (COLUMNS - 1) as f32), a: 0.0, b: 0.0 });
        for (l, chroma) in ROWS {
            row(&|column| {
                let hue = std::f32::consts::TAU * column / COLUMNS as f32;
                Lab { l, a: chroma * hue.cos(), b: chroma * hue.sin() }
            });
        }
    });
    clicked
}
