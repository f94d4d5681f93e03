//! Keywords and marks inside photo files, for import: XMP in JPEG, PNG and WebP, and IPTC in JPEG. Read only.

use super::xmp::{Keywords, keywords};
use super::xmp_marks::{FileMarks, marks};
use std::io::{self, Read, Seek, SeekFrom};

/// A block of metadata larger than this is skipped, bytes.
const MAX_BLOCK: u64 = 16 << 20;
/// Blocks looked at in one file: a broken one should not keep us for long.
const MAX_BLOCKS: usize = 10_000;

/// The keywords in a photo file. A file that is truncated, broken or of another format gives what was found so far, often
/// nothing. IPTC counts only where there is no XMP `dc:subject`: it holds the same keywords, cut after 64 bytes.
pub fn embedded_keywords(file: &mut (impl Read + Seek)) -> io::Result<Keywords> {
    let found = found(file)?;
    let mut keywords = found.keywords;
    if keywords.subject.is_empty() {
        keywords.subject = iptc_keywords(&found.photoshop);
    }
    Ok(keywords)
}

/// The marks in the XMP of a photo file, as far as it can be read.
pub fn embedded_marks(file: &mut (impl Read + Seek)) -> io::Result<FileMarks> {
    Ok(found(file)?.marks)
}

fn found(file: &mut (impl Read + Seek)) -> io::Result<Found> {
    let mut found = Found::default();
    match scan(file, &mut found) {
        Err(error) if error.kind() != io::ErrorKind::UnexpectedEof => Err(error),
        _ => Ok(found),
    }
}

#[derive(Default)]
struct Found {
    keywords: Keywords,
    marks: FileMarks,
    /// Photoshop's resource blocks, which may go over several segments.
    photoshop: Vec<u8>,
}

impl Found {
    fn packet(&mut self, packet: &[u8]) {
        // Padding with zeros is seen in the wild.
        let end = packet.iter().rposition(|b| *b != 0).map_or(0, |i| i + 1);
        if let Ok(found) = keywords(&packet[..end])
            && self.keywords.is_empty()
        {
            self.keywords = found;
        }
        if let Ok(found) = marks(&packet[..end])
            && self.marks == FileMarks::default()
        {
            self.marks = found;
        }
    }
}

fn scan(file: &mut (impl Read + Seek), found: &mut Found) -> io::Result<()> {
    let mut head = [0; 12];
    file.seek(SeekFrom::Start(0))?;
    file.read_exact(&mut head)?;
    match head {
        [0xff, 0xd8, ..] => scan_jpeg(file, found),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => scan_png(file, found),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P'] => scan_webp(file, found),
        _ => Ok(()),
    }
}

fn array<const N: usize>(file: &mut impl Read) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    file.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// The next `length` bytes; they are read as they come, so that a wrong length allocates nothing.
fn block(file: &mut impl Read, length: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = file.take(length).read_to_end(&mut bytes)? as u64;
    if read < length { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(bytes) }
}

fn skip(file: &mut impl Seek, length: u64) -> io::Result<()> {
    file.seek(SeekFrom::Current(length as i64)).map(drop)
}

fn scan_jpeg(file: &mut (impl Read + Seek), found: &mut Found) -> io::Result<()> {
    const XMP: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";
    const PHOTOSHOP: &[u8] = b"Photoshop 3.0\0";
    file.seek(SeekFrom::Start(2))?;
    for _ in 0..MAX_BLOCKS {
        let [mark, mut kind] = array(file)?;
        if mark != 0xff {
            return Ok(());
        }
        while kind == 0xff {
            [kind] = array(file)?;
        }
        match kind {
            // The picture itself, or the end.
            0xda | 0xd9 => return Ok(()),
            0x01 | 0xd0..=0xd7 => continue,
            _ => {}
        }
        let length = u64::from(u16::from_be_bytes(array(file)?)).saturating_sub(2);
        match kind {
            0xe1 | 0xed => {
                let segment = block(file, length)?;
                if let Some(packet) = segment.strip_prefix(XMP) {
                    found.packet(packet);
                } else if let Some(resources) = segment.strip_prefix(PHOTOSHOP)
                    && (found.photoshop.len() as u64) < MAX_BLOCK
                {
                    found.photoshop.extend_from_slice(resources);
                }
            }
            _ => skip(file, length)?,
        }
    }
    Ok(())
}

