//! The job thread: one index run, import or export at a time; the grid fills while it goes on.

use crate::adapting;
use crate::feeds;
use crate::job_queue::{Job, JobKind};
use crate::mail::{ControlMessage, EditMessage};
use crate::opening::{main_of, open_main};
use crate::protocol::{
    CopyRequest, Event, ExportRequest, ImportGuess, ImportReport, ImportRequest, JobOutcome, RequestId, TextRequest, Tone,
};
use crate::publish::publish_batches;
use crate::shared::Shared;
use base::tags::now_ms;
use base::{Cancel, Compatibility, Encoder, Progress, folders};
use catalog::Catalog;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tasks::{copies, exchange, sheet};
use workspace::error::index_summary;
use workspace::models::{remember_speed, title};
use workspace::products::skus;
use workspace::refresh::Batches;
use workspace::{AppError, Library, arithmetic, verify};

/// The grid is filled again after this long at the soonest, and not before ten times what the last filling cost.
const REFRESH: Duration = Duration::from_secs(1);

/// Nor before so long for each photo that is shown: the threads that answer questions go through all of them again, in about a seventh of
/// that, which the run would miss.
const REFRESH_PER_PHOTO: Duration = Duration::from_micros(10);

pub fn run(shared: &Arc<Shared>) {
    while let Some((job, progress, cancel)) = shared.jobs.next() {
        shared.post(Event::JobStarted(job.request));
        // A bug in one job must not take the window with it: it is told, and the next job runs.
        let outcome = catch_unwind(AssertUnwindSafe(|| work(shared, &job, &progress, &cancel)));
        shared.jobs.ended();
        shared.duplicates.put(|_| ());
        shared.map.put(|mail| mail.photos = true);
        let (outcome, complete) = match outcome {
            Ok(Ok(outcome)) => {
                let complete = !outcome.cancelled;
                (outcome, complete)
            }
            Ok(Err(error)) => {
                shared.notice(job.request, Tone::Error, error.notice());
                (JobOutcome { summary: error.to_string(), ..JobOutcome::default() }, false)
            }
            Err(_) => {
                let summary = format!("{} ended through a fault in the program; what was saved is kept", job.work.title());
                shared.notice(job.request, Tone::Error, summary.clone());
                (JobOutcome { summary, ..JobOutcome::default() }, false)
            }
        };
        shared.post(Event::JobEnded(JobOutcome { request: job.request, ..outcome }));
        match job.work {
            JobKind::Index { model: Some(model), .. } => {
                shared.control(ControlMessage::Embedded { request: job.request, catalog: job.catalog, model, complete });
            }
            JobKind::Index { model: None, .. } | JobKind::CheckArithmetic(_) | JobKind::Verify { .. } | JobKind::Adapt(_) => {
                shared.control(ControlMessage::ModelsChanged);
            }
            JobKind::LookToAdapt
            | JobKind::LookAtTags { .. }
            | JobKind::ImportTags(_)
            | JobKind::ImportKeywords { .. }
            | JobKind::ImportTexts(_)
            | JobKind::ReadMarks(_)
            | JobKind::Copy(_)
            | JobKind::Sheet(_)
            | JobKind::Export(_)
            | JobKind::ExportFeed(_) => {}
        }
    }
}

