//! Opening models, each on a thread of its own: a large one takes many seconds, in which dialogs, settings and folders are opened
//! all the same. The newest one that was asked for wins; what is opened for an older one is let go.

use crate::mail::ControlMessage;
use crate::opened_model::{Answering, OpenedModel, Purpose};
use crate::protocol::RequestId;
use crate::shared::Shared;
use base::EncodeError;
use catalog::Catalog;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use workspace::AppError;
use workspace::models::{MainModel, main_model, title};

/// Opens a model; what comes of it is told to the control thread. The thread is never joined: it may take long.
pub fn start(shared: &Arc<Shared>, request: Option<RequestId>, purpose: Purpose) {
    let number = shared.opening.fetch_add(1, Relaxed) + 1;
    let of_thread = (Arc::clone(shared), purpose.clone());
    let started = std::thread::Builder::new().name("open model".into()).spawn(move || {
        let (shared, purpose) = of_thread;
        let outcome = catch_unwind(AssertUnwindSafe(|| open(&shared, &purpose)));
        let outcome = outcome.unwrap_or_else(|_| Err(failed(&purpose)));
        shared.control(ControlMessage::ModelOpened(OpenedModel { request, purpose, outcome, number }));
    });
    if let Err(error) = started {
        shared.control(ControlMessage::ModelOpened(OpenedModel { request, purpose, outcome: Err(error.into()), number }));
    }
}

fn failed(purpose: &Purpose) -> AppError {
    let model = match purpose {
        Purpose::Catalog(_, MainModel { name, .. }) | Purpose::Use { name, .. } | Purpose::Wish { name, .. } => name.clone(),
    };
    EncodeError::Failed { model, problem: "it could not be opened through a fault in the program".to_owned() }.into()
}

fn open(shared: &Shared, purpose: &Purpose) -> Result<Answering, AppError> {
    match purpose {
        Purpose::Catalog(_, main) => open_main(shared, main),
        Purpose::Use { name, .. } | Purpose::Wish { name, .. } => Ok(Answering { encoder: shared.encoders.open(name)?, stands_in: None }),
    }
}

/// Whether another model was asked for since.
pub fn is_stale(shared: &Shared, opened: &OpenedModel) -> bool {
    opened.number != shared.opening.load(Relaxed)
}

/// The model that answers for a catalogue: the one that was asked for at start, else the catalogue's.
pub fn main_of(shared: &Shared, catalog: &Catalog) -> Result<MainModel, AppError> {
    match &shared.asked_model {
        Some(name) => Ok(MainModel { name: name.clone(), instead_of: None }),
        None => main_model(catalog, &shared.encoders.shelf, shared.places.as_ref()),
    }
}

/// The starter stands in for a model that cannot be opened.
pub fn open_main(shared: &Shared, main: &MainModel) -> Result<Answering, AppError> {
    let words = |problem: &str, stand_in: &str| {
        format!("This catalogue was read with a model that cannot be used here ({problem}); {stand_in} stands in")
    };
    match shared.encoders.open(&main.name) {
        Ok(encoder) => {
            let absent = main.instead_of.as_ref();
            let stands_in = absent.map(|absent| words(&format!("{} is not on this machine", title(absent)), &title(&main.name)));
            Ok(Answering { encoder, stands_in })
        }
        Err(problem) => {
            let stands_in = Some(words(&problem.to_string(), "the starter model"));
            Ok(Answering { encoder: shared.encoders.open(clip::STARTER)?, stands_in })
        }
    }
}
