//! Scaled dot-product attention of several heads (Vaswani et al. 2017, section 3.2).
//!
//! Scores lie transposed, a line for each key and a lane for each query: so softmax is the same few steps for 32 queries at once, and what it
//! leaves is already packed for the product with the values.

use super::{Rows, RowsMut, pack};
use base::simd::{dispatch, exp};
use base::tile::{Line, PANEL, ZEROS, multiply};
use pulp::{Simd, WithSimd};
use std::ops::Range;

/// Buffers that live from call to call; all but the last hold what one head sees.
#[derive(Default)]
pub struct Buffers {
    /// `[queries / 32, head, 32]`.
    queries: Vec<Line>,
    /// `[head / 32, keys, 32]`.
    values: Vec<Line>,
    /// Of one panel of queries, `[keys, 32]`.
    scores: Vec<Line>,
}

/// Attention within one sequence; `output` is `[queries, width]` like `queries`.
///
/// `keys_values` is `[tokens, 2 · width]`, the keys first. Queries come already divided by the root of the head's width.
/// With `causal`, query i sees the keys 0 ..= i, which takes as many queries as keys.
pub fn attend(queries: Rows<'_>, keys_values: Rows<'_>, heads: usize, causal: bool, output: &mut [f32], buffers: &mut Buffers) {
    let output = RowsMut::new(output, queries.width());
    dispatch(Attend { queries, keys_values, heads, causal, output, buffers });
}

struct Attend<'a> {
    queries: Rows<'a>,
    keys_values: Rows<'a>,
    heads: usize,
    causal: bool,
    output: RowsMut<'a>,
    buffers: &'a mut Buffers,
}

impl WithSimd for Attend<'_> {
    type Output = ();

    /// A height divides a panel, so that no strip of queries lies in two; `if const` as in a product.
    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        if const { S::F32_LANES == 8 } {
            self.run::<S, 4, 2>(simd);
        } else if const { S::F32_LANES >= 4 } {
            self.run::<S, 8, 2>(simd);
        } else {
            self.run::<S, 4, 1>(simd);
        }
    }
}

impl Attend<'_> {
    #[inline(always)]
    fn run<S: Simd, const HEIGHT: usize, const VECTORS: usize>(mut self, simd: S) {
        let width = self.queries.width();
        let head = width / self.heads;
        for from in (0..width).step_by(head) {
            pack::panels(self.queries.columns(from, head), &mut self.buffers.queries);
            pack::lines(self.keys_values.columns(width + from, head), &mut self.buffers.values);
            for first in (0..self.queries.count()).step_by(PANEL) {
                self.score::<S, HEIGHT, VECTORS>(simd, from..from + head, first);
                softmax(simd, &mut self.buffers.scores, self.causal.then_some(first));
                self.mix::<S, HEIGHT, VECTORS>(simd, from..from + head, first);
            }
        }
    }

    /// `scores[k][q]` = product of key k and query `first + q`.
    #[inline(always)]
    fn score<S: Simd, const HEIGHT: usize, const VECTORS: usize>(&mut self, simd: S, columns: Range<usize>, first: usize) {
        let (head, tokens) = (columns.len(), self.keys_values.count());
        let keys = self.keys_values.columns(columns.start, head);
        let Buffers { queries, scores, .. } = &mut *self.buffers;
        let panel = &queries[first / PANEL * head..][..head];
        scores.resize(tokens.next_multiple_of(HEIGHT), ZEROS);
        for (step, scores) in scores.as_chunks_mut::<HEIGHT>().0.iter_mut().enumerate() {
            let rows: [&[f32]; HEIGHT] = std::array::from_fn(|i| keys.row((step * HEIGHT + i).min(tokens - 1)));
            let left = (0..head).map(|k| move |i: usize| rows[i][k]);
            multiply::<S, HEIGHT, VECTORS>(simd, &left, panel, scores);
        }
        scores.truncate(tokens);
    }

    /// The mean of the values that each query of the panel takes with its weights, which are what became of the scores.
    #[inline(always)]
    fn mix<S: Simd, const HEIGHT: usize, const VECTORS: usize>(&mut self, simd: S, columns: Range<usize>, first: usize) {
        let Buffers { values, scores, .. } = &*self.buffers;
        let queries = PANEL.min(self.queries.count() - first);
        let mut tile = [ZEROS; HEIGHT];
        for strip in 0..queries.div_ceil(HEIGHT) {
            let left = scores.iter().map(|line| &line.0.as_chunks::<HEIGHT>().0[strip]).map(|weights| |i: usize| weights[i]);
            for (values, column) in values.chunks_exact(scores.len()).zip(columns.clone().step_by(PANEL)) {
                multiply::<S, HEIGHT, VECTORS>(simd, &left, values, &mut tile);
                let width = PANEL.min(columns.end - column);
                for (i, line) in tile.iter().take(queries - strip * HEIGHT).enumerate() {
                    self.output.part(first + strip * HEIGHT + i, column, width).copy_from_slice(&line.0[..width]);
                }
            }
        }
    }
}

