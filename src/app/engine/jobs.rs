//! The job thread: one index run at a time; the grid fills while it goes on.

use super::Shared;
use super::control::publish;
use super::edits::Lane;
use super::slot::lock;
use crate::app::error::{AppError, index_summary};
use crate::app::library::Library;
use crate::app::protocol::{Event, JobOutcome, JobReading, Tone};
use crate::base::{Cancel, Progress};
use crate::catalog::Catalog;
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The grid is filled again after this long at the soonest, and not before ten times what the last filling cost.
const REFRESH: Duration = Duration::from_secs(1);

/// The rate is told over so many seconds.
const WINDOW: Duration = Duration::from_secs(8);

/// An index run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// The catalogue's file.
    pub catalog: PathBuf,
    /// Folders to index; none: every root again.
    pub folders: Vec<PathBuf>,
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
                state.running = Some(Running { progress: progress.clone(), cancel: cancel.clone(), samples: VecDeque::new() });
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
            title: "Indexing".to_owned(),
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
        let outcome = catch_unwind(AssertUnwindSafe(|| index(shared, &job, &progress, &cancel)));
        lock(&shared.jobs.state).running = None;
        match outcome {
            Ok(Ok(outcome)) => shared.post(Event::JobEnded(outcome)),
            Ok(Err(error)) => {
                shared.notice(Tone::Error, error.notice());
                shared.post(Event::JobEnded(JobOutcome { summary: error.to_string(), failed: 0, cancelled: false }));
            }
            Err(_) => {
                let summary = "Indexing ended through a fault in the program; what was indexed is kept".to_owned();
                shared.notice(Tone::Error, summary.clone());
                shared.post(Event::JobEnded(JobOutcome { summary, failed: 0, cancelled: false }));
            }
        }
    }
}

fn index(shared: &Shared, job: &Job, progress: &Progress, cancel: &Cancel) -> Result<JobOutcome, AppError> {
    let mut library = Library::new(Catalog::open(&job.catalog)?, shared.encoder()?);
    let reader = Catalog::open(&job.catalog)?;
    let mut due = Instant::now() + REFRESH;
    let mut refresh = || {
        let start = Instant::now();
        if start >= due && !shared.closing.is_cancelled() && !cancel.is_cancelled() {
            let outcome = publish(shared, &reader);
            shared.report(outcome);
            due = Instant::now() + REFRESH.max(start.elapsed() * 10);
        }
    };
    let report = if job.folders.is_empty() {
        library.rescan(progress, cancel, &mut refresh)?
    } else {
        library.index(&job.folders, progress, cancel, &mut refresh)?
    };
    let still_shown = shared.opened.get().is_some_and(|o| o.snapshot.catalog == job.catalog);
    if still_shown && !shared.closing.is_cancelled() {
        publish(shared, &reader)?;
        let _ = shared.edits.send(Lane::Reload);
    }
    let asked_again = job.folders.is_empty();
    let summary = match &report {
        r if r.cancelled => "Indexing cancelled; what was indexed is kept".to_owned(),
        // Opening a folder that has not changed is no news; a rescan is a question, and has an answer.
        r if !asked_again && r.added + r.updated + r.moved + r.missing == 0 && r.failed.is_empty() => String::new(),
        r => index_summary(r),
    };
    Ok(JobOutcome { summary, failed: report.failed.len() as u64, cancelled: report.cancelled })
}
