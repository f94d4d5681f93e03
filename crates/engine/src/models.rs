//! The control thread's part about models: which one answers, which come and go, and what the window is told of them.

use super::Shared;
use super::control::{Control, Order};
use super::download;
use super::jobs::Work;
use super::slot::lock;
use crate::protocol::{Event, ModelPlace, ModelRequest, ModelView, Models, RequestId, Tone};
use base::{Device, Encoder, folders, human};
use catalog::{Catalog, ModelRow};
use clip::{self, InstalledModel, ModelKind};
use hub::KnownModel;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use workspace::error::AppError;
use workspace::models::{MainModel, choose, coverage, first_model, forget_embeddings, main_model, title};

/// The model that answers as soon as it has embedded the photos.
pub struct Next {
    name: String,
    /// Open already, so that the switch itself takes no time.
    encoder: Arc<dyn Encoder>,
}

impl Control {
    pub fn take_of_models(&mut self, shared: &Arc<Shared>, id: RequestId, request: ModelRequest) -> Result<(), AppError> {
        let done = match request {
            ModelRequest::Use { name, now } => self.use_model(shared, id, &name, now),
            ModelRequest::EmbedWith(name) => self.embed_with(shared, id, &name),
            ModelRequest::ForgetEmbeddings(name) => self.forget(shared, id, &name),
            ModelRequest::Download(name) => {
                download::start(shared, id, name);
                Ok(())
            }
            ModelRequest::Add(folder) => {
                add(shared, id, folder);
                Ok(())
            }
            ModelRequest::Remove(name) => remove(shared, id, &name),
            ModelRequest::UseDevice(device) => self.use_device(shared, device),
            ModelRequest::List => Ok(()),
        };
        // Told even where it failed: the window may show what it asked for.
        let listed = self.list(shared);
        done.and(listed)
    }

    fn use_model(&mut self, shared: &Shared, id: RequestId, name: &str, now: bool) -> Result<(), AppError> {
        let encoder = shared.encoders.open(name)?;
        let name = encoder.info().name.clone();
        self.next = None;
        if shared.answers(&*encoder) {
            return Ok(());
        }
        let Some(catalog) = &self.catalog else { return self.switch(shared, encoder) };
        let (photos, embedded) = coverage(catalog, &encoder.info().key)?;
        if now || embedded == photos {
            return self.switch(shared, encoder);
        }
        self.next = Some(Next { name: name.clone(), encoder });
        self.queue(shared, id, Work::Index { folders: Vec::new(), model: Some(name) });
        Ok(())
    }

    /// The model answers from now on: all that is shown is asked again.
    fn switch(&mut self, shared: &Shared, encoder: Arc<dyn Encoder>) -> Result<(), AppError> {
        let name = encoder.info().name.clone();
        if let Some(catalog) = &mut self.catalog {
            choose(catalog, &name)?;
        }
        if let Ok(places) = shared.places() {
            places.change(|settings| settings.model = Some(name))?;
        }
        *lock(&shared.in_use) = Some(encoder);
        self.publish(shared)
    }

    /// An index run with a model of its own ended.
    pub fn embedded(&mut self, shared: &Shared, id: RequestId, file: &Path, model: &str, complete: bool) -> Result<(), AppError> {
        if self.catalog.as_ref().is_none_or(|catalog| catalog.path() != file) {
            return Ok(()); // Of a catalogue that was closed meanwhile.
        }
        if let Some(next) = self.next.take_if(|next| next.name == model)
            && complete
        {
            let embedded = self.catalog.as_ref().map(|catalog| coverage(catalog, &next.encoder.info().key)).transpose()?;
            if embedded.is_some_and(|(_, embedded)| embedded > 0) {
                self.switch(shared, next.encoder)?;
                shared.notice(id, Tone::Done, format!("{} answers now", title(model)));
            }
        }
        self.list(shared)
    }

    fn embed_with(&self, shared: &Shared, id: RequestId, name: &str) -> Result<(), AppError> {
        let name = shared.encoders.shelf.resolve(name)?.name().to_owned();
        self.queue(shared, id, Work::Index { folders: Vec::new(), model: Some(name) });
        Ok(())
    }

    fn forget(&mut self, shared: &Shared, id: RequestId, name: &str) -> Result<(), AppError> {
        let Some(catalog) = &mut self.catalog else { return Ok(()) };
        if let Some(why) = needed(shared, name) {
            shared.notice(id, Tone::Warning, format!("The embeddings of {} are kept: {why}", title(name)));
            return Ok(());
        }
        let forgotten = forget_embeddings(catalog, name)?;
        shared.compared.forget();
        shared.notice(id, Tone::Done, format!("Took {}'s embeddings of {} out of the catalogue", title(name), human::photos(forgotten)));
        Ok(())
    }

