//! Bytes to upright 8-bit RGB, within limits.
//!
//! What is decided here, once:
//! - The format is found in the bytes; the file's name plays no part.
//! - Of an animation the first picture counts, of several pages the first that is no smaller copy.
//! - Transparency lies on white. Colours become sRGB by the file's profile; without one they are taken to be sRGB.
//! - CMYK becomes RGB by its profile, or without one by the plain formula (`(255 - c) * (255 - k) / 255`).
//! - Of a raw file the largest whole JPEG counts that the camera put into it; the sensor's data is not developed. The raw file
//!   says how it is to be turned and how it was taken; what the JPEG itself says of that counts where the file is silent.
//! - A picture cut short is an error rather than a photo with grey rows. A JPEG that lacks nothing but its end marker is
//!   shown. One that was damaged in the middle and goes on is shown with a remark, as browsers do, unless most of it is lost.
//! - Sizes are checked before memory is taken, and a decoder's panic is an error.
//!
//! Memory: a photo costs 3 bytes a pixel while it is held, so 24 megapixels cost 72 MB. While it is decoded the peak is the
//! file's own bytes and those 72 MB; a turn by a quarter takes a second 72 MB for a moment, and a progressive JPEG another
//! 72 MB (4:2:0) to 144 MB (4:4:4). All decoders of the process together share one budget (`budget`).

use super::beside::Beside;
use super::capture::Capture;
use super::color::{self, Profile};
use super::job::{Job, Limits, ends_early};
use super::jpeg::Frame;
use super::samples::{Layout, Samples};
use super::{PhotoError, budget, gif, jpeg, jpeg_pixels, png, raw, rgb, sniff, tiff, turn, webp};
use base::composition::ProfileKind;
use base::{Rgb8, guard};
use image::error::{ImageFormatHint, LimitErrorKind};
use image::{ColorType, ImageDecoder, ImageError, ImageFormat, Rgba, codecs};
use std::io::Cursor;

/// Counted up whenever a photo's pixels or facts are read otherwise than before: what an older revision read is then read again, once.
pub const READER: u32 = 3;

/// A photo as it is displayed, with what its file tells about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Decoded {
    /// Turned upright as EXIF asks. A JPEG that was asked for smaller, or that is too large for the memory there is, has fewer
    /// pixels than its file.
    pub pixels: Rgb8,
    /// Pixels across in the file, upright.
    pub width: u32,
    /// Pixels down in the file, upright.
    pub height: u32,
    /// A name of [`base::formats::FORMATS`], found in the bytes.
    pub format: &'static str,
    /// Of each sample in the file.
    pub bits: u8,
    /// The colour profile as it calls itself, "Adobe RGB (1998)". `None` where there is none, or none that makes sense.
    pub profile: Option<String>,
    /// What kind of profile that is, or that the picture is made of inks.
    pub profile_kind: ProfileKind,
    /// Share of the pixels through which what lies below is seen; in `pixels` they lie on white.
    pub transparent: f32,
    /// What is wrong with a photo that is shown nevertheless.
    pub remark: Option<String>,
    /// When, with what and how the camera took it.
    pub capture: Capture,
}

/// Decodes the bytes of a photo to upright RGB on white, within limits; a panic of a decoder becomes an error.
pub fn decode(bytes: &[u8], limits: &Limits) -> Result<Decoded, PhotoError> {
    decode_at_least(bytes, limits, u32::MAX)
}

/// As [`decode`], but a JPEG may come at a half, a quarter or an eighth of its size, as long as its shorter side keeps so many pixels:
/// that takes a third of the time and less. Its pixels then differ by a level or two from those that are shrunk afterwards.
pub fn decode_at_least(bytes: &[u8], limits: &Limits, least_side: u32) -> Result<Decoded, PhotoError> {
    let known = sniff::sniff(bytes)?;
    isolated(known, || {
        let mut job = Job::new(bytes, known, *limits, least_side);
        let Some(kind) = known.raw else { return job.decode() };
        let preview = raw::preview(bytes, kind)?;
        job.of_preview(preview.jpeg, preview.around).decode()
    })
}

