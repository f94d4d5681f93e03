//! The control thread: opens catalogues, changes roots, and takes the other commands in order.

use super::Shared;
use super::edits::Lane;
use super::jobs::{Job, Work};
use super::models::Next;
use super::slot::lock;
use crate::desktop;
use crate::protocol::{Command, Event, PickPurpose, Tone};
use base::{folders, formats, human};
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
    /// By the person.
    Command(Command),
    /// Models came or went, or embedded photos: the window is told.
    Models,
    /// An index run with a model of its own ended.
    Embedded {
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
    shared.report(listed);
    loop {
        let outcome = match orders.recv_timeout(WATCH) {
            Ok(Order::Command(command)) => control.take(shared, command),
            Ok(Order::Models) => control.list(shared),
            Ok(Order::Embedded { catalog, model, complete }) => control.embedded(shared, &catalog, &model, complete),
            Err(RecvTimeoutError::Timeout) => control.look_for_changes(shared),
            Ok(Order::Close) | Err(RecvTimeoutError::Disconnected) => return,
        };
        shared.report(outcome);
    }
}

impl Control {
    fn take(&mut self, shared: &Arc<Shared>, command: Command) -> Result<(), AppError> {
        match command {
            Command::Open(path) => self.open(shared, &path),
            Command::OpenSample => {
                let places = shared.places()?;
                let folder = sample::copy(places)?;
                self.show(shared, Catalog::open_or_create(&places.sample_catalog())?)?;
                self.index(shared, vec![folder]);
                Ok(())
            }
            Command::AddFolder(folder) if self.catalog.is_none() => self.open(shared, &folder),
            Command::AddFolder(folder) => {
                self.index(shared, vec![folders::expand_home(&folder)]);
                Ok(())
            }
            Command::Rescan => {
                self.index(shared, Vec::new());
                Ok(())
            }
            Command::LocateRoot(root, to) => {
                if let Some(catalog) = &mut self.catalog {
                    catalog.move_root(root, &to)?;
                    self.publish(shared)?;
                }
                self.index(shared, Vec::new());
                Ok(())
            }
            Command::RemoveRoot(root) => {
                if let Some(catalog) = &mut self.catalog {
                    catalog.remove_root(root)?;
                }
                self.publish(shared)
            }
            Command::ForgetMissing => {
                let Some(catalog) = &mut self.catalog else { return Ok(()) };
                let forgotten = catalog.forget_missing(None)?;
                shared.notice(Tone::Done, format!("Took {} out of the catalogue", human::photos(forgotten)));
                self.publish(shared)
            }
            Command::Pick(purpose) => {
                pick(shared, purpose);
                Ok(())
            }
            Command::OpenInViewer(file) => {
                tell(shared, desktop::open_in_viewer(&file));
                Ok(())
            }
            Command::ShowInFolder(file) => {
                tell(shared, desktop::show_in_folder(&file));
                Ok(())
            }
            Command::SaveSettings(mut settings) => {
                let file = shared.places()?.settings_file();
                // What the engine keeps, the window does not know: an older state of it must not come back.
                let kept = shared.places()?.settings();
                (settings.recent, settings.device, settings.model) = (kept.recent, kept.device, kept.model);
                Ok(settings.save(&file)?)
            }
            Command::ImportTags(request) => {
                self.queue(shared, Work::ImportTags(request));
                Ok(())
            }
            Command::ImportKeywords { set, dry_run } => {
                self.queue(shared, Work::ImportKeywords { set, dry_run });
                Ok(())
            }
            Command::Export(request) => {
                self.queue(shared, Work::Export(request));
                Ok(())
            }
            models @ (Command::UseModel { .. }
            | Command::EmbedWith(_)
            | Command::ForgetEmbeddings(_)
            | Command::DownloadModel(_)
            | Command::AddModel(_)
            | Command::RemoveModel(_)
            | Command::UseDevice(_)
            | Command::LookAtModels) => self.take_of_models(shared, models),
            // Have their own way.
            Command::Search(_)
            | Command::Similar(_)
            | Command::Preview { .. }
            | Command::CancelJob
            | Command::Edit(_)
            | Command::Undo
            | Command::Redo
            | Command::SkipInReview(..)
            | Command::EndReview(_)
            | Command::ImportLabels(_)
            | Command::ExportLabels(_)
            | Command::SetSkuRule(_)
            | Command::Suggest(_)
            | Command::StopSuggesting
            | Command::PhotoLabels(_)
            | Command::Review { .. }
            | Command::PreviewSkuRule(_)
            | Command::CancelDownload
            | Command::Compare(_)
            | Command::CompareSet(_)
            | Command::StopComparing => Ok(()),
        }
    }

