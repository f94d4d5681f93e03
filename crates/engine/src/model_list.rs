//! The models as the window lists them: those that are here, those that can be had, and what each has embedded.

use crate::control::Control;
use crate::protocol::{Event, ModelPlace, ModelView, Models};
use crate::shared::Shared;
use base::{Arithmetic, RunsOn};
use catalog::{Catalog, ModelRow};
use clip::{InstalledModel, ModelKind};
use hub::{KnownModel, Shelf};
use std::sync::Arc;
use workspace::AppError;
use workspace::models::{first_model, title};
use workspace::verify::{is_published, pictures_of};

impl Control {
    /// Tells the window what there is. Headers are read, weights are not.
    pub fn list(&self, shared: &Shared) -> Result<(), AppError> {
        let catalog = self.catalog.as_ref();
        let mut stored = catalog.map(Catalog::models).transpose()?.unwrap_or_default();
        if let Some(encoder) = shared.in_use() {
            // Of a folder whose weights were replaced, what the older ones embedded answers nothing.
            let in_use = encoder.info();
            stored.retain(|model| model.name != in_use.name || model.key == in_use.key);
            // The same weights may have been used under another name since.
            stored.iter_mut().filter(|model| model.key == in_use.key).for_each(|model| model.name.clone_from(&in_use.name));
        }
        let models = Models {
            rows: rows(shared, &shared.encoders.shelf.installed(), &stored),
            in_use: match (shared.in_use(), &shared.asked_model) {
                (Some(encoder), _) => encoder.info().name.clone(),
                // It is being opened.
                (None, _) if catalog.is_some() => self.model.clone(),
                (None, Some(name)) => name.clone(),
                (None, None) => first_model(&shared.encoders.shelf, shared.places.as_ref()),
            },
            next: self.next.as_ref().map(|next| next.name.clone()),
            photos: catalog.map(Catalog::counts).transpose()?.unwrap_or_default().photos,
            device: shared.encoders.wish().device,
            arithmetic: shared.encoders.wish().arithmetic,
            devices: shared.encoders.devices().to_vec(),
        };
        shared.post(Event::Models(Arc::new(models)));
        Ok(())
    }
}

fn rows(shared: &Shared, installed: &[InstalledModel], stored: &[ModelRow]) -> Vec<ModelView> {
    let (known, shelf) = (hub::known(), &shared.encoders.shelf);
    let place_in_table = |name: &str| known.iter().position(|model| model.name == name).unwrap_or(known.len());
    let mut here: Vec<ModelView> = installed.iter().map(|model| of_installed(shelf, model)).collect();
    here.sort_by_key(|row| (row.place != ModelPlace::Starter, place_in_table(&row.name)));
    let to_get = known.iter().filter(|model| !installed.iter().any(|here| here.name == model.name)).map(of_known);
    let mut rows: Vec<ModelView> = here.into_iter().chain(to_get).collect();
    let in_use = shared.in_use().map(|encoder| encoder.info().name.clone());
    for name in stored.iter().map(|model| &model.name).chain(&in_use) {
        if rows.iter().all(|row| row.name != *name) {
            rows.push(of_elsewhere(shared, name));
        }
    }
    for model in stored {
        let Some(row) = rows.iter_mut().find(|row| row.name == model.name) else { continue };
        row.id = (model.embedded > 0).then_some(model.id);
        row.embedded = model.present;
        row.dimension = Some(model.dimension);
        row.revision = row.revision.take().or_else(|| model.revision.clone());
    }
    for row in &mut rows {
        row.runs_on = shared.encoders.runs_on(&row.name).map(|on| on.device);
        let device = row.runs_on.clone().unwrap_or_else(|| RunsOn::processor(arithmetic_of(shared, row)).device);
        let key = stored.iter().rev().find(|model| model.name == row.name).map(|model| &model.key);
        row.speed = key.and_then(|key| shared.encoders.shelf.speed(key, &device)).map(|speed| (speed, device));
    }
    rows
}

/// What it would multiply in on the processor.
fn arithmetic_of(shared: &Shared, row: &ModelView) -> Arithmetic {
    shared.encoders.wish().arithmetic.on_processor(row.compatibility.as_ref())
}

fn of_installed(shelf: &Shelf, model: &InstalledModel) -> ModelView {
    let known = hub::known().iter().find(|known| known.name == model.name);
    let dir = || model.dir.clone().unwrap_or_default();
    ModelView {
        place: match model.kind {
            ModelKind::Starter => ModelPlace::Starter,
            ModelKind::Cached => ModelPlace::Downloaded(dir()),
            ModelKind::Folder => ModelPlace::Folder(dir()),
            ModelKind::Adapted => ModelPlace::Adapted(dir()),
        },
        about: match model.kind {
            ModelKind::Starter => "Comes with Selvedge: small and quick, for clothes, shoes, bags, accessories and cosmetics.".to_owned(),
            ModelKind::Cached | ModelKind::Folder | ModelKind::Adapted => match &model.base {
                Some(base) => format!("Adapted to a catalogue, over {}.", title(base)),
                None => known.map_or("", |known| known.about).to_owned(),
            },
        },
        recommended: known.is_some_and(|known| known.recommended),
        licence: model.licence.clone().or_else(|| known?.licence.map(str::to_owned)),
        page: known.map(|known| known.page.to_owned()),
        revision: model.revision.clone(),
        bytes: (model.bytes > 0).then_some(model.bytes),
        memory: (model.memory > 0).then_some(model.memory),
        dimension: model.dimension,
        problem: model.problem.clone(),
        compatibility: shelf.compatibility(model),
        verified: shelf.verified(model),
        to_verify: to_verify(&model.name),
        ..named(&model.name)
    }
}

/// The pages of the pictures that answers of the model were published of; `None` where nothing was published.
fn to_verify(name: &str) -> Option<Vec<String>> {
    is_published(name).then(|| pictures_of(name).map(|picture| picture.page.to_owned()).collect())
}

fn of_known(model: &KnownModel) -> ModelView {
    ModelView {
        about: model.about.to_owned(),
        recommended: model.recommended,
        licence: model.licence.map(str::to_owned),
        page: Some(model.page.to_owned()),
        bytes: model.bytes,
        dimension: model.dimension,
        ..named(model.name)
    }
}

/// A folder that was used without being added, or one that is gone.
fn of_elsewhere(shared: &Shared, name: &str) -> ModelView {
    match shared.encoders.shelf.resolve(name) {
        Ok(source) => {
            let model = shared.encoders.shelf.describe(&source);
            let place = model.dir.clone().map_or(ModelPlace::Starter, ModelPlace::Used);
            ModelView { place, ..of_installed(&shared.encoders.shelf, &model) }
        }
        Err(_) => ModelView { place: ModelPlace::Gone, ..named(name) },
    }
}

fn named(name: &str) -> ModelView {
    ModelView { name: name.to_owned(), title: title(name), ..ModelView::default() }
}
