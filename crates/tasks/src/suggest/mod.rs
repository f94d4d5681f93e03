//! Suggestions: a label set's words and the photos in memory in, the likeliest labels out.
//!
//! # From cosines to probabilities
//! With `s` the checkpoint's own scale, `c_k` a photo's cosine with label k of K (where the label has several wordings: with the
//! nearest of them), and `n` its cosine with a neutral text (the
//! set's templates filled with [`NEUTRAL_WORDS`]):
//!
//! | set | probability of label k |
//! |---|---|
//! | single choice | softmax of `s c_k` (Radford et al. 2021, section 3.1.2) |
//! | with "none of these", or of one label | the same with one competitor more, `s n - ln(K + 1)` |
//! | multi-choice | `e_k / (e_k + (Σ_{j≠k} e_j + e_n) / (K + 1))`, `e = exp(s c)`: the odds against an average of the rest |
//!
//! Nothing in it depends on which other photos are there, nor was it fitted to a model. It was chosen on 1,200 shop photos
//! with the starter model, "a photo of {label}", by the micro-averaged F1 of everything at 0.5 and above (sets of 20 types |
//! 12 colours | 10 types and 10 colours together | 20 types, 12 colours and 5 genders | 5 genders | 40 types | 1 type):
//!
//! | calibration | F1 |
//! |---|---|
//! | `sigmoid(s (c_k - n))` | 0.73, 0.39, 0.56, 0.56, 0.55, 0.71, 0.78 |
//! | `sigmoid(s (c_k - mean of the others))` | 0.19, 0.30, 0.25, 0.27, 0.59, 0.11, 0.20 |
//! | softmax against the others | 0.80, 0.74, 0.62, 0.31, 0.86, 0.81, no meaning |
//! | the odds against the average of the rest | 0.76, 0.72, 0.75, 0.77, 0.84, 0.67, 0.87 |
//!
//! Softmax is as good where exactly one label fits, and fails where several do; the neutral text alone is a stronger rival
//! than any colour. Probabilities and shares of right answers differ by 0.02 to 0.04 on average. The neutral competitor of
//! "none of these" keeps 98 % of the photos that one of 10 types fits and refuses 84 % of the others (without `ln(K + 1)`: 65
//! and 98 %; for 8 colours 93 and 60 % against 28 and 94 %; for 20
//! types 99 and 50 %: the more labels, the more of what fits none of them gets one all the same).
//!
//! Wordings of a label name what it may show ("handbag", "backpack"), so that their mean lies between things and near none of them. Right
//! answers on `kagl-photos`, the starter model, the sets that come with the program (nearest | mean): Category .902 | .828, Product
//! group .904 | .845, Pattern .717 | .644, Colour .716 | .708, Neckline .539 | .674.

mod by_product;
mod embedded;
mod label_stats;
#[cfg(test)]
mod tests;
mod within;
mod zero_shot;

pub use by_product::ProductFigures;
pub(crate) use embedded::FittedOdds;
pub use embedded::{By, EmbeddedSet, NEUTRAL_WORDS, embed_set};
pub use label_stats::label_stats;
pub use within::Within;
pub use zero_shot::{
    Acceptance, DecidedSet, SUGGESTED, above, apply_decisions, closest, label_scores, likely, of_photos, of_vector, suggest,
};
pub(crate) use zero_shot::{log_odds, to_logits, to_probabilities};

use base::{LabelSetDraft, PhotoId};
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
    /// The likeliest label that nobody rejected; in a multi-choice set the likeliest one that nobody decided about.
    pub slot: Slot,
    /// Its probability, 0 to 1.
    pub score: f32,
    /// How sure that is, 0 to 1: how far the runner-up's probability lies below it; in a multi-choice set and in a set of one
    /// label, how far the probability lies from one half, times two.
    pub margin: f32,
    /// The second likeliest; `None` in a set of one.
    pub runner_up: Option<Slot>,
}

/// One label's figures among the photos that were asked about.
#[derive(Clone, Debug, PartialEq)]
pub struct LabelStats {
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

impl LabelStats {
    /// Photos that accepting everything in `least_bin` and above would tag.
    pub fn above(&self, least_bin: usize) -> u64 {
        self.histogram[least_bin.min(BINS)..].iter().map(|n| u64::from(*n)).sum()
    }
}

/// A set's figures among the photos that were asked about.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SetStats {
    /// One a label, in the set's order; then none of these, where the set has it.
    pub labels: Vec<LabelStats>,
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
