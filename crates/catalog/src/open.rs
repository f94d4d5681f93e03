//! Opening and creating. A catalogue appears whole or not at all, and no other file is ever touched.

use crate::companions;
use crate::connection::Catalog;
use crate::error::{CatalogError, Fault};
use crate::files::{name_new, passing_file};
use crate::foreign;
use crate::guard::Guard;
use crate::probe::{self, Found};
use crate::schema::Schema;
use crate::sql::{AGAIN, PATIENCE, distrust, version, wait_patiently};
use rusqlite::{Connection, ErrorCode, OpenFlags};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

impl Catalog {
    /// Makes a new catalogue, and the folders above it. Whatever already lies there is left alone.
    pub fn create(path: &Path) -> Result<Self, CatalogError> {
        Self::create_at(path, current(path)?)
    }

    /// Opens a catalogue, and first brings it to this program's version if it is older, keeping a copy beside it. One that cannot be
    /// written to is opened for reading ([`Catalog::is_read_only`]); its thumbnails are kept in the cache folder.
    pub fn open(path: &Path) -> Result<Self, CatalogError> {
        Self::open_at(path, current(path)?)
    }

    /// Opens the catalogue, or makes it where nothing lies yet.
    pub fn open_or_create(path: &Path) -> Result<Self, CatalogError> {
        match Self::open(path) {
            Err(CatalogError { fault: Fault::NotFound, .. }) => match Self::create(path) {
                // Another program was quicker.
                Err(CatalogError { fault: Fault::AlreadyExists, .. }) => Self::open(path),
                made => made,
            },
            opened => opened,
        }
    }

    /// A second connection of the same session, for tests that play a program's threads.
    #[cfg(test)]
    pub(crate) fn reopen(&self) -> Result<Self, CatalogError> {
        Ok(Self::connect(self.path.clone(), current(&self.path)?)?.with_session(self.session))
    }

    pub(crate) fn create_at(path: &Path, schema: Schema) -> Result<Self, CatalogError> {
        let path = absolute(path)?;
        make(&path, &schema).map_err(|fault| fault.at(&path))?;
        Self::connect(path, schema)
    }

    pub(crate) fn open_at(path: &Path, schema: Schema) -> Result<Self, CatalogError> {
        let path = absolute(path)?;
        let fault = match probe::look(&path) {
            Ok(Found::Catalogue { version }) if version > schema.version => Fault::Newer { found: version, known: schema.version },
            Ok(Found::Catalogue { .. }) => return Self::connect(path, schema),
            Ok(Found::Nothing) => Fault::NotFound,
            Ok(Found::Folder) => Fault::IsFolder,
            Ok(Found::Other) => Fault::NotACatalogue,
            Err(fault) => fault,
        };
        Err(fault.at(&path))
    }

    fn connect(path: PathBuf, schema: Schema) -> Result<Self, CatalogError> {
        match connection(&path, &schema) {
            Ok(db) => {
                let mut catalog = Self::over(db, path, Guard::new(schema));
                catalog.take_back_left();
                Ok(catalog)
            }
            Err(Fault::ReadOnly | Fault::NoAccess) => Self::open_to_read(&path),
            Err(fault) => Err(fault.at(&path)),
        }
    }
}

fn current(path: &Path) -> Result<Schema, CatalogError> {
    Schema::current().map_err(|fault| fault.at(path))
}

/// Absolute, so that the catalogue stays the same one when the working folder changes, and so that no name means anything
/// special to SQLite (":memory:", "file:…").
fn absolute(path: &Path) -> Result<PathBuf, CatalogError> {
    std::path::absolute(path).map_err(|error| Fault::from(error).at(path))
}

fn connection(path: &Path, schema: &Schema) -> Result<Connection, Fault> {
    companions::require_ours(path)?;
    let mut db = writer(path)?;
    wait_patiently(&db)?;
    use_log(&db)?;
    db.pragma_update(None, "synchronous", "NORMAL")?;
    db.pragma_update(None, "foreign_keys", true)?;
    db.pragma_update(None, "journal_size_limit", 64 << 20)?;
    db.set_prepared_statement_cache_capacity(64);
    if version(&db)? < schema.version
        && let Some(what) = foreign::code(&db, schema)?
    {
        // It would run while the tables are brought up to date.
        return Err(Fault::ForeignSchema(what));
    }
    schema.upgrade(&mut db, path)?;
    Ok(db)
}

/// A connection through which the file can be written.
///
/// SQLite shares the index of the log among all connections of a process, as the first of them opened it (`unixShmNode` in its
/// `os_unix.c`). Where that one only looks, as for the list of recent catalogues, nobody else in the process can write until it is closed.
fn writer(path: &Path) -> Result<Connection, Fault> {
    let begun = Instant::now();
    loop {
        let db = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        distrust(&db)?;
        if db.is_readonly("main")? {
            return Err(Fault::ReadOnly);
        }
        if !shares_a_readers_index(&db) {
            return Ok(db);
        }
        if begun.elapsed() > PATIENCE {
            return Err(Fault::ReadOnly);
        }
        drop(db);
        std::thread::sleep(AGAIN);
    }
}

/// Whoever writes at this moment is not waited for: that the file is busy tells that it could be written.
fn shares_a_readers_index(db: &Connection) -> bool {
    let begun = db.busy_timeout(Duration::ZERO).and_then(|()| db.execute_batch("BEGIN IMMEDIATE; ROLLBACK"));
    begun.is_err_and(|error| error.sqlite_error_code() == Some(ErrorCode::ReadOnly))
}

/// Write-ahead logging, so that readers and the writer do not wait for each other. A file system without shared memory
/// keeps the rollback journal, and so does a file that another connection uses at this moment: both are safe, only slower.
fn use_log(db: &Connection) -> Result<(), Fault> {
    let now: String = db.pragma_query_value(None, "journal_mode", |row| row.get(0))?;
    if now == "wal" {
        return Ok(());
    }
    match db.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get::<_, String>(0)) {
        Err(error) if error.sqlite_error_code() != Some(ErrorCode::DatabaseBusy) => Err(error.into()),
        _ => Ok(()),
    }
}

/// Builds the catalogue under a passing name and then gives it its own, if that is still free: so a program killed here
/// leaves no half-made catalogue, and of two programs that start at once the second finds the first one's, whole.
fn make(path: &Path, schema: &Schema) -> Result<(), Fault> {
    let folder = path.parent().ok_or(Fault::IsFolder)?;
    fs_err::create_dir_all(folder)?;
    if path.exists() {
        return Err(Fault::AlreadyExists);
    }
    if let Some(left) = companions::left(path) {
        // Another program was quicker, or a log was left behind, which would be played into the new catalogue.
        return Err(if path.exists() { Fault::AlreadyExists } else { Fault::ForeignLog(left) });
    }
    let new = passing_file(folder)?;
    {
        let mut db = Connection::open_with_flags(&new, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        schema.build(&mut db)?;
        use_log(&db)?;
    }
    name_new(new, path)
}
