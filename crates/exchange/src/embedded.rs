//! Keywords and marks inside photo files, for import: XMP, IPTC and EXIF's keywords in JPEG, PNG, WebP, TIFF and GIF. Read only.

use super::iptc;
use super::packet::without_zeros;
use super::tiff_tags;
use super::xmp::{Keywords, keywords};
use super::xmp_marks::{FileMarks, marks};
use flate2::read::ZlibDecoder;
use std::io::{self, BufReader, Cursor, Read, Seek, SeekFrom};

/// A block of metadata larger than this is skipped, bytes.
pub(super) const MAX_BLOCK: u64 = 16 << 20;
/// Blocks looked at in one file: a broken one should not keep us for long.
const MAX_BLOCKS: usize = 10_000;
/// What XMP begins with in a JPEG, and in the profiles that some programs keep in PNG.
pub(super) const XMP: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";

/// The keywords in a photo file. A file that is truncated, broken or of another format gives what was found so far, often
/// nothing. IPTC counts only where there is no XMP `dc:subject`: it holds the same keywords, cut after 64 bytes. EXIF's (`XPKeywords`, which
/// Windows writes) count where there is neither.
pub fn embedded_keywords(file: &mut (impl Read + Seek)) -> io::Result<Keywords> {
    let found = found(file)?;
    let mut keywords = found.keywords;
    for words in [iptc::keywords(&found.photoshop, &found.iim), found.exif] {
        if keywords.subject.is_empty() {
            keywords.subject = words;
        }
    }
    Ok(keywords)
}

/// The marks in the XMP of a photo file, as far as it can be read.
pub fn embedded_marks(file: &mut (impl Read + Seek)) -> io::Result<FileMarks> {
    Ok(found(file)?.marks)
}

