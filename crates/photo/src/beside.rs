//! What stands beside a picture in its file: EXIF, XMP and a colour profile, wherever a format keeps them.

use super::capture::{self, Capture};
use image::metadata::Orientation;
use std::borrow::Cow;

/// Before the XMP in a JPEG's segment.
const XMP_PREFIX: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";
/// Before the TIFF structure in a JPEG's segment; some writers put it in other formats as well.
const EXIF_PREFIX: &[u8] = b"Exif\0\0";

/// Blocks as they stand in the file.
#[derive(Debug, Default)]
pub(super) struct Beside<'a> {
    /// A TIFF structure. A TIFF file is one itself.
    pub exif: Option<Cow<'a, [u8]>>,
    pub xmp: Option<Cow<'a, [u8]>>,
    pub icc: Option<Vec<u8>>,
    /// What the file says itself, as TIFF does.
    pub orientation: Option<u8>,
}

impl<'a> Beside<'a> {
    /// The first EXIF block and the first XMP that a JPEG's segments hold.
    pub fn take_app1(&mut self, body: &'a [u8]) {
        if let Some(xmp) = body.strip_prefix(XMP_PREFIX) {
            self.xmp.get_or_insert(Cow::Borrowed(xmp));
        } else if let Some(exif) = body.strip_prefix(EXIF_PREFIX) {
            self.exif.get_or_insert(Cow::Borrowed(exif));
        }
    }

    pub fn take_exif(&mut self, block: Cow<'a, [u8]>) {
        let block = if block.starts_with(EXIF_PREFIX) { Cow::Owned(block[EXIF_PREFIX.len()..].to_vec()) } else { block };
        self.exif.get_or_insert(block);
    }

    /// What the camera noted, and how to hold the picture: as EXIF says, or else XMP. Damage costs the facts, not the picture.
    pub fn told(&mut self) -> (Capture, Orientation) {
        let (capture, turn) = self.exif.take().map(|block| capture::read(block.into_owned())).unwrap_or_default();
        let turn = self.orientation.or(turn).or_else(|| self.xmp.as_deref().and_then(orientation_in_xmp));
        (capture, turn.and_then(Orientation::from_exif).unwrap_or(Orientation::NoTransforms))
    }
}

/// `tiff:Orientation` as attribute or element: a digit from 1 to 8.
fn orientation_in_xmp(xmp: &[u8]) -> Option<u8> {
    const NAME: &[u8] = b"tiff:Orientation";
    let behind = xmp.windows(NAME.len()).position(|window| window == NAME)? + NAME.len();
    let ([b'>', value @ ..] | [b'=', b'"' | b'\'', value @ ..]) = xmp.get(behind..)? else { return None };
    value.first().and_then(|digit| digit.checked_sub(b'0')).filter(|n| (1..=8).contains(n))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn xmp_tells_the_turn_in_both_spellings() {
        for (xmp, want) in [
            ("<rdf:Description tiff:Orientation=\"6\"/>", Some(6)),
            ("<rdf:Description tiff:Orientation='8'/>", Some(8)),
            ("<tiff:Orientation>3</tiff:Orientation>", Some(3)),
            ("<tiff:Orientation>9</tiff:Orientation>", None),
            ("<tiff:Orientation", None),
            ("", None),
        ] {
            assert_eq!(orientation_in_xmp(xmp.as_bytes()), want, "{xmp}");
        }
    }
}
