//! Bytes to upright 8-bit RGB, within limits.
//!
//! What is decided here, once:
//! - The format is found in the bytes; the file's name plays no part.
//! - Of an animation the first picture counts.
//! - Transparency lies on white. ICC profiles are ignored: samples are taken to be sRGB, as CLIP's own preprocessing does.
//! - CMYK and YCCK JPEGs become RGB by the plain formula (Adobe's inverted samples, `c * k / 255`).
//! - A picture cut short is an error rather than a photo with grey rows. A JPEG that lacks nothing but its end marker is
//!   shown; so is one that was damaged in the middle and goes on, as browsers do.
//! - Sizes are checked before memory is taken, and a decoder's panic is an error.
//!
//! Memory: a photo costs 3 bytes a pixel while it is held, so 24 megapixels cost 72 MB. While it is decoded the peak is
//! the file's own bytes twice (the decoder copies a JPEG) and those 72 MB; a turn by a quarter takes a second 72 MB for a
//! moment, and a progressive JPEG another 72 MB (4:2:0) to 144 MB (4:4:4).

use super::capture::{self as exif, Capture};
use super::error::one_line;
use super::{PhotoError, guard, jpeg, rgb, sniff, turn};
use base::Rgb8;
use image::error::{ImageFormatHint, LimitErrorKind};
use image::metadata::Orientation;
use image::{ColorType, ImageDecoder, ImageError, ImageFormat, codecs};
use std::error::Error;
use std::io::Cursor;

/// What one photo may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Width times height, at most.
    pub pixels: u64,
    /// Bytes held at once while one photo is decoded, without the file's own. Each thread that decodes may take as much.
    pub memory: u64,
}

impl Default for Limits {
    /// 300 megapixels, 1 GiB.
    fn default() -> Self {
        Self { pixels: 300_000_000, memory: 1 << 30 }
    }
}

/// A photo as it is displayed, with what its file tells about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// Turned upright as EXIF asks.
    pub pixels: Rgb8,
    /// A name of [`base::formats::FORMATS`], found in the bytes.
    pub format: &'static str,
    /// When, with what and how the camera took it.
    pub capture: Capture,
}

/// Decodes the bytes of a photo to upright RGB on white, within limits; a panic of a decoder becomes an error.
pub fn decode(bytes: &[u8], limits: &Limits) -> Result<Decoded, PhotoError> {
    let known = sniff::sniff(bytes)?;
    isolated(known, || decode_known(bytes, known, limits))
}

/// What the bytes of a photo tell of its taking; its pixels are not decoded. Of a JPEG the beginning will do.
pub fn capture(bytes: &[u8]) -> Result<Capture, PhotoError> {
    let known = sniff::sniff(bytes)?;
    let limits = Limits::default();
    isolated(known, || {
        let block = match known.format {
            ImageFormat::Jpeg => jpeg::facts(bytes).exif.map(<[u8]>::to_vec),
            format => {
                let mut decoder = decoder(bytes, format, &limits).map_err(|error| explain(&error, known.name, &limits))?;
                facts_beside(&mut *decoder, bytes, format).1
            }
        };
        Ok(block.map(|block| exif::capture(&block)).unwrap_or_default())
    })
}

/// A panic in `work` is damage in the picture: no picture may end the program.
fn isolated<T>(known: sniff::Known, work: impl FnOnce() -> Result<T, PhotoError>) -> Result<T, PhotoError> {
    guard::quietly(work).unwrap_or_else(|panic| Err(PhotoError::Damaged { format: known.name, detail: one_line(&panic) }))
}

fn decode_known(bytes: &[u8], known: sniff::Known, limits: &Limits) -> Result<Decoded, PhotoError> {
    let mut samples = match known.format {
        ImageFormat::Jpeg => decode_jpeg(bytes, known, limits)?,
        _ => decode_samples(bytes, known, limits, 0)?,
    };
    if known.format == ImageFormat::Tiff && samples.color.has_alpha() && samples.exif.as_deref().is_some_and(exif::alpha_is_multiplied_in) {
        rgb::divide_by_alpha(samples.color, &mut samples.data);
    }
    let capture = samples.exif.take().map(|block| exif::capture(&block)).unwrap_or_default();
    let data = rgb::to_rgb8(samples.color, samples.data)?;
    let (width, height, data) = turn::turn(samples.width, samples.height, data, samples.orientation);
    let pixels = Rgb8::new(width, height, data)
        .ok_or_else(|| PhotoError::Damaged { format: known.name, detail: format!("{width} x {height} pixels") })?;
    Ok(Decoded { pixels, format: known.name, capture })
}

