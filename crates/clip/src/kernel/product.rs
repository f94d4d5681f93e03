//! The matrix product in which nearly all the time is spent: activations times weights that were packed once, at loading.
//!
//! The shape is that of `BLIS` (Van Zee and van de Geijn 2015): a block of the left matrix is rearranged so that it stays in
//! the second-level cache, and a tile of the result is summed up in registers along the whole inner dimension. What general
//! libraries cannot do, and what makes this faster than them here: the right matrix is packed once for the life of the model, and
//! bias, activation and residual are applied to each tile while it is still in the first-level cache.

use super::finish::Finish;
use super::{Rows, RowsMut};
use base::simd::dispatch;
pub use base::tile::PANEL;
use base::tile::{Line, ZEROS, multiply, pack_column};
use pulp::{Simd, WithSimd};

/// Floats of the left matrix that are packed at a time: half of a 1 MB second-level cache.
const BLOCK: usize = 128 * 1024;

/// A right-hand matrix `[inner, columns]`, cut into panels of 32 columns: `[columns / 32, inner, 32]`.
#[derive(Default)]
pub struct Panels {
    lines: Vec<Line>,
    inner: usize,
    columns: usize,
}

impl Panels {
    /// How many columns there are.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// `output = finish(left · self + bias)`. `packed` is scratch.
    pub fn apply(&self, left: Rows<'_>, bias: &[Line], output: RowsMut<'_>, finish: Finish, packed: &mut Vec<f32>) {
        dispatch(Product { left, right: self, bias, output, finish, packed });
    }

    /// The transpose of `source`, as [`Panels::pack_transposed`] takes it.
    pub fn transposed(source: Rows<'_>) -> Self {
        let mut panels = Self::default();
        panels.pack_transposed(source);
        panels
    }

    /// Takes the transpose of `source`, which is `[columns, inner]`: weights as PyTorch stores them, or keys.
    pub fn pack_transposed(&mut self, source: Rows<'_>) {
        self.reshape(source.width(), source.count());
        for column in 0..self.columns {
            pack_column(&mut self.lines, self.inner, column, source.row(column));
        }
    }

    /// Takes `source` as it is, `[inner, columns]`.
    pub fn pack(&mut self, source: Rows<'_>) {
        self.reshape(source.count(), source.width());
        for row in 0..self.inner {
            for (panel, values) in source.row(row).chunks(PANEL).enumerate() {
                self.lines[panel * self.inner + row].0[..values.len()].copy_from_slice(values);
            }
        }
    }

    /// What lies beyond the last column is never written out, so old values may stay there.
    fn reshape(&mut self, inner: usize, columns: usize) {
        self.inner = inner;
        self.columns = columns;
        self.lines.resize(columns.div_ceil(PANEL) * inner, ZEROS);
    }
}

/// `output = left · right`. `packed` is scratch.
pub fn product(left: Rows<'_>, right: &Panels, output: RowsMut<'_>, packed: &mut Vec<f32>) {
    right.apply(left, &[], output, Finish::Set, packed);
}

struct Product<'a> {
    left: Rows<'a>,
    right: &'a Panels,
    bias: &'a [Line],
    output: RowsMut<'a>,
    finish: Finish,
    packed: &'a mut Vec<f32>,
}

impl WithSimd for Product<'_> {
    type Output = ();

    /// Tile shapes leave room for the sums, one line and a broadcast value in the registers there are. `if const`, so that
    /// each instruction set gets one shape compiled and not all four.
    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        if const { S::F32_LANES == 16 } {
            self.run::<S, 12, 2>(simd);
        } else if const { S::F32_LANES == 8 } {
            self.run::<S, 4, 2>(simd);
        } else if const { S::F32_LANES == 4 } {
            self.run::<S, 8, 2>(simd);
        } else {
            self.run::<S, 4, 1>(simd);
        }
    }
}

impl Product<'_> {
    #[inline(always)]
    fn run<S: Simd, const HEIGHT: usize, const VECTORS: usize>(mut self, simd: S) {
        let Panels { inner, columns, .. } = *self.right;
        assert_eq!(self.left.width(), inner, "the matrices do not fit");
        let block = (BLOCK / inner.max(1) / HEIGHT).max(1) * HEIGHT;
        let mut tile = [ZEROS; HEIGHT];
        for first in (0..self.left.count()).step_by(block) {
            let rows = block.min(self.left.count() - first);
            pack_left::<HEIGHT>(self.left.rows(first, rows), self.packed);
            for (index, panel) in self.right.lines.chunks_exact(inner).enumerate() {
                let column = index * PANEL;
                let width = PANEL.min(columns - column);
                let bias = self.bias.get(index).unwrap_or(&ZEROS);
                for (step, strip) in self.packed.chunks_exact(inner * HEIGHT).enumerate() {
                    let left = strip.as_chunks::<HEIGHT>().0.iter().map(|values| |i: usize| values[i]);
                    multiply::<S, HEIGHT, VECTORS>(simd, &left, panel, &mut tile);
                    let row = first + step * HEIGHT;
                    for (i, line) in tile.iter().take(rows - step * HEIGHT).enumerate() {
                        self.finish.apply(self.output.part(row + i, column, width), |c| line.0[c] + bias.0[c]);
                    }
                }
            }
        }
    }
}

