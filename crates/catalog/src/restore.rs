//! Putting rows back as a step found or left them.

use crate::error::Fault;
use crate::recorded::{Column, Recorded, as_object, defaults_as_object};
use crate::slices::Slices;
use crate::sql::for_each_row;
use base::{PhotoId, StepId};
use rusqlite::{Connection, ErrorCode, OptionalExtension, Row};
use serde_json::{Map, Value};
use std::collections::HashMap;

/// A way through the changes of a step.
pub(crate) struct Way {
    /// The next changes of the step `?1` from `?2` on, in order: number, table, row, how it must be, how it will be, photo. Those that were
    /// refused on the other way are left out.
    sql: &'static str,
    by: i64,
}

/// From the last change to the first: rows become as they were before.
pub(crate) const BACK: Way = Way {
    sql: "SELECT id, tbl, row_id, after, before, coalesce(after, before) ->> 'photo_id' FROM changes WHERE step_id = ?1 AND id <= ?2
        AND NOT EXISTS (SELECT 1 FROM refused WHERE refused.step_id = ?1 AND change_id = changes.id) ORDER BY id DESC LIMIT 500",
    by: -1,
};

/// From the first to the last: rows become as the step left them.
pub(crate) const FORTH: Way = Way {
    sql: "SELECT id, tbl, row_id, before, after, coalesce(after, before) ->> 'photo_id' FROM changes WHERE step_id = ?1 AND id >= ?2
        AND NOT EXISTS (SELECT 1 FROM refused WHERE refused.step_id = ?1 AND change_id = changes.id) ORDER BY id LIMIT 500",
    by: 1,
};

impl Way {
    /// The change behind this one.
    pub(crate) fn next(&self, change: i64) -> i64 {
        change + self.by
    }

    fn changes(&self, db: &Connection, step: StepId, from: i64) -> rusqlite::Result<Vec<Change>> {
        let mut statement = db.prepare_cached(self.sql)?;
        statement.query_map((step.0, from), change)?.collect()
    }
}

struct Change {
    id: i64,
    table: String,
    row: i64,
    from: Option<String>,
    to: Option<String>,
    photo: Option<PhotoId>,
}

fn change(row: &Row<'_>) -> rusqlite::Result<Change> {
    let photo = row.get::<_, Option<i64>>(5)?.map(PhotoId);
    Ok(Change { id: row.get(0)?, table: row.get(1)?, row: row.get(2)?, from: row.get(3)?, to: row.get(4)?, photo })
}

/// A change that was put back, or refused.
pub(crate) struct Passed<'a> {
    pub(crate) change: i64,
    pub(crate) table: &'a str,
    pub(crate) photo: Option<PhotoId>,
    /// In words, where it was refused.
    pub(crate) refused: Option<String>,
}

/// Puts back each row of the step that still is as it must be, from the change `from` on.
pub(crate) fn walk(
    slices: &mut Slices<'_>,
    step: StepId,
    way: &Way,
    from: i64,
    mut passed: impl FnMut(&mut Slices<'_>, Passed<'_>) -> Result<(), Fault>,
) -> Result<(), Fault> {
    // A set comes back before or after its labels, as it may.
    slices.defer()?;
    let (db, mut from) = (slices.db, from);
    let mut tables: HashMap<String, Table<'_>> = HashMap::new();
    loop {
        let changes = way.changes(db, step, from)?;
        let Some(last) = changes.last() else { return Ok(()) };
        from = way.next(last.id);
        for Change { id, table: name, row, from, to, photo } in changes {
            if !tables.contains_key(&name) {
                tables.insert(name.clone(), Table::named(db, &name)?);
            }
            let table = &tables[&name];
            let is_put = table.is(row, from.as_deref())? && table.put(row, to.as_deref())?;
            let refused = if is_put { None } else { Some(table.describe(to.as_deref().or(from.as_deref()).unwrap_or_default())?) };
            passed(slices, Passed { change: id, table: &name, photo, refused })?;
        }
    }
}

/// A table with its columns as they are now, which may be more than a step knew when it wrote a row down.
struct Table<'a> {
    db: &'a Connection,
    recorded: &'static Recorded,
    columns: Vec<Column>,
    /// Reads a row as an object.
    now: String,
    /// What a row that was written down before a column came has there.
    defaults: Map<String, Value>,
}

impl<'a> Table<'a> {
    fn named(db: &'a Connection, name: &str) -> Result<Self, Fault> {
        let recorded = Recorded::named(name)?;
        let columns = recorded.columns(db)?;
        let now = format!("SELECT {} FROM {name} WHERE id = ?1", as_object(&columns, name));
        let defaults: String = db.query_row(&format!("SELECT {}", defaults_as_object(&columns)), [], |row| row.get(0))?;
        Ok(Self { db, recorded, columns, now, defaults: parsed(&defaults)? })
    }

    /// Whether the row is as `then` says; `None`: it is not there.
    fn is(&self, id: i64, then: Option<&str>) -> Result<bool, Fault> {
        let now: Option<String> = self.db.prepare_cached(&self.now)?.query_row([id], |row| row.get(0)).optional()?;
        match (now.as_deref(), then) {
            (Some(now), Some(then)) => Ok(now == then || self.equal(&parsed(now)?, &parsed(then)?)),
            (now, then) => Ok(now == then),
        }
    }

    fn equal(&self, now: &Map<String, Value>, then: &Map<String, Value>) -> bool {
        self.columns.iter().all(|Column { name, .. }| now.get(name) == then.get(name).or_else(|| self.defaults.get(name)))
    }

    /// Makes the row as `to` says; `None`: takes it out. False where something stands in the way.
    fn put(&self, id: i64, to: Option<&str>) -> Result<bool, Fault> {
        let Some(to) = to else {
            for_each_row(self.db, &format!("DELETE FROM {} WHERE id = ?1", self.recorded.name), [[id]])?;
            return Ok(true);
        };
        if let Some(needs) = self.recorded.needs
            && !self.db.prepare_cached(needs)?.exists([to])?
        {
            return Ok(false);
        }
        match for_each_row(self.db, &self.upsert(&parsed(to)?), [[to]]) {
            Ok(_) => Ok(true),
            // Another row has taken its place.
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// A statement for rows that have these columns. A column that `row` does not know gets its default in a new row.
    fn upsert(&self, row: &Map<String, Value>) -> String {
        let known = || self.columns.iter().map(|column| column.name.as_str()).filter(|name| row.contains_key(*name));
        let list = |item: &dyn Fn(&str) -> String| known().map(item).collect::<Vec<_>>().join(", ");
        format!(
            "INSERT INTO {} ({}) SELECT {} WHERE true ON CONFLICT (id) DO UPDATE SET {}",
            self.recorded.name,
            list(&str::to_owned),
            list(&|name| format!("?1 ->> '{name}'")),
            list(&|name| format!("{name} = excluded.{name}")),
        )
    }

    /// Which row it is, in words.
    fn describe(&self, row: &str) -> Result<String, Fault> {
        Ok(self.db.prepare_cached(self.recorded.describe)?.query_row([row], |row| row.get(0))?)
    }
}

fn parsed(row: &str) -> Result<Map<String, Value>, Fault> {
    serde_json::from_str(row).map_err(|error| Fault::damaged(error.to_string()))
}
