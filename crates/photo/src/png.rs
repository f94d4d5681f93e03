//! A PNG's chunks: EXIF, XMP and the colour profile in every place that programs write them to.
//!
//! EXIF stands in `eXIf`, before or behind the picture's data, or, from programs older than that chunk, as text in hexadecimal digits
//! under the names "Raw profile type exif" and "Raw profile type APP1". A browser does not turn a picture by an `eXIf` behind the data;
//! catalogue programs do, and so does Selvedge.

use super::beside::Beside;
use super::color::MOST_PROFILE_BYTES;
use flate2::read::ZlibDecoder;
use std::borrow::Cow;
use std::io::Read as _;

/// What a compressed text may grow to.
const MOST_TEXT_BYTES: usize = 8 << 20;
/// A profile that is longer than this, compressed, may be a bomb.
const SMALL_PROFILE_BYTES: usize = 4096;
const SIGNATURE_BYTES: usize = 8;

/// Bits of a sample as they are stored.
pub(super) fn bits(bytes: &[u8]) -> u8 {
    bytes.get(24).copied().unwrap_or(8)
}

pub(super) fn beside(bytes: &[u8]) -> Beside<'_> {
    let mut beside = Beside::default();
    let mut in_text = None;
    for Chunk { name, body, .. } in chunks(bytes) {
        match name {
            b"eXIf" => beside.take_exif(Cow::Borrowed(body)),
            b"iCCP" => beside.icc = named(body).and_then(|(_, rest)| inflated(rest.get(1..)?, MOST_PROFILE_BYTES)),
            b"tEXt" | b"zTXt" | b"iTXt" => match text(*name, body) {
                Some((b"XML:com.adobe.xmp", xmp)) => _ = beside.xmp.get_or_insert(xmp),
                Some((b"Raw profile type exif" | b"Raw profile type APP1" | b"Raw profile type xmp", hex)) => {
                    in_text = in_text.or_else(|| raw_profile(&hex));
                }
                _ => {}
            },
            _ => {}
        }
    }
    match in_text {
        Some(block) if block.starts_with(b"Exif") || is_tiff(&block) => beside.take_exif(Cow::Owned(block)),
        Some(xmp) => _ = beside.xmp.get_or_insert(Cow::Owned(xmp)),
        None => {}
    }
    beside
}

/// The file without a profile that might grow beyond measure: the decoder's library unpacks it whatever its size, and we read it ourselves.
pub(super) fn without_large_profile(bytes: &[u8]) -> Cow<'_, [u8]> {
    match chunks(bytes).find(|chunk| chunk.name == b"iCCP" && chunk.body.len() > SMALL_PROFILE_BYTES) {
        Some(profile) => Cow::Owned([&bytes[..profile.start], &bytes[profile.end.min(bytes.len())..]].concat()),
        None => Cow::Borrowed(bytes),
    }
}

fn is_tiff(block: &[u8]) -> bool {
    block.starts_with(b"II*\0") || block.starts_with(b"MM\0*")
}

struct Chunk<'a> {
    name: &'a [u8; 4],
    body: &'a [u8],
    start: usize,
    end: usize,
}

/// Chunks up to the last whole one.
fn chunks(bytes: &[u8]) -> impl Iterator<Item = Chunk<'_>> {
    let mut start = SIGNATURE_BYTES;
    std::iter::from_fn(move || {
        let (length, rest) = bytes.get(start..)?.split_first_chunk::<4>()?;
        let (name, rest) = rest.split_first_chunk::<4>()?;
        let length = u32::from_be_bytes(*length) as usize;
        let body = rest.get(..length)?;
        let chunk = Chunk { name, body, start, end: start + 12 + length };
        start = chunk.end;
        Some(chunk)
    })
}

/// A keyword and what follows its zero.
fn named(body: &[u8]) -> Option<(&[u8], &[u8])> {
    let zero = body.iter().take(80).position(|byte| *byte == 0)?;
    Some((&body[..zero], &body[zero + 1..]))
}

/// Keyword and text of a chunk of text.
fn text(chunk: [u8; 4], body: &[u8]) -> Option<(&[u8], Cow<'_, [u8]>)> {
    let (name, rest) = named(body)?;
    if !name.starts_with(b"Raw profile type ") && name != b"XML:com.adobe.xmp" {
        return None;
    }
    let packed = |bytes: &[u8]| inflated(bytes, MOST_TEXT_BYTES).map(Cow::Owned);
    let text = match (&chunk, rest) {
        (b"tEXt", text) => Cow::Borrowed(text),
        // The method of compression, of which there is one.
        (b"zTXt", [0, text @ ..]) => packed(text)?,
        (b"iTXt", [compressed, _, rest @ ..]) => {
            let text = named(rest).and_then(|(_, rest)| named(rest))?.1;
            if *compressed == 1 { packed(text)? } else { Cow::Borrowed(text) }
        }
        _ => return None,
    };
    Some((name, text))
}

fn inflated(packed: &[u8], most: usize) -> Option<Vec<u8>> {
    let mut out = vec![];
    ZlibDecoder::new(packed).take(most as u64).read_to_end(&mut out).ok()?;
    (out.len() < most).then_some(out)
}

