//! Suggestions against the truth.

use super::truth::{LeftOut, Places, Truth};
use crate::learned::{Groups, Learned};
use crate::search::Searchable;
use crate::suggest::{By, SUGGESTED, Suggestions, of_photos};
use base::{Choice, PhotoId};
use figures::{Bin, ClassFigures, Confusion, Coverage, Interval, LabelCounts, calibration_error, coverage, reliability, wilson};
use learn::likeliest;
use std::collections::{HashMap, HashSet};

/// Bins of the reliability curve.
const BINS: usize = 10;

/// One photo's suggestion against the truth.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// Which photo.
    pub photo: PhotoId,
    /// What is true.
    pub truth: Places,
    /// What is suggested.
    pub given: Places,
    /// The cells of the columns that photos are told apart by.
    pub groups: Vec<String>,
}

impl Judged {
    /// Whether the suggestion is right: in a multi-choice set, whether all of its labels are and none is missing.
    pub fn is_right(&self) -> bool {
        self.truth == self.given
    }
}

/// How often each label is suggested and true.
#[derive(Clone, Debug, PartialEq)]
pub enum Counts {
    /// One label fits a photo, or none: truth in rows; labels in the set's order, and none of them last.
    Single(Confusion),
    /// Several may.
    Multi(LabelCounts),
}

impl Counts {
    fn of(choice: Choice, labels: usize, judged: &[Judged]) -> Self {
        let first = |places: &Places| places.first().copied();
        match choice {
            Choice::Single => Self::Single(Confusion::count(labels, judged.iter().map(|p| (first(&p.truth), first(&p.given))))),
            Choice::Multi => Self::Multi(LabelCounts::count(labels, judged.iter().map(|p| (&*p.truth, &*p.given)))),
        }
    }

    /// The figures of the label at a place.
    pub fn label(&self, place: usize) -> ClassFigures {
        match self {
            Self::Single(confusion) => confusion.class(place),
            Self::Multi(counts) => counts.label(place),
        }
    }

    /// The share of photos whose suggestion is right.
    pub fn accuracy(&self) -> f64 {
        match self {
            Self::Single(confusion) => confusion.accuracy(),
            Self::Multi(counts) => counts.accuracy(),
        }
    }

    /// The mean F1 of the labels that occur, each by the number of its photos.
    pub fn weighted_f1(&self) -> f64 {
        match self {
            Self::Single(confusion) => confusion.weighted_f1(),
            Self::Multi(counts) => counts.weighted_f1(),
        }
    }

    /// The mean F1 of the labels that occur, all alike.
    pub fn macro_f1(&self) -> f64 {
        match self {
            Self::Single(confusion) => confusion.macro_f1(),
            Self::Multi(counts) => counts.macro_f1(),
        }
    }

    /// What is taken for what, where one label fits a photo.
    pub fn confusion(&self) -> Option<&Confusion> {
        if let Self::Single(confusion) = self { Some(confusion) } else { None }
    }

