//! The product of f32 rows and weights in bytes: weights are rounded once, a scale for each column; activations as they come, a scale
//! and a middle for each row (Jacob et al. 2018; dynamic per token as in Dettmers et al. 2022).

use super::finish::Finish;
use super::tile8::{self, HEIGHT, Left, PANEL, Right, Sums};
use super::{Rows, RowsMut};
use base::simd::dispatch;
use base::tile::{Line, ZEROS};
use pulp::{Simd, WithSimd};

/// Bytes of the left matrix that are packed at a time: half of a 1 MB second-level cache.
const BLOCK: usize = 512 * 1024;
/// The greatest byte; the least is its negative.
const GREATEST: f32 = 127.0;
/// Values whose maxima are kept side by side.
const LANES: usize = 32;

/// A right-hand matrix in bytes, `[columns / 32, inner / 4, 32, 4]`, with what a byte of each column stands for.
pub struct Panels8 {
    groups: Vec<Right>,
    scales: Vec<Line>,
    /// What the weights of each column add up to: a row's middle counts that often.
    totals: Vec<Line>,
    inner: usize,
    columns: usize,
    multiply: tile8::Multiply,
}

/// Rows in bytes, `[rows / 12, inner / 4, 12, 4]`; scratch.
#[derive(Default)]
pub struct Packed8 {
    strips: Vec<Left>,
    scales: Vec<[f32; HEIGHT]>,
    middles: Vec<[f32; HEIGHT]>,
    starts: Vec<[i32; HEIGHT]>,
}

impl Panels8 {
    /// The transpose of `source`, which is `[columns, inner]`: weights as PyTorch stores them.
    pub fn transposed(source: Rows<'_>) -> Self {
        let (inner, columns) = (source.width(), source.count());
        let depth = inner.div_ceil(4);
        // 128 is a weight of zero.
        let mut groups = vec![Right([[128; 4]; PANEL]); columns.div_ceil(PANEL) * depth];
        let mut scales = vec![ZEROS; columns.div_ceil(PANEL)];
        let mut totals = scales.clone();
        for column in 0..columns {
            let row = source.row(column);
            let (least, greatest) = range(row);
            let scale = greatest.max(-least) / GREATEST;
            let inverse = inverse(scale);
            let mut total = 0;
            for (group, weights) in groups[column / PANEL * depth..].iter_mut().zip(row.chunks(4)) {
                for (byte, weight) in group.0[column % PANEL].iter_mut().zip(weights) {
                    let rounded = round(weight * inverse);
                    total += i32::from(rounded);
                    *byte = (rounded as u8).wrapping_add(128);
                }
            }
            scales[column / PANEL].0[column % PANEL] = scale;
            totals[column / PANEL].0[column % PANEL] = total as f32 * scale;
        }
        Self { groups, scales, totals, inner, columns, multiply: tile8::fastest() }
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
        let depth = inner.div_ceil(4);
        let block = (BLOCK / inner.max(1) / HEIGHT).max(1) * HEIGHT;
        let mut sums = Sums([[0; PANEL]; HEIGHT]);
        for first in (0..self.left.count()).step_by(block) {
            let rows = block.min(self.left.count() - first);
            self.packed.pack(self.left.rows(first, rows));
            for (index, panel) in self.right.groups.chunks_exact(depth).enumerate() {
                let column = index * PANEL;
                let width = PANEL.min(columns - column);
                let bias = self.bias.get(index).unwrap_or(&ZEROS);
                let (scales, totals) = (&self.right.scales[index], &self.right.totals[index]);
                for (step, strip) in self.packed.strips.chunks_exact(depth).enumerate() {
                    (self.right.multiply)(strip, panel, &self.packed.starts[step], &mut sums);
                    let row = first + step * HEIGHT;
                    for (i, sums) in sums.0.iter().take(rows - step * HEIGHT).enumerate() {
                        let (scale, middle) = (self.packed.scales[step][i], self.packed.middles[step][i]);
                        let mut line = ZEROS;
                        for c in 0..PANEL {
                            line.0[c] = sums[c] as f32 * (scale * scales.0[c]) + middle * totals.0[c];
                        }
                        self.finish.apply(simd, &mut line, bias, self.output.part(row + i, column, width));
                    }
                }
            }
        }
    }
}

