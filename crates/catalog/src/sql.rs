//! Small helpers around SQLite's own interface.

use rusqlite::config::DbConfig;
use rusqlite::{Connection, Row};
use std::time::Duration;

/// How long one connection waits for another's write. A batch takes milliseconds; removing a large root, seconds.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);

/// How soon one connection that waits tries again. SQLite's own ever longer pauses would miss those that a long step makes for others.
pub(crate) const AGAIN: Duration = Duration::from_millis(5);

/// Waits for another's write, for as long as [`PATIENCE`].
pub(crate) fn wait_patiently(db: &Connection) -> rusqlite::Result<()> {
    db.busy_handler(Some(|tries| {
        std::thread::sleep(AGAIN);
        AGAIN * tries.unsigned_abs() < PATIENCE
    }))
}

/// Executes one statement for each row of parameters; it is compiled once a connection. Returns how many rows changed.
pub(crate) fn for_each_row<P: rusqlite::Params>(db: &Connection, sql: &str, rows: impl IntoIterator<Item = P>) -> rusqlite::Result<usize> {
    let mut statement = db.prepare_cached(sql)?;
    let mut changed = 0;
    for row in rows {
        changed += statement.execute(row)?;
    }
    Ok(changed)
}

/// SQLite's integers have a sign; what we count has none.
pub(crate) fn unsigned(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    let value: i64 = row.get(column)?;
    u64::try_from(value).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(column, value))
}

/// Gives free pages at the end of the file back to the file system.
pub(crate) fn shorten(db: &Connection) -> rusqlite::Result<()> {
    let mut statement = db.prepare("PRAGMA incremental_vacuum")?;
    let mut pages = statement.query([])?;
    // Each step frees one page.
    while pages.next()?.is_some() {}
    // The file itself is cut when the log is taken into it. A reader of an older state may stand in the way; a later one does it.
    db.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))
}

/// Sees to it that no view answers in the place of a table, and that no function with effects is called from the schema.
pub(crate) fn distrust(db: &Connection) -> rusqlite::Result<()> {
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false)?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    Ok(())
}

/// The version of a catalogue, as far as this connection sees.
pub(crate) fn version(db: &Connection) -> rusqlite::Result<i64> {
    db.pragma_query_value(None, "user_version", |row| row.get(0))
}
