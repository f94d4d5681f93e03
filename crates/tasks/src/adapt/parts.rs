//! Which photos are learned from, which choose and which tell: whole products, drawn by a seed.

use learn::Random;
use std::collections::HashMap;
use std::hash::Hash;

/// A fifth each to choose and to tell.
const FIFTHS: usize = 5;

/// The photos of each part, by their places.
pub struct Parts {
    pub learn: Vec<usize>,
    pub choose: Vec<usize>,
    pub tell: Vec<usize>,
    /// How many products are in each.
    pub products: [usize; 3],
}

impl Parts {
    /// `groups`: the product of each photo, numbered from 0.
    pub fn of(groups: &[usize], seed: u64) -> Self {
        let count = groups.iter().max().map_or(0, |last| last + 1);
        let mut order: Vec<usize> = (0..count).collect();
        Random::new(seed).shuffle(&mut order);
        let mut part_of = vec![0; count];
        let mut products = [0; 3];
        for (place, group) in order.into_iter().enumerate() {
            let part = (place % FIFTHS).saturating_sub(FIFTHS - 3);
            part_of[group] = part;
            products[part] += 1;
        }
        let of = |part| (0..groups.len()).filter(|photo| part_of[groups[*photo]] == part).collect();
        Self { learn: of(0), choose: of(1), tell: of(2), products }
    }
}

/// Photos that belong together for one reason or another: each reason joins all that share it.
pub struct Together<K> {
    parent: Vec<usize>,
    first: HashMap<K, usize>,
}

impl<K: Eq + Hash> Together<K> {
    pub fn new(photos: usize) -> Self {
        Self { parent: (0..photos).collect(), first: HashMap::new() }
    }

    /// The photo belongs to all that were given this reason.
    pub fn join(&mut self, photo: usize, reason: K) {
        let first = *self.first.entry(reason).or_insert(photo);
        let (a, b) = (self.root(photo), self.root(first));
        self.parent[a.max(b)] = a.min(b);
    }

    /// The group of each photo, numbered from 0 in their order.
    pub fn groups(mut self) -> Vec<usize> {
        let roots: Vec<usize> = (0..self.parent.len()).map(|photo| self.root(photo)).collect();
        let mut numbers = HashMap::new();
        roots
            .into_iter()
            .map(|root| {
                let next = numbers.len();
                *numbers.entry(root).or_insert(next)
            })
            .collect()
    }

    fn root(&mut self, mut photo: usize) -> usize {
        while self.parent[photo] != photo {
            self.parent[photo] = self.parent[self.parent[photo]];
            photo = self.parent[photo];
        }
        photo
    }
}
