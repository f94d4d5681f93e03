//! The job thread: one index run, import or export at a time; the grid fills while it goes on.

use super::Shared;
use super::control::publish;
use super::edits::Lane;
use super::slot::lock;
use crate::app::error::{AppError, index_summary};
use crate::app::library::{Library, skus};
use crate::app::protocol::{Event, ExportRequest, ImportReport, ImportRequest, JobOutcome, JobReading, Tone};
use crate::base::tags::now_ms;
use crate::base::{Cancel, Progress, folders};
use crate::catalog::Catalog;
use crate::tasks::exchange;
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The grid is filled again after this long at the soonest, and not before ten times what the last filling cost.
const REFRESH: Duration = Duration::from_secs(1);

/// The rate is told over so many seconds.
const WINDOW: Duration = Duration::from_secs(8);

/// Something that takes a while.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// The catalogue's file.
    pub catalog: PathBuf,
    /// What to do with it.
    pub work: Work,
}

/// What a job does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Work {
    /// Indexes these folders; none: every root again.
    Index(Vec<PathBuf>),
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
    fn title(&self) -> &'static str {
        match self {
            Self::Index(_) => "Indexing",
            Self::ImportTags(_) | Self::ImportKeywords { .. } => "Importing",
            Self::Export(_) => "Exporting",
        }
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
    title: &'static str,
    progress: Progress,
    cancel: Cancel,
    /// When so many photos were done, for the rate.
    samples: VecDeque<(Instant, u64)>,
}

