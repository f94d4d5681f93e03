//! The download of a model: on a thread of its own, one at a time, never joined, because a read from the network may not return.

use crate::mail::ControlMessage;
use crate::protocol::{Event, RequestId, Tone};
use crate::shared::Shared;
use base::{Cancel, Progress, Verified};
use hub::DownloadError;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use workspace::AppError;
use workspace::models;
use workspace::verify::verify_downloaded;

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
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            shared.encoders.shelf.download(&name, None, &progress, &cancel).map(|_| verified(&shared, &name))
        }));
        let outcome = match outcome {
            Ok(Ok(verified)) => Ok(verified),
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

/// A model that cannot be opened says so in its row and when it is used.
fn verified(shared: &Shared, name: &str) -> Option<Verified> {
    verify_downloaded(&shared.encoders.shelf, name).ok().flatten().map(|verification| verification.summary())
}

fn ended(shared: &Shared, request: RequestId, name: String, outcome: Result<Option<Verified>, Option<String>>) {
    shared.downloads.ended();
    shared.post(Event::Downloaded { request, name, outcome });
    shared.control(ControlMessage::ModelsChanged);
}
