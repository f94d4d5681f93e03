//! The Engine: named threads around a catalogue. The window holds only this, so that I/O on its thread is impossible.
//!
//! | thread | work |
//! |---|---|
//! | control | opens catalogues, changes roots, takes the other commands in order |
//! | edits | gestures in order: saved at once, each one undoable |
//! | job | one index run at a time; what waits is counted |
//! | query | newest request of each kind wins: search, similar |
//! | suggest | newest request of each kind wins: the tagging panel, a photo's labels, reviews |
//! | compare | newest request of each kind wins: two models and a query, two models and a label set |
//! | preview | newest photo wins; a large one must not hold up a search |
//! | thumbnails 1, 2 | newest visible first |
//!
//! File dialogs, questions to the desktop and downloads run on threads of their own that are never joined: they may never
//! return.

mod compare;
mod control;
mod desktop;
mod download;
mod edits;
mod encoders;
mod jobs;
mod models;
pub mod protocol;
mod queries;
mod rate;
mod said;
mod slot;
mod tagging;
mod thumbnails;

use protocol::{
    CancelRequest, DownloadReading, Event, JobReading, Notice, Products, Request, RequestId, Suggestions, Tags, ThumbnailAnswer,
    ThumbnailRequest, Tone,
};
pub use workspace::{builtin, settings};

use base::{Cancel, Encoder};
use control::Order;
use crossbeam_channel::{Receiver, Sender, unbounded};
use edits::Lane;
use encoders::Encoders;
use hub::{HubSettings, Shelf};
use slot::{Newest, Published, lock};
use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use workspace::settings::Settings;
use workspace::snapshot::Opened;
use workspace::{AppError, Places};

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
}

/// The threads behind the window. Dropping it cancels the job and joins them.
pub struct Engine {
    events: Receiver<Event>,
    threads: Vec<JoinHandle<()>>,
    shared: Arc<Shared>,
    settings: Settings,
    /// Number of the last request.
    sent: AtomicU64,
}

/// What the threads have in common.
struct Shared {
    places: Option<Places>,
    events: Sender<Event>,
    wake: Arc<dyn Fn() + Send + Sync>,
    /// The open catalogue.
    opened: Published<Opened>,
    /// Its vocabulary and decisions.
    tags: Published<Tags>,
    /// Its products.
    products: Published<Products>,
    /// The model that was asked for at start; else each catalogue is opened with the one that read it.
    asked_model: Option<String>,
    encoders: Encoders,
    /// The model that answers. What is shown has its own beside its vectors (`Opened`), so that the two never part.
    in_use: Mutex<Option<Arc<dyn Encoder>>>,
    /// Held while the catalogue is read and shown: a slower thread must not put an older state in a newer one's place.
    publishing: Mutex<()>,
    /// What befell models on their devices, as far as it was told.
    told: Mutex<HashSet<String>>,
    downloads: download::Downloads,
    compared: compare::Compared,
    /// What the model says of the set in the tagging panel.
    suggestions: Published<Suggestions>,
    /// What the model says of label sets.
    said: said::Remembered,
    control: Sender<Order>,
    edits: Sender<Lane>,
    jobs: jobs::Jobs,
    queries: Newest<queries::Wanted>,
    tagging: Newest<tagging::Wanted>,
    comparing: Newest<compare::Wanted>,
    previews: Newest<queries::WantedPreview>,
    thumbnails: thumbnails::Thumbnails,
    /// The window is going away.
    closing: Cancel,
}

impl Shared {
    fn post(&self, event: Event) {
        // The window is gone; nobody is left to hear it.
        let _ = self.events.send(event);
        (self.wake)();
    }

    /// Tells the person something: about a request, or (`None`) of its own accord.
    fn notice(&self, request: impl Into<Option<RequestId>>, tone: Tone, text: impl Into<String>) {
        self.post(Event::Notice(Notice { request: request.into(), tone, text: text.into() }));
    }

