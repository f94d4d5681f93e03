//! The picture formats that the program reads, and those that it only recognises. Nothing else lists file endings.

use std::path::Path;

/// A picture format.
#[derive(Debug)]
pub struct Format {
    /// "JPEG": as it is shown, kept in the catalogue, and matched by `type:`.
    pub name: &'static str,
    /// In the middle of a sentence: "a HEIC photo".
    pub kind: &'static str,
    /// File endings in lower case, the usual one first. Empty where a file is recognised by its bytes alone.
    pub endings: &'static [&'static str],
    /// Whether the first bytes of a file are of this format. The first row that says so is right.
    pub begins: fn(&[u8]) -> bool,
    /// It is decoded. The others are named, so that a person knows what to do with such a file.
    pub decoded: bool,
    /// What a camera's sensor gave: it is shown by the JPEG that the camera put beside it, and nothing is ever written into such a file.
    pub raw: bool,
}

impl PartialEq for Format {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Format {}

const fn decoded(name: &'static str, kind: &'static str, endings: &'static [&'static str], begins: fn(&[u8]) -> bool) -> Format {
    Format { name, kind, endings, begins, decoded: true, raw: false }
}

const fn raw(name: &'static str, kind: &'static str, endings: &'static [&'static str], begins: fn(&[u8]) -> bool) -> Format {
    Format { name, kind, endings, begins, decoded: true, raw: true }
}

const fn named(name: &'static str, kind: &'static str, endings: &'static [&'static str], begins: fn(&[u8]) -> bool) -> Format {
    Format { name, kind, endings, begins, decoded: false, raw: false }
}

/// All formats. Raw formats that are TIFF files inside stand before TIFF: their first picture is a small preview.
///
/// Minolta's MRW and Sigma's X3F are named only: their makers are gone, and nobody here had one to try.
pub static FORMATS: [Format; 30] = [
    raw("CR2", "a raw photo (Canon CR2)", &["cr2"], |b| b.starts_with(b"II*\0") && b.get(8..11) == Some(b"CR\x02")),
    raw("CR3", "a raw photo (Canon CR3)", &["cr3"], |b| is_brand(b, &[b"crx "])),
    raw("ORF", "a raw photo (Olympus ORF)", &["orf"], |b| [b"IIRO", b"IIRS", b"MMOR"].iter().any(|start| b.starts_with(*start))),
    raw("RW2", "a raw photo (Panasonic RW2)", &["rw2"], |b| b.starts_with(b"IIU\0")),
    raw("RAF", "a raw photo (Fujifilm RAF)", &["raf"], |b| b.starts_with(b"FUJIFILMCCD-RAW")),
    named("X3F", "a raw photo (Sigma X3F)", &["x3f"], |b| b.starts_with(b"FOVb")),
    named("MRW", "a raw photo (Minolta MRW)", &["mrw"], |b| b.starts_with(b"\0MRM")),
    decoded("JPEG", "a JPEG photo", &["jpg", "jpeg", "jpe", "jfif"], |b| b.starts_with(b"\xff\xd8\xff")),
    decoded("PNG", "a PNG picture", &["png"], |b| b.starts_with(b"\x89PNG\r\n\x1a\n")),
    decoded("WebP", "a WebP picture", &["webp"], |b| b.starts_with(b"RIFF") && b.get(8..12) == Some(b"WEBP")),
    decoded("GIF", "a GIF picture", &["gif"], |b| b.starts_with(b"GIF87a") || b.starts_with(b"GIF89a")),
    decoded("BMP", "a BMP picture", &["bmp"], is_bitmap),
    decoded("TIFF", "a TIFF picture", &["tiff", "tif"], |b| matches!(b, [b'I', b'I', 42 | 43, 0, ..] | [b'M', b'M', 0, 42 | 43, ..])),
    // TIFF files inside, without a mark of their own: their tags tell (`photo::raw`).
    raw("NEF", "a raw photo (Nikon NEF)", &["nef", "nrw"], |_| false),
    raw("ARW", "a raw photo (Sony ARW)", &["arw", "sr2"], |_| false),
    raw("DNG", "a raw photo (DNG)", &["dng"], |_| false),
    raw("PEF", "a raw photo (Pentax PEF)", &["pef"], |_| false),
    raw("SRW", "a raw photo (Samsung SRW)", &["srw"], |_| false),
    raw("RAW", "a raw photo", &["3fr", "erf", "mef"], |_| false),
    named("HEIC", "a HEIC photo", &["heic", "heif"], |b| {
        is_brand(b, &[b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"])
    }),
    named("AVIF", "an AVIF picture", &["avif"], |b| is_brand(b, &[b"avif", b"avis"])),
    named("video", "a video", &[], |b| b.len() >= 12 && b.get(4..8) == Some(b"ftyp")),
    named("JPEG XL", "a JPEG XL picture", &["jxl"], |b| b.starts_with(b"\xff\x0a") || b.starts_with(b"\0\0\0\x0cJXL ")),
    named("JPEG 2000", "a JPEG 2000 picture", &["jp2", "j2k"], |b| b.starts_with(b"\0\0\0\x0cjP  ") || b.starts_with(b"\xff\x4f\xff\x51")),
    named("Photoshop", "a Photoshop document", &["psd"], |b| b.starts_with(b"8BPS")),
    named("GIMP", "a GIMP document", &["xcf"], |b| b.starts_with(b"gimp xcf")),
    named("OpenEXR", "an OpenEXR picture", &["exr"], |b| b.starts_with(b"v/1\x01")),
    named("QOI", "a QOI picture", &["qoi"], |b| b.starts_with(b"qoif")),
    named("icon", "an icon", &["ico"], |b| b.starts_with(b"\0\0\x01\0")),
    named("Targa", "a Targa picture", &["tga"], |_| false),
];

/// The major brand of an ISO media file: HEIC, AVIF, CR3 and videos share the container.
fn is_brand(bytes: &[u8], brands: &[&[u8; 4]]) -> bool {
    bytes.get(4..8) == Some(b"ftyp") && bytes.get(8..12).is_some_and(|brand| brands.iter().any(|known| brand == *known))
}

/// "BM" alone begins many an English text: the size of the second header must be one that Windows or OS/2 wrote.
fn is_bitmap(bytes: &[u8]) -> bool {
    let header = bytes.get(14..18).and_then(|size| size.try_into().ok()).map(u32::from_le_bytes);
    bytes.starts_with(b"BM") && header.is_some_and(|size| (12..=200).contains(&size))
}

/// The formats that are decoded.
pub fn readable() -> impl Iterator<Item = &'static Format> {
    FORMATS.iter().filter(|format| format.decoded)
}

/// The format of a file by its first bytes, whatever its name says.
pub fn of_bytes(bytes: &[u8]) -> Option<&'static Format> {
    FORMATS.iter().find(|format| (format.begins)(bytes))
}

