//! A camera's clock from a shell: cameras are listed, one is set off, dates follow, and all of it is undone.

use crate::command_line::{Desk, stderr};
use crate::culling;
use serde_json::{Value, json};

/// Six photos by an X-10, one by an X-100, and one that tells no camera.
fn shoot() -> Desk {
    let desk = Desk::new();
    culling::draw(&desk.path("shoot"));
    assert_eq!(desk.index(&desk.path("shoot")).0, 0);
    desk
}

fn file(desk: &Desk, name: &str) -> String {
    desk.path(&format!("shoot/{name}.jpg")).to_str().unwrap().to_owned()
}

fn found(desk: &Desk, query: &str) -> Vec<String> {
    let (_, answer) = desk.json(&["search", query, "--sort", "date"]);
    let name = |hit: &Value| hit["path"].as_str().unwrap().rsplit('/').next().unwrap().trim_end_matches(".jpg").to_owned();
    answer["results"].as_array().map(|hits| hits.iter().map(name).collect()).unwrap_or_default()
}

#[test]
fn cameras_are_listed_with_their_photos_dates_and_clocks() {
    let desk = shoot();
    let (code, answer) = desk.json(&["clock"]);
    let cameras = [
        json!({ "camera": "Otherbrand X-10", "photos": 6, "first": "2026-05-04T09:12:07.000", "last": "2026-05-12T23:59:59.999", "offset": "0", "offset_s": 0 }),
        json!({ "camera": "Otherbrand X-100", "photos": 1, "first": "2026-05-13T00:00:00.000", "last": "2026-05-13T00:00:00.000", "offset": "0", "offset_s": 0 }),
    ];
    assert_eq!((code, &answer["cameras"]), (0, &json!(cameras)));
    let (code, one) = desk.json(&["clock", "x-100"]);
    assert_eq!((code, &one["cameras"]), (0, &json!([cameras[1]])));
    let output = desk.run(&["clock", "--catalog", desk.path("shop.selvedge").to_str().unwrap()]);
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(told.contains("Otherbrand X-100  1 photo  2026-05-13 00:00:00.000 to 2026-05-13 00:00:00.000\n"), "{told}");
    let none = Desk::with_photos(3);
    assert_eq!((none.json(&["clock"]).0, &none.json(&["clock"]).1["cameras"]), (1, &json!([])));
}

#[test]
fn dates_are_sorted_and_filtered_by_the_corrected_clock_until_it_is_undone() {
    let desk = shoot();
    let before = fs_err::read(file(&desk, "green")).unwrap();
    assert_eq!(found(&desk, "date:2026-05-12..2026-05-13"), ["green", "brighter"]);
    let (code, set) = desk.json(&["clock", "x-100", "-1:00:00"]);
    assert_eq!(
        (code, &set["camera"], &set["offset"], &set["changed"]),
        (0, &"Otherbrand X-100".into(), &"-1:00:00".into(), &true.into()),
        "{set}"
    );
    assert_eq!((&set["first"], &set["offset_s"]), (&"2026-05-12T23:00:00.000".into(), &(-3600).into()));
    assert_eq!(found(&desk, "date:2026-05-12"), ["brighter", "green"]);
    assert_eq!(found(&desk, "date:2026-05-13"), [""; 0]);
    assert_eq!(desk.json(&["clock", "x-100", "-1h"]).1["step"], Value::Null, "it is so already");
    // An index run reads the file, and the clock is as much off as before.
    assert_eq!(desk.index(&desk.path("shoot")).0, 0);
    assert_eq!(found(&desk, "date:2026-05-12"), ["brighter", "green"]);
    assert_eq!(desk.json(&["check"]).0, 0);
    assert_eq!(desk.json(&["undo", "--step", &set["step"].to_string()]).0, 0);
    assert_eq!(found(&desk, "date:2026-05-13"), ["green"]);
    assert_eq!(desk.json(&["redo"]).0, 0);
    assert_eq!(desk.json(&["clock", "x-100", "0"]).1["changed"], true);
    assert_eq!(found(&desk, "date:2026-05-13"), ["green"]);
    assert_eq!(fs_err::read(file(&desk, "green")).unwrap(), before, "the photo stays as it is");
}

#[test]
fn two_photos_of_one_instant_set_the_clock_of_the_second_ones_camera() {
    let desk = shoot();
    let (code, set) = desk.json(&["clock", "--same", &file(&desk, "dress"), &file(&desk, "green")]);
    assert_eq!((code, &set["camera"], &set["offset"]), (0, &"Otherbrand X-100".into(), &"-2d 14:00:00".into()), "{set}");
    assert_eq!(found(&desk, "date:2026-05-10T10:00:00 camera:x-100"), ["green"]);
    let (_, back) = desk.json(&["clock", "--same", &file(&desk, "green"), &file(&desk, "dress")]);
    assert_eq!((&back["camera"], &back["changed"]), (&"Otherbrand X-10".into(), &false.into()), "they agree");
}

#[test]
fn what_is_no_camera_no_offset_or_no_pair_is_refused_in_words() {
    let desk = shoot();
    let catalog = desk.path("shop.selvedge");
    let (dress, plain, burst) = (file(&desk, "dress"), file(&desk, "plain.png"), file(&desk, "burst-0"));
    for (told, arguments) in [
        ("known are: Otherbrand X-10, Otherbrand X-100", &["clock", "Nikon", "1h"][..]),
        ("may be any of these cameras: Otherbrand X-10, Otherbrand X-100", &["clock", "brand", "1h"]),
        ("'soon' is no time to set a clock by", &["clock", "x-100", "soon"]),
        ("'99999d' is more than 100 years", &["clock", "x-100", "99999d"]),
        ("does not tell its camera", &["clock", "--same", &dress, &plain]),
        ("both photos are by Otherbrand X-10", &["clock", "--same", &dress, &burst]),
        ("nowhere.jpg", &["clock", "--same", &dress, "nowhere.jpg"]),
        ("cannot be used with", &["clock", "x-100", "--same", &dress, &burst]),
    ] {
        let output = desk.run(&[arguments, &["--catalog", catalog.to_str().unwrap()]].concat());
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(stderr(&output).contains(told), "{arguments:?}: {}", stderr(&output));
    }
    assert!(desk.json(&["clock"]).1["cameras"].as_array().unwrap().iter().all(|camera| camera["offset_s"] == 0));
}
