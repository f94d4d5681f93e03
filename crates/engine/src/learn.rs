//! The learn thread: after decisions it fits every set that changed, and has what is shown answered again. Questions never wait for it:
//! until it is done they are answered by what was learned last.

use crate::shared::Shared;
use std::sync::Arc;
use workspace::Workspace;
use workspace::learned::Learning;

pub fn run(shared: &Arc<Shared>) {
    while shared.learn.take().is_some() {
        let Some(workspace) = shared.workspace().filter(|workspace| workspace.opened.encoder.is_some()) else { continue };
        if learn(shared, &workspace) {
            shared.decided();
            shared.suggest.put(|mail| mail.again = true);
        }
    }
}

/// Whether some set answers otherwise now.
fn learn(shared: &Shared, workspace: &Workspace) -> bool {
    let now = Workspace { learning: Learning::Now, ..workspace.clone() };
    let cancelled = || shared.closing.is_cancelled() || shared.learn.peek(|_| true);
    let mut changed = false;
    for set in workspace.asked_sets() {
        let draft = Arc::new(set.draft());
        let before = workspace.asked_set(&draft, &cancelled).ok().flatten();
        let after = now.asked_set(&draft, &cancelled).ok().flatten();
        changed |= match (before, after) {
            (Some(before), Some(after)) => !Arc::ptr_eq(&before, &after),
            _ => false,
        };
        if cancelled() {
            break;
        }
    }
    changed
}
