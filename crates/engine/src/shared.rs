//! What the threads have in common: the newest state of the catalogue, the way to each thread, and the way to the window.

use crate::compared::Compared;
use crate::downloads::Downloads;
use crate::encoders::Encoders;
use crate::job_queue::JobQueue;
use crate::latest::{Latest, Published};
use crate::mail::{
    BackupsMail, CompareMail, ControlMessage, CountsMail, DuplicatesMail, EditMessage, LearnMail, LocaliseMail, MapMail, MeasureMail,
    Panel, PreviewMail, SearchMail, SharingMail, SuggestMail,
};
use crate::measuring::Measuring;
use crate::protocol::{BackupPace, Event, Notice, Products, QueryRequest, RequestId, Stacks, Tags, Tone};
use crate::thumbnail_queue::ThumbnailQueue;
use base::{Cancel, Encoder};
use crossbeam_channel::Sender;
use parking_lot::Mutex;
use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64};
use workspace::learned::Learning;
use workspace::snapshot::Opened;
use workspace::{AppError, Memory, Places, Workspace};

pub struct Shared {
    pub places: Option<Places>,
    pub events: Sender<Event>,
    pub wake: Arc<dyn Fn() + Send + Sync>,
    /// The open catalogue.
    pub opened: Published<Opened>,
    /// Its vocabulary and decisions.
    pub tags: Published<Tags>,
    pub products: Published<Products>,
    /// Duplicates, as they were found last.
    pub stacks: Published<Stacks>,
    /// The model that was asked for at start; else each catalogue is opened with the one that read it.
    pub asked_model: Option<String>,
    pub encoders: Encoders,
    /// The model that answers. What is shown has its own beside its vectors (`Opened`), so that the two never part.
    pub in_use: Mutex<Option<Arc<dyn Encoder>>>,
    /// Number of the model that was asked for last: what is opened for an older one is let go.
    pub opening: AtomicU64,
    /// Held while the catalogue is read and shown: a slower thread must not put an older state in a newer one's place.
    pub publishing: Mutex<()>,
    /// What befell models on their devices, as far as it was told.
    pub told: Mutex<HashSet<String>>,
    /// Held by the thread that looks up the catalogues used lately.
    pub recent: Mutex<()>,
    pub downloads: Downloads,
    pub compared: Compared,
    /// What models answered lately.
    pub memory: Arc<Memory>,
    pub control: Sender<ControlMessage>,
    pub edits: Sender<EditMessage>,
    pub jobs: JobQueue,
    pub search: Latest<SearchMail>,
    pub suggest: Latest<SuggestMail>,
    pub compare: Latest<CompareMail>,
    pub learn: Latest<LearnMail>,
    pub measure: Latest<MeasureMail>,
    pub measuring: Measuring,
    pub localise: Latest<LocaliseMail>,
    pub hubs: Latest<SharingMail>,
    pub sharing: Measuring,
    pub duplicates: Latest<DuplicatesMail>,
    /// Photos, tags or saved searches changed.
    pub counts: Latest<CountsMail>,
    pub stacking: Measuring,
    pub map: Latest<MapMail>,
    pub mapping: Measuring,
    pub backups: Latest<BackupsMail>,
    /// When catalogues are backed up by themselves; `None`: never.
    pub backup_pace: Option<BackupPace>,
    /// The person wants that.
    pub backing_up: AtomicBool,
    pub previews: Latest<PreviewMail>,
    pub thumbnails: ThumbnailQueue,
    /// Folders may be watched at all.
    pub may_watch: bool,
    /// The catalogue keeps in step with its folders.
    pub watching: AtomicBool,
    /// The window is going away.
    pub closing: Cancel,
}

impl Shared {
    /// The open catalogue as it is now, to ask it something.
    pub fn workspace(&self) -> Option<Workspace> {
        let opened = self.opened.get()?;
        Some(Workspace {
            tags: self.tags.get().unwrap_or_default(),
            products: self.products.get().unwrap_or_default(),
            stacks: self.stacks.get().filter(|stacks| stacks.catalog == opened.snapshot.catalog).unwrap_or_default(),
            memory: Arc::clone(&self.memory),
            learning: Learning::Newest,
            opened,
        })
    }

    pub fn post(&self, event: Event) {
        // The window is gone; nobody is left to hear it.
        let _ = self.events.send(event);
        (self.wake)();
    }

    /// Tells the person something: about a request, or (`None`) of its own accord.
    pub fn notice(&self, request: impl Into<Option<RequestId>>, tone: Tone, text: impl Into<String>) {
        self.post(Event::Notice(Notice { request: request.into(), tone, text: text.into() }));
    }

    /// Tells an outcome: an error becomes a notice, here and nowhere else.
    pub fn report(&self, request: impl Into<Option<RequestId>>, outcome: Result<(), AppError>) {
        if let Err(error) = outcome {
            self.notice(request, Tone::Error, error.notice());
        }
    }

    /// The name that the person's decisions bear, as the settings have it now.
    pub fn author(&self) -> String {
        self.places.as_ref().map(Places::settings).unwrap_or_default().author_name()
    }

    pub fn places(&self) -> Result<&Places, AppError> {
        self.places.as_ref().ok_or(AppError::NoDataFolder)
    }

