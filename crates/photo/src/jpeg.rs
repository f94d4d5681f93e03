//! A JPEG's segments, read without decoding it: what stands beside the picture, what it will cost, and whether its end is there.
//!
//! A decoder fills what a cut file lacks with grey. An interrupted copy must not become a photo with a grey half, so the end is
//! looked for here.

use super::PhotoError;
use super::beside::Beside;
use super::color::MOST_PROFILE_BYTES;
use memchr::memmem;

/// More passes than this over a large picture are an attack on the reader's time: a sane progressive file has about ten.
const MOST_SCANS: u64 = 100;
/// Pixels that all passes together may go over, where there are more than [`MOST_SCANS`].
const MOST_SCANNED_PIXELS: u64 = 1_000_000_000;

/// What the segments tell.
#[derive(Debug, Default)]
pub(super) struct Facts<'a> {
    pub beside: Beside<'a>,
    /// `None` where the file ends before the picture's data begins.
    pub frame: Option<Frame>,
    /// The data is shorter than the picture's blocks can be written in: the decoder would fill the rest with grey.
    pub too_short: bool,
    /// An end-of-image marker follows the beginning of the data. Bytes after it (a second picture, a film, padding) are common.
    pub ended: bool,
    /// How many passes over the picture the data has.
    pub scans: u64,
}

/// Reads segments until the first scan. Damage ends the reading early; the decoder will say more about it.
pub(super) fn facts(bytes: &[u8]) -> Facts<'_> {
    let mut facts = Facts::default();
    let mut frame = None;
    let mut profile = vec![];
    for (marker, start, body) in (Segments { bytes, at: 2 }) {
        match marker {
            0xe1 => facts.beside.take_app1(body),
            0xe2 => profile.extend(body.strip_prefix(b"ICC_PROFILE\0").and_then(|part| part.split_at_checked(2))),
            marker if is_frame(marker) => frame = Some((marker, body)),
            0xda => {
                let data = &bytes[start..];
                // Within the data an 0xff is followed by 0, by a restart marker, or it is a true marker.
                facts.ended = memmem::rfind(data, &[0xff, 0xd9]).is_some();
                facts.scans = 1 + memmem::find_iter(data, &[0xff, 0xda]).count() as u64;
                let components_in_scan = body.first().copied().unwrap_or_default();
                facts.frame = frame.and_then(|(marker, body)| Frame::read(marker, body, components_in_scan));
                facts.too_short = facts.frame.as_ref().is_some_and(|frame| 8 * (data.len() as u64) < frame.least_bits());
                break;
            }
            _ => {}
        }
    }
    facts.beside.icc = joined(profile);
    facts
}

/// The sides of a JPEG that is decoded, from its header alone; `None` where it is none: what a sensor gave is often a lossless one.
pub(super) fn sides(bytes: &[u8]) -> Option<(u32, u32)> {
    let segments = bytes.starts_with(&[0xff, 0xd8, 0xff]).then_some(Segments { bytes, at: 2 })?;
    let mut headers = segments.take_while(|(marker, ..)| *marker != 0xda).filter(|(marker, ..)| is_frame(*marker));
    let (marker, _, body) = headers.next()?;
    let frame = Frame::read(marker, body, 0)?;
    frame.check_kind(1).ok().map(|()| (frame.width, frame.height))
}

fn is_frame(marker: u8) -> bool {
    matches!(marker, 0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf)
}

/// A colour profile's parts in the order of their numbers.
fn joined(mut parts: Vec<(&[u8], &[u8])>) -> Option<Vec<u8>> {
    parts.sort_by_key(|(number, _)| number.first().copied());
    let profile = parts.into_iter().map(|(_, part)| part).collect::<Vec<_>>().concat();
    (1..MOST_PROFILE_BYTES).contains(&profile.len()).then_some(profile)
}

/// The bytes without the zeroes at their end, which are what a file system leaves where a copy was interrupted, and without half a
/// marker, which would join with what is set behind it.
pub(super) fn without_padding(bytes: &[u8]) -> &[u8] {
    let rest = &bytes[..bytes.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1)];
    rest.strip_suffix(&[0xff]).unwrap_or(rest)
}

/// What the frame header says about the data to come.
#[derive(Debug)]
pub(super) struct Frame {
    pub width: u32,
    pub height: u32,
    /// 1 grey, 3 colours, 4 inks.
    pub components: u8,
    marker: u8,
    precision: u8,
    /// Squares of 8 x 8 samples, of all components.
    blocks: u64,
    /// Each block is finished when it has been read. Otherwise the coefficients of all blocks are kept until the last pass:
    /// progressive files, and plain ones whose components come one after another.
    one_pass: bool,
}

