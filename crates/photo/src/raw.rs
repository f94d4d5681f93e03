//! Raw files of cameras: the JPEG that the camera put beside the sensor's data, and what the file tells of the shot.
//!
//! The sensor's data is not developed: the preview is what the photographer saw on the camera, it is there in nearly every file since 2005,
//! mostly at full size, and it needs no decoder but the one that JPEGs have anyway.

mod boxes;
mod canon;
mod chosen;
mod found;
mod tags;
#[cfg(test)]
mod tests;

pub(super) use tags::of_tiff;

use super::PhotoError;
use super::job::Around;
use super::tiff::directory::File;
use chosen::{Candidate, chosen};
use found::Found;

/// Where RAF files say where their JPEG begins, and how long it is: four bytes each.
const FUJIFILM: (usize, usize) = (84, 88);

/// The picture of a raw file, and what the file tells of it.
pub(super) struct Preview<'a> {
    pub jpeg: &'a [u8],
    pub around: Around,
}

/// The largest whole JPEG in a raw file. `kind`: what the file is, for a person.
pub(super) fn preview<'a>(bytes: &'a [u8], kind: &'static str) -> Result<Preview<'a>, PhotoError> {
    let found = if bytes.starts_with(b"FUJIFILM") {
        fujifilm(bytes)
    } else if let Some(file) = File::with(bytes, &tags::NUMBERS) {
        tags::read(file)
    } else {
        canon::read(bytes)
    };
    let (jpeg, remark) = chosen(found.candidates, bytes.len(), kind)?;
    Ok(Preview { jpeg, around: Around { capture: found.capture, orientation: found.orientation, remark } })
}

/// A whole JPEG with EXIF of its own, which tells everything.
fn fujifilm(bytes: &[u8]) -> Found<'_> {
    let number = |at: usize| bytes.get(at..at + 4)?.try_into().ok().map(|four| u64::from(u32::from_be_bytes(four)));
    let place = number(FUJIFILM.0).zip(number(FUJIFILM.1));
    Found { candidates: place.and_then(|(at, length)| Candidate::at(bytes, at, length)).into_iter().collect(), ..Found::default() }
}
