//! A TIFF's directories: tags and their values, in both byte orders, with offsets of four bytes (TIFF) or eight (`BigTIFF`).

use std::collections::BTreeMap;

/// Pages that are looked at. A scanner's feeder holds fewer, and a chain that goes in circles ends here.
const MOST_PAGES: usize = 64;
/// Numbers in a value: enough for the strips of any picture within limits, too few to fill memory.
const MOST_NUMBERS: u64 = 1 << 22;

/// The bytes of a TIFF, and how numbers stand in them.
#[derive(Clone, Copy)]
pub(super) struct File<'a> {
    pub bytes: &'a [u8],
    pub little: bool,
    big: bool,
}

/// One page's tags.
pub(super) struct Directory<'a> {
    file: File<'a>,
    entries: BTreeMap<u16, Entry>,
}

#[derive(Clone, Copy)]
struct Entry {
    kind: u16,
    count: u64,
    at: usize,
}

impl<'a> File<'a> {
    pub fn new(bytes: &'a [u8]) -> Option<Self> {
        let (little, magic) = match bytes {
            [b'I', b'I', low, high, ..] => (true, u16::from_le_bytes([*low, *high])),
            [b'M', b'M', high, low, ..] => (false, u16::from_be_bytes([*high, *low])),
            _ => return None,
        };
        matches!(magic, 42 | 43).then_some(Self { bytes, little, big: magic == 43 })
    }

    /// The pages in their order.
    pub fn pages(self) -> Vec<Directory<'a>> {
        let mut pages = vec![];
        let mut at = if self.big { self.number(8, 8) } else { self.number(4, 4) };
        while let Some((page, next)) = at.filter(|at| *at != 0).and_then(|at| self.directory(usize::try_from(at).ok()?)) {
            pages.push(page);
            if pages.len() == MOST_PAGES {
                break;
            }
            at = next;
        }
        pages
    }

    fn directory(self, at: usize) -> Option<(Directory<'a>, Option<u64>)> {
        let (head, entry, word) = if self.big { (8, 20, 8) } else { (2, 12, 4) };
        let count = usize::try_from(self.number(at, head)?).ok()?;
        let start = at.checked_add(head)?;
        let end = start.checked_add(count.checked_mul(entry)?)?;
        // A directory that is cut short is read as far as it goes.
        let places = (start..end.min(self.bytes.len())).step_by(entry);
        let entries = places.filter_map(|at| self.entry(at, word)).collect();
        Some((Directory { file: self, entries }, self.number(end, word)))
    }

    fn entry(self, at: usize, word: usize) -> Option<(u16, Entry)> {
        let (tag, kind) = (self.number(at, 2)? as u16, self.number(at + 2, 2)? as u16);
        let count = self.number(at + 4, word)?;
        let bytes = count.checked_mul(size_of_kind(kind)? as u64)?;
        let place = at + 4 + word;
        let at = if bytes <= word as u64 { place } else { usize::try_from(self.number(place, word)?).ok()? };
        Some((tag, Entry { kind, count, at }))
    }

    /// An unsigned number of 1, 2, 4 or 8 bytes.
    fn number(self, at: usize, bytes: usize) -> Option<u64> {
        let part = self.bytes.get(at..at.checked_add(bytes)?)?;
        let join = |number: u64, byte: &u8| number << 8 | u64::from(*byte);
        Some(if self.little { part.iter().rev().fold(0, join) } else { part.iter().fold(0, join) })
    }
}

fn size_of_kind(kind: u16) -> Option<usize> {
    match kind {
        1 | 2 | 6 | 7 => Some(1),
        3 | 8 => Some(2),
        4 | 9 | 11 | 13 => Some(4),
        5 | 10 | 12 | 16..=18 => Some(8),
        _ => None,
    }
}

impl<'a> Directory<'a> {
    /// All integers of a tag, fractions as their quotient; empty where it is absent or its value lies outside the file.
    pub fn numbers(&self, tag: u16) -> Vec<u64> {
        self.each(tag, |file, at, kind| match kind {
            5 | 10 => file.number(at, 4)?.checked_div(file.number(at + 4, 4)?),
            // Nonsense as a number, and nothing asks for it.
            11 | 12 => None,
            kind => file.number(at, size_of_kind(kind)?),
        })
    }

    pub fn number(&self, tag: u16) -> Option<u64> {
        self.numbers(tag).first().copied()
    }

    /// Fractions and floats of a tag.
    pub fn fractions(&self, tag: u16) -> Vec<f32> {
        self.each(tag, |file, at, kind| match kind {
            5 => Some(file.number(at, 4)? as f32 / file.number(at + 4, 4)? as f32),
            10 => Some(file.number(at, 4)? as u32 as i32 as f32 / file.number(at + 4, 4)? as u32 as i32 as f32),
            11 => Some(f32::from_bits(file.number(at, 4)? as u32)),
            12 => Some(f64::from_bits(file.number(at, 8)?) as f32),
            kind => Some(file.number(at, size_of_kind(kind)?)? as f32),
        })
    }

    /// The bytes of a value as they stand.
    pub fn bytes(&self, tag: u16) -> Option<&'a [u8]> {
        let entry = self.entries.get(&tag)?;
        let length = usize::try_from(entry.count).ok()?.checked_mul(size_of_kind(entry.kind)?)?;
        self.file.bytes.get(entry.at..entry.at.checked_add(length)?)
    }

    fn each<T>(&self, tag: u16, read: impl Fn(File<'a>, usize, u16) -> Option<T>) -> Vec<T> {
        let Some(entry) = self.entries.get(&tag).filter(|entry| entry.count <= MOST_NUMBERS) else { return vec![] };
        let Some(size) = size_of_kind(entry.kind).filter(|_| self.bytes(tag).is_some()) else { return vec![] };
        (0..entry.count as usize).map_while(|n| read(self.file, entry.at + n * size, entry.kind)).collect()
    }
}
