//! Saved searches from a shell: kept, listed with their counts, asked again, changed and deleted.

use crate::command_line::{Desk, stderr};
use serde_json::{Value, json};

/// Gives these photos three stars.
fn rate(desk: &Desk, photos: &[usize]) {
    let files: Vec<String> = photos.iter().map(|n| desk.photo(*n)).collect();
    let arguments: Vec<&str> = ["mark", "--stars", "3"].into_iter().chain(files.iter().map(String::as_str)).collect();
    assert_eq!(desk.json(&arguments).0, 0);
}

fn names(answer: &Value) -> Vec<String> {
    let name = |hit: &Value| hit["path"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    answer["results"].as_array().unwrap().iter().map(name).collect()
}

#[test]
fn a_search_is_kept_listed_asked_again_changed_and_deleted() {
    let desk = Desk::with_photos(8);
    assert_eq!(desk.json(&["searches"]), (1, json!([])));
    rate(&desk, &[1, 2, 3, 4]);
    let (code, first) = desk.json(&["search", "rating:3", "--sort", "name", "--reverse", "--save", "Some"]);
    assert_eq!((code, names(&first).len()), (0, 4), "{first}");
    let (code, again) = desk.json(&["search", "--saved", "some"]);
    assert_eq!((code, names(&again)), (0, names(&first)), "in its order");
    assert_eq!(names(&desk.json(&["search", "--saved", "some", "--reverse"]).1)[0], "photo-001.jpg");
    let (code, list) = desk.json(&["searches"]);
    let kept = &list[0];
    assert_eq!((code, &kept["name"], &kept["query"], &kept["photos"]), (0, &json!("Some"), &json!("rating:3"), &json!(4)));
    assert_eq!((&kept["sort"], &kept["reverse"], &kept["min_score"]), (&json!("name"), &json!(true), &Value::Null));
    desk.json(&["search", "red dress", "--min-score", "0.9", "--save", "SOME"]);
    let (_, list) = desk.json(&["searches"]);
    assert_eq!((list.as_array().unwrap().len(), &list[0]["name"], &list[0]["photos"]), (1, &json!("SOME"), &json!(0)), "{list}");
    assert_eq!(desk.json(&["search", "--saved", "some"]).0, 1, "with its cut-off");
    assert_eq!(desk.json(&["searches", "--delete", "some"]).1["deleted"], "SOME");
    assert_eq!(desk.json(&["searches"]).1, json!([]));
    for _ in 0..2 {
        assert_eq!(desk.json(&["undo"]).0, 0);
    }
    assert_eq!(desk.json(&["searches"]).1[0]["query"], "rating:3", "each was a step");
    assert_eq!(desk.json(&["check"]).0, 0);
}

#[test]
fn what_a_saved_search_finds_is_copied() {
    let desk = Desk::with_photos(8);
    rate(&desk, &[1, 2]);
    desk.json(&["search", "rating:3", "--sort", "name", "--reverse", "--save", "Two"]);
    let to = desk.path("out");
    let (code, answer) = desk.json(&["copy", "--saved", "Two", "--to", to.to_str().unwrap(), "--name", "{n}-{name}"]);
    assert_eq!((code, &answer["copied"], &answer["examples"][0]["to"]), (0, &json!(2), &json!("1-photo-002.jpg")), "{answer}");
}

#[test]
fn what_cannot_be_kept_or_asked_is_refused() {
    let desk = Desk::with_photos(8);
    let catalog = desk.path("shop.selvedge");
    desk.json(&["search", "name:photo-001*", "--save", "One"]);
    for (word, arguments) in [
        ("no saved search 'Two'", vec!["search", "--saved", "Two"]),
        ("One", vec!["search", "--saved", "Two"]),
        ("colur", vec!["search", "colur:red", "--save", "Broken"]),
        ("Search for something", vec!["search", "--save", "Nothing"]),
        ("--saved", vec!["search", "red", "--saved", "One"]),
        ("no saved search", vec!["searches", "--delete", "Two"]),
    ] {
        let output = desk.run(&[&arguments[..], &["--catalog", catalog.to_str().unwrap()]].concat());
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", stderr(&output));
        assert!(stderr(&output).contains(word) && !stderr(&output).contains("panicked"), "{arguments:?}: {}", stderr(&output));
    }
    assert_eq!(desk.json(&["searches"]).1.as_array().unwrap().len(), 1);
}

#[test]
fn the_tags_of_what_a_saved_search_finds_are_exported_alone() {
    let desk = Desk::with_photos(8);
    let csv = desk.path("labels.csv");
    fs_err::write(&csv, "path,set,label\nphoto-001.jpg,Colour,Red\nphoto-002.jpg,Colour,Blue\n").unwrap();
    assert_eq!(desk.json(&["tags", "import", csv.to_str().unwrap()]).0, 0);
    desk.json(&["search", "tag:red", "--save", "Reds"]);
    let (_, rows) = desk.json(&["tags", "export", "--format", "json", "--saved", "reds"]);
    let paths: Vec<&str> = rows.as_array().unwrap().iter().map(|row| row["path"].as_str().unwrap()).collect();
    assert!(paths.len() == 1 && paths[0].ends_with("photo-001.jpg"), "{rows}");
    assert_eq!(desk.json(&["tags", "export", "--format", "json"]).1.as_array().unwrap().len(), 2);
    desk.json(&["search", "red dress", "--save", "Ranked"]);
    let catalog = desk.path("shop.selvedge");
    let export = ["tags", "export", "--format", "json", "--saved", "ranked"];
    let refused = desk.run(&[&export[..], &["--catalog", catalog.to_str().unwrap()]].concat());
    assert!(refused.status.code() == Some(2) && stderr(&refused).contains("'red dress' ranks every photo"), "{}", stderr(&refused));
    assert_eq!(desk.json(&[&export[..], &["--top", "8"]].concat()).1.as_array().unwrap().len(), 2);
}
