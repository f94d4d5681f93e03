//! Every kind of sample that a decoder gives, as 8-bit RGB.

use super::PhotoError;
use super::samples::{Layout, Samples};
use image::ColorType;

/// Samples of `color`, row by row in the machine's byte order, as 8-bit RGB samples.
///
/// Transparency lies on white, as a shop shows its cut-outs. 16 bits become 8 by rounding `v / 257`, so that white stays
/// white and nothing is darkened. Float samples are clamped to 0..=1 and taken to be sRGB already. RGB8 is passed on.
pub(super) fn to_rgb8(color: ColorType, samples: Vec<u8>) -> Result<Vec<u8>, PhotoError> {
    Ok(match color {
        ColorType::Rgb8 => samples,
        ColorType::Rgba8 => in_place(samples, |[r, g, b, a]: [u8; 4]| [on_white(r, a), on_white(g, a), on_white(b, a)]),
        ColorType::L8 => samples.iter().flat_map(|v| [*v; 3]).collect(),
        ColorType::La8 => each(&samples, |[v, a]: [u8; 2]| [on_white(v, a); 3]),
        ColorType::L16 => each(&samples, |v: [u8; 2]| [narrow(u16::from_ne_bytes(v)); 3]),
        ColorType::La16 => {
            in_place(samples, |[v0, v1, a0, a1]: [u8; 4]| [on_white_16(u16::from_ne_bytes([v0, v1]), u16::from_ne_bytes([a0, a1])); 3])
        }
        ColorType::Rgb16 => in_place(samples, |pixel: [u8; 6]| {
            let [r, g, b] = words(pixel);
            [narrow(r), narrow(g), narrow(b)]
        }),
        ColorType::Rgba16 => in_place(samples, |pixel: [u8; 8]| {
            let [r, g, b, a] = words(pixel);
            [on_white_16(r, a), on_white_16(g, a), on_white_16(b, a)]
        }),
        ColorType::Rgb32F => in_place(samples, |pixel: [u8; 12]| {
            let [r, g, b] = floats(pixel);
            [narrow_float(r), narrow_float(g), narrow_float(b)]
        }),
        ColorType::Rgba32F => in_place(samples, |pixel: [u8; 16]| {
            let [r, g, b, a] = floats(pixel);
            let a = if a.is_nan() { 1.0 } else { a.clamp(0.0, 1.0) };
            [r, g, b].map(|v| narrow_float(v.clamp(0.0, 1.0) * a + 1.0 - a))
        }),
        other => {
            return Err(PhotoError::Unsupported { kind: format!("a picture with samples of the kind {other:?}") });
        }
    })
}

/// Pixels that are not all opaque, of kinds that tell.
pub(super) fn clear(samples: &Samples) -> u64 {
    fn count<const BYTES: usize>(data: &[u8], is_clear: impl Fn(&[u8; BYTES]) -> bool) -> u64 {
        data.as_chunks().0.iter().filter(|pixel| is_clear(pixel)).count() as u64
    }
    let word = |low: u8, high: u8| u16::from_ne_bytes([low, high]) < u16::MAX;
    match samples.layout {
        Layout::Light(ColorType::Rgba8) => count(&samples.data, |pixel: &[u8; 4]| pixel[3] < 255),
        Layout::Light(ColorType::La8) => count(&samples.data, |pixel: &[u8; 2]| pixel[1] < 255),
        Layout::Light(ColorType::La16) => count(&samples.data, |pixel: &[u8; 4]| word(pixel[2], pixel[3])),
        Layout::Light(ColorType::Rgba16) => count(&samples.data, |pixel: &[u8; 8]| word(pixel[6], pixel[7])),
        Layout::Light(ColorType::Rgba32F) => {
            count(&samples.data, |pixel: &[u8; 16]| f32::from_ne_bytes([pixel[12], pixel[13], pixel[14], pixel[15]]) < 1.0)
        }
        _ => 0,
    }
}

/// Whether [`to_rgb8`] needs no second buffer.
pub(super) fn is_in_place(layout: Layout) -> bool {
    matches!(layout, Layout::Light(color) if color.bytes_per_pixel() >= 3)
}

fn each<const BYTES: usize>(samples: &[u8], pixel: impl Fn([u8; BYTES]) -> [u8; 3]) -> Vec<u8> {
    samples.as_chunks().0.iter().flat_map(|chunk| pixel(*chunk)).collect()
}

