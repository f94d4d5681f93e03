//! What bytes are, whatever the file's name says.

use super::{PhotoError, raw};
use base::formats;
use image::ImageFormat;

/// A format that Selvedge decodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Known {
    /// As the decoder's library calls it.
    pub format: ImageFormat,
    /// As a person calls it.
    pub name: &'static str,
    /// In a sentence, where it is a raw format: what is decoded is its preview.
    pub raw: Option<&'static str>,
}

/// The format of a file by its first bytes. Formats that people do keep photos in, but that Selvedge does not read, are
/// named, so that they know what to do; the rest is told by what it looks like.
pub(super) fn sniff(bytes: &[u8]) -> Result<Known, PhotoError> {
    if bytes.is_empty() {
        return Err(PhotoError::Empty);
    }
    let found = formats::of_bytes(bytes).ok_or_else(|| PhotoError::NotAPicture { looks_like: looks_like(bytes) })?;
    let found = if found.name == "TIFF" { raw::of_tiff(bytes).unwrap_or(found) } else { found };
    known(found).ok_or_else(|| PhotoError::Unsupported { kind: found.kind.to_owned() })
}

/// The decoder's library knows its formats by the same endings.
fn known(found: &formats::Format) -> Option<Known> {
    let ending = found.endings.first().filter(|_| found.decoded)?;
    let format = if found.raw { ImageFormat::Jpeg } else { ImageFormat::from_extension(ending)? };
    Some(Known { format, name: found.name, raw: found.raw.then_some(found.kind) })
}

fn looks_like(bytes: &[u8]) -> &'static str {
    let start = &bytes[..bytes.len().min(512)];
    let kinds: [(&[u8], &'static str); 8] = [
        (b"%PDF", "a PDF document"),
        (b"PK\x03\x04", "a ZIP archive"),
        (b"Rar!", "a RAR archive"),
        (b"\x1f\x8b", "a gzip archive"),
        (b"7z\xbc\xaf", "a 7z archive"),
        (b"\x7fELF", "a program"),
        (b"MZ", "a program"),
        (b"SQLite format 3", "a database"),
    ];
    if let Some((_, kind)) = kinds.into_iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return kind;
    }
    if start.iter().all(|byte| *byte == 0) {
        return "a file of zeroes, as an interrupted copy leaves behind";
    }
    // A character cut in two at the 512th byte is still text.
    let text = std::str::from_utf8(start).map_or_else(|error| error.error_len().is_none(), |_| true);
    if !text || start.iter().any(|byte| *byte < 0x20 && !byte.is_ascii_whitespace()) {
        return "no known format";
    }
    let lower = start.to_ascii_lowercase();
    let contains = |needle: &[u8]| lower.windows(needle.len()).any(|window| window == needle);
    if contains(b"<svg") {
        "an SVG drawing"
    } else if contains(b"<!doctype html") || contains(b"<html") {
        "a web page"
    } else {
        "text"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(bytes: &[u8]) -> String {
        sniff(bytes).map_or_else(|error| error.to_string(), |known| known.name.to_owned())
    }

    #[test]
    fn every_readable_format_has_a_decoder() {
        for format in formats::readable() {
            let known = known(format).unwrap_or_else(|| panic!("no decoder for {}", format.name));
            assert!(known.format.reading_enabled(), "{}", format.name);
        }
    }

    #[test]
    fn the_bytes_tell_the_format() {
        assert_eq!(told(b"\xff\xd8\xff\xe0"), "JPEG");
        assert_eq!(told(b"RIFF\x10\0\0\0WEBPVP8 "), "WebP");
        assert_eq!(told(b"MM\0*\0\0\0\x08"), "TIFF");
        assert_eq!(told(b"II*\0\x10\0\0\0CR\x02\0"), "CR2");
        assert_eq!(told(b"BM\0\0\0\0\0\0\0\0\0\0\0\0\x28\0\0\0"), "BMP");
    }

    #[test]
    fn what_is_not_read_is_named() {
        assert_eq!(told(b"\0\0\0\x18ftypheic\0\0\0\0"), "a HEIC photo is not read by Selvedge: export it as JPEG");
        assert_eq!(told(b"\0\0\0\x18ftypavif\0\0\0\0"), "an AVIF picture is not read by Selvedge: export it as JPEG");
        assert_eq!(told(b"FOVb\0\0\x02\0"), "a raw photo (Sigma X3F) is not read by Selvedge: export it as JPEG");
        let refused = |looks_like: &str| format!("not a picture that Selvedge can read (the file begins like {looks_like})");
        assert_eq!(told(b"BMW prices, 2026\n"), refused("text"));
        assert_eq!(told("Preisliste für Schürzen".as_bytes()), refused("text"));
        assert_eq!(told(b"<!DOCTYPE html><html>"), refused("a web page"));
        assert_eq!(told(b"<?xml version='1.0'?><svg>"), refused("an SVG drawing"));
        assert_eq!(told(b"%PDF-1.7"), refused("a PDF document"));
        assert_eq!(told(&[0; 600]), refused("a file of zeroes, as an interrupted copy leaves behind"));
        assert_eq!(told(&[3, 200, 9, 255]), refused("no known format"));
        assert_eq!(told(b""), "the file is empty");
    }
}
