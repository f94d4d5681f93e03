//! Rows in a byte a component: a quarter of the memory to read, and for each product how far it can be off.
//!
//! A row is x = m + s·q + e: the mean of its block, whole steps of a scale of its own, and the rest. A query is y = t·p + f. So
//! x·y = m·y + s·t·(q·p) + s·q·f + e·y, and by Cauchy and Schwarz the last two are at most |s·q|·|f| + |e|·|y|. The mean is taken off
//! because embeddings of photos lie in a narrow cone: the rest is shorter, and so is what is lost of it.

// Code that is not inlined into the operation would be compiled for the oldest processor, whatever the operation is compiled for.
#![allow(clippy::inline_always)]

use base::blocks::ENTRIES;
use base::simd::dispatch;
use pulp::{Simd, WithSimd};

/// Most steps of a row's component.
const STEPS: f32 = 127.0;

/// Rows whose mean stands for that of a block.
const SAMPLED: usize = 1024;

/// Independent sums in flight.
const LANES: usize = 16;

/// Vectors from this length on, or shorter than its inverse, may leave the range of f32 when they are multiplied.
const LONGEST: f64 = 1e15;

/// What half a unit in the last place of a product is of it.
const ROUNDING: f64 = 0.5 * f32::EPSILON as f64;

/// A [`Matrix`](super::Matrix) in steps.
pub(super) struct Coarse<'a> {
    pub dimension: usize,
    /// Of [`ENTRIES`] rows each, but for the last.
    pub blocks: Vec<&'a Steps>,
}

/// A block of rows in steps.
#[derive(Clone, Debug)]
pub(super) struct Steps {
    /// `[dimension]`.
    mean: Vec<f32>,
    /// `[rows, dimension]`.
    whole: Vec<i8>,
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
    /// Its product with the mean of each block.
    means: Vec<f64>,
}

impl Steps {
    /// `values` are `[rows, dimension]`.
    pub fn of(values: &[f32], dimension: usize) -> Self {
        let rows = values.len() / dimension;
        let mean = mean(values, dimension);
        let (mut whole, mut facts) = (vec![0; values.len()], vec![Fact::default(); rows]);
        dispatch(Rounding { values, mean: &mean, steps: &mut whole, facts: &mut facts });
        Self { mean, whole, facts }
    }
}

impl Coarse<'_> {
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
        let with = |block: &&Steps| query.iter().zip(&block.mean).map(|(a, b)| f64::from(*a) * f64::from(*b)).sum();
        Some(Probe { scale: scale.into(), length, rest: length_up(rest), means: self.blocks.iter().map(with).collect(), steps })
    }

    /// Between what and what the products of rows with the probe lie, once they are computed in f32: of as many from `first` on as there are
    /// sums. They lie in one block.
    pub fn bounds(&self, probe: &Probe, first: usize, sums: &mut [i32], mut each: impl FnMut(usize, f64, f64)) {
        let (block, at) = (first / ENTRIES, first % ENTRIES);
        let steps = &self.blocks[block].whole[at * self.dimension..][..sums.len() * self.dimension];
        dispatch(Products { row: |place: usize| &steps[place * self.dimension..][..self.dimension], query: &probe.steps, sums });
        let facts = self.blocks[block].facts[at..].iter();
        for (place, (sum, fact)) in sums.iter().zip(facts).enumerate() {
            let (lower, upper) = fact.bounds(probe, block, *sum);
            each(first + place, lower, upper);
        }
    }

    /// The same of as many rows as there are sums, wherever they lie.
    pub fn bounds_of(&self, probe: &Probe, rows: &[u32], sums: &mut [i32], mut each: impl FnMut(usize, f64, f64)) {
        let place = |row: u32| (row as usize / ENTRIES, row as usize % ENTRIES);
        let steps = |n: usize| {
            let (block, at) = place(rows[n]);
            &self.blocks[block].whole[at * self.dimension..][..self.dimension]
        };
        dispatch(Products { row: steps, query: &probe.steps, sums });
        for (sum, row) in sums.iter().zip(rows) {
            let (block, at) = place(*row);
            let (lower, upper) = self.blocks[block].facts[at].bounds(probe, block, *sum);
            each(*row as usize, lower, upper);
        }
    }
}

impl Fact {
    /// Of a row of that block, of whose steps that is the sum.
    fn bounds(self, probe: &Probe, block: usize, sum: i32) -> (f64, f64) {
        let middle = probe.means[block] + f64::from(self.scale) * probe.scale * f64::from(sum);
        let off = f64::from(self.slack) * probe.length + f64::from(self.length) * probe.rest + f64::from(f32::MIN_POSITIVE);
        (middle - off, middle + off)
    }
}

/// Any vector would do; the nearer it is to the rows, the shorter is what is left of them.
fn mean(values: &[f32], dimension: usize) -> Vec<f32> {
    let rows = values.len() / dimension;
    let every = rows.div_ceil(SAMPLED).max(1);
    let mut sums = vec![0.0_f64; dimension];
    for row in values.chunks_exact(dimension).step_by(every) {
        for (sum, value) in sums.iter_mut().zip(row) {
            *sum += f64::from(*value);
        }
    }
    let share = 1.0 / rows.div_ceil(every).max(1) as f64;
    let mean: Vec<f32> = sums.iter().map(|sum| (sum * share) as f32).collect();
    let usable = length(mean.iter().map(|v| f64::from(*v))) < LONGEST;
    if usable { mean } else { vec![0.0; dimension] }
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
