//! A JPEG's segments, read without decoding it: EXIF, the memory it will take, and whether its end is there.
//!
//! The decoder fills what a cut file lacks with grey and says nothing. An interrupted copy must not become a photo with
//! a grey half, so the end is looked for here.

/// What the segments before the picture's data tell.
#[derive(Debug, Default)]
pub(super) struct Facts<'a> {
    /// The TIFF structure of the first EXIF segment.
    pub exif: Option<&'a [u8]>,
    /// Bytes that the decoder holds beside the picture: the coefficients, where they come in more than one pass.
    pub working_bytes: u64,
    /// The data is shorter than the picture's blocks can be written in: the decoder would fill the rest with grey.
    pub too_short: bool,
    /// An end-of-image marker follows the beginning of the data. Bytes after it (a second picture, a film, padding) are common.
    pub ended: bool,
}

/// Reads segments until the first scan. Damage ends the reading early; the decoder will say more about it.
pub(super) fn facts(bytes: &[u8]) -> Facts<'_> {
    let mut facts = Facts::default();
    let mut frame = None;
    for (marker, start, body) in (Segments { bytes, at: 2 }) {
        match marker {
            0xe1 if facts.exif.is_none() => facts.exif = body.strip_prefix(b"Exif\0\0"),
            0xc0..=0xc3 => frame = Some((marker, body)),
            0xda => {
                // Within the data an 0xff is followed by 0, by a restart marker, or it is a true marker.
                facts.ended = bytes[start..].windows(2).rev().any(|pair| pair == [0xff, 0xd9]);
                let components_in_scan = body.first().copied().unwrap_or_default();
                if let Some(frame) = frame.and_then(|(marker, body)| Frame::read(marker, body, components_in_scan)) {
                    // 64 coefficients of two bytes.
                    facts.working_bytes = if frame.one_pass { 0 } else { 128 * frame.blocks };
                    facts.too_short = 8 * ((bytes.len() - start) as u64) < frame.least_bits();
                }
                break;
            }
            _ => {}
        }
    }
    facts
}

/// The bytes with an end-of-image marker set after the last byte that is not zero.
/// Zeroes at the end are what a file system leaves where a copy was interrupted.
pub(super) fn with_end(bytes: &[u8]) -> Vec<u8> {
    ended_by(bytes, &[])
}

/// As [`with_end`], with nonsense before the end. A decoder that has all its rows by then reads neither zeroes nor
/// nonsense; one that still wants data makes two different pictures of them.
pub(super) fn with_nonsense_and_end(bytes: &[u8]) -> Vec<u8> {
    let nonsense: Vec<u8> = (0..4096_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8 & 0xfe).collect();
    ended_by(bytes, &nonsense)
}

fn ended_by(bytes: &[u8], between: &[u8]) -> Vec<u8> {
    let mut rest = &bytes[..bytes.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1)];
    // Half a marker would join with what is set behind it.
    if let [head @ .., 0xff] = rest {
        rest = head;
    }
    [rest, between, &[0xff, 0xd9]].concat()
}

/// What the frame header says about the data to come.
struct Frame {
    /// Squares of 8 x 8 samples, of all components.
    blocks: u64,
    /// Each block is finished when it has been read. Otherwise the coefficients of all blocks are kept until the last pass:
    /// progressive files, and plain ones whose components come one after another.
    one_pass: bool,
}

impl Frame {
    fn read(marker: u8, header: &[u8], components_in_scan: u8) -> Option<Self> {
        let [_precision, h1, h0, w1, w0, count, components @ ..] = header else { return None };
        let (width, height) = (u64::from(u16::from_be_bytes([*w1, *w0])), u64::from(u16::from_be_bytes([*h1, *h0])));
        let factors =
            components.as_chunks::<3>().0.iter().map(|[_, factor, _]| (u64::from(factor >> 4).max(1), u64::from(factor & 15).max(1)));
        let (across, down) = factors.clone().fold((1, 1), |(across, down), (h, v)| (across.max(h), down.max(v)));
        let units = width.div_ceil(8 * across) * height.div_ceil(8 * down);
        let blocks = factors.map(|(h, v)| units * h * v).sum();
        Some(Self { blocks, one_pass: marker != 0xc2 && components_in_scan >= *count })
    }

