//! The duplicates thread: after photos were indexed, and from the moment on that somebody asks, it looks for duplicates whenever photos
//! change. It waits for running jobs, whose end asks again, and gives up what is outdated.

use crate::mail::DuplicatesMail;
use crate::protocol::{Event, RequestId};
use crate::shared::Shared;
use std::path::PathBuf;
use std::sync::Arc;
use workspace::Workspace;

pub fn run(shared: &Arc<Shared>) {
    // The catalogue in which they are wanted, and the request by which that can be ended.
    let mut wanted: Option<(PathBuf, RequestId)> = None;
    while let Some(DuplicatesMail { asked, indexed, .. }) = shared.duplicates.take() {
        let Some(workspace) = shared.workspace().filter(|workspace| workspace.opened.encoder.is_some()) else {
            // The catalogue is shown again once its model is open; what was asked for before is remembered.
            if let Some(request) = asked {
                wanted = shared.opened.get().map(|opened| (opened.snapshot.catalog.clone(), request));
            }
            continue;
        };
        let catalog = &workspace.opened.snapshot.catalog;
        if let Some(request) = asked.or_else(|| indexed.then(RequestId::next)) {
            wanted = Some((catalog.clone(), request));
        }
        let Some((_, request)) = wanted.as_ref().filter(|(of, _)| of == catalog) else { continue };
        if shared.jobs.read().is_some() {
            continue;
        }
        if !look(shared, &workspace, *request) {
            wanted = None;
        }
    }
}

/// Answers whether they are still wanted.
fn look(shared: &Shared, workspace: &Workspace, request: RequestId) -> bool {
    let running = shared.stacking.begin(request);
    let outdated = || shared.closing.is_cancelled() || shared.duplicates.peek(|mail| mail.photos);
    let found = workspace.duplicates(&running.progress, &|| running.cancel.is_cancelled() || outdated());
    shared.stacking.end();
    match found {
        Ok(Some(found)) => {
            if !shared.stacks.get().is_some_and(|known| Arc::ptr_eq(&known, &found)) {
                shared.stacks.set(Arc::clone(&found));
                shared.post(Event::Stacks(found));
                shared.search_again();
            }
        }
        Ok(None) => {}
        Err(error) => shared.report(request, Err(error)),
    }
    !running.cancel.is_cancelled()
}
