//! The file of thumbnails, which can be deleted, damaged or left behind without harm: it is made again. A file of that name
//! that is somebody else's is neither read nor written; then no thumbnails are kept.

use crate::companions;
use crate::error::Fault;
use crate::files::beside;
use crate::probe::{ALONE, WITH_LOG, has_log, open_read_only};
use crate::sql::{PATIENCE, for_each_row, shorten};
use base::{ContentHash, path_bytes};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension, TransactionBehavior, ffi};
use std::cell::RefCell;
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// "SLVT".
const APPLICATION_ID: i32 = i32::from_be_bytes(*b"SLVT");
/// A file of another version is emptied, not migrated.
const VERSION: i32 = 1;

/// SQLite's smallest page, bytes: it takes a shorter file for an empty database.
const LEAST: u64 = 512;

/// The file of thumbnails, opened when it is first needed.
#[derive(Debug)]
pub(crate) struct Thumbs {
    path: PathBuf,
    db: RefCell<Option<Connection>>,
    /// The file beside a catalogue that cannot be written to, for reading.
    beside: Option<Connection>,
}

/// Thumbnails that cannot be read.
#[derive(Debug, Default)]
pub(crate) struct Unreadable {
    /// The file itself is damaged.
    pub(crate) whole: bool,
    /// Of these contents, where the file is sound.
    pub(crate) hashes: Vec<[u8; 32]>,
}

impl Unreadable {
    pub(crate) fn is_empty(&self) -> bool {
        !self.whole && self.hashes.is_empty()
    }
}

impl Thumbs {
    /// Looks at every thumbnail and changes nothing. Where another program is in the way, none is told.
    pub(crate) fn unreadable(&self, readable: &dyn Fn(&[u8]) -> bool) -> Unreadable {
        if !matches!(standing(&self.path), Standing::Ours) {
            return Unreadable::default();
        }
        let look = || {
            let db = open_read_only(&self.path, if has_log(&self.path) { WITH_LOG } else { ALONE })?;
            require_sound(&db)?;
            let mut statement = db.prepare("SELECT hash, image FROM thumbs")?;
            let mut rows = statement.query([])?;
            let mut hashes = Vec::new();
            while let Some(row) = rows.next()? {
                if !row.get_ref(1)?.as_blob().is_ok_and(readable) {
                    hashes.push(row.get(0)?);
                }
            }
            Ok(hashes)
        };
        match look() {
            Ok(hashes) => Unreadable { whole: false, hashes },
            Err(error) => Unreadable { whole: is_damage(&error), hashes: Vec::new() },
        }
    }

    /// Deletes those that cannot be read, or empties a damaged file.
    pub(crate) fn forget(&self, unreadable: &Unreadable) -> Result<(), Fault> {
        self.run(|db| {
            if unreadable.whole {
                require_sound(db)?;
            }
            let transaction = rusqlite::Transaction::new_unchecked(db, TransactionBehavior::Immediate)?;
            for_each_row(&transaction, "DELETE FROM thumbs WHERE hash = ?1", unreadable.hashes.iter().map(|hash| [hash]))?;
            transaction.commit()
        })
    }

    pub(crate) fn beside(catalog: &Path) -> Self {
        Self { path: beside(catalog, ".thumbs"), db: RefCell::new(None), beside: None }
    }

