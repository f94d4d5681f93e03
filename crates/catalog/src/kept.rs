//! Labels that a person kept when they were asked whether they are wrong.

use crate::connection::Catalog;
use crate::error::{CatalogError, Fault};
use crate::sql::for_each_row;
use crate::step::Step;
use base::{Kept, LabelId, LabelSetId, PhotoId};
use rusqlite::params;

impl Catalog {
    /// What was kept in a set, void or not, by photo.
    pub fn kept(&self, set: LabelSetId) -> Result<Vec<Kept>, CatalogError> {
        self.read(|db| {
            let sql = "SELECT photo_id, label_id, revision, kept_at FROM kept WHERE set_id = ?1 ORDER BY photo_id, id";
            let mut statement = db.prepare_cached(sql)?;
            let kept = statement.query_map([set.0], |row| {
                let label = row.get::<_, Option<i64>>(1)?.map(LabelId);
                Ok(Kept { photo: PhotoId(row.get(0)?), set, label, revision: row.get(2)?, kept_at_ms: row.get(3)? })
            })?;
            Ok(kept.collect::<Result<_, _>>()?)
        })
    }
}

impl Step<'_> {
    /// Puts these labels, each with when it was kept, in the place of those that were kept of a photo in a set.
    pub fn put_kept(&mut self, photo: PhotoId, set: LabelSetId, kept: &[(Option<LabelId>, i64)]) -> Result<(), Fault> {
        for_each_row(self.db, "DELETE FROM kept WHERE photo_id = ?1 AND set_id = ?2", [(photo.0, set.0)])?;
        kept.iter().try_for_each(|(label, at)| self.keep(photo, set, *label, *at))
    }

    /// The label of this photo (`None`: none of these) is right: an audit does not ask again. `kept_at_ms`: milliseconds since 1970.
    pub fn keep(&mut self, photo: PhotoId, set: LabelSetId, label: Option<LabelId>, kept_at_ms: i64) -> Result<(), Fault> {
        self.let_others()?;
        let sql = "INSERT INTO kept (photo_id, set_id, label_id, revision, kept_at)
            SELECT ?1, id, ?3, revision, ?4 FROM label_sets WHERE id = ?2 AND EXISTS (SELECT 1 FROM photos WHERE id = ?1)
            ON CONFLICT (photo_id, set_id, coalesce(label_id, 0)) DO UPDATE SET revision = excluded.revision, kept_at = excluded.kept_at";
        for_each_row(self.db, sql, [params![photo.0, set.0, label.map(|l| l.0), kept_at_ms]])?;
        Ok(())
    }
}
