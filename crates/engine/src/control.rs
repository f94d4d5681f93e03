//! The control thread: opens catalogues, changes roots, and takes the other commands in order.

use super::Shared;
use super::edits::Lane;
use super::jobs::{Job, Work};
use super::models::Next;
use super::slot::lock;
use crate::protocol::{CatalogRequest, Event, JobRequest, ModelRequest, RequestId, Tone};
use base::{folders, human};
use catalog::Catalog;
use crossbeam_channel::{Receiver, RecvTimeoutError};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use workspace::error::AppError;
use workspace::{sample, snapshot};

/// How often another program's changes to the catalogue are looked for.
const WATCH: Duration = Duration::from_secs(2);

/// What this thread is told to do.
pub enum Order {
    Catalog(RequestId, CatalogRequest),
    Job(RequestId, JobRequest),
    Model(RequestId, ModelRequest),
    /// Models came or went, or embedded photos: the window is told.
    Models,
    /// An index run with a model of its own ended.
    Embedded {
        /// That the run was begun for.
        request: RequestId,
        /// Of this catalogue.
        catalog: PathBuf,
        /// The model's name.
        model: String,
        /// It was neither cancelled nor failed.
        complete: bool,
    },
    /// The window is going away.
    Close,
}

/// The connection of this thread.
#[derive(Default)]
pub struct Control {
    pub catalog: Option<Catalog>,
    /// Of the catalogue when it was last read.
    seen: i64,
    /// Of its photos when they were last read.
    generation: i64,
    pub next: Option<Next>,
}

pub fn run(shared: &Arc<Shared>, orders: &Receiver<Order>) {
    let mut control = Control::default();
    let listed = control.list(shared);
    shared.report(None, listed);
    loop {
        let (id, outcome) = match orders.recv_timeout(WATCH) {
            Ok(Order::Catalog(id, request)) => (Some(id), control.take(shared, id, request)),
            Ok(Order::Job(id, request)) => {
                control.start(shared, id, request);
                (Some(id), Ok(()))
            }
            Ok(Order::Model(id, request)) => (Some(id), control.take_of_models(shared, id, request)),
            Ok(Order::Models) => (None, control.list(shared)),
            Ok(Order::Embedded { request, catalog, model, complete }) => {
                (Some(request), control.embedded(shared, request, &catalog, &model, complete))
            }
            Err(RecvTimeoutError::Timeout) => (None, control.look_for_changes(shared)),
            Ok(Order::Close) | Err(RecvTimeoutError::Disconnected) => return,
        };
        shared.report(id, outcome);
    }
}

impl Control {
    fn take(&mut self, shared: &Shared, id: RequestId, request: CatalogRequest) -> Result<(), AppError> {
        match request {
            CatalogRequest::Open(path) => self.open(shared, id, &path),
            CatalogRequest::OpenSample => {
                let places = shared.places()?;
                let folder = sample::copy(places)?;
                self.show(shared, Catalog::open_or_create(&places.sample_catalog())?)?;
                self.index(shared, id, vec![folder]);
                Ok(())
            }
            CatalogRequest::AddFolder(folder) if self.catalog.is_none() => self.open(shared, id, &folder),
            CatalogRequest::AddFolder(folder) => {
                self.index(shared, id, vec![folders::expand_home(&folder)]);
                Ok(())
            }
            CatalogRequest::LocateRoot(root, to) => {
                if let Some(catalog) = &mut self.catalog {
                    catalog.move_root(root, &to)?;
                    self.publish(shared)?;
                }
                self.index(shared, id, Vec::new());
                Ok(())
            }
            CatalogRequest::RemoveRoot(root) => {
                if let Some(catalog) = &mut self.catalog {
                    catalog.remove_root(root)?;
                }
                self.publish(shared)
            }
            CatalogRequest::ForgetMissing => {
                let Some(catalog) = &mut self.catalog else { return Ok(()) };
                let forgotten = catalog.forget_missing(None)?;
                shared.notice(id, Tone::Done, format!("Took {} out of the catalogue", human::photos(forgotten)));
                self.publish(shared)
            }
            CatalogRequest::SaveSettings(mut settings) => {
                let file = shared.places()?.settings_file();
                // What the engine keeps, the window does not know: an older state of it must not come back.
                let kept = shared.places()?.settings();
                (settings.recent, settings.device, settings.model) = (kept.recent, kept.device, kept.model);
                Ok(settings.save(&file)?)
            }
        }
    }