/// Pixels of more than three bytes: pixel i moves from byte `BYTES` * i to byte 3i, which saves the second buffer.
fn in_place<const BYTES: usize>(mut samples: Vec<u8>, pixel: impl Fn([u8; BYTES]) -> [u8; 3]) -> Vec<u8> {
    let count = samples.len() / BYTES;
    for i in 0..count {
        let mut one = [0; BYTES];
        one.copy_from_slice(&samples[BYTES * i..BYTES * (i + 1)]);
        samples[3 * i..3 * (i + 1)].copy_from_slice(&pixel(one));
    }
    samples.truncate(3 * count);
    samples.shrink_to_fit();
    samples
}

fn on_white(v: u8, alpha: u8) -> u8 {
    let (v, alpha) = (u32::from(v), u32::from(alpha));
    ((v * alpha + 255 * (255 - alpha) + 127) / 255) as u8
}

/// Laid on white at 16 bits and narrowed once: two roundings would be off by one here and there.
pub(super) fn on_white_16(v: u16, alpha: u16) -> u8 {
    let (v, alpha) = (u64::from(v), u64::from(alpha));
    let full = v * alpha + 65_535 * (65_535 - alpha);
    ((full + 65_535 * 257 / 2) / (65_535 * 257)) as u8
}

pub(super) fn narrow(v: u16) -> u8 {
    ((u32::from(v) + 128) / 257) as u8
}

fn narrow_float(v: f32) -> u8 {
    // NaN becomes 0: `as` saturates.
    (v.clamp(0.0, 1.0) * 255.0).round() as u8
}

fn words<const BYTES: usize, const N: usize>(pixel: [u8; BYTES]) -> [u16; N] {
    std::array::from_fn(|i| u16::from_ne_bytes([pixel[2 * i], pixel[2 * i + 1]]))
}

fn floats<const BYTES: usize, const N: usize>(pixel: [u8; BYTES]) -> [f32; N] {
    std::array::from_fn(|i| f32::from_ne_bytes([pixel[4 * i], pixel[4 * i + 1], pixel[4 * i + 2], pixel[4 * i + 3]]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes<T: Copy, const N: usize>(values: &[T], to: impl Fn(T) -> [u8; N]) -> Vec<u8> {
        values.iter().flat_map(|v| to(*v)).collect()
    }

    #[test]
    fn transparency_lies_on_white() {
        let samples = vec![10, 20, 30, 255, 10, 20, 30, 0, 0, 0, 0, 128];
        assert_eq!(to_rgb8(ColorType::Rgba8, samples).unwrap(), [10, 20, 30, 255, 255, 255, 127, 127, 127]);
        assert_eq!(to_rgb8(ColorType::La8, vec![7, 255, 7, 0]).unwrap(), [7, 7, 7, 255, 255, 255]);
        let samples = bytes(&[65_535_u16, 0, 257, 65_535, 0, 0, 0, 0], u16::to_ne_bytes);
        assert_eq!(to_rgb8(ColorType::Rgba16, samples).unwrap(), [255, 0, 1, 255, 255, 255]);
        let samples = bytes(&[0.5_f32, 2.0, -1.0, 1.0, 0.0, 0.0, 0.0, 0.0], f32::to_ne_bytes);
        assert_eq!(to_rgb8(ColorType::Rgba32F, samples).unwrap(), [128, 255, 0, 255, 255, 255]);
    }

    #[test]
    fn sixteen_bits_are_rounded_not_cut() {
        for v in 0..=65_535_u16 {
            let want = (f64::from(v) / 257.0).round() as u8;
            assert_eq!(narrow(v), want, "{v}");
            assert_eq!(on_white_16(v, 65_535), want, "{v} opaque");
        }
        let samples = bytes(&[0_u16, 65_535, 32_768], u16::to_ne_bytes);
        assert_eq!(to_rgb8(ColorType::Rgb16, samples.clone()).unwrap(), [0, 255, 128]);
        assert_eq!(to_rgb8(ColorType::L16, samples).unwrap(), [0, 0, 0, 255, 255, 255, 128, 128, 128]);
    }

    #[test]
    fn floats_are_clamped() {
        let samples = bytes(&[f32::NAN, f32::INFINITY, 0.25], f32::to_ne_bytes);
        assert_eq!(to_rgb8(ColorType::Rgb32F, samples).unwrap(), [0, 255, 64]);
        assert_eq!(to_rgb8(ColorType::L8, vec![9, 200]).unwrap(), [9, 9, 9, 200, 200, 200]);
    }
}
