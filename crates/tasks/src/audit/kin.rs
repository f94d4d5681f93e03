//! A photo's kin: the other photos of its product, and near copies of it. Where they have another label, one of them is wrong.

use super::neighbours::{Around, Labelled, Neighbour};
use crate::suggest::Slot;
use base::PhotoId;
use std::collections::HashMap;

/// What a photo's kin say.
#[derive(Clone, Debug, Default)]
pub(super) struct Kin {
    /// How many have each label, its own photo not counted; most first.
    pub labels: Vec<(Slot, usize)>,
    /// Which photos they are.
    pub photos: Vec<PhotoId>,
    /// The nearest copy with another label.
    pub copy: Option<Neighbour>,
}

impl Kin {
    pub fn count(&self) -> usize {
        self.labels.iter().map(|(_, n)| n).sum()
    }

    /// How many have this label.
    pub fn with(&self, slot: Slot) -> usize {
        self.labels.iter().find(|(label, _)| *label == slot).map_or(0, |(_, n)| *n)
    }
}

/// The kin of the `asked` photos among those that are labelled; `around` is of the asked ones.
pub(super) fn kin(labelled: &[Labelled], asked: &[Labelled], around: &[Around]) -> Vec<Kin> {
    let mut products: HashMap<usize, Vec<&Labelled>> = HashMap::new();
    for photo in labelled {
        products.entry(photo.product).or_default().push(photo);
    }
    asked.iter().zip(around).map(|(photo, around)| of(photo, products.get(&photo.product).map_or(&[], Vec::as_slice), around)).collect()
}

fn of(photo: &Labelled, product: &[&Labelled], around: &Around) -> Kin {
    let siblings = product.iter().filter(|other| other.photo != photo.photo).map(|other| (other.photo, other.slot));
    let mut all: Vec<_> = siblings.chain(around.copies.iter().map(|copy| (copy.photo, copy.slot))).collect();
    all.sort_unstable();
    all.dedup();
    let mut counts: HashMap<Slot, usize> = HashMap::new();
    for (_, slot) in &all {
        *counts.entry(*slot).or_default() += 1;
    }
    let mut labels: Vec<_> = counts.into_iter().collect();
    labels.sort_unstable_by_key(|(slot, n)| (std::cmp::Reverse(*n), *slot));
    Kin {
        labels,
        photos: all.iter().map(|(photo, _)| *photo).collect(),
        copy: around.copies.iter().find(|copy| copy.slot != photo.slot).copied(),
    }
}

/// How often two of a kin have one label, over all kin: 1 where a product has one label always, low where its photos may differ.
pub(super) fn agreement(asked: &[Labelled], kin: &[Kin]) -> f32 {
    let (mut same, mut pairs) = (0, 0);
    for (photo, kin) in asked.iter().zip(kin) {
        same += kin.with(photo.slot);
        pairs += kin.count();
    }
    // As if one pair more had been seen that agrees and one that does not.
    (same as f32 + 1.0) / (pairs as f32 + 2.0)
}

/// The chance that a label is right as far as its kin go: their share that has it, the photo itself counted, as far as kin agree.
pub(super) fn doubt(photo: &Labelled, kin: &Kin, agreement: f32) -> f32 {
    let share = (kin.with(photo.slot) + 1) as f32 / (kin.count() + 1) as f32;
    1.0 - agreement * (1.0 - share)
}
