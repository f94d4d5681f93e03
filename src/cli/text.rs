//! `selvedge text`: titles, brands and descriptions of photos, in from other people's files.

use super::arguments::TextImportArguments;
use super::commands::{existing, with_path};
use super::exit::{CANCELLED, NOTHING};
use super::output::{Output, note};
use super::progress::Bar;
use base::{Cancel, Progress, human};
use catalog::Catalog;
use serde_json::{Value, json};
use std::path::PathBuf;
use tasks::exchange::{ExchangeError, ImportExample, TextReport, TextRequest, import_texts};
use workspace::AppError;
use workspace::products::skus;

pub fn import(arguments: &TextImportArguments, catalog: Option<PathBuf>, out: &mut Output, cancel: &Cancel) -> Result<u8, AppError> {
    let mut catalog = existing(catalog)?;
    let request = TextRequest {
        file: arguments.file.clone(),
        match_by: arguments.match_by.into(),
        columns: arguments.columns.clone(),
        dry_run: arguments.dry_run,
    };
    let skus = skus(&catalog)?;
    let progress = Progress::default();
    let bar = Bar::steps(&progress, out.wants_progress(), "importing texts");
    let report = import_texts(&mut catalog, &request, &skus, &progress, cancel);
    drop(bar);
    let report = match report {
        Err(ExchangeError::Cancelled) => return Ok(CANCELLED),
        other => other?,
    };
    tell(&report, arguments.dry_run, &catalog, out);
    Ok(if report.matched == 0 && report.ambiguous == 0 { NOTHING } else { 0 })
}

fn tell(report: &TextReport, dry_run: bool, catalog: &Catalog, out: &mut Output) {
    if out.wants_json() {
        let example = |e: &ImportExample| json!({ "line": e.line, "key": e.key, "outcome": e.outcome });
        let column = |(column, texts): &(String, u64)| json!({ "column": column, "texts": texts });
        let answer = json!({
            "rows": report.rows,
            "matched": report.matched,
            "unmatched": report.unmatched,
            "ambiguous": report.ambiguous,
            "duplicates": report.duplicates,
            "empty": report.empty,
            "columns": report.columns.iter().map(column).collect::<Vec<Value>>(),
            "imported": report.imported,
            "unchanged": report.unchanged,
            "examples": report.examples.iter().map(example).collect::<Vec<_>>(),
            "dry_run": dry_run,
            "step": report.step.map(|step| step.0),
        });
        out.json(&with_path(answer, "catalog", catalog.path()));
    } else {
        let n = human::count;
        let verb = if dry_run { "would be imported" } else { "imported" };
        out.line(&format!(
            "{} of {} rows matched, {} unmatched, {} ambiguous, {} duplicates, {} empty; texts of {} {verb}, {} unchanged",
            n(report.matched),
            n(report.rows),
            n(report.unmatched),
            n(report.ambiguous),
            n(report.duplicates),
            n(report.empty),
            human::photos(report.imported),
            n(report.unchanged),
        ));
        for example in &report.examples {
            note(&format!("line {}  {}: {}", example.line, example.key, example.outcome));
        }
    }
    for (column, _) in report.columns.iter().filter(|(_, texts)| *texts == 0) {
        note(&format!("nothing was read from the column {column}: it is empty, or no row with a text in it names a photo"));
    }
}