/// What the bytes of a photo tell of its taking; its pixels are not decoded. Of a JPEG the beginning will do.
pub fn read_capture(bytes: &[u8]) -> Result<Capture, PhotoError> {
    let known = sniff::sniff(bytes)?;
    isolated(known, || {
        let Some(kind) = known.raw else { return Ok(beside(bytes, known.format).told().0) };
        let preview = raw::preview(bytes, kind)?;
        Ok(preview.around.capture.filled(beside(preview.jpeg, known.format).told().0))
    })
}

/// What stands beside the picture, where the format keeps anything there.
fn beside(bytes: &[u8], format: ImageFormat) -> Beside<'_> {
    match format {
        ImageFormat::Jpeg => jpeg::facts(bytes).beside,
        ImageFormat::Png => png::beside(bytes),
        ImageFormat::WebP => webp::facts(bytes).beside,
        ImageFormat::Tiff => tiff::beside(bytes),
        _ => Beside::default(),
    }
}

/// A panic in `work` is damage in the picture: no picture may end the program.
fn isolated<T>(known: sniff::Known, work: impl FnOnce() -> Result<T, PhotoError>) -> Result<T, PhotoError> {
    guard::quietly(work).unwrap_or_else(|_| Err(PhotoError::Damaged { format: known.name }))
}

/// What came of the formats' own decoders.
struct Picture {
    samples: Samples,
    /// In the file, not turned yet.
    size: (u32, u32),
    bits: u8,
    remark: Option<String>,
}

impl Picture {
    fn whole(samples: Samples, bits: u8) -> Self {
        Self { size: (samples.width, samples.height), samples, bits, remark: None }
    }
}

