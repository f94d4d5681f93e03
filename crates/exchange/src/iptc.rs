//! IPTC's keywords: Photoshop's resources, the records (IIM) among them, and the encodings of their texts.

use std::collections::HashSet;

/// What each dataset begins with.
pub(super) const MARK: u8 = 0x1c;

/// The keywords (dataset 2:25) of the IPTC record among Photoshop's resources, and of records that stand by themselves.
pub(super) fn keywords(resources: &[u8], iim: &[u8]) -> Vec<String> {
    const IPTC: u16 = 0x0404;
    let mut words = Vec::new();
    let mut rest = resources;
    while let Some((id, data, after)) = resource(rest) {
        if id == IPTC {
            read_iim(data, &mut words);
        }
        rest = after;
    }
    read_iim(iim, &mut words);
    each_once(words.iter().map(String::as_str))
}

/// The words without spaces around them, each once, in order.
pub(super) fn each_once<'a>(words: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut seen = HashSet::new();
    words.map(str::trim).filter(|word| !word.is_empty() && seen.insert(*word)).map(str::to_owned).collect()
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
    while let [MARK, record, dataset, a, b, rest @ ..] = bytes {
        let short = usize::from(u16::from_be_bytes([*a, *b]));
        // The highest bit announces a length of so many bytes.
        let (length, rest) = match short & 0x7fff {
            bytes if short < 0x8000 => (bytes, rest),
            bytes if bytes <= 4 && bytes <= rest.len() => {
                (rest[..bytes].iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte)), &rest[bytes..])
            }
            _ => return,
        };
        if length > rest.len() {
            return;
        }
        let (data, after) = rest.split_at(length);
        match (record, dataset) {
            (1, 90) => utf8 = data == b"\x1b%G",
            (2, 25) => words.push(text(data, utf8)),
            _ => {}
        }
        bytes = after;
    }
}

/// UTF-8 where the record says so, or where it is: many programs write it and do not say. Else what Windows takes for Latin-1, which is Latin-1
/// with quotation marks and dashes in the place of characters that no text has.
fn text(data: &[u8], utf8: bool) -> String {
    match std::str::from_utf8(data) {
        Ok(text) => text.to_owned(),
        // A keyword cut after 64 bytes may end within a character.
        Err(_) if utf8 => String::from_utf8_lossy(data).trim_end_matches('\u{fffd}').to_owned(),
        Err(_) => data.iter().map(|byte| windows_1252(*byte)).collect(),
    }
}

fn windows_1252(byte: u8) -> char {
    /// From 0x80 on; five places are empty.
    const SIGNS: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";
    match byte {
        0x80..=0x9f => SIGNS.chars().nth(usize::from(byte - 0x80)).unwrap_or(char::REPLACEMENT_CHARACTER),
        _ => char::from(byte),
    }
}
