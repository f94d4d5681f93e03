//! Labels that can be trusted, from a shell: learning, audits, evaluations, a promised precision, and bad input.

use crate::command_line::{Desk, stderr};
use serde_json::Value;
use std::fmt::Write;
use std::path::Path;

/// The types of the drawn sample catalogue that have at least five photos.
const TYPES: [&str; 8] = ["Casual Shoes", "Dresses", "Handbags", "Jeans", "Shirts", "Skirts", "Sports Shoes", "Tshirts"];

/// The sample catalogue with a set of its commonest types, and each photo's type: path, label.
pub fn sample() -> (Desk, Vec<(String, String)>) {
    let desk = Desk::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/sample-catalogue");
    assert_eq!(desk.index(&folder.join("photos")).0, 0);
    let table = fs_err::read_to_string(folder.join("labels.csv")).unwrap();
    let rows = table.lines().skip(1).filter_map(|line| {
        let mut cells = line.split(',');
        let (path, label) = (cells.next()?, cells.next()?);
        TYPES.contains(&label).then(|| (path.to_owned(), label.to_owned()))
    });
    write(&desk, "types.csv", &TYPES.iter().fold("set,label\n".to_owned(), |text, label| text + "Type," + label + "\n"));
    assert_eq!(desk.json(&["labels", "import", path(&desk, "types.csv").as_str()]).0, 0);
    (desk, rows.collect())
}

pub fn path(desk: &Desk, name: &str) -> String {
    desk.path(name).to_str().unwrap().to_owned()
}

pub fn write(desk: &Desk, name: &str, text: &str) -> String {
    fs_err::write(desk.path(name), text).unwrap();
    path(desk, name)
}

/// A table of paths and labels.
pub fn table(rows: impl IntoIterator<Item = (String, String)>) -> String {
    rows.into_iter().fold("path,type\n".to_owned(), |mut text, (path, label)| {
        writeln!(text, "{path},{label}").unwrap();
        text
    })
}

pub fn import(desk: &Desk, rows: &[(String, String)]) {
    let file = write(desk, "given.csv", &table(rows.to_vec()));
    let (code, report) = desk.json(&["tags", "import", &file, "--set", "Type", "--column", "type"]);
    assert_eq!((code, report["imported"].as_u64()), (0, Some(rows.len() as u64)), "{report}");
}

/// What a refusal says.
fn refused(desk: &Desk, arguments: &[&str]) -> String {
    let catalog = path(desk, "shop.selvedge");
    let output = desk.run(&[arguments, &["--catalog", &catalog]].concat());
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
    assert!(!said.contains("panicked"), "{said}");
    said
}

pub fn tags(desk: &Desk) -> Vec<Value> {
    desk.json(&["tags", "export", "--format", "json"]).1.as_array().unwrap().clone()
}

#[test]
fn a_wrong_label_comes_first_and_tells_why_and_looking_changes_nothing() {
    let (desk, mut rows) = sample();
    let wrong = rows.iter().position(|(_, label)| label == "Jeans").unwrap();
    rows[wrong].1 = "Handbags".to_owned();
    import(&desk, &rows);
    let (code, found) = desk.json(&["audit", "--set", "type", "--top", "5"]);
    assert_eq!((code, found["photos"].as_u64(), found["suspects"].as_array().unwrap().len()), (0, Some(rows.len() as u64), 5));
    let place = found["suspects"].as_array().unwrap().iter().position(|s| s["path"].as_str().unwrap().ends_with(&rows[wrong].0));
    let suspect = &found["suspects"][place.expect("the wrong label is among the first five")];
    assert_eq!((suspect["label"].as_str(), suspect["suggested"].as_str()), (Some("Handbags"), Some("Jeans")));
    assert!(suspect["score"].as_f64().unwrap() > 0.5 && !suspect["reasons"].as_array().unwrap().is_empty(), "{suspect}");
    assert_eq!(tags(&desk).len(), rows.len());
}

