//! A TIFF's directories: tags and their values, in both byte orders, with offsets of four bytes (TIFF) or eight (`BigTIFF`).

use std::collections::{BTreeMap, HashSet};

const TIFF: u16 = 42;
const BIG_TIFF: u16 = 43;

/// Pages that are looked at. A scanner's feeder holds fewer, and a chain that goes in circles ends here.
const MOST_PAGES: usize = 64;
/// Directories below one page: a raw file has four or five.
const MOST_BELOW: usize = 16;
/// Where a page says which directories lie below it.
const SUB_DIRECTORIES: u16 = 330;
/// Numbers in a value: enough for the strips of any picture within limits, too few to fill memory.
const MOST_NUMBERS: u64 = 1 << 22;

/// The bytes of a TIFF, and how numbers stand in them.
#[derive(Clone, Copy)]
pub(crate) struct File<'a> {
    pub bytes: &'a [u8],
    pub little: bool,
    big: bool,
}

/// One page's tags.
pub(crate) struct Directory<'a> {
    file: File<'a>,
    entries: BTreeMap<u16, Entry>,
    /// Where its own bytes end.
    end: usize,
}

#[derive(Clone, Copy)]
struct Entry {
    kind: u16,
    count: u64,
    at: usize,
}

impl<'a> File<'a> {
    pub fn new(bytes: &'a [u8]) -> Option<Self> {
        Self::with(bytes, &[TIFF, BIG_TIFF])
    }

    /// As [`Self::new`], with a number of their own where other files have 42.
    pub fn with(bytes: &'a [u8], numbers: &[u16]) -> Option<Self> {
        let (little, number) = match bytes {
            [b'I', b'I', low, high, ..] => (true, u16::from_le_bytes([*low, *high])),
            [b'M', b'M', high, low, ..] => (false, u16::from_be_bytes([*high, *low])),
            _ => return None,
        };
        numbers.contains(&number).then_some(Self { bytes, little, big: number == BIG_TIFF })
    }

    /// The same order of bytes, with places counted from another one.
    pub fn from(self, at: usize) -> Option<Self> {
        Some(Self { bytes: self.bytes.get(at..)?, big: false, ..self })
    }

    /// The pages, and the directories below them, in which cameras keep the sensor's picture and previews.
    pub fn tree(self) -> Vec<Directory<'a>> {
        let mut all = self.pages();
        let mut seen = HashSet::new();
        let mut next = 0;
        while next < all.len() && all.len() < MOST_PAGES {
            let below = all[next].numbers(SUB_DIRECTORIES).into_iter().take(MOST_BELOW).filter(|at| seen.insert(*at));
            all.extend(below.filter_map(|at| self.directory(usize::try_from(at).ok()?)).map(|(directory, _)| directory));
            next += 1;
        }
        all.truncate(MOST_PAGES);
        all
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

    /// The directory there, and where the next one is.
    pub fn directory(self, at: usize) -> Option<(Directory<'a>, Option<u64>)> {
        let (head, entry, word) = if self.big { (8, 20, 8) } else { (2, 12, 4) };
        let count = usize::try_from(self.number(at, head)?).ok()?;
        let start = at.checked_add(head)?;
        let end = start.checked_add(count.checked_mul(entry)?)?;
        // A directory that is cut short is read as far as it goes.
        let places = (start..end.min(self.bytes.len())).step_by(entry);
        let entries = places.filter_map(|at| self.entry(at, word)).collect();
        Some((Directory { file: self, entries, end }, self.number(end, word)))
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

    /// Where the value of a tag begins, and how long it says to be: it may go over the end of the file.
    pub fn span(&self, tag: u16) -> Option<(u64, u64)> {
        let entry = self.entries.get(&tag)?;
        Some((entry.at as u64, entry.count.checked_mul(size_of_kind(entry.kind)? as u64)?))
    }

    /// Where it ends with its values, those left out that are longer than that or lie outside the file.
    pub fn end(&self, longest: usize) -> usize {
        let length = |entry: &Entry| usize::try_from(entry.count).ok()?.checked_mul(size_of_kind(entry.kind)?);
        let ends = self.entries.values().filter_map(|entry| entry.at.checked_add(length(entry).filter(|length| *length <= longest)?));
        ends.filter(|end| *end <= self.file.bytes.len()).fold(self.end.min(self.file.bytes.len()), usize::max)
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