fn scan_png(file: &mut (impl Read + Seek), found: &mut Found) -> io::Result<()> {
    file.seek(SeekFrom::Start(8))?;
    for _ in 0..MAX_BLOCKS {
        let length = u64::from(u32::from_be_bytes(array(file)?));
        let kind: [u8; 4] = array(file)?;
        match &kind {
            b"IEND" => return Ok(()),
            b"iTXt" if length <= MAX_BLOCK => {
                let text = block(file, length)?;
                // Keyword, not compressed, no language, no translation.
                if let Some(packet) = text.strip_prefix(b"XML:com.adobe.xmp\0\0\0\0\0") {
                    found.packet(packet);
                }
                skip(file, 4)?;
            }
            _ => skip(file, length + 4)?,
        }
    }
    Ok(())
}

fn scan_webp(file: &mut (impl Read + Seek), found: &mut Found) -> io::Result<()> {
    file.seek(SeekFrom::Start(12))?;
    for _ in 0..MAX_BLOCKS {
        let kind: [u8; 4] = array(file)?;
        let length = u64::from(u32::from_le_bytes(array(file)?));
        if &kind == b"XMP " && length <= MAX_BLOCK {
            found.packet(&block(file, length)?);
            return Ok(());
        }
        skip(file, length + length % 2)?;
    }
    Ok(())
}

/// The keywords of the IPTC record (IIM dataset 2:25) among Photoshop's resources.
fn iptc_keywords(resources: &[u8]) -> Vec<String> {
    const IPTC: u16 = 0x0404;
    let mut words = Vec::new();
    let mut rest = resources;
    while let Some((id, data, after)) = resource(rest) {
        if id == IPTC {
            read_iim(data, &mut words);
        }
        rest = after;
    }
    words
}

/// The first resource: its number, its data, and what follows.
fn resource(bytes: &[u8]) -> Option<(u16, &[u8], &[u8])> {
    let bytes = bytes.strip_prefix(b"8BIM")?;
    let id = u16::from_be_bytes(bytes.get(..2)?.try_into().ok()?);
    // A name with its length before it, padded to an even number of bytes.
    let name = 1 + usize::from(*bytes.get(2)?);
    let bytes = bytes.get(2 + name + name % 2..)?;
    let length = u32::from_be_bytes(bytes.get(..4)?.try_into().ok()?) as usize;
    // What was cut off is read as far as it goes.
    let data = bytes.get(4..)?;
    let after = data.get(length + length % 2..).unwrap_or_default();
    Some((id, &data[..length.min(data.len())], after))
}

fn read_iim(mut bytes: &[u8], words: &mut Vec<String>) {
    let mut utf8 = false;
    while let [0x1c, record, dataset, a, b, rest @ ..] = bytes {
        let length = usize::from(u16::from_be_bytes([*a, *b]));
        // The highest bit announces a length of more bytes, which no keyword has.
        if length >= 0x8000 || length > rest.len() {
            return;
        }
        let (data, after) = rest.split_at(length);
        match (record, dataset) {
            (1, 90) => utf8 = data == b"\x1b%G",
            (2, 25) => {
                let word = text(data, utf8).trim().to_owned();
                if !word.is_empty() && !words.contains(&word) {
                    words.push(word);
                }
            }
            _ => {}
        }
        bytes = after;
    }
}

/// UTF-8 where the record says so, or where it is: many programs write it and do not say. Else Latin-1.
fn text(data: &[u8], utf8: bool) -> String {
    match std::str::from_utf8(data) {
        Ok(text) => text.to_owned(),
        // A keyword cut after 64 bytes may end within a character.
        Err(_) if utf8 => String::from_utf8_lossy(data).trim_end_matches('\u{fffd}').to_owned(),
        Err(_) => data.iter().map(|b| char::from(*b)).collect(),
    }
}
