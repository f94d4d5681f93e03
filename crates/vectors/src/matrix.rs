//! The matrix and its product with one query.

use super::coarse::Coarse;
use super::dot::Dots;
use base::simd::dispatch;
use rayon::prelude::*;
use std::sync::OnceLock;

/// Rows handed to a thread at a time: long enough to hide the hand-over, short enough to share the work.
const ROWS_PER_CHUNK: usize = 2048;

/// Unit vectors, `[rows, dimension]`, row after row.
#[derive(Clone, Debug, Default)]
pub struct Matrix {
    dimension: usize,
    values: Vec<f32>,
    /// Somebody has asked for the nearest rows.
    asked: OnceLock<()>,
    coarse: OnceLock<Coarse>,
}

impl Matrix {
    /// `None` where the values do not fill whole rows.
    pub fn new(dimension: usize, values: Vec<f32>) -> Option<Self> {
        let whole = if dimension == 0 { values.is_empty() } else { values.len().is_multiple_of(dimension) };
        whole.then(|| Self { dimension, values, ..Self::default() })
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

    /// The rows in steps; `None` when they are asked for the first time, since whoever asks once is sooner served without.
    pub(super) fn coarse(&self) -> Option<&Coarse> {
        let again = self.asked.set(()).is_err();
        again.then(|| self.coarse.get_or_init(|| Coarse::of(self)))
    }

    /// The dot product of each row with `query`, `[rows]`; cosines where both are unit vectors.
    ///
    /// # Panics
    /// If the query has another dimension: vectors of two models never meet.
    pub fn scores(&self, query: &[f32]) -> Vec<f32> {
        self.scores_where(self.rows(), |row| row, query)
    }

    /// As [`Matrix::scores`] for these rows alone, in their order: `[among]`.
    ///
    /// # Panics
    /// If the query has another dimension, or a row does not exist.
    pub fn scores_among(&self, query: &[f32], among: &[u32]) -> Vec<f32> {
        self.scores_where(among.len(), |place| among[place] as usize, query)
    }

    fn scores_where(&self, count: usize, row: impl Fn(usize) -> usize + Sync, query: &[f32]) -> Vec<f32> {
        let mut scores = vec![0.0; count];
        scores.par_chunks_mut(ROWS_PER_CHUNK).enumerate().for_each(|(chunk, scores)| {
            self.dots(|place| row(chunk * ROWS_PER_CHUNK + place), &[query], scores);
        });
        scores
    }

    /// The products of rows, `row` names that of a place, with all queries: `[places, queries]`.
    pub(super) fn dots(&self, row: impl Fn(usize) -> usize, queries: &[&[f32]], scores: &mut [f32]) {
        assert!(queries.iter().all(|query| query.len() == self.dimension), "a query of another model's dimension");
        dispatch(Dots { row: |place| self.row(row(place)), queries, scores });
    }
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