impl Job<'_> {
    fn decode(&mut self) -> Result<Decoded, PhotoError> {
        let bytes = self.bytes;
        let mut facts = (self.known.format == ImageFormat::Jpeg).then(|| jpeg::facts(bytes));
        let mut beside = facts.as_mut().map_or_else(|| beside(bytes, self.known.format), |facts| std::mem::take(&mut facts.beside));
        let profile = beside.icc.take().as_deref().and_then(Profile::read);
        // A TIFF is its own EXIF block, which the reader wants as a copy.
        let copy = budget::take(beside.exif.as_ref().map_or(0, |block| 2 * block.len() as u64));
        let around = std::mem::take(&mut self.around);
        beside.orientation = around.orientation.or(beside.orientation);
        let (capture, turn) = beside.told();
        let capture = around.capture.filled(capture);
        drop(copy);
        self.turn = turn;
        let picture = match (self.known.format, &facts) {
            (_, Some(facts)) => self.decode_jpeg(facts)?,
            (ImageFormat::Gif, _) => Picture::whole(gif::read(self)?, 8),
            (ImageFormat::Tiff, _) => tiff::read(self).map(|(samples, bits)| Picture::whole(samples, bits))?,
            _ => self.decode_by_library()?,
        };
        let Picture { samples, size, bits, remark } = picture;
        let (width, height) = (samples.width, samples.height);
        let transparent = (samples.clear + rgb::clear(&samples)) as f32 / (f64::from(width) * f64::from(height)) as f32;
        let profile_kind = kind_of(samples.layout, profile.as_ref());
        let data = in_srgb(samples, profile.as_ref())?;
        let (width, height, data) = turn::turn(width, height, data, turn);
        let pixels = Rgb8::new(width, height, data).ok_or(PhotoError::Damaged { format: self.known.name })?;
        let (width, height) = if turn::swaps_sides(turn) { (size.1, size.0) } else { size };
        let remark = remark.or(around.remark);
        let profile = profile.and_then(|p| p.name);
        Ok(Decoded { pixels, width, height, format: self.known.name, bits, profile, profile_kind, transparent, remark, capture })
    }

    fn decode_jpeg(&mut self, facts: &jpeg::Facts<'_>) -> Result<Picture, PhotoError> {
        let frame = facts.frame.as_ref().ok_or(PhotoError::CutShort)?;
        frame.check_kind(facts.scans)?;
        if facts.too_short {
            return Err(PhotoError::CutShort);
        }
        let eighths = self.reserve_for_jpeg(frame)?;
        let bytes = if facts.ended { self.bytes } else { jpeg::without_padding(self.bytes) };
        let damaged = PhotoError::Damaged { format: self.known.name };
        let Ok(read) = jpeg_pixels::read(bytes, facts.ended, eighths) else { return Err(damaged) };
        // A file that stops early is a copy that was interrupted: what is there may be a tenth.
        match (read.damaged, facts.ended) {
            (true, false) => return Err(PhotoError::CutShort),
            (true, true) if read.is_mostly_grey() => return Err(damaged),
            _ => {}
        }
        let remark = read.damaged.then(|| "part of the picture is damaged".to_owned());
        Ok(Picture { samples: read.samples, size: (frame.width, frame.height), bits: 8, remark })
    }

    /// As small as is asked for, and smaller where a larger one would take more memory than there is.
    fn reserve_for_jpeg(&mut self, frame: &Frame) -> Result<u8, PhotoError> {
        let short = frame.width.min(frame.height);
        let mut eighths = [1, 2, 4].into_iter().find(|e| jpeg_pixels::scaled(short, *e) >= self.least_side).unwrap_or(8);
        let layout = match frame.components {
            1 => Layout::Light(ColorType::L8),
            3 => Layout::Light(ColorType::Rgb8),
            _ => Layout::Inks,
        };
        self.check_pixels(frame.width, frame.height)?;
        loop {
            let (width, height) = (jpeg_pixels::scaled(frame.width, eighths), jpeg_pixels::scaled(frame.height, eighths));
            match self.reserve(width, height, layout, frame.working_bytes()) {
                Err(PhotoError::TooMuchMemory { .. }) if eighths > 1 => eighths /= 2,
                Err(error) => return Err(error),
                Ok(()) => return Ok(eighths),
            }
        }
    }

    fn decode_by_library(&mut self) -> Result<Picture, PhotoError> {
        let (name, limits) = (self.known.name, self.limits);
        let told = |error: ImageError| explain(&error, name, &limits);
        let bytes = if self.known.format == ImageFormat::Png { png::without_large_profile(self.bytes) } else { self.bytes.into() };
        let mut decoder = decoder(&bytes, self.known.format, &limits).map_err(told)?;
        let (width, height) = decoder.dimensions();
        let color = decoder.color_type();
        let layout = Layout::Light(color);
        let working = if self.known.format == ImageFormat::WebP { webp::facts(&bytes).working_bytes_per_pixel } else { 0 };
        self.reserve(width, height, layout, working * u64::from(width) * u64::from(height))?;
        decoder.set_limits(library_limits(&limits)).map_err(told)?;
        let mut data = vec![0; decoder.total_bytes() as usize];
        decoder.read_image_boxed(&mut data).map_err(told)?;
        let bits = if self.known.format == ImageFormat::Png { png::bits(&bytes) } else { 8 };
        Ok(Picture::whole(Samples { width, height, layout, data, clear: 0 }, bits))
    }
}

fn kind_of(layout: Layout, profile: Option<&Profile>) -> ProfileKind {
    match (layout, profile) {
        (Layout::Inks, _) => ProfileKind::Cmyk,
        (_, None) => ProfileKind::None,
        (_, Some(profile)) if profile.is_srgb => ProfileKind::Srgb,
        _ => ProfileKind::Other,
    }
}

/// The samples as RGB on white in sRGB.
fn in_srgb(samples: Samples, profile: Option<&Profile>) -> Result<Vec<u8>, PhotoError> {
    match samples.layout {
        Layout::Inks => {
            let by_profile = profile.and_then(|profile| profile.inks_to_srgb(&samples.data));
            Ok(by_profile.unwrap_or_else(|| color::inks_by_formula(&samples.data)))
        }
        Layout::Light(color) => {
            let mut data = rgb::to_rgb8(color, samples.data)?;
            if let Some(profile) = profile {
                profile.to_srgb(&mut data);
            }
            Ok(data)
        }
    }
}

