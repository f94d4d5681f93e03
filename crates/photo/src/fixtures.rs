//! Pictures for the tests, drawn and written in code.

use base::Rgb8;
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageFormat};
use moxcms::{ColorProfile, Layout, RenderingIntent, TransformOptions};
use std::fmt::Write as _;
use std::io::Cursor;
use std::path::{Path, PathBuf};

/// Soft gradients with a few hard edges; no two corners alike, so that every turn shows.
pub(super) fn scene(width: u32, height: u32) -> Rgb8 {
    let mut data = Vec::with_capacity(3 * (width * height) as usize);
    for y in 0..height {
        for x in 0..width {
            let (fx, fy) = (x as f32 / width as f32, y as f32 / height as f32);
            let square = if fx < 0.3 && fy < 0.2 { 60.0 } else { 0.0 };
            data.extend([(40.0 + 150.0 * fx + square) as u8, (30.0 + 180.0 * fy) as u8, (90.0 + 80.0 * fx * fy - square) as u8]);
        }
    }
    Rgb8::new(width, height, data).unwrap()
}

pub(super) fn jpeg(pixels: &Rgb8) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, 95);
    encoder.encode(pixels.data(), pixels.width(), pixels.height(), image::ExtendedColorType::Rgb8).unwrap();
    bytes
}

pub(super) fn encoded(picture: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.into().write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A TIFF structure with an orientation and, in its EXIF part, a moment of capture.
pub(super) fn exif_block(orientation: u16, moment: Option<&str>) -> Vec<u8> {
    let mut block = b"MM\0*\0\0\0\x08".to_vec();
    let entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        [&tag.to_be_bytes()[..], &kind.to_be_bytes(), &count.to_be_bytes(), &value].concat()
    };
    let [high, low] = orientation.to_be_bytes();
    block.extend(2_u16.to_be_bytes());
    block.extend(entry(0x0112, 3, 1, [high, low, 0, 0]));
    block.extend(entry(0x8769, 4, 1, 38_u32.to_be_bytes()));
    block.extend([0; 4]);
    assert_eq!(block.len(), 38);
    let text = moment.map(|text| format!("{text}\0"));
    block.extend(u16::from(text.is_some()).to_be_bytes());
    if let Some(text) = text {
        // Up to four bytes stand in the entry itself.
        let value = if text.len() > 4 { 56_u32.to_be_bytes() } else { [0; 4] };
        block.extend(entry(0x9003, 2, text.len() as u32, value));
        block.extend([0; 4]);
        block.extend(text.bytes());
    } else {
        block.extend([0; 4]);
    }
    block
}

/// A JPEG with an EXIF segment behind its first marker.
pub(super) fn with_exif(jpeg: &[u8], block: &[u8]) -> Vec<u8> {
    let length = (2 + 6 + block.len()) as u16;
    [&jpeg[..2], &[0xff, 0xe1], &length.to_be_bytes(), b"Exif\0\0", block, &jpeg[2..]].concat()
}

/// A JPEG with a colour profile behind its first marker.
pub(super) fn with_profile(jpeg: &[u8], icc: &[u8]) -> Vec<u8> {
    let length = (2 + 14 + icc.len()) as u16;
    [&jpeg[..2], &[0xff, 0xe2], &length.to_be_bytes(), b"ICC_PROFILE\0\x01\x01", icc, &jpeg[2..]].concat()
}

