//! `selvedge compare`: two models side by side.

use super::commands::{existing, model, with_path};
use super::output::{Output, note};
use super::{CompareArguments, NOTHING};
use base::human;
use serde_json::{Value, json};
use std::path::PathBuf;
use workspace::comparing::{self, ComparedFile, DifferingFile};
use workspace::{AppError, Library};

pub fn compare(arguments: &CompareArguments, catalog: Option<PathBuf>, out: &mut Output) -> Result<u8, AppError> {
    let catalog = existing(catalog)?;
    let [left, right] = arguments.models.each_ref().map(|name| model(name, &arguments.device));
    let [left, right] = [Library::new(catalog.reopen()?, left?), Library::new(catalog, right?)];
    if left.encoder().info().key == right.encoder().info().key {
        return Err(AppError::Compare("both names mean the same model; name two models with a comma between them".to_owned()));
    }
    match &arguments.set {
        Some(set) => label_set([&left, &right], set, arguments.top, out),
        None => query([&left, &right], &arguments.query.join(" "), arguments.top, out),
    }
}

fn query(sides: [&Library; 2], text: &str, top: usize, out: &mut Output) -> Result<u8, AppError> {
    let report = comparing::compare(sides, text, top)?;
    for (name, words) in report.models.iter().zip(&report.unknown_words).filter(|(_, words)| !words.is_empty()) {
        note(&format!("the model '{name}' was never taught: {}", words.join(", ")));
    }
    if out.wants_json() {
        let result = |(n, file): (usize, &ComparedFile)| {
            let value = json!({ "rank": n + 1, "score": file.score, "other_rank": file.other_rank });
            with_path(value, "path", &file.path)
        };
        let mut results = json!({});
        for (name, files) in report.models.iter().zip(&report.files) {
            results[name] = files.iter().enumerate().map(result).collect::<Vec<Value>>().into();
        }
        let answer = json!({
            "query": text,
            "models": report.models,
            "photos": report.common,
            "overlap_at_10": report.overlap_at_10,
            "overlap_at_100": report.overlap_at_100,
            "results": results,
        });
        out.json(&with_path(answer, "catalog", sides[0].catalog().path()));
    } else {
        for (side, files) in report.files.iter().enumerate() {
            out.line(&format!("{} (rank, score, rank by {}):", report.models[side], report.models[1 - side]));
            for (n, file) in files.iter().enumerate() {
                let other = file.other_rank.map_or_else(|| "-".to_owned(), |rank| rank.to_string());
                out.line(&format!("{:>5}  {:.3} {other:>6}  {}", n + 1, file.score, file.path.display()));
            }
        }
        let percent = |share: f64| format!("{:.0} %", 100.0 * share);
        let (ten, hundred) = (percent(report.overlap_at_10), percent(report.overlap_at_100));
        out.line(&format!("Both found {ten} of the first 10 and {hundred} of the first 100, among {}", human::photos(report.common)));
    }
    Ok(if report.common == 0 { NOTHING } else { 0 })
}

fn label_set(sides: [&Library; 2], name: &str, top: usize, out: &mut Output) -> Result<u8, AppError> {
    let report = comparing::compare_set(sides, name, top)?;
    if out.wants_json() {
        let differ = |file: &DifferingFile| {
            let value = json!({ "labels": file.labels, "scores": file.scores, "weight": file.weight });
            with_path(value, "path", &file.path)
        };
        let answer = json!({
            "set": report.set,
            "models": report.models,
            "photos": report.photos,
            "agreed": report.agreed,
            "differ": report.differ.iter().map(differ).collect::<Vec<_>>(),
        });
        out.json(&with_path(answer, "catalog", sides[0].catalog().path()));
    } else {
        for file in &report.differ {
            let [a, b] = file.labels.each_ref().map(|label| label.as_deref().unwrap_or("(none)"));
            out.line(&format!("{:.3}  {a:<20} {b:<20}  {}", file.weight, file.path.display()));
        }
        out.line(&format!(
            "{} and {} agree on {} of {}",
            report.models[0],
            report.models[1],
            human::count(report.agreed),
            human::photos(report.photos)
        ));
    }
    Ok(if report.photos == 0 { NOTHING } else { 0 })
}
