//! The job thread: one index run, import or export at a time; the grid fills while it goes on.

use super::Shared;
use super::control::{Order, publish_again};
use super::edits::Lane;
use super::rate::Rate;
use super::slot::lock;
use crate::protocol::{Event, ExportRequest, ImportReport, ImportRequest, JobOutcome, JobReading, RequestId, Tone};
use base::tags::now_ms;
use base::{Cancel, Progress, folders};
use catalog::Catalog;
use clip;
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tasks::exchange;
use workspace::error::{AppError, index_summary};
use workspace::library::{Library, skus};
use workspace::models::{remember_speed, title};

/// The grid is filled again after this long at the soonest, and not before ten times what the last filling cost.
const REFRESH: Duration = Duration::from_secs(1);

/// Something that takes a while.
#[derive(Clone, Debug)]
pub struct Job {
    /// That it is done for.
    pub request: RequestId,
    /// The catalogue's file.
    pub catalog: PathBuf,
    /// What to do with it.
    pub work: Work,
}

/// What a job does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Work {
    /// Indexes folders.
    Index {
        /// These; none: every root again.
        folders: Vec<PathBuf>,
        /// With this model beside the one in use; `None`: with the one in use.
        model: Option<String>,
    },
    /// Reads labels of a CSV.
    ImportTags(ImportRequest),
    /// Reads keywords of photos and sidecars into a set.
    ImportKeywords {
        /// Its name.
        set: String,
        /// Only tells what would happen.
        dry_run: bool,
    },
    /// Writes tags.
    Export(ExportRequest),
}

impl Work {
    fn title(&self) -> String {
        match self {
            Self::Index { model: None, .. } => "Indexing".to_owned(),
            Self::Index { model: Some(model), .. } => format!("Embedding with {}", title(model)),
            Self::ImportTags(_) | Self::ImportKeywords { .. } => "Importing".to_owned(),
            Self::Export(_) => "Exporting".to_owned(),
        }
    }

    fn embeds_with(&self, name: &str) -> bool {
        matches!(self, Self::Index { model: Some(model), .. } if model == name)
    }
}

/// What runs and what waits.
#[derive(Default)]
pub struct Jobs {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    waiting: VecDeque<Job>,
    running: Option<Running>,
    closed: bool,
}

struct Running {
    work: Work,
    progress: Progress,
    cancel: Cancel,
    rate: Rate,
}

impl Jobs {
    pub fn queue(&self, job: Job) {
        let mut state = lock(&self.state);
        if !state.waiting.iter().any(|other| other.catalog == job.catalog && other.work == job.work) {
            state.waiting.push_back(job);
        }
        self.changed.notify_all();
    }

    pub fn cancel_running(&self) {
        if let Some(running) = &lock(&self.state).running {
            running.cancel.cancel();
        }
    }

    pub fn cancel_all(&self) {
        lock(&self.state).waiting.clear();
        self.cancel_running();
    }

    pub fn close(&self) {
        self.cancel_all();
        lock(&self.state).closed = true;
        self.changed.notify_all();
    }

    pub fn is_idle(&self) -> bool {
        let state = lock(&self.state);
        state.running.is_none() && state.waiting.is_empty()
    }

    /// Whether a job runs or waits that embeds with this model beside the one in use.
    pub fn embeds_with(&self, name: &str) -> bool {
        let state = lock(&self.state);
        state.running.as_ref().is_some_and(|running| running.work.embeds_with(name))
            || state.waiting.iter().any(|job| job.work.embeds_with(name))
    }

