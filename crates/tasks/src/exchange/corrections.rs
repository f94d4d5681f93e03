//! The corrections of a set, out to a file.

use super::content::path_of;
use super::error::ExchangeError;
use base::{Choice, LabelId, LabelSet, PhotoId};
use catalog::Catalog;
use exchange::{CorrectionRow, NONE_OF_THESE, write_atomically, write_corrections_csv};
use std::collections::HashMap;
use std::path::Path;

/// Writes what persons have made of labels that were there before, whole or not at all, by path; how many there are.
pub fn export_corrections(catalog: &Catalog, set: &LabelSet, file: &Path) -> Result<u64, ExchangeError> {
    let (photos, roots, corrections) = (catalog.photos()?, catalog.roots()?, catalog.corrections(set)?);
    let paths: HashMap<PhotoId, _> = photos.iter().map(|photo| (photo.id, path_of(photo, &roots))).collect();
    // Of several labels an empty cell says that one was missing, or was taken off.
    let none = if set.choice == Choice::Single { NONE_OF_THESE } else { "" };
    let name = |label: Option<LabelId>| label.map_or(none, |id| set.label(id).map_or("", |label| label.name.as_str())).to_owned();
    let mut rows: Vec<CorrectionRow> = corrections
        .iter()
        .filter_map(|correction| {
            let by = &correction.by.provenance;
            let (was, now) = (name(correction.was), name(correction.now));
            Some(CorrectionRow { path: paths.get(&correction.by.photo)?.clone(), was, now, who: by.source, when_ms: by.decided_at_ms })
        })
        .collect();
    rows.sort_by(|a, b| a.path.cmp(&b.path));
    let written = rows.len() as u64;
    let mut bytes = Vec::new();
    write_corrections_csv(&mut bytes, rows.into_iter())?;
    write_atomically(file, &bytes)?;
    Ok(written)
}