/// The format of that ending, whatever its case and with or without its dot.
pub fn of_ending(ending: &str) -> Option<&'static Format> {
    let ending = ending.trim_start_matches('.');
    FORMATS.iter().find(|format| format.endings.iter().any(|known| known.eq_ignore_ascii_case(ending)))
}

/// The format of that name, as the catalogue keeps it.
pub fn of_name(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

/// Whether that name, as the catalogue keeps it, is of a raw format.
pub fn is_raw(name: &str) -> bool {
    of_name(name).is_some_and(|format| format.raw)
}

/// Whether a file's name says that it is a raw photo.
pub fn is_raw_path(path: &Path) -> bool {
    of_path(path).is_some_and(|format| format.raw)
}

/// The format that a file's name tells. The bytes may tell another one: see [`of_bytes`].
pub fn of_path(path: &Path) -> Option<&'static Format> {
    of_ending(path.extension()?.to_str()?)
}

/// Whether a file is to be read as a photo, as far as its name tells.
pub fn is_readable(path: &Path) -> bool {
    of_path(path).is_some_and(|format| format.decoded)
}

/// The endings of all readable formats, for the file dialogs of the system.
pub fn readable_endings() -> Vec<&'static str> {
    readable().flat_map(|format| format.endings).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn a_format_is_found_by_its_ending() {
        assert_eq!(of_ending("JPG").map(|f| f.name), Some("JPEG"));
        assert_eq!(of_ending(".tif").map(|f| f.name), Some("TIFF"));
        assert_eq!(of_ending("txt"), None);
        assert!(is_readable(Path::new("/a/b.WebP")) && !is_readable(Path::new("/a/b.heic")) && !is_readable(Path::new("jpg")));
        assert_eq!(of_path(Path::new("a.HEIC")).map(|f| f.kind), Some("a HEIC photo"));
        assert!(is_raw_path(Path::new("a/IMG_1.NEF")) && !is_raw_path(Path::new("a/IMG_1.JPG")) && !is_raw_path(Path::new("nef")));
        assert!(is_raw("CR3") && !is_raw("TIFF") && !is_raw("nothing"));
    }

    #[test]
    fn names_and_endings_are_unambiguous() {
        let endings: Vec<&str> = FORMATS.iter().flat_map(|f| f.endings).copied().collect();
        assert_eq!(endings.iter().collect::<HashSet<_>>().len(), endings.len());
        assert!(endings.iter().all(|e| *e == e.to_lowercase()));
        assert_eq!(FORMATS.iter().map(|f| f.name).collect::<HashSet<_>>().len(), FORMATS.len());
        assert!(readable().all(|f| !f.endings.is_empty()));
        assert!(FORMATS.iter().all(|f| f.decoded || !f.raw));
    }
}
