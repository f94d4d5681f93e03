//! `selvedge mark`: flags, stars and colour labels, for photos by name or by query, or from the photos' files.

use super::arguments::{FlagChoice, MarkArguments, WhichPhotos};
use super::commands::{existing, problem_json, with_path};
use super::exit::{CANCELLED, FAILED, NOTHING};
use super::output::{Output, note, note_problem};
use super::progress::Bar;
use super::which;
use base::tags::now_ms;
use base::{Cancel, Flag, Mark, Progress, Source, Stars, human};
use catalog::Catalog;
use serde_json::{Value, json};
use std::path::PathBuf;
use tasks::exchange::{self, ExchangeError, MarksReport, MarksRequest};
use workspace::AppError;
use workspace::steps::StepWords;

pub fn mark(arguments: &MarkArguments, catalog: Option<PathBuf>, out: &mut Output, cancel: &Cancel) -> Result<u8, AppError> {
    let catalog = existing(catalog)?;
    if arguments.from_files {
        return from_files(arguments, catalog, out, cancel);
    }
    let marks = marks(arguments);
    let (mut catalog, photos) = which::photos(&which_photos(arguments), catalog)?;
    let (counts, changed) = catalog.step(|step| {
        let counts = step.mark_all(&photos, &marks, Source::Person, now_ms())?;
        step.words = StepWords::mark(&marks, counts.changed).step;
        Ok(counts)
    })?;
    if out.wants_json() {
        let step = changed.step.map(|step| step.0);
        let answer = json!({ "changed": counts.changed, "unchanged": counts.unchanged, "conflicts": 0, "step": step });
        out.json(&with_path(answer, "catalog", catalog.path()));
    } else {
        let told = StepWords::mark(&marks, counts.changed).done;
        out.line(&if counts.unchanged > 0 { format!("{told}, {} unchanged", human::count(counts.unchanged)) } else { told });
    }
    if photos.is_empty() {
        note("no photo was found");
        return Ok(NOTHING);
    }
    Ok(0)
}

fn marks(arguments: &MarkArguments) -> Vec<Mark> {
    let flag = arguments.flag.map(|flag| match flag {
        FlagChoice::Pick => Mark::Flag(Some(Flag::Pick)),
        FlagChoice::Reject => Mark::Flag(Some(Flag::Reject)),
        FlagChoice::None => Mark::Flag(None),
    });
    let stars = arguments.stars.map(|stars| Mark::Stars(Stars::new(stars)));
    let colour = arguments.color.as_ref().map(|colour| Mark::Colour(colour.parse().ok()));
    [flag, stars, colour].into_iter().flatten().collect()
}

fn which_photos(arguments: &MarkArguments) -> WhichPhotos {
    let MarkArguments { photos, query, top, min_score, .. } = arguments;
    WhichPhotos { photos: photos.clone(), query: query.clone(), saved: None, top: *top, min_score: *min_score }
}

fn from_files(arguments: &MarkArguments, mut catalog: Catalog, out: &mut Output, cancel: &Cancel) -> Result<u8, AppError> {
    let request = MarksRequest { prefer: arguments.prefer.map(Into::into), dry_run: arguments.dry_run };
    let progress = Progress::default();
    let bar = Bar::start(&progress, out.wants_progress());
    let report = exchange::import_marks(&mut catalog, request, now_ms(), &progress, cancel);
    drop(bar);
    let report = match report {
        Err(ExchangeError::Cancelled) => return Ok(CANCELLED),
        other => other?,
    };
    for problem in &report.failed {
        note_problem(problem);
    }
    tell(&report, arguments.dry_run, &catalog, out);
    let found = report.changed + report.unchanged + report.conflicts > 0;
    Ok(if report.failed.is_empty() { if found { 0 } else { NOTHING } } else { FAILED })
}

fn tell(report: &MarksReport, dry_run: bool, catalog: &Catalog, out: &mut Output) {
    if out.wants_json() {
        let difference = |d: &exchange::MarkDifference| with_path(json!({ "catalog": d.catalog, "file": d.file }), "path", &d.path);
        let failed: Vec<Value> = report.failed.iter().map(problem_json).collect();
        let answer = json!({
            "changed": report.changed,
            "unchanged": report.unchanged,
            "conflicts": report.conflicts,
            "differences": report.differences.iter().map(difference).collect::<Vec<_>>(),
            "failed": failed,
            "dry_run": dry_run,
            "step": report.step.map(|step| step.0),
        });
        return out.json(&with_path(answer, "catalog", catalog.path()));
    }
    let verb = if dry_run { "would be read" } else { "read" };
    out.line(&format!(
        "marks of {} {verb}, {} unchanged, {} different from yours",
        human::photos(report.changed),
        human::count(report.unchanged),
        human::count(report.conflicts),
    ));
    for difference in &report.differences {
        note(&format!("{}: you said {}, the file says {}", difference.path.display(), difference.catalog, difference.file));
    }
    if report.conflicts > 0 {
        note("--prefer newer, file or catalog settles what is different");
    }
}
