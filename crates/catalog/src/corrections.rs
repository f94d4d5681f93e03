//! What persons have made of labels that were there before, as far as the history reaches.

use crate::connection::Catalog;
use crate::error::CatalogError;
use base::{Choice, Decision, LabelId, LabelSet, LabelSetId, PhotoId, Source, Tag};
use std::collections::{BTreeMap, HashMap};

/// A label of a photo that a person replaced; of a multi-choice set one that they took off or added.
#[derive(Clone, Debug, PartialEq)]
pub struct Correction {
    /// What it was before the first change; `None`: none of these, or a label was missing.
    pub was: Option<LabelId>,
    /// What it is now; `None`: none of these, or a label was taken off.
    pub now: Option<LabelId>,
    /// What a person decided since.
    pub by: Tag,
}

impl Catalog {
    /// The corrections of a set, by photo. Steps that were undone count for nothing, and a label that came back is none.
    pub fn corrections(&self, set: &LabelSet) -> Result<Vec<Correction>, CatalogError> {
        match set.choice {
            Choice::Single => self.replaced(set.id),
            Choice::Multi => self.added_and_taken_off(set.id),
        }
    }

    fn replaced(&self, set: LabelSetId) -> Result<Vec<Correction>, CatalogError> {
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
        Ok(corrected.map(|by| Correction { was: first[&by.photo], now: by.label, by }).collect())
    }

    /// A label that was there is a correction where a person rejected it since, or said that none fits; one that was not, where a person
    /// added it to a photo that a file or a rule had labelled.
    fn added_and_taken_off(&self, set: LabelSetId) -> Result<Vec<Correction>, CatalogError> {
        let before = self.before(set)?;
        let photos: Vec<PhotoId> = before.keys().copied().collect();
        let tags: Vec<Tag> = self.tags_of(&photos)?.into_iter().filter(|tag| tag.set == set).collect();
        let of_photo = |tags: &[Tag]| before.get(&tags[0].photo).map_or_else(Vec::new, |before| before.corrections(tags));
        Ok(tags.chunk_by(|a, b| a.photo == b.photo).flat_map(of_photo).collect())
    }

    /// What the history tells of each photo of a set.
    fn before(&self, set: LabelSetId) -> Result<BTreeMap<PhotoId, Before>, CatalogError> {
        self.read(|db| {
            let mut statement = db.prepare_cached(
                "SELECT coalesce(before ->> 'photo_id', after ->> 'photo_id'), before ->> 'label_id', before ->> 'decision' = 'accepted',
                     coalesce(before ->> 'source', 'person') <> 'person' OR coalesce(after ->> 'source', 'person') <> 'person'
                 FROM changes JOIN steps ON steps.id = step_id
                 WHERE undone = 0 AND tbl = 'tags' AND coalesce(before ->> 'set_id', after ->> 'set_id') = ?1 ORDER BY changes.id",
            )?;
            let mut rows = statement.query([set.0])?;
            let mut photos: BTreeMap<PhotoId, Before> = BTreeMap::new();
            while let Some(row) = rows.next()? {
                let photo = photos.entry(PhotoId(row.get(0)?)).or_default();
                photo.by_others |= row.get::<_, bool>(3)?;
                if let (Some(label), Some(accepted)) = (row.get::<_, Option<i64>>(1)?, row.get::<_, Option<bool>>(2)?) {
                    photo.had.entry(LabelId(label)).or_insert(accepted);
                }
            }
            Ok(photos)
        })
    }
}

/// What the history tells of a photo.
#[derive(Default)]
struct Before {
    /// A file or a rule has labelled it.
    by_others: bool,
    /// Whether it had a label before that was first changed.
    had: BTreeMap<LabelId, bool>,
}

impl Before {
    fn corrections(&self, tags: &[Tag]) -> Vec<Correction> {
        let by_person = |tag: &&Tag| tag.provenance.source == Source::Person;
        let none = tags.iter().filter(by_person).find(|tag| tag.decision == Decision::None);
        let taken_off = self.had.iter().filter(|(_, had)| **had).filter_map(|(label, _)| {
            let own = tags.iter().find(|tag| tag.label == Some(*label));
            let by = own.map_or(none, |own| Some(own).filter(by_person).filter(|own| own.decision == Decision::Rejected))?;
            Some(Correction { was: Some(*label), now: None, by: by.clone() })
        });
        let is_new = |tag: &&Tag| tag.label.is_some_and(|label| self.had.get(&label) != Some(&true));
        let added = tags.iter().filter(by_person).filter(|tag| self.by_others && tag.decision == Decision::Accepted).filter(is_new);
        taken_off.chain(added.map(|by| Correction { was: None, now: by.label, by: by.clone() })).collect()
    }
}
