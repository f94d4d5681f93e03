//! An archive is read whole before anything of a catalogue changes.

use super::cells::Read;
use super::error::ArchiveError;
use super::layout::{MANIFEST, SIDECAR_COLUMNS, SIDECARS, VERSION};
use super::manifest::Manifest;
use super::numbers::{Numbers, Rows};
use super::photos::{self, ArchivedPhoto};
use super::said;
use super::settings;
use super::vectors::{ArchivedModel, rows_of};
use crate::restore::told::Told;
use base::{Arithmetic, ContentHash, PhotoId};
use exchange::FormatError;
use std::collections::BTreeMap;
use std::path::Path;

/// What was written into a photo's sidecar, and read from its files, as JSON.
pub type SidecarRow = (PhotoId, Option<String>, Option<String>);

/// An archive.
pub struct Archive {
    pub photos: Vec<ArchivedPhoto>,
    pub told: Told,
    pub choices: BTreeMap<String, String>,
    pub sidecars: Vec<SidecarRow>,
    /// Each with what its rows are of.
    pub models: Vec<(ArchivedModel, Vec<(ContentHash, Arithmetic)>)>,
}

/// Reads everything but the numbers of the matrices.
pub fn read(folder: &Path) -> Result<Archive, ArchiveError> {
    let manifest = manifest(folder)?;
    let rows = Rows::new(manifest.rows);
    let photos = photos::read(folder, rows.of(super::layout::PHOTOS))?;
    let numbers = Numbers::new(photos.iter().map(|photo| (photo.place.photo.0.unsigned_abs(), photo.place.photo)).collect());
    let sets = settings::sets(folder)?;
    let mut told = Told { photos: photos.iter().map(|photo| photo.place.clone()).collect(), ..Told::default() };
    told.said = said::read(folder, &rows, &numbers, &sets)?;
    told.sets = sets;
    let choices = settings::read(folder, &rows, &numbers, &mut told)?;
    let sidecars = Read::new(folder, SIDECARS, &SIDECAR_COLUMNS, rows.of(SIDECARS))?.each(|cells| {
        let json = |column| match cells.some_text(column) {
            Some(text) if serde_json::from_str::<serde_json::Value>(text).is_err() => Err(cells.wrong(column, "it is no JSON")),
            text => Ok(text.map(str::to_owned)),
        };
        Ok((numbers.photo(cells, 0)?, json(2)?, json(3)?))
    })?;
    let models = manifest.models.into_iter().map(|model| Ok((rows_of(folder, &model)?, model)));
    let models = models.map(|read| read.map(|(rows, model)| (model, rows))).collect::<Result<_, ArchiveError>>()?;
    Ok(Archive { photos, told, choices, sidecars, models })
}

fn manifest(folder: &Path) -> Result<Manifest, ArchiveError> {
    let path = folder.join(MANIFEST);
    if !path.is_file() {
        return Err(ArchiveError::NoArchive(folder.to_owned()));
    }
    let told: serde_json::Value = settings::parsed(folder, MANIFEST)?;
    if told["format"] != Manifest::FORMAT {
        return Err(ArchiveError::NoArchive(folder.to_owned()));
    }
    match told["version"].as_u64() {
        Some(found) if found > VERSION => return Err(ArchiveError::Newer { found, known: VERSION, path }),
        _ => {}
    }
    let manifest: Manifest = settings::parsed(folder, MANIFEST)?;
    // They name files.
    let is_plain =
        |model: &ArchivedModel| !model.file.is_empty() && !model.file.contains(['/', '\\', ':', '\0']) && !model.file.starts_with('.');
    match manifest.models.iter().find(|model| !is_plain(model) || model.dimension == 0) {
        None => Ok(manifest),
        Some(model) => {
            let problem = "a model has the plain name of its files, and a dimension".to_owned();
            Err(ArchiveError::Format { error: FormatError::Shape { place: format!("'{}'", model.name), problem }, path })
        }
    }
}
