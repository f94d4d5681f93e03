//! Raw files drawn byte by byte, container by container, and what must come of them.

mod draft;

use super::super::fixtures::{difference, exif_block, jpeg, scene, with_exif};
use super::super::{Decoded, Limits, decode, decode_at_least, read_capture};
use base::formats;
use draft::{Draft, ascii, atom, long, short};
use std::time::{Duration, Instant};

/// The picture at full size, a smaller one, and the one for the camera's list.
fn pictures() -> [Vec<u8>; 3] {
    [(640, 400), (512, 320), (160, 100)].map(|(width, height)| jpeg(&scene(width, height)))
}

/// As a sensor's data is packed: a JPEG by its first bytes, and no picture.
fn lossless() -> Vec<u8> {
    let mut bytes = jpeg(&scene(800, 500));
    let frame = bytes.windows(2).position(|pair| pair == [0xff, 0xc0]).unwrap();
    bytes[frame + 1] = 0xc3;
    bytes
}

fn read(file: &[u8]) -> Decoded {
    decode(file, &Limits::default()).unwrap_or_else(|error| panic!("{error}"))
}

fn refusal(file: &[u8]) -> String {
    decode(file, &Limits::default()).unwrap_err().to_string()
}

/// A file with the tags of EXIF, of which only the date is there.
fn dated(draft: &mut Draft) -> u64 {
    draft.directory(&[(0x9003, ascii("2026:05:03 14:05:09"))], 0)
}

/// A Canon file: the picture in the first directory, the small one in the second, the sensor's data in the last.
fn cr2(orientation: u16, picture: &[u8]) -> Vec<u8> {
    let [_, _, small] = pictures();
    let mut draft = Draft::new(true, 42);
    // Canon's mark stands behind the header.
    draft.put(b"CR\x02\0\0\0\0\0");
    let exif = dated(&mut draft);
    let sensor = draft.strip(6, &lossless(), &[], 0);
    let second = draft.pointed(&small, &[], sensor);
    let facts = [(271, ascii("Canon")), (272, ascii("Canon EOS R6")), (274, short(orientation)), (0x8769, long(exif))];
    let first = draft.strip(6, picture, &facts, second);
    draft.file(first)
}

/// A file of a maker that keeps its previews below the first directory, beside the sensor's data.
fn below(maker: &str, little: bool) -> Vec<u8> {
    let [large, middle, small] = pictures();
    let mut draft = Draft::new(little, 42);
    let sensor = draft.strip(1, &[7; 4000], &[(262, short(32803))], 0);
    let (a, b) = (draft.pointed(&middle, &[], 0), draft.pointed(&large, &[], 0));
    let exif = dated(&mut draft);
    let facts = [(271, ascii(maker)), (274, short(1)), (330, draft::longs(&[a, sensor, b])), (0x8769, long(exif))];
    let first = draft.pointed(&small, &facts, 0);
    draft.file(first)
}

#[test]
fn the_largest_picture_of_a_cr2_is_shown_and_turned_once() {
    let [large, ..] = pictures();
    let decoded = read(&cr2(6, &large));
    assert_eq!((decoded.format, decoded.width, decoded.height, decoded.bits), ("CR2", 400, 640, 8));
    assert_eq!(decoded.capture.moment.as_deref(), Some("2026-05-03T14:05:09"));
    assert_eq!(decoded.capture.facts.camera.as_deref(), Some("Canon EOS R6"));
    assert_eq!(decoded.remark, None);
    assert_eq!(read_capture(&cr2(6, &large)).unwrap(), decoded.capture);
}

#[test]
fn the_turn_of_the_file_goes_before_that_of_its_preview() {
    let [large, ..] = pictures();
    let says = |orientation| with_exif(&large, &exif_block(orientation, None));
    for (file, preview, width) in [(6, 6, 400), (6, 1, 400), (1, 6, 640), (0, 6, 400), (77, 8, 400), (0, 0, 640)] {
        assert_eq!(read(&cr2(file, &says(preview))).width, width, "the file says {file}, the preview {preview}");
    }
    let upright = read(&cr2(1, &large)).pixels;
    assert!(difference(&upright, &scene(640, 400)) < 2.0);
}

