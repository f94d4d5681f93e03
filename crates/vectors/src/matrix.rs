//! The matrix and its product with one query.

use super::coarse::{Coarse, Steps};
use super::dot::Dots;
use base::blocks::{Blocks, Edits};
use base::simd::dispatch;
use rayon::prelude::*;
use std::sync::{Arc, OnceLock};

/// Rows handed to a thread at a time: long enough to hide the hand-over, short enough to share the work.
const ROWS_PER_CHUNK: usize = 2048;

/// Unit vectors, `[rows, dimension]`, row after row. A copy in which some rows changed shares most of the others.
#[derive(Clone, Debug, Default)]
pub struct Matrix {
    values: Blocks<f32>,
    /// Somebody has asked for the nearest rows.
    asked: OnceLock<()>,
    /// Of each block.
    steps: Vec<Arc<OnceLock<Steps>>>,
}

impl Matrix {
    /// `None` where the values do not fill whole rows.
    pub fn new(dimension: usize, values: Vec<f32>) -> Option<Self> {
        let values = Blocks::new(dimension, values)?;
        let steps = values.blocks().map(|_| Arc::default()).collect();
        Some(Self { values, asked: OnceLock::new(), steps })
    }

    /// What the edits make of it; `new` are the rows that they take from elsewhere, `[rows, dimension]`.
    ///
    /// # Panics
    /// If the edits are of another number of rows, or of other ones.
    #[must_use]
    pub fn edited(&self, edits: &Edits, new: &[f32]) -> Self {
        let values = self.values.edited(edits, new);
        let known = |block| self.steps.get(block).filter(|_| values.shares(block, &self.values)).cloned();
        let steps = values.blocks().enumerate().map(|(block, _)| known(block).unwrap_or_default()).collect();
        Self { values, asked: self.asked.clone(), steps }
    }

    /// How many vectors there are.
    pub fn rows(&self) -> usize {
        self.values.len()
    }

    /// Components of each vector.
    pub fn dimension(&self) -> usize {
        self.values.width()
    }

    /// One vector, `[dimension]`.
    pub fn row(&self, row: usize) -> &[f32] {
        self.values.entry(row)
    }

    /// `count` rows from `first` on, `[count, dimension]`, which lie in one block.
    pub(super) fn together(&self, first: usize, count: usize) -> &[f32] {
        self.values.together(first, count)
    }

    /// The rows in steps; `None` when they are asked for the first time, since whoever asks once is sooner served without.
    pub(super) fn coarse(&self) -> Option<Coarse<'_>> {
        let again = self.asked.set(()).is_err();
        again.then(|| self.in_steps())
    }

    /// The rows in steps.
    pub(super) fn in_steps(&self) -> Coarse<'_> {
        let dimension = self.dimension();
        let missing: Vec<_> = self.values.blocks().zip(&self.steps).filter(|(_, steps)| steps.get().is_none()).collect();
        // Within a block by one thread: one that waits for others would take up a block that it is in the midst of.
        missing.into_par_iter().for_each(|(values, steps)| {
            steps.get_or_init(|| Steps::of(values, dimension));
        });
        let blocks = self.steps.iter().filter_map(|steps| steps.get()).collect();
        Coarse { dimension, blocks }
    }

    /// The dot product of each row with `query`, `[rows]`; cosines where both are unit vectors.
    ///
    /// # Panics
    /// If the query has another dimension: vectors of two models never meet.
    pub fn scores(&self, query: &[f32]) -> Vec<f32> {
        scored(self.rows(), |first, scores| self.dots(first, &[query], scores))
    }

    /// As [`Matrix::scores`] for these rows alone, in their order: `[among]`.
    ///
    /// # Panics
    /// If the query has another dimension, or a row does not exist.
    pub fn scores_among(&self, query: &[f32], among: &[u32]) -> Vec<f32> {
        scored(among.len(), |first, scores| {
            assert!(query.len() == self.dimension(), "a query of another model's dimension");
            dispatch(Dots { row: |place| self.row(among[first + place] as usize), queries: &[query], scores });
        })
    }

    /// The products of rows from `first` on, which lie in one block, with all queries: `[rows, queries]`.
    pub(super) fn dots(&self, first: usize, queries: &[&[f32]], scores: &mut [f32]) {
        let dimension = self.dimension();
        assert!(queries.iter().all(|query| query.len() == dimension), "a query of another model's dimension");
        let rows = self.together(first, scores.len().checked_div(queries.len()).unwrap_or(0));
        dispatch(Dots { row: |place: usize| &rows[place * dimension..][..dimension], queries, scores });
    }
}

/// Scores of so many rows; `score` computes some, from a place on.
fn scored(count: usize, score: impl Fn(usize, &mut [f32]) + Sync) -> Vec<f32> {
    let mut scores = vec![0.0; count];
    scores.par_chunks_mut(ROWS_PER_CHUNK).enumerate().for_each(|(chunk, scores)| score(chunk * ROWS_PER_CHUNK, scores));
    scores
}

/// The dot product of each of `rows`, `[rows, dimension]`, with `query`, to the last bit as in [`Matrix::scores`]: for rows that are in no
/// matrix. What is left over of the last row is no row.
pub fn scores_of<'a>(rows: &'a [f32], query: &'a [f32]) -> Vec<f32> {
    let dimension = query.len();
    let mut scores = vec![0.0; rows.len().checked_div(dimension).unwrap_or(0)];
    dispatch(Dots { row: |row: usize| &rows[row * dimension..][..dimension], queries: &[query], scores: &mut scores });
    scores
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
            let alone: Vec<f32> = values.chunks(3 * dimension).flat_map(|rows| scores_of(rows, &query)).collect();
            assert!(alone.iter().map(|score| score.to_bits()).eq(scores.iter().map(|score| score.to_bits())));
        }
    }

    #[test]
    fn an_empty_matrix_answers_nothing_and_a_ragged_one_is_refused() {
        assert!(Matrix::new(192, Vec::new()).unwrap().scores(&[0.0; 192]).is_empty());
        assert!(Matrix::default().scores(&[]).is_empty());
        assert!(Matrix::new(4, vec![0.0; 6]).is_none());
    }
}
