//! Photos that a person called no duplicates of one another.

use crate::connection::Catalog;
use crate::error::{CatalogError, Fault};
use crate::sql::for_each_row;
use crate::step::Step;
use base::PhotoId;
use std::collections::HashSet;

impl Catalog {
    /// The pairs, the lower id first.
    pub fn distinct(&self) -> Result<HashSet<(PhotoId, PhotoId)>, CatalogError> {
        self.read(|db| {
            let mut statement = db.prepare_cached("SELECT photo_id, other_id FROM distinct_photos")?;
            Ok(statement.query_map([], |row| Ok((PhotoId(row.get(0)?), PhotoId(row.get(1)?))))?.collect::<Result<_, _>>()?)
        })
    }
}

impl Step<'_> {
    /// These pairs are no duplicates. Returns how many of them nobody had said so of.
    pub fn tell_apart(&mut self, pairs: impl IntoIterator<Item = (PhotoId, PhotoId)>) -> Result<u64, Fault> {
        let sql = "INSERT INTO distinct_photos (photo_id, other_id)
            SELECT min(?1, ?2), max(?1, ?2) WHERE ?1 <> ?2 AND (SELECT count(*) FROM photos WHERE id IN (?1, ?2)) = 2
            ON CONFLICT (photo_id, other_id) DO NOTHING";
        Ok(for_each_row(self.db, sql, pairs.into_iter().map(|(a, b)| (a.0, b.0)))? as u64)
    }
}
