//! How far scores can be believed, and what is right among the surest suggestions, as curves.

use super::shown::Shown;
use crate::kit::plot::{Plot, plot_ui};
use crate::kit::theme::{self, space};
use base::human;
use egui::{Label, ScrollArea, Ui, vec2};

/// Draws both curves, side by side where there is room.
pub fn scores_ui(ui: &mut Ui, shown: &Shown) {
    let evaluation = &shown.report.evaluation;
    let reliability: Vec<(f64, f64)> = evaluation.reliability.iter().map(|bin| (bin.score, bin.right)).collect();
    let bin_words = |at: usize| {
        let bin = &evaluation.reliability[at];
        format!("Scores about {:.2}: {:.2} of {} are right", bin.score, bin.right, human::photos(bin.answers as u64))
    };
    let coverage: Vec<(f64, f64)> =
        evaluation.coverage.iter().map(|point| (point.coverage, point.right as f64 / point.accepted.max(1) as f64)).collect();
    let point_words = |at: usize| {
        let point = &evaluation.coverage[at];
        let (accepted, share) = (human::photos(point.accepted as u64), point.right as f64 / point.accepted.max(1) as f64);
        format!("Scores from {:.2} on: {accepted}, {share:.3} of them right (at least {:.3})", point.threshold, point.precision_low)
    };
    let lowest = coverage.iter().map(|point| point.1).fold(1.0, f64::min);
    let honest = Plot {
        name: "Reliability: the share that is right by score",
        across: "Score",
        up: "Share that is right",
        points: &reliability,
        told: &bin_words,
        dots: true,
        from: 0.0,
    };
    let kept = Plot {
        name: "Precision by coverage",
        across: "Share of photos accepted",
        up: "Precision",
        points: &coverage,
        told: &point_words,
        dots: false,
        from: (lowest * 10.0).floor().min(9.0) / 10.0,
    };
    let room = ui.available_size() - vec2(space::S, 2.0 * theme::ROW + theme::LINE);
    let side = ((room.x - space::XL) / 2.0).min(room.y).clamp(theme::PLOT.0, theme::PLOT.1).floor();
    ScrollArea::vertical().id_salt("curves").auto_shrink(false).show(ui, |ui| {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = space::XL;
            curve_ui(ui, side, &honest, "Can scores be believed?", "On the dashed line a score is the share that is right.");
            curve_ui(ui, side, &kept, "What can be accepted?", "What is right where only the surest suggestions are accepted.");
        });
    });
}

fn curve_ui(ui: &mut Ui, side: f32, plot: &Plot<'_>, title: &str, note: &str) {
    let palette = theme::palette(ui);
    ui.vertical(|ui| {
        ui.set_width(side);
        ui.spacing_mut().item_spacing.y = space::XS;
        ui.label(theme::strong_text(title, palette));
        plot_ui(ui, vec2(side, side), plot);
        ui.add(Label::new(theme::caption_text(note, palette)).wrap());
    });
}
