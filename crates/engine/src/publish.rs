//! Reads the catalogue and shows it: to the threads that answer questions, to the thumbnails and to the window.

use crate::mail::EditMessage;
use crate::protocol::Event;
use crate::shared::Shared;
use base::Encoder;
use catalog::Catalog;
use std::sync::Arc;
use workspace::AppError;
use workspace::refresh::{Batches, refreshed};
use workspace::snapshot::{Opened, load, load_without_model, with_model};

/// Shows the catalogue as the model in use sees it; until one is open, as the model of that name will.
pub fn publish(shared: &Shared, catalog: &Catalog, model: &str) -> Result<(), AppError> {
    let _alone = shared.publishing.lock();
    show(shared, catalog, model)
}

/// Shows what an index run committed, unless another catalogue was opened meanwhile.
pub fn publish_batches(shared: &Shared, catalog: &Catalog, batches: &mut Batches) -> Result<(), AppError> {
    let _alone = shared.publishing.lock();
    let Some(opened) = shared.opened.get().filter(|opened| opened.snapshot.catalog == catalog.path()) else { return Ok(()) };
    let places = shared.places.as_ref();
    let refreshed = shared.in_use().map(|encoder| refreshed(&opened, catalog, encoder, batches, places)).transpose()?.flatten();
    match refreshed {
        Some(refreshed) => tell(shared, refreshed),
        None => show(shared, catalog, &opened.snapshot.model)?,
    }
    Ok(())
}

/// Shows the catalogue as it is now, unless another one was opened meanwhile.
pub fn publish_again(shared: &Shared, catalog: &Catalog) -> Result<(), AppError> {
    let _alone = shared.publishing.lock();
    match shared.opened.get().filter(|opened| opened.snapshot.catalog == catalog.path()) {
        Some(opened) => show(shared, catalog, &opened.snapshot.model),
        None => Ok(()),
    }
}

/// Shows the catalogue with the model in use, now that it is open.
pub fn publish_model(shared: &Shared, catalog: &Catalog, encoder: Arc<dyn Encoder>) -> Result<(), AppError> {
    let _alone = shared.publishing.lock();
    let without = shared.opened.get().filter(|opened| opened.encoder.is_none() && opened.snapshot.catalog == catalog.path());
    let opened = match without {
        Some(opened) => with_model(&opened, catalog, encoder)?,
        None => load(catalog, encoder, shared.places.as_ref())?,
    };
    tell(shared, opened);
    Ok(())
}

fn show(shared: &Shared, catalog: &Catalog, model: &str) -> Result<(), AppError> {
    let places = shared.places.as_ref();
    tell(
        shared,
        match shared.in_use() {
            Some(encoder) => load(catalog, encoder, places)?,
            None => load_without_model(catalog, model.to_owned(), places)?,
        },
    );
    Ok(())
}

fn tell(shared: &Shared, opened: Opened) {
    let opened = Arc::new(opened);
    shared.opened.set(Arc::clone(&opened));
    shared.post(Event::Snapshot(Arc::clone(&opened.snapshot)));
    shared.search_again();
    shared.suggest.put(|mail| mail.again = true);
    shared.learn.put(|_| ());
    shared.duplicates.put(|mail| mail.photos = true);
    shared.compare.put(|mail| mail.again = true);
    shared.map.put(|mail| mail.photos = true);
    shared.edit(EditMessage::Photos);
}
