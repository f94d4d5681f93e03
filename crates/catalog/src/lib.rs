//! The catalogue: one SQLite file, and the only SQL in the house. Floor 1.
//!
//! - Every change is one transaction: killing the program at any instant loses at most the batch being written.
//! - A [`Catalog`] is one connection. It goes to another thread, but is not shared: each thread gets its own by
//!   [`Catalog::reopen`]. Several connections, in one program or in several, take turns at writing.
//! - Thumbnails lie in a file of their own beside it, which may be deleted at any time.
//! - The file is opened by SQLite alone, even to look at its header: closing any other handle of an open SQLite file
//!   drops this process's locks on it (POSIX), and another program could then take the log away under our hands. (The
//!   SQLite that we carry has a second guard against that since 3.51; other programs' SQLite may not.)

mod backup;
mod check;
mod embeddings;
mod error;
mod history;
mod index;
mod labels;
mod open;
mod photos;
mod probe;
mod roots;
mod schema;
mod tags;
#[cfg(test)]
mod tests;
mod thumbs;

pub use embeddings::{Embeddings, ModelRow};
pub use error::{CatalogError, Fault};
pub use history::{Changed, History, Step, Undone};
pub use index::{IndexBatch, IndexedPhoto, KnownFile, KnownProblem, Placement, Unreadable};
pub use photos::Counts;
pub use tags::{Decided, DecidedCounts};

use rusqlite::{Connection, Transaction, TransactionBehavior};
use std::path::{Path, PathBuf};
use thumbs::Thumbs;

/// One connection to a catalogue.
#[derive(Debug)]
pub struct Catalog {
    path: PathBuf,
    db: Connection,
    thumbs: Thumbs,
}

/// How often a catalogue was changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Generations {
    /// Photos, roots, problems, embeddings.
    pub photos: i64,
    /// Label sets and tags.
    pub tags: i64,
}

impl Catalog {
    /// The catalogue's file, absolute.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Changes whenever another connection, here or in another program, has committed to the catalogue.
    /// This connection's own commits do not change it.
    pub fn change_counter(&self) -> Result<i64, CatalogError> {
        self.db.pragma_query_value(None, "data_version", |row| row.get(0)).map_err(|e| Fault::from(e).at(&self.path))
    }

    /// Runs `work` on one consistent state of the catalogue, however many statements it reads.
    fn read<T>(&self, work: impl FnOnce(&Connection) -> Result<T, Fault>) -> Result<T, CatalogError> {
        let run = || {
            let snapshot = self.db.unchecked_transaction()?;
            work(&snapshot)
        };
        run().map_err(|fault: Fault| fault.at(&self.path))
    }

    /// Counts up with every change of photos, and with every change of label sets or tags.
    pub fn generations(&self) -> Result<Generations, CatalogError> {
        self.read(|db| {
            let row = |row: &rusqlite::Row<'_>| Ok(Generations { photos: row.get(0)?, tags: row.get(1)? });
            Ok(db.query_row("SELECT photos, tags FROM generations", [], row)?)
        })
    }

    /// Changes photos, or what is known of them, in one transaction: all of it is saved, or nothing.
    fn write<T>(&mut self, work: impl FnOnce(&Transaction<'_>) -> Result<T, Fault>) -> Result<T, CatalogError> {
        self.transact(|db| {
            db.execute("UPDATE generations SET photos = photos + 1", [])?;
            work(db)
        })
    }

    /// Runs `work` in one transaction: all of it is saved, or nothing.
    fn transact<T>(&mut self, work: impl FnOnce(&Transaction<'_>) -> Result<T, Fault>) -> Result<T, CatalogError> {
        self.transact_if(true, work)
    }

    /// As [`Catalog::transact`], or nothing is saved whatever happens.
    fn transact_if<T>(&mut self, save: bool, work: impl FnOnce(&Transaction<'_>) -> Result<T, Fault>) -> Result<T, CatalogError> {
        // Immediate: a transaction that first reads and then finds another writer ahead of it cannot wait, only fail.
        let run = |db: &mut Connection| {
            let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let done = work(&transaction)?;
            if save {
                transaction.commit()?;
            } else {
                transaction.rollback()?;
            }
            Ok(done)
        };
        run(&mut self.db).map_err(|fault: Fault| fault.at(&self.path))
    }
}

/// Executes one statement for each row of parameters; it is compiled once a connection. Returns how many rows changed.
fn for_each_row<P: rusqlite::Params>(db: &Connection, sql: &str, rows: impl IntoIterator<Item = P>) -> rusqlite::Result<usize> {
    let mut statement = db.prepare_cached(sql)?;
    let mut changed = 0;
    for row in rows {
        changed += statement.execute(row)?;
    }
    Ok(changed)
}

/// `path` with `ending` after its last character: "shop.selvedge" and "-wal" are "shop.selvedge-wal".
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}
