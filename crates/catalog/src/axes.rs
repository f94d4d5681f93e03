//! Saved axes: read, and made, changed and deleted in steps.

use crate::connection::Catalog;
use crate::error::{CatalogError, Fault};
use crate::step::Step;
use base::axes::{AxisDraft, Constants, SavedAxis, Way, axis_named, is_axis_name};
use base::{AxisId, natural};
use rusqlite::{Connection, OptionalExtension, Row, params};

const COLUMNS: &str = "id, name, start_at, end_at, way, near_start, near_end, strength, pull, near";

impl Catalog {
    /// All of them, by name in natural order.
    pub fn axes(&self) -> Result<Vec<SavedAxis>, CatalogError> {
        self.read(all)
    }
}

impl Step<'_> {
    /// As [`Catalog::axes`].
    pub fn axes(&self) -> Result<Vec<SavedAxis>, Fault> {
        all(self.db)
    }

    /// Saves an axis under a name: a new one, or in the place of this one. Refused where another one has that name.
    pub fn save_axis(&mut self, id: Option<AxisId>, name: &str, axis: &AxisDraft) -> Result<AxisId, Fault> {
        let name = name.trim();
        if !is_axis_name(name) {
            return Err(Fault::AxisName(name.to_owned()));
        }
        // SQLite's own comparison knows no letter beyond ASCII.
        let others = all(self.db)?.into_iter().filter(|axis| Some(axis.id) != id).collect::<Vec<_>>();
        if axis_named(&others, name).is_some() {
            return Err(Fault::AxisTaken(name.to_owned()));
        }
        let AxisDraft { from, to, way } = axis;
        let constants = if let Way::Gradient(constants) = way { Some(constants) } else { None };
        let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let row = params![
            id.map(|id| id.0),
            name,
            from.trim(),
            to.trim(),
            way.as_str(),
            constants.map(|c| number(c.start)),
            constants.and_then(|c| c.end).map(number),
            constants.map(|c| c.strength),
            constants.map(|c| c.pull),
            constants.map(|c| number(c.near)),
        ];
        let sql = match id {
            None => {
                "INSERT INTO axes (name, start_at, end_at, way, near_start, near_end, strength, pull, near)
                VALUES (?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) RETURNING coalesce(?1, id)"
            }
            Some(_) => {
                "UPDATE axes SET name = ?2, start_at = ?3, end_at = ?4, way = ?5, near_start = ?6, near_end = ?7, strength = ?8, pull = ?9,
                near = ?10 WHERE id = ?1 RETURNING id"
            }
        };
        self.db.query_row(sql, row, |row| row.get(0).map(AxisId)).optional()?.ok_or(Fault::NoSuchAxis)
    }

    /// Deletes an axis; searches that are ordered along it keep the order that they would have without.
    pub fn delete_axis(&mut self, id: AxisId) -> Result<(), Fault> {
        match self.db.execute("DELETE FROM axes WHERE id = ?1", [id.0])? {
            0 => Err(Fault::NoSuchAxis),
            _ => Ok(()),
        }
    }
}

fn all(db: &Connection) -> Result<Vec<SavedAxis>, Fault> {
    let mut statement = db.prepare_cached(&format!("SELECT {COLUMNS} FROM axes"))?;
    let mut axes = statement.query_map([], saved)?.collect::<rusqlite::Result<Vec<_>>>()?;
    axes.sort_by_cached_key(|axis| natural::key(&axis.name));
    Ok(axes)
}

fn saved(row: &Row<'_>) -> rusqlite::Result<SavedAxis> {
    let way: String = row.get(4)?;
    let way = if way == Way::Line.as_str() { Way::Line } else { Way::Gradient(constants(row)?) };
    Ok(SavedAxis { id: AxisId(row.get(0)?), name: row.get(1)?, axis: AxisDraft { from: row.get(2)?, to: row.get(3)?, way } })
}

/// What another program left out is as it usually is.
fn constants(row: &Row<'_>) -> rusqlite::Result<Constants> {
    let usual = Constants::default();
    let photos = |column| row.get::<_, Option<i64>>(column).map(|n| n.and_then(|n| usize::try_from(n).ok()));
    let factor = |column| row.get::<_, Option<f32>>(column);
    Ok(Constants {
        start: photos(5)?.unwrap_or(usual.start),
        end: photos(6)?,
        strength: factor(7)?.unwrap_or(usual.strength),
        pull: factor(8)?.unwrap_or(usual.pull),
        near: photos(9)?.unwrap_or(usual.near),
    })
}
