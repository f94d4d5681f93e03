//! The open catalogue as models see it that do not answer, read where it is asked for: for comparing, and for reviewing what two
//! models disagree about.

use crate::compared::KnownSet;
use crate::protocol::SetComparison;
use crate::shared::Shared;
use base::{LabelSetId, ModelId};
use catalog::{Catalog, ModelRow};
use std::sync::Arc;
use workspace::models::title;
use workspace::snapshot::{self, Opened};
use workspace::{AppError, Cancelled, Workspace};

/// The catalogue as the model of that name sees it: what is shown where it answers, else read once.
pub fn side(shared: &Shared, opened: &Arc<Opened>, name: &str) -> Result<Arc<Opened>, AppError> {
    if opened.encoder()?.info().name == name {
        return some_embedded(Arc::clone(opened));
    }
    if let Some(known) = shared.compared.side(opened, name) {
        return Ok(known);
    }
    if shared.encoders.shelf.resolve(name).is_err() {
        let name = title(name);
        return Err(AppError::Compare(format!("{name} is not on this machine; get it in the models panel, or compare another model")));
    }
    // Before the older reading goes: that holds the model open.
    let encoder = shared.encoders.open(name)?;
    let catalog = Catalog::open(&opened.snapshot.catalog)?;
    let searchable = snapshot::searchable(&catalog, encoder.info())?;
    let side = Opened { generation: opened.generation, snapshot: Arc::clone(&opened.snapshot), searchable, encoder: Some(encoder) };
    let side = some_embedded(Arc::new(side))?;
    shared.compared.keep_side(&side);
    Ok(side)
}

fn some_embedded(side: Arc<Opened>) -> Result<Arc<Opened>, AppError> {
    if side.searchable.embedded() > 0 {
        return Ok(side);
    }
    let name = title(&side.encoder()?.info().name);
    Err(AppError::Compare(format!("{name} has embedded no photo of this catalogue yet; embed the photos with it first")))
}

/// Both sides, left and right.
pub fn sides(shared: &Shared, workspace: &Workspace, models: &[String; 2]) -> Result<[Arc<Opened>; 2], AppError> {
    Ok([side(shared, &workspace.opened, &models[0])?, side(shared, &workspace.opened, &models[1])?])
}

/// Where two models disagree about a saved set, remembered while photos and words stay as they are; `None` where it was
/// cancelled, or the set is gone.
pub fn compare_set(
    shared: &Shared,
    workspace: &Workspace,
    models: &[String; 2],
    set: LabelSetId,
    cancelled: Cancelled<'_>,
) -> Result<Option<Arc<SetComparison>>, AppError> {
    let Some(draft) = workspace.tags.set(set).map(|set| Arc::new(set.draft())) else { return Ok(None) };
    if let Some(known) = shared.compared.set(&workspace.opened, models, &draft) {
        return Ok(Some(known));
    }
    let [left, right] = sides(shared, workspace, models)?;
    let Some(found) = workspace.compare_set([&left, &right], &draft, cancelled)?.map(Arc::new) else { return Ok(None) };
    let (opened, models) = (Arc::downgrade(&workspace.opened), models.clone());
    shared.compared.keep_set(KnownSet { opened, models, draft, found: Arc::clone(&found) });
    Ok(Some(found))
}

/// The names of two models of the catalogue.
pub fn names(catalog: &Catalog, ids: [ModelId; 2]) -> Result<[String; 2], AppError> {
    let models = catalog.models()?;
    let name = |id: ModelId| models.iter().find(|model: &&ModelRow| model.id == id).map(|model| model.name.clone());
    match ids.map(name) {
        [Some(a), Some(b)] => Ok([a, b]),
        _ => Err(AppError::Compare("the embeddings of one of the two models were removed; compare two others".to_owned())),
    }
}
