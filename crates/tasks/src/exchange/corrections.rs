//! The corrections of a set, out to a file.

use super::content::path_of;
use super::error::ExchangeError;
use base::{LabelId, LabelSet, PhotoId};
use catalog::Catalog;
use exchange::{CorrectionRow, write_atomically, write_corrections_csv};
use std::collections::HashMap;
use std::path::Path;

/// Writes what persons have made of labels that were there before, whole or not at all; how many there are.
pub fn export_corrections(catalog: &Catalog, set: &LabelSet, file: &Path) -> Result<u64, ExchangeError> {
    let (photos, roots, corrections) = (catalog.photos()?, catalog.roots()?, catalog.corrections(set)?);
    let paths: HashMap<PhotoId, _> = photos.iter().map(|photo| (photo.id, path_of(photo, &roots))).collect();
    let name = |label: Option<LabelId>| label.and_then(|id| set.label(id)).map_or_else(String::new, |label| label.name.clone());
    let rows: Vec<CorrectionRow> = corrections
        .iter()
        .filter_map(|correction| {
            let by = &correction.by.provenance;
            let (was, now) = (name(correction.was), name(correction.now));
            Some(CorrectionRow { path: paths.get(&correction.by.photo)?.clone(), was, now, who: by.source, when_ms: by.decided_at_ms })
        })
        .collect();
    let written = rows.len() as u64;
    let mut bytes = Vec::new();
    write_corrections_csv(&mut bytes, rows.into_iter())?;
    base::unfinished::sweep_beside(file);
    write_atomically(file, &bytes)?;
    Ok(written)
}
