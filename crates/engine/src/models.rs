//! The control thread's part about models: which one answers, which come and go, and what the window is told of them.

use crate::control::{Control, Next};
use crate::download;
use crate::encoders::Wish;
use crate::job_queue::JobKind;
use crate::mail::ControlMessage;
use crate::opened_model::{Answering, OpenedModel, Purpose};
use crate::opening;
use crate::protocol::{Event, ModelRequest, RequestId, Tone};
use crate::publish::publish_model;
use crate::shared::Shared;
use base::{Encoder, folders, human};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use workspace::AppError;
use workspace::models::{choose, coverage, forget_embeddings, title, to_read_again};

impl Control {
    pub fn carry_out_of_models(&mut self, shared: &Arc<Shared>, id: RequestId, request: ModelRequest) -> Result<(), AppError> {
        let done = match request {
            ModelRequest::Use { name, now } => {
                opening::start(shared, Some(id), Purpose::Use { name, now });
                Ok(())
            }
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
            ModelRequest::Remove(name) => self.remove(shared, id, &name),
            ModelRequest::UseDevice(device) => self.run_as(shared, id, Wish { device, ..shared.encoders.wish() }),
            ModelRequest::UseArithmetic(arithmetic) => self.run_as(shared, id, Wish { arithmetic, ..shared.encoders.wish() }),
            ModelRequest::CheckArithmetic(name) => {
                self.queue(shared, id, JobKind::CheckArithmetic(name));
                Ok(())
            }
            ModelRequest::Verify { name, picture } => {
                self.queue(shared, id, JobKind::Verify { name, picture });
                Ok(())
            }
            ModelRequest::LookToAdapt => {
                self.queue(shared, id, JobKind::LookToAdapt);
                Ok(())
            }
            ModelRequest::Adapt(name) => {
                self.queue(shared, id, JobKind::Adapt(name));
                Ok(())
            }
            ModelRequest::List => Ok(()),
        };
        // Told even where it failed: the window may show what it asked for.
        let listed = self.list(shared);
        done.and(listed)
    }

    /// A model was opened, or could not be.
    pub fn opened(&mut self, shared: &Arc<Shared>, opened: OpenedModel) -> Result<(), AppError> {
        if opening::is_stale(shared, &opened) {
            return Ok(());
        }
        let request = opened.request;
        let done = match (opened.purpose, opened.outcome) {
            (Purpose::Catalog(path, _), outcome) => self.opened_main(shared, &path, outcome),
            (Purpose::Use { now, .. }, Ok(answering)) => self.use_model(shared, request.unwrap_or_default(), answering.encoder, now),
            (Purpose::Wish { .. }, Ok(answering)) => {
                *shared.in_use.lock() = Some(answering.encoder);
                self.publish(shared)
            }
            (Purpose::Use { .. }, Err(error)) => Err(error),
            (Purpose::Wish { before, .. }, Err(error)) => set_wish(shared, before).and(Err(error)),
        };
        // What the person chose instead of the catalogue's model did not come to answer.
        if shared.in_use().is_none()
            && let Some(catalog) = self.catalog.as_ref().filter(|_| done.is_err() || self.next.is_some())
        {
            let main = opening::main_of(shared, catalog)?;
            opening::start(shared, None, Purpose::Catalog(catalog.path().to_owned(), main));
        }
        let listed = self.list(shared);
        done.and(listed)
    }

    /// The model of a catalogue is open.
    fn opened_main(&mut self, shared: &Shared, path: &Path, outcome: Result<Answering, AppError>) -> Result<(), AppError> {
        if self.catalog.as_ref().is_none_or(|catalog| catalog.path() != path) {
            return Ok(()); // Of a catalogue that was closed meanwhile.
        }
        let Answering { encoder, stands_in } = outcome?;
        let is_own = stands_in.is_none();
        if let Some(words) = stands_in {
            shared.notice(None, Tone::Warning, words);
        }
        let same = shared.in_use().is_some_and(|in_use| Arc::ptr_eq(&in_use, &encoder));
        self.model.clone_from(&encoder.info().name);
        *shared.in_use.lock() = Some(Arc::clone(&encoder));
        if is_own {
            self.read_again(shared, &*encoder)?;
        }
        match &self.catalog {
            Some(catalog) if !same => publish_model(shared, catalog, encoder),
            Some(_) | None => Ok(()),
        }
    }

