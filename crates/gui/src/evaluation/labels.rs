//! Each label's figures in a table; a click on a label shows what it is confused with, or where several may fit, its mistakes.

use super::msg::{Column, Msg};
use super::shown::{LabelRow, Shown, value};
use super::state::EvaluationPage;
use super::table::{Head, heads_ui, rows_ui};
use crate::kit::share;
use crate::kit::theme::{self, width};
use crate::kit::widgets;
use crate::shell::output::Output;
use base::human;
use egui::{Align2, Ui};
use engine::protocol::Interval;

const FIRST: Head<'static, Column> = Head { key: Column::Name, words: "Label", width: 0.0, why: "" };

const REST: [Head<'static, Column>; 5] = [
    Head { key: Column::Support, words: "Photos", width: width::FIGURE, why: "Photos of which the label is true." },
    Head { key: Column::Suggested, words: "Suggested", width: width::FIGURE, why: "Photos that it is suggested for." },
    Head {
        key: Column::Precision,
        words: "Precision",
        width: width::INTERVAL,
        why: "Of the photos that it is suggested for, the share that it is true of. The bar is the interval in which that lies with 95 % \
              confidence (Wilson).",
    },
    Head {
        key: Column::Recall,
        words: "Recall",
        width: width::INTERVAL,
        why: "Of the photos that it is true of, the share that it is suggested for. The bar is the interval in which that lies with 95 % \
              confidence (Wilson).",
    },
    Head { key: Column::F1, words: "F1", width: width::FIGURE, why: "The harmonic mean of precision and recall." },
];

/// Draws the table.
pub fn labels_ui(ui: &mut Ui, page: &EvaluationPage, shown: &Shown, out: &mut Output<Msg>) {
    let sorted = (page.sorted.column, page.sorted.descending);
    if let Some(column) = heads_ui(ui, &FIRST, &REST, Some(sorted)) {
        out.msg(Msg::SortBy(column));
    }
    let widths = REST.map(|head| head.width);
    let row = |at: usize| (row_words(shown, &shown.labels[at]), true);
    let clicked = rows_ui(ui, "Labels", (shown.labels.len(), &widths), row, |ui, at, places| {
        let (palette, label) = (theme::palette(ui), &shown.labels[at]);
        let (painter, figures) = (ui.painter(), &label.figures);
        let colour = if figures.support > 0 { palette.text } else { palette.weak };
        widgets::paint_elided(painter, places[0], shown.name(label.class), &theme::body(), colour);
        for (place, number) in [(places[1], figures.support), (places[2], figures.given)] {
            painter.text(place.left_center(), Align2::LEFT_CENTER, human::count(number as u64), theme::body(), palette.text);
        }
        share::paint(painter, places[3], value(Column::Precision, figures), ends(figures.precision_interval), palette);
        share::paint(painter, places[4], value(Column::Recall, figures), ends(figures.recall_interval), palette);
        let f1 = value(Column::F1, figures).map_or_else(|| "–".to_owned(), |f1| format!("{f1:.3}"));
        painter.text(places[5].left_center(), Align2::LEFT_CENTER, f1, theme::strong(), colour);
    });
    if let Some(at) = clicked {
        let class = shown.labels[at].class;
        out.msg(if shown.is_several() { Msg::Mistaken(shown.request, class) } else { Msg::About(Some(class)) });
    }
}

fn ends(interval: Interval) -> (f64, f64) {
    (interval.low, interval.high)
}

/// "Sandals, 40 photos, precision 0.833 (0.742 to 0.901), recall …, F1 0.800".
fn row_words(shown: &Shown, label: &LabelRow) -> String {
    let figures = &label.figures;
    let precision = share::words(value(Column::Precision, figures), ends(figures.precision_interval));
    let recall = share::words(value(Column::Recall, figures), ends(figures.recall_interval));
    let f1 = value(Column::F1, figures).map_or_else(|| "unknown".to_owned(), |f1| format!("{f1:.3}"));
    let photos = human::photos(figures.support as u64);
    format!("{}, {photos}, precision {precision}, recall {recall}, F1 {f1}", shown.name(label.class))
}
