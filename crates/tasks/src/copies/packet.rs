//! The XMP that goes into a copy: what stands in the photo, with its labels as keywords and with its marks.

use crate::exchange::{DecidedMarks, Seen, marks_out, read_sidecar};
use exchange::{ChangePacket, FileMarks, InsideError, Keywords, XmpError, marks, plan, plan_marks, with_xmp};
use std::path::Path;

/// A photo larger than this is copied without reading it whole, so no XMP goes into its copy.
const MOST: u64 = 2 << 30;

/// What the catalogue says of a photo.
#[derive(Clone, Debug, Default)]
pub(super) struct Told {
    pub keywords: Keywords,
    pub marks: DecidedMarks,
}

/// The bytes of the copy; `None` where they are those of the photo.
pub(super) fn bytes(photo: &Path, told: &Told) -> Result<Option<Vec<u8>>, String> {
    let about = fs_err::metadata(photo).map_err(|error| super::error::reason(&error))?;
    if about.len() > MOST {
        return Err("it is too large for XMP; copy it without".to_owned());
    }
    let bytes = fs_err::read(photo).map_err(|error| super::error::reason(&error))?;
    let change: ChangePacket<'_> = &|there| changed(there, told);
    match with_xmp(bytes, change) {
        // Where nothing would be put in, it does not matter that nothing can be.
        Err(InsideError::Format | InsideError::Damaged) if changed(None, told).is_ok_and(|packet| packet.is_none()) => Ok(None),
        outcome => outcome.map_err(|error| error.to_string()),
    }
}

/// The bytes of a sidecar for the copy; `None` where they are those of the photo's sidecar, or nothing is to be said.
pub(super) fn beside(sidecar: Option<&Path>, told: &Told) -> Result<Option<Vec<u8>>, String> {
    let there = sidecar.map(read_sidecar).transpose()?;
    changed(there.as_deref(), told).map_err(|error| error.to_string())
}

/// What others wrote stays; what was decided in the catalogue takes the place of what the photo says of the same kind.
fn changed(there: Option<&[u8]>, told: &Told) -> Result<Option<Vec<u8>>, XmpError> {
    let file = there.map_or_else(|| Ok(FileMarks::default()), marks)?;
    let keywords = plan(there, &told.keywords, &Keywords::default())?.bytes;
    let seen = Seen { sidecar: file.clone(), ..Seen::default() };
    let change = marks_out(&told.marks, &seen, &file, &FileMarks::default()).change;
    let marked = plan_marks(keywords.as_deref().or(there), change)?;
    Ok(marked.or(keywords))
}
