//! The counts thread: how many photos each saved search finds, again whenever photos, tags or searches changed. Nobody waits for it, so it
//! begins once things have been quiet for a moment.

use crate::mail::CountsMail;
use crate::protocol::Event;
use crate::shared::Shared;
use std::sync::Arc;
use std::time::Duration;
use workspace::saved::asked;

/// Keys come faster than that while somebody culls.
const QUIET: Duration = Duration::from_millis(300);
/// An index run is never quiet: the numbers follow it all the same.
const AT_MOST: Duration = Duration::from_secs(3);

pub fn run(shared: &Arc<Shared>) {
    while let Some(CountsMail { again }) = shared.counts.take_once_quiet(QUIET, AT_MOST) {
        let Some(workspace) = shared.workspace() else { continue };
        let searches = Arc::clone(&workspace.tags.searches);
        if !again && !searches.iter().any(|search| workspace.rests_on_decisions(&asked(&search.query))) {
            continue;
        }
        if let Some(counts) = workspace.count_searches(&searches, &|| shared.closing.is_cancelled()) {
            shared.post(Event::SearchCounts { catalog: workspace.opened.snapshot.catalog.clone(), counts: Arc::new(counts) });
        }
    }
}
