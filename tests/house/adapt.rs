//! A model adapted to a catalogue, from a shell: kept where it is better, measured, moved and removed; refused in words where it is not.

use crate::command_line::{Desk, stderr};
use serde_json::Value;
use std::fmt::Write as _;
use std::path::Path;

/// The drawn photos with a label set, of which so many photos are decided by a file.
fn decided(photos: usize, label: impl Fn(&[&str]) -> String) -> Desk {
    let desk = Desk::new();
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/sample-catalogue");
    let mut table = "path,set,label\n".to_owned();
    for (place, line) in fs_err::read_to_string(sample.join("labels.csv")).unwrap().lines().skip(1).enumerate() {
        let cells: Vec<&str> = line.split(',').collect();
        let to = desk.path("shop").join(cells[0]);
        fs_err::create_dir_all(to.parent().unwrap()).unwrap();
        fs_err::copy(sample.join("photos").join(cells[0]), to).unwrap();
        if place < photos {
            writeln!(table, "{},Codes,{}", cells[0], label(&cells)).unwrap();
        }
    }
    assert_eq!(desk.index(&desk.path("shop")).0, 0);
    let file = desk.path("labels.csv");
    fs_err::write(&file, table).unwrap();
    assert_eq!(desk.json(&["tags", "import", file.to_str().unwrap()]).0, 0);
    desk
}

/// A word of the shop's own, which no model was taught.
fn code(cells: &[&str]) -> String {
    let folder = cells[0].split('/').next().unwrap();
    let codes = [("clothing", "Zorbel"), ("shoes", "Quimp"), ("bags", "Vanto"), ("accessories", "Drusk")];
    codes.iter().find(|(of, _)| *of == folder).unwrap().1.to_owned()
}

fn share(answer: &Value, side: &str) -> f64 {
    answer["held_out"][0][side]["accuracy"].as_f64().unwrap()
}

fn first(answer: &Value) -> &str {
    answer["results"][0]["path"].as_str().unwrap()
}

#[test]
fn code_names_become_a_model_that_is_used_moved_and_removed() {
    let desk = decided(120, code);
    let (exit, answer) = desk.json(&["adapt", "--name", "codes"]);
    assert_eq!(
        (exit, &answer["kept"], &answer["base"], &answer["embedded"]),
        (0, &true.into(), &"starter".into(), &120.into()),
        "{answer}"
    );
    assert_eq!(answer["products"], serde_json::json!({ "learned": 72, "chose": 24, "held_out": 24 }));
    assert!(share(&answer, "after") > share(&answer, "before") + 0.2 && answer["alpha"].as_f64().unwrap() > 0.0, "{answer}");
    assert_eq!((answer["elsewhere"].as_array().unwrap().len(), answer["agreement"].as_array().unwrap().len()), (2, 9));
    let words: Vec<&str> = answer["words"].as_array().unwrap().iter().map(|learned| learned["word"].as_str().unwrap()).collect();
    assert!(words.contains(&"quimp") && !words.contains(&"shoe"), "{answer}");
    let card = fs_err::read_to_string(Path::new(answer["path"].as_str().unwrap()).join("README.md")).unwrap();
    assert!(card.contains("base_model: starter") && card.contains("held out"), "{card}");

    let (exit, again) = desk.json(&["adapt", "--name", "codes"]);
    assert_eq!((exit, again), (2, Value::Null), "what is there is not replaced");
    let found = desk.json(&["search", "Quimp", "--model", "codes", "--text", "off"]).1;
    assert!(first(&found).contains("/shoes/"), "{found}");
    // A new photo goes through the model below and the adapter; the others are not read again.
    fs_err::copy(first(&found), desk.path("shop/new.png")).unwrap();
    let (_, indexed) = desk.json(&["index", desk.path("shop").to_str().unwrap(), "--model", "codes"]);
    assert_eq!((&indexed["added"], &indexed["unchanged"]), (&1.into(), &120.into()), "{indexed}");

    let out = desk.path("moved");
    assert_eq!(desk.json(&["models", "export", "codes", out.to_str().unwrap()]).0, 0);
    assert_eq!(desk.json(&["models", "remove", "codes"]).0, 0);
    let gone = desk.run(&["search", "Quimp", "--model", "codes"]);
    assert!(stderr(&gone).contains("no model is called 'codes'"), "{}", stderr(&gone));
    let (exit, added) = desk.json(&["models", "add", out.to_str().unwrap()]);
    assert_eq!((exit, &added["base"]), (0, &"starter".into()), "{added}");
    let moved = desk.json(&["search", "Quimp", "--model", out.to_str().unwrap(), "--text", "off", "--top", "1"]).1;
    assert!(moved["results"][0]["path"].as_str().is_some_and(|path| path.contains("new.png") || path.contains("/shoes/")), "{moved}");
}

#[test]
fn what_the_model_knows_already_is_no_better_and_too_little_is_told() {
    let desk = decided(120, |cells| cells[1].to_owned());
    let (exit, answer) = desk.json(&["adapt"]);
    assert_eq!((exit, &answer["kept"]), (1, &false.into()), "{answer}");
    let told = desk.run(&["adapt"]);
    assert!(String::from_utf8_lossy(&told.stdout).contains("No better than the model below"), "{told:?}");
    let models = desk.json(&["models", "list"]).1;
    assert!(models.as_array().unwrap().iter().all(|model| model["kind"] != "adapted"), "nothing is kept");

    let desk = decided(99, code);
    let (exit, answer) = desk.json(&["adapt"]);
    assert_eq!((exit, &answer["learned_from"]["products"]), (1, &99.into()), "{answer}");
    assert!(stderr(&desk.run(&["adapt"])).contains("99 products of this catalogue, and at least 100 are needed"));
}
