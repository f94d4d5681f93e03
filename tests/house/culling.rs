//! A shoot from a shell: what cameras noted, filters by it, duplicates, and a catalogue of an older version.

use crate::command_line::{Desk, stderr};
use image::codecs::jpeg::JpegEncoder;
use image::{ImageEncoder, Rgb, RgbImage};
use rusqlite::Connection;
use serde_json::Value;
use std::path::Path;

/// A TIFF structure, little-endian: make, model, moment, thousandths, sensitivity, lens.
fn exif(model: &str, moment: &str, thousandths: &str, iso: u16) -> Vec<u8> {
    let ascii = |text: &str| [text.as_bytes(), &[0]].concat();
    let (make, lens) = (ascii("Otherbrand"), ascii("24-70mm f/2.8"));
    let main = [(0x010f, make), (0x0110, ascii(model))];
    let taken = [(0x9003, ascii(moment)), (0x9291, ascii(thousandths)), (0xa434, lens)];
    let mut block = b"II*\0\x08\0\0\0".to_vec();
    let (main_len, taken_len) = (2 + 12 * 3 + 4, 2 + 12 * 4 + 4);
    let mut data = Vec::new();
    let data_at = 8 + main_len + taken_len;
    let entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        [&tag.to_le_bytes()[..], &kind.to_le_bytes(), &count.to_le_bytes(), &value].concat()
    };
    let mut text = |tag: u16, bytes: &[u8]| {
        let mut value = [0; 4];
        if bytes.len() <= 4 {
            value[..bytes.len()].copy_from_slice(bytes);
        } else {
            value = ((data_at + data.len()) as u32).to_le_bytes();
            data.extend_from_slice(bytes);
        }
        entry(tag, 2, bytes.len() as u32, value)
    };
    block.extend(3_u16.to_le_bytes());
    for (tag, bytes) in &main {
        block.extend(text(*tag, bytes));
    }
    block.extend(entry(0x8769, 4, 1, ((8 + main_len) as u32).to_le_bytes()));
    block.extend([0; 4]);
    block.extend(4_u16.to_le_bytes());
    block.extend(entry(0x8827, 3, 1, [iso.to_le_bytes()[0], iso.to_le_bytes()[1], 0, 0]));
    for (tag, bytes) in &taken {
        block.extend(text(*tag, bytes));
    }
    block.extend([0; 4]);
    [block, data].concat()
}

/// A round thing of a colour on white, with fine stripes; `soft` smears them.
fn scene(colour: [u8; 3], stripes: u32, soft: bool) -> RgbImage {
    RgbImage::from_fn(240, 320, |x, y| {
        let inside = (x as f32 - 120.0).hypot((y as f32 - 160.0) * 0.8) < 80.0;
        let stripe = inside && if soft { (x / 2 + y / 3) % stripes < stripes / 3 } else { (x + y / 2) % stripes < stripes / 3 };
        let tone = if stripe { 0.6 } else { 1.0 };
        if inside { Rgb(colour.map(|v| (f32::from(v) * tone) as u8)) } else { Rgb([250; 3]) }
    })
}

fn save(path: &Path, picture: &RgbImage, block: Option<Vec<u8>>) {
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, 92);
    if let Some(block) = block {
        encoder.set_exif_metadata(block).unwrap();
    }
    encoder.write_image(picture, picture.width(), picture.height(), image::ExtendedColorType::Rgb8).unwrap();
    fs_err::create_dir_all(path.parent().unwrap()).unwrap();
    fs_err::write(path, bytes).unwrap();
}

fn shoot() -> Desk {
    let desk = Desk::new();
    draw(&desk.path("shoot"));
    assert_eq!(desk.index(&desk.path("shoot")).0, 0);
    desk
}

