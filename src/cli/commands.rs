//! The subcommands: each a few lines around the library, and the shape of its answer.

use super::output::{Output, note, put_path};
use super::progress::Bar;
use super::{CANCELLED, FAILED, IndexArguments, NOTHING, SearchArguments};
use crate::app::error::index_summary;
use crate::app::library::{FoundFile, SearchOrder, main_model};
use crate::app::{AppError, Library, Places};
use crate::base::{Cancel, Encoder, Progress, human};
use crate::catalog::Catalog;
use crate::clip;
use crate::tasks::index::IndexReport;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Opens a model by name or folder; `None`: the starter model.
pub fn model(name: Option<&str>, device: &str) -> Result<Arc<dyn Encoder>, AppError> {
    let source = clip::resolve(name.unwrap_or(clip::STARTER))?;
    Ok(Arc::new(clip::open(&source, device.parse().map_err(AppError::Device)?)?))
}

pub fn index(arguments: &IndexArguments, catalog: Option<PathBuf>, out: &mut Output, cancel: &Cancel) -> Result<u8, AppError> {
    let encoder = model(arguments.model.as_deref(), &arguments.device)?;
    // Before a catalogue is made: a mistyped folder leaves nothing behind.
    let folders = arguments.folders.iter().map(|f| folder(f)).collect::<Result<Vec<_>, _>>()?;
    let places = Places::new(None, None);
    let file = if let Some(file) = catalog { file } else { places.as_ref().map_err(|_| AppError::NoDataFolder)?.catalog_for(&folders[0]) };
    let mut library = Library::new(Catalog::open_or_create(&file)?, encoder);
    if let Ok(places) = &places {
        places.remember(library.catalog().path());
    }
    let progress = Progress::default();
    let bar = Bar::start(&progress, out.wants_progress());
    let report = library.index(&folders, &progress, cancel, &mut || {})?;
    drop(bar);
    for problem in &report.failed {
        note(&format!("{}: {}", problem.path.display(), problem.reason));
    }
    if let Some(notice) = library.encoder().runs_on().notice {
        note(&notice);
    }
    if out.wants_json() {
        out.json(&report_json(&report, &library));
    } else {
        out.line(&index_summary(&report));
    }
    Ok(match &report {
        r if r.cancelled => CANCELLED,
        r if r.failed.is_empty() => 0,
        _ => FAILED,
    })
}

fn folder(path: &Path) -> Result<PathBuf, AppError> {
    if !path.exists() {
        return Err(AppError::NoSuchPath(path.to_owned()));
    }
    Ok(fs_err::canonicalize(path)?)
}

fn report_json(report: &IndexReport, library: &Library) -> Value {
    let failed: Vec<Value> = report.failed.iter().map(|p| with_path(json!({ "reason": p.reason }), "path", &p.path)).collect();
    let answer = json!({
        "added": report.added,
        "updated": report.updated,
        "moved": report.moved,
        "unchanged": report.unchanged,
        "missing": report.missing,
        "known_problems": report.known_problems,
        "failed": failed,
        "seconds": report.seconds,
        "photos_per_second": report.photos_per_second,
        "model": library.encoder().info().name,
    });
    with_path(answer, "catalog", library.catalog().path())
}

pub fn with_path(mut object: Value, key: &str, path: &Path) -> Value {
    put_path(&mut object, key, path);
    object
}

/// The named catalogue, or the one used last.
pub fn existing(catalog: Option<PathBuf>) -> Result<Catalog, AppError> {
    let file = catalog.map_or_else(|| Places::new(None, None)?.last_used(), Ok)?;
    Ok(Catalog::open(&file)?)
}