#[test]
fn makers_are_told_apart_by_their_tags() {
    for (maker, name) in [
        ("NIKON CORPORATION", "NEF"),
        ("SONY", "ARW"),
        ("PENTAX Corporation", "PEF"),
        ("RICOH IMAGING COMPANY, LTD.", "PEF"),
        ("SAMSUNG", "SRW"),
        ("Nobody we know", "RAW"),
    ] {
        for little in [true, false] {
            let decoded = read(&below(maker, little));
            assert_eq!((decoded.format, decoded.width), (name, 640), "{maker}");
            assert_eq!(decoded.capture.moment.as_deref(), Some("2026-05-03T14:05:09"));
        }
        assert!(formats::is_raw(name));
    }
}

#[test]
fn a_tiff_without_a_sensors_data_is_a_tiff_whatever_its_maker() {
    let mut draft = Draft::new(true, 42);
    let first = draft.strip(
        1,
        &[9; 12],
        &[(256, short(2)), (257, short(2)), (258, short(8)), (262, short(2)), (277, short(3)), (271, ascii("NIKON"))],
        0,
    );
    assert_eq!(read(&draft.file(first)).format, "TIFF");
}

#[test]
fn what_a_dng_has_of_its_sensor_is_not_its_preview() {
    let [_, middle, _] = pictures();
    let mut draft = Draft::new(true, 42);
    // The sensor's data packed with loss is a JPEG of eight bits too, in colours that nobody has made yet.
    let lossy = draft.strip(7, &jpeg(&scene(900, 600)), &[(262, short(34892))], 0);
    let plain = draft.strip(7, &lossless(), &[(262, short(32803))], 0);
    let preview = draft.strip(7, &middle, &[(262, short(6))], 0);
    let facts = [(274, short(3)), (330, draft::longs(&[lossy, plain, preview])), (50706, draft::bytes(&[1, 4, 0, 0]))];
    let first = draft.strip(1, &[200; 48], &facts, 0);
    let decoded = read(&draft.file(first));
    assert_eq!((decoded.format, decoded.width, decoded.height), ("DNG", 512, 320));
}

#[test]
fn olympus_counts_from_its_notes() {
    let [large, _, small] = pictures();
    for (number, start, at) in [(0x4f52, &b"OLYMPUS\0II\x03\0"[..], 12), (0x5352, b"OM SYSTEM\0\0\0II\x04\0", 16)] {
        let mut draft = Draft::new(true, number);
        let notes = draft.put(start);
        let settings = notes + at + 18;
        let picture = settings + 30;
        // One entry, two entries, and the picture: all behind the notes, all counted from there.
        draft.put(&draft::directory(true, &[(0x2020, long(settings - notes))]));
        draft.put(&draft::directory(true, &[(0x101, long(picture - notes)), (0x102, long(large.len() as u64))]));
        draft.put(&large);
        let exif = draft.spanning(0x927c, notes, (picture - notes) + large.len() as u64);
        let second = draft.pointed(&small, &[], 0);
        let first = draft.directory(&[(271, ascii("OLYMPUS")), (274, short(8)), (0x8769, long(exif))], second);
        let decoded = read(&draft.file(first));
        assert_eq!((decoded.format, decoded.width, decoded.height), ("ORF", 400, 640));
    }
}

#[test]
fn panasonic_keeps_a_whole_photo_in_a_tag() {
    let [large, ..] = pictures();
    let inner = with_exif(&large, &exif_block(6, Some("2026:05:03 14:05:09")));
    for (outer, width) in [(Some(6), 400), (None, 400), (Some(1), 640)] {
        let mut draft = Draft::new(true, 0x55);
        let mut facts = vec![(0x2e, draft::bytes(&inner)), (271, ascii("Panasonic")), (272, ascii("DC-G9"))];
        facts.extend(outer.map(|orientation| (274, short(orientation))));
        let first = draft.directory(&facts, 0);
        let decoded = read(&draft.file(first));
        assert_eq!((decoded.format, decoded.width), ("RW2", width), "{outer:?}");
        assert_eq!(decoded.capture.facts.camera.as_deref(), Some("Panasonic DC-G9"));
        assert_eq!(decoded.capture.moment.as_deref(), Some("2026-05-03T14:05:09"), "what the file does not say its preview does");
    }
}

