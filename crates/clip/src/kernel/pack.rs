//! Rows of floats rearranged so that a tile walks through them in the order in which they lie.

use super::Rows;
use base::tile::{Line, PANEL, ZEROS, pack_column};

/// `rows` as strips `[rows / HEIGHT, width, HEIGHT]`, the left side of a product; what is beyond the last row repeats it.
#[inline(always)]
pub fn strips<const HEIGHT: usize>(rows: Rows<'_>, packed: &mut Vec<f32>) {
    let (width, last) = (rows.width(), rows.count() - 1);
    super::resize(packed, rows.count().div_ceil(HEIGHT) * width * HEIGHT);
    for (step, strip) in packed.chunks_exact_mut(width * HEIGHT).enumerate() {
        let (strip, _) = strip.as_chunks_mut::<HEIGHT>();
        for i in (0..HEIGHT).step_by(4) {
            let row = |j: usize| rows.row((step * HEIGHT + i + j).min(last));
            transpose(strip, i, [row(0), row(1), row(2), row(3)]);
        }
    }
}

/// `rows` as panels `[rows / 32, width, 32]`, the right side of a product with their transpose; what lies beyond the last row is what was there.
pub fn panels(rows: Rows<'_>, lines: &mut Vec<Line>) {
    lines.resize(rows.count().div_ceil(PANEL) * rows.width(), ZEROS);
    for row in 0..rows.count() {
        pack_column(lines, rows.width(), row, rows.row(row));
    }
}

/// `rows` cut into panels `[width / 32, rows, 32]`, the right side of a product with them; what lies beyond a row's end is what was there.
#[inline(always)]
pub fn lines(rows: Rows<'_>, lines: &mut Vec<Line>) {
    let (width, count) = (rows.width(), rows.count());
    lines.resize(width.div_ceil(PANEL) * count, ZEROS);
    for row in 0..count {
        let (whole, rest) = rows.row(row).as_chunks::<PANEL>();
        for (panel, values) in whole.iter().enumerate() {
            lines[panel * count + row].0 = *values;
        }
        if !rest.is_empty() {
            lines[whole.len() * count + row].0[..rest.len()].copy_from_slice(rest);
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
