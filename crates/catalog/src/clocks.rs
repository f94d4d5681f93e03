//! Cameras whose clocks are off: read, and told in steps. What photos' files say of their dates stays as it is.

use crate::connection::Catalog;
use crate::error::{CatalogError, Fault};
use crate::step::Step;
use base::{ClockOffset, Clocks};
use rusqlite::Connection;

impl Catalog {
    /// Every camera whose clock is off.
    pub fn clocks(&self) -> Result<Clocks, CatalogError> {
        self.read(|db| Ok(all(db)?))
    }
}

impl Step<'_> {
    /// Says by how much a camera's clock is off; 0: it is right. True where that is new.
    pub fn set_clock(&mut self, camera: &str, offset: ClockOffset) -> Result<bool, Fault> {
        let changed = if offset == ClockOffset::NONE {
            self.db.execute("DELETE FROM clocks WHERE camera = ?1", [camera])?
        } else {
            let sql = "INSERT INTO clocks (camera, offset_s) VALUES (?1, ?2)
                ON CONFLICT (camera) DO UPDATE SET offset_s = excluded.offset_s WHERE offset_s <> excluded.offset_s";
            self.db.execute(sql, (camera, offset.seconds()))?
        };
        Ok(changed > 0)
    }
}

/// An offset that is none, as only another program can have written it, is passed over.
pub(crate) fn all(db: &Connection) -> rusqlite::Result<Clocks> {
    let mut statement = db.prepare_cached("SELECT camera, offset_s FROM clocks")?;
    let rows = statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get(1)?)))?;
    let clock = |row: rusqlite::Result<(String, i64)>| {
        row.map(|(camera, seconds)| Some((camera.into(), ClockOffset::from_seconds(seconds)?))).transpose()
    };
    rows.filter_map(clock).collect()
}

/// A date as its camera told it becomes what it is taken to be, with the offset that was added.
pub(crate) fn put_right(captured: Option<String>, camera: Option<&str>, clocks: &Clocks) -> (Option<String>, ClockOffset) {
    let corrected = || {
        let offset = *clocks.get(camera?)?;
        Some((offset.corrected(captured.as_deref()?)?, offset))
    };
    match corrected() {
        Some((corrected, offset)) => (Some(corrected), offset),
        None => (captured, ClockOffset::NONE),
    }
}
