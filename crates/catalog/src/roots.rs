//! The folders that a catalogue holds.

use crate::connection::Catalog;
use crate::error::{CatalogError, Fault};
use crate::stored;
use base::{Root, RootId, path_bytes};
use rusqlite::{Connection, OptionalExtension, Row};
use std::path::{Path, PathBuf};

impl Catalog {
    /// The root folders, in the order in which they were added.
    pub fn roots(&self) -> Result<Vec<Root>, CatalogError> {
        self.read(|db| Ok(all(db)?))
    }

    /// Adds a folder, given absolutely; one that is already there keeps its id. Whether it lies inside another root is
    /// the caller's to judge.
    pub fn add_root(&mut self, path: &Path) -> Result<RootId, CatalogError> {
        let bytes = path_bytes::to_bytes(&tidy(path));
        self.write(|db| match root_at(db, &bytes)? {
            Some(id) => Ok(id),
            None => Ok(db.query_row("INSERT INTO roots (path) VALUES (?1) RETURNING id", [&bytes], |row| row.get(0).map(RootId))?),
        })
    }

    /// The folder was moved or is reached by another way now: its photos stay what they are.
    pub fn move_root(&mut self, root: RootId, to: &Path) -> Result<(), CatalogError> {
        let to = tidy(to);
        let bytes = path_bytes::to_bytes(&to);
        self.write(|db| {
            if root_at(db, &bytes)?.is_some_and(|there| there != root) {
                return Err(Fault::RootTaken(to.clone()));
            }
            match db.execute("UPDATE roots SET path = ?2 WHERE id = ?1", (root.0, &bytes))? {
                0 => Err(Fault::NoSuchRoot),
                _ => Ok(()),
            }
        })
    }

    /// Takes a folder out of the catalogue with all that is known of its photos, by and by, and gives the space back.
    /// The folder itself is not touched.
    pub fn remove_root(&mut self, root: RootId) -> Result<(), CatalogError> {
        self.delete_photos("root_id = ?1", Some(root.0))?;
        self.write(|db| match db.execute("DELETE FROM roots WHERE id = ?1", [root.0])? {
            0 => Err(Fault::NoSuchRoot),
            _ => Ok(()),
        })?;
        self.give_space_back();
        Ok(())
    }
}

/// The roots of a catalogue of any version, but for those that a folder of photos cannot have.
pub(crate) fn all(db: &Connection) -> rusqlite::Result<Vec<Root>> {
    let mut statement = db.prepare_cached("SELECT id, path FROM roots ORDER BY id")?;
    let root = |row: &Row<'_>| {
        let (id, path) = (RootId(row.get(0)?), stored::root(row.get_ref(1)?.as_blob()?));
        Ok(path.map(|path| Root { id, path }))
    };
    statement.query_map([], root)?.filter_map(Result::transpose).collect()
}

/// Fails where the root was removed meanwhile, by another window.
pub(crate) fn require(db: &Connection, root: RootId) -> Result<(), Fault> {
    if db.prepare_cached("SELECT 1 FROM roots WHERE id = ?1")?.exists([root.0])? { Ok(()) } else { Err(Fault::NoSuchRoot) }
}

fn root_at(db: &Connection, path: &[u8]) -> rusqlite::Result<Option<RootId>> {
    db.query_row("SELECT id FROM roots WHERE path = ?1", [path], |row| row.get(0).map(RootId)).optional()
}

/// Without a slash at its end and without `.` in it, so that one folder has one spelling.
fn tidy(path: &Path) -> PathBuf {
    path.components().collect()
}
