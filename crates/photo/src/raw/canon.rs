//! Canon's CR3: an ISO media file whose first track is the JPEG at full size, with a smaller one in a box, and EXIF in boxes of its own.

use super::boxes::{boxes, inside, number};
use super::chosen::Candidate;
use super::found::Found;
use super::tags;
use crate::capture;
use crate::tiff::directory::File;

/// Of the box in `moov` that holds EXIF.
pub(super) const METADATA: [u8; 16] = *b"\x85\xc0\xb6\x87\x82\x0f\x11\xe0\x81\x11\xf4\xce\x46\x2b\x6a\x48";
/// Tracks that are looked at: the pictures at full size, a small one, and the camera's measurements.
const MOST_TRACKS: usize = 8;
/// What may stand before a JPEG in its box: sizes and numbers of versions.
const LONGEST_HEAD: usize = 64;

pub(super) fn read(bytes: &[u8]) -> Found<'_> {
    let moov = inside(bytes, &[b"moov"]).unwrap_or_default();
    let metadata = boxes(moov).find_map(|(name, content)| content.strip_prefix(&METADATA).filter(|_| name == *b"uuid"));
    let [first, exif] = [b"CMT1", b"CMT2"].map(|name| inside(metadata.unwrap_or_default(), &[name]).unwrap_or_default());
    let read = |block: &[u8]| capture::read(block.to_vec()).0;
    let orientation = File::new(first).and_then(|file| tags::orientation(file.pages().first()?));
    let tracks = boxes(moov).filter(|(name, _)| name == b"trak").take(MOST_TRACKS).filter_map(|(_, track)| first_sample(bytes, track));
    let in_boxes = boxes(bytes).filter(|(name, _)| name == b"uuid").filter_map(|(_, content)| preview(content.get(16..)?));
    Found { candidates: tracks.chain(in_boxes).collect(), capture: read(exif).filled(read(first)), orientation }
}

/// What the tables of a track say of its first piece.
fn first_sample<'a>(bytes: &'a [u8], track: &[u8]) -> Option<Candidate<'a>> {
    let table = inside(track, &[b"mdia", b"minf", b"stbl"])?;
    let sizes = inside(table, &[b"stsz"])?;
    let length = number(sizes, 4, 4).filter(|all_alike| *all_alike > 0).or_else(|| number(sizes, 12, 4))?;
    let at = inside(table, &[b"co64"]).and_then(|at| number(at, 8, 8)).or_else(|| number(inside(table, &[b"stco"])?, 8, 4))?;
    Candidate::at(bytes, at, length)
}

/// The JPEG of the box `PRVW`, before which a number of eight bytes stands.
fn preview(content: &[u8]) -> Option<Candidate<'_>> {
    let content = [0, 8].into_iter().find_map(|skipped| inside(content.get(skipped..)?, &[b"PRVW"]))?;
    let head = content.windows(3).take(LONGEST_HEAD).position(|three| three == b"\xff\xd8\xff")?;
    Candidate::at(content, head as u64, (content.len() - head) as u64)
}