    /// Queues a job for the catalogue that is open.
    fn start(&self, shared: &Shared, id: RequestId, request: JobRequest) {
        let work = match request {
            JobRequest::Rescan => Work::Index { folders: Vec::new(), model: None },
            JobRequest::ImportTags(request) => Work::ImportTags(request),
            JobRequest::ImportKeywords { set, dry_run } => Work::ImportKeywords { set, dry_run },
            JobRequest::Export(request) => Work::Export(request),
        };
        self.queue(shared, id, work);
    }

    fn open(&mut self, shared: &Shared, id: RequestId, path: &Path) -> Result<(), AppError> {
        let path = std::path::absolute(folders::expand_home(path))?;
        if path.is_dir() {
            let file = shared.places()?.catalog_for(&path);
            self.show(shared, Catalog::open_or_create(&file)?)?;
            self.index(shared, id, vec![path]);
            return Ok(());
        }
        if !path.exists() {
            return Err(AppError::NoSuchPath(path));
        }
        self.show(shared, Catalog::open(&path)?)
    }

    /// The catalogue becomes the one that the window shows.
    fn show(&mut self, shared: &Shared, catalog: Catalog) -> Result<(), AppError> {
        let another = self.catalog.as_ref().is_none_or(|c| c.path() != catalog.path());
        if another {
            shared.jobs.cancel_all();
            // Ids mean other photos now.
            shared.tags.set(Arc::default());
            shared.suggestions.set(Arc::default());
            shared.products.set(Arc::default());
            self.next = None;
            shared.post(Event::Tags(Arc::default()));
            shared.post(Event::Products(Arc::default()));
        }
        if let Ok(places) = shared.places() {
            shared.post(Event::Recent(places.remember(catalog.path())));
        }
        self.choose_model(shared, &catalog)?;
        let path = catalog.path().to_owned();
        self.catalog = Some(catalog);
        self.publish(shared)?;
        shared.edit(Lane::Open(path));
        self.list(shared)
    }

    fn index(&self, shared: &Shared, id: RequestId, folders: Vec<PathBuf>) {
        self.queue(shared, id, Work::Index { folders, model: None });
    }

    pub fn queue(&self, shared: &Shared, request: RequestId, work: Work) {
        if let Some(catalog) = &self.catalog {
            shared.jobs.queue(Job { request, catalog: catalog.path().to_owned(), work });
        }
    }

    pub fn publish(&mut self, shared: &Shared) -> Result<(), AppError> {
        let Some(catalog) = &self.catalog else { return Ok(()) };
        self.seen = catalog.change_counter()?;
        self.generation = catalog.generations()?.photos;
        publish(shared, catalog)
    }

    /// Another window or the command line may have written to the catalogue. The job thread shows its own progress.
    fn look_for_changes(&mut self, shared: &Shared) -> Result<(), AppError> {
        let Some(catalog) = &self.catalog else { return Ok(()) };
        if !shared.jobs.is_idle() {
            return Ok(());
        }
        // Busy for longer than anybody waits: the next look finds it.
        let Ok(seen) = catalog.change_counter() else { return Ok(()) };
        if seen != self.seen {
            self.seen = seen;
            shared.edit(Lane::Look);
            if catalog.generations().is_ok_and(|now| now.photos != self.generation) {
                self.publish(shared)?;
                self.list(shared)?;
            }
        }
        Ok(())
    }
}

/// Reads the catalogue and shows it: to search, to the thumbnails and to the window.
fn publish(shared: &Shared, catalog: &Catalog) -> Result<(), AppError> {
    let _alone = lock(&shared.publishing);
    show(shared, catalog)
}

/// Shows what an index run did, unless another catalogue was opened meanwhile.
pub fn publish_again(shared: &Shared, catalog: &Catalog) -> Result<(), AppError> {
    let _alone = lock(&shared.publishing);
    let still_shown = shared.opened.get().is_some_and(|opened| opened.snapshot.catalog == catalog.path());
    if still_shown { show(shared, catalog) } else { Ok(()) }
}

fn show(shared: &Shared, catalog: &Catalog) -> Result<(), AppError> {
    let Some(encoder) = shared.in_use() else { return Ok(()) };
    let opened = Arc::new(snapshot::load(catalog, encoder, shared.places.as_ref())?);
    shared.opened.set(Arc::clone(&opened));
    shared.post(Event::Snapshot(Arc::clone(&opened.snapshot)));
    shared.queries.put(|wanted| wanted.again = true);
    shared.tagging.put(|wanted| wanted.again = true);
    shared.comparing.put(|wanted| wanted.again = true);
    shared.edit(Lane::Photos);
    Ok(())
}
