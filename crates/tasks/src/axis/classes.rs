//! Ends that are photos themselves, such as those with a tag: an end is their mean, and how well the axis tells them apart is held out.

use crate::learned::Groups;
use crate::search::Searchable;
use base::{PhotoId, UnitVector};
use std::collections::{HashMap, HashSet};
use vectors::Matrix;

/// How often an axis between two classes tells them apart, each photo judged by means without its product and without copies of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeldOut {
    /// Photos of the start and of the end.
    pub photos: [usize; 2],
    /// Of these, those that are nearer to their own class.
    pub right: [usize; 2],
    /// Products that they are of; a photo without one stands for itself.
    pub products: usize,
}

impl HeldOut {
    /// The mean of both ends' shares: one half is chance, however many photos either end has.
    pub fn accuracy(&self) -> f64 {
        [0, 1].map(|end| self.right[end] as f64 / self.photos[end].max(1) as f64).iter().sum::<f64>() / 2.0
    }
}

/// The mean of the photos that the model has seen, as a unit vector.
pub fn mean_of(photos: &Searchable, class: &[PhotoId]) -> Option<UnitVector> {
    let (seen, rows) = photos.rows_of(class);
    let sum = (0..seen.len()).fold(vec![0.0; rows.dimension()], |sum, row| added(sum, rows.row(row), 1.0));
    UnitVector::normalise(sum)
}

/// Judges an axis between the means of two classes. Photos of both are of neither. `None` where a class has no photo outside of a single
/// product, since nothing is left then to judge by.
pub fn held_out(photos: &Searchable, classes: [&[PhotoId]; 2], product: &dyn Fn(PhotoId) -> Option<usize>) -> Option<HeldOut> {
    let [from, to]: [HashSet<PhotoId>; 2] = classes.map(|class| class.iter().copied().collect());
    let own = |end: usize, photo: &PhotoId| !(if end == 0 { &to } else { &from }).contains(photo);
    let sides = [0, 1].map(|end| {
        let only: Vec<PhotoId> = classes[end].iter().filter(|photo| own(end, photo)).copied().collect();
        photos.rows_of(&only)
    });
    let mut groups = Groups::default();
    let groups_of = sides.each_ref().map(|(ids, _)| ids.iter().map(|id| groups.of(*id, product(*id), photos)).collect::<Vec<_>>());
    let sums = Sums::of(&sides, &groups_of);
    let mut told = HeldOut { photos: [0; 2], right: [0; 2], products: sums.by_group.len() };
    for end in 0..2 {
        for (row, group) in groups_of[end].iter().enumerate() {
            told.photos[end] += 1;
            told.right[end] += usize::from(sums.nearer(sides[end].1.row(row), *group)? == end);
        }
    }
    told.photos.iter().all(|photos| *photos > 0).then_some(told)
}

/// Sums of vectors with how many there are, for both ends.
type Sum = [(Vec<f32>, f32); 2];

struct Sums {
    all: Sum,
    by_group: HashMap<usize, Sum>,
}

impl Sums {
    fn of(sides: &[(Vec<PhotoId>, Matrix); 2], groups: &[Vec<usize>; 2]) -> Self {
        let dimension = sides[0].1.dimension().max(sides[1].1.dimension());
        let none = || [(); 2].map(|()| (vec![0.0; dimension], 0.0));
        let mut sums = Self { all: none(), by_group: HashMap::new() };
        for end in 0..2 {
            for (row, group) in groups[end].iter().enumerate() {
                for sum in [&mut sums.all, sums.by_group.entry(*group).or_insert_with(none)] {
                    sum[end].0 = added(std::mem::take(&mut sum[end].0), sides[end].1.row(row), 1.0);
                    sum[end].1 += 1.0;
                }
            }
        }
        sums
    }

    /// Which end's mean is nearer, this group left out of both; `None` where that leaves an end without a photo.
    fn nearer(&self, row: &[f32], group: usize) -> Option<usize> {
        let mean = |end: usize| {
            let (all, count) = &self.all[end];
            let (own, left_out) = self.by_group.get(&group).map(|sums| &sums[end])?;
            (count > left_out).then(|| UnitVector::normalise(added(all.clone(), own, -1.0)))?
        };
        let cosine = |mean: &UnitVector| mean.as_slice().iter().zip(row).map(|(a, b)| a * b).sum::<f32>();
        Some(usize::from(cosine(&mean(1)?) > cosine(&mean(0)?)))
    }
}

fn added(mut sum: Vec<f32>, row: &[f32], weight: f32) -> Vec<f32> {
    sum.iter_mut().zip(row).for_each(|(sum, value)| *sum += weight * value);
    sum
}
