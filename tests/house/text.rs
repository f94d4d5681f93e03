//! Texts beside pixels, from a shell: imports with their faults, and searches that look into names and titles.

use crate::command_line::{Desk, stderr};
use crate::pictures;
use serde_json::{Value, json};

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
    let desk = Desk::with_photos(6);
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
    let desk = Desk::with_photos(6);
    import(&desk, TABLE, &["--match", "name"]);
    for query in ["blue jeans", "shirt - skirt"] {
        let by_pixels = found(&desk, &[query, "--text", "off"]);
        assert_eq!(names(&found(&desk, &[query])), names(&by_pixels), "{query}");
    }
    assert!(found(&desk, &["blue jeans", "--text", "only"]).is_empty());
}

#[test]
fn names_and_folders_are_texts_too() {
    let desk = Desk::with_photos(6);
    pictures::save(&desk.path("shop/Summer 26/AB-1207_front.jpg"), 9);
    desk.index(&desk.path("shop"));
    for query in ["ab-1207", "summer", "1207"] {
        let first = &found(&desk, &[query, "--top", "1"])[0];
        assert!(first.0 == "AB-1207_front" && first.1 != "picture", "{query}: {first:?}");
    }
}

#[test]
fn bad_files_are_used_as_far_as_they_go_or_refused_in_words() {
    let desk = Desk::with_photos(6);
    let faulty = "filename,title,brand\nphoto-001.jpg,Red dress,\nnowhere.jpg,Ghost,\nphoto-001.jpg,Again,\nphoto-002.jpg, ,\nphoto-003.jpg,,\nphoto-003.jpg,Jeans,\n";
    let (code, report) = import(&desk, faulty, &["--match", "name", "--column", "title", "brand", "--dry-run"]);
    let counts = ["rows", "matched", "unmatched", "duplicates", "empty", "imported"].map(|name| report[name].as_u64().unwrap());
    assert_eq!((code, counts), (0, [6, 5, 1, 1, 2, 2]), "{report}");
    assert_eq!(report["columns"][1], json!({ "column": "brand", "texts": 0 }));
    assert_eq!(report["columns"][0], json!({ "column": "title", "texts": 2 }), "an empty row does not stand for the full one after it");
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

#[test]
fn a_name_with_a_word_that_the_model_knows_badly_hides_no_other_photo() {
    let desk = Desk::with_photos(6);
    fs_err::rename(desk.path("shop/photo-002.jpg"), desk.path("shop/leatherette.jpg")).unwrap();
    desk.index(&desk.path("shop"));
    let found = found(&desk, &["leatherette"]);
    assert_eq!((found.len(), found[0].0.as_str()), (6, "leatherette"), "{found:?}");
    assert!(found[0].1 != "picture", "{found:?}");
}

/// What a search says of its words.
fn said(desk: &Desk, arguments: &[&str]) -> (i32, Value, String) {
    let (code, answer) = desk.json(&[&["search"], arguments].concat());
    let catalog = desk.path("shop.selvedge");
    let output = desk.run(&[&["search", "--catalog", catalog.to_str().unwrap()], arguments].concat());
    assert_eq!(output.status.code(), Some(code));
    (code, answer, stderr(&output))
}

#[test]
fn untaught_words_are_searched_for_as_others_or_offered_and_told() {
    let desk = Desk::with_photos(6);
    let (code, answer, told) = said(&desk, &["parka"]);
    assert_eq!((code, &answer["searched_as"]), (0, &json!([{ "word": "parka", "instead": "jacket", "how": "kind" }])));
    assert!(told.contains("parka: searched as jacket") && told.contains("--as-typed"), "{told}");
    let scores = |answer: &Value| answer["results"].as_array().unwrap().iter().map(|hit| hit["score"].clone()).collect::<Vec<_>>();
    assert_eq!(scores(&answer), scores(&said(&desk, &["jacket"]).1));
    fs_err::rename(desk.path("shop/photo-002.jpg"), desk.path("shop/my-jacket.jpg")).unwrap();
    desk.index(&desk.path("shop"));
    let by_name = found(&desk, &["parka"]).into_iter().find(|(name, _)| name == "my-jacket");
    assert!(by_name.is_some_and(|(_, by)| by != "picture"), "the other word is looked for in texts too");
    let (code, typed, told) = said(&desk, &["parka", "--as-typed"]);
    assert_eq!((code, &typed["searched_as"], &typed["unknown_words"]), (0, &json!([]), &json!(["parka"])));
    assert!(scores(&typed) != scores(&answer) && told.contains("never taught: parka"), "{told}");
    let (code, answer, told) = said(&desk, &["red", "jaket"]);
    assert_eq!((code, &answer["did_you_mean"][0]["instead"]), (0, &json!("jacket")), "{answer}");
    assert!(told.contains("did you mean jacket?"), "{told}");
    let (_, answer, told) = said(&desk, &["leatherette bag"]);
    assert_eq!(answer["weak_words"], json!(["leatherette"]));
    assert!(told.contains("does badly at: leatherette"), "{told}");
    import(&desk, "filename,title\nphoto-001.jpg,Xqzt parka\n", &["--match", "name"]);
    let (_, answer, told) = said(&desk, &["xqzt"]);
    assert_eq!(
        (answer["results"].as_array().unwrap().len(), &answer["results"][0]["by"]),
        (1, &json!("words")),
        "what a text has is found"
    );
    assert!(!told.contains("taught"), "{told}");
}

#[test]
fn signs_and_nonsense_find_nothing_and_say_why() {
    let desk = Desk::with_photos(6);
    for (query, wanted) in [("???", "no word"), ("xqzt", "never taught xqzt"), ("xqzt 77123", "never taught xqzt"), ("77123", "no name")] {
        let (code, answer, told) = said(&desk, &[query]);
        assert_eq!((code, answer["results"].as_array().map(Vec::len)), (1, Some(0)), "{query}: {answer}");
        assert!(told.contains(wanted), "{query}: {told}");
        assert_eq!(said(&desk, &[query, "--as-typed"]).0, 0, "{query}");
    }
    let (_, _, told) = said(&desk, &["xqzt", "--text", "off"]);
    assert!(told.contains("never taught xqzt") && told.contains("texts were not searched") && !told.contains("no name"), "{told}");
    let like = desk.path("shop/photo-001.jpg");
    assert_eq!(said(&desk, &["xqzt", "--like", like.to_str().unwrap()]).0, 0, "a photo can be searched by");
    assert_eq!(said(&desk, &["type:jpg"]).0, 0, "filters alone say nothing to a model");
}

#[test]
fn an_evaluation_of_searches_says_what_texts_have_to_do_with_it() {
    let desk = Desk::with_photos(6);
    import(&desk, TABLE, &["--match", "name"]);
    let (_, hits) = desk.json(&["search", "puma", "--text", "only"]);
    let path = hits["results"][0]["path"].as_str().unwrap();
    let truth = desk.path("truth.csv");
    fs_err::write(&truth, format!("path,brand\n{path},puma\n")).unwrap();
    let evaluate = |texts: &str| {
        let arguments =
            ["evaluate-search", "--truth", truth.to_str().unwrap(), "--query", "{brand}", "--min-relevant", "1", "--text", texts];
        let (code, found) = desk.json(&arguments);
        assert_eq!((code, &found["text"]), (0, &json!(texts)), "{found}");
        found["mrr"].to_string()
    };
    assert_eq!(["on", "off", "only"].map(evaluate), ["1.0", "0.0", "1.0"], "the model was never taught brands");
    let catalog = desk.path("shop.selvedge");
    let all = ["evaluate-search", "--truth", truth.to_str().unwrap(), "--query", "{brand}", "--min-relevant", "1", "--text", "only"];
    let output = desk.run(&[&all[..], &["--catalog", catalog.to_str().unwrap()]].concat());
    assert!(String::from_utf8_lossy(&output.stdout).contains("1 query in texts alone: P@5"), "{output:?}");
}

#[test]
fn a_damaged_index_of_words_is_named_and_mended() {
    let desk = Desk::with_photos(6);
    import(&desk, TABLE, &["--match", "name"]);
    let puma = found(&desk, &["puma", "--text", "only"]);
    let breaking = [
        "UPDATE text_index_data SET block = 'nonsense' WHERE id > 10",
        "DELETE FROM text_index_data",
        "DROP TABLE text_index_config",
        "DELETE FROM text_index_docsize",
    ];
    for how in breaking {
        let damage = || rusqlite::Connection::open(desk.path("shop.selvedge")).unwrap().execute_batch(how).unwrap();
        damage();
        let (_, told) = desk.json(&["check"]);
        assert!(told["ok"] == false && told["problems"].to_string().contains("the index of words is damaged"), "{how}: {told}");
        assert_eq!(desk.index(&desk.path("shop")).0, 0, "{how}");
        assert_eq!(found(&desk, &["puma", "--text", "only"]), puma, "{how}");
        assert_eq!(desk.json(&["check"]).1["ok"], true, "{how}");
        damage();
        let (code, report) = import(&desk, "filename,title\nphoto-002.jpg,Jacket\n", &["--match", "name"]);
        assert_eq!((code, report["imported"].as_u64()), (0, Some(1)), "{how}: {report}");
        assert_eq!(desk.json(&["undo"]).0, 0, "{how}");
        assert_eq!(found(&desk, &["puma", "--text", "only"]), puma, "{how}");
    }
}
