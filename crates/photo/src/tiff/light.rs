//! A page's samples as colours: RGB of 8 bits on white, or inks.

use super::directory::Directory;
use super::page::{Alpha, Codec, Colors, Page, damaged, tag};
use crate::PhotoError;
use crate::rgb::{narrow, on_white_16};

/// How the pixels of a page become colours.
pub(super) struct Light {
    /// Samples in a pixel.
    samples: usize,
    alpha: Alpha,
    colors: How,
}

enum How {
    Grey {
        inverted: bool,
    },
    Rgb,
    Inks,
    Palette(Vec<[u8; 3]>),
    YCbCr(Matrix),
    Lab {
        /// Of 8 bits, or of 16.
        narrow: bool,
        offset: bool,
    },
}

impl Light {
    pub fn new(page: &Page, tags: &Directory<'_>) -> Result<Self, PhotoError> {
        let colors = match page.colors {
            Colors::WhiteIsZero => How::Grey { inverted: true },
            Colors::BlackIsZero => How::Grey { inverted: false },
            Colors::Rgb => How::Rgb,
            Colors::Inks => How::Inks,
            Colors::Palette => How::Palette(palette(page, tags)?),
            // The decoder of JPEGs has made RGB of it.
            Colors::YCbCr if page.codec == Codec::Jpeg && !page.planar => How::Rgb,
            Colors::YCbCr => How::YCbCr(Matrix::new(tags)),
            Colors::Lab { offset } => How::Lab { narrow: page.bits == 8, offset },
        };
        Ok(Self { samples: page.samples, alpha: page.alpha, colors })
    }

    /// One row: 3 bytes a pixel, or 4 of inks.
    pub fn row(&self, samples: &[u16], out: &mut [u8]) {
        let pixels = samples.chunks_exact(self.samples);
        if let How::Inks = self.colors {
            for (pixel, inks) in pixels.zip(out.as_chunks_mut::<4>().0) {
                *inks = std::array::from_fn(|n| narrow(pixel[n]));
            }
        } else {
            for (pixel, rgb) in pixels.zip(out.as_chunks_mut::<3>().0) {
                *rgb = self.rgb(pixel);
            }
        }
    }

    /// Pixels of a row that are not all opaque.
    pub fn clear(&self, samples: &[u16]) -> u64 {
        let at = match self.colors {
            How::Grey { .. } => 1,
            How::Rgb => 3,
            _ => return 0,
        };
        if self.alpha != Alpha::Plain && self.alpha != Alpha::MultipliedIn {
            return 0;
        }
        samples.chunks_exact(self.samples).filter(|pixel| pixel.get(at).is_some_and(|alpha| *alpha < u16::MAX)).count() as u64
    }

    fn rgb(&self, pixel: &[u16]) -> [u8; 3] {
        match &self.colors {
            How::Grey { inverted } => {
                let light = if *inverted { 65_535 - pixel[0] } else { pixel[0] };
                [self.on_white(light, pixel.get(1)); 3]
            }
            How::Palette(colours) => colours.get(usize::from(pixel[0])).copied().unwrap_or_default(),
            How::YCbCr(matrix) => matrix.rgb([pixel[0], pixel[1], pixel[2]]),
            How::Lab { narrow, offset } => lab(pixel, *narrow, *offset),
            How::Rgb | How::Inks => [0, 1, 2].map(|n| self.on_white(pixel[n], pixel.get(3))),
        }
    }

    fn on_white(&self, light: u16, alpha: Option<&u16>) -> u8 {
        match (self.alpha, alpha) {
            (Alpha::Plain, Some(alpha)) => on_white_16(light, *alpha),
            // What is stored times its transparency needs only the white behind it.
            (Alpha::MultipliedIn, Some(alpha)) => narrow(light.min(*alpha).saturating_add(65_535 - alpha)),
            _ => narrow(light),
        }
    }
}