/// What a decoder gives, before our own conversions.
struct Samples {
    width: u32,
    height: u32,
    color: ColorType,
    data: Vec<u8>,
    orientation: Orientation,
    exif: Option<Vec<u8>>,
}

fn decode_jpeg(bytes: &[u8], known: sniff::Known, limits: &Limits) -> Result<Samples, PhotoError> {
    let facts = jpeg::facts(bytes);
    if facts.too_short {
        return Err(PhotoError::CutShort);
    }
    if facts.ended {
        return decode_samples(bytes, known, limits, facts.working_bytes);
    }
    let samples = decode_samples(&jpeg::with_end(bytes), known, limits, facts.working_bytes).map_err(cut_short)?;
    let again = decode_samples(&jpeg::with_nonsense_and_end(bytes), known, limits, facts.working_bytes).map_err(cut_short)?;
    if again.data == samples.data { Ok(samples) } else { Err(PhotoError::CutShort) }
}

/// A file without an end that cannot be decoded: what the decoder stumbled over is beside the point.
fn cut_short(error: PhotoError) -> PhotoError {
    match error {
        PhotoError::Damaged { .. } => PhotoError::CutShort,
        other => other,
    }
}

fn decode_samples(bytes: &[u8], known: sniff::Known, limits: &Limits, working_bytes: u64) -> Result<Samples, PhotoError> {
    let told = |error: ImageError| explain(&error, known.name, limits);
    let mut decoder = decoder(bytes, known.format, limits).map_err(told)?;

    let (width, height) = decoder.dimensions();
    let (orientation, exif) = facts_beside(&mut *decoder, bytes, known.format);
    let color = decoder.color_type();
    check_size(width, height, color, orientation, working_bytes, limits)?;
    let mut data = vec![0; decoder.total_bytes() as usize];
    decoder.read_image_boxed(&mut data).map_err(told)?;
    Ok(Samples { width, height, color, data, orientation, exif })
}

/// The decoders one by one: the library's own choice would compile those of all its formats into this crate.
fn decoder<'a>(bytes: &'a [u8], format: ImageFormat, limits: &Limits) -> Result<Box<dyn ImageDecoder + 'a>, ImageError> {
    let mut library = image::Limits::no_limits();
    library.max_alloc = Some(limits.memory);
    let bytes = Cursor::new(bytes);
    let mut decoder: Box<dyn ImageDecoder + 'a> = match format {
        ImageFormat::Jpeg => Box::new(codecs::jpeg::JpegDecoder::new(bytes)?),
        ImageFormat::Png => Box::new(codecs::png::PngDecoder::with_limits(bytes, library.clone())?),
        ImageFormat::WebP => Box::new(codecs::webp::WebPDecoder::new(bytes)?),
        ImageFormat::Gif => Box::new(codecs::gif::GifDecoder::new(bytes)?),
        ImageFormat::Bmp => Box::new(codecs::bmp::BmpDecoder::new(bytes)?),
        ImageFormat::Tiff => Box::new(codecs::tiff::TiffDecoder::new(bytes)?),
        other => return Err(ImageError::Unsupported(ImageFormatHint::Exact(other).into())),
    };
    decoder.set_limits(library)?;
    Ok(decoder)
}

/// The EXIF turn and the EXIF block. Damage there costs the facts, not the picture.
fn facts_beside(decoder: &mut dyn ImageDecoder, bytes: &[u8], format: ImageFormat) -> (Orientation, Option<Vec<u8>>) {
    let upright = Orientation::NoTransforms;
    match format {
        // A TIFF file is its own EXIF block.
        ImageFormat::Tiff => (decoder.orientation().unwrap_or(upright), Some(bytes.to_vec())),
        // Ours, because the library would read all headers a second time.
        ImageFormat::Jpeg => turn_and_block(jpeg::facts(bytes).exif),
        ImageFormat::Png | ImageFormat::WebP => {
            let block = decoder.exif_metadata().ok().flatten();
            // Some writers put JPEG's prefix before the block here as well.
            turn_and_block(block.as_deref().map(|block| block.strip_prefix(b"Exif\0\0").unwrap_or(block)))
        }
        _ => (upright, None),
    }
}

