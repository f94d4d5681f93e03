//! How many products a threshold reaches, where photos are looked at by product.

use super::zero_shot::Acceptance;
use super::{BINS, Slot, bin};
use base::PhotoId;
use std::collections::HashMap;
use std::hash::Hash;

/// Products by the best score that one of their photos has, of each label and of all together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProductFigures {
    labels: HashMap<Slot, Box<[u32]>>,
    all: Box<[u32]>,
}

impl ProductFigures {
    /// Counts what could be accepted. `product` tells what a photo belongs to; that none of the labels fits counts for itself alone.
    pub fn new<P: Copy + Eq + Hash>(acceptable: &[Acceptance], product: impl Fn(PhotoId) -> P) -> Self {
        let mut best: HashMap<(P, Option<Slot>), usize> = HashMap::new();
        for acceptance in acceptable {
            let (product, bin) = (product(acceptance.photo), bin(acceptance.score));
            let in_all = (acceptance.slot != Slot::NONE_OF_THESE).then_some(None);
            for slot in [Some(Some(acceptance.slot)), in_all].into_iter().flatten() {
                let known = best.entry((product, slot)).or_insert(bin);
                *known = bin.max(*known);
            }
        }
        let mut figures = Self { labels: HashMap::new(), all: vec![0; BINS].into() };
        for ((_, slot), bin) in best {
            let histogram = match slot {
                Some(slot) => figures.labels.entry(slot).or_insert_with(|| vec![0; BINS].into()),
                None => &mut figures.all,
            };
            histogram[bin] += 1;
        }
        figures
    }

    /// Products of which accepting everything in `least_bin` and above would tag a photo: of one label, or of all.
    pub fn above(&self, slot: Option<Slot>, least_bin: usize) -> u64 {
        let histogram = slot.map_or(Some(&self.all), |slot| self.labels.get(&slot));
        histogram.map_or(0, |bins| bins.iter().skip(least_bin).map(|n| u64::from(*n)).sum())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_product_counts_once_by_its_best_photo() {
        let acceptance = |photo, place, score| Acceptance { photo: PhotoId(photo), slot: Slot::label(place), score };
        let none = Acceptance { slot: Slot::NONE_OF_THESE, ..acceptance(9, 0, 0.9) };
        // Photos 1 and 2 are of one product, 3 and 9 of one each.
        let figures = ProductFigures::new(&[acceptance(1, 0, 0.3), acceptance(2, 1, 0.8), acceptance(3, 0, 0.5), none], |p| p.0.max(2));
        let red = Some(Slot::label(0));
        assert_eq!((figures.above(None, 0), figures.above(None, bin(0.6)), figures.above(None, BINS)), (2, 1, 0));
        assert_eq!((figures.above(red, 0), figures.above(red, bin(0.5)), figures.above(red, bin(0.6))), (2, 1, 0));
        assert_eq!(figures.above(Some(Slot::NONE_OF_THESE), 0), 1);
        assert_eq!(figures.above(Some(Slot::label(7)), 0), 0);
    }
}