fn found(file: &mut (impl Read + Seek)) -> io::Result<Found> {
    let mut found = Found::default();
    // Some blocks are a few bytes long.
    match scan(&mut BufReader::new(file), &mut found) {
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
    /// IPTC records that stand by themselves.
    iim: Vec<u8>,
    /// EXIF's keywords.
    exif: Vec<String>,
}

impl Found {
    fn packet(&mut self, packet: &[u8]) {
        let packet = without_zeros(packet);
        if let Ok(found) = keywords(packet)
            && self.keywords.is_empty()
        {
            self.keywords = found;
        }
        if let Ok(found) = marks(packet)
            && self.marks == FileMarks::default()
        {
            self.marks = found;
        }
    }

    /// The tags of a TIFF file, or of the block of EXIF that has its form.
    fn tiff(&mut self, file: &mut (impl Read + Seek)) -> io::Result<()> {
        let tags = tiff_tags::read(file)?;
        if let Some(packet) = tags.xmp {
            self.packet(&packet);
        }
        self.iim.extend(tags.iptc.unwrap_or_default());
        self.photoshop.extend(tags.photoshop.unwrap_or_default());
        if let Some(text) = tags.keywords {
            self.exif = exif_keywords(&text);
        }
        Ok(())
    }

    /// A block as JPEG and PNG carry it: EXIF, XMP, Photoshop's resources or IPTC by itself.
    fn profile(&mut self, block: &[u8]) {
        if let Some(exif) = block.strip_prefix(b"Exif\0\0") {
            // What is broken in it says nothing of the rest of the file.
            _ = self.tiff(&mut Cursor::new(exif));
        } else if let Some(packet) = block.strip_prefix(XMP) {
            self.packet(packet);
        } else if block.starts_with(b"8BIM") {
            self.photoshop.extend_from_slice(block);
        } else if block.starts_with(&[iptc::MARK]) {
            self.iim.extend_from_slice(block);
        } else if block.starts_with(b"II*\0") || block.starts_with(b"MM\0*") {
            _ = self.tiff(&mut Cursor::new(block));
        } else if block.starts_with(b"<") {
            self.packet(block);
        }
    }
}

/// UTF-16 in the small order, with semicolons between the keywords.
fn exif_keywords(bytes: &[u8]) -> Vec<String> {
    let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
    let text = String::from_utf16_lossy(&units);
    iptc::each_once(text.split(['\0', ';']))
}

fn scan(file: &mut (impl Read + Seek), found: &mut Found) -> io::Result<()> {
    let mut head = [0; 12];
    file.seek(SeekFrom::Start(0))?;
    file.read_exact(&mut head)?;
    match head {
        [0xff, 0xd8, ..] => scan_jpeg(file, found),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => scan_png(file, found),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P'] => scan_webp(file, found),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => scan_gif(file, found),
        [b'I', b'I', ..] | [b'M', b'M', ..] => found.tiff(file),
        _ => Ok(()),
    }
}

pub(super) fn array<const N: usize>(file: &mut impl Read) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    file.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// The next `length` bytes; they are read as they come, so that a wrong length allocates nothing.
pub(super) fn block(file: &mut impl Read, length: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = file.take(length).read_to_end(&mut bytes)? as u64;
    if read < length { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(bytes) }
}

fn skip(file: &mut impl Seek, length: u64) -> io::Result<()> {
    file.seek(SeekFrom::Current(length as i64)).map(drop)
}

fn scan_jpeg(file: &mut (impl Read + Seek), found: &mut Found) -> io::Result<()> {
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
                if segment.starts_with(XMP) || segment.starts_with(b"Exif\0\0") {
                    found.profile(&segment);
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
            b"eXIf" if length <= MAX_BLOCK => {
                _ = found.tiff(&mut Cursor::new(block(file, length)?));
                skip(file, 4)?;
            }
            b"tEXt" | b"zTXt" | b"iTXt" if length <= MAX_BLOCK => {
                let chunk = block(file, length)?;
                match png_text(kind, &chunk) {
                    Some((b"XML:com.adobe.xmp", packet)) => found.packet(&packet),
                    Some((name, hex)) if name.starts_with(b"Raw profile type ") => found.profile(&raw_profile(&hex).unwrap_or_default()),
                    _ => {}
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
        match &kind {
            b"XMP " if length <= MAX_BLOCK => found.packet(&block(file, length)?),
            b"EXIF" if length <= MAX_BLOCK => {
                let exif = block(file, length)?;
                _ = found.tiff(&mut Cursor::new(exif.strip_prefix(b"Exif\0\0").unwrap_or(&exif)));
            }
            _ => skip(file, length)?,
        }
        skip(file, length % 2)?;
    }
    Ok(())
}

/// The name and the content of a PNG's text chunk; `None` where it is broken, or unpacked larger than [`MAX_BLOCK`].
pub(super) fn png_text(kind: [u8; 4], chunk: &[u8]) -> Option<(&[u8], Vec<u8>)> {
    let (name, rest) = cut_at_zero(chunk)?;
    match &kind {
        b"tEXt" => Some((name, rest.to_vec())),
        b"zTXt" => Some((name, inflated(rest.get(1..)?)?)),
        _ => {
            let (is_packed, rest) = (*rest.first()? == 1, rest.get(2..)?);
            let (_, rest) = cut_at_zero(rest)?;
            let (_, text) = cut_at_zero(rest)?;
            Some((name, if is_packed { inflated(text)? } else { text.to_vec() }))
        }
    }
}

fn cut_at_zero(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let at = bytes.iter().position(|byte| *byte == 0)?;
    Some((&bytes[..at], &bytes[at + 1..]))
}

fn inflated(packed: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let length = ZlibDecoder::new(packed).take(MAX_BLOCK + 1).read_to_end(&mut bytes).ok()? as u64;
    (length <= MAX_BLOCK).then_some(bytes)
}

/// A profile as programs write it into a text: its name, its length, and its bytes in hexadecimal digits.
fn raw_profile(text: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(text).ok()?.trim_start();
    let (_, rest) = text.split_once('\n')?;
    let (_, digits) = rest.trim_start().split_once('\n')?;
    let digits: Vec<u8> = digits.chars().filter_map(|c| c.to_digit(16)).map(|digit| digit as u8).collect();
    Some(digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect())
}

/// A GIF's application extension `XMP DataXMP` holds the packet as it is, and behind it bytes that lead a reader of blocks to the end.
fn scan_gif(file: &mut (impl Read + Seek), found: &mut Found) -> io::Result<()> {
    let colours = |flags: u8| if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) };
    file.seek(SeekFrom::Start(10))?;
    let [flags, _, _] = array(file)?;
    skip(file, colours(flags))?;
    for _ in 0..MAX_BLOCKS {
        match array(file)? {
            [0x21] => {
                let [kind] = array(file)?;
                let bytes = sub_blocks(file)?;
                if let Some(packet) = bytes.strip_prefix(b"\x0bXMP DataXMP").filter(|_| kind == 0xff) {
                    // No XML holds a byte of 1, with which they begin.
                    let end = packet.iter().position(|byte| *byte == 1).unwrap_or(packet.len());
                    found.packet(&packet[..end]);
                }
            }
            [0x2c] => {
                let descriptor: [u8; 9] = array(file)?;
                skip(file, colours(descriptor[8]) + 1)?;
                sub_blocks(file)?;
            }
            _ => return Ok(()),
        }
    }
    Ok(())
}

/// Sub-blocks up to the empty one, each with its length before it; what is beyond [`MAX_BLOCK`] is passed over.
fn sub_blocks(file: &mut (impl Read + Seek)) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    loop {
        let [length] = array(file)?;
        if length == 0 {
            return Ok(bytes);
        }
        let block = block(file, u64::from(length))?;
        if (bytes.len() as u64) < MAX_BLOCK {
            bytes.push(length);
            bytes.extend(block);
        }
    }
}
