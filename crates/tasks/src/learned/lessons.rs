//! What teaches: the decisions of persons and imports about photos that are still as they were.

use crate::search::Searchable;
use crate::suggest::{EmbeddedSet, Slot};
use base::{Choice, ContentHash, Decision, LabelSetId, PhotoId, Source, Tag, TagBook};
use nalgebra::DMatrix;
use std::collections::HashMap;

/// One decided photo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lesson {
    /// Which photo.
    pub photo: PhotoId,
    /// What was decided: a label, or none of them.
    pub slot: Slot,
    /// Photos of one number are of one product, and held out together.
    pub product: usize,
}

/// What was decided about photos with an embedding, by photo: one label each in a single-choice set, in a multi-choice set every label
/// that fits (of a photo that was tagged, the others do not).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lessons(pub Vec<Lesson>);

impl Lessons {
    /// Reads them out of what was decided. `product` tells what a photo belongs to, where that is known; a photo without one stands
    /// for itself, with those that are the same file to the last byte.
    pub fn of(photos: &Searchable, set: &EmbeddedSet, book: &TagBook, product: &dyn Fn(PhotoId) -> Option<usize>) -> Self {
        let Some(id) = set.draft.id else { return Self::default() };
        let slots: HashMap<_, _> = set.draft.labels.iter().enumerate().filter_map(|(place, l)| Some((l.id?, Slot::label(place)))).collect();
        let slot = |tag: &Tag| match tag.label {
            Some(label) => slots.get(&label).copied(),
            None => has_none(set).then_some(Slot::NONE_OF_THESE),
        };
        let mut lessons: Vec<(PhotoId, Slot)> = book
            .iter()
            .filter(|tag| teaches(tag, id) && photos.is_embedded(tag.photo))
            .filter_map(|tag| Some((tag.photo, slot(tag)?)))
            .collect();
        lessons.sort_unstable();
        if set.draft.choice == Choice::Single {
            lessons.dedup_by_key(|(photo, _)| *photo);
        }
        let mut groups = Groups::default();
        let lesson = |(photo, slot)| Lesson { photo, slot, product: groups.of(photo, product(photo), photos) };
        Self(lessons.into_iter().map(lesson).collect())
    }

    /// Decisions.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nothing was decided.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The photos, by id.
    pub fn photos(&self) -> Vec<PhotoId> {
        let mut photos: Vec<PhotoId> = self.0.iter().map(|lesson| lesson.photo).collect();
        photos.dedup();
        photos
    }

    /// The number of each decision's class: its label's place, and after the labels none of them.
    pub fn classes(&self, labels: usize) -> Vec<usize> {
        self.0.iter().map(|lesson| lesson.slot.place().unwrap_or(labels)).collect()
    }
}

/// Whether "none of these" is a class of its own: there is a neutral text beside the labels.
pub(crate) fn has_none(set: &EmbeddedSet) -> bool {
    set.classes() > set.labels()
}

/// Whether a decision teaches.
pub(crate) fn teaches(tag: &Tag, set: LabelSetId) -> bool {
    tag.set == set && !tag.stale && tag.decision != Decision::Rejected && tag.provenance.source > Source::Rule
}

/// Numbers for products, and for files that are the same.
#[derive(Default)]
pub(crate) struct Groups {
    numbers: HashMap<Group, usize>,
}

#[derive(PartialEq, Eq, Hash)]
enum Group {
    Product(usize),
    File(ContentHash),
}

impl Groups {
    pub(crate) fn of(&mut self, photo: PhotoId, product: Option<usize>, photos: &Searchable) -> usize {
        let next = self.numbers.len();
        let group = product.map(Group::Product).or_else(|| photos.photo(photo).map(|p| Group::File(p.hash)));
        group.map_or(next, |group| *self.numbers.entry(group).or_insert(next))
    }
}

/// The embeddings of photos that have one, `[dimension, photos]`.
pub(crate) fn vectors(photos: &Searchable, wanted: &[PhotoId]) -> DMatrix<f32> {
    let (_, rows) = photos.rows_of(wanted);
    let values = (0..rows.rows()).flat_map(|row| rows.row(row).iter().copied());
    DMatrix::from_iterator(rows.dimension(), rows.rows(), values)
}
