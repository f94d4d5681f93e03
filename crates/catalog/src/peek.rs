//! A question to a catalogue that is not opened for it: nothing is written, upgraded or left beside the file.

use crate::connection::Catalog;
use crate::error::{CatalogError, Fault};
use crate::files::beside;
use crate::probe::{self, Found, open_read_only};
use crate::roots;
use crate::schema::Schema;
use crate::sql::{PATIENCE, unsigned, version};
use base::Root;
use rusqlite::Connection;
use std::path::Path;

/// What a catalogue is of, for a list of catalogues.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Glance {
    /// In the order they were added.
    pub roots: Vec<Root>,
    /// Photos that are there.
    pub photos: u64,
}

impl Catalog {
    /// The root folders of the catalogue at `path`, which may be of any version up to this program's and open elsewhere.
    pub fn roots_of(path: &Path) -> Result<Vec<Root>, CatalogError> {
        ask(path, &|db| Ok(roots::all(db)?))
    }

    /// The same, and how many photos there are.
    pub fn glance(path: &Path) -> Result<Glance, CatalogError> {
        let sql = "SELECT count(*) FROM photos WHERE missing = 0";
        ask(path, &|db| Ok(Glance { roots: roots::all(db)?, photos: db.query_row(sql, [], |row| unsigned(row, 0))? }))
    }
}

type Question<'a, T> = &'a dyn Fn(&Connection) -> Result<T, Fault>;

fn ask<T>(path: &Path, question: Question<'_, T>) -> Result<T, CatalogError> {
    let run = || {
        let path = std::path::absolute(path)?;
        match probe::look(&path)? {
            Found::Catalogue { .. } => ask_at(&path, Schema::current()?.version, question),
            Found::Nothing => Err(Fault::NotFound),
            Found::Folder => Err(Fault::IsFolder),
            Found::Other => Err(Fault::NotACatalogue),
        }
    };
    run().map_err(|fault| fault.at(path))
}

fn ask_at<T>(path: &Path, known: i64, question: Question<'_, T>) -> Result<T, Fault> {
    let alone = || ask_in(&open_read_only(path, "immutable=1")?, known, question);
    if !has_log(path) {
        let answer = alone();
        // Another program may have opened the catalogue meanwhile and changed the file under the reading.
        if !has_log(path) {
            return answer;
        }
    }
    // The last changes may be in the log, which is read as its writers share it, without a part in the sharing: a log index that
    // is not there is not made. Where that cannot be (the log was left by a killed program, or copied without its index), the
    // file alone tells what was in it when the log was last taken into it.
    let shared = open_read_only(path, "mode=ro&readonly_shm=1").map_err(Fault::from);
    let answer = shared.and_then(|db| {
        db.busy_timeout(PATIENCE)?;
        ask_in(&db, known, question)
    });
    match answer {
        Err(Fault::Newer { .. }) | Ok(_) => answer,
        Err(_) => alone(),
    }
}

/// Whether a log or a rollback journal lies beside the file: it is open, or was not closed properly.
fn has_log(path: &Path) -> bool {
    ["-wal", "-journal"].iter().any(|ending| fs_err::metadata(beside(path, ending)).is_ok_and(|data| data.len() > 0))
}

fn ask_in<T>(db: &Connection, known: i64, question: Question<'_, T>) -> Result<T, Fault> {
    let state = db.unchecked_transaction()?;
    let found = version(&state)?;
    if found > known { Err(Fault::Newer { found, known }) } else { question(&state) }
}
