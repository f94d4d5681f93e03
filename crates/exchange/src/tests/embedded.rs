//! Keywords inside photos, whole or cut off.

use super::super::*;
use std::io::Cursor;

const PACKET: &str = "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>\
<rdf:Description xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:subject><rdf:Bag><rdf:li>Dr\u{e9}ss</rdf:li></rdf:Bag></dc:subject>\
</rdf:Description></rdf:RDF></x:xmpmeta>";

fn segment(kind: u8, parts: &[&[u8]]) -> Vec<u8> {
    let data = parts.concat();
    [&[0xff, kind][..], &(data.len() as u16 + 2).to_be_bytes(), &data].concat()
}

fn dataset(record: u8, number: u8, data: &[u8]) -> Vec<u8> {
    [&[0x1c, record, number][..], &(data.len() as u16).to_be_bytes(), data].concat()
}

fn photoshop(iim: &[u8]) -> Vec<u8> {
    let resource = |id: u16, name: &[u8], data: &[u8]| {
        let pad = if data.len() % 2 == 1 { &[0][..] } else { &[] };
        [b"8BIM", &id.to_be_bytes()[..], name, &(data.len() as u32).to_be_bytes(), data, pad].concat()
    };
    segment(0xed, &[b"Photoshop 3.0\0", &resource(0x03ed, b"\x02ab\0", b"odd"), &resource(0x0404, b"\0\0", iim)])
}

fn jpeg(segments: &[Vec<u8>]) -> Vec<u8> {
    [
        &[0xff, 0xd8][..],
        &segment(0xe0, &[b"JFIF\0"]),
        &[0xff, 0xff],
        &segment(0xfe, &[b"note"])[1..],
        &segments.concat(),
        &[0xff, 0xda, 0, 2, 1, 2, 3],
    ]
    .concat()
}

fn chunk(kind: &[u8], data: &[u8]) -> Vec<u8> {
    [&(data.len() as u32).to_be_bytes()[..], kind, data, b"crc!"].concat()
}

fn png() -> Vec<u8> {
    let text = [b"XML:com.adobe.xmp\0\0\0\0\0", PACKET.as_bytes()].concat();
    [&b"\x89PNG\r\n\x1a\n"[..], &chunk(b"IHDR", &[0; 13]), &chunk(b"iTXt", &text), &chunk(b"IEND", b"")].concat()
}

fn webp() -> Vec<u8> {
    let packet = [b"XMP ", &(PACKET.len() as u32).to_le_bytes()[..], PACKET.as_bytes()].concat();
    [&b"RIFF\0\0\0\0WEBP"[..], b"VP8 \x03\0\0\0abc\0", &packet].concat()
}

fn found(bytes: &[u8]) -> Keywords {
    embedded_keywords(&mut Cursor::new(bytes)).unwrap()
}

fn xmp_segment() -> Vec<u8> {
    segment(0xe1, &[b"http://ns.adobe.com/xap/1.0/\0", PACKET.as_bytes()])
}

#[test]
fn xmp_is_found_in_three_formats() {
    for file in [jpeg(&[segment(0xe1, &[b"Exif\0\0"]), xmp_segment()]), png(), webp()] {
        assert_eq!(found(&file).subject, ["Dr\u{e9}ss"]);
    }
}

#[test]
fn iptc_keywords_are_read_in_their_encoding() {
    let utf8 =
        [dataset(1, 90, b"\x1b%G"), dataset(2, 25, "Dréss".as_bytes()), dataset(2, 120, b"caption"), dataset(2, 25, b"Red")].concat();
    assert_eq!(found(&jpeg(&[photoshop(&utf8)])).subject, ["Dréss", "Red"]);
    assert_eq!(found(&jpeg(&[photoshop(&dataset(2, 25, b"Dr\xe9ss"))])).subject, ["Dréss"], "Latin-1");
    assert_eq!(found(&jpeg(&[photoshop(&dataset(2, 25, "Dréss".as_bytes()))])).subject, ["Dréss"], "UTF-8 that does not say so");
    let cut = [dataset(1, 90, b"\x1b%G"), dataset(2, 25, &"Dré".as_bytes()[..3])].concat();
    assert_eq!(found(&jpeg(&[photoshop(&cut)])).subject, ["Dr"]);
    assert_eq!(found(&jpeg(&[photoshop(&utf8), xmp_segment()])).subject, ["Dr\u{e9}ss"], "XMP goes before");
}

