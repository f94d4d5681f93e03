//! What persons have made of labels that were there before, as far as the history reaches.

use crate::connection::Catalog;
use crate::error::CatalogError;
use base::{Decision, LabelId, LabelSetId, PhotoId, Source, Tag};
use std::collections::HashMap;

/// A label of a photo that a person replaced.
#[derive(Clone, Debug, PartialEq)]
pub struct Correction {
    /// What it was before the first change; `None`: none of these.
    pub was: Option<LabelId>,
    /// What a person decided since.
    pub now: Tag,
}

impl Catalog {
    /// The corrections of a single-choice set, by photo. Steps that were undone count for nothing, and a label that came back is none.
    pub fn corrections(&self, set: LabelSetId) -> Result<Vec<Correction>, CatalogError> {
        let first: HashMap<PhotoId, Option<LabelId>> = self.read(|db| {
            let mut statement = db.prepare_cached(
                "SELECT before ->> 'photo_id', before ->> 'label_id' FROM changes JOIN steps ON steps.id = step_id
                 WHERE undone = 0 AND tbl = 'tags' AND before ->> 'set_id' = ?1 AND before ->> 'decision' <> 'rejected' ORDER BY changes.id",
            )?;
            let rows = statement.query_map([set.0], |row| Ok((PhotoId(row.get(0)?), row.get::<_, Option<i64>>(1)?.map(LabelId))))?;
            let mut first = HashMap::new();
            for row in rows {
                let (photo, label) = row?;
                first.entry(photo).or_insert(label);
            }
            Ok(first)
        })?;
        let mut photos: Vec<PhotoId> = first.keys().copied().collect();
        photos.sort_unstable();
        let stands = |tag: &Tag| tag.set == set && tag.decision != Decision::Rejected && tag.provenance.source == Source::Person;
        let corrected = self.tags_of(&photos)?.into_iter().filter(stands).filter(|tag| first[&tag.photo] != tag.label);
        Ok(corrected.map(|now| Correction { was: first[&now.photo], now }).collect())
    }
}
