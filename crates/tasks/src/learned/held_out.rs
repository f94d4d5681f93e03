//! What a set says of its own lessons, each with its whole product held out: what every figure that is told rests on.

use crate::suggest::{By, EmbeddedSet, SUGGESTED};
use figures::Confusion;
use learn::likeliest;
use nalgebra::DMatrix;

/// From so many decisions on a temperature is fitted: fewer say little about it.
pub const ENOUGH: usize = 50;

/// Held-out answers, in the order of the lessons' photos.
#[derive(Clone, Debug)]
pub struct HeldOut {
    /// Which of the two answers.
    pub by: By,
    pub(crate) kind: Kind,
}

/// What answers from now on, and what it says of its lessons; `None` where an embedding holds values that are no numbers.
pub(super) type Found = Option<(EmbeddedSet, Kind)>;

/// By how many labels fit a photo.
#[derive(Clone, Debug)]
pub(crate) enum Kind {
    /// One, or none: what was decided (none of the labels comes after them), and what was found.
    Single(Vec<usize>, Box<learn::Learned>),
    /// Several: 1 where a label fits, `[labels, photos]`, and what was found.
    Multi(DMatrix<f32>, Box<learn::SeveralLearned>),
}

/// How often decisions were met.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Accuracy {
    /// The share that was.
    pub accuracy: f64,
    /// The mean F1 of the labels, each by the number of its decisions.
    pub weighted_f1: f64,
}

impl HeldOut {
    /// The probabilities by one way of answering, `[classes, photos]`.
    pub(crate) fn probabilities(&self, by: By) -> &DMatrix<f32> {
        match (&self.kind, by) {
            (Kind::Single(_, found), By::ZeroShot) => &found.zero_shot,
            (Kind::Single(_, found), By::Learned) => &found.left_out,
            (Kind::Multi(_, found), By::ZeroShot) => &found.zero_shot,
            (Kind::Multi(_, found), By::Learned) => &found.left_out,
        }
    }

    /// How often one way of answering meets the decisions; where several labels fit, each pair of a photo and a label is one.
    pub fn accuracy(&self, by: By) -> Accuracy {
        let p = self.probabilities(by);
        match &self.kind {
            Kind::Single(classes, _) => {
                let pairs = classes.iter().zip(likeliest(p)).map(|(&truth, (given, _))| (Some(truth), Some(given)));
                let confusion = Confusion::count(p.nrows(), pairs);
                Accuracy { accuracy: confusion.accuracy(), weighted_f1: confusion.weighted_f1() }
            }
            Kind::Multi(fits, _) => several(p, fits),
        }
    }

    /// Each decision's likeliest class, its probability, and whether that is what was decided; where several labels fit, every label that
    /// is suggested.
    pub fn answers(&self) -> Vec<(usize, f32, bool)> {
        let p = self.probabilities(self.by);
        match &self.kind {
            Kind::Single(classes, _) => {
                likeliest(p).into_iter().zip(classes).map(|((class, p), &truth)| (class, p, class == truth)).collect()
            }
            Kind::Multi(fits, _) => {
                let labels = p.nrows();
                let pairs = p.iter().zip(fits.iter()).enumerate().filter(|(_, (p, _))| **p >= SUGGESTED);
                pairs.map(|(i, (score, fits))| (i % labels, *score, *fits > 0.5)).collect()
            }
        }
    }

    /// How much more often the head is right than the words: the difference of the shares, and its standard error.
    pub fn gain(&self) -> (f64, f64) {
        let gain = match &self.kind {
            Kind::Single(_, found) => found.gain,
            Kind::Multi(_, found) => found.gain,
        };
        (gain.gain, gain.error)
    }
}

/// Shares of pairs, and the labels' F1, each by the number of photos that it fits.
fn several(p: &DMatrix<f32>, fits: &DMatrix<f32>) -> Accuracy {
    let (mut right, mut sum, mut support) = (0, 0.0, 0);
    for (p, fits) in p.row_iter().zip(fits.row_iter()) {
        let (mut hits, mut given, mut own) = (0, 0, 0);
        for (p, fits) in p.iter().zip(fits.iter()) {
            let (says, is) = (*p >= SUGGESTED, *fits > 0.5);
            right += usize::from(says == is);
            hits += usize::from(says && is);
            given += usize::from(says);
            own += usize::from(is);
        }
        sum += own as f64 * 2.0 * hits as f64 / (given + own).max(1) as f64;
        support += own;
    }
    Accuracy { accuracy: right as f64 / p.len().max(1) as f64, weighted_f1: sum / support.max(1) as f64 }
}
