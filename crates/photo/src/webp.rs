//! A WebP's chunks, read without decoding it: what stands beside the picture, and what decoding will cost.

use super::beside::Beside;
use super::color::MOST_PROFILE_BYTES;
use std::borrow::Cow;

/// What the chunks tell.
#[derive(Debug, Default)]
pub(super) struct Facts<'a> {
    pub beside: Beside<'a>,
    /// Bytes a pixel that the decoder holds beside the picture.
    pub working_bytes_per_pixel: u64,
}

pub(super) fn facts(bytes: &[u8]) -> Facts<'_> {
    let mut facts = Facts::default();
    for (name, body) in (Chunks { rest: bytes.get(12..).unwrap_or_default() }) {
        match name {
            b"EXIF" => facts.beside.take_exif(Cow::Borrowed(body)),
            b"XMP " => _ = facts.beside.xmp.get_or_insert(Cow::Borrowed(body)),
            b"ICCP" if body.len() < MOST_PROFILE_BYTES => facts.beside.icc = Some(body.to_vec()),
            // Planes of luma and colour.
            b"VP8 " => facts.needs(2),
            // Four channels beside the three or four that are handed out, and those once more where a transform is undone.
            b"VP8L" => facts.needs(5),
            // The canvas, and a frame that is as large.
            b"ANIM" => facts.needs(9),
            _ => {}
        }
    }
    facts
}

impl Facts<'_> {
    fn needs(&mut self, bytes: u64) {
        self.working_bytes_per_pixel = self.working_bytes_per_pixel.max(bytes);
    }
}

/// Chunks of a RIFF file, each padded to an even length. A chunk that is cut short is given as far as it goes.
struct Chunks<'a> {
    rest: &'a [u8],
}

impl<'a> Iterator for Chunks<'a> {
    type Item = (&'a [u8; 4], &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (name, rest) = self.rest.split_first_chunk::<4>()?;
        let (length, rest) = rest.split_first_chunk::<4>()?;
        let length = u32::from_le_bytes(*length) as usize;
        self.rest = rest.get(length.saturating_add(length % 2)..).unwrap_or_default();
        Some((name, &rest[..length.min(rest.len())]))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Limits, decode};
    use super::*;

    fn chunk(name: [u8; 4], body: &[u8]) -> Vec<u8> {
        let mut out = [&name[..], &(body.len() as u32).to_le_bytes(), body].concat();
        out.resize(out.len().next_multiple_of(2), 0);
        out
    }

    fn file(chunks: &[Vec<u8>]) -> Vec<u8> {
        let body = chunks.concat();
        [b"RIFF", &(body.len() as u32 + 4).to_le_bytes()[..], b"WEBP", &body].concat()
    }

    #[test]
    fn sides_that_take_more_memory_than_there_is_cost_nothing() {
        // Lossless, 16,383 pixels across and down.
        let sides = 0x3ffe_u32 | 0x3ffe << 14;
        let bomb = file(&[chunk(*b"VP8L", &[&[0x2f][..], &sides.to_le_bytes(), &[0; 9]].concat())]);
        let error = decode(&bomb, &Limits::default()).unwrap_err().to_string();
        assert_eq!(error, "showing it would take more than the limit of 671.1 MB of memory");
        assert_eq!(facts(&bomb).working_bytes_per_pixel, 5);
    }

    #[test]
    fn what_stands_beside_is_found_behind_an_odd_chunk() {
        let bytes = file(&[chunk(*b"ICCP", b"abc"), chunk(*b"ANIM", &[0; 6]), chunk(*b"EXIF", b"Exif\0\0II*\0"), chunk(*b"XMP ", b"<x/>")]);
        let facts = facts(&bytes);
        assert_eq!(facts.working_bytes_per_pixel, 9);
        assert_eq!(facts.beside.icc.as_deref(), Some(&b"abc"[..]));
        assert_eq!((facts.beside.exif.as_deref(), facts.beside.xmp.as_deref()), (Some(&b"II*\0"[..]), Some(&b"<x/>"[..])));
        let cut = super::facts(&bytes[..bytes.len() - 6]);
        assert!(cut.beside.exif.is_some());
    }
}
