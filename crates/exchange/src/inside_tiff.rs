//! XMP inside a TIFF file: tag 700 of its first directory (XMP specification, part 3). Packet and directory are put behind what is there,
//! so that no offset in the file changes.

use super::packet::{ChangePacket, InsideError, without_zeros};

const XMP_TAG: u16 = 700;
/// An entry of a directory: tag, type, count, value or where it lies.
const ENTRY: usize = 12;
/// Types of an XMP entry: bytes, and bytes of no meaning.
const TYPES: [u16; 2] = [1, 7];

/// The photo with its packet changed; `None` where it stays as it is. `photo` begins as a TIFF does.
pub(super) fn tiff(mut photo: Vec<u8>, change: ChangePacket<'_>) -> Result<Option<Vec<u8>>, InsideError> {
    let order = Order { big: photo.starts_with(b"MM") };
    let directory = order.long(&photo, 4).ok_or(InsideError::Damaged)?;
    let count = usize::from(order.short(&photo, directory).ok_or(InsideError::Damaged)?);
    let end = directory + 2 + count * ENTRY;
    let next = photo.get(end..end + 4).ok_or(InsideError::Damaged)?.to_vec();
    let mut entries: Vec<Vec<u8>> = photo[directory + 2..end].chunks(ENTRY).map(<[u8]>::to_vec).collect();
    let tag = |entry: &[u8]| order.short(entry, 0).unwrap_or_default();

    let there = entries.iter().find(|entry| tag(entry) == XMP_TAG).map(|entry| packet(&photo, entry, order));
    let there = there.map(|packet| packet.ok_or(InsideError::Damaged)).transpose()?;
    let Some(packet) = change(there.map(without_zeros))? else { return Ok(None) };

    let at = put(&mut photo, &packet)?;
    let length = u32::try_from(packet.len()).map_err(|_| InsideError::NoRoom)?;
    entries.retain(|entry| tag(entry) != XMP_TAG);
    let entry = [&order.of_short(XMP_TAG)[..], &order.of_short(TYPES[0]), &order.of_long(length), &order.of_long(at)].concat();
    let place = entries.iter().take_while(|other| tag(other) < XMP_TAG).count();
    entries.insert(place, entry);
    let count = u16::try_from(entries.len()).map_err(|_| InsideError::NoRoom)?;
    let directory = [&order.of_short(count)[..], &entries.concat(), &next].concat();
    let at = put(&mut photo, &directory)?;
    photo[4..8].copy_from_slice(&order.of_long(at));
    Ok(Some(photo))
}

/// Puts bytes at the end, at an even place as TIFF asks for; answers where. A file of more than 4 GiB has no room.
fn put(photo: &mut Vec<u8>, bytes: &[u8]) -> Result<u32, InsideError> {
    photo.resize(photo.len().next_multiple_of(2), 0);
    let at = u32::try_from(photo.len()).map_err(|_| InsideError::NoRoom)?;
    u32::try_from(photo.len() + bytes.len()).map_err(|_| InsideError::NoRoom)?;
    photo.extend_from_slice(bytes);
    Ok(at)
}

fn packet<'a>(photo: &'a [u8], entry: &[u8], order: Order) -> Option<&'a [u8]> {
    if !TYPES.contains(&order.short(entry, 2)?) {
        return None;
    }
    let (length, at) = (order.long(entry, 4)?, order.long(entry, 8)?);
    // Four bytes stand in the entry itself, and are no XMP.
    if length <= 4 { None } else { photo.get(at..at.checked_add(length)?) }
}

/// Of the bytes of a number.
#[derive(Clone, Copy)]
struct Order {
    big: bool,
}

impl Order {
    fn short(self, bytes: &[u8], at: usize) -> Option<u16> {
        let bytes: [u8; 2] = bytes.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if self.big { u16::from_be_bytes(bytes) } else { u16::from_le_bytes(bytes) })
    }

    fn long(self, bytes: &[u8], at: usize) -> Option<usize> {
        let bytes: [u8; 4] = bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
        usize::try_from(if self.big { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) }).ok()
    }

    fn of_short(self, n: u16) -> [u8; 2] {
        if self.big { n.to_be_bytes() } else { n.to_le_bytes() }
    }

    fn of_long(self, n: u32) -> [u8; 4] {
        if self.big { n.to_be_bytes() } else { n.to_le_bytes() }
    }
}