    fn use_device(&mut self, shared: &Shared, device: Device) -> Result<(), AppError> {
        let before = shared.encoders.device();
        shared.encoders.set_device(device);
        if let Some(name) = shared.in_use().map(|encoder| encoder.info().name.clone()) {
            match shared.encoders.open(&name) {
                Ok(encoder) => *lock(&shared.in_use) = Some(encoder),
                Err(error) => {
                    shared.encoders.set_device(before);
                    return Err(error.into());
                }
            }
            self.publish(shared)?;
        }
        if let Ok(places) = shared.places() {
            places.change(|settings| settings.device = device)?;
        }
        Ok(())
    }

    /// The model that was asked for at start, else the catalogue's. The starter stands in for one that cannot be opened.
    pub fn choose_model(&mut self, shared: &Shared, catalog: &Catalog) -> Result<(), AppError> {
        self.next = None;
        let main = match &shared.asked_model {
            Some(name) => MainModel { name: name.clone(), instead_of: None },
            None => main_model(catalog, &shared.encoders.shelf, shared.places.as_ref())?,
        };
        let stands_in = |problem: &str, stand_in: &str| {
            let text = format!("This catalogue was read with a model that cannot be used here ({problem}); {stand_in} stands in");
            shared.notice(None, Tone::Warning, text);
        };
        let encoder = match shared.encoders.open(&main.name) {
            Ok(encoder) => {
                if let Some(absent) = &main.instead_of {
                    stands_in(&format!("{} is not on this machine", title(absent)), &title(&main.name));
                }
                encoder
            }
            Err(problem) => {
                stands_in(&problem.to_string(), "the starter model");
                shared.encoders.open(clip::STARTER)?
            }
        };
        *lock(&shared.in_use) = Some(encoder);
        Ok(())
    }

    /// Tells the window what there is. Headers are read, weights are not.
    pub fn list(&self, shared: &Shared) -> Result<(), AppError> {
        let catalog = self.catalog.as_ref();
        let mut stored = catalog.map(Catalog::models).transpose()?.unwrap_or_default();
        if let Some(encoder) = shared.in_use() {
            // Of a folder whose weights were replaced, what the older ones embedded answers nothing.
            let in_use = encoder.info();
            stored.retain(|model| model.name != in_use.name || model.key == in_use.key);
            // The same weights may have been used under another name since.
            stored.iter_mut().filter(|model| model.key == in_use.key).for_each(|model| model.name.clone_from(&in_use.name));
        }
        let models = Models {
            rows: rows(shared, &shared.encoders.shelf.installed(), &stored),
            in_use: match (shared.in_use(), &shared.asked_model) {
                (Some(encoder), _) => encoder.info().name.clone(),
                (None, Some(name)) => name.clone(),
                (None, None) => first_model(&shared.encoders.shelf, shared.places.as_ref()),
            },
            next: self.next.as_ref().map(|next| next.name.clone()),
            photos: catalog.map(Catalog::counts).transpose()?.unwrap_or_default().photos,
            device: shared.encoders.device(),
            devices: shared.encoders.devices().to_vec(),
        };
        shared.post(Event::Models(Arc::new(models)));
        Ok(())
    }
}

/// On a thread of its own that is never joined: both halves of the model are read and tried, which takes seconds.
fn add(shared: &Arc<Shared>, request: RequestId, folder: PathBuf) {
    let of_thread = Arc::clone(shared);
    let started = std::thread::Builder::new().name("add model".into()).spawn(move || {
        let shared = of_thread;
        let outcome = catch_unwind(AssertUnwindSafe(|| shared.encoders.shelf.add(&folders::expand_home(&folder))));
        let added = match outcome {
            Ok(Ok(model)) => Some(model.name),
            Ok(Err(error)) => {
                shared.report(request, Err(error.into()));
                None
            }
            Err(_) => {
                shared.notice(
                    request,
                    Tone::Error,
                    format!("the model could not be added through a fault in the program: {}", folder.display()),
                );
                None
            }
        };
        shared.post(Event::ModelAdded { request, name: added });
        shared.order(Order::Models);
    });
    if let Err(error) = started {
        shared.report(request, Err(error.into()));
        shared.post(Event::ModelAdded { request, name: None });
    }
}

