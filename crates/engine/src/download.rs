//! The download of a model: on a thread of its own, one at a time, never joined, because a read from the network may not return.

use super::Shared;
use super::control::Order;
use super::rate::Rate;
use super::slot::lock;
use crate::protocol::{DownloadReading, Event, RequestId, Tone};
use base::{Cancel, Progress};
use hub::DownloadError;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};
use workspace::error::AppError;
use workspace::models;

/// The running download.
#[derive(Default)]
pub struct Downloads(Mutex<Option<Running>>);

struct Running {
    name: String,
    progress: Progress,
    cancel: Cancel,
    rate: Rate,
}

impl Downloads {
    pub fn cancel(&self) {
        if let Some(running) = &*lock(&self.0) {
            running.cancel.cancel();
        }
    }

    pub fn read(&self) -> Option<DownloadReading> {
        let mut slot = lock(&self.0);
        let running = slot.as_mut()?;
        let now = running.progress.read();
        let (bytes_per_second, seconds_left) = running.rate.read(now);
        Some(DownloadReading { name: running.name.clone(), done: now.done, total: now.total, bytes_per_second, seconds_left })
    }

    /// Takes the one place there is; the name of the download that has it, where there is one.
    fn begin(&self, name: &str, progress: &Progress, cancel: &Cancel) -> Result<(), String> {
        let mut slot = lock(&self.0);
        if let Some(running) = &*slot {
            return Err(running.name.clone());
        }
        let (progress, cancel) = (progress.clone(), cancel.clone());
        *slot = Some(Running { name: name.to_owned(), progress, cancel, rate: Rate::default() });
        Ok(())
    }
}

pub fn start(shared: &Arc<Shared>, id: RequestId, name: String) {
    let (progress, cancel) = (Progress::default(), Cancel::default());
    if let Err(running) = shared.downloads.begin(&name, &progress, &cancel) {
        let running = models::title(&running);
        shared.notice(id, Tone::Warning, format!("{running} is being downloaded; wait for it or cancel it, then download another model"));
        return;
    }
    let of_thread = (Arc::clone(shared), name.clone());
    let started = std::thread::Builder::new().name("download".into()).spawn(move || {
        let (shared, name) = of_thread;
        let outcome = catch_unwind(AssertUnwindSafe(|| shared.encoders.shelf.download(&name, None, &progress, &cancel)));
        let outcome = match outcome {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(DownloadError::Cancelled)) => Err(None),
            Ok(Err(error)) => Err(Some(AppError::from(error).notice())),
            Err(_) => Err(Some("the download ended through a fault in the program; what has come stays".to_owned())),
        };
        ended(&shared, id, name, outcome);
    });
    if let Err(error) = started {
        ended(shared, id, name, Err(Some(format!("the download could not be started: {error}"))));
    }
}

fn ended(shared: &Shared, request: RequestId, name: String, outcome: Result<(), Option<String>>) {
    *lock(&shared.downloads.0) = None;
    shared.post(Event::Downloaded { request, name, outcome });
    shared.order(Order::Models);
}
