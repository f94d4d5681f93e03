//! XMP inside a photo's bytes, for copies that are made of it: the packet changes, the picture and all other metadata stay.
//!
//! JPEG keeps it in an APP1 segment, PNG in an `iTXt` chunk, WebP in a chunk of its own (XMP specification, part 3).

use super::embedded::{XMP, png_text};
use super::inside_tiff::tiff;
use super::inside_webp::webp;
use super::packet::{ChangePacket, InsideError, without_zeros};
use flate2::Crc;
use std::ops::Range;

const PNG_KEYWORD: &[u8] = b"XML:com.adobe.xmp\0";
/// The signature of a PNG and its first chunk, the header.
const PNG_HEAD: usize = 33;

/// The photo with its packet changed; `None` where it stays as it is.
pub fn with_xmp(photo: Vec<u8>, change: ChangePacket<'_>) -> Result<Option<Vec<u8>>, InsideError> {
    match photo.get(..12) {
        Some([0xff, 0xd8, ..]) => jpeg(photo, change),
        Some([0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..]) => png(photo, change),
        Some([b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P']) => webp(photo, change),
        Some([b'I', b'I', 42, 0, ..] | [b'M', b'M', 0, 42, ..]) => tiff(photo, change),
        _ => Err(InsideError::Format),
    }
}

/// Where a packet stands, or is to stand.
struct Place {
    range: Range<usize>,
    /// The packet that is there.
    there: Option<Vec<u8>>,
}

/// The photo with other bytes in the place of those of the packet.
fn spliced(mut photo: Vec<u8>, range: Range<usize>, new: Vec<u8>) -> Vec<u8> {
    photo.splice(range, new);
    photo
}

fn jpeg(photo: Vec<u8>, change: ChangePacket<'_>) -> Result<Option<Vec<u8>>, InsideError> {
    let place = jpeg_place(&photo).ok_or(InsideError::Damaged)?;
    let Some(packet) = change(place.there.as_deref())? else { return Ok(None) };
    let length = u16::try_from(2 + XMP.len() + packet.len()).map_err(|_| InsideError::NoRoom)?;
    Ok(Some(spliced(photo, place.range, [&[0xff, 0xe1][..], &length.to_be_bytes(), XMP, &packet].concat())))
}

/// The segment of the packet; else the place behind JFIF and EXIF, which readers look for first. `None`: no picture follows.
fn jpeg_place(photo: &[u8]) -> Option<Place> {
    let (mut at, mut free, mut heads) = (2, 2, true);
    loop {
        let start = at;
        if *photo.get(at)? != 0xff {
            return None;
        }
        while *photo.get(at)? == 0xff {
            at += 1;
        }
        let kind = *photo.get(at)?;
        at += 1;
        match kind {
            0xda => return Some(Place { range: free..free, there: None }),
            0xd9 => return None,
            0x01 | 0xd0..=0xd7 => continue,
            _ => {}
        }
        let length = usize::from(u16::from_be_bytes(photo.get(at..at + 2)?.try_into().ok()?));
        let inside = photo.get(at + 2..at + length)?;
        at += length;
        if kind == 0xe1
            && let Some(packet) = inside.strip_prefix(XMP)
        {
            return Some(Place { range: start..at, there: Some(without_zeros(packet).to_vec()) });
        }
        heads &= kind == 0xe0 || (kind == 0xe1 && inside.starts_with(b"Exif"));
        if heads {
            free = at;
        }
    }
}

fn png(photo: Vec<u8>, change: ChangePacket<'_>) -> Result<Option<Vec<u8>>, InsideError> {
    let place = png_place(&photo).ok_or(InsideError::Damaged)?;
    let Some(packet) = change(place.there.as_deref())? else { return Ok(None) };
    // Neither packed nor translated, of no language.
    let text = [PNG_KEYWORD, b"\0\0\0\0", &packet].concat();
    Ok(Some(spliced(photo, place.range, png_chunk(*b"iTXt", &text)?)))
}

pub(super) fn png_chunk(kind: [u8; 4], inside: &[u8]) -> Result<Vec<u8>, InsideError> {
    let length = u32::try_from(inside.len()).map_err(|_| InsideError::NoRoom)?;
    let mut sum = Crc::new();
    sum.update(&kind);
    sum.update(inside);
    Ok([&length.to_be_bytes()[..], &kind, inside, &sum.sum().to_be_bytes()].concat())
}

/// The chunk of the packet, else the place behind the header. `None`: the chunks do not come to an end.
fn png_place(photo: &[u8]) -> Option<Place> {
    let mut at = 8;
    let mut found = None;
    loop {
        let length = usize::try_from(u32::from_be_bytes(photo.get(at..at + 4)?.try_into().ok()?)).ok()?;
        let (kind, end) = (photo.get(at + 4..at + 8)?, at.checked_add(12)?.checked_add(length)?);
        let inside = photo.get(at + 8..end - 4)?;
        if found.is_none() && kind == b"iTXt" && inside.starts_with(PNG_KEYWORD) {
            let (_, packet) = png_text(*b"iTXt", inside)?;
            found = Some(Place { range: at..end, there: Some(without_zeros(&packet).to_vec()) });
        }
        photo.get(end - 4..end)?;
        at = end;
        if kind == b"IEND" {
            let free = (photo.len() > PNG_HEAD).then_some(Place { range: PNG_HEAD..PNG_HEAD, there: None });
            return found.or(free);
        }
    }
}