/// Draws a burst of three whose second frame is sharp, a photo with an edited export and a copy of its bytes, the same in another colour,
/// and one without EXIF.
pub fn draw(folder: &Path) {
    let at = |name: &str| folder.join(name);
    for (n, ms) in ["000", "190", "380"].into_iter().enumerate() {
        save(&at(&format!("burst-{n}.jpg")), &scene([40, 90, 160], 12, n != 1), Some(exif("X-10", "2026:05:04 09:12:07", ms, 800)));
    }
    let dress = scene([190, 40, 60], 20, false);
    save(&at("dress.jpg"), &dress, Some(exif("X-10", "2026:05:10 10:00:00", "000", 100)));
    fs_err::create_dir_all(at("exports")).unwrap();
    fs_err::copy(at("dress.jpg"), at("exports/copy of dress.jpg")).unwrap();
    let brighter = RgbImage::from_fn(240, 320, |x, y| Rgb(dress.get_pixel(x, y).0.map(|v| (f32::from(v) * 1.12).min(255.0) as u8)));
    save(&at("exports/brighter.jpg"), &brighter, Some(exif("X-10", "2026:05:12 23:59:59", "999", 100)));
    save(&at("green.jpg"), &scene([40, 150, 60], 20, false), Some(exif("X-100", "2026:05:13 00:00:00", "000", 3200)));
    save(&at("plain.png.jpg"), &scene([90, 90, 90], 31, false), None);
}

/// A photo of its own colour, by that model of Otherbrand's, taken then.
pub fn shot(file: &Path, colour: [u8; 3], model: &str, moment: &str) {
    save(file, &scene(colour, 20, false), Some(exif(model, moment, "120", 100)));
}

/// The names that a search finds, in its order.
fn found(desk: &Desk, arguments: &[&str]) -> Vec<String> {
    names(&desk.json(&[&["search", "--top", "100"], arguments].concat()).1["results"])
}

fn names(list: &Value) -> Vec<String> {
    let name = |value: &Value| value["path"].as_str().unwrap().rsplit('/').next().unwrap().trim_end_matches(".jpg").to_owned();
    list.as_array().map(|list| list.iter().map(name).collect()).unwrap_or_default()
}

fn groups(desk: &Desk) -> Vec<(String, Vec<String>)> {
    let (_, answer) = desk.json(&["duplicates"]);
    let group = |group: &Value| (group["kind"].as_str().unwrap().to_owned(), names(&group["photos"]));
    answer["groups"].as_array().unwrap().iter().map(group).collect()
}

