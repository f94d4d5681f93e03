//! How well searches find what a table knows to be right: means over all queries, and each query.

use super::figures::{figure_ui, left_out_ui};
use super::msg::Msg;
use super::table::{Head, figure, heads_ui, rows_ui, turned};
use crate::kit::theme::{self, space, width};
use crate::kit::widgets;
use crate::shell::output::Output;
use base::human;
use egui::accesskit::Role;
use egui::{CentralPanel, Label, Panel, Ui, vec2};
use engine::protocol::{EvaluatedQuery, RankingFigures, SearchEvaluation, SearchEvaluationView};

const FIRST: Head<'static, usize> = Head { key: 0, words: "Query", width: 0.0, figure: false, why: "" };

const REST: [Head<'static, usize>; 6] = [
    Head { key: 1, words: "Right", width: width::FIGURE, figure: true, why: "Photos that it should find." },
    Head {
        key: FOUND,
        words: "Found",
        width: width::FIGURE,
        figure: true,
        why: "Right ones among the first ten, of as many as there can be.",
    },
    Head { key: 2, words: "P@5", width: width::FIGURE, figure: true, why: "Right ones among the first five, divided by five." },
    Head { key: 3, words: "P@10", width: width::FIGURE, figure: true, why: "Right ones among the first ten, divided by ten." },
    Head {
        key: 4,
        words: "Recall@10",
        width: width::FIGURE,
        figure: true,
        why: "The share of the right ones that stands among the first ten.",
    },
    Head { key: 5, words: "MRR", width: width::FIGURE, figure: true, why: "One divided by the place of the first right one." },
];

/// The column of what is found of as much as can be.
const FOUND: usize = 6;
/// The usual order: what finds least first.
const LEAST_FOUND: (usize, bool) = (FOUND, false);

/// Draws both. `sorted`: by which column, and whether the largest is first.
pub fn searched_ui(ui: &mut Ui, view: &SearchEvaluationView, sorted: Option<(usize, bool)>, out: &mut Output<Msg>) {
    let Ok(found) = &view.outcome else { return };
    let palette = theme::palette(ui);
    let frame = theme::panel_frame(palette.window, vec2(space::L, space::S));
    Panel::top("search figures").resizable(false).frame(frame).show(ui, |ui| figures_ui(ui, view, found));
    CentralPanel::no_frame().frame(frame).show(ui, |ui| queries_ui(ui, (view, found), sorted.unwrap_or(LEAST_FOUND), out));
}

fn figures_ui(ui: &mut Ui, view: &SearchEvaluationView, found: &SearchEvaluation) {
    let RankingFigures { queries, p_at_5, p_at_10, recall_at_10, mrr } = found.figures;
    ui.spacing_mut().item_spacing.y = space::XS;
    widgets::named_region(ui, "Figures", Role::List, |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = space::XL;
            figure_ui(ui, &human::count(queries as u64), if queries == 1 { "query" } else { "queries" }, "");
            figure_ui(ui, &format!("{p_at_5:.3}"), "P@5", "Right ones among the first five, divided by five; the mean of the queries.");
            figure_ui(ui, &format!("{p_at_10:.3}"), "P@10", "Right ones among the first ten, divided by ten; the mean of the queries.");
            figure_ui(ui, &format!("{recall_at_10:.3}"), "recall@10", "The share of the right ones that stands among the first ten.");
            figure_ui(ui, &format!("{mrr:.3}"), "MRR", "One divided by the place of the first right one; the mean of the queries.");
        });
    });
    let file = view.asked.file.file_name().unwrap_or_default().to_string_lossy();
    let words = format!(
        "“{}” for each combination in {file} that {} or more have, searched as if typed in {}. A photo is right where all its values are those.",
        view.asked.query,
        human::photos(view.asked.least as u64),
        view.asked.texts.words()
    );
    ui.add(Label::new(theme::caption_text(words, theme::palette(ui))).wrap());
    left_out_ui(ui, &found.left_out);
}

fn queries_ui(ui: &mut Ui, (view, found): (&SearchEvaluationView, &SearchEvaluation), sorted: (usize, bool), out: &mut Output<Msg>) {
    if found.queries.is_empty() {
        let words = format!("No combination of values has {} or more.", human::photos(view.asked.least as u64));
        ui.add(Label::new(theme::weak_text(words, theme::palette(ui))).wrap());
        return;
    }
    if let Some(column) = heads_ui(ui, &FIRST, &REST, Some(sorted)) {
        out.msg(Msg::SortQueries(turned(sorted, column, column == 1)));
    }
    let order = order(&found.queries, sorted);
    let widths = REST.map(|head| head.width);
    let row = |at: usize| (row_words(&found.queries[order[at]]), Some("Search for it".to_owned()));
    let clicked = rows_ui(ui, "Queries", (found.queries.len(), &widths), row, |ui, at, places| {
        let (palette, query) = (theme::palette(ui), &found.queries[order[at]]);
        widgets::paint_elided(ui.painter(), places[0], &query.text, &theme::body(), palette.text);
        let cell = |place: usize, words: String| {
            figure(ui.painter(), places[place], words, theme::body(), palette.text);
        };
        cell(1, human::count(query.relevant as u64));
        let figures = &query.figures;
        let shares = [share_found(query), figures.p_at_5, figures.p_at_10, figures.recall_at_10, figures.mrr];
        for (place, share) in shares.into_iter().enumerate() {
            cell(place + 2, format!("{share:.3}"));
        }
    });
    if let Some(at) = clicked {
        out.msg(Msg::Query(view.request, order[at]));
    }
}

/// Of a query with three right photos no more than three can stand among the first ten.
fn share_found(query: &EvaluatedQuery) -> f64 {
    10.0 * query.figures.p_at_10 / query.relevant.clamp(1, 10) as f64
}

/// The places of the queries in the order of a column.
fn order(queries: &[EvaluatedQuery], (column, descending): (usize, bool)) -> Vec<usize> {
    let value = |query: &EvaluatedQuery| match column {
        1 => query.relevant as f64,
        2 => query.figures.p_at_5,
        3 => query.figures.p_at_10,
        4 => query.figures.recall_at_10,
        5 => query.figures.mrr,
        _ => share_found(query),
    };
    let mut order: Vec<usize> = (0..queries.len()).collect();
    order.sort_by(|a, b| {
        let (a, b) = (&queries[*a], &queries[*b]);
        let compared =
            if column == 0 { base::natural::key(&a.text).cmp(&base::natural::key(&b.text)) } else { value(a).total_cmp(&value(b)) };
        if descending { compared.reverse() } else { compared }
    });
    order
}

/// "Red Shirt, 12 right photos, P@5 0.800, P@10 0.700, recall@10 0.583".
fn row_words(query: &EvaluatedQuery) -> String {
    let RankingFigures { p_at_5, p_at_10, recall_at_10, .. } = query.figures;
    let right = human::counted(query.relevant as u64, "right photo", "right photos");
    format!("{}, {right}, P@5 {p_at_5:.3}, P@10 {p_at_10:.3}, recall@10 {recall_at_10:.3}", query.text)
}
