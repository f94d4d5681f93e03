//! The matrix times many vectors at once, handed out row by row: what the labels of a set say of every photo.

// Code that is not inlined into the operation would be compiled for the oldest processor, whatever the operation is compiled for.
#![allow(clippy::inline_always)]

use super::Matrix;
use base::simd::dispatch;
use base::tile::{Line, PANEL, ZEROS, multiply, pack_column};
use pulp::{Simd, WithSimd};
use rayon::prelude::*;

/// Products that a thread holds at a time: 1 MB, so that they are used while they are still in its second-level cache.
const HELD: usize = 256 * 1024;

/// Rows of a chunk at most: they share one walk over a panel, and 128 rows of 512 floats stay in the cache for the next panel.
const MOST_ROWS: usize = 128;

/// Shares of the rows for each thread.
const SHARES: usize = 8;

/// Vectors to multiply a [`Matrix`] with, rearranged for it: `[count / 32, dimension, 32]`.
#[derive(Clone, Debug, Default)]
pub struct Columns {
    lines: Vec<Line>,
    dimension: usize,
    count: usize,
}

impl Columns {
    /// Each vector is `[dimension]`.
    ///
    /// # Panics
    /// If one has another dimension: vectors of two models never meet.
    pub fn new<'a>(dimension: usize, vectors: impl ExactSizeIterator<Item = &'a [f32]>) -> Self {
        let count = vectors.len();
        let mut lines = vec![ZEROS; count.div_ceil(PANEL) * dimension];
        for (column, vector) in vectors.enumerate() {
            assert!(vector.len() == dimension, "a label of another model's dimension");
            pack_column(&mut lines, dimension, column, vector);
        }
        Self { lines, dimension, count }
    }

    /// How many vectors there are.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Components of each.
    pub fn dimension(&self) -> usize {
        self.dimension
    }
}

/// Rows of a chunk: so many that chunks fill a block.
fn height(count: usize) -> usize {
    let most = (HELD / count.max(1)).clamp(1, MOST_ROWS);
    1 << most.ilog2()
}

impl Matrix {
    /// Hands every row's number and its dot products with all columns, `[count]` (cosines where all are unit vectors), to
    /// `each`, with something to gather in; `join` puts what was gathered of earlier rows and of later ones together. The
    /// products may be changed in place; they are gone after the call, so that 10,000 columns times 100,000 rows need a
    /// megabyte a thread.
    ///
    /// `cancelled` is asked before every chunk of rows; `None` once it says so.
    ///
    /// # Panics
    /// If the columns have another dimension.
    pub fn fold_products<A: Send>(
        &self,
        columns: &Columns,
        cancelled: &(dyn Fn() -> bool + Sync),
        empty: impl Fn() -> A + Sync,
        each: impl Fn(&mut A, usize, &mut [f32]) + Sync,
        join: impl Fn(A, A) -> A + Sync,
    ) -> Option<A> {
        self.fold_products_from(0, columns, cancelled, empty, each, join)
    }

