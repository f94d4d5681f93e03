//! Suggestions: a label set's words and the photos in memory in, the likeliest labels out.

use crate::base::{LabelSetDraft, PhotoId};
use std::sync::Arc;

/// Steps of a threshold, and bars of a histogram: a score of 0 to 1 falls into `floor(score * BINS)`.
/// A threshold is a number of bins, so that what is counted beforehand is exactly what is accepted.
pub const BINS: usize = 200;

/// A label of the set that was asked about: its place in `LabelSetDraft::labels`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Slot(u32);

impl Slot {
    /// None of the labels.
    pub const NONE_OF_THESE: Self = Self(u32::MAX);

    /// The label at that place.
    pub fn label(place: usize) -> Self {
        Self(place as u32)
    }

    /// Its place among the labels; `None`: none of these.
    pub fn place(self) -> Option<usize> {
        (self != Self::NONE_OF_THESE).then_some(self.0 as usize)
    }
}

/// The bin of a score, for thresholds and histograms.
pub fn bin(score: f32) -> usize {
    ((score * BINS as f32) as usize).min(BINS - 1)
}

/// What the model would say of one photo.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Suggestion {
    /// Which photo.
    pub photo: PhotoId,
    /// The likeliest label.
    pub slot: Slot,
    /// Its probability, 0 to 1.
    pub score: f32,
    /// How far the runner-up's probability lies below it, 0 to 1.
    pub margin: f32,
    /// The second likeliest; `None` in a set of one.
    pub runner_up: Option<Slot>,
}

/// One label's figures among the photos that were asked about.
#[derive(Clone, Debug, PartialEq)]
pub struct LabelFigures {
    /// Which label.
    pub slot: Slot,
    /// Photos that it is suggested for: in a single-choice set those whose likeliest label it is, in a multi-choice set
    /// those with a score of 0.5 or more.
    pub photos: u64,
    /// Photos that have it accepted.
    pub accepted: u64,
    /// Scores of the photos that nobody decided about yet, by [`bin`]: in a single-choice set of those that it is
    /// suggested for, in a multi-choice set of all. `[BINS]`
    pub histogram: Box<[u32]>,
    /// The label it is most often confused with: the runner-up of a small margin (below 0.2), and in which share of its photos.
    pub rival: Option<(Slot, f32)>,
}

impl LabelFigures {
    /// Photos that accepting everything in `least_bin` and above would tag.
    pub fn above(&self, least_bin: usize) -> u64 {
        self.histogram[least_bin.min(BINS)..].iter().map(|n| u64::from(*n)).sum()
    }
}

/// A set's figures among the photos that were asked about.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figures {
    /// One a label, in the set's order; then none of these, where the set has it.
    pub labels: Vec<LabelFigures>,
    /// Photos that were asked about and have an embedding.
    pub photos: u64,
    /// Those of them that nobody decided about yet (in a multi-choice set: with a suggested label that nobody decided about).
    pub undecided: u64,
}

/// What the model would say of every photo.
#[derive(Clone, Debug, Default)]
pub struct Suggestions {
    /// What was asked.
    pub set: Arc<LabelSetDraft>,
    /// The model, as `base::tags::model_mark` writes it.
    pub model: Arc<str>,
    /// By photo id, each photo with an embedding once.
    pub rows: Vec<Suggestion>,
}

impl Suggestions {
    /// What the model would say of this photo.
    pub fn of(&self, photo: PhotoId) -> Option<&Suggestion> {
        self.rows.binary_search_by_key(&photo, |s| s.photo).ok().map(|i| &self.rows[i])
    }
}