/// A profile of four inks, of which each leaves light as it is but for black, which is a dark grey: Lab (20, 0, 0).
pub(super) fn lab_profile_of_inks() -> Vec<u8> {
    let text = b"Drawn inks\0";
    let description = [&b"desc\0\0\0\0"[..], &(text.len() as u32).to_be_bytes(), text, &[0; 80]].concat();
    let identity: Vec<u8> = [1, 0, 0, 0, 1, 0, 0, 0, 1].iter().flat_map(|n: &u32| (n << 16).to_be_bytes()).collect();
    let curve: Vec<u8> = (0..=255).collect();
    // The last input, black, turns fastest. Lightness of 255 is 100, a and b of 128 are none.
    let nodes: Vec<u8> = (0..16).flat_map(|node| [if node % 2 == 1 { 51 } else { 255 }, 128, 128]).collect();
    let table = [&b"mft1\0\0\0\0\x04\x03\x02\0"[..], &identity, &curve.repeat(4), &nodes, &curve.repeat(3)].concat();
    let white = [&b"XYZ \0\0\0\0"[..], &[0, 0, 0xf6, 0xd6, 0, 1, 0, 0, 0, 0, 0xd3, 0x2d]].concat();
    let tags = [(b"desc", description), (b"wtpt", white), (b"A2B0", table.clone()), (b"A2B1", table)];
    let (mut list, mut bodies) = ((tags.len() as u32).to_be_bytes().to_vec(), vec![]);
    for (name, mut body) in tags {
        body.resize(body.len().next_multiple_of(4), 0);
        let at = 128 + 4 + 12 * 4 + bodies.len();
        list.extend([&name[..], &(at as u32).to_be_bytes(), &(body.len() as u32).to_be_bytes()].concat());
        bodies.extend(body);
    }
    let mut header = vec![0; 128];
    header[..4].copy_from_slice(&((128 + list.len() + bodies.len()) as u32).to_be_bytes());
    header[8..12].copy_from_slice(&[2, 0x40, 0, 0]);
    header[12..24].copy_from_slice(b"prtrCMYKLab ");
    header[36..40].copy_from_slice(b"acsp");
    header[68..80].copy_from_slice(&[0, 0, 0xf6, 0xd6, 0, 1, 0, 0, 0, 0, 0xd3, 0x2d]);
    [header, list, bodies].concat()
}

/// A JPEG of 8 x 8 pixels with four components of one value each, as Adobe writes them. `transform`: 0 for CMYK, 2 for YCCK.
pub(super) fn four_component_jpeg(values: [u8; 4], transform: u8) -> Vec<u8> {
    let mut out = vec![0xff, 0xd8];
    let mut segment = |marker: u8, body: &[u8]| {
        out.extend([0xff, marker]);
        out.extend((body.len() as u16 + 2).to_be_bytes());
        out.extend(body);
    };
    segment(0xee, &[b"Adobe\0\x64\0\0\0\0".as_slice(), &[transform]].concat());
    segment(0xdb, &[&[0][..], &[1; 64]].concat());
    segment(0xc0, &[8, 0, 8, 0, 8, 4, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0, 4, 0x11, 0]);
    // Twelve magnitudes of the one coefficient, four bits each; for the others only "end of block", one bit.
    segment(0xc4, &[&[0, 0, 0, 0, 12][..], &[0; 12], &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]].concat());
    segment(0xc4, &[&[0x10, 1][..], &[0; 15], &[0]].concat());
    segment(0xda, &[4, 1, 0, 2, 0, 3, 0, 4, 0, 0, 63, 0]);
    let mut bits = String::new();
    for value in values {
        let coefficient = (i32::from(value) - 128) * 8;
        let magnitude = 32 - coefficient.unsigned_abs().leading_zeros();
        write!(bits, "{magnitude:04b}").unwrap();
        if magnitude > 0 {
            let raw = if coefficient < 0 { coefficient + (1 << magnitude) - 1 } else { coefficient };
            write!(bits, "{raw:0width$b}", width = magnitude as usize).unwrap();
        }
        bits.push('0');
    }
    while !bits.len().is_multiple_of(8) {
        bits.push('1');
    }
    for byte in bits.as_bytes().chunks(8) {
        let byte = u8::from_str_radix(std::str::from_utf8(byte).unwrap(), 2).unwrap();
        out.push(byte);
        if byte == 0xff {
            out.push(0);
        }
    }
    out.extend([0xff, 0xd9]);
    out
}

