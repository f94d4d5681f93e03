//! Two models side by side: how far their answers to one query agree, and on which photos they disagree about a label set.
//!
//! Only photos that both models have embedded take part, so that neither is blamed for what it never saw.
//!
//! # How bad a disagreement is
//! | set | they disagree where | weight |
//! |---|---|---|
//! | single choice | their likeliest labels differ | the smaller of the two margins: both are sure, and not of the same |
//! | multi-choice | some label is suggested (at [`SUGGESTED`] and above) by exactly one of them | the largest difference of the two probabilities among such labels |
//!
//! A photo over which one model hesitates comes late, however sure the other is. What it does not tell: which of the two is
//! right; whether both are wrong in the same way, which looks like agreement; and it compares probabilities of two models as if
//! they were equally well calibrated: where one is always surer than the other, the weights follow the less sure one.

use super::search::{FindRequest, FoundPhotos, Hit, Searchable};
use super::suggest::{self, EmbeddedSet, SUGGESTED};
use base::{Choice, LabelId, LabelSetId, PhotoId, UnitVector};
use std::collections::{HashMap, HashSet};

/// Photos whose probabilities are held at a time: 2 MB a model with 50 labels.
const HELD: usize = 8192;

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

/// Both models' answers to one request, each ranked by its own vector, among the photos that both have embedded. The request's
/// own vector is of no account. `considered` is the same in both.
pub fn rank(sides: [&Searchable; 2], vectors: [&UnitVector; 2], request: &FindRequest<'_>) -> [FoundPhotos; 2] {
    let both = |photo| request.only.is_none_or(|only| only(photo)) && sides.iter().all(|side| side.is_embedded(photo));
    let find = |side: &Searchable, vector| side.find(&FindRequest { vector: Some(vector), only: Some(&both), ..*request });
    [find(sides[0], vectors[0]), find(sides[1], vectors[1])]
}

/// One model: the photos with its vectors, and the set with its vectors.
#[derive(Clone, Copy)]
pub struct Side<'a> {
    /// Photos.
    pub photos: &'a Searchable,
    /// The set's labels.
    pub set: &'a EmbeddedSet,
}

/// Where two models disagree about a set, without regard to what was decided. `cancelled` is asked often; `None` once it says
/// so.
pub fn compare_set(sides: [Side<'_>; 2], cancelled: &(dyn Fn() -> bool + Sync)) -> Option<SetComparison> {
    let set = &sides[0].set.draft;
    let mut comparison = SetComparison { set: set.id, ..SetComparison::default() };
    if !set.labels.is_empty() {
        match set.choice {
            Choice::Single => single(sides, cancelled, &mut comparison)?,
            Choice::Multi => multi(sides, cancelled, &mut comparison)?,
        }
    }
    comparison.agreed = comparison.photos - comparison.differ.len() as u64;
    // Photos come by id, and the sorts are stable: the same question has the same answer.
    comparison.differ.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    comparison.pairs = pairs(&comparison.differ);
    Some(comparison)
}

fn single(sides: [Side<'_>; 2], cancelled: &(dyn Fn() -> bool + Sync), into: &mut SetComparison) -> Option<()> {
    let label = |slot: suggest::Slot| sides[0].set.draft.labels.get(slot.place()?)?.id;
    let [left, right] =
        [suggest::suggest(sides[0].photos, sides[0].set, cancelled)?, suggest::suggest(sides[1].photos, sides[1].set, cancelled)?];
    for a in left.rows.iter().filter(|a| is_there(sides[0].photos, a.photo)) {
        let Some(b) = right.of(a.photo) else { continue };
        into.photos += 1;
        if a.slot != b.slot {
            into.differ.push(Differ {
                photo: a.photo,
                labels: [label(a.slot), label(b.slot)],
                scores: [a.score, b.score],
                weight: a.margin.min(b.margin),
            });
        }
    }
    Some(())
}

fn multi(sides: [Side<'_>; 2], cancelled: &(dyn Fn() -> bool + Sync), into: &mut SetComparison) -> Option<()> {
    let labels = &sides[0].set.draft.labels;
    let there = |photo: &PhotoId| is_there(sides[0].photos, *photo) && sides.iter().all(|side| side.photos.is_embedded(*photo));
    let photos: Vec<PhotoId> = sides[0].photos.photos().iter().map(|p| p.id).filter(there).collect();
    into.photos = photos.len() as u64;
    for photos in photos.chunks(HELD) {
        let probabilities = [
            suggest::of_photos(sides[0].photos, sides[0].set, photos, cancelled)?,
            suggest::of_photos(sides[1].photos, sides[1].set, photos, cancelled)?,
        ];
        let rows = probabilities[0].chunks_exact(labels.len()).zip(probabilities[1].chunks_exact(labels.len()));
        for (photo, (a, b)) in photos.iter().zip(rows) {
            let apart = (0..labels.len()).filter(|&l| (a[l] >= SUGGESTED) != (b[l] >= SUGGESTED));
            let Some(worst) = apart.max_by(|&l, &m| (a[l] - b[l]).abs().total_cmp(&(a[m] - b[m]).abs())) else { continue };
            let scores = [a[worst], b[worst]];
            into.differ.push(Differ {
                photo: *photo,
                labels: scores.map(|score| labels[worst].id.filter(|_| score >= SUGGESTED)),
                scores,
                weight: (scores[0] - scores[1]).abs(),
            });
        }
    }
    Some(())
}

fn is_there(photos: &Searchable, photo: PhotoId) -> bool {
    photos.photo(photo).is_some_and(|p| !p.missing)
}

/// How often each pair of labels stands against each other, most often first.
fn pairs(differ: &[Differ]) -> Vec<([Option<LabelId>; 2], u64)> {
    let mut counts: HashMap<[Option<LabelId>; 2], u64> = HashMap::new();
    for found in differ {
        *counts.entry(found.labels).or_default() += 1;
    }
    let mut pairs: Vec<_> = counts.into_iter().collect();
    pairs.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hits(photos: &[i64]) -> Vec<Hit> {
        photos.iter().map(|id| Hit::of(PhotoId(*id), None)).collect()
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
