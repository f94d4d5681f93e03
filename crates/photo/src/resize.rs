//! Thumbnails and previews: smaller pictures of the same shape, never larger ones.

use super::{Limits, PhotoError, decode};
use base::Rgb8;
use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::pixels::U8x3;
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

/// High enough that a thumbnail drawn at its own size shows no blocks; a photo of 256 x 192 takes about 15 KB.
const THUMBNAIL_QUALITY: u8 = 85;
/// What decoders of the format read.
const LONGEST_JPEG_SIDE: u32 = 65_500;

/// A JPEG whose longer side is `long_side` pixels, or the picture's own longer side where that is shorter.
pub fn thumbnail(pixels: &Rgb8, long_side: u32) -> Vec<u8> {
    let long_side = long_side.min(LONGEST_JPEG_SIDE);
    match shrunk(pixels, long_side) {
        Some(small) => jpeg(&small),
        None => jpeg(pixels),
    }
}

/// The picture with no side over `max_side` pixels: shrunk with an antialiasing filter, or a copy where it already fits.
pub fn fit(pixels: &Rgb8, max_side: u32) -> Rgb8 {
    shrunk(pixels, max_side).unwrap_or_else(|| pixels.clone())
}

/// As [`fit`], of a picture that nobody else needs: one that already fits is not copied.
pub(super) fn shrunk_to(pixels: Rgb8, max_side: u32) -> Rgb8 {
    shrunk(&pixels, max_side).unwrap_or(pixels)
}

/// The picture stretched or shrunk to a square of that side: each pixel is the mean of what lies under it.
pub fn squeezed(pixels: &Rgb8, side: u32) -> Option<Rgb8> {
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Box));
    resized(pixels, side, side, &options)
}

/// What [`thumbnail`] made, as pixels. A thumbnail that lay damaged on the disk is an error.
pub fn decode_thumbnail(bytes: &[u8]) -> Result<Rgb8, PhotoError> {
    const LIMITS: Limits = Limits { pixels: 20_000_000, memory: 200_000_000 };
    decode(bytes, &LIMITS).map(|decoded| decoded.pixels)
}

/// `None` where the picture already fits.
fn shrunk(pixels: &Rgb8, max_side: u32) -> Option<Rgb8> {
    let (width, height) = fitted(pixels.width(), pixels.height(), max_side)?;
    // Area-aware convolution: each pixel of the result is made of all pixels of the source that lie under it.
    // Catmull-Rom is Pillow's BICUBIC and a third cheaper than Lanczos; side by side at 256 pixels nobody tells them apart.
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::CatmullRom));
    resized(pixels, width, height, &options)
}

fn resized(pixels: &Rgb8, width: u32, height: u32, options: &ResizeOptions) -> Option<Rgb8> {
    let source = ImageRef::new(pixels.width(), pixels.height(), pixels.data(), PixelType::U8x3).ok()?;
    let mut target = Image::new(width, height, PixelType::U8x3);
    // Named by its type, or the kernels of every pixel type there is are compiled into this crate: a minute of it.
    Resizer::new().resize_typed::<U8x3>(&source.typed_image()?, &mut target.typed_image_mut()?, options).ok()?;
    Rgb8::new(width, height, target.into_vec())
}

/// The sides that keep the shape with the longer one at `max_side`, neither under one pixel. `None` where nothing shrinks.
fn fitted(width: u32, height: u32, max_side: u32) -> Option<(u32, u32)> {
    let (long, max_side) = (width.max(height), max_side.max(1));
    let side = |side: u32| ((u64::from(side) * u64::from(max_side) + u64::from(long) / 2) / u64::from(long)).max(1) as u32;
    (long > max_side).then(|| (side(width), side(height)))
}

/// Writing to memory a picture whose sides the format can hold does not fail.
fn jpeg(pixels: &Rgb8) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(pixels.data().len() / 8);
    let mut encoder = Encoder::new(&mut bytes, THUMBNAIL_QUALITY);
    // Colour at full resolution: a thin red seam on blue stays a seam.
    encoder.set_sampling_factor(SamplingFactor::F_1_1);
    let written = encoder.encode(pixels.data(), pixels.width() as u16, pixels.height() as u16, ColorType::Rgb);
    debug_assert!(written.is_ok(), "{written:?}");
    bytes
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::scene;
    use super::*;

    #[test]
    fn the_shape_is_kept_and_nothing_grows() {
        for ((width, height, max), want) in [
            ((4000, 3000, 256), Some((256, 192))),
            ((3000, 4000, 256), Some((192, 256))),
            ((60_000, 1, 256), Some((256, 1))),
            ((256, 100, 256), None),
            ((10, 10, 256), None),
            ((10, 10, 0), Some((1, 1))),
        ] {
            assert_eq!(fitted(width, height, max), want, "{width} x {height}");
        }
    }

    #[test]
    fn a_thumbnail_looks_like_its_photo() {
        let photo = scene(640, 480);
        let small = decode_thumbnail(&thumbnail(&photo, 160)).unwrap();
        assert_eq!((small.width(), small.height()), (160, 120));
        let reference = fit(&photo, 160);
        let difference: u64 = small.data().iter().zip(reference.data()).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
        assert!(difference < 3 * small.data().len() as u64, "mean difference {}", difference as f64 / small.data().len() as f64);
        assert_eq!(fit(&photo, 1000), photo);
        assert_eq!(decode_thumbnail(&thumbnail(&photo, 5000)).unwrap().width(), 640);
    }

    #[test]
    fn shrinking_averages_instead_of_picking() {
        let stripes: Vec<u8> = (0..512 * 64).flat_map(|i| if i % 2 == 0 { [255; 3] } else { [0; 3] }).collect();
        let small = fit(&Rgb8::new(512, 64, stripes).unwrap(), 64);
        assert!(small.data().iter().all(|v| (120..136).contains(v)), "{:?}", &small.data()[..12]);
    }

    #[test]
    fn a_damaged_thumbnail_is_an_error() {
        let bytes = thumbnail(&scene(64, 64), 64);
        assert!(decode_thumbnail(&bytes[..bytes.len() / 2]).is_err());
        assert!(decode_thumbnail(&[]).is_err());
    }
}
