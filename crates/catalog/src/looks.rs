//! Looks at roots that have not come to their end: what an index run sets before its work and takes away when it is done.

use crate::connection::Catalog;
use crate::error::{CatalogError, Fault};
use crate::sql::{for_each_row, unsigned};
use base::process::ProcessMark;
use base::{FileProblem, RootId, path_bytes};
use rusqlite::{Connection, Row};
use std::collections::HashMap;
use std::path::PathBuf;

/// A look that was begun with no photo saved is not begun again by itself more often than this: a file that kills the program would
/// kill it at every opening.
const MOST_TRIES: u64 = 2;

/// A look at a root that has not come to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// The root.
    pub root: RootId,
    /// Name of the model that embeds.
    pub model: String,
    /// Photos in the folder.
    pub found: u64,
    /// Of them, photos still to be read; `None`: the folder was not walked to its end.
    pub remaining: Option<u64>,
    /// How it stands.
    pub stands: Stands,
}

/// How a look stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stands {
    /// Another process is at it.
    Elsewhere,
    /// This process is at it, or was.
    Here,
    /// The process that was at it has ended.
    CutOff,
    /// It was cut off more than once with nothing done.
    InVain,
    /// A person ended it.
    Cancelled,
    /// The folder could not be looked at, and why.
    Refused(String),
}

impl Look {
    /// Photos are still to be read, and nobody is at it.
    pub fn is_open(&self) -> bool {
        self.may_go_on() || matches!(self.stands, Stands::InVain | Stands::Cancelled)
    }

    /// It was cut off, and a program may go on with it by itself.
    pub fn may_go_on(&self) -> bool {
        matches!(self.stands, Stands::CutOff | Stands::Here)
    }

    /// Why the folder could not be looked at.
    pub fn refused(&self) -> Option<&str> {
        if let Stands::Refused(reason) = &self.stands { Some(reason) } else { None }
    }
}

impl Catalog {
    /// Looks that have not come to their end, by root.
    pub fn looks(&self) -> Result<Vec<Look>, CatalogError> {
        self.read(|db| {
            let sql = "SELECT root_id, maker, model, found, remaining, tries, cancelled, refused FROM looks ORDER BY root_id";
            let mut statement = db.prepare_cached(sql)?;
            Ok(statement.query_map([], look)?.collect::<Result<_, _>>()?)
        })
    }

    /// A look at these roots begins.
    pub fn begin_looks(&mut self, roots: &[RootId], model: &str) -> Result<(), CatalogError> {
        let own = ProcessMark::own();
        self.transact(|db| {
            let sql = "INSERT INTO looks (root_id, maker, model) VALUES (?1, ?2, ?3) ON CONFLICT (root_id) DO UPDATE SET
                maker = excluded.maker, model = excluded.model, found = 0, remaining = NULL, cancelled = 0, refused = NULL,
                tries = iif(cancelled OR refused IS NOT NULL, 1, tries + 1)";
            Ok(for_each_row(db, sql, roots.iter().map(|root| (root.0, own.text(), model)))?)
        })?;
        Ok(())
    }

    /// The folder was walked: so many photos, so many of them to be read; and what the walk could not look at, files and folders.
    pub fn walked(
        &mut self,
        root: RootId,
        found: u64,
        remaining: u64,
        [files, folders]: [&[(PathBuf, String)]; 2],
    ) -> Result<(), CatalogError> {
        self.transact(|db| {
            let sql = "UPDATE looks SET found = ?2, remaining = ?3 WHERE root_id = ?1";
            for_each_row(db, sql, [(root.0, found as i64, remaining as i64)])?;
            for_each_row(db, "DELETE FROM problems WHERE root_id = ?1 AND met > 0", [[root.0]])?;
            let sql = "INSERT INTO problems (root_id, path, size, mtime_ns, reason, met) VALUES (?1, ?2, 0, 0, ?3, ?4)
                ON CONFLICT (root_id, path) DO UPDATE SET size = 0, mtime_ns = 0, reason = excluded.reason, met = excluded.met";
            for (problems, met) in [(files, 1), (folders, 2)] {
                let rows = problems.iter().map(|(path, reason)| (root.0, path_bytes::to_bytes(path), reason, met));
                for_each_row(db, sql, rows)?;
            }
            Ok(())
        })
    }

    /// The folder could not be looked at.
    pub fn refuse_look(&mut self, root: RootId, reason: &str) -> Result<(), CatalogError> {
        self.transact(|db| Ok(db.execute("UPDATE looks SET refused = ?2 WHERE root_id = ?1", (root.0, reason)).map(drop)?))
    }

    /// A person ended the looks of this process.
    pub fn cancel_looks(&mut self) -> Result<(), CatalogError> {
        let own = ProcessMark::own();
        self.transact(|db| Ok(db.execute("UPDATE looks SET cancelled = 1 WHERE maker = ?1 AND refused IS NULL", [own.text()]).map(drop)?))
    }

    /// The looks at these roots came to their end, but for those that were refused.
    pub fn end_looks(&mut self, roots: &[RootId]) -> Result<(), CatalogError> {
        let sql = "DELETE FROM looks WHERE root_id = ?1 AND refused IS NULL";
        self.transact(|db| Ok(for_each_row(db, sql, roots.iter().map(|root| [root.0])).map(drop)?))
    }

    /// Folders below the roots that could not be opened when they were last looked at.
    pub fn unread_folders(&self) -> Result<Vec<FileProblem>, CatalogError> {
        self.problems_where("met = 2")
    }
}

/// So many photos of each root were read.
pub(crate) fn count_down(db: &Connection, done: &HashMap<RootId, u64>) -> Result<(), Fault> {
    let sql = "UPDATE looks SET remaining = max(remaining - ?2, 0), tries = 1 WHERE root_id = ?1";
    for_each_row(db, sql, done.iter().map(|(root, n)| (root.0, *n as i64)))?;
    Ok(())
}

fn look(row: &Row<'_>) -> rusqlite::Result<Look> {
    let (maker, tries, cancelled): (String, u64, bool) = (row.get(1)?, unsigned(row, 5)?, row.get(6)?);
    let maker = ProcessMark::parse(&maker);
    let stands = match row.get::<_, Option<String>>(7)? {
        Some(reason) => Stands::Refused(reason),
        None if cancelled => Stands::Cancelled,
        None if maker == Some(ProcessMark::own()) => Stands::Here,
        None if maker.is_some_and(|maker| maker.runs()) => Stands::Elsewhere,
        None if tries > MOST_TRIES => Stands::InVain,
        None => Stands::CutOff,
    };
    let remaining = row.get::<_, Option<i64>>(4)?.map(|n| u64::try_from(n).unwrap_or_default());
    Ok(Look { root: RootId(row.get(0)?), model: row.get(2)?, found: unsigned(row, 3)?, remaining, stands })
}
