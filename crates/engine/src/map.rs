//! The map thread: from the moment on that the map is shown, it tells where photos lie, and again whenever photos change. What is there at once is
//! told at once; laying out waits for running jobs, whose end asks again, and gives up what is outdated.

use crate::mail::MapMail;
use crate::protocol::{Event, MapState, MapView, RequestId};
use crate::shared::Shared;
use base::Progress;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};
use workspace::map::PhotoMap;
use workspace::{AppError, Cancelled, Workspace};

/// While a job runs, a map is told anew this long after the last time.
const REST: Duration = Duration::from_secs(10);

/// Who looks at the map.
struct Wanted {
    request: RequestId,
    /// Of this catalogue.
    of: PathBuf,
    /// All photos are to be laid out again.
    anew: bool,
    /// When it was told while a job was running.
    told: Option<Instant>,
}

pub fn run(shared: &Arc<Shared>) {
    let mut wanted: Option<Wanted> = None;
    while let Some(MapMail { asked, closed, .. }) = shared.map.take() {
        let Some(opened) = shared.opened.get() else { continue };
        if closed {
            wanted = None;
        }
        if let Some((request, anew)) = asked {
            wanted = Some(Wanted { request, of: opened.snapshot.catalog.clone(), anew, told: None });
        }
        // The catalogue is shown again once its model is open.
        let Some(workspace) = shared.workspace().filter(|workspace| workspace.opened.encoder.is_some()) else { continue };
        wanted = wanted.filter(|wanted| wanted.of == workspace.opened.snapshot.catalog);
        let Some(wanted) = &mut wanted else { continue };
        let running = shared.jobs.read().is_some();
        if running && wanted.told.is_some_and(|told| told.elapsed() < REST) {
            continue;
        }
        wanted.told = running.then(Instant::now);
        if answer(shared, &workspace, wanted.request, wanted.anew) {
            wanted.anew = false;
        }
    }
}

/// Answers whether the map is as it was wanted.
fn answer(shared: &Shared, workspace: &Workspace, request: RequestId, anew: bool) -> bool {
    let running = shared.mapping.begin(request);
    let outdated = || shared.closing.is_cancelled() || shared.map.peek(|mail| mail.photos || mail.asked.is_some());
    let cancelled = || running.cancel.is_cancelled() || outdated();
    let found = find(shared, workspace, (request, anew), &running.progress, &cancelled);
    shared.mapping.end();
    match found {
        Ok(Some(view)) => {
            let whole = view.state == MapState::Whole;
            shared.post(Event::Map(Arc::new(view)));
            return whole;
        }
        // Nothing more comes of it, unless it is asked again.
        Ok(None) if running.cancel.is_cancelled() => {
            let map = workspace.map_so_far(&|| shared.closing.is_cancelled()).ok().flatten();
            shared.post(Event::Map(Arc::new(MapView { request, map: map.unwrap_or_default(), state: MapState::Ended })));
            return true;
        }
        Ok(None) => {}
        Err(error) => shared.report(request, Err(error)),
    }
    false
}

fn find(
    shared: &Shared,
    workspace: &Workspace,
    (request, anew): (RequestId, bool),
    progress: &Progress,
    cancelled: Cancelled<'_>,
) -> Result<Option<MapView>, AppError> {
    let view = |map: PhotoMap, state| MapView { request, map, state };
    if shared.jobs.read().is_some() {
        return Ok(workspace.map_so_far(cancelled)?.map(|map| view(map, MapState::Waits)));
    }
    let at_once = |map: PhotoMap| shared.post(Event::Map(Arc::new(view(map, MapState::Runs))));
    Ok(workspace.map(anew, &at_once, progress, cancelled)?.map(|map| view(map, MapState::Whole)))
}