    /// As [`Matrix::fold_products`], without the rows before `from`.
    ///
    /// # Panics
    /// If the columns have another dimension.
    pub fn fold_products_from<A: Send>(
        &self,
        from: usize,
        columns: &Columns,
        cancelled: &(dyn Fn() -> bool + Sync),
        empty: impl Fn() -> A + Sync,
        each: impl Fn(&mut A, usize, &mut [f32]) + Sync,
        join: impl Fn(A, A) -> A + Sync,
    ) -> Option<A> {
        let (rows, dimension, count) = (self.rows(), self.dimension(), columns.count);
        assert!(rows <= from || count == 0 || columns.dimension == dimension, "labels of another model's dimension");
        let height = height(count);
        let first = from / height;
        let chunks = rows.div_ceil(height).saturating_sub(first);
        (0..chunks)
            .into_par_iter()
            // A few shares a thread: enough to even out their work, so few that many large ones are never gathered at once.
            .with_min_len(chunks.div_ceil(SHARES * rayon::current_num_threads()))
            .try_fold(
                || (Vec::new(), empty()),
                |(mut held, mut gathered), chunk| {
                    if cancelled() {
                        return None;
                    }
                    let start = (first + chunk) * height;
                    let (start, end) = (start.max(from), rows.min(start + height));
                    held.resize((end - start) * count, 0.0);
                    dispatch(Product { rows: self.together(start, end - start), dimension, columns, output: &mut held });
                    for row in start..end {
                        each(&mut gathered, row, &mut held[(row - start) * count..][..count]);
                    }
                    Some((held, gathered))
                },
            )
            .map(|share| share.map(|(_, gathered)| gathered))
            .try_reduce_with(|a, b| Some(join(a, b)))
            .unwrap_or_else(|| Some(empty()))
    }

    /// What `each` makes of every row's products, in row order: `[rows]`. Otherwise as [`Matrix::fold_products`].
    pub fn products<R: Send>(
        &self,
        columns: &Columns,
        cancelled: &(dyn Fn() -> bool + Sync),
        each: impl Fn(usize, &mut [f32]) -> R + Sync,
    ) -> Option<Vec<R>> {
        let join = |mut a: Vec<R>, mut b| {
            a.append(&mut b);
            a
        };
        self.fold_products(columns, cancelled, Vec::new, |all, row, products| all.push(each(row, products)), join)
    }
}

struct Product<'a> {
    /// `[height, dimension]`.
    rows: &'a [f32],
    dimension: usize,
    columns: &'a Columns,
    /// `[height, count]`.
    output: &'a mut [f32],
}

impl WithSimd for Product<'_> {
    type Output = ();

    /// Tile shapes leave room for the sums, one line and a broadcast value in the registers there are.
    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        if const { S::F32_LANES == 16 } {
            self.run::<S, 8, 2>(simd);
        } else if const { S::F32_LANES == 8 } {
            self.run::<S, 4, 2>(simd);
        } else {
            self.run::<S, 4, 1>(simd);
        }
    }
}

