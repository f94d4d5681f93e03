//! The product of f32 rows and weights in bytes: weights are rounded once, a scale for each column; activations as they come, a scale
//! and a middle for each row (Jacob et al. 2018; dynamic per token as in Dettmers et al. 2022).

use super::finish::Finish;
use super::tile8::{self, GROUPS, HEIGHT, Left, PANEL, Right, Start, Sums};
use super::{Rows, RowsMut};
use base::simd::dispatch;
use base::tile::{Line, ZEROS};
use pulp::{Simd, WithSimd};

/// Bytes of the left matrix that are packed at a time: half of a 1 MB second-level cache.
const BLOCK: usize = 512 * 1024;
/// The greatest byte; the least is its negative.
const GREATEST: f32 = 127.0;
/// Values of a row that are looked at side by side: as many as lie together when they are packed.
const LANES: usize = 4 * GROUPS;

/// A right-hand matrix in bytes, `[columns / 32, inner / 4, 32, 4]`, with what a byte of each column stands for.
pub struct Panels8 {
    groups: Vec<Right>,
    /// Each activation is 128 too large.
    starts: Vec<Start>,
    scales: Vec<Line>,
    /// What the weights of each column add up to: a row's middle counts that often.
    totals: Vec<Line>,
    inner: usize,
    columns: usize,
    multiply: tile8::Multiply,
}

/// Rows in bytes, `[rows / 10, inner / 64, 10, 64]`; scratch.
#[derive(Default)]
pub struct Packed8 {
    strips: Vec<Left>,
    scales: Vec<[f32; HEIGHT]>,
    middles: Vec<[f32; HEIGHT]>,
}

impl Panels8 {
    /// The transpose of `source`, which is `[columns, inner]`: weights as PyTorch stores them.
    pub fn transposed(source: Rows<'_>) -> Self {
        let (inner, columns) = (source.width(), source.count());
        let depth = inner.div_ceil(4);
        let mut groups = vec![Right([[0; 4]; PANEL]); columns.div_ceil(PANEL) * depth];
        let mut starts = vec![Start([0; PANEL]); columns.div_ceil(PANEL)];
        let mut scales = vec![ZEROS; columns.div_ceil(PANEL)];
        let mut totals = scales.clone();
        for column in 0..columns {
            let row = source.row(column);
            let (least, greatest) = range(pulp::Scalar, row);
            let scale = greatest.max(-least) / GREATEST;
            let inverse = inverse(scale);
            let mut total = 0;
            for (group, weights) in groups[column / PANEL * depth..].iter_mut().zip(row.chunks(4)) {
                for (byte, weight) in group.0[column % PANEL].iter_mut().zip(weights) {
                    *byte = (round(weight * inverse) - 128) as i8;
                    total += i32::from(*byte);
                }
            }
            scales[column / PANEL].0[column % PANEL] = scale;
            totals[column / PANEL].0[column % PANEL] = total as f32 * scale;
            starts[column / PANEL].0[column % PANEL] = -128 * total;
        }
        Self { groups, starts, scales, totals, inner, columns, multiply: tile8::fastest() }
    }

    /// Length of an output row.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// `output = finish(left · self + bias)`.
    pub fn apply(&self, left: Rows<'_>, bias: &[Line], output: RowsMut<'_>, finish: Finish, packed: &mut Packed8) {
        dispatch(Product { left, right: self, bias, output, finish, packed });
    }
}

struct Product<'a> {
    left: Rows<'a>,
    right: &'a Panels8,
    bias: &'a [Line],
    output: RowsMut<'a>,
    finish: Finish,
    packed: &'a mut Packed8,
}

