//! Vectors as a matrix, as `learn` wants them.

use base::UnitVector;
use nalgebra::DMatrix;

/// A vector a column.
pub fn matrix(dimension: usize, vectors: &[&UnitVector]) -> DMatrix<f32> {
    DMatrix::from_iterator(dimension, vectors.len(), vectors.iter().flat_map(|vector| vector.as_slice().iter().copied()))
}