impl Jobs {
    pub fn queue(&self, job: Job) {
        let mut state = lock(&self.state);
        if !state.waiting.contains(&job) {
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

    fn next(&self) -> Option<(Job, Progress, Cancel)> {
        let mut state = lock(&self.state);
        loop {
            if state.closed {
                return None;
            }
            if let Some(job) = state.waiting.pop_front() {
                let (progress, cancel) = (Progress::default(), Cancel::default());
                state.running =
                    Some(Running { title: job.work.title(), progress: progress.clone(), cancel: cancel.clone(), samples: VecDeque::new() });
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
        let rate = running.rate(now.done);
        let left = now.total.saturating_sub(now.done) as f64;
        Some(JobReading {
            title: running.title.to_owned(),
            done: now.done,
            total: now.total,
            found: now.found,
            photos_per_second: rate,
            seconds_left: (rate > 0.0).then(|| left / rate),
            waiting,
        })
    }
}

impl Running {
    fn rate(&mut self, done: u64) -> f64 {
        let now = Instant::now();
        if self.samples.back().is_none_or(|(at, _)| now - *at > WINDOW / 16) {
            self.samples.push_back((now, done));
        }
        while self.samples.len() > 2 && now - self.samples[0].0 > WINDOW {
            self.samples.pop_front();
        }
        let Some((since, before)) = self.samples.front() else { return 0.0 };
        let seconds = (now - *since).as_secs_f64();
        if seconds < 0.2 { 0.0 } else { (done - before) as f64 / seconds }
    }
}

pub fn run(shared: &Arc<Shared>) {
    while let Some((job, progress, cancel)) = shared.jobs.next() {
        shared.post(Event::JobStarted);
        // A bug in one job must not take the window with it: it is told, and the next job runs.
        let outcome = catch_unwind(AssertUnwindSafe(|| work(shared, &job, &progress, &cancel)));
        lock(&shared.jobs.state).running = None;
        match outcome {
            Ok(Ok(outcome)) => shared.post(Event::JobEnded(outcome)),
            Ok(Err(error)) => {
                shared.notice(Tone::Error, error.notice());
                shared.post(Event::JobEnded(JobOutcome { summary: error.to_string(), failed: 0, cancelled: false }));
            }
            Err(_) => {
                let summary = format!("{} ended through a fault in the program; what was saved is kept", job.work.title());
                shared.notice(Tone::Error, summary.clone());
                shared.post(Event::JobEnded(JobOutcome { summary, failed: 0, cancelled: false }));
            }
        }
    }
}

fn work(shared: &Shared, job: &Job, progress: &Progress, cancel: &Cancel) -> Result<JobOutcome, AppError> {
    match &job.work {
        Work::Index(folders) => index(shared, &job.catalog, folders, progress, cancel),
        Work::ImportTags(request) => {
            let report = Catalog::open(&job.catalog).map_err(AppError::from).and_then(|mut catalog| {
                let request = ImportRequest { file: folders::expand_home(&request.file), ..request.clone() };
                let skus = skus(&catalog)?;
                Ok(exchange::import_tags(&mut catalog, &request, &skus, now_ms())?)
            });
            Ok(imported(shared, report, request.dry_run))
        }
        Work::ImportKeywords { set, dry_run } => {
            let report = Catalog::open(&job.catalog)
                .map_err(AppError::from)
                .and_then(|mut catalog| Ok(exchange::import_keywords(&mut catalog, set, *dry_run, now_ms(), progress, cancel)?));
            Ok(imported(shared, report, *dry_run))
        }
        Work::Export(request) => {
            let request = ExportRequest { to: request.to.as_deref().map(folders::expand_home), ..request.clone() };
            let report = Catalog::open(&job.catalog).map_err(AppError::from).and_then(|mut catalog| {
                let skus = skus(&catalog)?;
                Ok(exchange::export(&mut catalog, &request, &skus, &mut std::io::sink(), progress, cancel)?)
            });
            let report = report.map_err(|error| error.notice());
            shared.post(Event::Exported { format: request.format, to: request.to, report });
            Ok(quiet(cancel))
        }
    }
}

/// Tells what an import did; the window finds its own words.
fn imported(shared: &Shared, report: Result<ImportReport, AppError>, dry_run: bool) -> JobOutcome {
    if !dry_run {
        let _ = shared.edits.send(Lane::Reload);
    }
    shared.post(Event::Imported { dry_run, report: report.map_err(|error| error.notice()) });
    quiet(&Cancel::default())
}

/// An end that somebody else tells.
fn quiet(cancel: &Cancel) -> JobOutcome {
    JobOutcome { summary: String::new(), failed: 0, cancelled: cancel.is_cancelled() }
}

fn index(shared: &Shared, file: &Path, folders: &[PathBuf], progress: &Progress, cancel: &Cancel) -> Result<JobOutcome, AppError> {
    let mut library = Library::new(Catalog::open(file)?, shared.encoder()?);
    let reader = Catalog::open(file)?;
    let mut due = Instant::now() + REFRESH;
    let mut refresh = || {
        let start = Instant::now();
        if start >= due && !shared.closing.is_cancelled() && !cancel.is_cancelled() {
            let outcome = publish(shared, &reader);
            shared.report(outcome);
            due = Instant::now() + REFRESH.max(start.elapsed() * 10);
        }
    };
    let report = if folders.is_empty() {
        library.rescan(progress, cancel, &mut refresh)?
    } else {
        library.index(folders, progress, cancel, &mut refresh)?
    };
    let still_shown = shared.opened.get().is_some_and(|o| o.snapshot.catalog == file);
    if still_shown && !shared.closing.is_cancelled() {
        publish(shared, &reader)?;
        let _ = shared.edits.send(Lane::Reload);
    }
    let asked_again = folders.is_empty();
    let summary = match &report {
        r if r.cancelled => "Indexing cancelled; what was indexed is kept".to_owned(),
        // Opening a folder that has not changed is no news; a rescan is a question, and has an answer.
        r if !asked_again && r.added + r.updated + r.moved + r.missing == 0 && r.failed.is_empty() => String::new(),
        r => index_summary(r),
    };
    Ok(JobOutcome { summary, failed: report.failed.len() as u64, cancelled: report.cancelled })
}