fn work(shared: &Shared, job: &Job, progress: &Progress, cancel: &Cancel) -> Result<JobOutcome, AppError> {
    match &job.work {
        JobKind::Index { folders, model } => index(shared, &job.catalog, folders, model.as_deref(), progress, cancel),
        JobKind::LookToAdapt => Ok(adapting::look(shared, job.request, &job.catalog)),
        JobKind::Adapt(name) => Ok(adapting::adapt(shared, job.request, &job.catalog, name, progress, cancel)),
        JobKind::CheckArithmetic(name) => check_arithmetic(shared, &job.catalog, name, progress, cancel),
        JobKind::Verify { name, picture } => verify(shared, name, picture.as_deref()),
        JobKind::LookAtTags { file, author } => {
            let mut guess = None;
            let report = signed(shared, job)
                .and_then(|mut catalog| look_at_tags(&mut catalog, &folders::expand_home(file), author.clone(), &mut guess));
            Ok(imported(shared, job.request, report, guess, true))
        }
        JobKind::ImportTags(request) => {
            let report = signed(shared, job).and_then(|mut catalog| {
                let request = ImportRequest { file: folders::expand_home(&request.file), ..request.clone() };
                let skus = skus(&catalog)?;
                Ok(exchange::import_tags(&mut catalog, &request, &skus, now_ms())?)
            });
            Ok(imported(shared, job.request, report, None, request.dry_run))
        }
        JobKind::ImportKeywords { set, dry_run } => {
            let report = Catalog::open(&job.catalog)
                .map_err(AppError::from)
                .and_then(|mut catalog| Ok(exchange::import_keywords(&mut catalog, set, *dry_run, now_ms(), progress, cancel)?));
            Ok(imported(shared, job.request, report, None, *dry_run))
        }
        JobKind::ImportTexts(request) => {
            let request = TextRequest { file: folders::expand_home(&request.file), ..request.clone() };
            Ok(import_texts(shared, job, &request, progress, cancel))
        }
        JobKind::ReadMarks(request) => {
            let report = Catalog::open(&job.catalog)
                .map_err(AppError::from)
                .and_then(|mut catalog| Ok(exchange::import_marks(&mut catalog, *request, now_ms(), progress, cancel)?));
            if !request.dry_run {
                shared.edit(EditMessage::Reload);
            }
            let report = report.map_err(|error| error.notice());
            shared.post(Event::MarksRead { request: job.request, asked: *request, report });
            Ok(quiet(cancel))
        }
        JobKind::Copy(request) => {
            let request = CopyRequest { to: folders::expand_home(&request.to), ..request.clone() };
            let report = Catalog::open(&job.catalog).map_err(AppError::from).and_then(|catalog| {
                let skus = skus(&catalog)?;
                Ok(copies::copy(&catalog, &request, &skus, progress, cancel)?)
            });
            shared.post(Event::Copied { request: job.request, report: report.map_err(|error| error.notice()) });
            Ok(quiet(cancel))
        }
        JobKind::Sheet(request) => {
            let report = Catalog::open(&job.catalog)
                .map_err(AppError::from)
                .and_then(|catalog| Ok(sheet::write_sheet(&catalog, request, progress, cancel)?));
            shared.post(Event::SheetWritten { request: job.request, report: report.map_err(|error| error.notice()) });
            Ok(quiet(cancel))
        }
        JobKind::ExportFeed(export) => {
            let report = feeds::export(shared, &job.catalog, export).map_err(|error| error.notice());
            shared.post(Event::FeedWritten { request: job.request, to: export.to.clone(), report });
            Ok(quiet(cancel))
        }
        JobKind::Export(request) => {
            let export = ExportRequest { to: request.to.as_deref().map(folders::expand_home), ..request.clone() };
            let report = Catalog::open(&job.catalog)
                .map_err(AppError::from)
                .and_then(|mut catalog| Ok(exchange::export(&mut catalog, &export, &mut std::io::sink(), progress, cancel)?));
            let report = report.map_err(|error| error.notice());
            shared.post(Event::Exported { request: job.request, format: export.format, to: export.to, report });
            Ok(quiet(cancel))
        }
    }
}

/// Whoever opens the model from then on gets it as it was found to be.
fn check_arithmetic(shared: &Shared, file: &Path, name: &str, progress: &Progress, cancel: &Cancel) -> Result<JobOutcome, AppError> {
    let (photos, shelf) = (arithmetic::photos_of(&Catalog::open(file)?)?, &shared.encoders.shelf);
    let report = arithmetic::check_arithmetic(shelf, name, &photos, Compatibility::LEAST_PHOTOS, progress, cancel)?;
    let summary = report.map_or_else(|| "Measuring cancelled".to_owned(), |report| arithmetic::told(&title(name), &report.found));
    Ok(JobOutcome { summary, cancelled: cancel.is_cancelled(), ..JobOutcome::default() })
}

/// How the model's answers compare stands in its row from then on.
fn verify(shared: &Shared, name: &str, picture: Option<&Path>) -> Result<JobOutcome, AppError> {
    let pictures: Vec<_> = picture.map(folders::expand_home).into_iter().collect();
    let verified = verify::verify(&shared.encoders.shelf, name, None, &pictures)?.summary();
    Ok(JobOutcome { summary: verify::told(&title(name), &verified), ..JobOutcome::default() })
}

/// What an import would do that reads the file as it likely should be; nothing where the person has to say how.
fn look_at_tags(
    catalog: &mut Catalog,
    file: &Path,
    author: Option<String>,
    guessed: &mut Option<ImportGuess>,
) -> Result<ImportReport, AppError> {
    let skus = skus(catalog)?;
    let guess = exchange::guess_import(catalog, file, &skus)?;
    let (column, set) = (guess.column.clone(), guess.set.clone());
    let is_known = guess.is_long || (column.is_some() && set.is_some());
    let request =
        ImportRequest { file: file.to_owned(), match_by: guess.match_by, set, column, none_of_these: true, author, dry_run: true };
    *guessed = Some(guess);
    if !is_known {
        return Ok(ImportReport::default());
    }
    Ok(exchange::import_tags(catalog, &request, &skus, now_ms())?)
}