fn palette(page: &Page, tags: &Directory<'_>) -> Result<Vec<[u8; 3]>, PhotoError> {
    let map = tags.numbers(tag::COLOR_MAP);
    let count = 1 << page.bits;
    if map.len() < 3 * count {
        return Err(damaged());
    }
    // Numbers are of 16 bits, but some writers know 8 alone.
    let of_eight_bits = map.iter().all(|v| *v < 256);
    let level = |v: u64| if of_eight_bits { v as u8 } else { narrow(v as u16) };
    Ok((0..count).map(|n| [n, n + count, n + 2 * count].map(|at| level(map[at]))).collect())
}

/// Luma and colour as numbers, and what they weigh.
struct Matrix {
    weights: [f32; 3],
    /// Black and white of luma, then zero and full of both colours.
    range: [f32; 6],
}

impl Matrix {
    fn new(tags: &Directory<'_>) -> Self {
        let sound = |values: &[f32]| values.iter().all(|v| v.is_finite());
        let weights = <[f32; 3]>::try_from(tags.fractions(tag::YCBCR_COEFFICIENTS)).ok().filter(|w| sound(w) && w[1] > 0.01);
        let range = <[f32; 6]>::try_from(tags.fractions(tag::REFERENCE_BLACK_WHITE)).ok();
        let range = range.filter(|r| sound(r) && r[1] > r[0] && r[3] > r[2] && r[5] > r[4]);
        Self { weights: weights.unwrap_or([0.299, 0.587, 0.114]), range: range.unwrap_or([0.0, 255.0, 128.0, 255.0, 128.0, 255.0]) }
    }

    fn rgb(&self, samples: [u16; 3]) -> [u8; 3] {
        let [y, cb, cr] = samples.map(|v| f32::from(narrow(v)));
        let r = self.range;
        let luma = (y - r[0]) * 255.0 / (r[1] - r[0]);
        let (blue, red) = ((cb - r[2]) * 127.0 / (r[3] - r[2]), (cr - r[4]) * 127.0 / (r[5] - r[4]));
        let [wr, wg, wb] = self.weights;
        let (red, blue) = (luma + red * (2.0 - 2.0 * wr), luma + blue * (2.0 - 2.0 * wb));
        let green = (luma - wr * red - wb * blue) / wg;
        // A float that becomes an integer stays within its range.
        [red, green, blue].map(|v| v.round() as u8)
    }
}

/// CIE Lab under D50, as print shops have it, to sRGB.
fn lab(pixel: &[u16], narrow: bool, offset: bool) -> [u8; 3] {
    let signed = |v: u16| match (narrow, offset) {
        (true, false) => f32::from((v / 257) as u8 as i8),
        (true, true) => f32::from(v / 257) - 128.0,
        (false, false) => f32::from(v as i16) / 256.0,
        (false, true) => (f32::from(v) - 32_768.0) / 256.0,
    };
    let fy = (f32::from(pixel[0]) * 100.0 / 65_535.0 + 16.0) / 116.0;
    let back = |t: f32| if t > 6.0 / 29.0 { t.powi(3) } else { (t - 4.0 / 29.0) * 108.0 / 841.0 };
    let (x, y, z) = (0.9642 * back(fy + signed(pixel[1]) / 500.0), back(fy), 0.8249 * back(fy - signed(pixel[2]) / 200.0));
    // D50 to linear sRGB with Bradford's adaptation (Lindbloom, "RGB/XYZ matrices").
    let linear = [
        3.133_856 * x - 1.616_867 * y - 0.490_615 * z,
        -0.978_768 * x + 1.916_142 * y + 0.033_454 * z,
        0.071_945 * x - 0.228_991 * y + 1.405_243 * z,
    ];
    linear.map(|v| {
        let light = if v <= 0.003_130_8 { 12.92 * v } else { 1.055 * v.powf(1.0 / 2.4) - 0.055 };
        (light * 255.0).round() as u8
    })
}