/// One RGBA pixel. `extra_samples`: 1 where colours were multiplied by the transparency, 2 where not.
pub(super) fn one_pixel_tiff(pixel: [u8; 4], extra_samples: u32) -> Vec<u8> {
    // The pixel stands at byte 8, its four depths at 12, the directory at 20.
    let mut out = [&b"II*\0\x14\0\0\0"[..], &pixel, &[8, 0, 8, 0, 8, 0, 8, 0]].concat();
    let entries: [(u16, u32, u32); 10] = [
        (256, 1, 1),
        (257, 1, 1),
        (258, 4, 12),
        (259, 1, 1),
        (262, 1, 2),
        (273, 1, 8),
        (277, 1, 4),
        (278, 1, 1),
        (279, 1, 4),
        (338, 1, extra_samples),
    ];
    out.extend((entries.len() as u16).to_le_bytes());
    for (tag, count, value) in entries {
        out.extend(tag.to_le_bytes());
        out.extend(3_u16.to_le_bytes());
        out.extend(count.to_le_bytes());
        out.extend(value.to_le_bytes());
    }
    out.extend([0; 4]);
    out
}

/// A PNG that claims sides it does not have; checksums are right.
pub(super) fn png_claiming(width: u32, height: u32) -> Vec<u8> {
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 2, 0, 0, 0]].concat();
    [b"\x89PNG\r\n\x1a\n".as_slice(), &png_chunk(*b"IHDR", &header), b"\0\0\x10\0IDAT\x78\x9c"].concat()
}

/// A chunk with its length and checksum.
pub(super) fn png_chunk(name: [u8; 4], body: &[u8]) -> Vec<u8> {
    let named = [&name, body].concat();
    let checksum = !named.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| if sum & 1 == 1 { sum >> 1 ^ 0xedb8_8320 } else { sum >> 1 })
    });
    [&(body.len() as u32).to_be_bytes()[..], &named, &checksum.to_be_bytes()].concat()
}

/// The scene as the library's own picture.
pub(super) fn scene_picture(width: u32, height: u32) -> image::RgbImage {
    image::RgbImage::from_raw(width, height, scene(width, height).data().to_vec()).unwrap()
}

/// The numbers that a file in this profile has where the picture has those.
pub(super) fn in_profile(profile: &ColorProfile, pixels: &Rgb8) -> Rgb8 {
    let options = TransformOptions { rendering_intent: RenderingIntent::RelativeColorimetric, ..TransformOptions::default() };
    let transform = ColorProfile::new_srgb().create_transform_8bit(Layout::Rgb, profile, Layout::Rgb, options).unwrap();
    let mut data = vec![0; pixels.data().len()];
    transform.transform(pixels.data(), &mut data).unwrap();
    Rgb8::new(pixels.width(), pixels.height(), data).unwrap()
}

/// A named pipe that nobody writes to.
#[cfg(unix)]
pub(super) fn make_pipe(path: &Path) {
    assert!(std::process::Command::new("mkfifo").arg(path).status().unwrap().success());
}

/// A folder of the data that is shared between working copies and not committed. Says so where it is absent.
pub(super) fn shared(name: &str) -> Option<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let places = ["../../../shared/data", "../../shared/data"];
    let found = places.iter().map(|place| here.join(place).join(name)).find(|path| path.is_dir());
    if found.is_none() {
        skipped(&format!("no shared/data/{name} beside {}", here.display()));
    }
    found
}

/// A test that cannot run here must not pass in silence.
pub(super) fn skipped(why: &str) {
    say(&format!("skipped: {why}"));
}

#[allow(clippy::print_stderr, reason = "this is a test's own voice")]
pub(super) fn say(what: &str) {
    eprintln!("{what}");
}

/// Mean difference of samples, in levels of 255.
pub(super) fn difference(a: &Rgb8, b: &Rgb8) -> f64 {
    assert_eq!((a.width(), a.height()), (b.width(), b.height()));
    let sum: u64 = a.data().iter().zip(b.data()).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
    sum as f64 / a.data().len() as f64
}
