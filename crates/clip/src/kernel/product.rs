//! The matrix product in which nearly all the time is spent: activations times weights that were packed once, at loading.
//!
//! The shape is that of `BLIS` (Van Zee and van de Geijn 2015): a block of the left matrix is rearranged so that it stays in
//! the second-level cache, and a tile of the result is summed up in registers along the whole inner dimension. What general
//! libraries cannot do, and what makes this faster than them here: the right matrix is packed once for the life of the model, and
//! bias, activation and residual are applied to each tile while it is still in the first-level cache.

use super::finish::Finish;
use super::{Rows, RowsMut, pack};
use base::simd::dispatch;
pub use base::tile::PANEL;
use base::tile::{Line, ZEROS, multiply};
use pulp::{Simd, WithSimd};

/// Floats of the left matrix that are packed at a time: half of a 1 MB second-level cache.
const BLOCK: usize = 128 * 1024;

/// A right-hand matrix `[inner, columns]`, cut into panels of 32 columns: `[columns / 32, inner, 32]`.
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

    /// The transpose of `source`, which is `[columns, inner]`: weights as PyTorch stores them.
    pub fn transposed(source: Rows<'_>) -> Self {
        let mut panels = Self { lines: Vec::new(), inner: source.width(), columns: source.count() };
        pack::panels(source, &mut panels.lines);
        panels
    }
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
            pack::strips::<HEIGHT>(self.left.rows(first, rows), self.packed);
            for (index, panel) in self.right.lines.chunks_exact(inner).enumerate() {
                let column = index * PANEL;
                let width = PANEL.min(columns - column);
                let bias = self.bias.get(index).unwrap_or(&ZEROS);
                for (step, strip) in self.packed.chunks_exact(inner * HEIGHT).enumerate() {
                    let left = strip.as_chunks::<HEIGHT>().0.iter().map(|values| |i: usize| values[i]);
                    multiply::<S, HEIGHT, VECTORS>(simd, &left, panel, &mut tile);
                    let row = first + step * HEIGHT;
                    for (i, line) in tile.iter().take(rows - step * HEIGHT).enumerate() {
                        let (values, bias) = (S::as_simd_f32s(&line.0).0, S::as_simd_f32s(&bias.0).0);
                        self.finish.apply(simd, self.output.part(row + i, column, width), |v| simd.add_f32s(values[v], bias[v]));
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(n: usize, seed: usize) -> Vec<f32> {
        (0..n).map(|i| ((i * 7919 + seed * 104_729) % 1009) as f32 / 1009.0 - 0.5).collect()
    }

    /// `right` is `[columns, inner]`.
    fn naive(left: &[f32], right: &[f32], inner: usize) -> Vec<f32> {
        left.chunks(inner).flat_map(|row| right.chunks(inner).map(move |column| row.iter().zip(column).map(|(a, b)| a * b).sum())).collect()
    }

    #[test]
    fn products_of_any_shape_are_those_of_three_plain_loops() {
        let mut packed = Vec::new();
        for (rows, inner, columns) in [(1, 1, 1), (12, 16, 32), (13, 7, 33), (50, 64, 50), (5, 300, 100), (200, 1000, 3)] {
            let (left, right) = (numbers(rows * inner, 1), numbers(inner * columns, 2));
            let panels = Panels::transposed(Rows::dense(&right, inner));
            let mut got = vec![f32::NAN; rows * columns];
            panels.apply(Rows::dense(&left, inner), &[], RowsMut::new(&mut got, columns), Finish::Set, &mut packed);
            let want = naive(&left, &right, inner);
            for (g, w) in got.iter().zip(&want) {
                assert!((g - w).abs() < 1e-4, "{rows} x {inner} x {columns}: {g} is not {w}");
            }
        }
    }

    #[test]
    fn the_instruction_sets_agree() {
        let (left, right) = (numbers(29 * 40, 1), numbers(40 * 70, 2));
        let want = naive(&left, &right, 40);
        let panels = Panels::transposed(Rows::dense(&right, 40));
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
