//! The Engine: named threads around a catalogue. The window holds only this, so that I/O on its thread is impossible.
//!
//! | thread | work |
//! |---|---|
//! | control | opens catalogues, changes roots, queues jobs, says which model answers; in order |
//! | edits | gestures in order: saved at once, each one undoable |
//! | job | one index run at a time; what waits is counted |
//! | search | newest request of each kind wins: search, similar |
//! | suggest | newest request of each kind wins: the tagging panel, a photo's labels, reviews |
//! | learn | after decisions it fits the sets that changed; questions never wait for it |
//! | measure | newest request of each kind wins: audits, evaluations |
//! | sharing | newest request wins: what is done with the hub of a shared catalogue; never joined |
//! | watch | what changed in the folders is indexed, a folder that was moved is found again; never joined |
//! | backups | which there are, what restoring would change; makes one once things are quiet; never joined |
//! | duplicates | after indexing, and once they were asked for: the same bytes, bursts, near copies |
//! | map | once the map is shown: where photos lie, again when photos change |
//! | counts | how many photos each saved search finds, once things are quiet |
//! | compare | newest request of each kind wins: two models and a query, two models and a label set |
//! | localise | newest request wins: where in a photo something is |
//! | preview | newest photo wins; a large one must not hold up a search |
//! | thumbnails 1, 2 | newest visible first |
//!
//! File dialogs, questions to the desktop, downloads and the opening of models run on threads of their own that are never
//! joined: they may never return, or not soon.

mod adapting;
mod backups;
mod compare;
mod compared;
mod control;
mod counts;
mod desktop;
mod download;
mod downloads;
mod duplicates;
mod edits;
mod encoders;
mod ended_early;
mod export_audit;
mod feeds;
mod gesture;
mod grouping;
mod job_queue;
mod jobs;
mod latest;
mod learn;
mod localise;
mod mail;
mod map;
mod measure;
mod measuring;
mod model_list;
mod models;
mod opened_model;
mod opening;
mod other_models;
mod power;
mod preview;
pub mod protocol;
mod publish;
mod rate;
mod recent;
mod search;
mod shared;
mod sharing;
mod suggest;
mod tally;
mod thumbnail_queue;
mod thumbnails;
mod watch;

use measuring::Measuring;
use protocol::{
    BackupPace, CancelRequest, DownloadReading, Event, JobReading, MeasureReading, Request, RequestId, ThumbnailAnswer, ThumbnailRequest,
};
pub use workspace::{builtin, settings};

use base::Cancel;
use compared::Compared;
use crossbeam_channel::{Receiver, unbounded};
use downloads::Downloads;
use encoders::{Encoders, Wish};
use hub::{HubSettings, Shelf};
use job_queue::JobQueue;
use latest::{Latest, Published};
use mail::{ControlMessage, EditMessage};
use parking_lot::Mutex;
use shared::Shared;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64};
use std::thread::JoinHandle;
use thumbnail_queue::ThumbnailQueue;
use workspace::settings::Settings;
use workspace::{Memory, Places};

/// How to start an [`Engine`].
#[derive(Clone, Debug, Default)]
pub struct EngineOptions {
    /// Folder of settings; `None`: the platform's.
    pub config_folder: Option<PathBuf>,
    /// Folder of catalogues that Selvedge makes itself; `None`: the platform's.
    pub data_folder: Option<PathBuf>,
    /// The model's name or folder; `None`: the one that answered for the catalogue, or was chosen last; else the starter.
    pub model: Option<String>,
    /// Where downloaded models come from and lie; `None`: as the environment says.
    pub hub: Option<HubSettings>,
    /// The catalogue keeps in step with its folders, where the settings say so too.
    pub watch: bool,
    /// When the catalogue is backed up by itself, where the settings say so too; `None`: never.
    pub backups: Option<BackupPace>,
}

