//! Rows in a byte a component: a quarter of the memory to read, and for each product how far it can be off.
//!
//! A row is x = m + s·q + e: the mean of the matrix, whole steps of a scale of its own, and the rest. A query is y = t·p + f. So
//! x·y = m·y + s·t·(q·p) + s·q·f + e·y, and by Cauchy and Schwarz the last two are at most |s·q|·|f| + |e|·|y|. The mean is taken off
//! because embeddings of photos lie in a narrow cone: the rest is shorter, and so is what is lost of it.

// Code that is not inlined into the operation would be compiled for the oldest processor, whatever the operation is compiled for.
#![allow(clippy::inline_always)]

use super::Matrix;
use base::simd::dispatch;
use pulp::{Simd, WithSimd};
use rayon::prelude::*;

/// Most steps of a row's component.
const STEPS: f32 = 127.0;

/// Rows whose mean stands for that of all.
const SAMPLED: usize = 1024;

/// Rows that a thread takes at a time while they are rounded.
const ROWS_PER_CHUNK: usize = 512;

/// Independent sums in flight.
const LANES: usize = 16;

/// Vectors from this length on, or shorter than its inverse, may leave the range of f32 when they are multiplied.
const LONGEST: f64 = 1e15;

/// What half a unit in the last place of a product is of it.
const ROUNDING: f64 = 0.5 * f32::EPSILON as f64;

/// A [`Matrix`] in steps.
#[derive(Clone, Debug)]
pub(super) struct Coarse {
    dimension: usize,
    /// `[dimension]`.
    mean: Vec<f32>,
    /// `[rows, dimension]`.
    steps: Vec<i8>,
    /// `[rows]`.
    facts: Vec<Fact>,
}

/// What is known of a row in steps.
#[derive(Clone, Copy, Debug, Default)]
struct Fact {
    /// Length of one step.
    scale: f32,
    /// Length of all steps, rounded up.
    length: f32,
    /// How far a product with a query of length 1 can be off for what the steps left, and for rounding in the exact product.
    slack: f32,
}

/// A query in steps.
pub(super) struct Probe {
    /// `[dimension]`.
    steps: Vec<i16>,
    scale: f64,
    length: f64,
    /// Length of what the steps left.
    rest: f64,
    /// Its product with the mean.
    mean: f64,
}

impl Coarse {
    /// Reads all rows once.
    pub fn of(matrix: &Matrix) -> Self {
        let (rows, dimension) = (matrix.rows(), matrix.dimension());
        let mean = mean(matrix);
        let mut steps = vec![0; rows * dimension];
        let mut facts = vec![Fact::default(); rows];
        let chunks = steps.par_chunks_mut(ROWS_PER_CHUNK * dimension).zip(facts.par_chunks_mut(ROWS_PER_CHUNK));
        chunks.enumerate().for_each(|(chunk, (steps, facts))| {
            let values = matrix.rows_from(chunk * ROWS_PER_CHUNK, facts.len());
            dispatch(Rounding { values, mean: &mean, steps, facts });
        });
        Self { dimension, mean, steps, facts }
    }

    /// `None` for a query whose products could not be bounded: without direction, or too long.
    pub fn probe(&self, query: &[f32]) -> Option<Probe> {
        let length = length(query.iter().map(|v| f64::from(*v)));
        if !(LONGEST.recip()..LONGEST).contains(&length) {
            return None;
        }
        // As many steps as leave the sum of the products within an i32.
        let most = (i32::MAX as f32 / (STEPS * query.len() as f32)).floor().min(f32::from(i16::MAX));
        let scale = query.iter().fold(0.0_f32, |most, v| most.max(v.abs())) / most;
        let steps: Vec<i16> = query.iter().map(|v| (v / scale).round().clamp(-most, most) as i16).collect();
        let rest = query.iter().zip(&steps).map(|(v, step)| f64::from(*v) - f64::from(scale) * f64::from(*step));
        let mean = query.iter().zip(&self.mean).map(|(a, b)| f64::from(*a) * f64::from(*b)).sum();
        Some(Probe { scale: scale.into(), length, rest: length_up(rest), mean, steps })
    }

    /// Between what and what the products of rows with the probe lie, once they are computed in f32. `row` names the row of a place.
    pub fn bounds(&self, probe: &Probe, row: impl Fn(usize) -> usize, sums: &mut [i32], mut each: impl FnMut(usize, f64, f64)) {
        let steps = |place: usize| &self.steps[row(place) * self.dimension..][..self.dimension];
        dispatch(Products { row: steps, query: &probe.steps, sums });
        for (place, sum) in sums.iter().enumerate() {
            let row = row(place);
            let Fact { scale, length, slack } = self.facts[row];
            let middle = probe.mean + f64::from(scale) * probe.scale * f64::from(*sum);
            let off = f64::from(slack) * probe.length + f64::from(length) * probe.rest + f64::from(f32::MIN_POSITIVE);
            each(row, middle - off, middle + off);
        }
    }
}

