//! Raw files that are TIFFs inside: Canon's CR2, NEF, ARW, DNG, PEF, SRW, ORF and RW2.

use super::chosen::Candidate;
use super::found::Found;
use crate::budget;
use crate::capture::{self, Capture};
use crate::tiff::directory::{Directory, File};
use base::formats::{self, Format};

/// What stands in the place of TIFF's 42: that, `BigTIFF`'s, Panasonic's, and Olympus' two.
pub(super) const NUMBERS: [u16; 5] = [42, 43, 0x55, 0x4f52, 0x5352];
/// Longer values are makers' notes and the like, and tell nothing of the shot that is read.
const LONGEST_FACT: usize = 64 << 10;
/// What Olympus' notes begin with, and where their directory is.
const OLYMPUS: [(&[u8], usize); 2] = [(b"OLYMPUS\0", 12), (b"OM SYSTEM\0\0\0", 16)];

mod tag {
    pub const PANASONIC_PREVIEW: u16 = 0x2e;
    pub const COMPRESSION: u16 = 259;
    pub const PHOTOMETRIC: u16 = 262;
    pub const MAKE: u16 = 271;
    pub const STRIP_OFFSETS: u16 = 273;
    pub const ORIENTATION: u16 = 274;
    pub const STRIP_BYTES: u16 = 279;
    pub const PANASONIC_LARGE_PREVIEW: u16 = 0x127;
    pub const JPEG_AT: u16 = 513;
    pub const JPEG_BYTES: u16 = 514;
    pub const EXIF: u16 = 0x8769;
    pub const MAKER_NOTE: u16 = 0x927c;
    pub const DNG_VERSION: u16 = 50706;
    pub const OLYMPUS_SETTINGS: u16 = 0x2020;
    pub const OLYMPUS_PREVIEW_AT: u16 = 0x101;
    pub const OLYMPUS_PREVIEW_BYTES: u16 = 0x102;
}

/// Which raw format a TIFF is, by its tags; `None` where it is none. The file's name plays no part: a NEF without a sensor's data is a TIFF.
pub(crate) fn of_tiff(bytes: &[u8]) -> Option<&'static Format> {
    let all = File::new(bytes)?.tree();
    let first = all.first()?;
    if first.number(tag::DNG_VERSION).is_some() {
        return formats::of_name("DNG");
    }
    all.iter().any(is_of_sensor).then(|| formats::of_name(by_maker(first)))?
}

fn by_maker(first: &Directory<'_>) -> &'static str {
    let maker = first.bytes(tag::MAKE).unwrap_or_default().to_ascii_uppercase();
    let makers: [(&[u8], _); 5] = [(b"NIKON", "NEF"), (b"SONY", "ARW"), (b"PENTAX", "PEF"), (b"RICOH", "PEF"), (b"SAMSUNG", "SRW")];
    makers.into_iter().find(|(name, _)| maker.starts_with(name)).map_or("RAW", |(_, format)| format)
}

/// Its pixels are those of a sensor: a colour each, or before any colours were made; or packed as only cameras do.
fn is_of_sensor(directory: &Directory<'_>) -> bool {
    const MOSAIC: u64 = 32803;
    const LINEAR: u64 = 34892;
    const NIKON: u64 = 34713;
    const SONY: u64 = 32767;
    matches!(directory.number(tag::PHOTOMETRIC), Some(MOSAIC | LINEAR)) || matches!(directory.number(tag::COMPRESSION), Some(NIKON | SONY))
}

pub(super) fn read(file: File<'_>) -> Found<'_> {
    let all = file.tree();
    let Some(first) = all.first() else { return Found::default() };
    let exif = first.number(tag::EXIF).and_then(|at| file.directory(usize::try_from(at).ok()?)).map(|(exif, _)| exif);
    let mut candidates: Vec<Candidate<'_>> = all.iter().filter(|d| !is_of_sensor(d)).flat_map(|d| pictures(file, d)).collect();
    candidates.extend(exif.as_ref().and_then(|exif| olympus(file, exif)));
    Found { candidates, capture: told(file, first, exif.as_ref()), orientation: orientation(first) }
}

/// How the photo is to be turned, as a directory says.
pub(super) fn orientation(directory: &Directory<'_>) -> Option<u8> {
    directory.number(tag::ORIENTATION).and_then(|n| u8::try_from(n).ok()).filter(|n| (1..=8).contains(n))
}

/// Whatever in a directory may be a JPEG.
fn pictures<'a>(file: File<'a>, directory: &Directory<'a>) -> impl Iterator<Item = Candidate<'a>> {
    const JPEG: [Option<u64>; 2] = [Some(6), Some(7)];
    let one = |tag| directory.numbers(tag).try_into().ok().map(|[number]: [u64; 1]| number);
    let pair = |at, bytes| Some((one(at)?, one(bytes)?));
    let strip = JPEG.contains(&directory.number(tag::COMPRESSION)).then(|| pair(tag::STRIP_OFFSETS, tag::STRIP_BYTES)).flatten();
    let values = [tag::PANASONIC_PREVIEW, tag::PANASONIC_LARGE_PREVIEW].map(|tag| directory.span(tag));
    let [small, large] = values;
    [pair(tag::JPEG_AT, tag::JPEG_BYTES), strip, small, large]
        .into_iter()
        .flatten()
        .filter_map(move |(at, length)| Candidate::at(file.bytes, at, length))
}

/// Olympus' preview, whose place is counted from the beginning of the maker's notes.
fn olympus<'a>(file: File<'a>, exif: &Directory<'a>) -> Option<Candidate<'a>> {
    let (notes, _) = exif.span(tag::MAKER_NOTE)?;
    let notes = file.from(usize::try_from(notes).ok()?)?;
    let (_, at) = OLYMPUS.into_iter().find(|(start, _)| notes.bytes.starts_with(start))?;
    let (directory, _) = notes.directory(at)?;
    let (settings, _) = notes.directory(usize::try_from(directory.number(tag::OLYMPUS_SETTINGS)?).ok()?)?;
    Candidate::at(notes.bytes, settings.number(tag::OLYMPUS_PREVIEW_AT)?, settings.number(tag::OLYMPUS_PREVIEW_BYTES)?)
}

/// What EXIF tells. Its reader wants a copy, which ends where the last fact does: a raw file has a hundred megabytes.
fn told(file: File<'_>, first: &Directory<'_>, exif: Option<&Directory<'_>>) -> Capture {
    let end = exif.map_or(0, |exif| exif.end(LONGEST_FACT)).max(first.end(LONGEST_FACT));
    let _held = budget::take(2 * end as u64);
    let mut block = file.bytes[..end].to_vec();
    if let Some(number) = block.get_mut(2..4) {
        number.copy_from_slice(if file.little { b"*\0" } else { b"\0*" });
    }
    capture::read(block).0
}
