//! The review queue: which photos a person should look at, and in which order.

use super::compare::Differ;
use super::scattered::scattered;
use super::search::Searchable;
use super::suggest::{DecidedSet, SUGGESTED, Slot, Suggestion, Suggestions, Within};
use base::{Choice, LabelId, LabelSetId, ModelId, PhotoId};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Which photos come first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum ReviewOrder {
    /// The smallest margin between the two likeliest labels.
    #[default]
    Uncertain,
    /// Those suggested as this label, the least certain first.
    Label(#[serde(with = "label_id")] LabelId),
    /// A random sample, always the same for the same seed.
    Random(u64),
    /// A random sample of the surer half of those with a suggested label, then of the rest: it settles soonest whether a precision can be
    /// promised, since the surest are accepted first and a promise counts on a sample. Always the same for the same seed.
    Sure(u64),
    /// Those on which two models disagree, worst first.
    Disagreement(#[serde(with = "model_id")] ModelId, #[serde(with = "model_id")] ModelId),
}

mod label_id {
    //! An id as a plain number.
    use base::LabelId;
    use serde::{Deserialize, Deserializer, Serializer};

    #[allow(clippy::trivially_copy_pass_by_ref)] // serde's own shape
    pub fn serialize<S: Serializer>(id: &LabelId, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_i64(id.0)
    }

    pub fn deserialize<'a, D: Deserializer<'a>>(from: D) -> Result<LabelId, D::Error> {
        i64::deserialize(from).map(LabelId)
    }
}

mod model_id {
    //! An id as a plain number.
    use base::ModelId;
    use serde::{Deserialize, Deserializer, Serializer};

    #[allow(clippy::trivially_copy_pass_by_ref)] // serde's own shape
    pub fn serialize<S: Serializer>(id: &ModelId, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_i64(id.0)
    }

    pub fn deserialize<'a, D: Deserializer<'a>>(from: D) -> Result<ModelId, D::Error> {
        i64::deserialize(from).map(ModelId)
    }
}

/// What two models say of the photos of a queue.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Opinions {
    /// Names of the models.
    pub models: [String; 2],
    /// What they say, photo by photo.
    pub of: HashMap<PhotoId, Differ>,
}

/// Photos to look at.
#[derive(Clone, Debug, PartialEq)]
pub struct ReviewQueue {
    /// The set that is reviewed.
    pub set: LabelSetId,
    /// In which order.
    pub order: ReviewOrder,
    /// Those still to be asked, in order; skipped ones last.
    pub photos: Vec<PhotoId>,
    /// How many there were when the review was begun.
    pub total: u64,
    /// What the two models say, for [`ReviewOrder::Disagreement`].
    pub opinions: Option<Arc<Opinions>>,
}

/// Where a person stands in a review, as the catalogue keeps it.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ReviewPlace {
    /// In which order.
    pub order: ReviewOrder,
    /// Photos that were passed over, first passed over first.
    pub skipped: Vec<i64>,
    /// How many photos there were when the review was begun.
    pub total: u64,
}

impl ReviewPlace {
    /// As it was saved; a new one where it cannot be read any more.
    pub fn read(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or_default()
    }