    /// In one pass a block takes at least a bit for its mean and a bit for "nothing else". In several passes the blocks
    /// that only round the sides up may be left out: then half a bit is a safe bound.
    fn least_bits(&self) -> u64 {
        if self.one_pass { 2 * self.blocks } else { self.blocks / 2 }
    }
}

/// Marker, where the data behind the segment starts, and the segment's content without its length.
struct Segments<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Iterator for Segments<'a> {
    type Item = (u8, usize, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            // Fill bytes before a marker are allowed, and some cameras leave junk between segments.
            self.at += self.bytes.get(self.at..)?.iter().position(|byte| *byte == 0xff)? + 1;
            match *self.bytes.get(self.at)? {
                0xff => {}
                // Markers that stand alone.
                0 | 1 | 0xd0..=0xd9 => self.at += 1,
                marker => {
                    let length = self.bytes.get(self.at + 1..self.at + 3)?;
                    let end = self.at + 1 + usize::from(u16::from_be_bytes([length[0], length[1]]));
                    let body = self.bytes.get(self.at + 3..end)?;
                    self.at = end;
                    return Some((marker, end, body));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{exif_block, jpeg, scene, with_exif};
    use super::*;
    use base::Rgb8;

    #[test]
    fn segments_are_read_up_to_the_data() {
        let plain = jpeg(&scene(64, 48));
        let block = exif_block(6, Some("2026:05:03 14:05:09"));
        let bytes = with_exif(&plain, &block);
        let found = facts(&bytes);
        assert_eq!(found.exif, Some(&block[..]));
        assert!(found.ended);
        assert_eq!(found.working_bytes, 0, "one pass over all components keeps no coefficients");
        assert!(facts(&plain).exif.is_none());
        assert!(!facts(&plain[..plain.len() - 2]).ended);
    }

    #[test]
    fn an_end_within_the_exif_thumbnail_is_not_the_end() {
        let mut block = exif_block(1, None);
        block.extend(jpeg(&scene(16, 16)));
        let bytes = with_exif(&jpeg(&scene(64, 48)), &block);
        assert!(!facts(&bytes[..bytes.len() - 2]).ended);
    }

    #[test]
    fn progressive_files_keep_their_coefficients() {
        let header = [8, 0, 100, 0, 100, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1];
        let frame = |marker, components| Frame::read(marker, &header, components).unwrap();
        assert_eq!(frame(0xc2, 3).blocks, 49 * (4 + 1 + 1));
        assert!(!frame(0xc2, 3).one_pass);
        assert!(frame(0xc0, 3).one_pass);
        assert!(!frame(0xc0, 1).one_pass);
    }

    #[test]
    fn the_shortest_data_there_can_be_is_long_enough() {
        let flat = |width, height| jpeg(&Rgb8::new(width, height, vec![128; 3 * (width * height) as usize]).unwrap());
        for side in [1, 8, 9, 500] {
            assert!(!facts(&flat(side, side)).too_short, "{side}");
        }
        let whole = jpeg(&scene(640, 480));
        let data = whole.windows(2).position(|pair| pair == [0xff, 0xda]).unwrap() + 14;
        assert!(facts(&[&whole[..data + 100], &[0xff, 0xd9]].concat()).too_short);
    }

    #[test]
    fn damage_ends_the_reading() {
        for bytes in [&b"\xff\xd8\xff"[..], b"\xff\xd8\xff\xe1", b"\xff\xd8\xff\xe1\0\0\0\0", b"\xff\xd8\xff\xe1\xff\xffExif\0\0"] {
            assert!(facts(bytes).exif.is_none());
        }
    }
}
