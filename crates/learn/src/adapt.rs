//! Two small maps over frozen embeddings, one for photos and one for texts, fitted so that photos lie nearer to what is said of them.
//!
//! ```text
//! x' = normalise(x + W x)
//! ```
//!
//! The loss is CLIP's (Radford et al. 2021, section 2.3) with several right answers: with `s` the model's own scale of cosines, the negative
//! logarithm of the share of `exp(s x'·t')` that the right texts have among their rivals, and the same of photos for each text. A label's
//! rivals are the labels of its set; a title's those of the other photos of the step. Beside it the belief in general words is held to what the
//! model believed before (Kullback-Leibler; "Learning without forgetting", Li and Hoiem 2016), so that what nobody taught stays where it was,
//! for the photos of a step and for some of other domains.
//! The gradients are written out: the maps are linear, and a whole library for derivatives would be there for three lines of them.

mod adam;
mod step;
#[cfg(test)]
mod tests;

use crate::random::Random;
use adam::Adam;
use nalgebra::DMatrix;
use rayon::prelude::*;
use step::{Batch, Gradient};

/// Photos of a step.
const BATCH: usize = 256;
/// Photos of other domains in a step.
const OTHERS: usize = 64;
/// General words of a step.
const GENERAL: usize = 128;
/// Sets with more texts than this are asked for the texts of a step's photos alone.
const MOST_RIVALS: usize = 512;
/// The share of a run in which steps grow to their full length.
const WARM_UP: usize = 20;

/// What is true of photos, in texts.
#[derive(Clone, Debug)]
pub struct Pairs {
    /// Their embeddings, `[dimension, photos]`.
    pub photos: DMatrix<f32>,
    /// Texts of one kind each: the labels of a set, titles.
    pub kinds: Vec<Texts>,
    /// Photos of other domains, `[dimension, others]`, about which the belief in general words is to stay; there may be none.
    pub others: DMatrix<f32>,
    /// Words whose meaning is to stay, `[dimension, words]`; there may be none.
    pub general: DMatrix<f32>,
    /// What the model multiplies cosines with.
    pub scale: f32,
}

/// Texts that are each other's rivals.
#[derive(Clone, Debug)]
pub struct Texts {
    /// Their embeddings, `[dimension, texts]`.
    pub texts: DMatrix<f32>,
    /// Of each photo, which of them are right; none: nobody said.
    pub right: Vec<Vec<usize>>,
}

/// What was learned: `W` of each side, `[dimension, dimension]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Maps {
    /// For photos.
    pub image: DMatrix<f32>,
    /// For texts.
    pub text: DMatrix<f32>,
}

impl Maps {
    /// Embeddings under one of the maps, so far (0 to 1) on the way from where they were: `[dimension, n]`, of length 1.
    pub fn apply(map: &DMatrix<f32>, alpha: f32, vectors: &DMatrix<f32>) -> DMatrix<f32> {
        let mut moved = vectors + map * vectors * alpha;
        for mut column in moved.column_iter_mut() {
            column.normalize_mut();
        }
        moved
    }
}

/// Fits the maps to some of the photos in so many steps. `go_on` is asked after each; `None` once it says no. The same pairs, photos and seed
/// give the same maps on the same machine.
pub fn adapt(pairs: &Pairs, photos: &[usize], steps: usize, seed: u64, go_on: &mut dyn FnMut() -> bool) -> Option<Maps> {
    let dimension = pairs.photos.nrows();
    let nothing = || DMatrix::zeros(dimension, dimension);
    let mut maps = Maps { image: nothing(), text: nothing() };
    let (mut image, mut text) = (Adam::new(dimension), Adam::new(dimension));
    let mut random = Random::new(seed);
    let mut order = Vec::new();
    for step in 0..steps {
        let batch = Batch::new(pairs, &next(&mut order, photos, &mut random), &maps, &mut random);
        let parts: Vec<Gradient> = (0..=pairs.kinds.len()).into_par_iter().map(|part| batch.gradient(part)).collect();
        // In their order, so that sums repeat.
        let gradient = batch.joined(parts);
        let rate = rate(step, steps);
        image.step(&mut maps.image, &gradient.image, rate);
        text.step(&mut maps.text, &gradient.text, rate);
        if !go_on() {
            return None;
        }
    }
    Some(maps)
}

/// The photos of a step: all come once before one comes again.
fn next(order: &mut Vec<usize>, photos: &[usize], random: &mut Random) -> Vec<usize> {
    let wanted = BATCH.min(photos.len());
    if order.len() < wanted {
        *order = photos.to_vec();
        random.shuffle(order);
    }
    order.split_off(order.len() - wanted)
}

/// Up at the beginning, then down along a cosine.
fn rate(step: usize, steps: usize) -> f32 {
    let up = ((step + 1) as f32 / WARM_UP as f32).min(1.0);
    up * 0.5 * (1.0 + (std::f32::consts::PI * step as f32 / steps as f32).cos())
}
