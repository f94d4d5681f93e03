//! A walk through what the model sees, from here to there: points between two ends, and where photos stand along the way.
//!
//! Two ways are built, and which one is the default was measured (`cargo bench --bench axes`): the straight line between the ends, and
//! `GradREC`'s traversal (Chia et al. 2022, "Does it come in black? CLIP-like models are zero-shot recommenders"). With the starter model the
//! line reaches its end more often, from words and from photos.

mod classes;
mod gradient;
mod placed;
mod places;

use super::search::Searchable;
use base::UnitVector;
pub use base::axes::{Constants, Way};
pub use classes::{HeldOut, held_out, mean_of};
pub use placed::placed;
pub use places::Places;

/// Ends whose cosine is this are the same.
const SAME: f32 = 1.0 - 1e-6;

/// Why there is no walk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoWalk {
    /// From a thing to itself.
    #[error("both ends mean the same to the model: write two that differ")]
    Same,
    /// From a thing to its negative.
    #[error("the ends are opposites, and nothing lies between them: write other words, without a minus")]
    Opposite,
    /// Statistics of so many photos are none.
    #[error("this way looks at {needed} photos at a time, and the catalogue has {have} that the model has seen: take the straight line")]
    TooFew {
        /// Photos with a vector that are there.
        have: usize,
        /// As many are looked at.
        needed: usize,
    },
    /// No component tells the start from the end.
    #[error("the photos nearest to the start are all alike, so that no direction leads away from them: take the straight line")]
    Alike,
}

/// The points of a walk, the start first; as many as `steps`, but at least both ends' worth.
pub fn walk(photos: &Searchable, ends: [&UnitVector; 2], steps: usize, way: Way) -> Result<Vec<UnitVector>, NoWalk> {
    let steps = steps.max(2);
    check(ends)?;
    match way {
        Way::Line => (0..steps).map(|step| between(ends, position(step, steps))).collect(),
        Way::Gradient(constants) => gradient::walk(photos, ends, steps, constants),
    }
}

/// The direction that leads from one end to the other.
pub fn direction(photos: &Searchable, ends: [&UnitVector; 2], way: Way) -> Result<UnitVector, NoWalk> {
    check(ends)?;
    match way {
        Way::Line => mixed(ends, [-1.0, 1.0]).ok_or(NoWalk::Same),
        Way::Gradient(constants) => gradient::direction(photos, ends, constants),
    }
}

/// The point of the straight line at a position: 0 is the start, 1 the end.
pub fn between(ends: [&UnitVector; 2], position: f32) -> Result<UnitVector, NoWalk> {
    mixed(ends, [1.0 - position, position]).ok_or(NoWalk::Opposite)
}

/// How far along the way a step is, 0 to 1.
pub fn position(step: usize, steps: usize) -> f32 {
    step as f32 / (steps.max(2) - 1) as f32
}

fn check([from, to]: [&UnitVector; 2]) -> Result<(), NoWalk> {
    if from.dot(to) >= SAME { Err(NoWalk::Same) } else { Ok(()) }
}

fn mixed([from, to]: [&UnitVector; 2], [a, b]: [f32; 2]) -> Option<UnitVector> {
    let sum: Vec<f32> = from.as_slice().iter().zip(to.as_slice()).map(|(from, to)| a * from + b * to).collect();
    // What is left of opposites is rounding.
    let length: f32 = sum.iter().map(|value| value * value).sum();
    if length < 1e-8 { None } else { UnitVector::normalise(sum) }
}

#[cfg(test)]
mod tests;
