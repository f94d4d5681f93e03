//! The colours of a heat map's cells, each with the ink that can be read on it.

use super::theme::Palette;
use egui::Color32;

/// The share of the full colour that the faintest cell has.
const FAINTEST: f32 = 0.16;

/// The ground of a cell and the ink on it. `share`: 0 to 1, the more the stronger; `good`: what it counts is as it should be.
pub fn cell(palette: &Palette, good: bool, share: f32) -> (Color32, Color32) {
    let full = if good { palette.accent } else { palette.doubtful };
    let ground = mixed(palette.card, full, FAINTEST + (1.0 - FAINTEST) * share.clamp(0.0, 1.0));
    (ground, if is_light(ground) { Color32::BLACK } else { Color32::WHITE })
}

/// A cell that is not what is looked at: its figure can be read, and has no colour.
pub fn aside(palette: &Palette) -> (Color32, Color32) {
    (palette.card, palette.faint)
}

fn mixed(from: Color32, to: Color32, share: f32) -> Color32 {
    let mix = |a: u8, b: u8| (f32::from(b) - f32::from(a)).mul_add(share, f32::from(a)).round() as u8;
    Color32::from_rgb(mix(from.r(), to.r()), mix(from.g(), to.g()), mix(from.b(), to.b()))
}

/// Black has the higher contrast to it: from a relative luminance of 0.18 on (WCAG 2.2).
fn is_light(c: Color32) -> bool {
    luminance(c) > 0.179
}

fn luminance(c: Color32) -> f32 {
    let [r, g, b] = [c.r(), c.g(), c.b()].map(|v| {
        let v = f32::from(v) / 255.0;
        if v <= 0.04045 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
    });
    0.2126f32.mul_add(r, 0.7152f32.mul_add(g, 0.0722 * b))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kit::theme;

    #[test]
    fn every_figure_can_be_read_on_its_cell() {
        for theme in [egui::Theme::Dark, egui::Theme::Light] {
            let ctx = egui::Context::default();
            ctx.set_theme(theme);
            for (good, step) in [true, false].into_iter().flat_map(|good| (0..=20_u8).map(move |step| (good, step))) {
                let (ground, ink) = cell(theme::palette_of(&ctx), good, f32::from(step) / 20.0);
                let (a, b) = (luminance(ground), luminance(ink));
                let contrast = (a.max(b) + 0.05) / (a.min(b) + 0.05);
                assert!(contrast >= 4.5, "{theme:?} {good} {step}: {contrast:.2}");
            }
        }
    }
}
