//! An archive comes back into a catalogue: one that has no folders yet, or one that holds the same photos.

use super::error::ArchiveError;
use super::photos;
use super::read::{Archive, SidecarRow, read};
use super::vectors::{self, Taken};
use crate::restore::pair::{Paired, pair};
use crate::restore::told::Told;
use crate::restore::{Plan, RestoreReport, Selection, apply, no_twins, plan};
use base::{PhotoId, human};
use catalog::Catalog;
use std::collections::HashMap;
use std::path::Path;

/// What an import came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportReport {
    /// Photos that were taken in, since the catalogue had no folders.
    pub photos: u64,
    /// What was said, part by part.
    pub restored: RestoreReport,
    /// Vectors that photos here were lacking.
    pub vectors: u64,
    /// Vectors in int8 of a model of which nobody has shown that they may stand beside those in f32.
    pub vectors_refused: u64,
}

/// Brings in what an archive says, in the place of what stands here of its photos: one step that can be undone. Vectors follow, and choices that
/// the catalogue lacks. `dry_run`: tells what would happen.
pub fn import(catalog: &mut Catalog, folder: &Path, selection: &Selection, dry_run: bool) -> Result<ImportReport, ArchiveError> {
    let archive = read(folder)?;
    no_twins(catalog)?;
    let is_new = catalog.roots()?.is_empty();
    let mut report = ImportReport { photos: if is_new { archive.photos.len() as u64 } else { 0 }, ..ImportReport::default() };
    if is_new && !dry_run {
        photos::add(catalog, &archive.photos)?;
    }
    let mut ours = Told::of(catalog, true)?;
    if is_new && dry_run {
        ours.photos.clone_from(&archive.told.photos);
    }
    // An archive knows of nothing that was decided after the last thing it says.
    let until = archive.told.said.values().filter_map(crate::restore::told::Said::last_ms).max().unwrap_or_default();
    let plan = plan(&ours, &archive.told, selection, until);
    report.restored = RestoreReport::of(&plan, until);
    if !dry_run {
        bring(catalog, folder, &archive, &ours, (&plan, &mut report))?;
    }
    Ok(report)
}

/// Makes a catalogue of an archive; the file, which is not there yet, appears whole or not at all.
pub fn import_new(file: &Path, folder: &Path, selection: &Selection, dry_run: bool) -> Result<ImportReport, ArchiveError> {
    let passing = tempfile::tempdir().map_err(|error| ArchiveError::Write { error, path: file.to_owned() })?;
    let mut catalog = Catalog::create(&passing.path().join("new.selvedge"))?;
    let report = import(&mut catalog, folder, selection, dry_run)?;
    if !dry_run {
        catalog.backup(file)?;
    }
    Ok(report)
}

fn bring(
    catalog: &mut Catalog,
    folder: &Path,
    archive: &Archive,
    ours: &Told,
    (plan, report): (&Plan, &mut ImportReport),
) -> Result<(), ArchiveError> {
    if report.restored.changes() > 0 {
        let changes = human::counted(report.restored.changes(), "change", "changes");
        report.restored.step = apply(catalog, plan, &format!("Import {changes} from an archive"))?;
    }
    let known = catalog.choices()?;
    for (name, value) in archive.choices.iter().filter(|(name, _)| !known.contains_key(*name)) {
        catalog.set_choice(name, Some(value))?;
    }
    sidecars(catalog, &archive.sidecars, &pair(&ours.photos, &archive.told.photos))?;
    for (model, rows) in &archive.models {
        let Taken { taken, refused } = vectors::take(folder, catalog, model, rows)?;
        report.vectors += taken;
        report.vectors_refused += refused;
    }
    Ok(())
}

/// What this catalogue knows of its own sidecars stays.
fn sidecars(catalog: &mut Catalog, rows: &[SidecarRow], pairs: &HashMap<PhotoId, Paired>) -> Result<(), ArchiveError> {
    let (written, seen) = (catalog.sidecars()?, catalog.seen_marks()?);
    let here = |photo: &PhotoId| pairs.get(photo).filter(|paired| paired.same_content).map(|paired| paired.photo);
    let new_written = rows.iter().filter_map(|(photo, json, _)| Some((here(photo)?, Some(json.clone()?))));
    let new_written: Vec<_> = new_written.filter(|(photo, _)| !written.contains_key(photo)).collect();
    let new_seen = rows.iter().filter_map(|(photo, _, json)| Some((here(photo)?, json.clone()?)));
    let new_seen: Vec<_> = new_seen.filter(|(photo, _)| !seen.contains_key(photo)).collect();
    catalog.put_sidecars(&new_written)?;
    catalog.put_seen_marks(&new_seen)?;
    Ok(())
}
