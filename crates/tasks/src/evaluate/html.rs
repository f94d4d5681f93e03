//! An evaluation as one HTML file that needs no other: figures, a matrix and curves, to be sent to a colleague.

use super::judged::Evaluation;
use super::slices::Slice;
use super::svg::{escape, matrix};
use crate::suggest::By;
use base::{LabelSetDraft, human};
use figures::Confusion;
use std::fmt::Write;

const STYLE: &str = "body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem;color:#1d2430;background:#fff}
h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem}table{border-collapse:collapse;font-variant-numeric:tabular-nums}
th,td{padding:.25rem .75rem;text-align:right;border-bottom:1px solid #dfe3ea}th:first-child,td:first-child{text-align:left}
.figures{display:flex;gap:2.5rem;flex-wrap:wrap}.figures b{display:block;font-size:1.6rem;font-weight:600}.note{color:#5b6472}
svg{max-width:100%;height:auto;font:11px system-ui,sans-serif}svg text{fill:#1d2430}svg .light{fill:#fff}.plots{display:flex;gap:1.5rem;flex-wrap:wrap}
.right{fill:#1c6e8c}.wrong{fill:#b3472e}.grid{stroke:#e4e8ee;fill:none}.ideal{stroke:#9aa3b0;stroke-dasharray:4 4;fill:none}
.curve{stroke:#1c6e8c;stroke-width:2;fill:none}.dot{fill:#1c6e8c}.scroll{overflow-x:auto}";

/// The report. `model` as a person names it, `truth`: where that comes from; `slices`: the weakest first, with what they are by.
pub fn html(set: &LabelSetDraft, model: &str, truth: &str, evaluation: &Evaluation, slices: &[(String, Vec<Slice>)]) -> String {
    let mut body = String::new();
    let title = format!("{}: how often suggestions are right", set.name);
    let _ = write!(body, "<h1>{}</h1>", escape(&title));
    let _ = write!(body, "<p class=\"note\">{}</p>", escape(&about(model, truth, evaluation)));
    figures(&mut body, evaluation);
    labels(&mut body, set, evaluation);
    confusion(&mut body, set, evaluation);
    curves(&mut body, evaluation);
    for (by, slices) in slices {
        slice_table(&mut body, by, slices);
    }
    left_out(&mut body, evaluation);
    format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>{}</title><style>{STYLE}</style></head><body>{body}</body></html>\n",
        escape(&title)
    )
}

fn about(model: &str, truth: &str, evaluation: &Evaluation) -> String {
    let answers = match evaluation.by {
        By::Learned => format!("{model}, with what {} taught (each photo judged with its product held out)", decisions(evaluation)),
        By::ZeroShot if evaluation.calibrated_on > 0 => {
            format!(
                "{model} by its words, at a temperature fitted to {} (each photo judged with its product held out)",
                decisions(evaluation)
            )
        }
        By::ZeroShot => format!("{model} by its words; scores are the model's own"),
    };
    format!("Model: {answers}. Compared with {truth}.")
}

fn decisions(evaluation: &Evaluation) -> String {
    human::counted(evaluation.calibrated_on as u64, "decision", "decisions")
}

fn figures(body: &mut String, evaluation: &Evaluation) {
    let counts = &evaluation.counts;
    body.push_str("<div class=\"figures\">");
    let _ = write!(body, "<div><b>{}</b>photos</div>", human::count(evaluation.photos.len() as u64));
    let (accuracy, at) = (counts.accuracy(), evaluation.accuracy_interval());
    let right = if counts.several().is_some() { "with exactly their labels" } else { "accuracy" };
    let _ = write!(body, "<div><b>{accuracy:.3}</b>{right} [{:.3}, {:.3}]</div>", at.low, at.high);
    let micro = counts.several().map(|several| ("micro F1", several.micro_f1()));
    let figures =
        [("weighted F1", counts.weighted_f1()), ("macro F1", counts.macro_f1()), ("calibration error", evaluation.calibration_error)];
    for (name, value) in micro.into_iter().chain(figures) {
        let _ = write!(body, "<div><b>{value:.3}</b>{name}</div>");
    }
    body.push_str("</div>");
}

fn labels(body: &mut String, set: &LabelSetDraft, evaluation: &Evaluation) {
    body.push_str("<h2>Labels</h2><p class=\"note\">Brackets: 95 % intervals (Wilson).</p><div class=\"scroll\"><table><tr><th>Label</th><th>Photos</th><th>Precision</th><th>Recall</th><th>F1</th></tr>");
    for (place, label) in set.labels.iter().enumerate() {
        let class = evaluation.counts.label(place);
        let with = |value: f64, interval: figures::Interval| format!("{value:.3} [{:.3}, {:.3}]", interval.low, interval.high);
        let _ = write!(
            body,
            "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{:.3}</td></tr>",
            escape(&label.name),
            human::count(class.support as u64),
            with(class.precision, class.precision_interval),
            with(class.recall, class.recall_interval),
            class.f1,
        );
    }
    body.push_str("</table></div>");
}

/// The labels that occur, by the number of their photos: a set of hundreds would fill no screen.
fn confusion(body: &mut String, set: &LabelSetDraft, evaluation: &Evaluation) {
    let Some(rows) = evaluation.counts.confusion().map(Confusion::rows) else { return };
    let occurs = |class: &usize| rows[*class].iter().sum::<usize>() > 0 || rows.iter().any(|row| row[*class] > 0);
    let mut classes: Vec<usize> = (0..rows.len()).filter(occurs).collect();
    classes.sort_by_key(|&class| std::cmp::Reverse(rows[class].iter().sum::<usize>()));
    classes.truncate(MOST);
    let names: Vec<&str> = classes.iter().map(|&class| set.labels.get(class).map_or("none of these", |l| l.name.as_str())).collect();
    let cells: Vec<Vec<usize>> = classes.iter().map(|&truth| classes.iter().map(|&given| rows[truth][given]).collect()).collect();
    let cells: Vec<&[usize]> = cells.iter().map(Vec::as_slice).collect();
    let _ = write!(
        body,
        "<h2>What is taken for what</h2><p class=\"note\">A row for each truth, a column for each suggestion.</p><div class=\"scroll\">{}</div>",
        matrix(&names, &cells)
    );
}

/// Classes that the matrix shows.
const MOST: usize = 60;

fn curves(body: &mut String, evaluation: &Evaluation) {
    body.push_str("<h2>Scores</h2><div class=\"plots\">");
    for curve in [evaluation.reliability_curve(), evaluation.coverage_curve()] {
        let _ = write!(body, "<div>{}<p class=\"note\">{}</p></div>", curve.draw(), curve.note);
    }
    body.push_str("</div>");
}

fn slice_table(body: &mut String, by: &str, slices: &[Slice]) {
    let _ = write!(body, "<h2>By {}</h2><div class=\"scroll\"><table><tr><th>{0}</th><th>Photos</th><th>Accuracy</th></tr>", escape(by));
    for slice in slices.iter().take(MOST) {
        let (low, high) = (slice.interval.low, slice.interval.high);
        let _ = write!(
            body,
            "<tr><td>{}</td><td>{}</td><td>{:.3} [{low:.3}, {high:.3}]</td></tr>",
            escape(&slice.name),
            human::count(slice.photos as u64),
            slice.accuracy
        );
    }
    body.push_str("</table></div>");
}

fn left_out(body: &mut String, evaluation: &Evaluation) {
    let told = evaluation.left_out.told();
    if !told.is_empty() {
        let _ = write!(body, "<h2>Left out</h2><p>{}</p>", escape(&told.join("; ")));
    }
}