fn turn_and_block(block: Option<&[u8]>) -> (Orientation, Option<Vec<u8>>) {
    let turn = block.and_then(Orientation::from_exif_chunk).unwrap_or(Orientation::NoTransforms);
    (turn, block.map(<[u8]>::to_vec))
}

fn check_size(
    width: u32,
    height: u32,
    color: ColorType,
    turned: Orientation,
    working_bytes: u64,
    limits: &Limits,
) -> Result<(), PhotoError> {
    let pixels = u64::from(width) * u64::from(height);
    if pixels > limits.pixels {
        return Err(PhotoError::TooManyPixels { width, height, limit: limits.pixels });
    }
    let (decoded, rgb) = (pixels * u64::from(color.bytes_per_pixel()), 3 * pixels);
    let converted = if matches!(color, ColorType::Rgb8 | ColorType::Rgba8) { decoded } else { decoded + rgb };
    let turned = if turn::swaps_sides(turned) { 2 * rgb } else { rgb };
    let peak = (decoded + working_bytes).max(converted).max(turned);
    if peak > limits.memory { Err(PhotoError::TooMuchMemory { limit: limits.memory }) } else { Ok(()) }
}

/// The library's error in words for the person who owns the photo.
fn explain(error: &ImageError, format: &'static str, limits: &Limits) -> PhotoError {
    if ends_early(error) {
        return PhotoError::CutShort;
    }
    match error {
        ImageError::Unsupported(_) => PhotoError::Unsupported { kind: format!("this kind of {format}") },
        ImageError::Limits(limit) if matches!(limit.kind(), LimitErrorKind::InsufficientMemory) => {
            PhotoError::TooMuchMemory { limit: limits.memory }
        }
        _ => {
            // "Format error decoding Png: ..." says twice what our own sentence says.
            let detail = error.source().map_or_else(|| error.to_string(), ToString::to_string);
            PhotoError::Damaged { format, detail: one_line(&detail) }
        }
    }
}

