//! `selvedge copy`: photos into a folder, under names made by a pattern.

use super::arguments::CopyArguments;
use super::commands::{existing, problem_json, with_path};
use super::exit::{CANCELLED, FAILED, NOTHING};
use super::output::{Output, note, note_problem, put_path};
use super::progress::Bar;
use super::which;
use base::{Cancel, Progress, human};
use catalog::Catalog;
use serde_json::{Value, json};
use std::path::PathBuf;
use tasks::copies::{self, CopyExample, CopyReport, CopyRequest};
use workspace::AppError;
use workspace::products::skus;

pub fn copy(arguments: &CopyArguments, catalog: Option<PathBuf>, out: &mut Output, cancel: &Cancel) -> Result<u8, AppError> {
    let (catalog, photos) = which::photos(&arguments.which, existing(catalog)?)?;
    let request = CopyRequest {
        photos: photos.into(),
        to: arguments.to.clone(),
        link: arguments.link,
        layout: arguments.layout.into(),
        set: arguments.set.clone(),
        name: arguments.name.clone(),
        sidecars: arguments.sidecars,
        xmp: arguments.xmp,
        without_raw: arguments.no_raw,
    };
    let skus = skus(&catalog)?;
    let progress = Progress::default();
    let bar = Bar::start(&progress, out.wants_progress());
    let work = if arguments.dry_run { copies::rehearse } else { copies::copy };
    let report = work(&catalog, &request, &skus, &progress, cancel)?;
    drop(bar);
    for problem in &report.failed {
        note_problem(problem);
    }
    tell(&report, arguments.dry_run, &catalog, out);
    if request.photos.is_empty() {
        note("no photo was found");
        return Ok(NOTHING);
    }
    Ok(match &report {
        report if report.cancelled => CANCELLED,
        report if report.failed.is_empty() => 0,
        _ => FAILED,
    })
}

fn tell(report: &CopyReport, dry_run: bool, catalog: &Catalog, out: &mut Output) {
    if out.wants_json() {
        let failed: Vec<Value> = report.failed.iter().map(problem_json).collect();
        let answer = json!({
            "copied": report.copied,
            "linked": report.linked,
            "skipped": report.skipped,
            "raw": report.raw,
            "sidecars": report.sidecars,
            "renamed": report.renamed,
            "failed": failed,
            "examples": report.examples.iter().map(example).collect::<Vec<_>>(),
            "stopped": report.stopped,
            "dry_run": dry_run,
        });
        out.json(&with_path(with_path(answer, "to", &report.to), "catalog", catalog.path()));
        return;
    }
    if dry_run {
        for CopyExample { path, to } in &report.examples {
            out.line(&format!("{} -> {}", path.display(), to.display()));
        }
    }
    let would = if dry_run { "would be " } else { "" };
    let (verb, n) = if report.linked > 0 { ("linked", report.linked) } else { ("copied", report.copied) };
    let mut parts = vec![format!("{} {would}{verb} to {}", human::photos(n), report.to.display())];
    let more = [
        (report.raw, "with", "raw file", "raw files"),
        (report.sidecars, "with", "sidecar", "sidecars"),
        (report.skipped, "", "was there already", "were there already"),
        (report.renamed, "", "equal name numbered", "equal names numbered"),
        (report.failed.len() as u64, "", "failed", "failed"),
    ];
    for (n, before, one, many) in more.into_iter().filter(|(n, ..)| *n > 0) {
        parts.push(format!("{before} {}", human::counted(n, one, many)).trim().to_owned());
    }
    out.line(&parts.join(", "));
    if let Some(reason) = &report.stopped {
        note(&format!("ended early: {reason}; the photos after it were not tried"));
    }
}

fn example(example: &CopyExample) -> Value {
    let mut told = with_path(json!({}), "path", &example.path);
    put_path(&mut told, "to", &example.to);
    told
}
