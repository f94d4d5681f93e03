//! Symmetric and triangular matrices, of which only half is computed, nearly all of it as products, which are fast.

use nalgebra::{Cholesky, DMatrix};
use std::ops::Range;

/// Smaller ones are factored as they are.
const WHOLE: usize = 48;

/// Rows that are multiplied at a time: fewer save more of the half that is known, and make each product slower.
const ROWS: usize = 96;

/// `L⁻¹`, where `A = L Lᵀ` and `L` is lower triangular; `None` where `A` is not positive definite, or holds values that are no numbers.
///
/// With `A = [P Qᵀ; Q R]`, `L = [F 0; G H]` has `F Fᵀ = P`, `G = Q F⁻ᵀ` and `H Hᵀ = R - G Gᵀ` (Golub and Van Loan, section 4.2), and its
/// inverse is `[F⁻¹ 0; -H⁻¹ G F⁻¹, H⁻¹]`.
pub fn inverse_factor(matrix: &DMatrix<f64>) -> Option<DMatrix<f64>> {
    let n = matrix.nrows();
    if n <= WHOLE {
        return Cholesky::new(matrix.clone())?.l().solve_lower_triangular(&DMatrix::identity(n, n));
    }
    let (half, rest) = (n / 2, n - n / 2);
    let first = inverse_factor(&matrix.view((0, 0), (half, half)).into_owned())?;
    let across = matrix.view((half, 0), (rest, half)) * first.transpose();
    let last = inverse_factor(&(matrix.view((half, half), (rest, rest)) - &across * across.transpose()))?;
    let mut inverse = DMatrix::zeros(n, n);
    inverse.view_mut((half, 0), (rest, half)).copy_from(&-(&last * across * &first));
    inverse.view_mut((0, 0), (half, half)).copy_from(&first);
    inverse.view_mut((half, half), (rest, rest)).copy_from(&last);
    Some(inverse)
}

/// `L X` of a lower triangular `L`.
pub fn lower_times(lower: &DMatrix<f32>, x: &DMatrix<f32>) -> DMatrix<f32> {
    let mut product = DMatrix::zeros(lower.nrows(), x.ncols());
    for rows in blocks(lower.nrows()) {
        let own = lower.view((rows.start, 0), (rows.len(), rows.end)) * x.rows(0, rows.end);
        product.rows_mut(rows.start, rows.len()).copy_from(&own);
    }
    product
}

/// `X Xᵀ`.
pub fn gram(x: &DMatrix<f32>) -> DMatrix<f32> {
    let (transposed, n) = (x.transpose(), x.nrows());
    let mut gram = DMatrix::zeros(n, n);
    for rows in blocks(n) {
        let own = x.rows(rows.start, rows.len()) * transposed.columns(0, rows.end);
        gram.view_mut((rows.start, 0), own.shape()).copy_from(&own);
    }
    gram.fill_upper_triangle_with_lower_triangle();
    gram
}

fn blocks(n: usize) -> impl Iterator<Item = Range<usize>> {
    (0..n).step_by(ROWS).map(move |first| first..n.min(first + ROWS))
}