    fn next(&self) -> Option<(Job, Progress, Cancel)> {
        let mut state = lock(&self.state);
        loop {
            if state.closed {
                return None;
            }
            if let Some(job) = state.waiting.pop_front() {
                let (progress, cancel) = (Progress::default(), Cancel::default());
                let (work, rate) = (job.work.clone(), Rate::default());
                state.running = Some(Running { work, progress: progress.clone(), cancel: cancel.clone(), rate });
                return Some((job, progress, cancel));
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    pub fn read(&self) -> Option<JobReading> {
        let mut state = lock(&self.state);
        let waiting = state.waiting.len();
        let running = state.running.as_mut()?;
        let now = running.progress.read();
        let (photos_per_second, seconds_left) = running.rate.read(now);
        Some(JobReading {
            title: running.work.title(),
            done: now.done,
            total: now.total,
            found: now.found,
            photos_per_second,
            seconds_left,
            waiting,
        })
    }
}

pub fn run(shared: &Arc<Shared>) {
    while let Some((job, progress, cancel)) = shared.jobs.next() {
        shared.post(Event::JobStarted(job.request));
        // A bug in one job must not take the window with it: it is told, and the next job runs.
        let outcome = catch_unwind(AssertUnwindSafe(|| work(shared, &job, &progress, &cancel)));
        lock(&shared.jobs.state).running = None;
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
            Work::Index { model: Some(model), .. } => {
                shared.order(Order::Embedded { request: job.request, catalog: job.catalog, model, complete });
            }
            Work::Index { model: None, .. } => shared.order(Order::Models),
            Work::ImportTags(_) | Work::ImportKeywords { .. } | Work::Export(_) => {}
        }
    }
}

fn work(shared: &Shared, job: &Job, progress: &Progress, cancel: &Cancel) -> Result<JobOutcome, AppError> {
    match &job.work {
        Work::Index { folders, model } => index(shared, &job.catalog, folders, model.as_deref(), progress, cancel),
        Work::ImportTags(request) => {
            let report = Catalog::open(&job.catalog).map_err(AppError::from).and_then(|mut catalog| {
                let request = ImportRequest { file: folders::expand_home(&request.file), ..request.clone() };
                let skus = skus(&catalog)?;
                Ok(exchange::import_tags(&mut catalog, &request, &skus, now_ms())?)
            });
            Ok(imported(shared, job.request, report, request.dry_run))
        }
        Work::ImportKeywords { set, dry_run } => {
            let report = Catalog::open(&job.catalog)
                .map_err(AppError::from)
                .and_then(|mut catalog| Ok(exchange::import_keywords(&mut catalog, set, *dry_run, now_ms(), progress, cancel)?));
            Ok(imported(shared, job.request, report, *dry_run))
        }
        Work::Export(request) => {
            let export = ExportRequest { to: request.to.as_deref().map(folders::expand_home), ..request.clone() };
            let report = Catalog::open(&job.catalog).map_err(AppError::from).and_then(|mut catalog| {
                let skus = skus(&catalog)?;
                Ok(exchange::export(&mut catalog, &export, &skus, &mut std::io::sink(), progress, cancel)?)
            });
            let report = report.map_err(|error| error.notice());
            shared.post(Event::Exported { request: job.request, format: export.format, to: export.to, report });
            Ok(quiet(cancel))
        }
    }
}

/// Tells what an import did; the window finds its own words.
fn imported(shared: &Shared, request: RequestId, report: Result<ImportReport, AppError>, dry_run: bool) -> JobOutcome {
    if !dry_run {
        shared.edit(Lane::Reload);
    }
    shared.post(Event::Imported { request, dry_run, report: report.map_err(|error| error.notice()) });
    quiet(&Cancel::default())
}

/// An end that somebody else tells.
fn quiet(cancel: &Cancel) -> JobOutcome {
    JobOutcome { cancelled: cancel.is_cancelled(), ..JobOutcome::default() }
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
        None => shared.in_use().map_or_else(|| shared.encoders.open(clip::STARTER), Ok)?,
    };
    let mut library = Library::new(Catalog::open(file)?, Arc::clone(&encoder));
    let reader = Catalog::open(file)?;
    let mut due = Instant::now() + REFRESH;
    let mut refresh = || {
        let start = Instant::now();
        if start < due || shared.closing.is_cancelled() || cancel.is_cancelled() {
            return;
        }
        shared.heed(&*encoder);
        // What another model embeds is not shown: reading the catalogue again would only cost.
        if shared.answers(&*encoder) {
            let outcome = publish_again(shared, &reader);
            shared.report(None, outcome);
        }
        due = Instant::now() + REFRESH.max(start.elapsed() * 10);
    };
    let report = if folders.is_empty() {
        library.rescan(progress, cancel, &mut refresh)?
    } else {
        library.index(folders, progress, cancel, &mut refresh)?
    };
    shared.heed(&*encoder);
    remember_speed(&shared.encoders.shelf, &*encoder, &report);
    if !shared.closing.is_cancelled() {
        publish_again(shared, &reader)?;
        shared.edit(Lane::Reload);
    }
    let asked_again = folders.is_empty();
    let summary = match &report {
        r if r.cancelled => "Indexing cancelled; what was indexed is kept".to_owned(),
        // Opening a folder that has not changed is no news; a rescan is a question, and has an answer.
        r if !asked_again && r.added + r.updated + r.moved + r.missing == 0 && r.failed.is_empty() => String::new(),
        r => index_summary(r, &encoder.info().name),
    };
    Ok(JobOutcome { summary, failed: report.failed.len() as u64, cancelled: report.cancelled, ..JobOutcome::default() })
}
