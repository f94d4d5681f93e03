//! The inverse of a positive definite matrix, by halves: nearly all of it is products, which are fast.

use nalgebra::{Cholesky, DMatrix};

/// Smaller ones are inverted as they are.
const WHOLE: usize = 48;

/// `None` where the matrix is not positive definite, or holds values that are no numbers.
///
/// With `A = [P Q; Qᵀ R]`, `C = P⁻¹ Q` and `S = R - Qᵀ C` (the Schur complement), the inverse is
/// `[P⁻¹ + C S⁻¹ Cᵀ, -C S⁻¹; -S⁻¹ Cᵀ, S⁻¹]` (Golub and Van Loan, section 3.2).
pub fn inverse(matrix: &DMatrix<f64>) -> Option<DMatrix<f64>> {
    let n = matrix.nrows();
    if n <= WHOLE {
        return Cholesky::new(matrix.clone()).map(|factor| factor.inverse());
    }
    let (half, rest) = (n / 2, n - n / 2);
    let first = inverse(&matrix.view((0, 0), (half, half)).into_owned())?;
    let corner = matrix.view((0, half), (half, rest)).into_owned();
    let solved = &first * &corner;
    let schur = matrix.view((half, half), (rest, rest)) - corner.transpose() * &solved;
    let last = inverse(&schur)?;
    let across = &solved * &last;
    let mut inverse = DMatrix::zeros(n, n);
    inverse.view_mut((0, 0), (half, half)).copy_from(&(first + &across * solved.transpose()));
    inverse.view_mut((0, half), (half, rest)).copy_from(&-&across);
    inverse.view_mut((half, 0), (rest, half)).copy_from(&-across.transpose());
    inverse.view_mut((half, half), (rest, rest)).copy_from(&last);
    Some(inverse)
}
