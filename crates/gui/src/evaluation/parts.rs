//! How often suggestions are right in parts of the catalogue, the weakest first; a click shows what is wrong there.

use super::msg::Msg;
use super::shown::Shown;
use super::state::EvaluationPage;
use super::table::{Head, heads_ui, rows_ui};
use crate::kit::forms;
use crate::kit::share;
use crate::kit::theme::{self, space, width};
use crate::kit::widgets;
use crate::shell::output::Output;
use base::human;
use egui::{Align2, Label, Ui};
use engine::protocol::{MEASURED, Slice, SliceBy};

const REST: [Head<'static, usize>; 3] = [
    Head { key: 1, words: "Photos", width: width::FIGURE, why: "Photos in this part." },
    Head { key: 2, words: "Wrong", width: width::FIGURE, why: "Photos whose suggestion is wrong." },
    Head {
        key: 3,
        words: "Accuracy",
        width: width::INTERVAL,
        why: "The share whose suggestion is right. The bar is the interval in which that lies with 95 % confidence (Wilson): of few photos \
              little is known.",
    },
];

/// Draws the table.
pub fn parts_ui(ui: &mut Ui, page: &EvaluationPage, shown: &Shown, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    let names: Vec<String> = shown.report.sliced.iter().map(|(by, _)| human::capitalised(by.name())).collect();
    let by = page.by.min(names.len().saturating_sub(1));
    ui.horizontal(|ui| {
        ui.label(theme::weak_text("By", palette));
        if let Some(chosen) = forms::menu_ui(ui, "Parts by", &names, by) {
            out.msg(Msg::By(chosen));
        }
        ui.add(Label::new(theme::weak_text(order_words(shown, by), palette)).truncate());
    });
    ui.add_space(space::XS);
    let slices = shown.slices(by);
    if slices.is_empty() {
        ui.add(Label::new(theme::weak_text(why_none(shown, by), palette)).wrap());
        return;
    }
    let first = Head { key: 0, words: names.get(by).map_or("", String::as_str), width: 0.0, why: "" };
    heads_ui(ui, &first, &REST, None);
    let widths = REST.map(|head| head.width);
    let row = |at: usize| (row_words(&slices[at]), !slices[at].wrong.is_empty());
    let clicked = rows_ui(ui, "Parts", (slices.len(), &widths), row, |ui, at, places| {
        let (palette, slice) = (theme::palette(ui), &slices[at]);
        let painter = ui.painter();
        widgets::paint_elided(painter, places[0], &slice.name, &theme::body(), palette.text);
        for (place, number) in [(places[1], slice.photos), (places[2], slice.wrong.len())] {
            painter.text(place.left_center(), Align2::LEFT_CENTER, human::count(number as u64), theme::body(), palette.text);
        }
        share::paint(painter, places[3], Some(slice.accuracy), (slice.interval.low, slice.interval.high), palette);
    });
    if let Some(at) = clicked {
        out.msg(Msg::Part(shown.request, by, at));
    }
}

/// Backgrounds are measured one by one, of very many photos of a random share.
fn order_words(shown: &Shown, by: usize) -> String {
    let measured: usize = shown.slices(by).iter().map(|slice| slice.photos).sum();
    let is_share = matches!(shown.report.sliced.get(by), Some((SliceBy::Background, _))) && shown.report.evaluation.photos.len() > MEASURED;
    if is_share {
        format!("The weakest first, of {} drawn at random", human::photos(measured as u64))
    } else {
        "The weakest first".to_owned()
    }
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