/// Rearranges `rows` into strips `[rows / HEIGHT, inner, HEIGHT]`; what is beyond the last row repeats it.
#[inline(always)]
fn pack_left<const HEIGHT: usize>(rows: Rows<'_>, packed: &mut Vec<f32>) {
    let (inner, last) = (rows.width(), rows.count() - 1);
    super::resize(packed, rows.count().div_ceil(HEIGHT) * inner * HEIGHT);
    for (step, strip) in packed.chunks_exact_mut(inner * HEIGHT).enumerate() {
        let (strip, _) = strip.as_chunks_mut::<HEIGHT>();
        for i in (0..HEIGHT).step_by(4) {
            let row = |j: usize| rows.row((step * HEIGHT + i + j).min(last));
            transpose(strip, i, [row(0), row(1), row(2), row(3)]);
        }
    }
}

/// `strip[k][at + j] = rows[j][k]`, four by four: so the compiler moves whole vectors and not single numbers.
#[inline(always)]
fn transpose<const HEIGHT: usize>(strip: &mut [[f32; HEIGHT]], at: usize, rows: [&[f32]; 4]) {
    let [(a, a_rest), (b, b_rest), (c, c_rest), (d, d_rest)] = rows.map(|row| row.as_chunks::<4>());
    let (columns, columns_rest) = strip.as_chunks_mut::<4>();
    for ((((columns, a), b), c), d) in columns.iter_mut().zip(a).zip(b).zip(c).zip(d) {
        let (a, b, c, d) = (*a, *b, *c, *d);
        for k in 0..4 {
            columns[k][at..at + 4].copy_from_slice(&[a[k], b[k], c[k], d[k]]);
        }
    }
    for ((((column, a), b), c), d) in columns_rest.iter_mut().zip(a_rest).zip(b_rest).zip(c_rest).zip(d_rest) {
        column[at..at + 4].copy_from_slice(&[*a, *b, *c, *d]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(n: usize, seed: usize) -> Vec<f32> {
        (0..n).map(|i| ((i * 7919 + seed * 104_729) % 1009) as f32 / 1009.0 - 0.5).collect()
    }

    fn naive(left: &[f32], right: &[f32], inner: usize, columns: usize) -> Vec<f32> {
        left.chunks(inner).flat_map(|row| (0..columns).map(move |c| (0..inner).map(|k| row[k] * right[k * columns + c]).sum())).collect()
    }

    #[test]
    fn products_of_any_shape_are_those_of_three_plain_loops() {
        let (mut panels, mut packed) = (Panels::default(), Vec::new());
        for (rows, inner, columns) in [(1, 1, 1), (12, 16, 32), (13, 7, 33), (50, 64, 50), (5, 300, 100), (200, 1000, 3)] {
            let (left, right) = (numbers(rows * inner, 1), numbers(inner * columns, 2));
            panels.pack(Rows::dense(&right, columns));
            let mut got = vec![f32::NAN; rows * columns];
            product(Rows::dense(&left, inner), &panels, RowsMut::new(&mut got, columns), &mut packed);
            let want = naive(&left, &right, inner, columns);
            for (g, w) in got.iter().zip(&want) {
                assert!((g - w).abs() < 1e-4, "{rows} x {inner} x {columns}: {g} is not {w}");
            }
        }
    }

    #[test]
    fn the_instruction_sets_agree() {
        let (left, right) = (numbers(29 * 40, 1), numbers(40 * 70, 2));
        let want = naive(&left, &right, 40, 70);
        let mut panels = Panels::default();
        panels.pack(Rows::dense(&right, 70));
        let run = |how: &dyn Fn(Product<'_>)| {
            let (mut got, mut packed) = (vec![0.0; 29 * 70], Vec::new());
            how(Product {
                left: Rows::dense(&left, 40),
                right: &panels,
                bias: &[],
                output: RowsMut::new(&mut got, 70),
                finish: Finish::Set,
                packed: &mut packed,
            });
            assert!(got.iter().zip(&want).all(|(g, w)| (g - w).abs() < 1e-4));
        };
        run(&|p| p.with_simd(pulp::Scalar));
        #[cfg(target_arch = "x86_64")]
        if let Some(simd) = pulp::x86::V3::try_new() {
            run(&|p| Simd::vectorize(simd, p));
        }
    }
}
