//! How far scores can be believed, and what is right among the surest suggestions, as curves.

use super::shown::Shown;
use crate::kit::plot::{Plot, plot_ui};
use crate::kit::theme::{self, space};
use base::human;
use egui::{Label, ScrollArea, Ui, vec2};
use engine::protocol::Curve;

/// Draws both curves, side by side where there is room.
pub fn scores_ui(ui: &mut Ui, shown: &Shown) {
    let evaluation = &shown.report.evaluation;
    let bin_words = |at: usize| {
        let bin = &evaluation.reliability[at];
        let answers = answers_words(shown, bin.answers);
        format!("Scores about {:.2}: {:.2} of {answers} are right", bin.score, bin.right)
    };
    let point_words = |at: usize| {
        let point = &evaluation.coverage[at];
        let (accepted, share) = (answers_words(shown, point.accepted), point.right as f64 / point.accepted.max(1) as f64);
        format!("Scores from {:.2} on: {accepted}, {share:.3} of them right (at least {:.3})", point.threshold, point.precision_low)
    };
    let (honest, kept) = (evaluation.reliability_curve(), evaluation.coverage_curve());
    let room = ui.available_size() - vec2(space::S, 2.0 * theme::ROW + theme::LINE);
    let side = ((room.x - space::XL) / 2.0).min(room.y).clamp(theme::PLOT.0, theme::PLOT.1).floor();
    ScrollArea::vertical().id_salt("curves").auto_shrink(false).show(ui, |ui| {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = space::XL;
            curve_ui(ui, side, &honest, &bin_words);
            curve_ui(ui, side, &kept, &point_words);
        });
    });
}

/// "12 photos"; where several labels may fit a photo, each that is suggested counts.
fn answers_words(shown: &Shown, n: usize) -> String {
    if shown.is_several() { human::counted(n as u64, "suggested label", "suggested labels") } else { human::photos(n as u64) }
}

fn curve_ui(ui: &mut Ui, side: f32, curve: &Curve, told: &dyn Fn(usize) -> String) {
    let palette = theme::palette(ui);
    let Curve { name, across, up, ref points, dots, from, .. } = *curve;
    ui.vertical(|ui| {
        ui.set_width(side);
        ui.spacing_mut().item_spacing.y = space::XS;
        ui.label(theme::strong_text(curve.title, palette));
        plot_ui(ui, vec2(side, side), &Plot { name, across, up, points, told, dots, from });
        ui.add(Label::new(theme::caption_text(curve.note, palette)).wrap());
    });
}
