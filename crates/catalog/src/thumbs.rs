//! The file of thumbnails, which can be deleted, damaged or left behind without harm: it is made again.

use crate::files::beside;
use crate::sql::{PATIENCE, for_each_row, shorten};
use base::ContentHash;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension, TransactionBehavior};
use std::cell::RefCell;
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// "SLVT".
const APPLICATION_ID: i32 = i32::from_be_bytes(*b"SLVT");
/// A file of another version is emptied, not migrated.
const VERSION: i32 = 1;

/// The file of thumbnails, opened when it is first needed.
#[derive(Debug)]
pub(crate) struct Thumbs {
    path: PathBuf,
    db: RefCell<Option<Connection>>,
}

impl Thumbs {
    pub(crate) fn beside(catalog: &Path) -> Self {
        Self { path: beside(catalog, ".thumbs"), db: RefCell::new(None) }
    }

    /// Deletes the thumbnails of all other content.
    pub(crate) fn keep_only(&self, wanted: &HashSet<ContentHash>) {
        self.existing(|db| {
            let transaction = rusqlite::Transaction::new_unchecked(db, TransactionBehavior::Immediate)?;
            let mut statement = transaction.prepare("SELECT hash FROM thumbs")?;
            let held = statement.query_map([], |row| row.get(0))?.collect::<Result<Vec<[u8; 32]>, _>>()?;
            drop(statement);
            let unwanted = held.into_iter().filter(|hash| !wanted.contains(&ContentHash(*hash)));
            for_each_row(&transaction, "DELETE FROM thumbs WHERE hash = ?1", unwanted.map(|hash| [hash]))?;
            transaction.commit()?;
            shorten(db)
        });
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn has(&self, hash: &ContentHash) -> bool {
        let sql = "SELECT 1 FROM thumbs WHERE hash = ?1";
        self.existing(|db| db.prepare_cached(sql)?.exists([hash.0])).unwrap_or(false)
    }

    pub(crate) fn get(&self, hash: &ContentHash) -> Option<Vec<u8>> {
        let sql = "SELECT image FROM thumbs WHERE hash = ?1";
        self.existing(|db| db.prepare_cached(sql)?.query_row([hash.0], |row| row.get(0)).optional()).flatten()
    }

    pub(crate) fn put(&self, thumbnails: &[(ContentHash, &[u8])]) -> rusqlite::Result<()> {
        self.run(|db| {
            let transaction = rusqlite::Transaction::new_unchecked(db, TransactionBehavior::Immediate)?;
            let sql = "INSERT INTO thumbs (hash, image) VALUES (?1, ?2) ON CONFLICT (hash) DO UPDATE SET image = excluded.image";
            for_each_row(&transaction, sql, thumbnails.iter().map(|(hash, image)| (hash.0, image)))?;
            transaction.commit()
        })
    }

    /// Runs `work` on the file if it is there. Failing to read a thumbnail is as good as not having it.
    fn existing<T>(&self, work: impl Fn(&Connection) -> rusqlite::Result<T>) -> Option<T> {
        if self.db.borrow().is_none() && !self.path.exists() {
            return None;
        }
        self.run(work).ok()
    }

    /// Runs `work`, and once more on an emptied file if this one is damaged.
    fn run<T>(&self, work: impl Fn(&Connection) -> rusqlite::Result<T>) -> rusqlite::Result<T> {
        let mut slot = self.db.borrow_mut();
        let db = match slot.take() {
            Some(db) => db,
            None => open(&self.path)?,
        };
        let (db, answer) = match work(&db) {
            Err(error) if is_damage(&error) => {
                let db = emptied(db, &self.path)?;
                let answer = work(&db);
                (db, answer)
            }
            answer => (db, answer),
        };
        *slot = Some(db);
        answer
    }
}

fn open(path: &Path) -> rusqlite::Result<Connection> {
    let db = connect(path)?;
    match prepare(&db) {
        Err(error) if is_damage(&error) => emptied(db, path),
        other => other.map(|()| db),
    }
}

fn connect(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(path, flags)?;
    db.busy_timeout(PATIENCE)?;
    Ok(db)
}

/// Makes the table in a new file; tells a file that is not ours, or not of this version, as damaged.
fn prepare(db: &Connection) -> rusqlite::Result<()> {
    let read = |pragma| db.pragma_query_value(None, pragma, |row| row.get::<_, i32>(0));
    if (read("application_id")?, read("user_version")?) != (APPLICATION_ID, VERSION) {
        db.pragma_update(None, "auto_vacuum", "INCREMENTAL")?;
        let transaction = rusqlite::Transaction::new_unchecked(db, TransactionBehavior::Immediate)?;
        // Asked again inside the transaction: a second program may have made the table while we waited.
        if (read("application_id")?, read("user_version")?) != (APPLICATION_ID, VERSION) {
            let tables: i64 = db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
            if tables > 0 {
                return Err(rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_NOTADB), None));
            }
            db.execute_batch("CREATE TABLE thumbs (id INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE, image BLOB NOT NULL) STRICT")?;
            db.pragma_update(None, "application_id", APPLICATION_ID)?;
            db.pragma_update(None, "user_version", VERSION)?;
        }
        transaction.commit()?;
    }
    db.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get::<_, String>(0)).ok();
    db.pragma_update(None, "synchronous", "NORMAL")
}

/// Empties the file in place, whatever is in it, so that other programs which have it open go on with the empty one.
fn emptied(db: Connection, path: &Path) -> rusqlite::Result<Connection> {
    let reset = |db: &Connection| {
        db.set_db_config(DbConfig::SQLITE_DBCONFIG_RESET_DATABASE, true)?;
        let emptied = db.execute_batch("VACUUM");
        db.set_db_config(DbConfig::SQLITE_DBCONFIG_RESET_DATABASE, false)?;
        emptied
    };
    if reset(&db).is_ok() {
        drop(db);
        let db = connect(path)?;
        if prepare(&db).is_ok() {
            return Ok(db);
        }
    } else {
        drop(db);
    }
    for ending in ["", "-wal", "-shm", "-journal"] {
        // What cannot be removed makes the next step fail, which tells why.
        fs_err::remove_file(beside(path, ending)).ok();
    }
    let db = connect(path)?;
    prepare(&db)?;
    Ok(db)
}

fn is_damage(error: &rusqlite::Error) -> bool {
    match error {
        // "Unknown" is a statement that does not fit the file: the table is gone.
        rusqlite::Error::SqliteFailure(code, _) => {
            matches!(code.code, ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase | ErrorCode::Unknown)
        }
        // The same with a place in the statement, or a value of a type that we never wrote.
        rusqlite::Error::SqlInputError { .. } | rusqlite::Error::InvalidColumnType(..) | rusqlite::Error::FromSqlConversionFailure(..) => {
            true
        }
        _ => false,
    }
}