fn raf(at: u32, length: u32, picture: &[u8]) -> Vec<u8> {
    let mut file = b"FUJIFILMCCD-RAW 0201FF129502".to_vec();
    file.resize(84, 0);
    file.extend([at.to_be_bytes(), length.to_be_bytes()].concat());
    file.extend([&[0; 56], picture].concat());
    file
}

#[test]
fn fujifilms_header_says_where_the_photo_is() {
    let picture = with_exif(&pictures()[0], &exif_block(8, Some("2026:05:03 14:05:09")));
    let decoded = read(&raf(148, picture.len() as u32, &picture));
    assert_eq!((decoded.format, decoded.width), ("RAF", 400));
    assert_eq!(decoded.capture.moment.as_deref(), Some("2026-05-03T14:05:09"));
    assert!(refusal(&raf(u32::MAX, 5, &picture)).contains("has no preview inside"));
    assert_eq!(refusal(&raf(148, 1 << 30, &picture)), "the picture is damaged or cut short: the file ends early");
    assert!(refusal(b"FUJIFILMCCD-RAW ").contains("has no preview inside"));
}

/// A CR3: with a track at full size or without, and a smaller picture in a box.
fn cr3(track: bool) -> Vec<u8> {
    let [large, middle, small] = pictures();
    let mut first = Draft::new(true, 42);
    let directory = first.directory(&[(272, ascii("Canon EOS R5")), (274, short(8))], 0);
    let mut exif = Draft::new(true, 42);
    let dates = exif.directory(&[(0x9003, ascii("2026:05:03 14:05:09")), (0x8827, short(800))], 0);
    let blocks =
        [atom(*b"CMT1", &first.file(directory)), atom(*b"CMT2", &exif.file(dates)), atom(*b"THMB", &[&[0; 16][..], &small].concat())];
    let metadata = atom(*b"uuid", &[super::canon::METADATA.as_slice(), &blocks.concat()].concat());
    let head = atom(*b"ftyp", b"crx \0\0\0\x01crx isom");
    // Its length does not depend on the place that it tells.
    let moov = |at: u64| {
        let sizes = atom(*b"stsz", &[&[0; 8][..], &1_u32.to_be_bytes(), &(large.len() as u32).to_be_bytes()].concat());
        let places = atom(*b"co64", &[&[0, 0, 0, 0, 0, 0, 0, 1][..], &at.to_be_bytes()].concat());
        let table = atom(*b"stbl", &[sizes, places].concat());
        let track_box = atom(*b"trak", &atom(*b"mdia", &atom(*b"minf", &table)));
        atom(*b"moov", &[metadata.clone(), if track { track_box } else { vec![] }].concat())
    };
    let preview = atom(*b"PRVW", &[&[0; 16][..], &middle].concat());
    let preview = atom(*b"uuid", &[&[9; 16][..], &[0; 8], &preview].concat());
    let at = head.len() + moov(0).len() + preview.len() + 8;
    [head, moov(at as u64), preview, atom(*b"mdat", &large)].concat()
}

#[test]
fn the_first_track_of_a_cr3_is_the_photo_and_else_its_preview() {
    for (track, sides) in [(true, (400, 640)), (false, (320, 512))] {
        let decoded = read(&cr3(track));
        assert_eq!((decoded.format, (decoded.width, decoded.height)), ("CR3", sides));
        assert_eq!(decoded.capture.moment.as_deref(), Some("2026-05-03T14:05:09"));
        assert_eq!((decoded.capture.facts.camera.as_deref(), decoded.capture.facts.iso), (Some("Canon EOS R5"), Some(800)));
    }
}

