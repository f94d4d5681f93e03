//! Which of the pictures in a raw file is shown.

use crate::{PhotoError, jpeg};

/// Pixels of the longer side from which on a preview is a picture of the shot. A smaller one is still shown, since a shot that can be seen a
/// little can be found, marked and copied, and one among the problems cannot; but it is told, so that nobody judges its sharpness.
const USEFUL_SIDE: u32 = 500;
/// What is smaller is an icon.
const LEAST_SIDE: u32 = 128;

/// Bytes that may be a JPEG.
#[derive(Clone, Copy)]
pub(super) struct Candidate<'a> {
    bytes: &'a [u8],
    /// The file ends before they do.
    is_cut: bool,
}

impl<'a> Candidate<'a> {
    /// So many bytes of the file from there on; `None` where none of them is in it.
    pub fn at(file: &'a [u8], at: u64, length: u64) -> Option<Self> {
        let rest = file.get(usize::try_from(at).ok()?..)?;
        let length = usize::try_from(length).ok().filter(|length| *length > 0)?;
        Some(Self { bytes: &rest[..length.min(rest.len())], is_cut: length > rest.len() })
    }

    /// The longer side and all pixels.
    fn size(&self) -> Option<(u32, u64)> {
        let (width, height) = jpeg::sides(self.bytes)?;
        Some((width.max(height), u64::from(width) * u64::from(height))).filter(|(side, _)| *side >= LEAST_SIDE)
    }

    /// Looks through all of its bytes.
    fn is_whole(&self) -> bool {
        let facts = jpeg::facts(self.bytes);
        !self.is_cut && facts.ended && !facts.too_short && facts.frame.is_some_and(|frame| frame.check_kind(facts.scans).is_ok())
    }
}

/// The largest that is whole in a file of so many bytes, and what is wrong with it as a picture of the shot.
pub(super) fn chosen<'a>(
    candidates: Vec<Candidate<'a>>,
    file_bytes: usize,
    kind: &'static str,
) -> Result<(&'a [u8], Option<String>), PhotoError> {
    let mut sized: Vec<(u32, u64, Candidate<'a>)> =
        candidates.into_iter().filter_map(|candidate| candidate.size().map(|(side, pixels)| (side, pixels, candidate))).collect();
    sized.sort_by_key(|(_, pixels, candidate)| (std::cmp::Reverse(*pixels), candidate.bytes.as_ptr()));
    sized.dedup_by_key(|(.., candidate)| candidate.bytes.as_ptr());
    let most = *sized.first().map(|(_, pixels, _)| pixels).ok_or(PhotoError::NoPreview { kind })?;
    // Pictures of a sound file do not overlap: no byte of it is looked through twice.
    let mut left = file_bytes;
    let mut is_whole = |candidate: &Candidate<'_>| {
        let Some(rest) = left.checked_sub(candidate.bytes.len()) else { return false };
        left = rest;
        candidate.is_whole()
    };
    let (side, pixels, best) = sized.iter().find(|(.., candidate)| is_whole(candidate)).ok_or(PhotoError::CutShort)?;
    let remark = if *pixels < most {
        Some("the large preview in the raw file is damaged, and a smaller one is shown".to_owned())
    } else {
        (*side < USEFUL_SIDE).then(|| format!("the raw file holds only a small preview, of {side} pixels on its longer side"))
    };
    Ok((best.bytes, remark))
}