    /// Of a catalogue beside which nothing can be written: what is not in the file there is kept in the cache folder.
    pub(crate) fn in_cache(catalog: &Path, cache: Option<PathBuf>) -> Self {
        let there = Self::beside(catalog);
        let Some(cache) = cache else { return there };
        let ours = matches!(standing(&there.path), Standing::Ours);
        let beside = ours.then(|| open_read_only(&there.path, "immutable=1").ok()).flatten();
        let folder = cache.join("thumbnails");
        // Without it none are kept.
        fs_err::create_dir_all(&folder).ok();
        // The same name after an update of the program, or of the compiler.
        let name = &blake3::hash(&path_bytes::to_bytes(catalog)).to_hex()[..16];
        Self { path: folder.join(format!("{name}.thumbs")), db: RefCell::new(None), beside }
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

    /// What stands in the place of the file of thumbnails and is none.
    pub(crate) fn foreign(&self) -> Option<PathBuf> {
        match standing(&self.path) {
            Standing::Foreign(path) => Some(path),
            Standing::Free | Standing::Ours => None,
        }
    }

    pub(crate) fn has(&self, hash: &ContentHash) -> bool {
        let look = |db: &Connection| db.prepare_cached("SELECT 1 FROM thumbs WHERE hash = ?1")?.exists([hash.0]);
        self.beside.as_ref().is_some_and(|db| look(db).unwrap_or(false)) || self.existing(look).unwrap_or(false)
    }

    pub(crate) fn get(&self, hash: &ContentHash) -> Option<Vec<u8>> {
        let sql = "SELECT image FROM thumbs WHERE hash = ?1";
        let look = |db: &Connection| db.prepare_cached(sql)?.query_row([hash.0], |row| row.get(0)).optional();
        let beside = self.beside.as_ref().and_then(|db| look(db).ok().flatten());
        beside.or_else(|| self.existing(look).flatten())
    }

    pub(crate) fn put(&self, thumbnails: &[(ContentHash, &[u8])]) -> Result<(), Fault> {
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
    fn run<T>(&self, work: impl Fn(&Connection) -> rusqlite::Result<T>) -> Result<T, Fault> {
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
        Ok(answer?)
    }
}

/// What lies where the file of thumbnails should.
enum Standing {
    /// Nothing, or a file without content.
    Free,
    Ours,
    /// Another file, a link, or a file in the place of one of its logs.
    Foreign(PathBuf),
}

fn standing(path: &Path) -> Standing {
    let known = match fs_err::symlink_metadata(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Standing::Free,
        Ok(about) if about.is_file() && about.len() == 0 => Standing::Free,
        Ok(about) if about.is_file() && about.len() >= LEAST && is_ours(path) => Standing::Ours,
        _ => Standing::Foreign(path.to_owned()),
    };
    companions::foreign(path).map_or(known, Standing::Foreign)
}

/// A file that was emptied and not yet filled again has neither id nor tables: nobody loses anything with it.
fn is_ours(path: &Path) -> bool {
    let look = || -> rusqlite::Result<bool> {
        let db = open_read_only(path, "immutable=1")?;
        // As for the header of a catalogue: the file may be shorter than it tells.
        db.pragma_update(None, "writable_schema", true)?;
        let id: i32 = db.pragma_query_value(None, "application_id", |row| row.get(0))?;
        let bare = || db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0)).is_ok_and(|tables| tables == 0);
        Ok(id == APPLICATION_ID || (id == 0 && bare()))
    };
    look().unwrap_or(false)
}

fn open(path: &Path) -> Result<Connection, Fault> {
    if let Standing::Foreign(path) = standing(path) {
        return Err(Fault::ForeignThumbnails(path));
    }
    let db = connect(path)?;
    match prepare(&db) {
        Err(Fault::Damaged { .. }) => emptied(db, path),
        other => other.map(|()| db),
    }
}

fn connect(path: &Path) -> Result<Connection, Fault> {
    // The folder may be reached through links, the file itself may not be one.
    let folder = path.parent().map(fs_err::canonicalize).transpose()?.unwrap_or_default();
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    let db = Connection::open_with_flags(folder.join(path.file_name().unwrap_or_default()), flags)?;
    // None of ours has any: what another program put there is not run.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false)?;
    db.busy_timeout(PATIENCE)?;
    Ok(db)
}

/// Makes the table in a new file; tells a file of another version as damaged, and one that is not ours as foreign.
fn prepare(db: &Connection) -> Result<(), Fault> {
    let read = |pragma| db.pragma_query_value(None, pragma, |row| row.get::<_, i32>(0));
    if (read("application_id")?, read("user_version")?) != (APPLICATION_ID, VERSION) {
        db.pragma_update(None, "auto_vacuum", "INCREMENTAL")?;
        let transaction = rusqlite::Transaction::new_unchecked(db, TransactionBehavior::Immediate)?;
        // Asked again inside the transaction: a second program may have made the table while we waited.
        let id = read("application_id")?;
        if (id, read("user_version")?) != (APPLICATION_ID, VERSION) {
            let tables: i64 = db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
            if tables > 0 && id != APPLICATION_ID {
                return Err(Fault::ForeignThumbnails(db.path().map(PathBuf::from).unwrap_or_default()));
            }
            if tables > 0 {
                return Err(Fault::damaged("its thumbnails are of another version"));
            }
            db.execute_batch("CREATE TABLE thumbs (id INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE, image BLOB NOT NULL) STRICT")?;
            db.pragma_update(None, "application_id", APPLICATION_ID)?;
            db.pragma_update(None, "user_version", VERSION)?;
        }
        transaction.commit()?;
    }
    db.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get::<_, String>(0)).ok();
    Ok(db.pragma_update(None, "synchronous", "NORMAL")?)
}

/// Empties the file in place, so that other programs which have it open go on with the empty one.
fn emptied(db: Connection, path: &Path) -> Result<Connection, Fault> {
    // The name may be another file's since this one was opened.
    if let Standing::Foreign(path) = standing(path) {
        return Err(Fault::ForeignThumbnails(path));
    }
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
    if let Standing::Foreign(path) = standing(path) {
        return Err(Fault::ForeignThumbnails(path));
    }
    for ending in ["", "-wal", "-shm", "-journal"] {
        // What cannot be removed makes the next step fail, which tells why.
        fs_err::remove_file(beside(path, ending)).ok();
    }
    let db = connect(path)?;
    prepare(&db)?;
    Ok(db)
}

/// Fails as SQLite does that comes upon the damage itself.
fn require_sound(db: &Connection) -> rusqlite::Result<()> {
    let told: String = db.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    if told == "ok" { Ok(()) } else { Err(rusqlite::Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_CORRUPT), None)) }
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