/// The decoders one by one: the library's own choice would compile those of all its formats into this crate.
fn decoder<'a>(bytes: &'a [u8], format: ImageFormat, limits: &Limits) -> Result<Box<dyn ImageDecoder + 'a>, ImageError> {
    let bytes = Cursor::new(bytes);
    Ok(match format {
        ImageFormat::Png => Box::new(codecs::png::PngDecoder::with_limits(bytes, library_limits(limits))?),
        ImageFormat::WebP => {
            let mut decoder = codecs::webp::WebPDecoder::new(bytes)?;
            // Of an animation the library lays the first picture on its background.
            if decoder.has_animation() {
                decoder.set_background_color(Rgba([255; 4]))?;
            }
            Box::new(decoder)
        }
        ImageFormat::Bmp => Box::new(codecs::bmp::BmpDecoder::new(bytes)?),
        other => return Err(ImageError::Unsupported(ImageFormatHint::Exact(other).into())),
    })
}

fn library_limits(limits: &Limits) -> image::Limits {
    let mut library = image::Limits::no_limits();
    library.max_alloc = Some(limits.memory);
    library
}

/// The library's error in words for the person who owns the photo.
fn explain(error: &ImageError, format: &'static str, limits: &Limits) -> PhotoError {
    match error {
        error if ends_early(error) => PhotoError::CutShort,
        ImageError::Unsupported(_) => PhotoError::Unsupported { kind: format!("this kind of {format}") },
        ImageError::Limits(limit) if matches!(limit.kind(), LimitErrorKind::InsufficientMemory) => {
            PhotoError::TooMuchMemory { limit: limits.memory }
        }
        _ => PhotoError::Damaged { format },
    }
}

#[cfg(test)]
mod tests {
    use super::super::fit;
    use super::super::fixtures::{
        difference, encoded, exif_block, four_component_jpeg, jpeg, one_pixel_tiff, png_claiming, scene, scene_picture, with_exif,
    };
    use super::*;
    use image::metadata::Orientation;
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
        let wide = decode(&encoded(scene_picture(200, 200), ImageFormat::Png), &tight).unwrap_err();
        assert_eq!(wide.to_string(), "showing it would take more than the limit of 100.0 KB of memory");
    }

    #[test]
    fn a_jpeg_that_is_too_large_for_the_memory_is_shown_smaller() {
        let sides = |bytes: &[u8], memory| {
            let decoded = decode(bytes, &Limits { pixels: 1_000_000, memory }).unwrap();
            assert_eq!((decoded.width, decoded.height), (200, 200));
            decoded.pixels.width()
        };
        let plain = jpeg(&scene(200, 200));
        assert_eq!(sides(&plain, 200_000), 200);
        assert_eq!(sides(&plain, 100_000), 100);
        // A turn by a quarter takes the picture twice.
        assert_eq!(sides(&with_exif(&plain, &exif_block(6, None)), 200_000), 100);
        assert!(decode(&plain, &Limits { pixels: 1_000_000, memory: 1000 }).is_err());
    }

    #[test]
    fn a_jpeg_comes_smaller_where_that_will_do() {
        let file = with_exif(&jpeg(&scene(640, 400)), &exif_block(6, None));
        let whole = pixels(&file);
        for (least, want) in [(u32::MAX, 400), (401, 400), (400, 400), (200, 200), (101, 200), (100, 100), (50, 50), (1, 50)] {
            let decoded = decode_at_least(&file, &Limits::default(), least).unwrap();
            assert_eq!((decoded.pixels.width(), decoded.width, decoded.height), (want, 400, 640), "{least}");
            let off = difference(&fit(&whole, decoded.pixels.height()), &decoded.pixels);
            assert!(off < 1.5, "{least}: {off}");
        }
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
        assert_eq!(text, "the picture is damaged or cut short: its JPEG data makes no sense");
    }
}