#[test]
fn a_set_without_decisions_has_nothing_to_audit_to_learn_or_to_promise() {
    let (desk, rows) = sample();
    let (code, found) = desk.json(&["audit", "--set", "Type"]);
    assert_eq!((code, found["photos"].as_u64()), (1, Some(0)));
    let (code, found) = desk.json(&["learn", "--set", "Type"]);
    assert_eq!((code, found["decisions"].as_u64(), found["used"].as_str()), (1, Some(0), Some("zero-shot")));
    let (code, found) = desk.json(&["suggest", "--set", "Type", "--precision", "0.95", "--accept"]);
    assert_eq!((code, found["missing_decisions"].as_u64()), (1, Some(73)), "{found}");
    let (code, found) = desk.json(&["evaluate", "--truth", "tags", "--set", "Type"]);
    assert_eq!((code, found["photos"].as_u64()), (1, Some(0)));
    assert!(tags(&desk).is_empty());
    // One decision is enough to look at, and too little to learn from.
    import(&desk, &rows[..1]);
    assert_eq!(desk.json(&["audit", "--set", "Type"]).1["suspects"].as_array().unwrap().len(), 1);
    let (code, found) = desk.json(&["learn", "--set", "Type"]);
    assert_eq!((code, found["decisions"].as_u64(), found["used"].as_str()), (0, Some(1), Some("zero-shot")));
}

#[test]
fn what_is_promised_is_accepted_by_a_rule_in_one_step() {
    let (desk, rows) = sample();
    let decided: Vec<_> = rows.iter().step_by(2).cloned().collect();
    import(&desk, &decided);
    let (code, found) = desk.json(&["suggest", "--set", "Type", "--precision", "0.6", "--accept"]);
    assert_eq!(code, 0, "{found}");
    assert!(found["precision_low"].as_f64().unwrap() >= 0.6 && found["threshold"].is_number() && found["coverage"].is_number(), "{found}");
    assert_eq!(found["labels"].as_array().unwrap().len(), TYPES.len());
    let accepted = found["accepted"].as_u64().unwrap() as usize;
    let made = tags(&desk);
    assert!(accepted > 0 && made.len() == decided.len() + accepted, "{accepted}");
    assert_eq!(made.iter().filter(|tag| tag["source"] == "rule").count(), accepted);
    // What a rule accepted teaches nothing.
    assert_eq!(desk.json(&["learn", "--set", "Type"]).1["decisions"].as_u64(), Some(decided.len() as u64));
    assert_eq!(desk.json(&["undo"]).0, 0);
    assert_eq!(tags(&desk).len(), decided.len());
}

#[test]
fn a_learned_head_answers_for_code_names_and_signs_its_tags() {
    let (desk, rows) = sample();
    let code = |label: &str| format!("C{}", TYPES.iter().position(|known| *known == label).unwrap());
    let coded: Vec<_> = rows.iter().map(|(path, label)| (path.clone(), code(label))).collect();
    let file = write(&desk, "codes.csv", &table(coded.iter().step_by(2).cloned()));
    desk.json(&["tags", "import", &file, "--set", "Code", "--column", "type"]);
    let (_, learned) = desk.json(&["learn", "--set", "Code"]);
    assert_eq!(learned["used"].as_str(), Some("learned"), "{learned}");
    let (before, after) = (&learned["zero_shot"]["accuracy"], &learned["learned"]["accuracy"]);
    assert!(after.as_f64().unwrap() > before.as_f64().unwrap() + 0.2, "{learned}");
    let (_, found) = desk.json(&["suggest", "--set", "Code", "--accept-above", "0.3"]);
    assert_eq!(found["by"].as_str(), Some("learned"));
    let made: Vec<_> = tags(&desk).into_iter().filter(|tag| tag["source"] == "rule").collect();
    assert!(!made.is_empty() && made.iter().all(|tag| tag["model"].as_str().unwrap().ends_with("+learned")), "{made:?}");
    assert_eq!(desk.json(&["suggest", "--set", "Code", "--zero-shot"]).1["by"].as_str(), Some("zero-shot"));
}

