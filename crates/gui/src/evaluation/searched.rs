//! How well searches find what a table knows to be right: means over all queries, and each query, the worst first.

use super::figures::{figure_ui, left_out_ui};
use super::msg::Msg;
use super::table::{Head, heads_ui, rows_ui};
use crate::kit::theme::{self, space, width};
use crate::kit::widgets;
use crate::shell::output::Output;
use base::human;
use egui::accesskit::Role;
use egui::{Align2, CentralPanel, Label, Panel, Ui, vec2};
use engine::protocol::{EvaluatedQuery, RankingFigures, SearchEvaluation, SearchEvaluationView};

const FIRST: Head<'static, usize> = Head { key: 0, words: "Query", width: 0.0, why: "A click searches for it." };

const REST: [Head<'static, usize>; 5] = [
    Head { key: 1, words: "Right photos", width: width::FIGURE, why: "Photos that it should find." },
    Head { key: 2, words: "P@5", width: width::FIGURE, why: "Right ones among the first five, divided by five." },
    Head { key: 3, words: "P@10", width: width::FIGURE, why: "Right ones among the first ten, divided by ten." },
    Head { key: 4, words: "Recall@10", width: width::FIGURE, why: "The share of the right ones that stands among the first ten." },
    Head { key: 5, words: "First right", width: width::FIGURE, why: "One divided by the place of the first right one." },
];

/// Draws both.
pub fn searched_ui(ui: &mut Ui, view: &SearchEvaluationView, out: &mut Output<Msg>) {
    let Ok(found) = &view.outcome else { return };
    let palette = theme::palette(ui);
    let frame = theme::panel_frame(palette.window, vec2(space::L, space::S));
    Panel::top("search figures").resizable(false).frame(frame).show(ui, |ui| figures_ui(ui, view, found));
    CentralPanel::no_frame().frame(frame).show(ui, |ui| queries_ui(ui, view, found, out));
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

fn queries_ui(ui: &mut Ui, view: &SearchEvaluationView, found: &SearchEvaluation, out: &mut Output<Msg>) {
    if found.queries.is_empty() {
        let words = format!("No combination of values has {} or more.", human::photos(view.asked.least as u64));
        ui.add(Label::new(theme::weak_text(words, theme::palette(ui))).wrap());
        return;
    }
    heads_ui(ui, &FIRST, &REST, None);
    let widths = REST.map(|head| head.width);
    let row = |at: usize| (row_words(&found.queries[at]), true);
    let clicked = rows_ui(ui, "Queries", (found.queries.len(), &widths), row, |ui, at, places| {
        let (palette, query) = (theme::palette(ui), &found.queries[at]);
        widgets::paint_elided(ui.painter(), places[0], &query.text, &theme::body(), palette.text);
        let cell = |place: usize, words: String| {
            ui.painter().text(places[place].left_center(), Align2::LEFT_CENTER, words, theme::body(), palette.text);
        };
        cell(1, human::count(query.relevant as u64));
        let figures = &query.figures;
        for (place, figure) in [(2, figures.p_at_5), (3, figures.p_at_10), (4, figures.recall_at_10), (5, figures.mrr)] {
            cell(place, format!("{figure:.3}"));
        }
    });
    if let Some(at) = clicked {
        out.msg(Msg::Query(view.request, at));
    }
}

/// "Red Shirt, 12 right photos, P@5 0.800, P@10 0.700, recall@10 0.583".
fn row_words(query: &EvaluatedQuery) -> String {
    let RankingFigures { p_at_5, p_at_10, recall_at_10, .. } = query.figures;
    let right = human::counted(query.relevant as u64, "right photo", "right photos");
    format!("{}, {right}, P@5 {p_at_5:.3}, P@10 {p_at_10:.3}, recall@10 {recall_at_10:.3}", query.text)
}
