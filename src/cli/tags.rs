//! `selvedge tags`: labels in from other people's files, and out to them.

use super::arguments::{ExportArguments, ImportArguments, WhichPhotos};
use super::commands::{existing, problem_json, with_path};
use super::exit::{CANCELLED, FAILED, NOTHING};
use super::output::{Output, note, note_problem};
use super::profiles;
use super::progress::Bar;
use super::which;
use base::tags::now_ms;
use base::{Cancel, Progress, human};
use catalog::Catalog;
use serde_json::{Value, json};
use std::path::PathBuf;
use tasks::exchange::{self, ExchangeError, ExportReport, ExportRequest, ImportReport, ImportRequest};
use workspace::AppError;
use workspace::products::skus;

/// New labels that are named; the rest are counted.
const NAMED: usize = 20;

pub fn import(arguments: &ImportArguments, catalog: Option<PathBuf>, out: &mut Output, cancel: &Cancel) -> Result<u8, AppError> {
    let mut catalog = existing(catalog)?;
    let report = match (&arguments.keywords, &arguments.file) {
        (Some(set), _) => {
            let progress = Progress::default();
            let bar = Bar::start(&progress, out.wants_progress());
            let report = exchange::import_keywords(&mut catalog, set, arguments.dry_run, now_ms(), &progress, cancel);
            drop(bar);
            report
        }
        (None, file) => {
            let request = ImportRequest {
                file: file.clone().unwrap_or_default(),
                match_by: arguments.match_by.into(),
                set: arguments.set.clone(),
                column: arguments.column.clone(),
                none_of_these: false,
                author: arguments.author.clone(),
                dry_run: arguments.dry_run,
            };
            let skus = skus(&catalog)?;
            exchange::import_tags(&mut catalog, &request, &skus, now_ms())
        }
    };
    let report = match report {
        Err(ExchangeError::Cancelled) => return Ok(CANCELLED),
        other => other?,
    };
    tell_import(&report, arguments.dry_run, &catalog, out);
    for problem in &report.failed {
        note_problem(problem);
    }
    Ok(match report.matched + report.ambiguous {
        _ if !report.failed.is_empty() => FAILED,
        0 => NOTHING,
        _ => 0,
    })
}

fn tell_import(report: &ImportReport, dry_run: bool, catalog: &Catalog, out: &mut Output) {
    if out.wants_json() {
        let example = |e: &exchange::ImportExample| json!({ "line": e.line, "key": e.key, "outcome": e.outcome });
        let answer = json!({
            "rows": report.rows,
            "matched": report.matched,
            "unmatched": report.unmatched,
            "ambiguous": report.ambiguous,
            "conflicts": report.conflicts,
            "imported": report.imported,
            "opinions": report.opinions,
            "examples": report.examples.iter().map(example).collect::<Vec<_>>(),
            "new_labels": report.new_labels,
            "failed": report.failed.iter().map(problem_json).collect::<Vec<_>>(),
            "dry_run": dry_run,
            "step": report.step.map(|step| step.0),
        });
        out.json(&with_path(answer, "catalog", catalog.path()));
        return;
    }
    let verb = if dry_run { "would be imported" } else { "imported" };
    let n = human::count;
    out.line(&format!(
        "{} of {} rows matched, {} unmatched, {} ambiguous, {} conflicts, {} decisions {verb}",
        n(report.matched),
        n(report.rows),
        n(report.unmatched),
        n(report.ambiguous),
        n(report.conflicts),
        n(report.imported),
    ));
    if report.opinions > 0 {
        let opinions = human::counted(report.opinions, "decision", "decisions");
        note(&format!("{opinions} kept as their author's opinion; see selvedge agreement --set NAME"));
    }
    for label in report.new_labels.iter().take(NAMED) {
        note(&format!("new label  {label}"));
    }
    if let Some(more) = report.new_labels.len().checked_sub(NAMED).filter(|more| *more > 0) {
        note(&format!("and {}", human::counted(more as u64, "more new label", "more new labels")));
    }
    for example in &report.examples {
        // Keywords stand in no line.
        let line = if example.line > 0 { format!("line {}  ", example.line) } else { String::new() };
        note(&format!("{line}{}: {}", example.key, example.outcome));
    }
}

pub fn export(arguments: &ExportArguments, catalog: Option<PathBuf>, out: &mut Output, cancel: &Cancel) -> Result<u8, AppError> {
    let mut catalog = existing(catalog)?;
    let Some(format) = arguments.format else { return profiles::export(arguments, catalog, out) };
    let mut among = None;
    if let Some(name) = &arguments.saved {
        let which = WhichPhotos { saved: Some(name.clone()), top: arguments.top, min_score: arguments.min_score, ..WhichPhotos::default() };
        let (same, photos) = which::photos(&which, catalog)?;
        (catalog, among) = (same, Some(photos.into()));
    }
    let (all, relative, excel, to) = (arguments.all, arguments.relative, arguments.excel, arguments.out.clone());
    let request = ExportRequest { format, all, relative, excel, among, to };
    let progress = Progress::default();
    let bar = Bar::start(&progress, out.wants_progress() && format.is_sidecars());
    let report = exchange::export(&mut catalog, &request, &mut out.stream(), &progress, cancel);
    drop(bar);
    let report = match report {
        Err(ExchangeError::Cancelled) => return Ok(CANCELLED),
        other => other?,
    };
    for remark in &report.remarks {
        note(remark);
    }
    for problem in &report.failed {
        note_problem(problem);
    }
    if format.is_sidecars() || arguments.out.is_some() {
        tell_export(&report, &request, &catalog, out);
    }
    Ok(if report.failed.is_empty() { 0 } else { FAILED })
}

fn tell_export(report: &ExportReport, request: &ExportRequest, catalog: &Catalog, out: &mut Output) {
    if out.wants_json() {
        let failed: Vec<Value> = report.failed.iter().map(problem_json).collect();
        let mut answer =
            json!({ "written": report.written, "unchanged": report.unchanged, "conflicts": report.conflicts, "failed": failed });
        if let Some(file) = &request.to {
            answer = with_path(answer, "file", file);
        }
        out.json(&with_path(answer, "catalog", catalog.path()));
        return;
    }
    let (written, unchanged) = (human::count(report.written), human::count(report.unchanged));
    let (one, many) = request.format.info().unit;
    out.line(&match &request.to {
        Some(file) => format!("{} written to {}", human::counted(report.written, one, many), file.display()),
        None => format!("{written} sidecars written, {unchanged} unchanged, {} failed", human::count(report.failed.len() as u64)),
    });
}
