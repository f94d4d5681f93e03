//! The main directions of a cloud of vectors (principal components), by orthogonal iteration on the covariance of a sample.

use crate::scattered::scattered;
use nalgebra::{DMatrix, SymmetricEigen};
use vectors::{Columns, Matrix};

/// Rows that the directions are taken from: a sample tells them as well as all.
const MOST_ROWS: usize = 4096;
/// Each draws the block of directions nearer to the main ones; what is left out afterwards is noise.
const ROUNDS: usize = 24;

/// The main directions, the widest first.
pub(super) struct Axes {
    /// Each `[dimension]`.
    directions: Vec<Vec<f32>>,
    /// Where the middle of the cloud lies along each.
    middle: Vec<f32>,
}

impl Axes {
    /// At most `count` of them, from these rows.
    pub fn of(matrix: &Matrix, rows: &[u32], count: usize) -> Self {
        let dimension = matrix.dimension();
        let step = rows.len().div_ceil(MOST_ROWS).max(1);
        let sample: Vec<&[f32]> = rows.iter().step_by(step).map(|row| matrix.row(*row as usize)).collect();
        let mean = mean(&sample, dimension);
        let centred = DMatrix::from_fn(sample.len(), dimension, |row, column| sample[row][column] - mean[column]);
        let covariance = centred.tr_mul(&centred);
        let directions = main_directions(&covariance, count.min(dimension));
        let middle = directions.iter().map(|direction| direction.iter().zip(&mean).map(|(a, b)| a * b).sum()).collect();
        Self { directions, middle }
    }

    /// Where every row lies along each of the first `count`; `None` where it was cancelled.
    pub fn along(&self, matrix: &Matrix, count: usize, cancelled: &(dyn Fn() -> bool + Sync)) -> Option<Vec<Vec<f32>>> {
        let count = count.min(self.directions.len());
        let columns = Columns::new(matrix.dimension(), self.directions[..count].iter().map(Vec::as_slice));
        matrix.products(&columns, cancelled, |_, products| products.iter().zip(&self.middle).map(|(at, middle)| at - middle).collect())
    }
}

fn mean(rows: &[&[f32]], dimension: usize) -> Vec<f32> {
    let mut sums = vec![0.0_f64; dimension];
    for row in rows {
        sums.iter_mut().zip(*row).for_each(|(sum, value)| *sum += f64::from(*value));
    }
    sums.iter().map(|sum| (sum / rows.len().max(1) as f64) as f32).collect()
}

fn main_directions(covariance: &DMatrix<f32>, count: usize) -> Vec<Vec<f32>> {
    let dimension = covariance.nrows();
    if count == 0 {
        return Vec::new();
    }
    let mut block = DMatrix::from_fn(dimension, count, |row, column| {
        (scattered(0, (row * count + column) as u64) >> 32) as f32 / u32::MAX as f32 - 0.5
    });
    for _ in 0..ROUNDS {
        block = (covariance * block).qr().q();
    }
    // Within the block they are told apart by the covariance inside of it.
    let inside = SymmetricEigen::new(block.tr_mul(&(covariance * &block)));
    let turned = block * &inside.eigenvectors;
    let mut order: Vec<usize> = (0..turned.ncols()).collect();
    order.sort_by(|a, b| inside.eigenvalues[*b].total_cmp(&inside.eigenvalues[*a]));
    order.into_iter().map(|column| upright(turned.column(column).iter().copied().collect())).collect()
}

/// Of both ways along a direction the one of which the largest component is positive.
fn upright(mut direction: Vec<f32>) -> Vec<f32> {
    let largest = direction.iter().copied().max_by(|a, b| a.abs().total_cmp(&b.abs())).unwrap_or_default();
    let sign = if largest < 0.0 { -1.0 } else { 1.0 };
    for value in &mut direction {
        *value = if value.is_finite() { *value * sign } else { 0.0 };
    }
    direction
}