pub fn search(arguments: &SearchArguments, catalog: Option<PathBuf>, out: &mut Output) -> Result<u8, AppError> {
    let text = arguments.query.join(" ");
    let catalog = existing(catalog)?;
    let encoder = model(Some(&main_model(&catalog)?), "auto")?;
    let library = Library::new(catalog, encoder);
    let order = SearchOrder { text: &text, like: arguments.like.as_deref(), top: arguments.top, min_score: arguments.min_score };
    let report = library.search(&library.searchable()?, &order)?;
    let model = &library.encoder().info().name;
    if !report.unknown_words.is_empty() {
        note(&format!("the model '{model}' was never taught: {}", report.unknown_words.join(", ")));
    }
    if out.wants_json() {
        let result = |(n, hit): (usize, &FoundFile)| with_path(json!({ "rank": n + 1, "score": hit.score }), "path", &hit.path);
        let results: Vec<Value> = report.hits.iter().enumerate().map(result).collect();
        let answer = json!({ "query": text, "model": model, "results": results, "unknown_words": report.unknown_words });
        out.json(&with_path(answer, "catalog", library.catalog().path()));
    } else {
        for hit in &report.hits {
            let score = hit.score.map_or(String::new(), |s| format!("{s:.3}  "));
            out.line(&format!("{score}{}", hit.path.display()));
        }
    }
    if report.hits.is_empty() {
        note("nothing was found; try fewer words or filters, or a lower --min-score");
        return Ok(NOTHING);
    }
    Ok(0)
}

pub fn models(out: &mut Output) -> u8 {
    let models = clip::installed();
    if out.wants_json() {
        let model = |m: &clip::InstalledModel| {
            json!({
                "name": m.name,
                "kind": m.kind.name(),
                "installed": true,
                "bytes": m.bytes,
                "dimension": m.dimension,
                "licence": m.licence,
            })
        };
        out.json(&models.iter().map(model).collect());
    } else {
        for m in &models {
            let licence = m.licence.as_deref().unwrap_or("licence unknown");
            out.line(&format!("{:<32} {:>9}  {} dimensions, {licence}", m.name, human::bytes(m.bytes), m.dimension));
        }
    }
    0
}

pub fn info(catalog: Option<PathBuf>, out: &mut Output) -> Result<u8, AppError> {
    let catalog = existing(catalog)?;
    let (counts, roots, models) = (catalog.counts()?, catalog.roots()?, catalog.models()?);
    if out.wants_json() {
        let answer = json!({
            "photos": counts.photos,
            "missing": counts.missing,
            "problems": counts.problems,
            "roots": roots.iter().map(|r| with_path(json!({}), "path", &r.path)).collect::<Vec<_>>(),
            "models": models.iter().map(|m| json!({ "name": m.name, "embedded": m.embedded })).collect::<Vec<_>>(),
        });
        out.json(&with_path(answer, "catalog", catalog.path()));
        return Ok(0);
    }
    out.line(&format!("{}", catalog.path().display()));
    out.line(&format!(
        "{}, {} missing, {} problems",
        human::photos(counts.photos),
        human::count(counts.missing),
        human::count(counts.problems)
    ));
    for root in &roots {
        out.line(&format!("folder  {}", root.path.display()));
    }
    for model in &models {
        out.line(&format!("model   {}: {} embedded", model.name, human::photos(model.embedded)));
    }
    Ok(0)
}

pub fn check(catalog: Option<PathBuf>, out: &mut Output) -> Result<u8, AppError> {
    let catalog = existing(catalog)?;
    let problems = catalog.check()?;
    if out.wants_json() {
        let answer = json!({ "ok": problems.is_empty(), "problems": problems });
        out.json(&with_path(answer, "catalog", catalog.path()));
    } else if problems.is_empty() {
        out.line("No damage was found");
    }
    if problems.is_empty() {
        return Ok(0);
    }
    for problem in &problems {
        note(problem);
    }
    note("the catalogue is damaged; go back to a backup, or index its folders into a new catalogue");
    Ok(FAILED)
}

pub fn backup(catalog: Option<PathBuf>, file: &Path, out: &mut Output) -> Result<u8, AppError> {
    let catalog = existing(catalog)?;
    let bytes = catalog.backup(file)?;
    let file = std::path::absolute(file)?;
    if out.wants_json() {
        let answer = with_path(json!({ "bytes": bytes }), "file", &file);
        out.json(&with_path(answer, "catalog", catalog.path()));
    } else {
        out.line(&format!("{} ({})", file.display(), human::bytes(bytes)));
    }
    Ok(0)
}