#[test]
fn a_small_preview_is_told_and_an_icon_is_none() {
    let [_, _, small] = pictures();
    let decoded = read(&cr2(1, &small));
    assert_eq!(decoded.remark.as_deref(), Some("the raw file holds only a small preview, of 160 pixels on its longer side"));
    let icon = jpeg(&scene(100, 60));
    let refused =
        "a raw photo (Fujifilm RAF) has no preview inside, and the sensor's data is not read: export it as JPEG, or as DNG with a preview";
    assert_eq!(refusal(&raf(148, icon.len() as u32, &icon)), refused);
}

#[test]
fn a_preview_that_is_cut_short_is_not_shown_as_whole() {
    let [large, ..] = pictures();
    let whole = cr2(1, &large);
    // The first directory is written last: a file that is cut there has nothing that can be found. So the picture itself is cut.
    let broken = [&large[..large.len() / 2], &[0; 700]].concat();
    let decoded = read(&cr2(1, &broken));
    assert_eq!((decoded.width, decoded.remark.is_some()), (160, true), "the smaller one, and it is told");
    assert_eq!(
        refusal(&raf(148, large.len() as u32, &large[..large.len() / 2])),
        "the picture is damaged or cut short: the file ends early"
    );
    for end in (0..whole.len()).step_by(997) {
        let _ = decode(&whole[..end], &Limits::default());
    }
}

#[test]
fn directories_that_go_in_circles_end() {
    let began = Instant::now();
    let mut draft = Draft::new(true, 42);
    let first = draft.place();
    // It is its own next one, its own child, and a sensor's; and so is each of many more.
    let circle: Vec<u64> = (0..2000).map(|_| first).collect();
    draft.directory(&[(262, short(32803)), (330, draft::longs(&circle)), (513, long(u64::from(u32::MAX))), (514, long(9))], first);
    assert!(refusal(&draft.file(first)).contains("has no preview inside"));
    let mut draft = Draft::new(false, 42);
    let at = draft.place();
    draft.directory(
        &[(50706, draft::bytes(&[1, 4, 0, 0])), (330, long(at)), (273, long(3_000_000_000)), (279, long(3_000_000_000)), (259, short(7))],
        0,
    );
    assert!(refusal(&draft.file(at)).contains("has no preview inside"));
    assert!(began.elapsed() < Duration::from_secs(5));
}

#[test]
fn pictures_that_lie_in_one_another_are_not_looked_through_again_and_again() {
    let began = Instant::now();
    // Sixty beginnings of a picture, each of which says that it goes to the end of the file.
    let start = &pictures()[0][..2000];
    let broken = [start.repeat(60), vec![0x55; 40 << 20]].concat();
    let mut draft = Draft::new(true, 42);
    let at = draft.put(&broken);
    let mut next = 0;
    for n in 0..60 {
        let skipped = n * start.len() as u64;
        next = draft.directory(&[(259, short(6)), (273, long(at + skipped)), (279, long(broken.len() as u64 - skipped))], next);
    }
    let first = draft.directory(&[(50706, draft::bytes(&[1, 4, 0, 0]))], next);
    assert_eq!(refusal(&draft.file(first)), "the picture is damaged or cut short: the file ends early");
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
}

#[test]
fn a_preview_comes_smaller_where_that_will_do_and_within_memory() {
    let file = cr2(6, &pictures()[0]);
    let small = decode_at_least(&file, &Limits::default(), 100).unwrap();
    assert_eq!((small.pixels.width(), small.width, small.height), (100, 400, 640));
    assert!(decode(&file, &Limits { pixels: 100_000, memory: 1 << 30 }).is_err());
    let tight = decode(&file, &Limits { pixels: 1_000_000, memory: 500_000 }).unwrap();
    assert_eq!(tight.pixels.width(), 200);
}

#[test]
fn nonsense_anywhere_ends_nothing_but_this_picture() {
    let [large, ..] = pictures();
    for whole in [cr2(6, &large), below("NIKON", false), cr3(true)] {
        // Where directories and boxes are, each byte; the pictures have their own tests.
        let places = (0..whole.len()).filter(|at| *at < 400 || at + 400 > whole.len());
        for at in places {
            let mut damaged = whole.clone();
            damaged[at] ^= 0xff;
            let _ = decode_at_least(&damaged, &Limits { pixels: 1_000_000, memory: 50_000_000 }, 64);
        }
    }
}
