//! A whole catalogue as one file: for the user, and before a migration.

use crate::connection::Catalog;
use crate::copy::copy;
use crate::error::{CatalogError, Fault};
use crate::files::beside;
use crate::probe::{self, Found};
use std::path::Path;

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
