//! A question to a catalogue that is not opened for it: nothing is written, upgraded or left beside the file.

use crate::companions;
use crate::connection::{Access, Catalog};
use crate::error::{CatalogError, Fault};
use crate::files::beside;
use crate::foreign;
use crate::guard::Guard;
use crate::probe::{self, ALONE, Found, WITH_LOG, has_log, open_read_only};
use crate::roots;
use crate::schema::Schema;
use crate::sql::{PATIENCE, distrust, unsigned, version};
use crate::thumbs::Thumbs;
use base::{Root, folders};
use rusqlite::backup::Backup;
use rusqlite::{Connection, OpenFlags};
use std::path::{Path, PathBuf};
use std::time::Duration;

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
        ask(path, |db| Ok(roots::all(db)?))
    }

    /// The same, and how many photos there are.
    pub fn glance(path: &Path) -> Result<Glance, CatalogError> {
        let sql = "SELECT count(*) FROM photos WHERE missing = 0";
        ask(path, |db| Ok(Glance { roots: roots::all(db)?, photos: db.query_row(sql, [], |row| unsigned(row, 0))? }))
    }

    /// A catalogue to ask, not to change: nothing is upgraded, written or left beside it. An older one is answered for by a copy
    /// in memory that is brought up to date.
    pub fn open_to_look(path: &Path) -> Result<Self, CatalogError> {
        let looked = Self::as_it_is(path)?;
        let run = || {
            let (schema, found) = (Schema::current()?, version(&looked.db)?);
            if found == schema.version {
                return Ok(None);
            }
            if let Some(what) = foreign::code(&looked.db, &schema)? {
                return Err(Fault::ForeignSchema(what));
            }
            let mut copy = Connection::open_in_memory()?;
            Backup::new(&looked.db, &mut copy)?.run_to_completion(i32::MAX, Duration::from_millis(20), None)?;
            let latest = schema.version;
            schema.bring_to(&mut copy, latest)?;
            Ok(Some(copy))
        };
        match run().map_err(|fault: Fault| fault.at(path))? {
            Some(copy) => Ok(Self { db: copy, identity: None, access: Access::Reading, ..looked }),
            None => Ok(looked),
        }
    }

    /// As [`Catalog::open_to_look`], of a catalogue that cannot be written to and is worked with all the same.
    pub(crate) fn open_to_read(path: &Path) -> Result<Self, CatalogError> {
        let looked = Self::open_to_look(path)?;
        Ok(Self { thumbs: Thumbs::in_cache(&looked.path, folders::cache()), ..looked })
    }

    /// A catalogue of whatever version up to this program's, for reading alone.
    pub(crate) fn as_it_is(path: &Path) -> Result<Self, CatalogError> {
        let run = || {
            let (path, schema) = (found(path)?, Schema::current()?);
            let (db, access) = match whole(&path, schema.version, &|_| Ok(()))? {
                Some((db, ())) => (db, Access::Reading),
                None => copied(&path, schema.version)?,
            };
            Ok(Self { access, ..Self::over(db, path, Guard::new(schema)) })
        };
        run().map_err(|fault: Fault| fault.at(path))
    }
}

/// The absolute path of a catalogue.
fn found(path: &Path) -> Result<PathBuf, Fault> {
    let path = std::path::absolute(path)?;
    match probe::look(&path)? {
        Found::Catalogue { .. } => Ok(path),
        Found::Nothing => Err(Fault::NotFound),
        Found::Folder => Err(Fault::IsFolder),
        Found::Other => Err(Fault::NotACatalogue),
    }
}

fn ask<T>(path: &Path, question: impl Fn(&Connection) -> Result<T, Fault>) -> Result<T, CatalogError> {
    let run = || Ok(reader(&found(path)?, Schema::current()?.version, question)?.1);
    run().map_err(|fault: Fault| fault.at(path))
}

/// A connection to the file that sees all that was saved, and answered; `None` where some of that is in a log that cannot be read without
/// writing: it was left by a killed program, or copied without its index.
fn whole<T>(path: &Path, known: i64, ask: &impl Fn(&Connection) -> Result<T, Fault>) -> Result<Option<(Connection, T)>, Fault> {
    if !has_log(path) {
        let answer = connected(path, ALONE, known, ask);
        // Another program may have opened the catalogue meanwhile and changed the file under the reading.
        if !has_log(path) {
            return answer.map(Some);
        }
    }
    match connected(path, WITH_LOG, known, ask) {
        Err(newer @ Fault::Newer { .. }) => Err(newer),
        answer => Ok(answer.ok()),
    }
}

/// A connection to a copy of the file with its log, which is taken into the copy; to the file alone where it cannot be copied.
fn copied(path: &Path, known: i64) -> Result<(Connection, Access), Fault> {
    let copy = || -> Result<_, Fault> {
        let folder = tempfile::tempdir()?;
        let to = folder.path().join("copy.selvedge");
        for ending in ["", "-wal", "-journal"] {
            if fs_err::metadata(beside(path, ending)).is_ok() {
                fs_err::copy(beside(path, ending), beside(&to, ending))?;
                // A copy of what nobody may write is nobody's to write either.
                let mut permissions = fs_err::metadata(beside(&to, ending))?.permissions();
                #[allow(clippy::permissions_set_readonly_false)] // in a folder that is closed to others
                permissions.set_readonly(false);
                fs_err::set_permissions(beside(&to, ending), permissions)?;
            }
        }
        companions::require_ours(&to)?;
        let db = Connection::open_with_flags(&to, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        distrust(&db)?;
        at_one_moment(&db, known, |_| Ok(()))?;
        Ok((db, Access::Copied { _folder: folder }))
    };
    match copy() {
        Ok(copied) => Ok(copied),
        Err(newer @ Fault::Newer { .. }) => Err(newer),
        Err(_) => Ok((connected(path, ALONE, known, &|_| Ok(()))?.0, Access::Reading)),
    }
}

fn connected<T>(
    path: &Path,
    parameters: &str,
    known: i64,
    ask: &impl Fn(&Connection) -> Result<T, Fault>,
) -> Result<(Connection, T), Fault> {
    let db = open_read_only(path, parameters)?;
    db.busy_timeout(PATIENCE)?;
    let answer = at_one_moment(&db, known, ask)?;
    Ok((db, answer))
}

/// A connection that answered.
fn reader<T>(path: &Path, known: i64, ask: impl Fn(&Connection) -> Result<T, Fault>) -> Result<(Connection, T), Fault> {
    match whole(path, known, &ask)? {
        Some(answer) => Ok(answer),
        // It tells what was in it when the log was last taken into it.
        None => connected(path, ALONE, known, &ask),
    }
}

fn at_one_moment<T>(db: &Connection, known: i64, ask: impl Fn(&Connection) -> Result<T, Fault>) -> Result<T, Fault> {
    let state = db.unchecked_transaction()?;
    let found = version(&state)?;
    if found > known { Err(Fault::Newer { found, known }) } else { ask(&state) }
}
