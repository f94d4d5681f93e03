//! Flags, stars and colour labels from a shell: given, found, sorted, read from files and written beside them.

use crate::command_line::{Desk, stderr};
use crate::pictures;
use serde_json::{Value, json};
use std::path::PathBuf;

fn mark(desk: &Desk, arguments: &[&str]) -> (i32, Value) {
    desk.json(&[&["mark"], arguments].concat())
}

fn counts(answer: &Value) -> [u64; 3] {
    ["changed", "unchanged", "conflicts"].map(|key| answer[key].as_u64().unwrap_or_else(|| panic!("{answer}")))
}

/// The numbers of the photos that a query finds, in order.
fn found(desk: &Desk, arguments: &[&str]) -> Vec<usize> {
    let (_, answer) = desk.json(&[&["search"], arguments].concat());
    let number = |hit: &Value| hit["path"].as_str().unwrap().trim_end_matches(".jpg").rsplit('-').next().unwrap().parse().unwrap();
    answer["results"].as_array().unwrap().iter().map(number).collect()
}

#[test]
fn photos_are_marked_found_and_sorted_by_their_marks() {
    let desk = Desk::with_photos(8);
    let [one, two, three] = [1, 2, 3].map(|n| desk.photo(n));
    let (code, answer) = mark(&desk, &["--flag", "pick", "--stars", "4", &one, &two, &one]);
    assert_eq!((code, counts(&answer)), (0, [2, 0, 0]));
    let step = answer["step"].as_i64().unwrap().to_string();
    let (_, again) = mark(&desk, &["--flag", "pick", &one]);
    assert_eq!((counts(&again), &again["step"]), ([0, 1, 0], &Value::Null), "what changes nothing is no step");
    mark(&desk, &["--stars", "2", "--color", "red", &three]);
    mark(&desk, &["--flag", "reject", &three]);
    for (query, wanted) in [
        ("is:pick", vec![1, 2]),
        ("is:reject", vec![3]),
        ("is:unflagged", vec![0, 4, 5, 6, 7]),
        ("rating:>0 -is:reject", vec![1, 2]),
        ("rating:>=3", vec![1, 2]),
        ("rating:1..3", vec![3]),
        ("rating:0 -name:photo-00[0-5]*", vec![0, 4, 5, 6, 7]),
        ("color:red", vec![3]),
        ("name:photo -color:none", vec![3]),
    ] {
        assert_eq!(found(&desk, &[query]), wanted, "{query}");
    }
    assert_eq!(found(&desk, &["name:photo", "--sort", "rating"]), [1, 2, 3, 0, 4, 5, 6, 7], "the most stars first, then by name");
    assert_eq!(found(&desk, &["name:photo", "--sort", "rating", "--reverse", "--top", "1"]), [7]);
    assert_eq!(found(&desk, &["red dress", "--sort", "rating"])[..3], [1, 2, 3]);
    let (_, answer) = desk.json(&["search", "rating:2"]);
    let hit = &answer["results"][0];
    assert_eq!((&hit["flag"], &hit["stars"], &hit["color"]), (&json!("reject"), &json!(2), &json!("red")));
    let (_, answer) = desk.json(&["search", "name:photo-007*"]);
    assert!(answer["results"][0].get("stars").is_none(), "{answer}");

    let (_, answer) = mark(&desk, &["--query", "is:pick rating:4", "--stars", "0", "--flag", "none"]);
    assert_eq!((counts(&answer), found(&desk, &["rating:0"]).len()), ([2, 0, 0], 7));
    let (_, answer) = mark(&desk, &["--query", "red dress", "--top", "3", "--color", "blue"]);
    assert_eq!((counts(&answer), found(&desk, &["color:blue"]).len()), ([3, 0, 0], 3));
    assert_eq!(mark(&desk, &["--query", "color:purple", "--stars", "1"]).0, 1, "nothing found");
    let refused = desk.run(&["undo", "--step", &step, "--catalog", desk.path("shop.selvedge").to_str().unwrap()]);
    assert!(stderr(&refused).contains("Pick") || stderr(&refused).contains("Mark"), "{}", stderr(&refused));
    for _ in 0..5 {
        assert_eq!(desk.json(&["undo"]).0, 0);
    }
    assert_eq!((found(&desk, &["rating:0"]).len(), desk.json(&["undo"]).0), (8, 1));
    assert_eq!(desk.json(&["check"]).0, 0);
}

#[test]
fn what_cannot_be_marked_is_refused_and_named() {
    let desk = Desk::with_photos(8);
    let one = desk.photo(1);
    let catalog = desk.path("shop.selvedge");
    for (name, arguments) in [
        ("6", vec!["--stars", "6", &one]),
        ("mauve", vec!["--color", "mauve", &one]),
        ("maybe", vec!["--flag", "maybe", &one]),
        ("nowhere", vec!["--flag", "pick", "nowhere.jpg"]),
        ("red dress", vec!["--stars", "1", "--query", "red dress"]),
        ("rating:high", vec!["--stars", "1", "--query", "rating:high"]),
        ("rating:1..9", vec!["--stars", "1", "--query", "rating:1..9"]),
        ("color:mauve", vec!["--stars", "1", "--query", "color:mauve"]),
        ("--flag", vec![&one]),
        ("PHOTO", vec!["--stars", "1"]),
        ("--prefer", vec!["--stars", "1", &one, "--prefer", "file"]),
    ] {
        let output = desk.run(&[&["mark", "--catalog", catalog.to_str().unwrap()], &arguments[..]].concat());
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", stderr(&output));
        assert!(stderr(&output).contains(name) && !stderr(&output).contains("panicked"), "{arguments:?}: {}", stderr(&output));
    }
    assert_eq!(desk.json(&["undo"]).0, 1, "nothing was done");
}

