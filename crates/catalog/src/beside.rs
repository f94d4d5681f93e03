//! Two halves of a large table read at the same time, over two connections.

use crate::connection::Catalog;
use crate::error::Fault;
use crate::sql::{distrust, wait_patiently};
use rusqlite::{Connection, OpenFlags};
use std::ops::RangeInclusive;

/// Below so many rows a second connection costs more than it saves.
const MANY: i64 = 20_000;

impl Catalog {
    /// What both find in one state of the catalogue: `db`'s. At the same time, where there are many `rows` and that can be had.
    pub(crate) fn both<A, B: Send>(
        &self,
        db: &Connection,
        rows: i64,
        first: impl FnOnce(&Connection) -> Result<A, Fault>,
        second: impl FnOnce(&Connection) -> Result<B, Fault> + Send,
    ) -> Result<(A, B), Fault> {
        let beside = if rows < MANY || self.is_read_only() { None } else { self.beside(db) };
        let Some(beside) = beside else { return Ok((first(db)?, second(db)?)) };
        std::thread::scope(|scope| {
            let second = scope.spawn(move || second(&beside));
            let first = first(db);
            let second = second.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            Ok((first?, second?))
        })
    }

    /// A second connection that sees the same photos and vectors as `db`; `None` where another program has just changed them.
    fn beside(&self, db: &Connection) -> Option<Connection> {
        let open = || -> rusqlite::Result<Connection> {
            let beside = Connection::open_with_flags(&self.path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
            distrust(&beside)?;
            wait_patiently(&beside)?;
            beside.execute_batch("BEGIN")?;
            Ok(beside)
        };
        let generation = |db: &Connection| db.query_row("SELECT photos FROM generations", [], |row| row.get::<_, i64>(0));
        let beside = open().ok()?;
        (generation(&beside).ok()? == generation(db).ok()?).then_some(beside)
    }
}

/// Both halves of a range.
pub(crate) fn halves(rows: &RangeInclusive<i64>) -> (RangeInclusive<i64>, RangeInclusive<i64>) {
    let (first, last) = (*rows.start(), *rows.end());
    let middle = first.midpoint(last);
    (first..=middle, middle + 1..=last)
}