    /// Tells an outcome: an error becomes a notice, here and nowhere else.
    fn report(&self, request: impl Into<Option<RequestId>>, outcome: Result<(), AppError>) {
        if let Err(error) = outcome {
            self.notice(request, Tone::Error, error.notice());
        }
    }

    fn places(&self) -> Result<&Places, AppError> {
        self.places.as_ref().ok_or(AppError::NoDataFolder)
    }

    fn order(&self, order: Order) {
        // The control thread ends with the engine.
        let _ = self.control.send(order);
    }

    fn edit(&self, message: Lane) {
        // As the edits thread does.
        let _ = self.edits.send(message);
    }

    /// The model that answers; `None` until a catalogue is opened.
    fn in_use(&self) -> Option<Arc<dyn Encoder>> {
        lock(&self.in_use).clone()
    }

    /// Whether that model answers already.
    fn answers(&self, encoder: &dyn Encoder) -> bool {
        self.in_use().is_some_and(|in_use| in_use.info().key == encoder.info().key)
    }

    /// Tells, once, what befell a model on its device.
    fn heed(&self, encoder: &dyn Encoder) {
        if let Some(notice) = encoder.runs_on().notice
            && lock(&self.told).insert(notice.clone())
        {
            self.notice(None, Tone::Warning, notice);
        }
    }
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
            asked_model: options.model,
            encoders: Encoders::new(shelf, settings.device),
            in_use: Mutex::default(),
            publishing: Mutex::default(),
            told: Mutex::default(),
            downloads: download::Downloads::default(),
            compared: compare::Compared::default(),
            suggestions: Published::default(),
            said: said::Remembered::default(),
            control: control_sender,
            edits: edit_sender,
            jobs: jobs::Jobs::default(),
            queries: Newest::default(),
            tagging: Newest::default(),
            comparing: Newest::default(),
            previews: Newest::default(),
            thumbnails: thumbnails::Thumbnails::default(),
            closing: Cancel::default(),
        });
        let threads = [
            spawn("control", &shared, move |shared| control::run(shared, &orders)),
            spawn("job", &shared, jobs::run),
            spawn("edits", &shared, move |shared| edits::run(shared, &edits)),
            spawn("query", &shared, queries::run),
            spawn("suggest", &shared, tagging::run),
            spawn("compare", &shared, compare::run),
            spawn("preview", &shared, queries::run_previews),
            spawn("thumbnails 1", &shared, thumbnails::run),
            spawn("thumbnails 2", &shared, thumbnails::run),
        ];
        let threads = threads.into_iter().flatten().collect();
        desktop::ask_for_theme(&shared);
        Self { events, threads, shared, settings, sent: AtomicU64::new(0) }
    }

    /// Asks for something; never waits. What comes of it carries the number that this returns.
    pub fn send(&self, request: impl Into<Request>) -> RequestId {
        let id = RequestId(self.sent.fetch_add(1, Relaxed) + 1);
        let shared = &self.shared;
        match request.into() {
            Request::Query(request) => queries::put(shared, id, request),
            Request::Edit(request) => shared.edit(Lane::Request(id, request)),
            Request::Catalog(request) => shared.order(Order::Catalog(id, request)),
            Request::Job(request) => shared.order(Order::Job(id, request)),
            Request::Model(request) => shared.order(Order::Model(id, request)),
            Request::Desktop(request) => desktop::carry_out(shared, id, request),
            Request::Cancel(CancelRequest::Job) => shared.jobs.cancel_running(),
            Request::Cancel(CancelRequest::Download) => shared.downloads.cancel(),
        }
        id
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
        self.shared.downloads.cancel();
        self.shared.order(Order::Close);
        self.shared.edit(Lane::Close);
        self.shared.jobs.close();
        self.shared.queries.close();
        self.shared.tagging.close();
        self.shared.comparing.close();
        self.shared.previews.close();
        self.shared.thumbnails.close();
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}