impl Packed8 {
    /// Rows beyond the last one keep what was there; their sums are never looked at.
    #[inline(always)]
    fn pack(&mut self, rows: Rows<'_>) {
        let (depth, steps) = (rows.width().div_ceil(4), rows.count().div_ceil(HEIGHT));
        self.strips.resize(steps * depth, [[0; 4]; HEIGHT]);
        self.scales.resize(steps, [0.0; HEIGHT]);
        self.middles.resize(steps, [0.0; HEIGHT]);
        self.starts.resize(steps, [0; HEIGHT]);
        for index in 0..rows.count() {
            let (step, place) = (index / HEIGHT, index % HEIGHT);
            let row = rows.row(index);
            let (least, greatest) = range(row);
            let (middle, scale) = (0.5 * (least + greatest), 0.5 * (greatest - least) / GREATEST);
            let sum = pack_row(row, middle, inverse(scale), &mut self.strips[step * depth..][..depth], place);
            self.scales[step][place] = scale;
            self.middles[step][place] = middle;
            // Each weight is 128 too large.
            self.starts[step][place] = -128 * sum;
        }
    }
}

/// `strip[k / 4][place][k % 4] = row[k] - middle` in bytes; their sum.
#[inline(always)]
fn pack_row(row: &[f32], middle: f32, inverse: f32, strip: &mut [Left], place: usize) -> i32 {
    let mut sums = [0; LANES];
    let (lines, rest) = row.as_chunks::<LANES>();
    let (groups, rest_groups) = strip.as_chunks_mut::<{ LANES / 4 }>();
    for (line, groups) in lines.iter().zip(groups) {
        let mut bytes = [0_i8; LANES];
        for i in 0..LANES {
            let byte = round((line[i] - middle) * inverse);
            sums[i] += i32::from(byte);
            bytes[i] = byte;
        }
        for (group, bytes) in groups.iter_mut().zip(bytes.as_chunks::<4>().0) {
            group[place] = *bytes;
        }
    }
    let mut sum = sums.iter().sum();
    // Fewer than 32 values are left, and so fewer than 8 groups, or none are.
    for (group, values) in rest_groups.iter_mut().zip(rest.chunks(4)) {
        let mut bytes = [0; 4];
        for (byte, value) in bytes.iter_mut().zip(values) {
            *byte = round((value - middle) * inverse);
            sum += i32::from(*byte);
        }
        group[place] = bytes;
    }
    sum
}

/// The nearest integer of a number within ±127: adding 1.5 · 2^23 rounds to an integer, which then stands in the low bits.
#[inline(always)]
fn round(value: f32) -> i8 {
    (value + 12_582_912.0).to_bits() as i8
}

/// The least and the greatest value.
#[inline(always)]
fn range(values: &[f32]) -> (f32, f32) {
    let first = values.first().copied().unwrap_or_default();
    let (mut least, mut greatest) = ([first; LANES], [first; LANES]);
    let (lines, rest) = values.as_chunks::<LANES>();
    for line in lines {
        for i in 0..LANES {
            least[i] = if line[i] < least[i] { line[i] } else { least[i] };
            greatest[i] = if line[i] > greatest[i] { line[i] } else { greatest[i] };
        }
    }
    let least = least.iter().chain(rest).fold(first, |a, b| a.min(*b));
    (least, greatest.iter().chain(rest).fold(first, |a, b| a.max(*b)))
}

/// 0 for a row of one value, whose bytes are zeros then.
#[inline(always)]
fn inverse(scale: f32) -> f32 {
    if scale > f32::MIN_POSITIVE { 1.0 / scale } else { 0.0 }
}