    /// The labels one by one, where several may fit a photo.
    pub fn several(&self) -> Option<&LabelCounts> {
        if let Self::Multi(counts) = self { Some(counts) } else { None }
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
    /// How often each label is right.
    pub counts: Counts,
    /// Shares of right answers by score, in bins of equal mass; in a multi-choice set each label that is suggested is an answer.
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
/// or on a second copy of a file that did: those are left out. `product`: what a photo belongs to, where that is known. `None` where it
/// was cancelled.
pub fn judge(
    truth: &Truth,
    learned: &Learned,
    suggestions: &Suggestions,
    photos: &Searchable,
    product: &dyn Fn(PhotoId) -> Option<usize>,
    cancelled: &(dyn Fn() -> bool + Sync),
) -> Option<Evaluation> {
    let held_out = held_out(learned);
    let fresh = fresh(truth, learned, suggestions, photos, cancelled)?;
    let mut groups = Groups::default();
    // As part of a product and as a file: copies of one file may be of different products.
    let mut ways = |photo| [groups.of(photo, product(photo), photos), groups.of(photo, None, photos)];
    // A temperature says nothing of one product.
    let by_head = learned.set.by == By::Learned;
    let taught: HashSet<usize> = held_out.keys().filter(|_| by_head).flat_map(|photo| ways(*photo)).collect();
    let mut left_out = truth.left_out.clone();
    let (mut judged, mut answers) = (Vec::with_capacity(truth.labels.len()), Vec::new());
    let mut taught_photos = 0;
    for truth in &truth.labels {
        let lesson = held_out.get(&truth.photo);
        match lesson.or_else(|| fresh.get(&truth.photo)) {
            Some(_) if lesson.is_none() && ways(truth.photo).iter().any(|way| taught.contains(way)) => {
                left_out.product_taught += 1;
            }
            Some(said) => {
                taught_photos += usize::from(lesson.is_some());
                answers.extend(
                    said.iter().map(|&(place, p)| (p, place.map_or(truth.labels.is_empty(), |place| truth.labels.contains(&place)))),
                );
                let given = said.iter().filter_map(|(place, _)| *place).collect();
                judged.push(Judged { photo: truth.photo, truth: truth.labels.clone(), given, groups: truth.groups.clone() });
            }
            None => left_out.not_embedded += 1,
        }
    }
    let reliability = reliability(&answers, BINS);
    Some(Evaluation {
        by: learned.set.by,
        calibrated_on: learned.set.calibrated_on,
        held_out: taught_photos,
        counts: Counts::of(learned.set.draft.choice, learned.set.labels(), &judged),
        calibration_error: calibration_error(&reliability),
        reliability,
        coverage: thinned(coverage(&answers)),
        photos: judged,
        left_out,
    })
}

/// What is said of a photo: every label that is suggested, with its probability; in a single-choice set one, or none of them.
type Said = Vec<(Option<usize>, f32)>;

/// Points of the curve of coverage against precision: as many as can be seen.
const POINTS: usize = 500;

/// Points at even distances, with the last.
fn thinned(points: Vec<Coverage>) -> Vec<Coverage> {
    let (step, last) = (points.len().div_ceil(POINTS).max(1), points.len().saturating_sub(1));
    points.into_iter().enumerate().filter(|(at, _)| at % step == 0 || *at == last).map(|(_, point)| point).collect()
}

/// What was said of the lessons, each with its product held out; nothing where what answers does not depend on them.
fn held_out(learned: &Learned) -> HashMap<PhotoId, Said> {
    let fitted = learned.set.by == By::Learned || learned.set.calibrated_on > 0;
    let Some(held_out) = learned.held_out.as_ref().filter(|_| fitted) else { return HashMap::new() };
    let (labels, probabilities) = (learned.set.labels(), held_out.probabilities(held_out.by));
    let place = |class: usize| Some(class).filter(|class| *class < labels);
    let said: Vec<Said> = match learned.set.draft.choice {
        Choice::Single => likeliest(probabilities).into_iter().map(|(class, p)| vec![(place(class), p)]).collect(),
        Choice::Multi => probabilities.column_iter().map(|column| suggested(column.iter())).collect(),
    };
    learned.lessons.photos().into_iter().zip(said).collect()
}

/// What is said now of the photos that the truth is about.
fn fresh(
    truth: &Truth,
    learned: &Learned,
    suggestions: &Suggestions,
    photos: &Searchable,
    cancelled: &(dyn Fn() -> bool + Sync),
) -> Option<HashMap<PhotoId, Said>> {
    let asked = truth.labels.iter().map(|truth| truth.photo);
    if learned.set.draft.choice == Choice::Single {
        let said = |photo| Some((photo, suggestions.of(photo).map(|s| vec![(s.slot.place(), s.score)])?));
        return Some(asked.filter_map(said).collect());
    }
    let mut asked: Vec<PhotoId> = asked.filter(|photo| photos.is_embedded(*photo)).collect();
    asked.sort_unstable();
    let labels = learned.set.labels();
    let probabilities = of_photos(photos, &learned.set, &asked, cancelled)?;
    Some(asked.into_iter().zip(probabilities.chunks(labels.max(1)).map(|p| suggested(p.iter()))).collect())
}

/// The labels that a multi-choice set suggests, by their probabilities.
fn suggested<'a>(probabilities: impl Iterator<Item = &'a f32>) -> Said {
    probabilities.enumerate().filter(|(_, p)| **p >= SUGGESTED).map(|(place, p)| (Some(place), *p)).collect()
}
