//! Dot products of rows with queries, several of each at a time, summed up in registers.

// Code that is not inlined into the operation would be compiled for the oldest processor, whatever the operation is compiled for.
#![allow(clippy::inline_always)]

use pulp::{Simd, WithSimd};
use std::array::from_fn;

/// Rows of a tile: enough independent sums that none waits for its own last addition.
const ROWS: usize = 4;

/// Queries of a tile: with its rows 16 sums, which leave registers for what is loaded.
const QUERIES: usize = 4;

/// Each row's dot product with each query.
///
/// A product is the same to the last bit whichever rows and queries it is computed beside, so that rows which are looked at again alone
/// score as they did among all.
pub(super) struct Dots<'a, 'out, R> {
    /// The row of a line of `scores`, `[dimension]`.
    pub row: R,
    /// Each `[dimension]`.
    pub queries: &'a [&'a [f32]],
    /// `[rows, queries]`.
    pub scores: &'out mut [f32],
}

impl<'a, R: Fn(usize) -> &'a [f32]> WithSimd for Dots<'a, '_, R> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Self { row, queries, scores } = self;
        let rows = scores.len().checked_div(queries.len()).unwrap_or(0);
        for first in (0..rows).step_by(ROWS) {
            // What is beyond the last row or query repeats it.
            let tile = from_fn(|i| row((first + i).min(rows - 1)));
            let scores = &mut scores[first * queries.len()..];
            if let [query] = queries {
                put(dots(simd, tile, [*query]), scores, 1, 0);
                continue;
            }
            for column in (0..queries.len()).step_by(QUERIES) {
                let some: [&[f32]; QUERIES] = from_fn(|i| queries[(column + i).min(queries.len() - 1)]);
                put(dots(simd, tile, some), scores, queries.len(), column);
            }
        }
    }
}

/// Writes those products of a tile that have a place: `scores` is `[rows, count]`, the tile begins at `column`.
#[inline(always)]
fn put<const Q: usize>(products: [[f32; Q]; ROWS], scores: &mut [f32], count: usize, column: usize) {
    let width = Q.min(count - column);
    for (line, products) in scores.chunks_exact_mut(count).zip(&products) {
        line[column..column + width].copy_from_slice(&products[..width]);
    }
}

/// In plain loops: closures around intrinsics are not always inlined, and are slow when they are not.
#[inline(always)]
fn dots<S: Simd, const R: usize, const Q: usize>(simd: S, rows: [&[f32]; R], queries: [&[f32]; Q]) -> [[f32; Q]; R] {
    let (rows, row_tails) = split::<S, R>(simd, rows);
    let (queries, query_tails) = split::<S, Q>(simd, queries);
    let mut sums = [[simd.splat_f32s(0.0); Q]; R];
    let lines = queries[0].len();
    let (mut some_rows, mut some_queries) = ([simd.splat_f32s(0.0); R], [simd.splat_f32s(0.0); Q]);
    let (rows, queries) = (same_length(rows, lines), same_length(queries, lines));
    for line in 0..lines {
        for i in 0..R {
            some_rows[i] = rows[i][line];
        }
        for i in 0..Q {
            some_queries[i] = queries[i][line];
        }
        add::<S, R, Q>(simd, some_rows, some_queries, &mut sums);
    }
    add::<S, R, Q>(simd, row_tails, query_tails, &mut sums);
    let mut products = [[0.0; Q]; R];
    for i in 0..R {
        for j in 0..Q {
            products[i][j] = simd.reduce_sum_f32s(sums[i][j]);
        }
    }
    products
}

/// Whole vectors, and what is left filled up with nothing.
#[inline(always)]
fn split<S: Simd, const N: usize>(simd: S, all: [&[f32]; N]) -> ([&[S::f32s]; N], [S::f32s; N]) {
    let (mut lines, mut tails) = ([[].as_slice(); N], [simd.splat_f32s(0.0); N]);
    for i in 0..N {
        let (whole, tail) = S::as_simd_f32s(all[i]);
        (lines[i], tails[i]) = (whole, simd.partial_load_f32s(tail));
    }
    (lines, tails)
}

/// Tells the compiler that they are as long as the loop over them.
#[inline(always)]
fn same_length<T, const N: usize>(mut all: [&[T]; N], length: usize) -> [&[T]; N] {
    for one in &mut all {
        *one = &one[..length];
    }
    all
}

#[inline(always)]
fn add<S: Simd, const R: usize, const Q: usize>(simd: S, rows: [S::f32s; R], queries: [S::f32s; Q], sums: &mut [[S::f32s; Q]; R]) {
    for (sums, row) in sums.iter_mut().zip(rows) {
        for (sum, query) in sums.iter_mut().zip(queries) {
            *sum = simd.mul_add_f32s(row, query, *sum);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::simd::dispatch;
    use testing::noise_of;

    #[test]
    fn the_instruction_sets_agree_with_the_plain_sum_for_every_shape() {
        for (rows, count, dimension) in [(1, 1, 1), (7, 1, 33), (9, 3, 192), (4, 4, 16), (6, 9, 515), (5, 2, 7)] {
            let (left, right) = (noise_of(rows * dimension, 1), noise_of(count * dimension, 2));
            let queries: Vec<&[f32]> = right.chunks_exact(dimension).collect();
            let row = |i: usize| &left[i * dimension..(i + 1) * dimension];
            let (mut plain, mut best) = (vec![f32::NAN; rows * count], vec![f32::NAN; rows * count]);
            Dots { row, queries: &queries, scores: &mut plain }.with_simd(pulp::Scalar);
            dispatch(Dots { row, queries: &queries, scores: &mut best });
            for (place, (plain, best)) in plain.iter().zip(&best).enumerate() {
                let terms = row(place / count).iter().zip(queries[place % count]);
                let wanted: f64 = terms.map(|(a, b)| f64::from(*a) * f64::from(*b)).sum();
                let off = (f64::from(*plain) - wanted).abs().max((f64::from(*best) - wanted).abs());
                assert!(off < 1e-4, "{rows} x {dimension}, {count} queries");
            }
        }
    }

    #[test]
    fn a_product_is_the_same_to_the_last_bit_alone_and_among_others() {
        let (rows, dimension) = (11, 77);
        let (left, right) = (noise_of(rows * dimension, 1), noise_of(6 * dimension, 2));
        let queries: Vec<&[f32]> = right.chunks_exact(dimension).collect();
        let mut all = vec![0.0; rows * queries.len()];
        dispatch(Dots { row: |i: usize| &left[i * dimension..(i + 1) * dimension], queries: &queries, scores: &mut all });
        for (place, among_others) in all.iter().enumerate() {
            let (row, query) = (place / queries.len(), place % queries.len());
            let mut alone = [0.0];
            let left = &left[row * dimension..(row + 1) * dimension];
            dispatch(Dots { row: |_| left, queries: &[queries[query]], scores: &mut alone });
            assert_eq!(alone[0].to_bits(), among_others.to_bits());
        }
    }
}
