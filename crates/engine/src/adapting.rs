//! The job that adapts a model to the open catalogue, and what it would learn from.

use crate::protocol::{AdaptOutcome, Event, JobOutcome, LessonsToAdapt, RequestId};
use crate::shared::Shared;
use base::{Cancel, Progress};
use catalog::Catalog;
use std::path::Path;
use workspace::adapt::{base_of, free_name};
use workspace::{AppError, Workspace};

/// Tells what there is to learn from, and what the model would be called.
pub fn look(shared: &Shared, request: RequestId, file: &Path) -> JobOutcome {
    let plan = || -> Result<(LessonsToAdapt, String), AppError> {
        let catalog = Catalog::open(file)?;
        let workspace = read(shared, &catalog)?;
        let name = free_name(&shared.encoders.shelf, &workspace.opened.snapshot.name);
        Ok((workspace.lessons_to_adapt(&catalog)?, name))
    };
    let plan = plan().map_err(|error| error.notice());
    shared.post(Event::AdaptLooked { request, plan });
    JobOutcome::default()
}

/// Adapts it; the window finds its own words for what came of it.
pub fn adapt(shared: &Shared, request: RequestId, file: &Path, name: &str, progress: &Progress, cancel: &Cancel) -> JobOutcome {
    let run = || -> Result<AdaptOutcome, AppError> {
        let mut catalog = Catalog::open(file)?;
        catalog.require_writable()?;
        read(shared, &catalog)?.adapt(&mut catalog, &shared.encoders.shelf, name, progress, cancel)
    };
    let outcome = run().map_err(|error| error.notice());
    let summary = match &outcome {
        Ok(AdaptOutcome::Cancelled) => "Adapting cancelled; nothing is kept".to_owned(),
        // A summary would take the place of the offer to look at the result.
        Ok(AdaptOutcome::Kept(_) | AdaptOutcome::NoBetter(_) | AdaptOutcome::TooLittle(_)) | Err(_) => String::new(),
    };
    shared.post(Event::Adapted { request, name: name.to_owned(), outcome });
    JobOutcome { summary, cancelled: cancel.is_cancelled(), ..JobOutcome::default() }
}

/// The catalogue as the model in use sees it, or, where that was adapted, the model below it.
fn read(shared: &Shared, catalog: &Catalog) -> Result<Workspace, AppError> {
    let in_use = match shared.in_use() {
        Some(encoder) => encoder.info().name.clone(),
        None => workspace::models::main_model(catalog, &shared.encoders.shelf, shared.places.as_ref())?.name,
    };
    let encoder = shared.encoders.open(&base_of(&shared.encoders.shelf, &in_use)?)?;
    let workspace = Workspace::read(catalog, encoder)?.with_tags(catalog)?.with_products(catalog)?;
    if workspace.opened.searchable.embedded() == 0 {
        return Err(AppError::NothingIndexed(catalog.path().to_owned()));
    }
    Ok(workspace)
}