fn ends_early(error: &ImageError) -> bool {
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(error) = cause {
        if error.downcast_ref::<std::io::Error>().is_some_and(|io| io.kind() == std::io::ErrorKind::UnexpectedEof) {
            return true;
        }
        cause = error.source();
    }
    let text = error.to_string().to_lowercase();
    ["unexpected end", "unexpected eof", "unexpectedeof", "exhausted data", "no more bytes", "failed to fill whole buffer"]
        .iter()
        .any(|sign| text.contains(sign))
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{
        difference, encoded, exif_block, four_component_jpeg, jpeg, one_pixel_tiff, png_claiming, scene, with_exif,
    };
    use super::*;
    use image::{DynamicImage, GrayImage, ImageBuffer, Rgb, RgbImage, Rgba, RgbaImage};

    fn pixels(bytes: &[u8]) -> Rgb8 {
        decode(bytes, &Limits::default()).unwrap().pixels
    }

    fn refusal(bytes: &[u8]) -> String {
        decode(bytes, &Limits::default()).unwrap_err().to_string()
    }

    fn picture(pixels: &Rgb8) -> RgbImage {
        RgbImage::from_raw(pixels.width(), pixels.height(), pixels.data().to_vec()).unwrap()
    }

    #[test]
    fn the_bytes_decide_whatever_the_format() {
        let drawn = scene(40, 30);
        for (format, name) in
            [(ImageFormat::Png, "PNG"), (ImageFormat::WebP, "WebP"), (ImageFormat::Bmp, "BMP"), (ImageFormat::Tiff, "TIFF")]
        {
            let decoded = decode(&encoded(picture(&drawn), format), &Limits::default()).unwrap();
            assert_eq!(decoded.format, name);
            assert!(decoded.pixels == drawn, "{name} keeps every sample");
            assert_eq!(decoded.capture.moment, None);
        }
        let decoded = decode(&jpeg(&drawn), &Limits::default()).unwrap();
        assert_eq!(decoded.format, "JPEG");
        assert!(difference(&decoded.pixels, &drawn) < 2.0);
    }

    #[test]
    fn all_eight_turns_show_the_same_picture() {
        let upright = scene(48, 32);
        for code in 1..=8_u8 {
            let orientation = Orientation::from_exif(code).unwrap();
            // What the sensor must have seen for this turn to set it upright: the opposite turn of the picture.
            let opposite = match orientation {
                Orientation::Rotate90 => Orientation::Rotate270,
                Orientation::Rotate270 => Orientation::Rotate90,
                own => own,
            };
            let mut seen = DynamicImage::from(picture(&upright));
            seen.apply_orientation(opposite);
            let (width, height) = (seen.width(), seen.height());
            let seen = Rgb8::new(width, height, seen.into_rgb8().into_raw()).unwrap();
            let file = with_exif(&jpeg(&seen), &exif_block(u16::from(code), Some("2026:05:03 14:05:09")));
            let decoded = decode(&file, &Limits::default()).unwrap();
            assert!(difference(&decoded.pixels, &upright) < 2.0, "orientation {code}");
            assert_eq!(decoded.capture.moment.as_deref(), Some("2026-05-03T14:05:09"));
        }
    }

    #[test]
    fn an_orientation_outside_one_to_eight_is_no_turn() {
        let file = with_exif(&jpeg(&scene(48, 32)), &exif_block(77, None));
        assert_eq!(pixels(&file).width(), 48);
    }

    #[test]
    fn cut_outs_lie_on_white() {
        let cut_out = RgbaImage::from_fn(4, 1, |x, _| Rgba([200, 0, 100, [0, 85, 128, 255][x as usize]]));
        for format in [ImageFormat::Png, ImageFormat::WebP, ImageFormat::Tiff] {
            let decoded = pixels(&encoded(cut_out.clone(), format));
            assert_eq!(decoded.data(), [255, 255, 255, 237, 170, 203, 227, 127, 177, 200, 0, 100], "{format:?}");
        }
    }

    #[test]
    fn sixteen_bits_and_grey_become_eight_bit_colour() {
        let deep = ImageBuffer::from_fn(3, 1, |x, _| Rgb([[0_u16, 32_768, 65_535][x as usize]; 3]));
        for format in [ImageFormat::Png, ImageFormat::Tiff] {
            let decoded = pixels(&encoded(DynamicImage::ImageRgb16(deep.clone()), format));
            assert_eq!(decoded.data(), [0, 0, 0, 128, 128, 128, 255, 255, 255]);
        }
        let grey = GrayImage::from_raw(2, 1, vec![9, 200]).unwrap();
        assert_eq!(pixels(&encoded(grey, ImageFormat::Png)).data(), [9, 9, 9, 200, 200, 200]);
    }

    #[test]
    fn colours_that_were_stored_times_their_transparency_are_not_darkened_twice() {
        let plain = pixels(&one_pixel_tiff([100, 0, 50, 128], 2));
        assert_eq!(plain.data(), [177, 127, 152]);
        let multiplied = pixels(&one_pixel_tiff([100, 0, 50, 128], 1));
        assert!(multiplied.data().iter().zip([227, 127, 177]).all(|(a, b)| a.abs_diff(b) <= 1), "{multiplied:?}");
    }

    #[test]
    fn print_colours_become_rgb() {
        // Adobe stores the inverse: 255 is no ink.
        for (stored, want) in
            [([255; 4], [255; 3]), ([255, 0, 0, 255], [255, 0, 0]), ([255, 128, 0, 255], [255, 128, 0]), ([200, 100, 50, 0], [0; 3])]
        {
            let decoded = pixels(&four_component_jpeg(stored, 0));
            let off = decoded.data()[..3].iter().zip(want).map(|(a, b)| a.abs_diff(b)).max().unwrap();
            assert!(off <= 2, "{stored:?}: {:?} for {want:?}", &decoded.data()[..3]);
        }
        // Luma 100 without colour: 155 of each (inverse) ink, under no black.
        let decoded = pixels(&four_component_jpeg([100, 128, 128, 255], 2));
        assert!(decoded.data().iter().all(|v| v.abs_diff(155) <= 2), "{:?}", &decoded.data()[..3]);
    }

    #[test]
    fn an_animation_shows_its_first_picture() {
        let frame = |colour| image::Frame::new(RgbaImage::from_pixel(6, 4, Rgba(colour)));
        let mut bytes = Vec::new();
        let mut encoder = image::codecs::gif::GifEncoder::new(&mut bytes);
        encoder.encode_frames([frame([255, 0, 0, 255]), frame([0, 0, 255, 255])]).unwrap();
        drop(encoder);
        let decoded = decode(&bytes, &Limits::default()).unwrap();
        assert_eq!(decoded.format, "GIF");
        assert!(decoded.pixels.data().chunks(3).all(|pixel| pixel == [255, 0, 0]));
    }

    #[test]
    fn bombs_are_refused_before_memory_is_taken() {
        assert_eq!(refusal(&png_claiming(60_000, 60_000)), "60,000 x 60,000 pixels is over the limit of 300 megapixels");
        let tight = Limits { pixels: 1_000_000, memory: 100_000 };
        let wide = decode(&jpeg(&scene(200, 200)), &tight).unwrap_err();
        assert_eq!(wide.to_string(), "showing it would take more than the limit of 100.0 KB of memory");
        // A turn by a quarter takes the picture twice.
        let turned = Limits { memory: 200_000, ..tight };
        assert!(decode(&jpeg(&scene(200, 200)), &turned).is_ok());
        assert!(decode(&with_exif(&jpeg(&scene(200, 200)), &exif_block(6, None)), &turned).is_err());
    }

    #[test]
    fn a_picture_cut_short_is_no_picture() {
        let drawn = scene(160, 120);
        for format in [ImageFormat::Png, ImageFormat::WebP, ImageFormat::Bmp, ImageFormat::Gif, ImageFormat::Tiff] {
            let whole = encoded(DynamicImage::from(picture(&drawn)).into_rgba8(), format);
            for part in [1, 2, 3] {
                let text = refusal(&whole[..whole.len() * part / 4]);
                assert!(text.starts_with("the picture is damaged or cut short"), "{format:?}, {part} of 4: {text}");
            }
        }
        let whole = jpeg(&drawn);
        for end in [whole.len() / 4, whole.len() / 2, whole.len() * 9 / 10, whole.len() - 30, whole.len() - 8] {
            assert_eq!(refusal(&whole[..end]), "the picture is damaged or cut short: the file ends early", "{end} of {}", whole.len());
            // An interrupted copy whose space was taken beforehand.
            let mut padded = whole[..end].to_vec();
            padded.resize(whole.len(), 0);
            assert_eq!(refusal(&padded), "the picture is damaged or cut short: the file ends early", "{end}, padded");
        }
    }

    #[test]
    fn a_jpeg_without_its_end_marker_is_whole() {
        let whole = jpeg(&scene(160, 120));
        let expected = pixels(&whole);
        assert!(pixels(&whole[..whole.len() - 2]) == expected);
        assert!(pixels(&whole[..whole.len() - 1]) == expected, "half an end marker");
        assert!(pixels(&[&whole[..whole.len() - 2], &[0; 5000]].concat()) == expected, "zeroes for an end");
        assert!(pixels(&[&whole[..], b"trailing film"].concat()) == expected);
    }

    #[test]
    fn what_is_no_picture_is_told_in_words() {
        assert_eq!(refusal(b""), "the file is empty");
        assert_eq!(refusal(b"price,colour\n12,red\n"), "not a picture that Selvedge can read (the file begins like text)");
        assert_eq!(refusal(b"\xff\xd8\xff"), "the picture is damaged or cut short: the file ends early");
    }

    #[test]
    fn a_panic_of_a_decoder_is_an_error() {
        let known = sniff::sniff(b"\xff\xd8\xff").unwrap();
        let row: usize = std::hint::black_box(3);
        let text = isolated(known, || Ok([7; 3][row])).unwrap_err().to_string();
        assert_eq!(
            text,
            "the picture is damaged or cut short: its JPEG data makes no sense (index out of bounds: the len is 3 but the index is 3)"
        );
    }
}
