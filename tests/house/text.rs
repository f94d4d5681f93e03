//! Texts beside pixels, from a shell: imports with their faults, and searches that look into names and titles.

use crate::command_line::{Desk, stderr};
use crate::pictures;
use serde_json::{Value, json};

/// Six photos, of which nothing but texts can tell a brand.
fn shop() -> Desk {
    let desk = Desk::new();
    pictures::save_many(&desk.path("shop"), 6);
    assert_eq!(desk.index(&desk.path("shop")).0, 0);
    desk
}

fn import(desk: &Desk, table: &str, more: &[&str]) -> (i32, Value) {
    let file = desk.path("texts.csv");
    fs_err::write(&file, table).unwrap();
    desk.json(&[&["text", "import", file.to_str().unwrap()], more].concat())
}

const TABLE: &str = "filename,Title,brand,price\n\
    photo-003.jpg,Deck Backpack,Puma,10\n\
    photo-005,Running shoes,PUMA,20\n\
    photo-001.jpg,Red dress,Zara,30\n";

/// The names of what a search finds, with why.
fn found(desk: &Desk, arguments: &[&str]) -> Vec<(String, String)> {
    let (_, answer) = desk.json(&[&["search"], arguments].concat());
    let one = |hit: &Value| {
        let name = hit["path"].as_str().unwrap().rsplit('/').next().unwrap().trim_end_matches(".jpg").to_owned();
        (name, hit["by"].as_str().unwrap().to_owned())
    };
    answer["results"].as_array().unwrap().iter().map(one).collect()
}

fn names(found: &[(String, String)]) -> Vec<&str> {
    found.iter().map(|(name, _)| name.as_str()).collect()
}

#[test]
fn a_brand_is_found_by_its_text_until_the_import_is_undone() {
    let desk = shop();
    let before = found(&desk, &["puma shirt"]);
    let (code, report) = import(&desk, TABLE, &["--match", "name"]);
    assert_eq!((code, &report["imported"], &report["matched"]), (0, &3.into(), &3.into()), "{report}");
    let columns = json!([{ "column": "Title", "texts": 3 }, { "column": "brand", "texts": 3 }]);
    assert_eq!(report["columns"], columns, "a price is no text that anybody asked for");
    let after = found(&desk, &["puma shirt"]);
    let mut first = names(&after)[..2].to_vec();
    first.sort_unstable();
    assert_eq!((first, after.len()), (vec!["photo-003", "photo-005"], 6), "{after:?}");
    assert!(after[..2].iter().all(|(_, by)| by != "picture") && after[2..].iter().all(|(_, by)| by == "picture"), "{after:?}");
    let (_, answer) = desk.json(&["search", "puma shirt"]);
    assert_eq!(answer["results"][0]["words"], json!(["puma"]));
    assert_eq!(found(&desk, &["puma shirt", "--text", "off"]), before, "pixels alone");
    let mut only = found(&desk, &["puma shirt", "--text", "only"]);
    only.sort();
    assert_eq!(only, [("photo-003".into(), "words".into()), ("photo-005".into(), "words".into())]);
    assert_eq!(desk.json(&["undo", "--step", &report["step"].to_string()]).0, 0);
    assert_eq!(found(&desk, &["puma shirt"]), before);
    assert_eq!(desk.json(&["redo"]).0, 0);
    assert_eq!(found(&desk, &["puma shirt"]), after);
    assert_eq!(desk.json(&["check"]).0, 0);
}

#[test]
fn words_that_no_text_has_leave_the_order_of_pixels_as_it_is() {
    let desk = shop();
    import(&desk, TABLE, &["--match", "name"]);
    for query in ["blue jeans", "jpg", "shirt - dress"] {
        let by_pixels = found(&desk, &[query, "--text", "off"]);
        assert_eq!(names(&found(&desk, &[query])), names(&by_pixels), "{query}");
    }
    assert!(found(&desk, &["blue jeans", "--text", "only"]).is_empty());
}

#[test]
fn names_and_folders_are_texts_too() {
    let desk = shop();
    pictures::save(&desk.path("shop/Summer 26/AB-1207_front.jpg"), 9);
    desk.index(&desk.path("shop"));
    for query in ["ab-1207", "summer", "1207"] {
        let first = &found(&desk, &[query, "--top", "1"])[0];
        assert!(first.0 == "AB-1207_front" && first.1 != "picture", "{query}: {first:?}");
    }
}

#[test]
fn bad_files_are_used_as_far_as_they_go_or_refused_in_words() {
    let desk = shop();
    let faulty = "filename,title,brand\nphoto-001.jpg,Red dress,\nnowhere.jpg,Ghost,\nphoto-001.jpg,Again,\nphoto-002.jpg, ,\n";
    let (code, report) = import(&desk, faulty, &["--match", "name", "--column", "title", "brand", "--dry-run"]);
    let counts = ["rows", "matched", "unmatched", "duplicates", "empty", "imported"].map(|name| report[name].as_u64().unwrap());
    assert_eq!((code, counts), (0, [4, 3, 1, 1, 1, 1]), "{report}");
    assert_eq!(report["columns"][1], json!({ "column": "brand", "texts": 0 }));
    let told = report["examples"].to_string();
    assert!(told.contains("nowhere.jpg") && told.contains("line 2 tells of the same photo") && told.contains("no text"), "{told}");
    assert!(found(&desk, &["dress", "--text", "only"]).is_empty(), "a dry run saves nothing");
    let file = desk.path("texts.csv");
    let catalog = desk.path("shop.selvedge");
    let refused = |table: &str, more: &[&str], wanted: &str| {
        fs_err::write(&file, table).unwrap();
        let all = [&["text", "import", file.to_str().unwrap(), "--catalog", catalog.to_str().unwrap()], more].concat();
        let output = desk.run(&all);
        let said = stderr(&output);
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(wanted) && said.contains("texts.csv"), "{said}");
    };
    refused("filename,price\na.jpg,1\n", &[], "'title', 'brand', 'description'");
    refused(TABLE, &["--column", "colour"], "'colour'");
    refused("title\nRed dress\n", &[], "path");
    refused("filename,title\na.jpg,\"Red\n", &[], "never closed");
    refused("", &[], "empty");
    let (code, report) = import(&desk, "filename,title\nnowhere.jpg,Ghost\n", &["--match", "name"]);
    assert_eq!((code, report["unmatched"].as_u64(), &report["step"]), (1, Some(1), &Value::Null));
}
