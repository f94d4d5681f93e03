//! Ridge regression in closed form, with what it would say of each photo without the photo's own product.

use crate::decisions::Decisions;
use nalgebra::{Cholesky, DMatrix, DVector, Dyn};
use rayon::prelude::*;

/// Rows whose products are summed at a time, on each core.
const CHUNK: usize = 512;

/// How strongly the weights are held down; embeddings have unit length. Between .3 and 3 the choice changes little; 1 was best on
/// everyday photos, .3 on shop photos.
const LAMBDA: f64 = 1.0;

/// The intercept is hardly held down at all.
const LAMBDA_INTERCEPT: f64 = 1e-3;

/// Weights from embeddings to classes.
#[derive(Clone, Debug, PartialEq)]
pub struct Ridge {
    /// One row a component of the embedding, and a last one for the intercept; one column a class.
    weights: DMatrix<f64>,
}

impl Ridge {
    /// Fits to decisions, of which there must be at least one; and the scores (a row a decision, a column a class) that it would
    /// have given each had its product been left out. `None`: the embeddings hold values that are no numbers.
    pub fn fit(decisions: &Decisions) -> Option<(Self, DMatrix<f64>)> {
        let centred = Centred::of(&decisions.vectors);
        let targets = one_hot(decisions);
        let (gram, moments) = centred.products(&targets);
        let factor = Cholesky::new(gram)?;
        let solution = factor.solve(&moments);
        let left_out = left_out(&centred, &factor, &solution, &targets, decisions);
        Some((Self { weights: centred.undo(&solution) }, left_out))
    }

    /// The scores of photos: a row a photo, a column a class.
    pub fn scores(&self, vectors: &DMatrix<f64>) -> DMatrix<f64> {
        let components = self.weights.nrows() - 1;
        let mut scores = vectors * self.weights.rows(0, components);
        for mut row in scores.row_iter_mut() {
            row += self.weights.row(components);
        }
        scores
    }

    /// One row a component of the embedding, and a last one for the intercept; one column a class.
    pub fn weights(&self) -> &DMatrix<f64> {
        &self.weights
    }
}

/// Embeddings around their mean, with a column of ones.
struct Centred {
    rows: DMatrix<f64>,
    mean: DVector<f64>,
}

impl Centred {
    fn of(vectors: &DMatrix<f64>) -> Self {
        let mean = vectors.row_mean().transpose();
        let mut rows = vectors.clone().insert_column(vectors.ncols(), 1.0);
        for (mut column, mean) in rows.column_iter_mut().zip(mean.iter()) {
            column.add_scalar_mut(-mean);
        }
        Self { rows, mean }
    }

    /// `ZᵀZ + λ` and `ZᵀY`, summed over chunks of rows on all cores.
    fn products(&self, targets: &DMatrix<f64>) -> (DMatrix<f64>, DMatrix<f64>) {
        let (n, d) = self.rows.shape();
        let chunk = |start: usize| {
            let rows = self.rows.rows(start, CHUNK.min(n - start));
            (rows.tr_mul(&rows), rows.tr_mul(&targets.rows(start, rows.nrows())))
        };
        let nothing = || (DMatrix::zeros(d, d), DMatrix::zeros(d, targets.ncols()));
        let add = |(a, b): (DMatrix<f64>, DMatrix<f64>), (c, d): (DMatrix<f64>, DMatrix<f64>)| (a + c, b + d);
        let (mut gram, moments) = (0..n).into_par_iter().step_by(CHUNK).map(chunk).reduce(nothing, add);
        for i in 0..d {
            gram[(i, i)] += if i + 1 == d { LAMBDA_INTERCEPT } else { LAMBDA };
        }
        (gram, moments)
    }

    /// Weights for embeddings as they are: the mean goes into the intercept.
    fn undo(&self, solution: &DMatrix<f64>) -> DMatrix<f64> {
        let d = self.mean.len();
        let mut weights = solution.clone();
        let shift = solution.rows(0, d).tr_mul(&self.mean).transpose();
        let mut intercept = weights.row_mut(d);
        intercept -= shift;
        weights
    }
}

fn one_hot(decisions: &Decisions) -> DMatrix<f64> {
    DMatrix::from_fn(decisions.len(), decisions.classes(), |row, class| f64::from(u8::from(decisions.labels[row] == class)))
}

/// With the hat matrix `H = Z (ZᵀZ + λ)⁻¹ Zᵀ` and the residuals `r = y - H y`, a fit without the rows `G` leaves
/// `(1 - H_GG)⁻¹ r_G` at them (the leave-one-out identity of linear smoothers, in blocks).
fn left_out(
    centred: &Centred,
    factor: &Cholesky<f64, Dyn>,
    solution: &DMatrix<f64>,
    targets: &DMatrix<f64>,
    decisions: &Decisions,
) -> DMatrix<f64> {
    let residuals = targets - &centred.rows * solution;
    let leverage = &centred.rows * factor.inverse();
    let blocks = decisions.rows_by_product();
    let solved: Vec<_> = blocks
        .par_iter()
        .map(|rows| {
            let (z, l, r) = (centred.rows.select_rows(rows), leverage.select_rows(rows), residuals.select_rows(rows));
            let rest = DMatrix::identity(rows.len(), rows.len()) - l * z.transpose();
            // The block is positive definite, since λ is above 0; numerically it may not be where a product is nearly all there is.
            rest.lu().solve(&r).unwrap_or(r)
        })
        .collect();
    let mut scores = targets.clone();
    for (rows, left) in blocks.iter().zip(&solved) {
        for (i, &row) in rows.iter().enumerate() {
            let mut scores = scores.row_mut(row);
            scores -= left.row(i);
        }
    }
    scores
}
