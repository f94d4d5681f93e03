//! XMP inside a WebP file: a chunk at the end, announced by a bit of the header that a file with more than a picture must have
//! (WebP Container Specification).

use super::packet::{ChangePacket, InsideError, without_zeros};
use std::ops::Range;

const HEADER: &[u8; 4] = b"VP8X";
const XMP: &[u8; 4] = b"XMP ";
/// Bits of the header: there is XMP, and transparency.
const XMP_BIT: u8 = 0b100;
const ALPHA_BIT: u8 = 0b1_0000;
/// The container's own head: "RIFF", its length, "WEBP".
const HEAD: usize = 12;

/// The photo with its packet changed; `None` where it stays as it is. `photo` begins as a WebP does.
pub(super) fn webp(mut photo: Vec<u8>, change: ChangePacket<'_>) -> Result<Option<Vec<u8>>, InsideError> {
    let mut chunks = chunks(&photo).ok_or(InsideError::Damaged)?;
    if let Some(last) = chunks.last_mut()
        && !last.whole.end.is_multiple_of(2)
    {
        photo.push(0);
        last.whole.end += 1;
    }
    let there = chunks.iter().find(|chunk| &chunk.kind == XMP).cloned();
    let Some(packet) = change(there.as_ref().map(|chunk| without_zeros(&photo[chunk.inside.clone()])))? else { return Ok(None) };
    let end = chunks.last().map_or(HEAD, |chunk| chunk.whole.end);
    let new = written(*XMP, &packet)?;
    match &there {
        Some(chunk) => drop(photo.splice(chunk.whole.clone(), new)),
        None => drop(photo.splice(end..end, new)),
    }
    let first = chunks.first().ok_or(InsideError::Damaged)?;
    if &first.kind == HEADER {
        *photo.get_mut(first.inside.start).ok_or(InsideError::Damaged)? |= XMP_BIT;
    } else {
        let header = header(&photo[first.inside.clone()], first.kind).ok_or(InsideError::Damaged)?;
        photo.splice(HEAD..HEAD, written(*HEADER, &header)?);
    }
    let before = there.map_or(0, |chunk| chunk.whole.len());
    let added = if &first.kind == HEADER { 0 } else { 18 };
    let length = end - 8 - before + 8 + packet.len().next_multiple_of(2) + added;
    photo[4..8].copy_from_slice(&u32::try_from(length).map_err(|_| InsideError::NoRoom)?.to_le_bytes());
    Ok(Some(photo))
}

#[derive(Clone)]
struct Chunk {
    kind: [u8; 4],
    inside: Range<usize>,
    whole: Range<usize>,
}

/// All chunks; `None` where they do not end where the container does.
fn chunks(photo: &[u8]) -> Option<Vec<Chunk>> {
    let end = usize::try_from(u32::from_le_bytes(photo.get(4..8)?.try_into().ok()?)).ok()?.checked_add(8)?;
    let mut chunks = Vec::new();
    let mut at = HEAD;
    while at + 8 <= end.min(photo.len()) {
        let length = usize::try_from(u32::from_le_bytes(photo.get(at + 4..at + 8)?.try_into().ok()?)).ok()?;
        let inside = at + 8..(at + 8).checked_add(length)?;
        photo.get(inside.clone())?;
        // The byte that makes the length even is sometimes missing behind the last one.
        let whole = at..inside.end.checked_next_multiple_of(2)?.min(photo.len());
        at = whole.end;
        chunks.push(Chunk { kind: photo.get(whole.start..whole.start + 4)?.try_into().ok()?, inside, whole });
    }
    Some(chunks)
}

fn written(kind: [u8; 4], inside: &[u8]) -> Result<Vec<u8>, InsideError> {
    let length = u32::try_from(inside.len()).map_err(|_| InsideError::NoRoom)?;
    let mut chunk = [&kind[..], &length.to_le_bytes(), inside].concat();
    chunk.resize(chunk.len().next_multiple_of(2), 0);
    Ok(chunk)
}

/// The header of a file that had none, by its picture: its width and height less one, 24 bits each.
fn header(picture: &[u8], kind: [u8; 4]) -> Option<Vec<u8>> {
    let (width, height, alpha) = match &kind {
        b"VP8L" => {
            let bits = u32::from_le_bytes(picture.get(1..5)?.try_into().ok()?);
            ((bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1, bits >> 28 & 1 == 1)
        }
        b"VP8 " => {
            let side = |at: usize| Some(u32::from(u16::from_le_bytes(picture.get(at..at + 2)?.try_into().ok()?) & 0x3fff));
            (side(6)?, side(8)?, false)
        }
        _ => return None,
    };
    let flags = XMP_BIT | if alpha { ALPHA_BIT } else { 0 };
    let side = |n: u32| n.checked_sub(1).map(u32::to_le_bytes);
    Some([&[flags, 0, 0, 0][..], &side(width)?[..3], &side(height)?[..3]].concat())
}