/// A TIFF of no picture, with these tags of bytes.
fn tiff(tags: &[(u16, &[u8])], big_endian: bool) -> Vec<u8> {
    let number = |n: u32| if big_endian { n.to_be_bytes() } else { n.to_le_bytes() };
    let short = |n: u16| if big_endian { n.to_be_bytes() } else { n.to_le_bytes() };
    let mut file = [if big_endian { &b"MM"[..] } else { b"II" }, &short(42), &number(8), &short(tags.len() as u16)].concat();
    let mut data = Vec::new();
    let after = 10 + 12 * tags.len() + 4;
    for (tag, bytes) in tags {
        let place = (after + data.len()) as u32;
        file.extend([&short(*tag)[..], &short(7), &number(bytes.len() as u32), &number(place)].concat());
        data.extend_from_slice(bytes);
    }
    [file, number(0).to_vec(), data].concat()
}

fn bigtiff(tag: u16, bytes: &[u8]) -> Vec<u8> {
    let entry = [&tag.to_le_bytes()[..], &7_u16.to_le_bytes(), &(bytes.len() as u64).to_le_bytes(), &52_u64.to_le_bytes()].concat();
    [&b"II"[..], &43_u16.to_le_bytes(), &8_u16.to_le_bytes(), &[0, 0], &16_u64.to_le_bytes(), &1_u64.to_le_bytes(), &entry, &[0; 8], bytes]
        .concat()
}

fn gif() -> Vec<u8> {
    let trailer: Vec<u8> = std::iter::once(1).chain((0..=255).rev()).chain([0]).collect();
    let picture = [&[0x2c][..], &[0; 8], &[0x80], &[0; 6], &[2, 1, 0x44, 0]].concat();
    let extension = [b"\x21\xff\x0bXMP DataXMP", PACKET.as_bytes(), &trailer].concat();
    [&b"GIF89a\x01\0\x01\0\x80\0\0"[..], &[0; 6], &picture, b"\x21\xfe\x02hi\0", &extension, b"\x3b"].concat()
}

/// A profile in a PNG's text, as `ImageMagick` and exiftool write it.
fn raw_profile(name: &str, bytes: &[u8]) -> Vec<u8> {
    use std::fmt::Write as _;
    let mut hex = String::new();
    for (i, byte) in bytes.iter().enumerate() {
        let _ = write!(hex, "{}{byte:02x}", if i % 36 == 0 { "\n" } else { "" });
    }
    let text = format!("\n{name}\n{:8}{hex}\n", bytes.len());
    [format!("Raw profile type {name}\0").as_bytes(), text.as_bytes()].concat()
}

