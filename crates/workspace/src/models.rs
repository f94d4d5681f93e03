//! Which model a catalogue is read with, and how people call it.

use super::error::AppError;
use super::places::Places;
use base::{Encoder, ModelInfo, ModelKey};
use catalog::Catalog;
use hub::Shelf;
use std::path::PathBuf;
use tasks::index::IndexReport;

pub use super::model_title::title;

/// The catalogue's choice that holds the name of the model in use, as JSON.
const CHOICE: &str = "model";

/// A rate over fewer photos says more of the start than of the model.
const LEAST_FOR_SPEED: u64 = 50;

/// The model that answers for a catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MainModel {
    /// Its name; it may not be on this machine, where no model is that has embedded photos.
    pub name: String,
    /// The one that should have answered, and is not on this machine.
    pub instead_of: Option<String>,
}

/// The model that the person chose for the catalogue, else the one that read most of its photos; of those that have embedded
/// photos the first that is here. A catalogue without embeddings is read with the model that the person chose last, else with the
/// starter.
pub fn main_model(catalog: &Catalog, shelf: &Shelf, places: Option<&Places>) -> Result<MainModel, AppError> {
    let is_here = |name: &String| shelf.resolve(name).is_ok();
    let mut models = catalog.models()?;
    models.retain(|model| model.embedded > 0);
    let chosen: Option<String> = catalog.choice(CHOICE)?.and_then(|json| serde_json::from_str(&json).ok());
    // Stable: of two that read as many the one that came first.
    models.sort_by_key(|model| (chosen.as_ref() != Some(&model.name), std::cmp::Reverse(model.embedded)));
    let Some(first) = models.first().map(|model| model.name.clone()) else {
        return Ok(MainModel { name: first_model(shelf, places), instead_of: None });
    };
    let name = models.into_iter().map(|model| model.name).find(is_here).unwrap_or_else(|| first.clone());
    Ok(MainModel { instead_of: (name != first).then_some(first), name })
}

/// The model that a new catalogue is read with: the one that the person chose last, else the starter.
pub fn first_model(shelf: &Shelf, places: Option<&Places>) -> String {
    let wish = places.and_then(|places| places.settings().model).filter(|name| shelf.resolve(name).is_ok());
    wish.unwrap_or_else(|| clip::STARTER.to_owned())
}

/// From now on this model answers for the catalogue.
pub fn choose(catalog: &mut Catalog, name: &str) -> Result<(), AppError> {
    Ok(catalog.set_choice(CHOICE, Some(&serde_json::Value::from(name).to_string()))?)
}

/// Takes the embeddings of every model that went by this name out of the catalogue: how many there were.
pub fn forget_embeddings(catalog: &mut Catalog, name: &str) -> Result<u64, AppError> {
    let mut forgotten = 0;
    for model in catalog.models()?.into_iter().filter(|model| model.name == name) {
        forgotten += catalog.forget_model(&model.key)?;
    }
    Ok(forgotten)
}

/// Present photos of the catalogue, and how many of them this model has embedded.
pub fn coverage(catalog: &Catalog, model: &ModelKey) -> Result<(u64, u64), AppError> {
    let embedded = catalog.models()?.iter().find(|row| row.key == *model).map_or(0, |row| row.present);
    Ok((catalog.counts()?.photos, embedded))
}

/// Present photos that another version of this model (the same name, other weights) has embedded and this one has not.
pub fn read_by_another_version(catalog: &Catalog, model: &ModelInfo) -> Result<u64, AppError> {
    let read = catalog.embedded_by_another_version(&model.name, &model.key)?;
    Ok(read.into_iter().map(|(_, photos)| photos).sum())
}

/// The folders whose photos are to be read again, since another version of this model has read them, and how many photos those are. Left alone
/// are folders that are away, and those with a run that has not come to its end: it is gone on with elsewhere, or a person ended it.
pub fn to_read_again(catalog: &Catalog, model: &ModelInfo) -> Result<(Vec<PathBuf>, u64), AppError> {
    let (looks, read) = (catalog.looks()?, catalog.embedded_by_another_version(&model.name, &model.key)?);
    let (mut folders, mut photos) = (Vec::new(), 0);
    for root in catalog.roots()? {
        let waiting = read.iter().find(|(of, _)| *of == root.id).map_or(0, |(_, photos)| *photos);
        if waiting > 0 && root.path.is_dir() && !looks.iter().any(|look| look.root == root.id) {
            folders.push(root.path);
            photos += waiting;
        }
    }
    Ok((folders, photos))
}

/// Remembers how fast a model embedded photos in an index run, where there were enough of them.
pub fn remember_speed(shelf: &Shelf, encoder: &dyn Encoder, report: &IndexReport) {
    // What an adapter made of vectors says nothing of how long photos take.
    if report.added + report.updated >= LEAST_FOR_SPEED && encoder.base().is_none() {
        shelf.record_speed(&encoder.info().key, &encoder.runs_on().device, report.photos_per_second);
    }
}