impl Product<'_> {
    #[inline(always)]
    fn run<S: Simd, const HEIGHT: usize, const VECTORS: usize>(self, simd: S) {
        let (dimension, count) = (self.dimension, self.columns.count);
        if dimension == 0 || count == 0 {
            return;
        }
        let height = self.rows.len() / dimension;
        let mut tile = [ZEROS; HEIGHT];
        for (index, panel) in self.columns.lines.chunks_exact(dimension).enumerate() {
            let column = index * PANEL;
            let width = PANEL.min(count - column);
            for first in (0..height).step_by(HEIGHT) {
                // What is beyond the last row repeats it.
                let rows: [&[f32]; HEIGHT] = std::array::from_fn(|i| &self.rows[(first + i).min(height - 1) * dimension..][..panel.len()]);
                let left = (0..panel.len()).map(|k| move |i: usize| rows[i][k]);
                multiply::<S, HEIGHT, VECTORS>(simd, &left, panel, &mut tile);
                for (i, line) in tile.iter().take(height - first).enumerate() {
                    self.output[(first + i) * count + column..][..width].copy_from_slice(&line.0[..width]);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    fn numbers(n: usize, seed: usize) -> Vec<f32> {
        (0..n).map(|i| ((i * 7919 + seed * 104_729) % 1009) as f32 / 1009.0 - 0.5).collect()
    }

    #[test]
    fn products_of_odd_shapes_are_plain_sums() {
        for (rows, dimension, count) in
            [(1, 1, 1), (7, 5, 3), (130, 33, 31), (129, 64, 50), (300, 7, 100), (3, 512, 10_007), (9000, 5, 3000)]
        {
            let (left, right) = (numbers(rows * dimension, 1), numbers(count * dimension, 2));
            let matrix = Matrix::new(dimension, left.clone()).unwrap();
            let columns = Columns::new(dimension, right.chunks_exact(dimension));
            let got = matrix.products(&columns, &|| false, |row, products| (row, products.to_vec())).unwrap();
            assert_eq!(got.len(), rows);
            for (wanted_row, (row, products)) in got.iter().enumerate() {
                assert_eq!((*row, products.len()), (wanted_row, count));
                for column in [0, count / 2, count - 1] {
                    let terms = left[row * dimension..][..dimension].iter().zip(&right[column * dimension..][..dimension]);
                    let wanted: f64 = terms.map(|(a, b)| f64::from(*a) * f64::from(*b)).sum();
                    assert!((f64::from(products[column]) - wanted).abs() < 1e-4, "{rows} x {dimension} x {count}");
                }
            }
        }
    }

    #[test]
    fn rows_before_the_first_that_is_asked_for_are_left_out() {
        let (left, right) = (numbers(300 * 9, 1), numbers(5 * 9, 2));
        let (matrix, columns) = (Matrix::new(9, left).unwrap(), Columns::new(9, right.chunks_exact(9)));
        let all = matrix.products(&columns, &|| false, |row, products| (row, products.to_vec())).unwrap();
        for from in [0, 1, 131, 299, 300, 400] {
            let join = |mut a: Vec<_>, mut b| {
                a.append(&mut b);
                a
            };
            let each = |found: &mut Vec<_>, row, products: &mut [f32]| found.push((row, products.to_vec()));
            let got = matrix.fold_products_from(from, &columns, &|| false, Vec::new, each, join).unwrap();
            assert_eq!(got, all[from.min(300)..]);
        }
    }

    #[test]
    fn nothing_times_something_is_nothing_and_no_columns_are_still_rows() {
        let matrix = Matrix::new(3, numbers(12, 1)).unwrap();
        let none = Columns::new(3, std::iter::empty());
        assert_eq!(matrix.products(&none, &|| false, |row, products| (row, products.len())).unwrap()[3], (3, 0));
        let some = Columns::new(3, [[1.0_f32, 0.0, 0.0]].iter().map(|v| &v[..]));
        assert!(Matrix::default().products(&some, &|| false, |_, _| ()).unwrap().is_empty());
    }

    #[test]
    fn a_cancelled_product_stops_at_the_next_chunk() {
        let matrix = Matrix::new(2, vec![0.5; 2 * 100_000]).unwrap();
        let columns = Columns::new(2, [[1.0_f32, 1.0]].iter().map(|v| &v[..]));
        let seen = AtomicUsize::new(0);
        let outcome = matrix.products(&columns, &|| seen.load(Ordering::Relaxed) > 0, |_, _| seen.fetch_add(1, Ordering::Relaxed));
        assert!(outcome.is_none());
        assert!(seen.into_inner() < 100_000 / 4);
    }

    #[test]
    fn the_instruction_sets_agree() {
        let (rows, values) = (numbers(29 * 40, 1), numbers(70 * 40, 2));
        let columns = Columns::new(40, values.chunks_exact(40));
        let run = |how: &dyn Fn(Product<'_>)| {
            let mut output = vec![0.0; 29 * 70];
            how(Product { rows: &rows, dimension: 40, columns: &columns, output: &mut output });
            output
        };
        let plain = run(&|p| p.with_simd(pulp::Scalar));
        let best = run(&|p| dispatch(p));
        assert!(plain.iter().zip(&best).all(|(a, b)| (a - b).abs() < 1e-4));
        #[cfg(target_arch = "x86_64")]
        if let Some(simd) = pulp::x86::V3::try_new() {
            let v3 = run(&|p| Simd::vectorize(simd, p));
            assert!(plain.iter().zip(&v3).all(|(a, b)| (a - b).abs() < 1e-4));
        }
    }
}