fn png_with(kind: &[u8], data: &[u8]) -> Vec<u8> {
    [&b"\x89PNG\r\n\x1a\n"[..], &chunk(b"IHDR", &[0; 13]), &chunk(b"IDAT", b"x"), &chunk(kind, data), &chunk(b"IEND", b"")].concat()
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write as _;
    let mut out = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

fn resources(iim: &[u8]) -> Vec<u8> {
    let segment = photoshop(iim);
    segment[4 + b"Photoshop 3.0\0".len()..].to_vec()
}

/// "alpha;beta" as Windows writes it.
fn xp_keywords() -> Vec<u8> {
    "alpha;beta\0".encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// Every container, with the one keyword of [`PACKET`] or with alpha and beta.
fn containers() -> Vec<(&'static str, Vec<u8>)> {
    let iim = [dataset(2, 25, b"alpha"), dataset(2, 25, b"beta"), dataset(2, 25, b"alpha")].concat();
    let swapped = |mut iim: Vec<u8>| {
        iim.resize(iim.len().next_multiple_of(4), 0);
        iim.chunks_exact_mut(4).for_each(<[u8]>::reverse);
        iim
    };
    let exif = |big| [b"Exif\0\0", tiff(&[(40094, &xp_keywords())], big).as_slice()].concat();
    let itxt = |data: &[u8], is_packed: u8| [b"XML:com.adobe.xmp\0", &[is_packed, 0, 0, 0][..], data].concat();
    let raw = raw_profile("iptc", &resources(&iim));
    let name = raw.iter().position(|byte| *byte == 0).unwrap() + 1;
    vec![
        ("TIFF, XMP", tiff(&[(256, b"12345"), (700, PACKET.as_bytes())], false)),
        ("TIFF, XMP, big order", tiff(&[(700, PACKET.as_bytes())], true)),
        ("BigTIFF, XMP", bigtiff(700, PACKET.as_bytes())),
        ("TIFF, IPTC", tiff(&[(33723, &iim)], false)),
        ("TIFF, IPTC in fours", tiff(&[(33723, &swapped(iim.clone()))], false)),
        ("TIFF, Photoshop", tiff(&[(34377, &resources(&iim))], true)),
        ("TIFF, EXIF", tiff(&[(40094, &xp_keywords())], false)),
        ("JPEG, EXIF", jpeg(&[segment(0xe1, &[&exif(false)])])),
        ("JPEG, EXIF, big order", jpeg(&[segment(0xe1, &[&exif(true)])])),
        ("WebP, EXIF", [&b"RIFF\0\0\0\0WEBPEXIF"[..], &(exif(false).len() as u32).to_le_bytes(), &exif(false)].concat()),
        ("GIF, XMP", gif()),
        ("PNG, packed XMP", png_with(b"iTXt", &itxt(&packed(PACKET.as_bytes()), 1))),
        ("PNG, XMP", png_with(b"iTXt", &itxt(PACKET.as_bytes(), 0))),
        ("PNG, EXIF", png_with(b"eXIf", &tiff(&[(40094, &xp_keywords())], false))),
        ("PNG, IPTC", png_with(b"tEXt", &raw)),
        ("PNG, packed IPTC", png_with(b"zTXt", &[&raw[..name], &[0], &packed(&raw[name..])].concat())),
        ("PNG, IPTC alone", png_with(b"tEXt", &raw_profile("iptc", &iim))),
        ("PNG, XMP as a profile", png_with(b"tEXt", &raw_profile("xmp", PACKET.as_bytes()))),
        ("PNG, EXIF as a profile", png_with(b"tEXt", &raw_profile("exif", &exif(false)))),
        (
            "PNG, XMP of a segment",
            png_with(b"tEXt", &raw_profile("APP1", &[b"http://ns.adobe.com/xap/1.0/\0", PACKET.as_bytes()].concat())),
        ),
    ]
}

#[test]
fn keywords_are_found_in_every_container() {
    for (name, file) in containers() {
        let want = if name.contains("XMP") { vec!["Dr\u{e9}ss"] } else { vec!["alpha", "beta"] };
        assert_eq!(found(&file).subject, want, "{name}");
    }
}

#[test]
fn iptc_of_windows_keeps_its_signs() {
    let iim = [dataset(2, 25, b"Men\x92s \x96 \x93slim\x94"), dataset(2, 25, b"5 \x80")].concat();
    assert_eq!(found(&jpeg(&[photoshop(&iim)])).subject, ["Men’s – “slim”", "5 €"]);
    let extended = [&[0x1c, 2, 120, 0x80, 4, 0, 0, 0, 3][..], b"abc", &dataset(2, 25, b"Red")].concat();
    assert_eq!(found(&jpeg(&[photoshop(&extended)])).subject, ["Red"], "behind a dataset with a long length");
}

#[test]
fn broken_photos_do_no_harm() {
    let iptc = photoshop(&dataset(2, 25, b"Red"));
    let others = containers().into_iter().map(|(_, file)| file);
    for file in [jpeg(&[iptc, xmp_segment()]), png(), webp()].into_iter().chain(others) {
        for cut in 0..file.len() {
            found(&file[..cut]);
        }
        let mut dice = super::Dice(9);
        for _ in 0..2000 {
            let mut file = file.clone();
            let at = dice.roll(file.len());
            file[at] = dice.roll(256) as u8;
            found(&file);
        }
    }
    assert!(found(b"").is_empty() && found(b"GIF89a and more of it").is_empty());
    let huge = [&b"\x89PNG\r\n\x1a\n"[..], &u32::MAX.to_be_bytes(), b"iTXt", b"XML"].concat();
    assert!(found(&huge).is_empty());
}
