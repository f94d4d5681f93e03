//! The inside of a matrix product, for every kernel that has one: a tile of the result, summed up in registers.

// Code that is not inlined into the operation would be compiled for the oldest processor, whatever the operation is compiled for.
#![allow(clippy::inline_always)]

use pulp::Simd;

/// Columns of a panel: two AVX-512 vectors.
pub const PANEL: usize = 32;

/// 32 neighbouring values of one row; aligned so that no vector load straddles two cache lines.
#[derive(Clone, Copy, Debug)]
#[repr(C, align(64))]
pub struct Line(pub [f32; PANEL]);

/// Nothing yet.
pub const ZEROS: Line = Line([0.0; PANEL]);

/// Puts a column into panels of `inner` lines each, `[columns / 32, inner, 32]`.
pub fn pack_column(lines: &mut [Line], inner: usize, column: usize, values: &[f32]) {
    let panel = column / PANEL * inner;
    for (line, value) in lines[panel..panel + inner].iter_mut().zip(values) {
        line.0[column % PANEL] = *value;
    }
}

/// One tile: `tile[HEIGHT, 32] = left[HEIGHT, inner] · panel[inner, 32]`, the sums of a pass staying in registers.
/// `left` walks along the inner dimension; each of its items gives the value of row `i` there. (An iterator and no index, so
/// that the walk beside the panel needs no bounds checks.)
#[inline(always)]
pub fn multiply<S: Simd, const HEIGHT: usize, const VECTORS: usize>(
    simd: S,
    left: &(impl Iterator<Item: Fn(usize) -> f32> + Clone),
    panel: &[Line],
    tile: &mut [Line; HEIGHT],
) {
    let pass = VECTORS * S::F32_LANES;
    for from in (0..PANEL).step_by(pass) {
        let mut sums = [[simd.splat_f32s(0.0); VECTORS]; HEIGHT];
        for (left, line) in left.clone().zip(panel) {
            let (line, _) = S::as_simd_f32s(&line.0[from..from + pass]);
            for (i, sums) in sums.iter_mut().enumerate() {
                let value = simd.splat_f32s(left(i));
                for (sum, right) in sums.iter_mut().zip(line) {
                    *sum = simd.mul_add_f32s(value, *right, *sum);
                }
            }
        }
        for (line, sums) in tile.iter_mut().zip(&sums) {
            let (out, _) = S::as_mut_simd_f32s(&mut line.0[from..from + pass]);
            out.copy_from_slice(sums);
        }
    }
}