/// Any vector would do; the nearer it is to the rows, the shorter is what is left of them.
fn mean(matrix: &Matrix) -> Vec<f32> {
    let every = matrix.rows().div_ceil(SAMPLED).max(1);
    let mut sums = vec![0.0_f64; matrix.dimension()];
    for row in (0..matrix.rows()).step_by(every) {
        for (sum, value) in sums.iter_mut().zip(matrix.row(row)) {
            *sum += f64::from(*value);
        }
    }
    let share = 1.0 / matrix.rows().div_ceil(every).max(1) as f64;
    let mean: Vec<f32> = sums.iter().map(|sum| (sum * share) as f32).collect();
    let usable = length(mean.iter().map(|v| f64::from(*v))) < LONGEST;
    if usable { mean } else { vec![0.0; matrix.dimension()] }
}

fn length(values: impl Iterator<Item = f64>) -> f64 {
    values.map(|v| v * v).sum::<f64>().sqrt()
}

/// No less than the length is, though sums in f64 are rounded too.
fn length_up(values: impl Iterator<Item = f64>) -> f64 {
    length(values) * (1.0 + 1e-9)
}

fn up(length: f64) -> f32 {
    ((length * (1.0 + 1e-9)) as f32).next_up()
}

struct Rounding<'a> {
    /// `[rows, dimension]`.
    values: &'a [f32],
    mean: &'a [f32],
    steps: &'a mut [i8],
    facts: &'a mut [Fact],
}

impl WithSimd for Rounding<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let dimension = self.mean.len();
        let mean_length = length(self.mean.iter().map(|v| f64::from(*v)));
        let rows = self.values.chunks_exact(dimension).zip(self.steps.chunks_exact_mut(dimension));
        for ((values, steps), fact) in rows.zip(self.facts) {
            *fact = round(values, self.mean, mean_length, steps);
        }
    }
}

#[inline(always)]
fn round(values: &[f32], mean: &[f32], mean_length: f64, steps: &mut [i8]) -> Fact {
    let scale = furthest(values, mean) / STEPS;
    let inverse = if scale.is_normal() { scale.recip() } else { 0.0 };
    for ((step, value), mean) in steps.iter_mut().zip(values).zip(mean) {
        *step = ((value - mean) * inverse).round_ties_even().clamp(-STEPS, STEPS) as i8;
    }
    let squares: i64 = steps.iter().map(|step| i64::from(i32::from(*step) * i32::from(*step))).sum();
    let length = (squares as f64).sqrt() * f64::from(scale);
    let rest = rest(values, mean, f64::from(scale), steps).sqrt();
    let whole = mean_length + length + rest;
    // Not a number where the row is not: whatever is asked of it, it is looked at again.
    if whole.is_nan() || whole >= LONGEST {
        return Fact { scale: 0.0, length: 0.0, slack: f32::INFINITY };
    }
    // A sum of n products is off by at most n + a few roundings, in whichever order it is taken; that the bounds themselves are
    // rounded, in f64, is within the last percent.
    let rounding = 1.01 * ROUNDING * (values.len() + LANES) as f64 * whole;
    Fact { scale, length: up(length), slack: up(rest + rounding) }
}

#[inline(always)]
fn furthest(values: &[f32], mean: &[f32]) -> f32 {
    let mut most = [0.0_f32; LANES];
    for (values, mean) in values.chunks(LANES).zip(mean.chunks(LANES)) {
        for ((most, value), mean) in most.iter_mut().zip(values).zip(mean) {
            let off = (value - mean).abs();
            *most = if off > *most { off } else { *most };
        }
    }
    most.iter().fold(0.0, |a, b| a.max(*b))
}

/// The square of what the steps left.
#[inline(always)]
fn rest(values: &[f32], mean: &[f32], scale: f64, steps: &[i8]) -> f64 {
    let mut sums = [0.0_f64; LANES];
    for ((values, mean), steps) in values.chunks(LANES).zip(mean.chunks(LANES)).zip(steps.chunks(LANES)) {
        for (((sum, value), mean), step) in sums.iter_mut().zip(values).zip(mean).zip(steps) {
            let rest = f64::from(*value) - f64::from(*mean) - scale * f64::from(*step);
            *sum += rest * rest;
        }
    }
    sums.iter().sum()
}

struct Products<'a, 'out, R> {
    row: R,
    query: &'a [i16],
    sums: &'out mut [i32],
}

impl<'a, R: Fn(usize) -> &'a [i8]> WithSimd for Products<'_, '_, R> {
    type Output = ();

    /// Compiled to multiplications of pairs (`vpmaddwd`), several times as fast as memory delivers.
    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        for (place, sum) in self.sums.iter_mut().enumerate() {
            let row = (self.row)(place);
            *sum = row.iter().zip(self.query).map(|(a, b)| i32::from(*a) * i32::from(*b)).sum();
        }
    }
}
