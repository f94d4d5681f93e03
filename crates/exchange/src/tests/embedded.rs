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

#[test]
fn broken_photos_do_no_harm() {
    let iptc = photoshop(&dataset(2, 25, b"Red"));
    for file in [jpeg(&[iptc, xmp_segment()]), png(), webp()] {
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
