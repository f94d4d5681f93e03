//! Putting rows back as a step found or left them.

use crate::error::Fault;
use crate::recorded::{Column, Recorded, as_object, defaults_as_object};
use crate::sql::for_each_row;
use rusqlite::{Connection, ErrorCode, OptionalExtension};
use serde_json::{Map, Value};

/// A table with its columns as they are now, which may be more than a step knew when it wrote a row down.
pub(crate) struct Table<'a> {
    db: &'a Connection,
    recorded: &'static Recorded,
    columns: Vec<Column>,
    /// Reads a row as an object.
    now: String,
    /// What a row that was written down before a column came has there.
    defaults: Map<String, Value>,
}

impl<'a> Table<'a> {
    pub(crate) fn named(db: &'a Connection, name: &str) -> Result<Self, Fault> {
        let recorded = Recorded::named(name)?;
        let columns = recorded.columns(db)?;
        let now = format!("SELECT {} FROM {name} WHERE id = ?1", as_object(&columns, name));
        let defaults: String = db.query_row(&format!("SELECT {}", defaults_as_object(&columns)), [], |row| row.get(0))?;
        Ok(Self { db, recorded, columns, now, defaults: parsed(&defaults)? })
    }

    /// Whether the row is as `then` says; `None`: it is not there.
    pub(crate) fn is(&self, id: i64, then: Option<&str>) -> Result<bool, Fault> {
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
    pub(crate) fn put(&self, id: i64, to: Option<&str>) -> Result<bool, Fault> {
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
    pub(crate) fn describe(&self, row: &str) -> Result<String, Fault> {
        Ok(self.db.prepare_cached(self.recorded.describe)?.query_row([row], |row| row.get(0))?)
    }
}

fn parsed(row: &str) -> Result<Map<String, Value>, Fault> {
    serde_json::from_str(row).map_err(|error| Fault::damaged(error.to_string()))
}
