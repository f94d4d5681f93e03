//! The localise thread: where in a photo something is. The newest request wins; a large model looks for a while, and nothing else waits for it.

use crate::mail::LocaliseMail;
use crate::protocol::{Event, LocaliseRequest};
use crate::shared::Shared;
use std::sync::Arc;
use workspace::AppError;
use workspace::localise::Localised;

pub fn run(shared: &Arc<Shared>) {
    while let Some(LocaliseMail(asked)) = shared.localise.take() {
        let Some((request, asked)) = asked else { continue };
        if let Some(found) = find(shared, &asked).transpose() {
            let found = found.map(Arc::new).map_err(|error| error.notice());
            shared.post(Event::Localised { request, photo: asked.photo, found });
        }
    }
}

/// `None` where a newer request came.
fn find(shared: &Shared, asked: &LocaliseRequest) -> Result<Option<Localised>, AppError> {
    let workspace = shared.workspace().ok_or(AppError::NoCatalog)?;
    let outdated = || shared.closing.is_cancelled() || shared.localise.peek(|next| next.0.is_some());
    workspace.localise(asked.photo, &asked.sought, &outdated)
}