    /// Photos that an earlier version of the model read are read again: what it saw in them answers no question of this one.
    fn read_again(&mut self, shared: &Shared, encoder: &dyn Encoder) -> Result<(), AppError> {
        let Some(catalog) = &mut self.catalog else { return Ok(()) };
        let (folders, waiting) = to_read_again(catalog, encoder.info())?;
        if !folders.is_empty() && catalog.require_writable().is_ok() {
            let model = title(&encoder.info().name);
            let words = format!(
                "{model} has changed: {} to be read again, and searches find each as soon as it is",
                human::counted(waiting, "photo is", "photos are")
            );
            shared.notice(None, Tone::Warning, words);
            self.queue(shared, RequestId::default(), JobKind::Index { folders, model: None });
        }
        Ok(())
    }

    fn use_model(&mut self, shared: &Shared, id: RequestId, encoder: Arc<dyn Encoder>, now: bool) -> Result<(), AppError> {
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
        self.queue(shared, id, JobKind::Index { folders: Vec::new(), model: Some(name) });
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
        self.model.clone_from(&encoder.info().name);
        *shared.in_use.lock() = Some(encoder);
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
        self.queue(shared, id, JobKind::Index { folders: Vec::new(), model: Some(name) });
        Ok(())
    }

    fn forget(&mut self, shared: &Shared, id: RequestId, name: &str) -> Result<(), AppError> {
        if let Some(why) = self.needed(shared, name) {
            shared.notice(id, Tone::Warning, format!("The embeddings of {} are kept: {why}", title(name)));
            return Ok(());
        }
        let Some(catalog) = &mut self.catalog else { return Ok(()) };
        let forgotten = forget_embeddings(catalog, name)?;
        shared.compared.forget();
        shared.notice(id, Tone::Done, format!("Took {}'s embeddings of {} out of the catalogue", title(name), human::photos(forgotten)));
        Ok(())
    }

    fn run_as(&self, shared: &Arc<Shared>, id: RequestId, wish: Wish) -> Result<(), AppError> {
        let before = shared.encoders.wish();
        set_wish(shared, wish)?;
        if self.catalog.is_some() {
            opening::start(shared, Some(id), Purpose::Wish { name: self.model.clone(), before });
        }
        Ok(())
    }

    fn remove(&self, shared: &Shared, id: RequestId, name: &str) -> Result<(), AppError> {
        if let Some(why) = self.needed(shared, name) {
            shared.notice(id, Tone::Warning, format!("{} stays: {why}", title(name)));
            return Ok(());
        }
        let removed = shared.encoders.shelf.remove(name)?;
        let freed = if removed.freed > 0 { format!("; {} are free again", human::bytes(removed.freed)) } else { String::new() };
        shared.notice(id, Tone::Done, format!("Removed {}{freed}", title(&removed.name)));
        Ok(())
    }

    /// Why a model and its embeddings cannot go; `None` where nobody uses them.
    fn needed(&self, shared: &Shared, name: &str) -> Option<&'static str> {
        if self.catalog.is_some() && self.model == name {
            return Some("it is the model in use; use another one first");
        }
        shared.jobs.embeds_with(name).then_some("it embeds photos at the moment; cancel that first")
    }
}

/// Models run so from now on; those that are open are opened anew.
fn set_wish(shared: &Shared, wish: Wish) -> Result<(), AppError> {
    shared.encoders.set_wish(wish);
    if let Ok(places) = shared.places() {
        places.change(|settings| (settings.device, settings.arithmetic) = (wish.device, wish.arithmetic))?;
    }
    Ok(())
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
        shared.control(ControlMessage::ModelsChanged);
    });
    if let Err(error) = started {
        shared.report(request, Err(error.into()));
        shared.post(Event::ModelAdded { request, name: None });
    }
}
