//! The control thread: opens catalogues, changes roots, and takes the other commands in order.

use crate::job_queue::{Job, JobKind};
use crate::mail::{ControlMessage, EditMessage};
use crate::opened_model::Purpose;
use crate::opening;
use crate::protocol::{CatalogRequest, Event, FeedExport, JobRequest, PickPurpose, RequestId, SheetRequest, Tone};
use crate::publish::publish;
use crate::recent;
use crate::shared::Shared;
use base::unfinished::sweep_beside;
use base::{Encoder, RootId, folders, human};
use catalog::{Catalog, Look};
use crossbeam_channel::{Receiver, RecvTimeoutError};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;
use tasks::exchange::is_taken;
use workspace::AppError;
use workspace::error::foreign_thumbnails;
use workspace::sample;

/// How often another program's changes to the catalogue are looked for.
const WATCH: Duration = Duration::from_secs(2);

/// The connection of this thread.
#[derive(Default)]
pub struct Control {
    pub catalog: Option<Catalog>,
    /// Of the catalogue when it was last read.
    seen: i64,
    /// Whether each root was there when the catalogue was last shown.
    there: Vec<bool>,
    /// It was told that the catalogue's file is gone.
    told_gone: bool,
    /// Name of the model that answers, or will as soon as it is open.
    pub model: String,
    pub next: Option<Next>,
}

/// The model that answers as soon as it has embedded the photos.
pub struct Next {
    pub name: String,
    /// Open already, so that the switch itself takes no time.
    pub encoder: Arc<dyn Encoder>,
}

pub fn run(shared: &Arc<Shared>, messages: &Receiver<ControlMessage>) {
    let mut control = Control::default();
    let listed = control.list(shared);
    shared.report(None, listed);
    loop {
        let (id, outcome) = match messages.recv_timeout(WATCH) {
            Ok(ControlMessage::Catalog(id, request)) => (Some(id), control.carry_out(shared, id, request)),
            Ok(ControlMessage::Job(id, request)) => (Some(id), control.start(shared, id, request)),
            Ok(ControlMessage::Model(id, request)) => (Some(id), control.carry_out_of_models(shared, id, request)),
            Ok(ControlMessage::ModelOpened(opened)) => (opened.request, control.opened(shared, opened)),
            Ok(ControlMessage::ModelsChanged) => (None, control.list(shared)),
            Ok(ControlMessage::Embedded { request, catalog, model, complete }) => {
                (Some(request), control.embedded(shared, request, &catalog, &model, complete))
            }
            Ok(ControlMessage::FoldersChanged { catalog, folders }) => (None, control.folders_changed(shared, &catalog, folders)),
            Ok(ControlMessage::RootMoved { catalog, root, to }) => (None, control.root_moved(shared, &catalog, root, &to)),
            Err(RecvTimeoutError::Timeout) => {
                shared.jobs.ask_power();
                (None, control.look_for_changes(shared))
            }
            Ok(ControlMessage::Close) | Err(RecvTimeoutError::Disconnected) => return,
        };
        shared.report(id, outcome);
    }
}