    /// To be saved.
    pub fn write(&self) -> String {
        // Numbers and names alone: there is nothing in it that could fail.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The photo comes last from now on.
    pub fn skip(&mut self, photo: PhotoId) {
        self.skipped.retain(|p| *p != photo.0);
        self.skipped.push(photo.0);
    }
}

/// The photos that a person should look at: present ones of the scope with an open question. In a multi-choice set those whose
/// likeliest undecided label is suggested. Skipped ones come last, first passed over first.
pub fn queue(
    order: ReviewOrder,
    photos: &Searchable,
    applied: &Suggestions,
    asked: &DecidedSet<'_>,
    within: &Within,
    skipped: &[i64],
) -> Vec<PhotoId> {
    let mut rows: Vec<&Suggestion> = open(photos, applied, asked).filter(|s| within.contains(s.photo)).collect();
    // Rows come by photo id, and the sorts are stable: the same question has the same answer.
    match order {
        ReviewOrder::Uncertain => rows.sort_by(|a, b| a.margin.total_cmp(&b.margin)),
        ReviewOrder::Label(label) => {
            rows.retain(|s| asked.label(s.slot) == Some(label));
            rows.sort_by(|a, b| a.score.total_cmp(&b.score));
        }
        ReviewOrder::Random(seed) => rows.sort_by_key(|s| mixed(seed, s.photo)),
        ReviewOrder::Sure(seed) => {
            rows.retain(|s| s.slot != Slot::NONE_OF_THESE);
            rows.sort_by(|a, b| b.score.total_cmp(&a.score));
            let half = rows.len().div_ceil(2);
            let (surer, others) = rows.split_at_mut(half);
            surer.sort_by_key(|s| mixed(seed, s.photo));
            others.sort_by_key(|s| mixed(seed, s.photo));
        }
        // One model alone disagrees with nobody: see `disagreements`.
        ReviewOrder::Disagreement(..) => rows.clear(),
    }
    skipped_last(rows.into_iter().map(|s| s.photo).collect(), skipped)
}

/// The photos on which two models disagree, worst first: present ones of the scope, where what one of them suggests is an open
/// question. Skipped ones come last, first passed over first.
pub fn disagreements(photos: &Searchable, differ: &[Differ], asked: &DecidedSet<'_>, within: &Within, skipped: &[i64]) -> Vec<PhotoId> {
    let (slots, single) = (asked.slots(), asked.set.draft.choice == Choice::Single);
    let is_open = |photo: PhotoId, label: Option<LabelId>| match label {
        Some(label) => slots.get(&label).is_some_and(|slot| asked.is_open(photo, *slot)),
        // In a multi-choice set it says that the other one's label does not fit, which is the same question.
        None => single && asked.is_open(photo, Slot::NONE_OF_THESE),
    };
    let wanted = |d: &&Differ| {
        within.contains(d.photo)
            && photos.photo(d.photo).is_some_and(|p| !p.missing)
            && d.labels.iter().any(|label| is_open(d.photo, *label))
    };
    skipped_last(differ.iter().filter(wanted).map(|d| d.photo).collect(), skipped)
}

fn skipped_last(mut queue: Vec<PhotoId>, skipped: &[i64]) -> Vec<PhotoId> {
    let place: HashMap<i64, usize> = skipped.iter().enumerate().map(|(place, photo)| (*photo, place + 1)).collect();
    queue.sort_by_key(|photo| place.get(&photo.0).copied().unwrap_or_default());
    queue
}

/// Photos with an open question in a set, as [`queue`] would hold them.
pub fn open_photos(photos: &Searchable, applied: &Suggestions, asked: &DecidedSet<'_>) -> HashSet<PhotoId> {
    open(photos, applied, asked).map(|s| s.photo).collect()
}

/// Suggestions about present photos that are a question.
fn open<'a>(photos: &'a Searchable, applied: &'a Suggestions, asked: &'a DecidedSet<'_>) -> impl Iterator<Item = &'a Suggestion> {
    let multi = asked.set.draft.choice == Choice::Multi;
    applied.rows.iter().filter(move |s| {
        photos.photo(s.photo).is_some_and(|p| !p.missing) && (!multi || s.score >= SUGGESTED) && asked.is_open(s.photo, s.slot)
    })
}

/// A number that looks random and depends on seed and photo alone, so that a photo more or less leaves the others' order as it is.
pub(crate) fn mixed(seed: u64, photo: PhotoId) -> u64 {
    scattered(seed, photo.0 as u64)
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn a_place_is_kept_as_text_and_a_broken_one_is_a_new_one() {
        let mut place = ReviewPlace { order: ReviewOrder::Label(LabelId(7)), skipped: vec![3], total: 12 };
        place.skip(PhotoId(9));
        place.skip(PhotoId(3));
        assert_eq!(place.skipped, [9, 3]);
        assert_eq!(ReviewPlace::read(&place.write()), place);
        assert_eq!(ReviewPlace::read("{"), ReviewPlace::default());
    }
}