/// The job's catalogue, in which the person's own decisions are known for theirs.
fn signed(shared: &Shared, job: &Job) -> Result<Catalog, AppError> {
    let mut catalog = Catalog::open(&job.catalog)?;
    catalog.set_author(&shared.author());
    Ok(catalog)
}

/// Tells what an import did; the window finds its own words.
fn imported(
    shared: &Shared,
    request: RequestId,
    report: Result<ImportReport, AppError>,
    guess: Option<ImportGuess>,
    dry_run: bool,
) -> JobOutcome {
    if !dry_run {
        shared.edit(EditMessage::Reload);
    }
    shared.post(Event::Imported { request, dry_run, report: report.map_err(|error| error.notice()), guess });
    quiet(&Cancel::default())
}

/// Reads texts, and tells what that did.
fn import_texts(shared: &Shared, job: &Job, request: &TextRequest, progress: &Progress, cancel: &Cancel) -> JobOutcome {
    let report = Catalog::open(&job.catalog).map_err(AppError::from).and_then(|mut catalog| {
        let skus = skus(&catalog)?;
        Ok(exchange::import_texts(&mut catalog, request, &skus, progress, cancel)?)
    });
    let (dry_run, columns) = (request.dry_run, exchange::text_columns(&request.file));
    if !dry_run {
        shared.edit(EditMessage::Reload);
    }
    shared.post(Event::TextsImported { request: job.request, dry_run, report: report.map_err(|error| error.notice()), columns });
    quiet(&Cancel::default())
}

/// An end that somebody else tells.
fn quiet(cancel: &Cancel) -> JobOutcome {
    JobOutcome { cancelled: cancel.is_cancelled(), ..JobOutcome::default() }
}

/// The model that answers; until it is open for the window, this run opens it for itself.
fn in_use(shared: &Shared, file: &Path) -> Result<Arc<dyn Encoder>, AppError> {
    match shared.in_use() {
        Some(encoder) => Ok(encoder),
        None => Ok(open_main(shared, &main_of(shared, &Catalog::open(file)?)?)?.encoder),
    }
}

fn index(
    shared: &Shared,
    file: &Path,
    folders: &[PathBuf],
    model: Option<&str>,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<JobOutcome, AppError> {
    let encoder = match model {
        Some(model) => shared.encoders.open(model)?,
        None => in_use(shared, file)?,
    };
    let mut library = Library::new(Catalog::open(file)?, Arc::clone(&encoder));
    let reader = Catalog::open(file)?;
    let mut due = Instant::now() + REFRESH;
    let mut batches = Batches::default();
    let mut refresh = |committed| {
        let start = Instant::now();
        batches.push(committed);
        if start < due || shared.closing.is_cancelled() || cancel.is_cancelled() {
            return;
        }
        shared.tell_device_notice(&*encoder);
        // What another model embeds is not shown: reading the catalogue again would only cost.
        if shared.answers(&*encoder) {
            let outcome = publish_batches(shared, &reader, &mut batches);
            shared.report(None, outcome);
        } else {
            batches = Batches::default();
        }
        let shown = shared.opened.get().map_or(0, |opened| opened.snapshot.photos.len());
        let all = REFRESH_PER_PHOTO.saturating_mul(shown.try_into().unwrap_or(u32::MAX));
        due = Instant::now() + REFRESH.max(start.elapsed() * 10).max(all);
    };
    let report = if folders.is_empty() {
        library.rescan(progress, cancel, &mut refresh)?
    } else {
        library.index(folders, progress, cancel, &mut refresh)?
    };
    shared.tell_device_notice(&*encoder);
    remember_speed(&shared.encoders.shelf, &*encoder, &report);
    if !shared.closing.is_cancelled() {
        publish_batches(shared, &reader, &mut batches)?;
        shared.edit(EditMessage::Reload);
        let read = report.added + report.updated > 0 && shared.answers(&*encoder);
        shared.duplicates.put(|mail| mail.indexed |= read);
    }
    let asked_again = folders.is_empty();
    let summary = match &report {
        r if r.cancelled => "Indexing cancelled; what was indexed is kept".to_owned(),
        // Opening a folder that has not changed is no news; a rescan is a question, and has an answer.
        r if !asked_again && r.added + r.updated + r.moved + r.missing == 0 && r.failed.is_empty() => String::new(),
        r => index_summary(r, &encoder.info().name),
    };
    let away = report.away.len() as u64;
    let failed = report.failed.len() as u64 - away;
    Ok(JobOutcome { summary, failed, away, cancelled: report.cancelled, ..JobOutcome::default() })
}
