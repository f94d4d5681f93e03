//! How often suggestions are right in parts of the catalogue, the weakest part first (the rounded evaluation of `EvalRS`: Tagliabue et
//! al. 2022).

use super::judged::Judged;
use base::PhotoId;
use figures::{Interval, wilson};
use std::collections::BTreeMap;

/// A part of the photos.
#[derive(Clone, Debug, PartialEq)]
pub struct Slice {
    /// What its photos have in common.
    pub name: String,
    /// How many there are.
    pub photos: usize,
    /// Those whose suggestion is wrong.
    pub wrong: Vec<PhotoId>,
    /// The share whose suggestion is right.
    pub accuracy: f64,
    /// Where that share lies, 95 %.
    pub interval: Interval,
}

/// The parts of `photos` by the name that each has, the weakest first; one without a name is in none.
pub fn slices(photos: &[Judged], name: impl Fn(&Judged) -> String) -> Vec<Slice> {
    let mut parts: BTreeMap<String, (usize, Vec<PhotoId>)> = BTreeMap::new();
    for photo in photos {
        let (all, wrong) = parts.entry(name(photo)).or_default();
        *all += 1;
        wrong.extend((!photo.is_right()).then_some(photo.photo));
    }
    parts.remove("");
    let slice = |(name, (photos, wrong)): (String, (usize, Vec<PhotoId>))| {
        let right = photos - wrong.len();
        Slice { name, photos, wrong, accuracy: right as f64 / photos as f64, interval: wilson(right, photos) }
    };
    let mut slices: Vec<Slice> = parts.into_iter().map(slice).collect();
    slices.sort_by(|a, b| a.accuracy.total_cmp(&b.accuracy).then(b.photos.cmp(&a.photos)));
    slices
}