#[test]
fn photos_are_found_by_what_cameras_noted_and_ordered_to_the_thousandth() {
    let desk = shoot();
    assert_eq!(found(&desk, &["date:2026-05-04", "--sort", "date", "--reverse"]), ["burst-0", "burst-1", "burst-2"]);
    assert_eq!(found(&desk, &["date:2026-05-04", "--sort", "date"]), ["burst-2", "burst-1", "burst-0"]);
    assert_eq!(found(&desk, &["date:2026-05-12..2026-05-13"]), ["brighter", "green"]);
    assert_eq!(found(&desk, &["camera:x-100"]), ["green"]);
    assert_eq!(found(&desk, &["camera:\"otherbrand x-10\"", "iso:>=800"]), ["burst-0", "burst-1", "burst-2"]);
    assert_eq!(found(&desk, &["type:jpeg -lens:24-70*"]), ["plain.png"]);
    assert_eq!(found(&desk, &["aspect:portrait", "size:240", "iso:3200"]), ["green"]);
    let by_size = found(&desk, &["aspect:portrait", "--sort", "size"]);
    let bytes = |name: &String| {
        let file = ["", "exports/"].map(|folder| desk.path("shoot").join(format!("{folder}{name}.jpg")));
        file.iter().find_map(|file| Some(fs_err::metadata(file).ok()?.len())).unwrap()
    };
    assert!(by_size.is_sorted_by(|a, b| bytes(a) >= bytes(b)), "{by_size:?}");
    for (query, bad) in [("date:2026-13", "2026-13"), ("iso:many", "many"), ("aspect:round", "round"), ("size:big", "big")] {
        let output = desk.run(&["search", query, "--catalog", desk.path("shop.selvedge").to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(2), "{query}");
        assert!(stderr(&output).contains(bad), "{query}: {}", stderr(&output));
    }
}

#[test]
fn duplicates_are_told_by_kind_with_the_best_of_each_and_told_apart_for_good() {
    let desk = shoot();
    let kinds =
        [("exact", vec!["dress", "copy of dress"]), ("burst", vec!["burst-1", "burst-0", "burst-2"]), ("near", vec!["dress", "brighter"])];
    let want = kinds.map(|(kind, names)| (kind.to_owned(), names.into_iter().map(str::to_owned).collect::<Vec<_>>()));
    assert_eq!(groups(&desk), want);
    let (code, bursts) = desk.json(&["duplicates", "--kind", "burst"]);
    let burst = &bursts["groups"][0]["photos"];
    assert_eq!((code, bursts["groups"].as_array().unwrap().len()), (0, 1));
    assert_eq!((&burst[0]["best"], &burst[0]["reason"], &burst[1]["best"]), (&true.into(), &"sharpness".into(), &false.into()));
    let mut all = found(&desk, &["is:duplicate"]);
    all.sort();
    assert_eq!(all, ["brighter", "burst-0", "burst-1", "burst-2", "copy of dress", "dress"]);
    assert_eq!(found(&desk, &["type:jpeg -is:duplicate"]), ["green", "plain.png"]);

    let path = |name: &str| desk.path("shoot").join(name).to_str().unwrap().to_owned();
    let (code, told) = desk.json(&["duplicates", "--distinct", &path("exports/brighter.jpg"), &path("dress.jpg")]);
    assert_eq!((code, &told["changed"]), (0, &1.into()), "{told}");
    assert_eq!(groups(&desk), want[..2]);
    assert_eq!(desk.json(&["duplicates", "--distinct", &path("dress.jpg"), &path("exports/brighter.jpg")]).1["changed"], 0);
    assert_eq!(desk.json(&["duplicates", "--kind", "near"]).0, 1, "nothing found");
    assert_eq!(desk.json(&["undo", "--step", &told["step"].to_string()]).0, 0);
    assert_eq!(groups(&desk), want);
    let catalog = desk.path("shop.selvedge");
    let refused = desk.run(&["duplicates", "--distinct", &path("dress.jpg"), &path("nowhere.jpg"), "--catalog", catalog.to_str().unwrap()]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(stderr(&refused).contains("nowhere.jpg"), "{}", stderr(&refused));
}

#[test]
fn photos_of_an_older_catalogue_get_their_facts_without_being_embedded_again() {
    let desk = shoot();
    let before = groups(&desk);
    let forget = Connection::open(desk.path("shop.selvedge")).unwrap();
    // As an older version left them: no facts, no thousandths, no fingerprints; and vectors that no model makes twice.
    forget.execute_batch("DELETE FROM facts; DELETE FROM fingerprints; UPDATE photos SET captured = substr(captured, 1, 19)").unwrap();
    let vectors = || -> Vec<Vec<u8>> {
        let mut statement = forget.prepare("SELECT vector FROM embeddings ORDER BY photo_id").unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    forget.execute_batch("UPDATE embeddings SET vector = (SELECT vector FROM embeddings WHERE photo_id = 1)").unwrap();
    let marked = vectors();
    assert_eq!(found(&desk, &["camera:x-10"]), [""; 0]);
    let (code, report) = desk.index(&desk.path("shoot"));
    assert_eq!((code, &report["added"], &report["updated"], &report["unchanged"]), (0, &0.into(), &0.into(), &8.into()), "{report}");
    assert_eq!(vectors(), marked, "nothing was embedded");
    assert_eq!(found(&desk, &["date:2026-05-04", "--sort", "date", "--reverse"]), ["burst-0", "burst-1", "burst-2"]);
    assert_eq!(groups(&desk), before, "fingerprints are made where they are asked for");
    let prints: i64 = forget.query_row("SELECT count(*) FROM fingerprints", [], |row| row.get(0)).unwrap();
    assert!(prints > 0, "and kept");
}
