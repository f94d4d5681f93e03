//! What the inspector lists: the suggestions of a photo, and the labels of several photos, counted.

use crate::shell::ctx::Ctx;
use crate::shell::suggested::suggestions;
use base::{Decision, LabelId, LabelSet, LabelSetId, PhotoId};
use engine::protocol::{LabelScore, PhotoLabels, Tags};
use std::collections::HashMap;
use std::sync::Arc;

/// How many of the selected photos have a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OnSelected {
    /// Of which set.
    pub set: LabelSetId,
    /// Which label.
    pub label: LabelId,
    /// How many have it accepted.
    pub photos: usize,
}

/// The labels of the selected photos, counted once a change.
#[derive(Debug, Default)]
pub struct Tally {
    photos: Arc<[PhotoId]>,
    tags: Arc<Tags>,
    /// Another label is asked for.
    pub stale: bool,
    /// In the order of the sets and their labels.
    pub labels: Vec<OnSelected>,
}

/// The suggestions of a photo: those that were decided stay listed until another photo is looked at, so that the next one does not come
/// under the pointer that has just accepted one.
#[derive(Debug, Default)]
pub struct Kept {
    /// Which photo.
    pub photo: Option<PhotoId>,
    /// In the order in which they came up.
    pub rows: Vec<(LabelSetId, LabelScore)>,
    /// The vocabulary that they are of.
    sets: Arc<[LabelSet]>,
}

impl Kept {
    /// Begins anew with another photo or vocabulary; else what is new comes last.
    pub(super) fn follow(&mut self, ctx: &Ctx, said: Option<&(PhotoId, Arc<PhotoLabels>)>) {
        let photo = said.map(|(photo, _)| *photo);
        if self.photo != photo || !Arc::ptr_eq(&self.sets, &ctx.tags.sets) {
            *self = Self { photo, rows: Vec::new(), sets: Arc::clone(&ctx.tags.sets) };
        }
        let Some((photo, said)) = said else { return };
        for (set, score) in suggestions(ctx, said, *photo) {
            if !self.rows.iter().any(|(of, row)| (*of, row.label) == (set.id, score.label)) {
                self.rows.push((set.id, score));
            }
        }
    }
}

impl Tally {
    /// It is about these photos.
    pub fn is_of(&self, photos: &Arc<[PhotoId]>) -> bool {
        Arc::ptr_eq(&self.photos, photos)
    }

    /// Counts the labels of the photos that a gesture acts on again where something changed: those that occur, and those that are `asked`
    /// for whether they do or not.
    pub fn follow(&mut self, photos: &Arc<[PhotoId]>, tags: &Arc<Tags>, asked: impl Iterator<Item = LabelId>) {
        if Arc::ptr_eq(&self.photos, photos) && Arc::ptr_eq(&self.tags, tags) && !self.stale {
            return;
        }
        let mut counts: HashMap<LabelId, usize> = asked.map(|label| (label, 0)).collect();
        if photos.len() > 1 {
            let labels = photos.iter().flat_map(|p| tags.book.of(*p)).filter(|t| t.decision == Decision::Accepted);
            for label in labels.filter_map(|t| t.label) {
                *counts.entry(label).or_default() += 1;
            }
        }
        let of_set = |set: &LabelSet| {
            let id = set.id;
            let labels = set.labels.iter().filter_map(|l| Some(OnSelected { set: id, label: l.id, photos: *counts.get(&l.id)? }));
            labels.collect::<Vec<_>>()
        };
        let labels = if counts.is_empty() { Vec::new() } else { tags.sets.iter().flat_map(of_set).collect() };
        *self = Self { photos: Arc::clone(photos), tags: Arc::clone(tags), stale: false, labels };
    }
}