    pub fn control(&self, message: ControlMessage) {
        // The control thread ends with the engine.
        let _ = self.control.send(message);
    }

    pub fn edit(&self, message: EditMessage) {
        // As the edits thread does.
        let _ = self.edits.send(message);
    }

    /// What photos a question finds may have changed: the search that is shown is asked again, and those that are kept are counted again.
    pub fn search_again(&self) {
        self.search.put(|mail| mail.again = true);
        self.counts.put(|mail| mail.again = true);
    }

    /// Decisions changed, or what was learned of them: as [`Shared::search_again`], of searches in which they play a part.
    pub fn decided(&self) {
        self.search.put(|mail| mail.decided = true);
        self.counts.put(|_| ());
    }

    /// Puts a question where its thread looks for it: in the place of an older one of its kind.
    pub fn ask(&self, id: RequestId, request: QueryRequest) {
        match request {
            QueryRequest::Search(request) => self.search.put(|mail| mail.search = Some((id, request))),
            QueryRequest::Similar(photo) => self.search.put(|mail| mail.similar = Some((id, photo))),
            QueryRequest::Walk(walk) => self.search.put(|mail| mail.walk = Some((id, walk))),
            QueryRequest::Texts(photo) => self.search.put(|mail| mail.texts = Some((id, photo))),
            QueryRequest::Opinions { photo, own } => self.search.put(|mail| mail.opinions = Some((id, photo, own))),
            QueryRequest::Measures(photo) => self.search.put(|mail| mail.measures = Some((id, photo))),
            QueryRequest::StandardCounts => self.search.put(|mail| mail.standard = Some(id)),
            QueryRequest::Preview(request) => self.previews.put(|mail| mail.0 = Some((id, request))),
            QueryRequest::Suggest(request) => self.suggest.put(|mail| mail.panel = Some(Panel::Set(id, request))),
            QueryRequest::StopSuggesting => self.suggest.put(|mail| mail.panel = Some(Panel::Closed)),
            QueryRequest::PhotoLabels(photo) => self.suggest.put(|mail| mail.photo = Some((id, photo))),
            QueryRequest::PreviewSkuRule(rule) => self.suggest.put(|mail| mail.sku = Some((id, rule))),
            QueryRequest::PreviewCopy(request) => self.suggest.put(|mail| mail.copy = Some((id, request))),
            QueryRequest::Compare(request) => self.compare.put(|mail| mail.query = Some((id, request))),
            QueryRequest::CompareSet(request) => self.compare.put(|mail| mail.set = Some((id, request))),
            QueryRequest::Audit(request) => self.measure.put(|mail| mail.audit = Some((id, request))),
            QueryRequest::Evaluate(request) => self.measure.put(|mail| mail.evaluate = Some((id, request))),
            QueryRequest::EvaluateSearch(request) => self.measure.put(|mail| mail.evaluate_search = Some((id, request))),
            QueryRequest::Lint(set) => self.measure.put(|mail| mail.lint = Some((id, set))),
            QueryRequest::Agreement(request) => self.measure.put(|mail| mail.agreement = Some((id, request))),
            QueryRequest::Shots(request) => self.measure.put(|mail| mail.shots = Some((id, request))),
            QueryRequest::Backups(file) => self.backups.put(|mail| mail.list = Some((id, file))),
            QueryRequest::LookAtRestore(request) => self.backups.put(|mail| mail.look = Some((id, request))),
            QueryRequest::BackUp => self.backups.put(|mail| mail.make = Some(id)),
            QueryRequest::Feed(request) => self.measure.put(|mail| mail.feed = Some((id, request))),
            QueryRequest::Share(request) => self.hubs.put(|mail| mail.0 = Some((id, request))),
            QueryRequest::MatchSkus => self.measure.put(|mail| mail.matches = Some(id)),
            QueryRequest::TruthColumns(request) => self.measure.put(|mail| mail.columns = Some((id, request))),
            QueryRequest::Localise(request) => self.localise.put(|mail| mail.0 = Some((id, request))),
            QueryRequest::Stacks => self.duplicates.put(|mail| mail.asked = Some(id)),
            QueryRequest::Map { anew } => self.map.put(|mail| (mail.asked, mail.closed) = (Some((id, anew)), false)),
            QueryRequest::StopMapping => self.map.put(|mail| *mail = MapMail { closed: true, ..MapMail::default() }),
            QueryRequest::StopComparing => self.compare.put(|mail| *mail = CompareMail { closed: true, ..CompareMail::default() }),
        }
    }

    /// The model that answers; `None` until it is open.
    pub fn in_use(&self) -> Option<Arc<dyn Encoder>> {
        self.in_use.lock().clone()
    }

    /// Whether that model answers already.
    pub fn answers(&self, encoder: &dyn Encoder) -> bool {
        self.in_use().is_some_and(|in_use| in_use.info().key == encoder.info().key)
    }

    /// Tells, once, what befell a model on its device.
    pub fn tell_device_notice(&self, encoder: &dyn Encoder) {
        if let Some(notice) = encoder.runs_on().notice
            && self.told.lock().insert(notice.clone())
        {
            self.notice(None, Tone::Warning, notice);
        }
    }
}