#[test]
fn a_truth_file_with_faults_is_used_as_far_as_it_goes_and_told() {
    let (desk, rows) = sample();
    let mut faulty = rows.clone();
    (faulty[0].1, faulty[1].1) = (String::new(), "Hat".to_owned());
    faulty.extend([("nowhere.png".to_owned(), "Shirts".to_owned()), (rows[0].0.clone(), "Shirts".to_owned())]);
    let text = table(faulty);
    let file = write(&desk, "truth.csv", &text);
    let page = path(&desk, "report.html");
    let arguments = ["evaluate", "--truth", &file, "--column", "type", "--set", "Type", "--by", "folder", "--report", &page];
    let (code, found) = desk.json(&arguments);
    assert_eq!(code, 0, "{found}");
    let left_out = &found["left_out"];
    assert_eq!((left_out["unknown_photos"].as_u64(), left_out["duplicates"].as_u64()), (Some(1), Some(1)), "{left_out}");
    assert_eq!((left_out["empty"].as_u64(), left_out["unknown_labels"]["Hat"].as_u64()), (Some(1), Some(1)), "{left_out}");
    assert_eq!(found["photos"].as_u64(), Some(rows.len() as u64 - 2));
    let slices = found["slices"].as_array().unwrap();
    assert!(slices.len() >= 3 && slices[0]["accuracy"].as_f64() <= slices[1]["accuracy"].as_f64(), "{slices:?}");
    let report = fs_err::read_to_string(page).unwrap();
    assert!(report.contains("<svg") && report.contains(&format!("{:.3}", found["weighted_f1"].as_f64().unwrap())));
    assert!(report.contains("nowhere.png") && report.contains("Compared with truth.csv, column “type”"), "what is left out is named");
    let (_, found) = desk.json(&["evaluate", "--truth", &file, "--column", "type", "--set", "Type", "--by", "photo-size"]);
    let sizes = found["slices"].as_array().unwrap();
    assert_eq!(sizes.iter().filter_map(|slice| slice["photos"].as_u64()).sum::<u64>(), rows.len() as u64 - 2);
    assert!(sizes[0]["name"].as_str().unwrap().starts_with("shorter side "));
    let (code, found) = desk.json(&["evaluate", "--truth", &file, "--column", "type", "--set", "Type", "--by", "product-photos"]);
    assert_eq!((code, found["slices"].as_array().map(Vec::len)), (0, Some(0)), "no photo has a product");
    let by = |way: &str| desk.json(&["evaluate", "--truth", &file, "--column", "type", "--set", "Type", "--by", way]).1["slices"].take();
    assert_eq!((by("size"), by("products")), (by("photo-size"), by("product-photos")));
    // Every drawn photo stands in front of something that its border tells.
    let backgrounds = by("background");
    let backgrounds = backgrounds.as_array().unwrap();
    assert_eq!(backgrounds.iter().filter_map(|slice| slice["photos"].as_u64()).sum::<u64>(), rows.len() as u64 - 2, "{backgrounds:?}");
    assert!(backgrounds.iter().all(|slice| slice["name"].as_str().unwrap().contains("plain")), "{backgrounds:?}");
    let sized = write(&desk, "sized.csv", &text.replace("path,type\n", "path,type,size\n").replace(",Shirts\n", ",Shirts,XL\n"));
    let (_, found) = desk.json(&["evaluate", "--truth", &sized, "--column", "type", "--set", "Type", "--by", "size"]);
    assert_eq!(found["slices"][0]["name"], "XL", "a column of the file goes before");
}

#[test]
fn bad_input_is_refused_in_words_that_name_it() {
    let (desk, rows) = sample();
    let file = write(&desk, "truth.csv", &table(rows.clone()));
    let evaluate = |more: &[&str]| refused(&desk, &[&["evaluate", "--set", "Type"], more].concat());
    assert!(evaluate(&["--truth", "none.csv", "--column", "type"]).contains("none.csv"));
    assert!(evaluate(&["--truth", &file, "--column", "colour"]).contains("'colour'"));
    assert!(evaluate(&["--truth", &file]).contains("--column"));
    assert!(evaluate(&["--truth", &file, "--column", "type", "--by", "brand"]).contains("'brand'"));
    let search = |query: &str| refused(&desk, &["evaluate-search", "--truth", &file, "--query", query]);
    assert!(search("{brand}").contains("'brand'"));
    assert!(search("shirt").contains("names no column"));
    assert!(search("{type").contains("never closed"));
    assert!(refused(&desk, &["suggest", "--set", "Type", "--precision", "98"]).contains("0.95"));
    for job in ["audit", "learn", "evaluate", "suggest"] {
        let more = if job == "evaluate" { vec!["--truth", "tags"] } else { vec![] };
        assert!(refused(&desk, &[&[job, "--set", "Nothing"][..], &more].concat()).contains("Nothing"));
    }
    // An empty column says nothing of any photo.
    let empty = write(&desk, "empty.csv", &table(rows.iter().map(|(path, _)| (path.clone(), String::new()))));
    let (code, found) = desk.json(&["evaluate", "--truth", &empty, "--column", "type", "--set", "Type"]);
    assert_eq!((code, found["left_out"]["empty"].as_u64()), (1, Some(rows.len() as u64)));
}

