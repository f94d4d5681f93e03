//! Files that are being read, so that one that ended the program is known at the next start.
//!
//! Memory that runs out or a stack that overflows cannot be caught. Several files are read at once, and any of them may have been it; or
//! none, where a person or the system ended the program. So those that were in hand are read once more, alone; a second death is theirs.

use crate::connection::Catalog;
use crate::error::{CatalogError, Fault};
use crate::photos::stamp;
use crate::sql::for_each_row;
use crate::stored;
use base::process::ProcessMark;
use base::{Cancel, RootId, Stamp, path_bytes};
use rusqlite::{Connection, params};
use std::path::{Path, PathBuf};

/// Ends of the program after which a file is a problem.
const MOST_DEATHS: i64 = 2;

/// A file that was being read when a process ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suspect {
    /// Relative to the root.
    pub path: PathBuf,
    /// Size and time when it was tried.
    pub stamp: Stamp,
    /// It is to blame: it was read alone, and the program ended again.
    pub guilty: bool,
}

/// A thread's hand: one file at a time, over a connection of its own.
#[derive(Debug)]
pub struct Hand {
    catalog: Catalog,
    holds: Option<(RootId, PathBuf)>,
}

impl Hand {
    /// An empty hand at the catalogue of this path, which waits for others that write until the job is stopped.
    pub fn open(path: &Path, job: &Cancel) -> Result<Self, CatalogError> {
        let mut catalog = Catalog::open(path)?;
        catalog.wait_for_others(job);
        Ok(Self { catalog, holds: None })
    }

    /// Lets go what it holds and takes another file.
    pub fn take(&mut self, root: RootId, path: &Path, stamp: Stamp) -> Result<(), CatalogError> {
        let (before, own) = (self.holds.take(), ProcessMark::own());
        self.catalog.transact(|db| {
            let_go(db, before.as_ref())?;
            // Of a file that has changed since nothing is known.
            let sql = "INSERT INTO in_hand (root_id, path, size, mtime_ns, maker) VALUES (?1, ?2, ?3, ?4, ?5)
                ON CONFLICT (root_id, path) DO UPDATE SET size = excluded.size, mtime_ns = excluded.mtime_ns, maker = excluded.maker,
                    deaths = iif(size = excluded.size AND mtime_ns = excluded.mtime_ns, deaths, 0)";
            let row = params![root.0, path_bytes::to_bytes(path), stamp.size as i64, stamp.mtime_ns, own.text()];
            Ok(for_each_row(db, sql, [row]).map(drop)?)
        })?;
        self.holds = Some((root, path.to_owned()));
        Ok(())
    }

    /// Lets go what it holds.
    pub fn empty(&mut self) -> Result<(), CatalogError> {
        let before = self.holds.take();
        if before.is_some() { self.catalog.transact(|db| let_go(db, before.as_ref())) } else { Ok(()) }
    }
}

impl Drop for Hand {
    fn drop(&mut self) {
        // What stays is read once more, alone, and then let go.
        self.empty().ok();
    }
}

/// The process that wrote down this mark does not run any more.
pub(crate) fn is_left_alone(maker: &str) -> bool {
    !ProcessMark::parse(maker).is_some_and(|mark| mark.runs())
}

impl Catalog {
    /// The files of a root that processes which have ended were reading.
    pub fn suspects(&mut self, root: RootId) -> Result<Vec<Suspect>, CatalogError> {
        self.transact(|db| {
            let makers: Vec<String> = db
                .prepare_cached("SELECT DISTINCT maker FROM in_hand WHERE root_id = ?1 AND maker IS NOT NULL")?
                .query_map([root.0], |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            for maker in makers.iter().filter(|maker| is_left_alone(maker)) {
                let sql = "UPDATE in_hand SET maker = NULL, deaths = deaths + 1 WHERE root_id = ?1 AND maker = ?2";
                for_each_row(db, sql, [(root.0, maker)])?;
            }
            let mut statement =
                db.prepare_cached("SELECT path, size, mtime_ns, deaths FROM in_hand WHERE root_id = ?1 AND maker IS NULL ORDER BY path")?;
            let rows = statement.query_map([root.0], |row| {
                let Some(path) = stored::below_root(row.get_ref(0)?.as_blob()?) else { return Ok(None) };
                Ok(Some(Suspect { path, stamp: stamp(row, 1)?, guilty: row.get::<_, i64>(3)? >= MOST_DEATHS }))
            })?;
            Ok(rows.filter_map(Result::transpose).collect::<Result<_, _>>()?)
        })
    }

    /// These suspects are told as problems, or their files are gone.
    pub fn forget_suspects<'a>(&mut self, root: RootId, paths: impl IntoIterator<Item = &'a Path>) -> Result<(), CatalogError> {
        let paths: Vec<_> = paths.into_iter().map(|path| (root, path.to_owned())).collect();
        if paths.is_empty() {
            return Ok(());
        }
        self.transact(|db| paths.iter().try_for_each(|file| let_go(db, Some(file))))
    }
}

fn let_go(db: &Connection, file: Option<&(RootId, PathBuf)>) -> Result<(), Fault> {
    let row = file.map(|(root, path)| (root.0, path_bytes::to_bytes(path)));
    for_each_row(db, "DELETE FROM in_hand WHERE root_id = ?1 AND path = ?2", row)?;
    Ok(())
}