    fn open(&mut self, shared: &Arc<Shared>, path: &Path) -> Result<(), AppError> {
        let path = std::path::absolute(folders::expand_home(path))?;
        if path.is_dir() {
            let file = shared.places()?.catalog_for(&path);
            self.show(shared, Catalog::open_or_create(&file)?)?;
            self.index(shared, vec![path]);
            return Ok(());
        }
        if !path.exists() {
            return Err(AppError::NoSuchPath(path));
        }
        self.show(shared, Catalog::open(&path)?)
    }

    /// The catalogue becomes the one that the window shows.
    fn show(&mut self, shared: &Arc<Shared>, catalog: Catalog) -> Result<(), AppError> {
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
        let _ = shared.edits.send(Lane::Open(path));
        self.list(shared)
    }

    fn index(&self, shared: &Shared, folders: Vec<PathBuf>) {
        self.queue(shared, Work::Index { folders, model: None });
    }

    pub fn queue(&self, shared: &Shared, work: Work) {
        if let Some(catalog) = &self.catalog {
            shared.jobs.queue(Job { catalog: catalog.path().to_owned(), work });
        }
    }

    pub fn publish(&mut self, shared: &Shared) -> Result<(), AppError> {
        let Some(catalog) = &self.catalog else { return Ok(()) };
        self.seen = catalog.change_counter()?;
        self.generation = catalog.generations()?.photos;
        publish(shared, catalog)
    }

    /// Another window or the command line may have written to the catalogue. The job thread shows its own progress.
    fn look_for_changes(&mut self, shared: &Arc<Shared>) -> Result<(), AppError> {
        let Some(catalog) = &self.catalog else { return Ok(()) };
        if !shared.jobs.is_idle() {
            return Ok(());
        }
        // Busy for longer than anybody waits: the next look finds it.
        let Ok(seen) = catalog.change_counter() else { return Ok(()) };
        if seen != self.seen {
            self.seen = seen;
            let _ = shared.edits.send(Lane::Look);
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
    let _ = shared.edits.send(Lane::Photos);
    Ok(())
}

/// A failed call to the desktop is told, and no more.
fn tell(shared: &Shared, outcome: Result<(), String>) {
    if let Err(problem) = outcome {
        shared.notice(Tone::Error, problem);
    }
}

fn pick(shared: &Arc<Shared>, purpose: PickPurpose) {
    let shared = Arc::clone(shared);
    // Never joined: the dialog is open for as long as the person likes.
    let _ = std::thread::Builder::new().name("file dialog".into()).spawn(move || {
        let picked = match purpose {
            PickPurpose::OpenFolder => desktop::pick_folder("Open a folder of photos"),
            PickPurpose::AddFolder => desktop::pick_folder("Add a folder of photos"),
            PickPurpose::Locate(_) => desktop::pick_folder("Where is this folder now?"),
            PickPurpose::OpenCatalog => desktop::pick_file("Open a catalogue", "Selvedge catalogue", &[workspace::places::ENDING]),
            PickPurpose::SearchPhoto => desktop::pick_file("Search by a photo", "Photos", &formats::readable_endings()),
            PickPurpose::ImportTags => desktop::pick_file("Import labels", "Tables", &["csv", "tsv", "txt"]),
            PickPurpose::ImportLabels => desktop::pick_file("Import label sets", "Label sets", &["csv", "json", "txt"]),
            PickPurpose::ExportTags(format) => desktop::pick_save("Export tags", format.file_name()),
            PickPurpose::AddModel => desktop::pick_folder("Add the folder of a model"),
            PickPurpose::ExportLabels => desktop::pick_save("Export label sets", "label-sets.csv"),
        };
        if let Some(path) = picked {
            shared.post(Event::Picked(purpose, path));
        }
    });
}

/// Asks the desktop once, on a thread that is never joined: the portal may never answer.
pub fn ask_for_theme(shared: &Arc<Shared>) {
    let shared = Arc::clone(shared);
    let _ = std::thread::Builder::new().name("desktop theme".into()).spawn(move || {
        if let Some(dark) = desktop::prefers_dark() {
            shared.post(Event::SystemTheme { dark });
        }
    });
}
