//! The catalogues used lately, looked up on a thread of their own: one of them may lie on a drive that answers late or never.

use crate::protocol::Event;
use crate::shared::Shared;
use std::sync::Arc;

/// Looks, and tells what there is.
pub fn tell(shared: &Arc<Shared>) {
    let shared = Arc::clone(shared);
    let _ = std::thread::Builder::new().name("recent catalogues".into()).spawn(move || {
        let Some(places) = &shared.places else { return };
        // The list is read by whoever holds the lock: the last one told is the newest.
        let _turn = shared.recent.lock();
        shared.post(Event::Recent(places.recent().into()));
    });
}
