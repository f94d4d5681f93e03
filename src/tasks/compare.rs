//! Two models side by side: how far their answers to one query agree, and on which photos they disagree about a label set.

use super::search::Hit;
use crate::base::{LabelId, LabelSetId, PhotoId};
use std::collections::{HashMap, HashSet};

/// What the two models say of one photo where they disagree.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Differ {
    /// Which photo.
    pub photo: PhotoId,
    /// What each of them suggests; `None`: none of these (in a multi-choice set: not this label).
    pub labels: [Option<LabelId>; 2],
    /// The score that each gives its own suggestion (in a multi-choice set: that label), 0 to 1.
    pub scores: [f32; 2],
    /// How bad it is, 0 to 1: both are sure, and not of the same.
    pub weight: f32,
}

/// What two models make of one label set.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SetComparison {
    /// Which set.
    pub set: Option<LabelSetId>,
    /// Present photos that both models have embedded.
    pub photos: u64,
    /// Of these, photos on which they agree.
    pub agreed: u64,
    /// The others, worst first.
    pub differ: Vec<Differ>,
    /// What they confuse most: the first model's label, the second's, how many photos; most first.
    pub pairs: Vec<([Option<LabelId>; 2], u64)>,
}

/// The share of the first `k` photos of either answer that are among the first `k` of the other, 0 to 1. Answers that are shorter
/// are compared as far as the longer one goes; two empty ones agree.
pub fn overlap(a: &[Hit], b: &[Hit], k: usize) -> f64 {
    let (a, b) = (&a[..k.min(a.len())], &b[..k.min(b.len())]);
    let most = a.len().max(b.len());
    if most == 0 {
        return 1.0;
    }
    let first: HashSet<PhotoId> = a.iter().map(|hit| hit.photo).collect();
    let both = b.iter().filter(|hit| first.contains(&hit.photo)).count();
    both as f64 / most as f64
}

/// Each photo's rank in an answer, from 1.
pub fn ranks(hits: &[Hit]) -> HashMap<PhotoId, usize> {
    hits.iter().enumerate().map(|(place, hit)| (hit.photo, place + 1)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hits(photos: &[i64]) -> Vec<Hit> {
        photos.iter().map(|id| Hit { photo: PhotoId(*id), score: None }).collect()
    }

    #[test]
    fn overlap_counts_what_both_found_among_the_first() {
        let (a, b) = (hits(&[1, 2, 3, 4]), hits(&[4, 1, 9, 8]));
        assert!((overlap(&a, &b, 2) - 0.5).abs() < 1e-9);
        assert!((overlap(&a, &b, 4) - 0.5).abs() < 1e-9);
        assert!((overlap(&a, &b, 100) - 0.5).abs() < 1e-9);
        assert!((overlap(&a, &hits(&[1]), 10) - 0.25).abs() < 1e-9);
        assert!((overlap(&a, &[], 10)).abs() < 1e-9);
        assert!((overlap(&[], &[], 10) - 1.0).abs() < 1e-9);
        assert_eq!(ranks(&b)[&PhotoId(9)], 3);
    }
}
