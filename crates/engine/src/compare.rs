//! The compare thread: two models and a query, two models and a label set. The newest request of each kind wins.

use crate::other_models::{compare_set, side, sides};
use crate::protocol::{CompareRequest, CompareSetRequest, CompareSide, ComparedSet, Comparison, Event, RequestId};
use crate::shared::Shared;
use catalog::Catalog;
use std::sync::Arc;
use std::time::Instant;
use workspace::compare::QueryComparison;
use workspace::{AppError, Cancelled, Workspace};

/// Hits of each side: nobody scrolls further.
const TOP: usize = 2000;

pub fn run(shared: &Arc<Shared>) {
    let mut last: Option<(RequestId, CompareRequest)> = None;
    let mut set: Option<(RequestId, CompareSetRequest)> = None;
    let mut due = false;
    while let Some(newer) = shared.compare.take() {
        if newer.closed {
            (last, set) = (None, None);
            shared.compared.set_open(false);
        }
        due |= newer.query.is_some() || newer.again;
        if newer.query.is_some() || newer.set.is_some() {
            shared.compared.set_open(true);
        }
        last = newer.query.or(last);
        set = newer.set.or(set);
        // Both wait until the model that answers is open.
        let Some(workspace) = shared.workspace().filter(|workspace| workspace.opened.encoder.is_some()) else { continue };
        if std::mem::take(&mut due)
            && let Some((id, request)) = &last
        {
            shared.post(Event::Compared(Arc::new(answer(shared, &workspace, *id, request))));
        }
        if let Some((id, request)) = set.take() {
            let cancelled = || shared.closing.is_cancelled() || shared.compare.peek(|next| next.set.is_some() || next.closed);
            if let Some(compared) = compared_set(shared, &workspace, id, request, &cancelled) {
                shared.post(Event::ComparedSet(Arc::new(compared)));
            }
        }
    }
}

fn answer(shared: &Shared, workspace: &Workspace, id: RequestId, request: &CompareRequest) -> Comparison {
    let start = Instant::now();
    let (found, error) = match find(shared, workspace, request) {
        Ok(found) => (found, None),
        Err(error) => {
            let side = |model: &String| CompareSide { model: model.clone(), ..CompareSide::default() };
            let sides = request.models.each_ref().map(side);
            (QueryComparison { sides, ..QueryComparison::default() }, Some(error.to_string()))
        }
    };
    let QueryComparison { sides, common, overlap_at_10, overlap_at_100 } = found;
    Comparison { request: id, sides, common, overlap_at_10, overlap_at_100, error, seconds: start.elapsed().as_secs_f64() }
}

fn find(shared: &Shared, workspace: &Workspace, request: &CompareRequest) -> Result<QueryComparison, AppError> {
    let sides = sides(shared, workspace, &request.models)?;
    let found = workspace.compare([&sides[0], &sides[1]], &request.search, TOP, &|| shared.closing.is_cancelled());
    for side in &sides {
        shared.tell_device_notice(side.encoder()?);
    }
    found
}

fn compared_set(
    shared: &Shared,
    workspace: &Workspace,
    request: RequestId,
    CompareSetRequest { models, set }: CompareSetRequest,
    cancelled: Cancelled<'_>,
) -> Option<ComparedSet> {
    let outcome = match compare_set(shared, workspace, &models, set, cancelled) {
        Ok(found) => Ok(found?),
        Err(error) => Err(error.to_string()),
    };
    let stored = Catalog::open(&workspace.opened.snapshot.catalog).and_then(|catalog| catalog.models()).unwrap_or_default();
    let id = |name: &String| {
        let side = side(shared, &workspace.opened, name).ok()?;
        let key = &side.encoder().ok()?.info().key;
        stored.iter().find(|model| model.key == *key).map(|model| model.id)
    };
    let ids = id(&models[0]).zip(id(&models[1])).map(|(a, b)| [a, b]);
    Some(ComparedSet { request, models, ids, outcome })
}