/// The threads behind the window. Dropping it cancels the job and joins them.
pub struct Engine {
    events: Receiver<Event>,
    threads: Vec<JoinHandle<()>>,
    shared: Arc<Shared>,
    settings: Settings,
}

fn spawn(name: &str, shared: &Arc<Shared>, work: impl FnOnce(&Arc<Shared>) + Send + 'static) -> Option<JoinHandle<()>> {
    let shared = Arc::clone(shared);
    std::thread::Builder::new().name(name.to_owned()).spawn(move || work(&shared)).ok()
}

impl Engine {
    /// Starts the threads. `wake` is called from them whenever there is something new to draw.
    pub fn start(options: EngineOptions, wake: Arc<dyn Fn() + Send + Sync>) -> Self {
        let (control_sender, orders) = unbounded();
        let (edit_sender, edits) = unbounded();
        let (event_sender, events) = unbounded();
        let places = Places::new(options.config_folder, options.data_folder).ok();
        let settings = places.as_ref().map(Places::settings).unwrap_or_default();
        let memory = places.as_ref().map(Places::models_file);
        let shelf = match options.hub {
            Some(hub) => Shelf::with_hub(memory, hub),
            None => Shelf::new(memory),
        };
        let shared = Arc::new(Shared {
            places,
            events: event_sender,
            wake,
            opened: Published::default(),
            tags: Published::default(),
            products: Published::default(),
            stacks: Published::default(),
            asked_model: options.model,
            encoders: Encoders::new(shelf, Wish { device: settings.device, arithmetic: settings.arithmetic }),
            in_use: Mutex::default(),
            opening: AtomicU64::new(0),
            publishing: Mutex::default(),
            told: Mutex::default(),
            recent: Mutex::default(),
            downloads: Downloads::default(),
            compared: Compared::default(),
            memory: Arc::new(Memory::default()),
            control: control_sender,
            edits: edit_sender,
            jobs: JobQueue::default(),
            search: Latest::default(),
            suggest: Latest::default(),
            compare: Latest::default(),
            learn: Latest::default(),
            measure: Latest::default(),
            localise: Latest::default(),
            hubs: Latest::default(),
            sharing: Measuring::default(),
            measuring: Measuring::default(),
            duplicates: Latest::default(),
            counts: Latest::default(),
            map: Latest::default(),
            mapping: Measuring::default(),
            stacking: Measuring::default(),
            backups: Latest::default(),
            backup_pace: options.backups,
            backing_up: AtomicBool::new(settings.backups),
            previews: Latest::default(),
            thumbnails: ThumbnailQueue::default(),
            may_watch: options.watch,
            watching: AtomicBool::new(options.watch && settings.watch_folders),
            closing: Cancel::default(),
        });
        if options.watch {
            // The handle is let go: it is not joined.
            drop(spawn("watch", &shared, watch::run));
        }
        // Nor is this one, which may wait for a network that is gone.
        drop(spawn("sharing", &shared, sharing::run));
        // Nor this one, which may be in the middle of a large file.
        drop(spawn("backups", &shared, backups::run));
        shared.jobs.set_one_core(settings.one_core);
        let threads = [
            spawn("control", &shared, move |shared| control::run(shared, &orders)),
            spawn("job", &shared, jobs::run),
            spawn("edits", &shared, move |shared| edits::run(shared, &edits)),
            spawn("search", &shared, search::run),
            spawn("suggest", &shared, suggest::run),
            spawn("compare", &shared, compare::run),
            spawn("learn", &shared, learn::run),
            spawn("measure", &shared, measure::run),
            spawn("localise", &shared, localise::run),
            spawn("duplicates", &shared, duplicates::run),
            spawn("counts", &shared, counts::run),
            spawn("map", &shared, map::run),
            spawn("preview", &shared, preview::run),
            spawn("thumbnails 1", &shared, thumbnails::run),
            spawn("thumbnails 2", &shared, thumbnails::run),
        ];
        let threads = threads.into_iter().flatten().collect();
        desktop::ask_for_theme(&shared);
        recent::tell(&shared);
        Self { events, threads, shared, settings }
    }

