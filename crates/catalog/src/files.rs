//! Files beside a catalogue, and files that appear whole or not at all.

use crate::error::Fault;
use std::io;
use std::path::{Path, PathBuf};

/// `path` with `ending` after its last character: "shop.selvedge" and "-wal" are "shop.selvedge-wal".
pub(crate) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// Gives a finished file its name, unless something has that name.
pub(crate) fn name_new(file: tempfile::TempPath, path: &Path) -> Result<(), Fault> {
    match file.persist_noclobber(path) {
        Err(failed) if failed.error.kind() != io::ErrorKind::AlreadyExists && !path.exists() => {
            // A file system that has neither links nor a rename that replaces nothing: some memory cards, some shares.
            failed.path.persist(path).map_err(|failed| failed.error.into())
        }
        named => named.map_err(|failed| failed.error.into()),
    }
}

/// An empty file in `folder` that vanishes unless it is given a lasting name.
pub(crate) fn passing_file(folder: &Path) -> Result<tempfile::TempPath, Fault> {
    match base::unfinished::unfinished(folder) {
        // Closed here, before SQLite opens it.
        Ok(file) => Ok(file.into_temp_path()),
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Err(Fault::ReadOnly),
        Err(error) => Err(error.into()),
    }
}
