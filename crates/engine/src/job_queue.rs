//! What runs and what waits to be run: one job at a time.

use crate::ended_early::EndedEarly;
use crate::power::on_battery;
use crate::protocol::{
    CopyRequest, ExportRequest, FeedExport, ImportRequest, JobReading, MarksRequest, RequestId, SheetRequest, TextRequest,
};
use crate::rate::Rate;
use base::{Cancel, Pace, Progress};
use parking_lot::{Condvar, Mutex};
use std::collections::VecDeque;
use std::path::PathBuf;
use workspace::models::title;

/// Something that takes a while.
#[derive(Clone, Debug)]
pub struct Job {
    /// That it is done for.
    pub request: RequestId,
    /// The catalogue's file.
    pub catalog: PathBuf,
    /// What to do with it.
    pub work: JobKind,
}

/// What a job does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JobKind {
    /// Indexes folders.
    Index {
        /// These; none: every root again.
        folders: Vec<PathBuf>,
        /// With this model beside the one in use; `None`: with the one in use.
        model: Option<String>,
    },
    /// Reads labels of a CSV.
    LookAtTags {
        file: PathBuf,
        author: Option<String>,
    },
    ImportTags(ImportRequest),
    /// Reads keywords of photos and sidecars into a set.
    ImportKeywords {
        /// Its name.
        set: String,
        /// Only tells what would happen.
        dry_run: bool,
    },
    /// Reads columns of a CSV into texts.
    ImportTexts(TextRequest),
    /// Reads the marks in photos and sidecars.
    ReadMarks(MarksRequest),
    /// Copies or links photos.
    Copy(CopyRequest),
    /// Writes a contact sheet.
    Sheet(SheetRequest),
    /// Writes tags.
    Export(ExportRequest),
    /// Writes a shop's file.
    ExportFeed(FeedExport),
    /// Counts what a model would learn from the catalogue.
    LookToAdapt,
    /// Adapts the model in use to the catalogue, under this name.
    Adapt(String),
    /// Measures on the catalogue's photos whether this model may be used in int8.
    CheckArithmetic(String),
    /// Compares a model's answers with published ones.
    Verify {
        /// Its name.
        name: String,
        /// A picture that an answer was published of; without one only texts are compared.
        picture: Option<PathBuf>,
    },
}

impl JobKind {
    /// As the window shows it.
    pub fn title(&self) -> String {
        match self {
            Self::Index { model: None, .. } => "Indexing".to_owned(),
            Self::Index { model: Some(model), .. } => format!("Embedding with {}", title(model)),
            Self::LookAtTags { .. } | Self::ImportTags(_) | Self::ImportKeywords { .. } | Self::ImportTexts(_) => "Importing".to_owned(),
            Self::ReadMarks(_) => "Reading marks".to_owned(),
            Self::Copy(_) => "Copying".to_owned(),
            Self::Sheet(_) => "Printing".to_owned(),
            Self::Export(_) | Self::ExportFeed(_) => "Exporting".to_owned(),
            Self::LookToAdapt => "Looking at decisions".to_owned(),
            Self::Adapt(_) => "Adapting".to_owned(),
            Self::CheckArithmetic(model) => format!("Measuring {} in int8", title(model)),
            Self::Verify { name, .. } => format!("Comparing {} with published answers", title(name)),
        }
    }

    fn is_index(&self) -> bool {
        matches!(self, Self::Index { .. })
    }

    fn embeds_with(&self, name: &str) -> bool {
        matches!(self, Self::Index { model: Some(model), .. } if model == name)
    }
}

/// What runs and what waits.
#[derive(Default)]
pub struct JobQueue {
    state: Mutex<Jobs>,
    changed: Condvar,
}

#[derive(Default)]
struct Jobs {
    waiting: VecDeque<Job>,
    running: Option<RunningJob>,
    ended: EndedEarly,
    closed: bool,
    yields: Yields,
}

/// Why index runs do not go as fast as they can.
#[derive(Default)]
struct Yields {
    /// The running one waits until a person lets it go on.
    paused: bool,
    /// The person wants them to use one core.
    one_core: bool,
    /// The machine runs on its battery.
    on_battery: bool,
}

struct RunningJob {
    request: RequestId,
    work: JobKind,
    progress: Progress,
    cancel: Cancel,
    rate: Rate,
}

impl Jobs {
    /// The running job, if it is that one.
    fn runs(&self, request: RequestId) -> Option<&RunningJob> {
        self.running.as_ref().filter(|running| running.request == request)
    }

