//! A whole catalogue as one file: for the user, and before a migration.

use crate::connection::Catalog;
use crate::error::{CatalogError, Fault};
use crate::files::{beside, name_new, passing_file};
use crate::probe::{self, Found};
use rusqlite::backup::Backup;
use rusqlite::{Connection, OpenFlags};
use std::path::Path;
use std::time::Duration;

impl Catalog {
    /// Writes the whole catalogue, without thumbnails, to one file. Returns its size in bytes.
    ///
    /// The file appears when it is complete. An older backup of that name is replaced; any other file, a catalogue in use
    /// and this catalogue itself are refused. Others may write to the catalogue meanwhile: the copy is of one moment.
    pub fn backup(&self, to: &Path) -> Result<u64, CatalogError> {
        let run = || {
            let to = std::path::absolute(to)?;
            self.may_replace(&to)?;
            base::unfinished::sweep_beside(&to);
            copy(&self.db, &to, |file, to| Ok(file.persist(to).map_err(|failed| failed.error)?))
        };
        let bytes = run().map_err(|fault: Fault| fault.at(to))?;
        // What was copied may be a file that is no longer there.
        self.require_there()?;
        Ok(bytes)
    }

    fn may_replace(&self, to: &Path) -> Result<(), Fault> {
        let real = |path: &Path| fs_err::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let ours = ["", "-wal", "-shm", "-journal", ".thumbs"].map(|ending| beside(&self.path, ending));
        if ours.iter().any(|path| real(path) == real(to)) {
            return Err(Fault::BackupOntoItself);
        }
        match probe::look(to)? {
            Found::Nothing | Found::Catalogue { .. } => {}
            Found::Folder => return Err(Fault::IsFolder),
            Found::Other => return Err(Fault::BackupOntoOther),
        }
        // A log that is left beside the new file would be played into it.
        let open = ["-wal", "-journal"].iter().any(|ending| beside(to, ending).exists());
        if open { Err(Fault::BackupOntoOpen) } else { Ok(()) }
    }
}

/// Copies the catalogue to a file that must not exist yet.
pub(crate) fn copy_to_new(db: &Connection, to: &Path) -> Result<(), Fault> {
    if to.exists() {
        return Err(Fault::AlreadyExists); // before copying, not after
    }
    copy(db, to, name_new).map(|_| ())
}

fn copy(db: &Connection, to: &Path, appear: impl FnOnce(tempfile::TempPath, &Path) -> Result<(), Fault>) -> Result<u64, Fault> {
    let folder = to.parent().ok_or(Fault::IsFolder)?;
    if !folder.is_dir() {
        return Err(Fault::NoFolder);
    }
    let new = passing_file(folder)?;
    {
        let mut target = Connection::open_with_flags(&new, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        // All pages in one step: the copy is of one moment, and with a log beside it no writer waits for us.
        Backup::new(db, &mut target)?.run_to_completion(i32::MAX, Duration::from_millis(20), None)?;
        // One plain file, which any medium can hold and which can be read where nothing can be written.
        target.pragma_update_and_check(None, "journal_mode", "DELETE", |row| row.get::<_, String>(0))?;
    }
    let bytes = fs_err::metadata(&new)?.len();
    appear(new, to)?;
    Ok(bytes)
}