/// A name, a length, and bytes in hexadecimal digits, each on lines of their own.
fn raw_profile(text: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(text).ok()?.trim_start();
    let digits = text.splitn(3, '\n').nth(2)?;
    let nibbles: Vec<u8> = digits.chars().filter_map(|c| c.to_digit(16)).map(|n| n as u8).collect();
    let bytes: Vec<u8> = nibbles.as_chunks::<2>().0.iter().map(|[high, low]| high << 4 | low).collect();
    let xmp = bytes.strip_prefix(b"http://ns.adobe.com/xap/1.0/\0").map(<[u8]>::to_vec);
    Some(xmp.unwrap_or(bytes))
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{encoded, exif_block, png_chunk, scene_picture};
    use super::super::{Limits, decode};
    use super::*;
    use flate2::Compression;
    use flate2::write::ZlibEncoder;
    use image::ImageFormat;
    use std::io::Write as _;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut out = ZlibEncoder::new(vec![], Compression::best());
        out.write_all(bytes).unwrap();
        out.finish().unwrap()
    }

    /// A PNG of 48 x 32 with this chunk before or behind its data.
    fn with_chunk(chunk: &[u8], behind: bool) -> Vec<u8> {
        let plain = encoded(scene_picture(48, 32), ImageFormat::Png);
        let at = if behind { plain.len() - 12 } else { 33 };
        [&plain[..at], chunk, &plain[at..]].concat()
    }

    /// As `exiv2` and `ImageMagick` write it.
    fn as_text(kind: &str, bytes: &[u8]) -> String {
        let digits: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        let lines: Vec<String> = digits.chunks(36).map(<[String]>::concat).collect();
        format!("\n{kind}\n{:8}\n{}\n", bytes.len(), lines.join("\n"))
    }

    #[test]
    fn the_turn_is_read_wherever_programs_write_it() {
        let block = exif_block(6, Some("2026:05:03 14:05:09"));
        let prefixed = [&b"Exif\0\0"[..], &block].concat();
        let xmp = b"<x:xmpmeta><rdf:Description tiff:Orientation=\"6\"/></x:xmpmeta>";
        let chunk = |name: &[u8; 4], parts: &[&[u8]]| png_chunk(*name, &parts.concat());
        let cases = [
            ("eXIf", chunk(b"eXIf", &[&block]), true),
            ("eXIf with JPEG's prefix", chunk(b"eXIf", &[&prefixed]), true),
            ("tEXt", chunk(b"tEXt", &[b"Raw profile type exif\0", as_text("exif", &prefixed).as_bytes()]), true),
            ("zTXt", chunk(b"zTXt", &[b"Raw profile type APP1\0\0", &packed(as_text("generic", &prefixed).as_bytes())]), true),
            ("iTXt", chunk(b"iTXt", &[b"Raw profile type exif\0\0\0\0\0", as_text("exif", &block).as_bytes()]), true),
            ("XMP", chunk(b"iTXt", &[b"XML:com.adobe.xmp\0\0\0\0\0", xmp]), false),
            ("packed XMP", chunk(b"iTXt", &[b"XML:com.adobe.xmp\0\x01\0\0\0", &packed(xmp)]), false),
            ("raw XMP", chunk(b"tEXt", &[b"Raw profile type xmp\0", as_text("xmp", xmp).as_bytes()]), false),
        ];
        for (name, chunk, dated) in cases {
            for behind in [false, true] {
                let decoded = decode(&with_chunk(&chunk, behind), &Limits::default()).unwrap();
                assert_eq!((decoded.pixels.width(), decoded.pixels.height()), (32, 48), "{name}, behind the data: {behind}");
                assert_eq!(decoded.capture.moment.is_some(), dated, "{name}");
            }
        }
    }

    #[test]
    fn exif_goes_before_text_and_text_before_xmp() {
        let turn = |code| png_chunk(*b"eXIf", &exif_block(code, None));
        let text = png_chunk(*b"tEXt", &[b"Raw profile type exif\0", as_text("exif", &exif_block(3, None)).as_bytes()].concat());
        let both = with_chunk(&[text, turn(6)].concat(), false);
        assert_eq!(decode(&both, &Limits::default()).unwrap().pixels.width(), 32);
    }

    #[test]
    fn a_profile_that_grows_beyond_measure_is_left_out() {
        let bomb = packed(&vec![0; 64 << 20]);
        let file = with_chunk(&png_chunk(*b"iCCP", &[b"icc\0\0", &bomb[..]].concat()), false);
        assert!(beside(&file).icc.is_none());
        assert!(without_large_profile(&file).len() + bomb.len() < file.len());
        assert_eq!(decode(&file, &Limits::default()).unwrap().pixels.width(), 48);
    }

    #[test]
    fn damaged_chunks_cost_what_they_tell() {
        for body in [&b""[..], b"Raw profile type exif", b"Raw profile type exif\0", b"Raw profile type exif\0exif\n12\n4x", b"\0\0\0\0"] {
            for name in [b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"iCCP"] {
                let decoded = decode(&with_chunk(&png_chunk(*name, body), false), &Limits::default()).unwrap();
                assert_eq!(decoded.pixels.width(), 48);
            }
        }
    }
}