impl WithSimd for Product<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, simd: S) {
        let Panels8 { inner, columns, .. } = *self.right;
        assert_eq!(self.left.width(), inner, "the matrices do not fit");
        let (depth, runs) = (inner.div_ceil(4), inner.div_ceil(LANES));
        let block = (BLOCK / inner.max(1) / HEIGHT).max(1) * HEIGHT;
        let mut sums = Sums([[0.0; PANEL]; HEIGHT]);
        for first in (0..self.left.count()).step_by(block) {
            let rows = block.min(self.left.count() - first);
            self.packed.pack(simd, self.left.rows(first, rows));
            for (index, panel) in self.right.groups.chunks_exact(depth).enumerate() {
                let column = index * PANEL;
                let width = PANEL.min(columns - column);
                let bias = self.bias.get(index).unwrap_or(&ZEROS);
                let [scales, totals, bias] =
                    [&self.right.scales[index], &self.right.totals[index], bias].map(|line| S::as_simd_f32s(&line.0).0);
                for (step, strip) in self.packed.strips.chunks_exact(runs).enumerate() {
                    (self.right.multiply)(strip, panel, &self.right.starts[index], &mut sums);
                    let row = first + step * HEIGHT;
                    for (i, sums) in sums.0.iter().take(rows - step * HEIGHT).enumerate() {
                        let sums = S::as_simd_f32s(sums).0;
                        let scale = simd.splat_f32s(self.packed.scales[step][i]);
                        let middle = simd.splat_f32s(self.packed.middles[step][i]);
                        self.finish.apply(simd, self.output.part(row + i, column, width), |v| {
                            let deviation = simd.mul_f32s(sums[v], simd.mul_f32s(scale, scales[v]));
                            simd.add_f32s(simd.add_f32s(deviation, simd.mul_f32s(middle, totals[v])), bias[v])
                        });
                    }
                }
            }
        }
    }
}

impl Packed8 {
    /// Rows beyond the last one keep what was there; their sums are never looked at.
    #[inline(always)]
    fn pack<S: Simd>(&mut self, simd: S, rows: Rows<'_>) {
        let (runs, steps) = (rows.width().div_ceil(LANES), rows.count().div_ceil(HEIGHT));
        self.strips.resize(steps * runs, Left([[[0; 4]; GROUPS]; HEIGHT]));
        self.scales.resize(steps, [0.0; HEIGHT]);
        self.middles.resize(steps, [0.0; HEIGHT]);
        for index in 0..rows.count() {
            let (step, place) = (index / HEIGHT, index % HEIGHT);
            let row = rows.row(index);
            let (least, greatest) = range(simd, row);
            let (middle, scale) = (0.5 * (least + greatest), 0.5 * (greatest - least) / GREATEST);
            pack_row(row, middle, inverse(scale), &mut self.strips[step * runs..][..runs], place);
            self.scales[step][place] = scale;
            self.middles[step][place] = middle;
        }
    }
}

/// `strip[k / 64][place][k % 64] = row[k] - middle` in bytes.
#[inline(always)]
fn pack_row(row: &[f32], middle: f32, inverse: f32, strip: &mut [Left], place: usize) {
    let pack = |values: &[f32], run: &mut Left| {
        for (byte, value) in run.0[place].as_flattened_mut().iter_mut().zip(values) {
            *byte = round((value - middle) * inverse) as u8;
        }
    };
    let (lines, rest) = row.as_chunks::<LANES>();
    for (line, run) in lines.iter().zip(&mut *strip) {
        pack(line, run);
    }
    if let (false, Some(run)) = (rest.is_empty(), strip.last_mut()) {
        pack(rest, run);
    }
}

/// The nearest integer of a number within ±127, plus 128: adding 1.5 · 2^23 rounds to an integer, which then stands in the low bits.
#[inline(always)]
fn round(value: f32) -> i32 {
    i32::from((value + 12_583_040.0).to_bits() as u8)
}

/// The least and the greatest value.
#[inline(always)]
fn range<S: Simd>(simd: S, values: &[f32]) -> (f32, f32) {
    let first = values.first().copied().unwrap_or_default();
    let (mut least, mut greatest) = ([simd.splat_f32s(first); 2], [simd.splat_f32s(first); 2]);
    let (vectors, rest) = S::as_simd_f32s(values);
    for vectors in vectors.chunks(2) {
        for (i, vector) in vectors.iter().enumerate() {
            least[i] = simd.min_f32s(*vector, least[i]);
            greatest[i] = simd.max_f32s(*vector, greatest[i]);
        }
    }
    let least = simd.reduce_min_f32s(simd.min_f32s(least[0], least[1]));
    let greatest = simd.reduce_max_f32s(simd.max_f32s(greatest[0], greatest[1]));
    (rest.iter().fold(least, |a, b| a.min(*b)), rest.iter().fold(greatest, |a, b| a.max(*b)))
}

/// 0 for a row of one value, whose bytes are zeros then.
#[inline(always)]
fn inverse(scale: f32) -> f32 {
    if scale > f32::MIN_POSITIVE { 1.0 / scale } else { 0.0 }
}
