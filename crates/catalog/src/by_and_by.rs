//! What goes with a row that is taken out: so many rows that others must be able to write in between.

use crate::connection::Catalog;
use crate::error::{CatalogError, Fault};
use crate::sql::for_each_row;
use crate::step::Step;
use std::time::Instant;

/// Rows between two looks at the time. Few in tests, so that they see what lies between.
const AT_A_TIME: usize = if cfg!(test) { 1 } else { 50 };

impl Step<'_> {
    /// Takes out what is decided and kept about all that has this value in that column, before that goes itself.
    pub(crate) fn clear(&mut self, column: &str, value: i64) -> Result<(), Fault> {
        for table in ["tags", "kept", "opinions"] {
            let sql = format!("DELETE FROM {table} WHERE id IN (SELECT id FROM {table} WHERE {column} = ?1 LIMIT {AT_A_TIME})");
            while self.db.prepare_cached(&sql)?.execute([value])? > 0 {
                self.let_others()?;
            }
        }
        Ok(())
    }
}

impl Catalog {
    /// Takes out the photos that meet a condition on `?1`, and all that is known of them. No step: where it ends in the middle, some are gone
    /// and the others are not. Answers how many.
    pub(crate) fn delete_photos(&mut self, which: &str, value: Option<i64>) -> Result<u64, CatalogError> {
        let list = format!("SELECT id FROM photos WHERE {which}");
        let ids: Vec<i64> = self.read(|db| Ok(db.prepare(&list)?.query_map([value], |row| row.get(0))?.collect::<Result<_, _>>()?))?;
        // By now it may be another's that is no longer meant.
        let delete = format!("DELETE FROM photos WHERE id = ?2 AND {which}");
        let (pace, mut ids, mut deleted) = (self.pace, ids.chunks(AT_A_TIME), 0);
        while ids.len() > 0 {
            let (rest, more) = self.write(|db| {
                let (since, mut rest, mut more) = (Instant::now(), ids.clone(), 0);
                for some in rest.by_ref() {
                    more += for_each_row(db, &delete, some.iter().map(|id| (value, id)))? as u64;
                    if since.elapsed() >= pace.slice {
                        break;
                    }
                }
                Ok((rest, more))
            })?;
            (ids, deleted) = (rest, deleted + more);
            (pace.rest)();
        }
        Ok(deleted)
    }
}