impl Frame {
    fn read(marker: u8, header: &[u8], components_in_scan: u8) -> Option<Self> {
        let [precision, h1, h0, w1, w0, count, components @ ..] = header else { return None };
        let (width, height) = (u16::from_be_bytes([*w1, *w0]), u16::from_be_bytes([*h1, *h0]));
        let factors =
            components.as_chunks::<3>().0.iter().map(|[_, factor, _]| (u64::from(factor >> 4).max(1), u64::from(factor & 15).max(1)));
        let (across, down) = factors.clone().fold((1, 1), |(across, down), (h, v)| (across.max(h), down.max(v)));
        let units = u64::from(width).div_ceil(8 * across) * u64::from(height).div_ceil(8 * down);
        Some(Self {
            width: width.into(),
            height: height.into(),
            components: *count,
            marker,
            precision: *precision,
            blocks: factors.map(|(h, v)| units * h * v).sum(),
            one_pass: !matches!(marker, 0xc2 | 0xca) && components_in_scan >= *count,
        })
    }

    /// Kinds that no browser shows either: hierarchical and lossless ones, and samples of other than 8 bits.
    pub fn check_kind(&self, scans: u64) -> Result<(), PhotoError> {
        let pixels = u64::from(self.width) * u64::from(self.height);
        let kind = if !matches!(self.marker, 0xc0..=0xc2 | 0xc9 | 0xca) {
            "a lossless or hierarchical JPEG".to_owned()
        } else if self.precision != 8 {
            format!("a JPEG of {} bits", self.precision)
        } else if !matches!(self.components, 1 | 3 | 4) {
            format!("a JPEG of {} components", self.components)
        } else if scans > MOST_SCANS && scans * pixels > MOST_SCANNED_PIXELS {
            format!("a JPEG of {} passes", base::human::count(scans))
        } else {
            return Ok(());
        };
        Err(PhotoError::Unsupported { kind })
    }

    /// Bytes that the decoder holds beside the picture: 64 coefficients of two bytes a block, where they come in several passes.
    pub fn working_bytes(&self) -> u64 {
        if self.one_pass { 0 } else { 128 * self.blocks }
    }

    /// In one pass a block takes at least a bit for its mean and a bit for "nothing else". In several passes the blocks
    /// that only round the sides up may be left out: then half a bit is a safe bound. Arithmetic coding knows no least.
    fn least_bits(&self) -> u64 {
        match (self.marker, self.one_pass) {
            (0xc9.., _) => 0,
            (_, true) => 2 * self.blocks,
            (_, false) => self.blocks / 2,
        }
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
        assert_eq!(found.beside.exif.as_deref(), Some(&block[..]));
        assert!(found.ended);
        assert_eq!(found.frame.unwrap().working_bytes(), 0, "one pass over all components keeps no coefficients");
        assert!(facts(&plain).beside.exif.is_none());
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
        assert_eq!(frame(0xca, 3).working_bytes(), 128 * 49 * 6);
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
    fn kinds_that_are_not_read_are_named() {
        let refusal = |marker, precision, components, scans| {
            let header = [&[precision, 0x4e, 0x20, 0x4e, 0x20, components], &[1, 0x11, 0].repeat(components.into())[..]].concat();
            Frame::read(marker, &header, components).unwrap().check_kind(scans).map_err(|e| e.to_string())
        };
        for marker in [0xc0, 0xc1, 0xc2, 0xc9, 0xca] {
            assert_eq!(refusal(marker, 8, 3, 40), Ok(()));
        }
        let told = |kind: &str| Err(format!("{kind} is not read by Selvedge: export it as JPEG"));
        assert_eq!(refusal(0xc3, 8, 3, 1), told("a lossless or hierarchical JPEG"));
        assert_eq!(refusal(0xc1, 12, 3, 1), told("a JPEG of 12 bits"));
        assert_eq!(refusal(0xc0, 8, 2, 1), told("a JPEG of 2 components"));
        assert_eq!(refusal(0xc2, 8, 3, 5000), told("a JPEG of 5,000 passes"));
    }

    #[test]
    fn a_profile_in_parts_is_joined_by_their_numbers() {
        let part = |number: u8, body: &[u8]| {
            let body = [b"ICC_PROFILE\0", &[number, 2][..], body].concat();
            [&[0xff, 0xe2], &(body.len() as u16 + 2).to_be_bytes()[..], &body].concat()
        };
        let plain = jpeg(&scene(16, 16));
        let bytes = [&plain[..2], &part(2, b"second"), &part(1, b"first "), &plain[2..]].concat();
        assert_eq!(facts(&bytes).beside.icc.as_deref(), Some(&b"first second"[..]));
    }

    #[test]
    fn damage_ends_the_reading() {
        for bytes in [&b"\xff\xd8\xff"[..], b"\xff\xd8\xff\xe1", b"\xff\xd8\xff\xe1\0\0\0\0", b"\xff\xd8\xff\xe1\xff\xffExif\0\0"] {
            assert!(facts(bytes).beside.exif.is_none());
        }
    }
}
