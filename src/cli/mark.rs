//! `selvedge mark`: flags, stars and colour labels, for photos by name or by query, or from the photos' files.

use super::arguments::{FlagChoice, MarkArguments, ModelArguments};
use super::commands::{answering, existing, with_path};
use super::exit::{CANCELLED, FAILED, NOTHING};
use super::output::{Output, note};
use super::progress::Bar;
use super::search::find;
use base::tags::now_ms;
use base::{Cancel, Flag, Mark, PhotoId, Progress, RootId, Source, Stars, human};
use catalog::Catalog;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use tasks::exchange::{self, ExchangeError, MarksReport, MarksRequest};
use tasks::query;
use workspace::search::SearchRequest;
use workspace::steps::StepWords;
use workspace::{AppError, Library, Workspace};

pub fn mark(arguments: &MarkArguments, catalog: Option<PathBuf>, out: &mut Output, cancel: &Cancel) -> Result<u8, AppError> {
    let catalog = existing(catalog)?;
    if arguments.from_files {
        return from_files(arguments, catalog, out, cancel);
    }
    let marks = marks(arguments);
    let (mut catalog, photos) = match &arguments.query {
        Some(query) => of_query(query, arguments, catalog)?,
        None => {
            let photos = named(&arguments.photos, &catalog)?;
            (catalog, photos)
        }
    };
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

/// The photos that a query finds.
fn of_query(text: &str, arguments: &MarkArguments, catalog: Catalog) -> Result<(Catalog, Vec<PhotoId>), AppError> {
    let words = !query::parse(text)?.terms.is_empty();
    if words && arguments.top.is_none() && arguments.min_score.is_none() {
        return Err(AppError::NoLimit(text.to_owned()));
    }
    let encoder = answering(&catalog, &ModelArguments { model: None, device: "auto".to_owned() })?;
    let library = Library::new(catalog, encoder);
    let workspace: Workspace = library.workspace()?.with_tags(library.catalog())?;
    let request = SearchRequest { text: text.to_owned(), min_score: arguments.min_score, ..SearchRequest::default() };
    let (_, found) = find(&workspace, &request, arguments.top.unwrap_or(usize::MAX))?;
    Ok((library.into_catalog(), found.hits.iter().map(|hit| hit.photo).collect()))
}

/// The photos of these files; a file that is not in the catalogue is refused, and nothing is marked.
fn named(files: &[PathBuf], catalog: &Catalog) -> Result<Vec<PhotoId>, AppError> {
    let roots = catalog.roots()?;
    let known: HashMap<(RootId, PathBuf), PhotoId> =
        catalog.photos()?.into_iter().map(|photo| ((photo.root, photo.path), photo.id)).collect();
    let at = |path: &Path| roots.iter().find_map(|root| known.get(&(root.id, path.strip_prefix(&root.path).ok()?.to_owned())).copied());
    let photo = |file: &PathBuf| {
        let real = fs_err::canonicalize(file).ok();
        let found = std::path::absolute(file).ok().and_then(|path| at(&path)).or_else(|| at(&real?));
        found.ok_or_else(|| AppError::NoSuchPhoto(file.clone()))
    };
    let mut photos = files.iter().map(photo).collect::<Result<Vec<_>, _>>()?;
    photos.sort_unstable();
    photos.dedup();
    Ok(photos)
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
        note(&format!("{}: {}", problem.path.display(), problem.reason));
    }
    tell(&report, arguments.dry_run, &catalog, out);
    let found = report.changed + report.unchanged + report.conflicts > 0;
    Ok(if report.failed.is_empty() { if found { 0 } else { NOTHING } } else { FAILED })
}

fn tell(report: &MarksReport, dry_run: bool, catalog: &Catalog, out: &mut Output) {
    if out.wants_json() {
        let difference = |d: &exchange::MarkDifference| with_path(json!({ "catalog": d.catalog, "file": d.file }), "path", &d.path);
        let failed: Vec<Value> = report.failed.iter().map(|p| with_path(json!({ "reason": p.reason }), "path", &p.path)).collect();
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
