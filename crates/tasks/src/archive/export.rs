//! Everything in a catalogue is written to a folder of open files.

use super::cells::{Sheet, path_cell, text_cell, write as write_file};
use super::error::ArchiveError;
use super::layout::{MANIFEST, README, SIDECAR_COLUMNS, SIDECARS, TEXT, VERSION};
use super::manifest::Manifest;
use super::numbers::Numbered;
use super::photos;
use super::said;
use super::settings;
use super::vectors;
use crate::restore::no_twins;
use crate::restore::told::Told;
use base::PhotoId;
use catalog::Catalog;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArchiveReport {
    /// The folder.
    pub folder: PathBuf,
    /// Rows of each table.
    pub rows: BTreeMap<String, u64>,
    /// Name of each model with how many vectors of it there are.
    pub models: Vec<(String, u64)>,
}

/// Writes everything to a folder that is not there yet, or is empty; it appears whole or not at all.
pub fn export(catalog: &Catalog, to: &Path) -> Result<ArchiveReport, ArchiveError> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |error| ArchiveError::Write { error, path }
    };
    let to = std::path::absolute(to).map_err(failed(to))?;
    no_twins(catalog)?;
    free(catalog, &to)?;
    let parent = to.parent().unwrap_or(&to);
    fs_err::create_dir_all(parent).map_err(failed(parent))?;
    let passing = tempfile::Builder::new().prefix(".selvedge-archive-").tempdir_in(parent).map_err(failed(parent))?;
    let named = |error| match error {
        // By the name that it would have had.
        ArchiveError::Write { error, path } => {
            let path = path.strip_prefix(passing.path()).map_or_else(|_| path.clone(), |inside| to.join(inside));
            ArchiveError::Write { error, path }
        }
        other => other,
    };
    let manifest = catalog.in_one_state(|| fill(catalog, passing.path())).map_err(named)?;
    open_to_others(passing.path());
    if to.exists() {
        // Empty, as was seen before.
        fs_err::remove_dir(&to).map_err(failed(&to))?;
    }
    fs_err::rename(passing.path(), &to).map_err(failed(&to))?;
    // It has another name now.
    let _ = passing.keep();
    let models = manifest.models.into_iter().map(|model| (model.name, model.rows)).collect();
    Ok(ArchiveReport { folder: to, rows: manifest.rows, models })
}

/// Nothing lies there, and it is not among photos.
fn free(catalog: &Catalog, to: &Path) -> Result<(), ArchiveError> {
    let is_empty = |folder: &Path| fs_err::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none());
    if fs_err::symlink_metadata(to).is_ok_and(|about| !about.is_dir() || !is_empty(to)) {
        return Err(ArchiveError::Taken(to.to_owned()));
    }
    // Where it truly lies: a link may lead among photos.
    let above = to.ancestors().find(|above| above.exists()).unwrap_or(to);
    let real = fs_err::canonicalize(above).unwrap_or_else(|_| above.to_owned());
    for root in catalog.roots()? {
        let real_root = fs_err::canonicalize(&root.path).unwrap_or_else(|_| root.path.clone());
        if real.starts_with(&real_root) || to.starts_with(&root.path) {
            return Err(ArchiveError::InsideRoot { to: to.to_owned(), root: root.path });
        }
    }
    Ok(())
}

/// A temporary folder is closed to everybody else, and this one stays.
#[cfg(unix)]
fn open_to_others(folder: &Path) {
    use std::os::unix::fs::PermissionsExt;
    // Where it cannot be opened to others it can still be read by its owner.
    let _ = fs_err::set_permissions(folder, std::fs::Permissions::from_mode(0o755));
}

#[cfg(not(unix))]
fn open_to_others(_folder: &Path) {}

fn fill(catalog: &Catalog, folder: &Path) -> Result<Manifest, ArchiveError> {
    let photos = photos::in_order(catalog)?;
    let numbered: Numbered = photos.iter().zip(1..).map(|((photo, _), number)| (photo.id, (number, photo.path.clone()))).collect();
    let mut rows = vec![(super::layout::PHOTOS, photos::write(folder, &photos, &catalog.readers()?)?)];
    drop(photos);
    let told = Told::of_state(catalog, true)?;
    rows.extend(said::write(folder, &told, &numbered)?);
    rows.extend(settings::export(folder, &told, &numbered, &catalog.choices()?)?);
    rows.push((SIDECARS, sidecars(folder, catalog, &numbered)?));
    let rows = rows.into_iter().map(|(name, rows)| (name.to_owned(), rows)).collect();
    let manifest = Manifest { format: Manifest::FORMAT.to_owned(), version: VERSION, rows, models: vectors::write(folder, catalog)? };
    write_file(&folder.join(README), TEXT.as_bytes())?;
    settings::json(folder, MANIFEST, &manifest)?;
    Ok(manifest)
}

fn sidecars(folder: &Path, catalog: &Catalog, numbered: &Numbered) -> Result<u64, ArchiveError> {
    let (written, seen) = (catalog.sidecars()?, catalog.seen_marks()?);
    let mut rows: Vec<(&(u64, PathBuf), PhotoId)> = numbered.iter().map(|(photo, number)| (number, *photo)).collect();
    rows.retain(|(_, photo)| written.contains_key(photo) || seen.contains_key(photo));
    rows.sort_unstable();
    let mut sheet = Sheet::new(folder.join(SIDECARS), &SIDECAR_COLUMNS)?;
    for ((number, path), photo) in rows {
        let text = |of: Option<&String>| text_cell(of.map(String::as_str));
        sheet.row(&[number.to_string(), path_cell(path), text(written.get(&photo)), text(seen.get(&photo))])?;
    }
    sheet.finish()
}