#[test]
fn lint_finds_words_that_collide_and_words_that_were_never_taught() {
    let (desk, _) = sample();
    let odd = write(&desk, "odd.csv", "set,label\nOdd,T-shirt\nOdd,Tee shirt\nOdd,Handbag\nOdd,qwxzv\n");
    desk.json(&["labels", "import", &odd]);
    let (code, found) = desk.json(&["labels", "lint", "--set", "Odd"]);
    let of = |kind: &str| found["findings"].as_array().unwrap().iter().filter(|f| f["kind"] == kind).cloned().collect::<Vec<_>>();
    assert_eq!(code, 0);
    assert!(of("collide").iter().any(|f| f["labels"] == serde_json::json!(["T-shirt", "Tee shirt"])), "{found}");
    assert!(of("untaught").iter().any(|f| f["labels"] == serde_json::json!(["qwxzv"])), "{found}");
    assert!(found["findings"].as_array().unwrap().iter().all(|f| f["message"].is_string() && f["try"].is_array()));
    // Each wording tells what it would do here.
    let tried = of("collide")[0]["try"].as_array().unwrap().clone();
    assert!(tried.len() == 3 && tried.iter().all(|t| t["words"].is_string() && t["photos"].is_u64() && t["changed"].is_u64()), "{found}");
    assert!(tried[0]["effect"].as_str().unwrap().starts_with("the other label gets "), "{found}");
}

#[test]
fn lint_tries_what_is_left_of_words_that_were_never_taught_and_counts_decisions() {
    let (desk, rows) = sample();
    let bags: Vec<_> =
        rows.iter().map(|(path, label)| (path.clone(), if label == "Handbags" { "qwxzv bag" } else { label }.to_owned())).collect();
    let file = write(&desk, "bags.csv", &table(bags));
    desk.json(&["tags", "import", &file, "--set", "Odd", "--column", "type"]);
    let (code, found) = desk.json(&["labels", "lint", "--set", "Odd"]);
    assert_eq!((code, found["decided"].as_u64()), (0, Some(rows.len() as u64)));
    let untaught = |found: &Value| found["findings"].as_array().unwrap().iter().find(|f| f["kind"] == "untaught").unwrap().clone();
    let finding = untaught(&found);
    let tried = &finding["try"].as_array().unwrap()[0];
    assert_eq!(tried["words"], "bag");
    let effect = tried["effect"].as_str().unwrap();
    assert!(tried["photos"].as_u64().unwrap() > 10 && tried["changed"].as_u64().unwrap() > 0, "{found}");
    let right = format!("; {} of {} decided ones are right, now {}", tried["right"], rows.len(), found["right"]);
    assert!(effect.ends_with(&right), "{found}");
    // What is above a word that was never taught stands in for it.
    let words = write(&desk, "words.csv", "set,label\nWords,parka\nWords,Handbag\n");
    desk.json(&["labels", "import", &words]);
    let found = desk.json(&["labels", "lint", "--set", "Words"]).1;
    assert_eq!(untaught(&found)["try"][0]["words"], "jacket", "{found}");
}

/// A set of the same types of which several may fit, and labels: all right, but one photo's Jeans are called Handbags, and one has nothing.
fn several(desk: &Desk, rows: &[(String, String)]) -> [String; 2] {
    let sets = TYPES.iter().fold("set,label,choice\n".to_owned(), |text, label| text + "Kinds," + label + ",multi\n");
    assert_eq!(desk.json(&["labels", "import", &write(desk, "kinds.csv", &sets)]).0, 0);
    let place = |label: &str| rows.iter().position(|(_, known)| known == label).unwrap();
    let (wrong, both) = (place("Jeans"), place("Handbags"));
    let mut given = rows.to_vec();
    for (photo, labels) in [(wrong, "Handbags"), (both, "Handbags | Jeans")] {
        labels.clone_into(&mut given[photo].1);
    }
    let file = write(desk, "several.csv", &table(given));
    let (code, report) = desk.json(&["tags", "import", &file, "--set", "Kinds", "--column", "type"]);
    assert_eq!((code, report["imported"].as_u64()), (0, Some(rows.len() as u64 + 1)), "{report}");
    [rows[wrong].0.clone(), rows[both].0.clone()]
}

