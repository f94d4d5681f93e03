//! What came of a merge with a hub: it is put in the place of what stands. Who is more entitled was decided by the merge.

use crate::connection::Catalog;
use crate::error::{CatalogError, Fault};
use crate::opinions::beside;
use crate::sql::for_each_row;
use crate::step::Step;
use crate::tags::{COLUMNS, tag};
use base::{LabelId, LabelSetId, Marked, Opinion, PhotoId, PhotoSku, Ruling, Tag};
use rusqlite::{Connection, params};
use std::collections::HashSet;

impl Catalog {
    /// What authors say beside the decisions that stand, of all sets: a row for each photo, set and author.
    pub fn opinions_beside(&self) -> Result<Vec<(LabelSetId, Opinion)>, CatalogError> {
        self.read(|db| {
            let mut opinions = Vec::new();
            opinions_between(db, PhotoId(i64::MIN), PhotoId(i64::MAX), &mut opinions)?;
            Ok(opinions)
        })
    }
}

/// What authors say beside the decisions about the photos from `first` to `last`, by photo, set and author.
pub(crate) fn opinions_between(db: &Connection, first: PhotoId, last: PhotoId, all: &mut Vec<(LabelSetId, Opinion)>) -> Result<(), Fault> {
    let mut opinions: Vec<_> = beside(db, "photo_id BETWEEN ?1 AND ?2", (first.0, last.0))?.into_iter().collect();
    opinions.sort_by_key(|((_, photo, _), _)| *photo);
    all.extend(opinions.into_iter().map(|((set, ..), opinion)| (set, opinion)));
    Ok(())
}

/// None of these lets others write in between: whoever puts many things calls [`Step::let_others`] and looks again at what stands.
impl Step<'_> {
    /// Puts these decisions in the place of those that stand about a photo in a set. Decisions about what the photo held before stay where none
    /// takes their place.
    pub fn put_tags(&mut self, photo: PhotoId, set: LabelSetId, tags: &[Tag]) -> Result<(), Fault> {
        let (_, revision) = self.facts(set, Ruling::WithdrawAll)?;
        let sql = format!("SELECT {COLUMNS} FROM tags WHERE photo_id = ?1 AND set_id = ?2");
        let mut there: Vec<(i64, Tag)> = Vec::new();
        {
            let mut statement = self.db.prepare_cached(&sql)?;
            let (mut rows, mut texts) = (statement.query((photo.0, set.0))?, HashSet::new());
            while let Some(row) = rows.next()? {
                there.push((row.get(0)?, tag(row, &mut texts)?));
            }
        }
        let wanted = |label: Option<LabelId>| tags.iter().find(|tag| tag.label == label);
        let gone = there.iter().filter(|(_, tag)| !tag.stale && wanted(tag.label).is_none()).map(|(id, _)| [*id]);
        for_each_row(self.db, "DELETE FROM tags WHERE id = ?1", gone)?;
        for tag in tags {
            let stands = there.iter().find(|(_, other)| other.label == tag.label);
            if stands.is_some_and(|(_, t)| (t.stale, t.decision, &t.provenance) == (tag.stale, tag.decision, &tag.provenance)) {
                continue;
            }
            for_each_row(self.db, "DELETE FROM tags WHERE id = ?1", stands.iter().map(|(id, _)| [*id]))?;
            let base::Provenance { source, score, model, decided_at_ms, author, settles } = &tag.provenance;
            let (label, score) = (tag.label.map(|label| label.0), score.map(f64::from));
            let sql = "INSERT INTO tags (photo_id, set_id, label_id, decision, source, score, model, revision, decided_at, author, settles, stale)
                SELECT id, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12 FROM photos WHERE id = ?1";
            let (decision, source) = (tag.decision.as_str(), source.as_str());
            let row = params![
                photo.0,
                set.0,
                label,
                decision,
                source,
                score,
                model.as_deref(),
                revision,
                decided_at_ms,
                author.as_deref(),
                settles,
                tag.stale
            ];
            for_each_row(self.db, sql, [row])?;
        }
        Ok(())
    }

    /// Puts what an author says beside the decision that stands in the place of what they said; `None`: nothing.
    pub fn put_opinion(&mut self, photo: PhotoId, set: LabelSetId, author_key: &str, said: Option<&Opinion>) -> Result<(), Fault> {
        self.has_opinions = Some(true);
        let sql = "DELETE FROM opinions WHERE photo_id = ?1 AND set_id = ?2 AND author_key = ?3";
        for_each_row(self.db, sql, [(photo.0, set.0, author_key)])?;
        let Some(said) = said else { return Ok(()) };
        let labels = if said.labels.is_empty() { vec![None] } else { said.labels.iter().map(|label| Some(label.0)).collect() };
        let sql = "INSERT INTO opinions (photo_id, set_id, label_id, author, author_key, decided_at)
            SELECT id, ?2, ?3, ?4, ?5, ?6 FROM photos WHERE id = ?1";
        for label in labels {
            for_each_row(self.db, sql, [params![photo.0, set.0, label, &*said.author, author_key, said.decided_at_ms]])?;
        }
        Ok(())
    }

    /// Puts a mark in the place of the one of its kind; `None`: there is none, and none was taken off.
    pub fn put_mark(&mut self, photo: PhotoId, kind: &str, marked: Option<&Marked>) -> Result<(), Fault> {
        match marked {
            None => for_each_row(self.db, "DELETE FROM marks WHERE photo_id = ?1 AND kind = ?2", [(photo.0, kind)])?,
            Some(Marked { mark, source, at_ms, .. }) => {
                let sql = "INSERT INTO marks (photo_id, kind, value, source, marked_at) SELECT id, ?2, ?3, ?4, ?5 FROM photos WHERE id = ?1
                    ON CONFLICT (photo_id, kind) DO UPDATE SET value = excluded.value, source = excluded.source, marked_at = excluded.marked_at";
                for_each_row(self.db, sql, [params![photo.0, kind, mark.value(), source.as_str(), at_ms]])?
            }
        };
        Ok(())
    }

    /// Puts what is known of a photo's product in the place of what was.
    pub fn put_skus(&mut self, photo: PhotoId, skus: &[PhotoSku]) -> Result<(), Fault> {
        for_each_row(self.db, "DELETE FROM photo_skus WHERE photo_id = ?1", [[photo.0]])?;
        for said in skus {
            let sql = "INSERT INTO photo_skus (photo_id, sku, decision, source, score, model, decided_at)
                SELECT id, ?2, ?3, ?4, ?5, ?6, ?7 FROM photos WHERE id = ?1";
            let base::Provenance { source, score, model, decided_at_ms, .. } = &said.provenance;
            let row = params![
                photo.0,
                &*said.sku,
                said.decision.as_str(),
                source.as_str(),
                score.map(f64::from),
                model.as_deref(),
                decided_at_ms
            ];
            for_each_row(self.db, sql, [row])?;
        }
        Ok(())
    }
}