    /// Asks for something; never waits. What comes of it carries the number that this returns.
    pub fn send(&self, request: impl Into<Request>) -> RequestId {
        let id = RequestId::next();
        self.send_as(id, request);
        id
    }

    /// As [`Engine::send`], under a number that was drawn before.
    pub fn send_as(&self, id: RequestId, request: impl Into<Request>) {
        let shared = &self.shared;
        match request.into() {
            Request::Query(request) => shared.ask(id, request),
            Request::Edit(request) => shared.edit(EditMessage::Request(id, request)),
            Request::Catalog(request) => shared.control(ControlMessage::Catalog(id, request)),
            Request::Job(request) => shared.control(ControlMessage::Job(id, request)),
            Request::Model(request) => shared.control(ControlMessage::Model(id, request)),
            Request::Desktop(request) => desktop::carry_out(shared, id, request),
            Request::Cancel(CancelRequest::Job(request)) => shared.jobs.cancel(request),
            Request::Cancel(CancelRequest::PauseJob(request)) => shared.jobs.pause(request, true),
            Request::Cancel(CancelRequest::ResumeJob(request)) => shared.jobs.pause(request, false),
            Request::Cancel(CancelRequest::Download) => shared.downloads.cancel(),
            Request::Cancel(CancelRequest::Measure(request)) => shared.measuring.cancel(request),
            Request::Cancel(CancelRequest::Stacks(request)) => shared.stacking.cancel(request),
            Request::Cancel(CancelRequest::Map(request)) => shared.mapping.cancel(request),
            Request::Cancel(CancelRequest::Share(request)) => shared.sharing.cancel(request),
        }
    }

    /// Everything that happened since the last call.
    pub fn events(&self) -> Vec<Event> {
        self.events.try_iter().collect()
    }

    /// The running job.
    pub fn job(&self) -> Option<JobReading> {
        self.shared.jobs.read()
    }

    /// The running download.
    pub fn download(&self) -> Option<DownloadReading> {
        self.shared.downloads.read()
    }

    /// The running audit or evaluation.
    pub fn measuring(&self) -> Option<MeasureReading> {
        self.shared.measuring.read()
    }

    /// The running look for duplicates.
    pub fn stacking(&self) -> Option<MeasureReading> {
        self.shared.stacking.read()
    }

    /// The map that is being laid out.
    pub fn mapping(&self) -> Option<MeasureReading> {
        self.shared.mapping.read()
    }

    /// What is being done with a hub.
    pub fn sharing(&self) -> Option<MeasureReading> {
        self.shared.sharing.read()
    }

    /// The settings as they were on disk at start.
    pub fn settings(&self) -> Settings {
        self.settings.clone()
    }

    /// Replaces the list of wanted thumbnails, most wanted first. What is no longer on the list may never come.
    pub fn want_thumbnails(&self, wanted: Vec<ThumbnailRequest>) {
        self.shared.thumbnails.want(wanted);
    }

    /// At most `max` thumbnails that became ready, so that a frame uploads only so many.
    pub fn take_thumbnails(&self, max: usize) -> Vec<ThumbnailAnswer> {
        self.shared.thumbnails.take(max)
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        self.shared.closing.cancel();
        if let Some(sharing) = self.sharing() {
            self.shared.sharing.cancel(sharing.request);
        }
        self.shared.downloads.cancel();
        self.shared.control(ControlMessage::Close);
        self.shared.edit(EditMessage::Close);
        self.shared.jobs.close();
        self.shared.search.close();
        self.shared.suggest.close();
        self.shared.compare.close();
        self.shared.learn.close();
        self.shared.measure.close();
        self.shared.localise.close();
        self.shared.hubs.close();
        self.shared.duplicates.close();
        self.shared.counts.close();
        self.shared.map.close();
        self.shared.backups.close();
        self.shared.previews.close();
        self.shared.thumbnails.close();
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}