#[test]
fn of_several_labels_wrong_ones_and_missing_ones_are_told_apart() {
    let (desk, rows) = sample();
    let [wrong, both] = several(&desk, &rows);
    let (code, found) = desk.json(&["audit", "--set", "Kinds", "--top", "8"]);
    assert_eq!((code, found["photos"].as_u64()), (0, Some(rows.len() as u64)));
    let suspects = found["suspects"].as_array().unwrap();
    let asked = |photo: &str, kind: &str, label: &str, suggested: Option<&str>| {
        let is_it = |s: &&Value| s["path"].as_str().unwrap().ends_with(photo) && s["kind"] == kind && s["label"] == label;
        let suspect = suspects.iter().find(is_it).unwrap_or_else(|| panic!("{kind} {label} of {photo} in {suspects:#?}"));
        assert_eq!(suspect["suggested"].as_str(), suggested);
        assert!(!suspect["reasons"].as_array().unwrap().is_empty());
    };
    asked(&wrong, "wrong", "Handbags", None);
    asked(&wrong, "missing", "Jeans", Some("Jeans"));
    asked(&both, "wrong", "Jeans", None);
    let one = desk.json(&["audit", "--set", "Type"]).1;
    assert_eq!(one["photos"], 0, "the other set has no labels");
}

#[test]
fn of_several_labels_each_is_evaluated() {
    let (desk, rows) = sample();
    let truth = write(&desk, "truth.csv", &table(rows.iter().map(|(path, label)| (path.clone(), format!("{label}|Hat")))));
    several(&desk, &rows);
    let page = path(&desk, "several.html");
    let arguments = ["evaluate", "--truth", &truth, "--column", "type", "--set", "Kinds", "--zero-shot", "--report", &page];
    let (code, found) = desk.json(&arguments);
    assert_eq!((code, found["photos"].as_u64()), (0, Some(rows.len() as u64)), "{found}");
    assert_eq!((found["confusion"].is_null(), found["left_out"]["unknown_labels"]["Hat"].as_u64()), (true, Some(rows.len() as u64)));
    let labels = found["labels"].as_array().unwrap();
    for label in labels {
        let counts: Vec<u64> =
            label["confusion"].as_array().unwrap().iter().flat_map(|row| row.as_array().unwrap()).map(|n| n.as_u64().unwrap()).collect();
        assert_eq!(counts.iter().sum::<u64>(), rows.len() as u64);
        assert_eq!((label["support"].as_u64(), label["suggested"].as_u64()), (Some(counts[2] + counts[3]), Some(counts[1] + counts[3])));
        assert!(label["recall_low"].as_f64() <= label["recall"].as_f64() && label["recall_high"].as_f64() >= label["recall"].as_f64());
    }
    let right: u64 = labels.iter().map(|label| label["confusion"][1][1].as_u64().unwrap()).sum();
    let given: u64 = labels.iter().map(|label| label["suggested"].as_u64().unwrap()).sum();
    let micro = 2.0 * right as f64 / (given + rows.len() as u64) as f64;
    assert!((found["micro_f1"].as_f64().unwrap() - micro).abs() < 1e-9 && found["accuracy"].as_f64().unwrap() <= 1.0);
    assert!(fs_err::read_to_string(page).unwrap().contains("with exactly their labels"));
    // What was decided is a truth of several labels too, and each photo is judged as if it had not taught.
    let (code, found) = desk.json(&["evaluate", "--truth", "tags", "--set", "Kinds"]);
    assert_eq!((code, found["photos"].as_u64()), (0, Some(rows.len() as u64)));
}

#[test]
fn lint_advises_none_of_these_where_photos_fit_no_label() {
    let (desk, _) = sample();
    let file = write(
        &desk,
        "few.csv",
        "set,label,choice,none_of_these\nFew,Handbag,single,no\nFew,Jeans,single,no\nHas,Handbag,single,yes\nHas,Jeans,single,yes\n",
    );
    assert_eq!(desk.json(&["labels", "import", &file]).0, 0);
    let none = |set: &str| {
        let found = desk.json(&["labels", "lint", "--set", set]).1;
        found["findings"].as_array().unwrap().iter().find(|finding| finding["kind"] == "none-of-these").cloned()
    };
    let finding = none("Few").expect("most of the sample is neither");
    let photos = finding["try"][0]["photos"].as_u64().unwrap();
    assert!(photos > 20, "{finding}");
    assert_eq!(finding["message"].as_str().unwrap(), format!("switch none of these on: {photos} photos fit no label"));
    assert_eq!((finding["try"][0]["words"].as_str(), none("Has")), (Some("none of these"), None));
}