    /// Tells the running job how fast it may go.
    fn set_pace(&self) {
        let Some(running) = self.running.as_ref().filter(|running| running.work.is_index()) else { return };
        running.cancel.set_pace(match self.yields {
            Yields { paused: true, .. } => Pace::Paused,
            Yields { one_core: true, .. } | Yields { on_battery: true, .. } => Pace::OneCore,
            _ => Pace::Full,
        });
    }
}

impl JobQueue {
    pub fn queue(&self, job: Job) {
        let mut state = self.state.lock();
        if !state.waiting.iter().any(|other| other.catalog == job.catalog && other.work == job.work) {
            state.waiting.push_back(job);
        }
        self.changed.notify_all();
    }

    /// The index run of that request waits, or goes on, if it is the one that runs.
    pub fn pause(&self, request: RequestId, paused: bool) {
        let mut state = self.state.lock();
        if state.runs(request).is_some() {
            state.yields.paused = paused;
            state.set_pace();
        }
    }

    /// Index runs use one core, or as many as there are.
    pub fn set_one_core(&self, one_core: bool) {
        let mut state = self.state.lock();
        state.yields.one_core = one_core;
        state.set_pace();
    }

    /// Asks whether the machine runs on its battery: then index runs use one core.
    pub fn ask_power(&self) {
        let on_battery = on_battery();
        let mut state = self.state.lock();
        state.yields.on_battery = on_battery;
        state.set_pace();
    }

    /// A person ends the job of that request: where it waits, or is not here yet, as soon as it begins.
    pub fn cancel(&self, request: RequestId) {
        let mut state = self.state.lock();
        if let Some(running) = state.runs(request) {
            running.cancel.cancel();
        } else {
            state.ended.remember(request);
        }
    }

    /// The catalogue, or the window, is closed: what is cut off is gone on with at the next opening.
    pub fn cut_off(&self) {
        let mut state = self.state.lock();
        state.waiting.clear();
        if let Some(running) = &state.running {
            running.cancel.interrupt();
        }
    }

    pub fn close(&self) {
        self.cut_off();
        self.state.lock().closed = true;
        self.changed.notify_all();
    }

    pub fn is_idle(&self) -> bool {
        let state = self.state.lock();
        state.running.is_none() && state.waiting.is_empty()
    }

    /// Whether a job runs or waits that embeds with this model beside the one in use.
    pub fn embeds_with(&self, name: &str) -> bool {
        let state = self.state.lock();
        state.running.as_ref().is_some_and(|running| running.work.embeds_with(name))
            || state.waiting.iter().any(|job| job.work.embeds_with(name))
    }

    /// Waits for the next job and marks it as running; `None` once closed.
    pub fn next(&self) -> Option<(Job, Progress, Cancel)> {
        let mut state = self.state.lock();
        loop {
            if state.closed {
                return None;
            }
            if let Some(job) = state.waiting.pop_front() {
                let (progress, cancel) = (Progress::default(), Cancel::default());
                let (request, work, rate) = (job.request, job.work.clone(), Rate::default());
                if state.ended.take(request) {
                    cancel.cancel();
                }
                state.running = Some(RunningJob { request, work, progress: progress.clone(), cancel: cancel.clone(), rate });
                state.yields.paused = false;
                state.set_pace();
                return Some((job, progress, cancel));
            }
            self.changed.wait(&mut state);
        }
    }

    /// The running one is done.
    pub fn ended(&self) {
        self.state.lock().running = None;
    }

    pub fn read(&self) -> Option<JobReading> {
        let mut state = self.state.lock();
        let waiting = state.waiting.len();
        let running = state.running.as_mut()?;
        let now = running.progress.read();
        let (photos_per_second, seconds_left) = running.rate.read(now);
        Some(JobReading {
            request: running.request,
            title: running.work.title(),
            done: now.done,
            read: now.read,
            total: now.total,
            found: now.found,
            photos_per_second,
            seconds_left,
            waiting,
            pace: running.work.is_index().then(|| running.cancel.pace()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_is_ended_by_its_request_before_it_is_here_while_it_waits_and_while_it_runs() {
        let jobs = JobQueue::default();
        let job =
            |n: u64, name: &str| Job { request: RequestId(n), catalog: "shop.selvedge".into(), work: JobKind::Adapt(name.to_owned()) };
        jobs.cancel(RequestId(2));
        for (n, name) in [(1, "a"), (2, "b"), (3, "c")] {
            jobs.queue(job(n, name));
        }
        let (_, _, first) = jobs.next().unwrap();
        jobs.cancel(RequestId(3));
        assert!(!first.is_cancelled());
        jobs.cancel(RequestId(1));
        assert!(first.is_cancelled());
        assert!([2, 3].iter().all(|_| jobs.next().unwrap().2.is_cancelled()));
        jobs.queue(job(4, "d"));
        assert!(!jobs.next().unwrap().2.is_cancelled());
    }
}
