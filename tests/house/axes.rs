//! Walks and axes from a shell: steps from here to there, what is kept, sorted and filtered by, and what cannot be walked.

use crate::command_line::{Desk, stderr};
use crate::trust::{import, sample};
use serde_json::{Value, json};

fn walk<'a>(from: &'a str, to: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&["axis", "--from", from, "--to", to], more].concat()
}

/// The names of the photos of an answer.
fn names(results: &Value) -> Vec<String> {
    let name = |hit: &Value| hit["path"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    results.as_array().unwrap().iter().map(name).collect()
}

/// What a refusal says.
fn refused(desk: &Desk, arguments: &[&str]) -> String {
    let catalog = desk.path("shop.selvedge");
    let output = desk.run(&[arguments, &["--catalog", catalog.to_str().unwrap()]].concat());
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
    assert!(!said.contains("panicked"), "{said}");
    said
}

#[test]
fn a_walk_has_its_steps_in_order_and_begins_and_ends_as_a_search_does() {
    let (desk, _) = sample();
    let (code, walked) = desk.json(&walk("jeans", "handbag", &["--steps", "5", "--top", "3"]));
    assert_eq!((code, &walked["from"], &walked["to"], &walked["way"]), (0, &json!("jeans"), &json!("handbag"), &json!("line")), "{walked}");
    let steps = walked["steps"].as_array().unwrap();
    let positions: Vec<f64> = steps.iter().map(|step| step["position"].as_f64().unwrap()).collect();
    assert_eq!(positions, [0.0, 0.25, 0.5, 0.75, 1.0]);
    for (step, words) in [(&steps[0], "jeans"), (&steps[4], "handbag")] {
        let found = desk.json(&["search", words, "--text", "off", "--top", "3"]).1;
        assert_eq!(names(&step["results"]), names(&found["results"]), "{words}");
        assert_eq!(step["results"][0]["score"], found["results"][0]["score"]);
    }
    assert_ne!(steps[0]["results"], steps[4]["results"]);
    // The table has a line a photo.
    let catalog = desk.path("shop.selvedge");
    let table =
        desk.run(&[&walk("jeans", "handbag", &["--steps", "2", "--top", "2"])[..], &["--catalog", catalog.to_str().unwrap()]].concat());
    assert_eq!(String::from_utf8_lossy(&table.stdout).lines().count(), 4);
}

#[test]
fn a_photo_is_an_end_and_finds_itself_there() {
    let (desk, rows) = sample();
    let photo = rows.iter().find(|(_, label)| label == "Jeans").map(|(path, _)| path.clone()).unwrap();
    let root = desk.json(&["info"]).1["roots"][0]["path"].as_str().unwrap().to_owned();
    let end = format!("\"{root}/{photo}\"");
    let (code, walked) = desk.json(&walk(&end, "handbag", &["--steps", "2", "--top", "1"]));
    assert_eq!(code, 0, "{walked}");
    assert!(walked["steps"][0]["results"][0]["path"].as_str().unwrap().ends_with(&photo), "{walked}");
}

#[test]
fn an_axis_is_kept_listed_sorted_and_filtered_by_undone_and_deleted() {
    let (desk, _) = sample();
    assert_eq!(desk.json(&["axes"]), (1, json!([])));
    assert_eq!(desk.json(&walk("jeans", "handbag", &["--save", "Bag"])).0, 0);
    let kept = json!([{ "name": "Bag", "from": "jeans", "to": "handbag", "way": "line" }]);
    assert_eq!(desk.json(&["axes"]), (0, kept.clone()));
    assert_eq!(desk.json(&["axis", "--saved", "bag"]).1["to"], "handbag");
    let find = |arguments: &[&str]| names(&desk.json(&[&["search", "--top", "1000"], arguments].concat()).1["results"]);
    let all = find(&["type:png", "--sort-along", "bag"]);
    let mut turned = find(&["type:png", "--sort-along", "bag", "--reverse"]);
    turned.reverse();
    assert_eq!(all, turned);
    let (least, most) = (find(&["axis:bag<0.5", "--sort-along", "bag"]), find(&["axis:Bag>=0.5", "--sort-along", "bag"]));
    assert_eq!([least.clone(), most].concat(), all, "the two halves are all, in their order");
    assert_eq!(find(&["type:png -axis:bag>=0.5", "--sort-along", "bag"]), least);
    // A search keeps the order, and what an axis is made of can be changed under its name.
    assert_eq!(desk.json(&["search", "type:png", "--sort-along", "bag", "--save", "Bags"]).0, 0);
    assert_eq!(desk.json(&["searches"]).1[0]["sort"], "axis:Bag");
    assert_eq!(find(&["--saved", "Bags"]), all);
    assert_eq!(desk.json(&walk("handbag", "jeans", &["--save", "BAG"])).0, 0);
    assert_ne!(find(&["--saved", "Bags"]), all);
    assert_eq!(desk.json(&["undo"]).0, 0);
    assert_eq!(find(&["--saved", "Bags"]), all);
    assert_eq!(desk.json(&["axes", "--delete", "bag"]).1["deleted"], "Bag");
    assert_eq!(desk.json(&["axes"]).0, 1);
    assert_eq!(find(&["--saved", "Bags"]).len(), all.len(), "without the axis it is asked all the same");
    assert_eq!(desk.json(&["undo"]).0, 0);
    assert_eq!((desk.json(&["axes"]).1, desk.json(&["check"]).0), (kept, 0));
}

#[test]
fn an_axis_between_tags_tells_how_well_it_was_held_out() {
    let (desk, rows) = sample();
    import(&desk, &rows);
    let (code, walked) = desk.json(&walk("tag:jeans", "tag:handbags", &["--steps", "2", "--top", "1"]));
    let held_out = &walked["held_out"];
    assert_eq!(code, 0, "{walked}");
    let photos = ["Jeans", "Handbags"].map(|label| rows.iter().filter(|(_, of)| of == label).count());
    assert_eq!(held_out["photos"], json!(photos));
    assert!(held_out["accuracy"].as_f64().unwrap() > 0.9, "jeans and handbags are told apart: {held_out}");
    assert_eq!(desk.json(&walk("jeans", "handbag", &[])).1["held_out"], Value::Null, "words hold nothing out");
    assert!(refused(&desk, &walk("tag:jeans", "tag:nothing", &[])).contains("no photo"));
}

#[test]
fn what_cannot_be_walked_is_told_in_words() {
    let (desk, _) = sample();
    for (word, arguments) in [
        ("both ends mean the same", walk("jeans", "jeans", &[])),
        ("never taught", walk("jeans", "qwertzuiop", &[])),
        ("cancel each other out", walk("jeans - jeans", "handbag", &[])),
        ("a start and an end", walk("jeans", "", &[])),
        ("filters such as tag: alone", walk("jeans tag:sale", "handbag", &[])),
        ("filters such as tag: alone", walk("jeans", "axis:bag>0.5", &[])),
        ("take the straight line", walk("jeans", "handbag", &["--way", "gradrec", "--near-photos", "5000"])),
        ("from 2 to 1000", walk("jeans", "handbag", &["--steps", "1"])),
        ("from 0 to 1", walk("jeans", "handbag", &["--way", "gradrec", "--pull", "2"])),
        ("no axis 'Bag'", vec!["axis", "--saved", "Bag"]),
        ("no axis 'bag'", vec!["search", "axis:bag>0.5"]),
        ("axis:formal>0.5", vec!["search", "axis:bag"]),
        ("axis:formal>0.5", vec!["search", "axis:bag>2"]),
        ("no name for an axis", walk("jeans", "handbag", &["--save", "a>b"])),
        ("--to", vec!["axis", "--from", "jeans"]),
    ] {
        let said = refused(&desk, &arguments);
        assert!(said.contains(word), "{arguments:?}: {said}");
    }
    assert_eq!(desk.json(&["axes"]).0, 1, "nothing was kept of them");
}

#[test]
fn few_photos_walk_straight_and_none_are_told() {
    let desk = Desk::with_photos(3);
    assert_eq!(desk.json(&walk("red", "blue", &[])).0, 0);
    assert!(refused(&desk, &walk("red", "blue", &["--way", "gradrec"])).contains("take the straight line"));
    let empty = Desk::new();
    fs_err::create_dir_all(empty.path("shop")).unwrap();
    empty.index(&empty.path("shop"));
    assert!(refused(&empty, &walk("red", "blue", &[])).contains("indexed"));
}
