//! Which photo of a group is the best, and why.

use super::groups::Kind;
use crate::timeline::captured_ms;
use base::{Fingerprint, Photo, natural};
use std::cmp::Reverse;

/// What photos of a group are told apart by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Criterion {
    /// Variance of the Laplacian.
    Sharpness,
    /// How much is all white or all black.
    Exposure,
    /// How many pixels there are.
    Resolution,
    /// In nothing else: the first by moment, folder and name.
    Order,
}

/// Where a photo stands in its group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// It is the one to keep.
    pub best: bool,
    /// By what it is better than the others, or worse than the best.
    pub by: Criterion,
}

impl Standing {
    /// In a word, for programs.
    pub fn as_str(self) -> &'static str {
        match self.by {
            Criterion::Sharpness => "sharpness",
            Criterion::Exposure => "exposure",
            Criterion::Resolution => "resolution",
            Criterion::Order => "order",
        }
    }

    /// For people.
    pub fn words(self) -> &'static str {
        match (self.by, self.best) {
            (Criterion::Sharpness, true) => "Sharpest",
            (Criterion::Sharpness, false) => "Less sharp",
            (Criterion::Exposure, true) => "Least burnt out or black",
            (Criterion::Exposure, false) => "More burnt out or black",
            (Criterion::Resolution, true) => "Most pixels",
            (Criterion::Resolution, false) => "Fewer pixels",
            (Criterion::Order, true) => "First of equals",
            (Criterion::Order, false) => "As good as the best",
        }
    }
}

/// The best first, then the others as they were given. `photos` are two or more.
pub(super) fn ranked<'a>(
    kind: Kind,
    photos: &[&'a Photo],
    print: &dyn Fn(&Photo) -> Option<&'a Fingerprint>,
) -> Vec<(&'a Photo, Standing)> {
    let mut lost: Vec<Option<Criterion>> = vec![None; photos.len()];
    let mut last = Criterion::Order;
    for criterion in criteria(kind) {
        let values: Vec<f32> = photos.iter().map(|photo| value(*criterion, photo, print(photo))).collect();
        let left = || lost.iter().enumerate().filter(|(_, lost)| lost.is_none()).map(|(place, _)| place);
        let most = left().map(|place| values[place]).fold(f32::MIN, f32::max);
        let worse: Vec<usize> = left().filter(|place| values[*place] < most - slack(*criterion, most)).collect();
        for place in worse {
            lost[place] = Some(*criterion);
            last = *criterion;
        }
    }
    let order = |place: &usize| order(photos[*place]);
    let best = (0..photos.len()).filter(|place| lost[*place].is_none()).min_by_key(order).unwrap_or_default();
    // Of equals the first; else what the last of the others lost by.
    let by = if lost.iter().filter(|lost| lost.is_none()).count() > 1 { Criterion::Order } else { last };
    let others = (0..photos.len()).filter(|place| *place != best);
    let first = std::iter::once((photos[best], Standing { best: true, by }));
    first.chain(others.map(|place| (photos[place], Standing { best: false, by: lost[place].unwrap_or(Criterion::Order) }))).collect()
}

/// In this order. Frames of a burst have one size. Edited copies are not asked which is sharper: one that was brightened, or sharpened by
/// a program, would win over its original.
fn criteria(kind: Kind) -> &'static [Criterion] {
    match kind {
        Kind::Exact => &[],
        Kind::Burst => &[Criterion::Sharpness, Criterion::Exposure, Criterion::Resolution],
        Kind::Near => &[Criterion::Resolution, Criterion::Exposure],
    }
}

/// Higher is better; 0 where nothing is known.
fn value(criterion: Criterion, photo: &Photo, print: Option<&Fingerprint>) -> f32 {
    match criterion {
        Criterion::Sharpness => print.map_or(0.0, |print| print.sharpness),
        Criterion::Exposure => print.map_or(0.0, |print| -print.clipped),
        Criterion::Resolution => photo.width as f32 * photo.height as f32,
        Criterion::Order => 0.0,
    }
}

/// A difference that nobody sees.
fn slack(criterion: Criterion, most: f32) -> f32 {
    match criterion {
        Criterion::Sharpness | Criterion::Resolution => 0.05 * most,
        Criterion::Exposure => 0.02,
        Criterion::Order => 0.0,
    }
}

/// The original before its exports: taken or written first, nearest the top folder, first by name.
fn order(photo: &Photo) -> impl Ord {
    let moment = captured_ms(photo);
    (Reverse(moment.is_some()), moment, photo.path.components().count(), photo.mtime_ns, natural::key(&photo.name()))
}