fn remove(shared: &Shared, id: RequestId, name: &str) -> Result<(), AppError> {
    if let Some(why) = needed(shared, name) {
        shared.notice(id, Tone::Warning, format!("{} stays: {why}", title(name)));
        return Ok(());
    }
    let removed = shared.encoders.shelf.remove(name)?;
    let freed = if removed.freed > 0 { format!("; {} are free again", human::bytes(removed.freed)) } else { String::new() };
    shared.notice(id, Tone::Done, format!("Removed {}{freed}", title(&removed.name)));
    Ok(())
}

/// Why a model and its embeddings cannot go; `None` where nobody uses them.
fn needed(shared: &Shared, name: &str) -> Option<&'static str> {
    if shared.in_use().is_some_and(|encoder| encoder.info().name == name) {
        return Some("it is the model in use; use another one first");
    }
    shared.jobs.embeds_with(name).then_some("it embeds photos at the moment; cancel that first")
}

fn rows(shared: &Shared, installed: &[InstalledModel], stored: &[ModelRow]) -> Vec<ModelView> {
    let known = hub::known();
    let place_in_table = |name: &str| known.iter().position(|model| model.name == name).unwrap_or(known.len());
    let mut here: Vec<ModelView> = installed.iter().map(of_installed).collect();
    here.sort_by_key(|row| (row.place != ModelPlace::Starter, place_in_table(&row.name)));
    let to_get = known.iter().filter(|model| !installed.iter().any(|here| here.name == model.name)).map(of_known);
    let mut rows: Vec<ModelView> = here.into_iter().chain(to_get).collect();
    let in_use = shared.in_use().map(|encoder| encoder.info().name.clone());
    for name in stored.iter().map(|model| &model.name).chain(&in_use) {
        if rows.iter().all(|row| row.name != *name) {
            rows.push(of_elsewhere(shared, name));
        }
    }
    for model in stored {
        let Some(row) = rows.iter_mut().find(|row| row.name == model.name) else { continue };
        row.id = (model.embedded > 0).then_some(model.id);
        row.embedded = model.present;
        row.dimension = Some(model.dimension);
        row.revision = row.revision.take().or_else(|| model.revision.clone());
    }
    for row in &mut rows {
        row.runs_on = shared.encoders.runs_on(&row.name).map(|on| on.device);
        let device = row.runs_on.clone().unwrap_or_else(|| "CPU".to_owned());
        let key = stored.iter().rev().find(|model| model.name == row.name).map(|model| &model.key);
        row.speed = key.and_then(|key| shared.encoders.shelf.speed(key, &device)).map(|speed| (speed, device));
    }
    rows
}

fn of_installed(model: &InstalledModel) -> ModelView {
    let known = hub::known().iter().find(|known| known.name == model.name);
    let dir = || model.dir.clone().unwrap_or_default();
    ModelView {
        place: match model.kind {
            ModelKind::Starter => ModelPlace::Starter,
            ModelKind::Cached => ModelPlace::Downloaded(dir()),
            ModelKind::Folder => ModelPlace::Folder(dir()),
        },
        about: match model.kind {
            ModelKind::Starter => "Comes with Selvedge: small and quick, for clothes, shoes, bags, accessories and cosmetics.".to_owned(),
            ModelKind::Cached | ModelKind::Folder => known.map_or("", |known| known.about).to_owned(),
        },
        recommended: known.is_some_and(|known| known.recommended),
        licence: model.licence.clone().or_else(|| known?.licence.map(str::to_owned)),
        page: known.map(|known| known.page.to_owned()),
        revision: model.revision.clone(),
        bytes: (model.bytes > 0).then_some(model.bytes),
        memory: (model.memory > 0).then_some(model.memory),
        dimension: model.dimension,
        problem: model.problem.clone(),
        ..named(&model.name)
    }
}

fn of_known(model: &KnownModel) -> ModelView {
    ModelView {
        about: model.about.to_owned(),
        recommended: model.recommended,
        licence: model.licence.map(str::to_owned),
        page: Some(model.page.to_owned()),
        bytes: model.bytes,
        dimension: model.dimension,
        ..named(model.name)
    }
}

/// A folder that was used without being added, or one that is gone.
fn of_elsewhere(shared: &Shared, name: &str) -> ModelView {
    match shared.encoders.shelf.resolve(name) {
        Ok(source) => {
            let model = shared.encoders.shelf.describe(&source);
            let place = model.dir.clone().map_or(ModelPlace::Starter, ModelPlace::Used);
            ModelView { place, ..of_installed(&model) }
        }
        Err(_) => ModelView { place: ModelPlace::Gone, ..named(name) },
    }
}

fn named(name: &str) -> ModelView {
    ModelView { name: name.to_owned(), title: title(name), ..ModelView::default() }
}
