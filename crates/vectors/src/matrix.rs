//! The matrix and its product with one query.

// Code that is not inlined into the operation would be compiled for the oldest processor, whatever the operation is compiled for.
#![allow(clippy::inline_always)]

use base::simd::dispatch;
use pulp::{Simd, WithSimd};
use rayon::prelude::*;

/// Rows handed to a thread at a time: long enough to hide the hand-over, short enough to share the work.
const ROWS_PER_CHUNK: usize = 2048;

/// Independent sums in flight, so that the processor does not wait for one addition before the next.
const LANES: usize = 32;

/// Unit vectors, `[rows, dimension]`, row after row.
#[derive(Clone, Debug, Default)]
pub struct Matrix {
    dimension: usize,
    values: Vec<f32>,
}

impl Matrix {
    /// `None` where the values do not fill whole rows.
    pub fn new(dimension: usize, values: Vec<f32>) -> Option<Self> {
        let whole = if dimension == 0 { values.is_empty() } else { values.len().is_multiple_of(dimension) };
        whole.then_some(Self { dimension, values })
    }

    /// How many vectors there are.
    pub fn rows(&self) -> usize {
        self.values.len().checked_div(self.dimension).unwrap_or(0)
    }

    /// Components of each vector.
    pub fn dimension(&self) -> usize {
        self.dimension
    }

    /// One vector, `[dimension]`.
    pub fn row(&self, row: usize) -> &[f32] {
        &self.values[row * self.dimension..(row + 1) * self.dimension]
    }

    /// `count` rows from `first` on, `[count, dimension]`.
    pub(super) fn rows_from(&self, first: usize, count: usize) -> &[f32] {
        &self.values[first * self.dimension..(first + count) * self.dimension]
    }

    /// The dot product of each row with `query`, `[rows]`; cosines where both are unit vectors.
    ///
    /// # Panics
    /// If the query has another dimension: vectors of two models never meet.
    pub fn scores(&self, query: &[f32]) -> Vec<f32> {
        assert!(self.rows() == 0 || query.len() == self.dimension, "a query of another model's dimension");
        let mut scores = vec![0.0; self.rows()];
        scores.par_chunks_mut(ROWS_PER_CHUNK).enumerate().for_each(|(chunk, scores)| {
            let start = chunk * ROWS_PER_CHUNK * self.dimension;
            let rows = &self.values[start..start + scores.len() * self.dimension];
            dispatch(Dots { rows, query, scores });
        });
        scores
    }
}

struct Dots<'a> {
    rows: &'a [f32],
    query: &'a [f32],
    scores: &'a mut [f32],
}

impl WithSimd for Dots<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        for (score, row) in self.scores.iter_mut().zip(self.rows.chunks_exact(self.query.len())) {
            *score = dot(row, self.query);
        }
    }
}

#[inline(always)]
fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0.0_f32; LANES];
    let (a_lanes, b_lanes) = (a.chunks_exact(LANES), b.chunks_exact(LANES));
    let tail: f32 = a_lanes.remainder().iter().zip(b_lanes.remainder()).map(|(x, y)| x * y).sum();
    for (x, y) in a_lanes.zip(b_lanes) {
        for lane in 0..LANES {
            sums[lane] += x[lane] * y[lane];
        }
    }
    sums.iter().sum::<f32>() + tail
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_equal_the_plain_sum_for_every_tail_length() {
        for dimension in [1, 7, 32, 33, 192, 512] {
            let rows = 5000;
            let values: Vec<f32> = (0..rows * dimension).map(|i| ((i * 37 % 101) as f32 - 50.0) / 100.0).collect();
            let query: Vec<f32> = (0..dimension).map(|i| ((i * 13 % 29) as f32 - 14.0) / 30.0).collect();
            let matrix = Matrix::new(dimension, values.clone()).unwrap();
            let scores = matrix.scores(&query);
            assert_eq!(scores.len(), rows);
            for row in [0, 1, 2047, 2048, rows - 1] {
                let wanted: f64 = (0..dimension).map(|i| f64::from(values[row * dimension + i]) * f64::from(query[i])).sum();
                assert!((f64::from(scores[row]) - wanted).abs() < 1e-4, "dimension {dimension} row {row}");
            }
        }
    }

    #[test]
    fn an_empty_matrix_answers_nothing_and_a_ragged_one_is_refused() {
        assert!(Matrix::new(192, Vec::new()).unwrap().scores(&[0.0; 192]).is_empty());
        assert!(Matrix::default().scores(&[]).is_empty());
        assert!(Matrix::new(4, vec![0.0; 6]).is_none());
    }
}
