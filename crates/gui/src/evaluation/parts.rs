//! How often suggestions are right in parts of the catalogue; a click shows what is wrong there.

use super::msg::Msg;
use super::shown::Shown;
use super::state::EvaluationPage;
use super::table::{Head, figure, heads_ui, rows_ui, turned};
use crate::kit::forms;
use crate::kit::share;
use crate::kit::theme::{self, space, width};
use crate::kit::widgets;
use crate::shell::output::Output;
use base::human;
use egui::{Label, Ui};
use engine::protocol::{MEASURED, Slice, SliceBy};

const REST: [Head<'static, usize>; 3] = [
    Head { key: 1, words: "Photos", width: width::FIGURE, figure: true, why: "Photos in this part." },
    Head { key: 2, words: "Wrong", width: width::FIGURE, figure: true, why: "Photos whose suggestion is wrong." },
    Head {
        key: 3,
        words: "Accuracy",
        width: width::INTERVAL,
        figure: false,
        why: "The share whose suggestion is right. The bar is the interval in which that lies with 95 % confidence (Wilson): of few photos \
              little is known.",
    },
];

/// The usual order: the least known part is not the first, as it would be by accuracy.
const MOST_WRONG: (usize, bool) = (2, true);

/// Draws the table.
pub fn parts_ui(ui: &mut Ui, page: &EvaluationPage, shown: &Shown, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    let names: Vec<String> = shown.report.sliced.iter().map(|(by, _)| name_of(by)).collect();
    let by = page.by.min(names.len().saturating_sub(1));
    ui.horizontal(|ui| {
        ui.label(theme::weak_text("By", palette));
        if let Some(chosen) = forms::menu_ui(ui, "Parts by", &names, by) {
            out.msg(Msg::By(chosen));
        }
        if let Some(words) = drawn_words(shown, by) {
            ui.add(Label::new(theme::weak_text(words, palette)).truncate());
        }
    });
    ui.add_space(space::XS);
    let slices = shown.slices(by);
    if slices.is_empty() {
        ui.add(Label::new(theme::weak_text(why_none(shown, by), palette)).wrap());
        return;
    }
    let first = Head { key: 0, words: names.get(by).map_or("", String::as_str), width: 0.0, figure: false, why: "" };
    let sorted = page.parts_by.unwrap_or(MOST_WRONG);
    if let Some(column) = heads_ui(ui, &first, &REST, Some(sorted)) {
        out.msg(Msg::SortParts(turned(sorted, column, [1, 2].contains(&column))));
    }
    let order = order(slices, sorted);
    let widths = REST.map(|head| head.width);
    let does = |slice: &Slice| (!slice.wrong.is_empty()).then(|| format!("Show what is wrong in {}", slice.name));
    let row = |at: usize| (row_words(&slices[order[at]]), does(&slices[order[at]]));
    let clicked = rows_ui(ui, "Parts", (slices.len(), &widths), row, |ui, at, places| {
        let (palette, slice) = (theme::palette(ui), &slices[order[at]]);
        let painter = ui.painter();
        widgets::paint_elided(painter, places[0], &slice.name, &theme::body(), palette.text);
        for (place, number) in [(places[1], slice.photos), (places[2], slice.wrong.len())] {
            figure(painter, place, human::count(number as u64), theme::body(), palette.text);
        }
        share::paint(painter, places[3], Some(slice.accuracy), (slice.interval.low, slice.interval.high), palette);
    });
    if let Some(at) = clicked {
        out.msg(Msg::Part(shown.request, by, order[at]));
    }
}

/// Backgrounds are measured one by one, of very many photos of a random share.
fn drawn_words(shown: &Shown, by: usize) -> Option<String> {
    let measured: usize = shown.slices(by).iter().map(|slice| slice.photos).sum();
    let is_share = matches!(shown.report.sliced.get(by), Some((SliceBy::Background, _))) && shown.report.evaluation.photos.len() > MEASURED;
    is_share.then(|| format!("Of {} drawn at random", human::photos(measured as u64)))
}

/// A column of a file keeps the name that it has there.
fn name_of(by: &SliceBy) -> String {
    if let SliceBy::Column(name) = by { name.clone() } else { human::capitalised(by.name()) }
}

/// The places of the parts in the order of a column: by name, photos, photos that are wrong, or accuracy.
fn order(slices: &[Slice], (column, descending): (usize, bool)) -> Vec<usize> {
    let compare = |a: &Slice, b: &Slice| match column {
        0 => base::natural::key(&a.name).cmp(&base::natural::key(&b.name)),
        1 => a.photos.cmp(&b.photos),
        2 => a.wrong.len().cmp(&b.wrong.len()),
        _ => a.accuracy.total_cmp(&b.accuracy),
    };
    let mut order: Vec<usize> = (0..slices.len()).collect();
    order.sort_by(|a, b| {
        let compared = compare(&slices[*a], &slices[*b]);
        if descending { compared.reverse() } else { compared }
    });
    order
}

fn why_none(shown: &Shown, by: usize) -> &'static str {
    match shown.report.sliced.get(by) {
        Some((SliceBy::ProductPhotos, _)) => "None of these photos has a product. A SKU rule puts photos of one product together.",
        _ => "None of these photos says anything about it.",
    }
}

/// "shoes, 40 photos, 12 wrong, accuracy 0.700 (0.546 to 0.819)".
fn row_words(slice: &Slice) -> String {
    let accuracy = share::words(Some(slice.accuracy), (slice.interval.low, slice.interval.high));
    format!("{}, {}, {} wrong, accuracy {accuracy}", slice.name, human::photos(slice.photos as u64), human::count(slice.wrong.len() as u64))
}
