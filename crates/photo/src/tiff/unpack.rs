//! A chunk's bytes as samples of 16 bits, whatever their depth: white is 65,535.

use super::page::{Colors, Number, Page};
use super::rows::Rows;
use std::borrow::Cow;

/// Appends the samples of the first `width` pixels of row `y`, those of a pixel side by side. Indices of a palette, and the a and b of
/// Lab, come as they are stored.
pub(super) fn row(page: &Page, planes: &[Rows<'_>], y: usize, width: usize, out: &mut Vec<u16>) {
    if let [rows] = planes {
        let bytes = rows.row(y);
        let samples = width * rows.samples;
        match (page.number, rows.bits, page.colors) {
            (Number::Unsigned, 8, Colors::Palette) => out.extend(bytes[..samples].iter().map(|v| u16::from(*v))),
            (Number::Unsigned, 8, _) => out.extend(bytes[..samples].iter().map(|v| u16::from(*v) * 257)),
            _ => out.extend((0..samples).map(|n| sample(page, rows, bytes, n))),
        }
    } else {
        let rows: Vec<&[u8]> = planes.iter().map(|rows| rows.row(y)).collect();
        out.extend((0..width).flat_map(|x| planes.iter().zip(&rows).map(move |(plane, bytes)| sample(page, plane, bytes, x))));
    }
}

fn sample(page: &Page, rows: &Rows<'_>, bytes: &[u8], n: usize) -> u16 {
    let bits = usize::from(rows.bits);
    let raw = if bits.is_multiple_of(8) { whole(&bytes[n * bits / 8..][..bits / 8], rows.little) } else { part(bytes, n * bits, bits) };
    match (page.number, page.colors) {
        // Signed a and b: the sign is part of the pattern.
        (_, Colors::Lab { .. }) if bits == 8 => raw as u16 * 257,
        (_, Colors::Lab { .. } | Colors::Palette) => raw as u16,
        (Number::Unsigned, _) => stretched(raw, bits as u32),
        // Below black there is nothing.
        (Number::Signed, _) if raw >> (bits - 1) == 1 => 0,
        (Number::Signed, _) => stretched(raw, bits as u32 - 1),
        // NaN becomes 0: `as` saturates.
        (Number::Float, _) => (float(raw, bits).clamp(0.0, 1.0) * 65_535.0).round() as u16,
    }
}

/// A number of 1 to 8 bytes.
fn whole(bytes: &[u8], little: bool) -> u64 {
    let join = |number: u64, byte: &u8| number << 8 | u64::from(*byte);
    if little { bytes.iter().rev().fold(0, join) } else { bytes.iter().fold(0, join) }
}

/// So many bits from that bit on, the highest first.
fn part(bytes: &[u8], at: usize, bits: usize) -> u64 {
    (at..at + bits).fold(0, |number, bit| number << 1 | u64::from(bytes[bit / 8] >> (7 - bit % 8) & 1))
}

fn stretched(raw: u64, bits: u32) -> u16 {
    match bits {
        16 => raw as u16,
        // All ones become all ones.
        17.. => (raw >> (bits - 16)) as u16,
        _ => {
            let white = (1_u64 << bits) - 1;
            ((raw * 65_535 + white / 2) / white) as u16
        }
    }
}

fn float(raw: u64, bits: usize) -> f64 {
    match bits {
        // One bit of sign, then exponent and fraction.
        16 => small_float(raw, 5, 10),
        24 => small_float(raw, 7, 16),
        32 => f32::from_bits(raw as u32).into(),
        _ => f64::from_bits(raw),
    }
}

fn small_float(raw: u64, exponent_bits: u32, fraction_bits: u32) -> f64 {
    let fraction = (raw & ((1 << fraction_bits) - 1)) as f64 / f64::from(1 << fraction_bits);
    let exponent = (raw >> fraction_bits & ((1 << exponent_bits) - 1)) as i32;
    let bias = (1 << (exponent_bits - 1)) - 1;
    let size = match exponent {
        0 => fraction * f64::from(1 - bias).exp2(),
        // Beyond white all is white; what is no number is black.
        e if e == (1 << exponent_bits) - 1 => {
            if fraction == 0.0 {
                f64::INFINITY
            } else {
                0.0
            }
        }
        e => (1.0 + fraction) * f64::from(e - bias).exp2(),
    };
    if raw >> (exponent_bits + fraction_bits) & 1 == 1 { -size } else { size }
}

/// Undoes that samples were stored as differences to the pixel before.
pub(super) fn predicted(page: &Page, rows: &mut Rows<'_>) {
    if page.predictor == 1 {
        return;
    }
    let (stride, samples, bytes) = (rows.stride, rows.samples, usize::from(rows.bits / 8));
    let little = rows.little;
    for row in rows.bytes.to_mut().chunks_exact_mut(stride) {
        if page.predictor == 3 {
            float_predicted(row, samples, bytes);
        } else {
            for n in samples * bytes..row.len() {
                // The lowest byte of a sample carries into those above it.
                if n % bytes == 0 {
                    add(row, n, samples * bytes, bytes, little);
                }
            }
        }
    }
    if page.predictor == 3 {
        rows.little = false;
    }
}

/// Adds the sample that stands `back` bytes before to the one at `n`.
fn add(row: &mut [u8], n: usize, back: usize, bytes: usize, little: bool) {
    if bytes == 1 {
        row[n] = row[n].wrapping_add(row[n - back]);
        return;
    }
    let sum = whole(&row[n..n + bytes], little).wrapping_add(whole(&row[n - back..n - back + bytes], little));
    let place = &mut row[n..n + bytes];
    if little {
        place.copy_from_slice(&sum.to_le_bytes()[..bytes]);
    } else {
        place.copy_from_slice(&sum.to_be_bytes()[8 - bytes..]);
    }
}

/// Adobe's technical note 3: bytes as differences, the highest bytes of all samples first.
fn float_predicted(row: &mut [u8], samples: usize, bytes: usize) {
    for n in samples..row.len() {
        row[n] = row[n].wrapping_add(row[n - samples]);
    }
    let count = row.len() / bytes;
    let planes = row.to_vec();
    for (n, place) in row.chunks_exact_mut(bytes).enumerate() {
        for (byte, v) in place.iter_mut().enumerate() {
            *v = planes[byte * count + n];
        }
    }
}

/// Groups of luma with the colour that they share, as three samples a pixel.
pub(super) fn without_subsampling<'a>(page: &Page, rows: &Rows<'_>) -> Rows<'a> {
    let (across, down) = (page.subsampling.0 as usize, page.subsampling.1 as usize);
    let width = page.chunk_width as usize;
    let units = width.div_ceil(across);
    let unit = across * down + 2;
    let groups = rows.bytes.chunks_exact(units * unit);
    let mut out = vec![0; groups.len() * down * width * 3];
    for (group, place) in groups.zip(out.chunks_exact_mut(down * width * 3)) {
        for (n, pixel) in place.as_chunks_mut::<3>().0.iter_mut().enumerate() {
            let (x, y) = (n % width, n / width);
            let group = &group[x / across * unit..][..unit];
            *pixel = [group[y * across + x % across], group[unit - 2], group[unit - 1]];
        }
    }
    Rows { bytes: Cow::Owned(out), stride: 3 * width, samples: 3, bits: 8, little: rows.little }
}
