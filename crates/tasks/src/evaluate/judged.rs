//! Suggestions against the truth.

use super::truth::{LeftOut, Truth};
use crate::learned::{Groups, Learned};
use crate::search::Searchable;
use crate::suggest::{By, Suggestions};
use base::PhotoId;
use figures::{Bin, Confusion, Coverage, Interval, calibration_error, coverage, reliability, wilson};
use learn::likeliest;
use std::collections::{HashMap, HashSet};

/// Bins of the reliability curve.
const BINS: usize = 10;

/// One photo's suggestion against the truth.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// Which photo.
    pub photo: PhotoId,
    /// What is true: a label's place; `None`: none of them.
    pub truth: Option<usize>,
    /// What is suggested.
    pub given: Option<usize>,
    /// Its probability.
    pub score: f32,
    /// The cells of the columns that photos are told apart by.
    pub groups: Vec<String>,
}

impl Judged {
    /// Whether the suggestion is right.
    pub fn is_right(&self) -> bool {
        self.truth == self.given
    }
}

/// How often a set's suggestions are right.
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluation {
    /// What answered.
    pub by: By,
    /// Decisions that its probabilities were fitted to; 0: none.
    pub calibrated_on: usize,
    /// Photos that taught what answers: each was judged with its whole product held out.
    pub held_out: usize,
    /// Every photo that has a truth and a suggestion.
    pub photos: Vec<Judged>,
    /// Truth in rows; labels in the set's order, and none of them last.
    pub confusion: Confusion,
    /// Shares of right answers by score, in bins of equal mass.
    pub reliability: Vec<Bin>,
    /// How far scores are off, in the mean.
    pub calibration_error: f64,
    /// Coverage against precision, highest threshold first; some points of many.
    pub coverage: Vec<Coverage>,
    /// Rows of the truth that were left out.
    pub left_out: LeftOut,
}

impl Evaluation {
    /// Where the share of right suggestions lies, 95 %.
    pub fn accuracy_interval(&self) -> Interval {
        wilson(self.photos.iter().filter(|photo| photo.is_right()).count(), self.photos.len())
    }
}

/// Judges suggestions. A photo that the set has learned from is judged by what was said of it with its product held out: by the
/// others, an evaluation on one's own decisions would flatter. So it would on what is left of a product of which other photos taught,
/// or on a second copy of a file that did: those are left out. `product`: what a photo belongs to, where that is known.
pub fn judge(
    truth: &Truth,
    learned: &Learned,
    suggestions: &Suggestions,
    photos: &Searchable,
    product: &dyn Fn(PhotoId) -> Option<usize>,
) -> Evaluation {
    let labels = learned.set.labels();
    let held_out = held_out(learned);
    let mut groups = Groups::default();
    // As part of a product and as a file: copies of one file may be of different products.
    let mut ways = |photo| [groups.of(photo, product(photo), photos), groups.of(photo, None, photos)];
    let taught: HashSet<usize> = held_out.keys().flat_map(|photo| ways(*photo)).collect();
    let given = |photo: PhotoId| {
        let fresh = || suggestions.of(photo).map(|s| (s.slot.place(), s.score));
        held_out.get(&photo).copied().or_else(fresh)
    };
    let mut left_out = truth.left_out.clone();
    let mut judged = Vec::with_capacity(truth.labels.len());
    let mut taught_photos = 0;
    for truth in &truth.labels {
        let is_lesson = held_out.contains_key(&truth.photo);
        match given(truth.photo) {
            Some(_) if !is_lesson && ways(truth.photo).iter().any(|way| taught.contains(way)) => {
                left_out.product_taught += 1;
            }
            Some((given, score)) => {
                taught_photos += usize::from(is_lesson);
                judged.push(Judged { photo: truth.photo, truth: truth.label, given, score, groups: truth.groups.clone() });
            }
            None => left_out.not_embedded += 1,
        }
    }
    let confusion = Confusion::count(labels, judged.iter().map(|p| (p.truth, p.given)));
    let answers: Vec<(f32, bool)> = judged.iter().map(|p| (p.score, p.is_right())).collect();
    let reliability = reliability(&answers, BINS);
    let calibration_error = calibration_error(&reliability);
    Evaluation {
        by: learned.set.by,
        calibrated_on: learned.set.calibrated_on,
        held_out: taught_photos,
        confusion,
        calibration_error,
        reliability,
        coverage: thinned(coverage(&answers)),
        photos: judged,
        left_out,
    }
}

/// Points of the curve of coverage against precision: as many as can be seen.
const POINTS: usize = 500;

/// Points at even distances, with the last.
fn thinned(points: Vec<Coverage>) -> Vec<Coverage> {
    let (step, last) = (points.len().div_ceil(POINTS).max(1), points.len().saturating_sub(1));
    points.into_iter().enumerate().filter(|(at, _)| at % step == 0 || *at == last).map(|(_, point)| point).collect()
}

/// What was said of the lessons; only where a head answers does it depend on them.
fn held_out(learned: &Learned) -> HashMap<PhotoId, (Option<usize>, f32)> {
    let Some(held_out) = learned.held_out.as_ref().filter(|held_out| held_out.by == By::Learned) else { return HashMap::new() };
    let labels = learned.set.labels();
    let place = |class: usize| Some(class).filter(|class| *class < labels);
    let said = likeliest(held_out.probabilities(held_out.by));
    learned.lessons.0.iter().zip(said).map(|(lesson, (class, p))| (lesson.photo, (place(class), p))).collect()
}