#[test]
fn marks_survive_a_new_picture_in_the_file_and_a_new_place() {
    let desk = Desk::with_photos(8);
    mark(&desk, &["--flag", "pick", "--stars", "5", "--color", "green", &desk.photo(1), &desk.photo(2)]);
    pictures::save(&desk.path("shop/photo-001.jpg"), 99);
    fs_err::create_dir_all(desk.path("shop/deep")).unwrap();
    fs_err::rename(desk.photo(2), desk.path("shop/deep/photo-002.jpg")).unwrap();
    let (_, report) = desk.index(&desk.path("shop"));
    assert_eq!((&report["updated"], &report["moved"]), (&json!(1), &json!(1)), "{report}");
    let mut kept = found(&desk, &["is:pick rating:5 color:green"]);
    kept.sort_unstable();
    assert_eq!(kept, [1, 2]);
}

#[test]
fn marks_go_beside_the_photos_and_come_back() {
    let desk = Desk::with_photos(8);
    let [one, two] = [1, 2].map(|n| desk.photo(n));
    mark(&desk, &["--flag", "pick", "--stars", "4", &one]);
    let (_, report) = desk.json(&["tags", "export", "--format", "xmp"]);
    assert_eq!((&report["written"], &report["conflicts"]), (&json!(1), &json!(0)), "{report}");
    let sidecar = |photo: &str| PathBuf::from(format!("{photo}.xmp"));
    let written = fs_err::read_to_string(sidecar(&one)).unwrap();
    fs_err::write(sidecar(&two), written.replace("<xmp:Rating>4<", "<xmp:Rating>3<")).unwrap();
    fs_err::write(sidecar(&one), written.replace("<xmp:Rating>4<", "<xmp:Rating>1<")).unwrap();
    assert_eq!(desk.index(&desk.path("shop")).1["unchanged"], 8, "indexing sets no marks");
    assert_eq!(found(&desk, &["is:pick"]), [1]);
    let (code, answer) = mark(&desk, &["--from-files", "--dry-run"]);
    assert_eq!((code, counts(&answer), found(&desk, &["is:pick"])), (0, [1, 0, 1], vec![1]));
    assert_eq!(answer["differences"], json!([{ "path": one, "catalog": "4 stars", "file": "1 star" }]));
    assert_eq!(counts(&mark(&desk, &["--from-files"]).1), [1, 0, 1]);
    assert_eq!(found(&desk, &["is:pick", "--sort", "rating"]), [1, 2]);
    let (_, report) = desk.json(&["tags", "export", "--format", "xmp"]);
    assert_eq!((&report["written"], &report["conflicts"]), (&json!(0), &json!(1)), "{report}");
    assert_eq!(counts(&mark(&desk, &["--from-files", "--prefer", "newer"]).1), [1, 1, 0]);
    assert_eq!((found(&desk, &["rating:1"]), found(&desk, &["rating:3"])), (vec![1], vec![2]));
    assert_eq!(desk.json(&["tags", "export", "--format", "xmp"]).1["conflicts"], json!(0));
}

#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_written_is_told_and_keeps_what_it_has() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::with_photos(8);
    let allow = |mode| fs_err::set_permissions(desk.path("shop"), std::fs::Permissions::from_mode(mode)).unwrap();
    mark(&desk, &["--stars", "4", &desk.photo(1)]);
    allow(0o555);
    let may_write = fs_err::write(desk.path("shop/probe"), "").is_ok();
    let (code, report) = desk.json(&["tags", "export", "--format", "xmp"]);
    allow(0o755);
    if may_write {
        // Who may do everything is stopped by no permission.
        return;
    }
    assert_eq!((code, report["failed"].as_array().unwrap().len()), (2, 1), "{report}");
    assert!(report["failed"][0]["reason"].as_str().unwrap().contains("cannot be written to"), "{report}");
    let (code, report) = desk.json(&["tags", "export", "--format", "xmp"]);
    assert_eq!((code, &report["written"]), (0, &json!(1)), "what failed is tried again: {report}");
}

#[test]
fn two_processes_mark_at_once_and_nothing_is_lost() {
    let desk = Desk::with_photos(8);
    let catalog = desk.path("shop.selvedge");
    let start = |n: usize| {
        let (stars, photo) = ((n % 5 + 1).to_string(), desk.photo(n));
        let arguments = ["mark", "--stars", &stars, &photo, "--catalog", catalog.to_str().unwrap()];
        desk.command(&arguments).stdout(std::process::Stdio::null()).spawn().unwrap()
    };
    let all: Vec<_> = (0..8).map(start).collect();
    for mut one in all {
        assert!(one.wait().unwrap().success());
    }
    assert_eq!(found(&desk, &["rating:>=1"]).len(), 8);
    for stars in 1..=5 {
        let wanted: Vec<usize> = (0..8).filter(|n| n % 5 + 1 == stars).collect();
        assert_eq!(found(&desk, &[&format!("rating:{stars}")]), wanted);
    }
}