/// Softmax over the lines, in each lane. With `first`, lane i sees the lines 0 ..= first + i, and the rest become 0.
#[inline(always)]
fn softmax<S: Simd>(simd: S, scores: &mut [Line], first: Option<usize>) {
    hide(scores, first, f32::NEG_INFINITY);
    let highest = highest(simd, scores);
    for line in &mut *scores {
        for i in 0..PANEL {
            line.0[i] = exp(line.0[i] - highest.0[i]);
        }
    }
    hide(scores, first, 0.0);
    let totals = totals(simd, scores);
    let shares = Line(totals.0.map(|total| 1.0 / total));
    for line in scores {
        for (value, share) in S::as_mut_simd_f32s(&mut line.0).0.iter_mut().zip(S::as_simd_f32s(&shares.0).0) {
            *value = simd.mul_f32s(*value, *share);
        }
    }
}

/// The highest value of each lane.
#[inline(always)]
fn highest<S: Simd>(simd: S, lines: &[Line]) -> Line {
    let mut highest = Line([f32::NEG_INFINITY; PANEL]);
    for (place, highest) in S::as_mut_simd_f32s(&mut highest.0).0.iter_mut().enumerate() {
        let mut most = *highest;
        for line in lines {
            most = simd.max_f32s(most, vector::<S>(line, place));
        }
        *highest = most;
    }
    highest
}

/// The sum of each lane, in the order of [`base::simd::exponentials`]: sums of every 32nd value, then all together.
#[inline(always)]
fn totals<S: Simd>(simd: S, lines: &[Line]) -> Line {
    let (whole, rest) = lines.as_chunks::<PANEL>();
    let mut totals = ZEROS;
    for (place, totals) in S::as_mut_simd_f32s(&mut totals.0).0.iter_mut().enumerate() {
        let mut total = simd.splat_f32s(0.0);
        for i in 0..PANEL {
            let mut sum = simd.splat_f32s(0.0);
            for lines in whole {
                sum = simd.add_f32s(sum, vector::<S>(&lines[i], place));
            }
            total = simd.add_f32s(total, sum);
        }
        for line in rest {
            total = simd.add_f32s(total, vector::<S>(line, place));
        }
        *totals = total;
    }
    totals
}

#[inline(always)]
fn vector<S: Simd>(line: &Line, place: usize) -> S::f32s {
    S::as_simd_f32s(&line.0).0[place]
}

/// Sets what a query does not see.
#[inline(always)]
fn hide(scores: &mut [Line], first: Option<usize>, value: f32) {
    let Some(first) = first else { return };
    for (key, line) in scores.iter_mut().enumerate().skip(first) {
        line.0[..(key - first).min(PANEL)].fill(value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn naive(q: &[f32], kv: &[f32], width: usize, heads: usize, causal: bool) -> Vec<f32> {
        let head = width / heads;
        let tokens = kv.len() / (2 * width);
        let mut out = vec![0.0; q.len()];
        for (i, query) in q.chunks(width).enumerate() {
            for h in 0..heads {
                let seen = if causal { i + 1 } else { tokens };
                let part = |row: usize, at: usize| &kv[row * 2 * width + at + h * head..][..head];
                let scores: Vec<f32> =
                    (0..seen).map(|t| query[h * head..][..head].iter().zip(part(t, 0)).map(|(a, b)| a * b).sum::<f32>().exp()).collect();
                let sum: f32 = scores.iter().sum();
                for (t, score) in scores.iter().enumerate() {
                    for (o, v) in out[i * width + h * head..][..head].iter_mut().zip(part(t, width)) {
                        *o += score / sum * v;
                    }
                }
            }
        }
        out
    }

    #[test]
    fn attention_is_that_of_plain_loops() {
        let mut buffers = Buffers::default();
        for (tokens, width, heads, causal) in [(5, 12, 2, false), (5, 12, 2, true), (70, 8, 1, true), (33, 15, 3, false)] {
            let q: Vec<f32> = (0..tokens * width).map(|i| ((i * 37) % 11) as f32 / 5.0 - 1.0).collect();
            let kv: Vec<f32> = (0..2 * tokens * width).map(|i| ((i * 53) % 13) as f32 / 6.0 - 1.0).collect();
            let mut got = vec![0.0; q.len()];
            let (queries, keys_values) = (Rows::dense(&q, width), Rows::dense(&kv, 2 * width));
            attend(queries, keys_values, heads, causal, &mut got, &mut buffers);
            for (g, w) in got.iter().zip(naive(&q, &kv, width, heads, causal)) {
                assert!((g - w).abs() < 1e-5, "{tokens} tokens, width {width}: {g} is not {w}");
            }
        }
    }
}