impl Control {
    fn carry_out(&mut self, shared: &Arc<Shared>, id: RequestId, request: CatalogRequest) -> Result<(), AppError> {
        match request {
            CatalogRequest::Open(path) => self.open(shared, id, &path),
            CatalogRequest::OpenSample => {
                let places = shared.places()?;
                let folder = sample::copy(places)?;
                self.show(shared, id, Catalog::open_or_create(&places.sample_catalog())?, Some(folder))
            }
            CatalogRequest::AddFolder(folder) if self.catalog.is_none() => self.open(shared, id, &folder),
            CatalogRequest::AddFolder(folder) => {
                self.index(shared, id, vec![folders::expand_home(&folder)]);
                Ok(())
            }
            CatalogRequest::LocateRoot(root, to) => {
                if let Some(catalog) = &mut self.catalog {
                    // As the file system knows it: nothing is ever written below a folder that is reached through a link.
                    catalog.move_root(root, &fs_err::canonicalize(&to).unwrap_or(to))?;
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
                (settings.recent, settings.device, settings.arithmetic, settings.model) =
                    (kept.recent, kept.device, kept.arithmetic, kept.model);
                shared.watching.store(settings.watch_folders && shared.may_watch, Relaxed);
                shared.backing_up.store(settings.backups, Relaxed);
                shared.jobs.set_one_core(settings.one_core);
                Ok(settings.save(&file)?)
            }
        }
    }

    /// Queues a job for the catalogue that is open.
    fn start(&mut self, shared: &Shared, id: RequestId, request: JobRequest) -> Result<(), AppError> {
        let work = match request {
            JobRequest::Rescan => JobKind::Index { folders: Vec::new(), model: None },
            JobRequest::GoOn => return self.go_on(shared, id, &[], Look::is_open),
            JobRequest::LookAtTags { file, author } => JobKind::LookAtTags { file, author },
            JobRequest::ImportTags(request) => JobKind::ImportTags(request),
            JobRequest::ImportKeywords { set, dry_run } => JobKind::ImportKeywords { set, dry_run },
            JobRequest::ImportTexts(request) => JobKind::ImportTexts(request),
            JobRequest::ReadMarks(request) => JobKind::ReadMarks(request),
            JobRequest::Copy(request) => JobKind::Copy(request),
            JobRequest::Sheet { request, replace } => {
                let to = folders::expand_home(&request.to);
                if !replace && is_taken(&to) {
                    shared.post(Event::FileExists { request: id, purpose: PickPurpose::ContactSheet, path: to });
                    return Ok(());
                }
                JobKind::Sheet(SheetRequest { to, ..request })
            }
            // Asked here rather than by the job, which may have to wait for an index run.
            JobRequest::ExportFeed { export, replace } => {
                let to = folders::expand_home(&export.to);
                if !replace && is_taken(&to) {
                    shared.post(Event::FileExists { request: id, purpose: PickPurpose::ExportFeed, path: to });
                    return Ok(());
                }
                JobKind::ExportFeed(FeedExport { to, ..export })
            }
            JobRequest::Export { request, replace } => match request.to.as_deref().map(folders::expand_home) {
                Some(path) if !replace && is_taken(&path) => {
                    shared.post(Event::FileExists { request: id, purpose: PickPurpose::ExportTags(request.format), path });
                    return Ok(());
                }
                _ => JobKind::Export(request),
            },
        };
        self.queue(shared, id, work);
        Ok(())
    }

    fn open(&mut self, shared: &Arc<Shared>, id: RequestId, path: &Path) -> Result<(), AppError> {
        let path = std::path::absolute(folders::expand_home(path))?;
        if path.is_dir() {
            let file = shared.places()?.catalog_for(&path);
            return self.show(shared, id, Catalog::open_or_create(&file)?, Some(path));
        }
        if !path.exists() {
            return Err(AppError::NoSuchPath(path));
        }
        self.show(shared, id, Catalog::open(&path)?, None)
    }

    /// The catalogue becomes the one that the window shows; the folder is indexed into it.
    fn show(&mut self, shared: &Arc<Shared>, id: RequestId, catalog: Catalog, folder: Option<PathBuf>) -> Result<(), AppError> {
        let another = self.catalog.as_ref().is_none_or(|c| c.path() != catalog.path());
        if another {
            shared.jobs.cut_off();
            // Ids mean other photos now.
            shared.tags.set(Arc::default());
            shared.products.set(Arc::default());
            shared.post(Event::Tags(Arc::default()));
            shared.post(Event::Products(Arc::default()));
        }
        if let Ok(places) = shared.places() {
            places.remember(catalog.path());
            recent::tell(shared);
        }
        sweep_beside(catalog.path());
        if let Some(file) = catalog.foreign_thumbnails().filter(|_| another) {
            shared.notice(Some(id), Tone::Warning, foreign_thumbnails(&file));
        }
        let path = catalog.path().to_owned();
        let main = opening::main_of(shared, &catalog)?;
        self.catalog = Some(catalog);
        self.told_gone = false;
        self.next = None;
        if shared.in_use().is_none_or(|encoder| encoder.info().name != main.name) {
            *shared.in_use.lock() = None;
        }
        // The starter stands in for a model that is not here.
        let is_here = shared.encoders.shelf.resolve(&main.name).is_ok();
        self.model = if is_here { main.name.clone() } else { clip::STARTER.to_owned() };
        // Also where that model is open: whom it stands in for is told each time. Photos are read meanwhile.
        opening::start(shared, None, Purpose::Catalog(path.clone(), main));
        let folders: Vec<PathBuf> = folder.into_iter().collect();
        if !folders.is_empty() {
            self.index(shared, id, folders.clone());
        }
        if another {
            self.go_on(shared, id, &folders, Look::may_go_on)?;
        }
        self.publish(shared)?;
        shared.edit(EditMessage::Open(path));
        self.list(shared)
    }

    /// Queues index runs that have not come to their end, but for those of folders that are indexed anyway; not where nothing can
    /// be saved, nor for a folder that is away.
    fn go_on(&mut self, shared: &Shared, id: RequestId, indexed: &[PathBuf], which: fn(&Look) -> bool) -> Result<(), AppError> {
        let Some(catalog) = &mut self.catalog else { return Ok(()) };
        let looks: Vec<Look> = catalog.looks()?.into_iter().filter(which).collect();
        if looks.is_empty() || catalog.require_writable().is_err() {
            return Ok(());
        }
        let mut runs: BTreeMap<Option<String>, Vec<PathBuf>> = BTreeMap::new();
        for root in catalog.roots()? {
            let look = looks.iter().find(|look| look.root == root.id);
            if let Some(look) = look.filter(|_| root.path.is_dir() && !indexed.iter().any(|folder| folder.starts_with(&root.path))) {
                let model = (look.model != self.model).then(|| look.model.clone());
                runs.entry(model).or_default().push(root.path);
            }
        }
        for (model, folders) in runs {
            self.queue(shared, id, JobKind::Index { folders, model });
        }
        Ok(())
    }

    /// Indexes roots in which something changed, but for those whose last run a person has ended.
    fn folders_changed(&mut self, shared: &Shared, of: &Path, mut folders: Vec<PathBuf>) -> Result<(), AppError> {
        let Some(catalog) = self.writable(of) else { return Ok(()) };
        let (roots, looks) = (catalog.roots()?, catalog.looks()?);
        let ended = |root: RootId| looks.iter().any(|look| look.root == root && look.is_open() && !look.may_go_on());
        folders.retain(|folder| roots.iter().any(|root| root.path == *folder && !ended(root.id)));
        if !folders.is_empty() {
            self.index(shared, RequestId::next(), folders);
        }
        Ok(())
    }

    /// The catalogue, if it is this one and something can be saved.
    fn writable(&mut self, file: &Path) -> Option<&mut Catalog> {
        let catalog = self.catalog.as_mut().filter(|catalog| catalog.path() == file)?;
        catalog.require_writable().is_ok().then_some(catalog)
    }

    /// A root lies somewhere else now, as its photos say.
    fn root_moved(&mut self, shared: &Shared, of: &Path, root: RootId, to: &Path) -> Result<(), AppError> {
        let Some(catalog) = self.writable(of) else { return Ok(()) };
        let Some(was) = catalog.roots()?.into_iter().find(|known| known.id == root && !known.path.is_dir()) else { return Ok(()) };
        catalog.move_root(root, to)?;
        let name = was.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        shared.notice(None, Tone::Done, format!("“{name}” was moved: its photos are in {} now", to.display()));
        self.publish(shared)?;
        self.folders_changed(shared, of, vec![to.to_owned()])
    }

    fn index(&self, shared: &Shared, id: RequestId, folders: Vec<PathBuf>) {
        self.queue(shared, id, JobKind::Index { folders, model: None });
    }

    pub fn queue(&self, shared: &Shared, request: RequestId, work: JobKind) {
        if let Some(catalog) = &self.catalog {
            shared.jobs.queue(Job { request, catalog: catalog.path().to_owned(), work });
        }
    }

    pub fn publish(&mut self, shared: &Shared) -> Result<(), AppError> {
        let Some(catalog) = &self.catalog else { return Ok(()) };
        self.seen = catalog.change_counter()?;
        self.there = there(catalog);
        publish(shared, catalog, &self.model)
    }

    /// Another window or the command line may have written to the catalogue. The job thread shows its own progress.
    fn look_for_changes(&mut self, shared: &Shared) -> Result<(), AppError> {
        let Some(catalog) = &self.catalog else { return Ok(()) };
        if !shared.jobs.is_idle() {
            return Ok(());
        }
        if let Err(gone) = catalog.require_there() {
            let told = std::mem::replace(&mut self.told_gone, true);
            return if told { Ok(()) } else { Err(gone.into()) };
        }
        // Busy for longer than anybody waits: the next look finds it.
        let Ok(seen) = catalog.change_counter() else { return Ok(()) };
        if seen != self.seen {
            self.seen = seen;
            shared.edit(EditMessage::Look);
            let shown = shared.opened.get().map(|opened| opened.generation);
            if catalog.generations().is_ok_and(|now| Some(now.photos) != shown) {
                self.publish(shared)?;
                return self.list(shared);
            }
        }
        // A drive was connected or taken away.
        if there(catalog) == self.there { Ok(()) } else { self.publish(shared) }
    }
}

fn there(catalog: &Catalog) -> Vec<bool> {
    catalog.roots().unwrap_or_default().iter().map(|root| root.path.is_dir()).collect()
}
