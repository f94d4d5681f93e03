//! The tags of a TIFF file, or of EXIF, that hold keywords.

use super::embedded::{MAX_BLOCK, array, block};
use std::io::{self, Read, Seek, SeekFrom};

/// Entries of a directory that are looked at.
const MOST_ENTRIES: u64 = 4096;

/// What the first directory holds, as it stands there.
#[derive(Debug, Default)]
pub(super) struct Tags {
    /// A packet of XMP.
    pub xmp: Option<Vec<u8>>,
    /// IPTC's records.
    pub iptc: Option<Vec<u8>>,
    /// Photoshop's resources.
    pub photoshop: Option<Vec<u8>>,
    /// `XPKeywords`.
    pub keywords: Option<Vec<u8>>,
}

/// Reads the first directory; nothing where it is no TIFF.
pub(super) fn read(file: &mut (impl Read + Seek)) -> io::Result<Tags> {
    let mut tags = Tags::default();
    let Some(mut reader) = Reader::at_start(file)? else { return Ok(tags) };
    let entries = if reader.is_big { reader.number::<8>()? } else { reader.number::<2>()? };
    let start = reader.file.stream_position()?;
    let size = if reader.is_big { 20 } else { 12 };
    for entry in 0..entries.min(MOST_ENTRIES) {
        reader.file.seek(SeekFrom::Start(start + entry * size))?;
        let place = match reader.number::<2>()? {
            700 => &mut tags.xmp,
            33723 => &mut tags.iptc,
            34377 => &mut tags.photoshop,
            40094 => &mut tags.keywords,
            _ => continue,
        };
        *place = reader.value()?;
    }
    tags.iptc = tags.iptc.map(in_order);
    Ok(tags)
}

/// Some programs write the record as numbers of four bytes, in the order of the file.
fn in_order(mut iptc: Vec<u8>) -> Vec<u8> {
    if iptc.first() != Some(&super::iptc::MARK) && iptc.get(3) == Some(&super::iptc::MARK) {
        iptc.chunks_exact_mut(4).for_each(<[u8]>::reverse);
    }
    iptc
}

struct Reader<'a, F> {
    file: &'a mut F,
    big_endian: bool,
    /// `BigTIFF`: places and counts have eight bytes.
    is_big: bool,
}

impl<'a, F: Read + Seek> Reader<'a, F> {
    /// At the first directory.
    fn at_start(file: &'a mut F) -> io::Result<Option<Self>> {
        file.seek(SeekFrom::Start(0))?;
        let order: [u8; 2] = array(file)?;
        let mut reader = Self { file, big_endian: order == *b"MM", is_big: false };
        let version = reader.number::<2>()?;
        reader.is_big = version == 43;
        if !matches!(version, 42 | 43) {
            return Ok(None);
        }
        if reader.is_big {
            reader.number::<4>()?;
        }
        let directory = reader.place()?;
        reader.file.seek(SeekFrom::Start(directory))?;
        Ok(Some(reader))
    }

    fn number<const N: usize>(&mut self) -> io::Result<u64> {
        let mut bytes: [u8; N] = array(self.file)?;
        if !self.big_endian {
            bytes.reverse();
        }
        Ok(bytes.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte)))
    }

    fn place(&mut self) -> io::Result<u64> {
        if self.is_big { self.number::<8>() } else { self.number::<4>() }
    }

    /// The bytes of an entry whose tag was read; `None` where they are too many, or not of one, two or four bytes each.
    fn value(&mut self) -> io::Result<Option<Vec<u8>>> {
        let bytes_each = match self.number::<2>()? {
            1 | 2 | 6 | 7 => 1,
            3 | 8 => 2,
            4 | 9 => 4,
            _ => return Ok(None),
        };
        let Some(length) = self.place()?.checked_mul(bytes_each).filter(|length| *length <= MAX_BLOCK) else { return Ok(None) };
        if length > if self.is_big { 8 } else { 4 } {
            let place = self.place()?;
            self.file.seek(SeekFrom::Start(place))?;
        }
        block(self.file, length).map(Some)
    }
}
