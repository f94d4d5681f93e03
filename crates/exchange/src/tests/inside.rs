//! XMP put into the bytes of photos.

use super::super::*;
use super::tools::seen_by_exiftool;
use image::{ImageFormat, RgbImage};
use std::io::Cursor;

fn drawn(format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    RgbImage::from_fn(32, 20, |x, y| image::Rgb([x as u8 * 7, y as u8 * 9, 90])).write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn keywords_of(labels: &[&str]) -> Keywords {
    Keywords::of(&labels.iter().map(|label| ("Colour", *label)).collect::<Vec<_>>())
}

fn with(photo: Vec<u8>, labels: &[&str]) -> Vec<u8> {
    let change = |there: Option<&[u8]>| Ok(plan(there, &keywords_of(labels), &Keywords::default())?.bytes);
    with_xmp(photo, &change).unwrap().unwrap()
}

/// The packet of a photo, as the writer finds it.
fn packet(photo: Vec<u8>) -> Option<Vec<u8>> {
    let found = std::cell::RefCell::new(None);
    let look = |there: Option<&[u8]>| {
        *found.borrow_mut() = there.map(<[u8]>::to_vec);
        Ok(None)
    };
    assert_eq!(with_xmp(photo, &look).unwrap(), None);
    found.into_inner()
}

const FORMATS: [(ImageFormat, &str); 4] =
    [(ImageFormat::Jpeg, "jpg"), (ImageFormat::Png, "png"), (ImageFormat::WebP, "webp"), (ImageFormat::Tiff, "tif")];

#[test]
fn a_packet_is_put_in_and_changed_and_the_picture_stays() {
    for (format, _) in FORMATS {
        let photo = drawn(format);
        let once = with(photo.clone(), &["Red"]);
        let twice = with(once.clone(), &["Red", "Dunkelgrün & co"]);
        for bytes in [&once, &twice] {
            let before = image::load_from_memory_with_format(&photo, format).unwrap();
            assert_eq!(image::load_from_memory_with_format(bytes, format).unwrap(), before, "{format:?}");
        }
        assert_eq!(packet(photo), None, "{format:?}");
        assert_eq!(keywords(&packet(once).unwrap()).unwrap(), keywords_of(&["Red"]), "{format:?}");
        assert_eq!(keywords(&packet(twice.clone()).unwrap()).unwrap(), keywords_of(&["Red", "Dunkelgrün & co"]), "{format:?}");
        if format != ImageFormat::Tiff {
            assert_eq!(embedded_keywords(&mut Cursor::new(twice)).unwrap(), keywords_of(&["Red", "Dunkelgrün & co"]), "{format:?}");
        }
    }
}

#[test]
fn other_programs_read_what_was_put_in() {
    let folder = tempfile::tempdir().unwrap();
    for (format, ending) in FORMATS {
        let file = folder.path().join(format!("a.{ending}"));
        fs_err::write(&file, with(with(drawn(format), &["Red"]), &["Red", "Blue"])).unwrap();
        let Some(seen) = seen_by_exiftool(&file) else { return };
        assert_eq!(seen, keywords_of(&["Red", "Blue"]), "{ending}");
    }
}

#[test]
fn what_follows_the_picture_and_what_stands_before_it_stays() {
    let mut photo = drawn(ImageFormat::Jpeg);
    photo.extend_from_slice(b"a second picture behind the first");
    let changed = with(photo.clone(), &["Red"]);
    assert!(changed.ends_with(b"a second picture behind the first"));
    let added = changed.len() - photo.len();
    assert_eq!(changed[changed.len() - 200..], photo[photo.len() - 200..]);
    assert_eq!(&changed[..20], &photo[..20], "JFIF comes first");
    assert!(added > 100);
}

#[test]
fn the_byte_that_evens_a_webp_may_be_missing_behind_its_last_chunk() {
    let odd = |change: &str| {
        let change = change.as_bytes().to_vec();
        move |_: Option<&[u8]>| Ok(Some(change.clone()))
    };
    let mut photo = with_xmp(drawn(ImageFormat::WebP), &odd("<x/>1")).unwrap().unwrap();
    assert_eq!(photo.pop(), Some(0), "the packet is the last chunk, and odd");
    for packet in ["<x/>", "<x/>22"] {
        let changed = with_xmp(photo.clone(), &odd(packet)).unwrap().unwrap();
        let told = u32::from_le_bytes(changed[4..8].try_into().unwrap()) as usize;
        assert_eq!(told + 8, changed.len(), "the container's length is the file's");
        assert!(changed.ends_with(packet.as_bytes()), "nothing of the old packet is left");
    }
}

#[test]
fn a_packed_text_of_a_png_is_read() {
    use std::io::Write;
    let whole = with(drawn(ImageFormat::Png), &["Red"]);
    let text = packet(whole).unwrap();
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(&text).unwrap();
    let contents = [b"XML:com.adobe.xmp\0\x01\0\0\0", &packed.finish().unwrap()[..]].concat();
    let mut photo = drawn(ImageFormat::Png);
    photo.splice(33..33, crate::inside::png_chunk(*b"iTXt", &contents).unwrap());
    let changed = with(photo, &["Blue"]);
    assert_eq!(keywords(&packet(changed).unwrap()).unwrap(), keywords_of(&["Red", "Blue"]));
}

#[test]
fn what_cannot_hold_xmp_says_so() {
    let change = |_: Option<&[u8]>| Ok(Some(vec![b'x'; 70_000]));
    assert_eq!(with_xmp(b"GIF89a and more of it".to_vec(), &change), Err(InsideError::Format));
    assert_eq!(with_xmp(Vec::new(), &change), Err(InsideError::Format));
    assert_eq!(with_xmp(drawn(ImageFormat::Jpeg), &change), Err(InsideError::NoRoom));
    assert!(with_xmp(drawn(ImageFormat::Png), &change).unwrap().is_some());
}

#[test]
fn no_damage_makes_it_panic() {
    let change = |_: Option<&[u8]>| Ok(Some(b"<x/>".to_vec()));
    for (format, _) in FORMATS {
        let photo = with(drawn(format), &["Red"]);
        for length in 0..photo.len() {
            let _ = with_xmp(photo[..length].to_vec(), &change);
        }
        for at in 0..photo.len().min(400) {
            let mut bent = photo.clone();
            bent[at] ^= 0xff;
            let _ = with_xmp(bent, &change);
        }
    }
}
