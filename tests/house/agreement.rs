//! Two people's decisions about one label set, from a shell: who said what, how far they agree, and names that are nobody's.

use crate::command_line::{Desk, stderr};
use crate::trust::{path, sample, write};
use serde_json::{Value, json};

/// A table of paths and labels in the long form, with an author where one is named.
fn import(desk: &Desk, rows: &[(&str, &str, &str)], more: &[&str]) -> Value {
    let rows = rows.iter().map(|(path, label, author)| format!("{path},Type,{label},{author}\n"));
    let file = write(desk, "given.csv", &("path,set,label,author\n".to_owned() + &rows.collect::<String>()));
    let (code, report) = desk.json(&[&["tags", "import", &file], more].concat());
    assert_eq!(code, 0, "{report}");
    report
}

fn labels(opinion: &Value) -> (&str, &str) {
    (opinion["author"].as_str().unwrap(), opinion["labels"][0].as_str().unwrap())
}

#[test]
fn two_people_are_compared_and_what_both_said_is_kept() {
    let (desk, rows) = sample();
    let photos: Vec<&str> = rows.iter().take(4).map(|(path, _)| path.as_str()).collect();
    let ann: Vec<_> = photos.iter().zip(["Jeans", "Jeans", "Shirts", "Shirts"]).map(|(p, l)| (*p, l, "")).collect();
    import(&desk, &ann, &["--author", "Ann"]);
    let (code, found) = desk.json(&["agreement", "--set", "type"]);
    assert_eq!((code, &found["kappa"], &found["photos"], &found["authors"]), (1, &Value::Null, &json!(0), &json!(["Ann"])), "{found}");
    let ben: Vec<_> = photos.iter().zip(["Jeans", "Shirts", "Shirts", "Shirts"]).map(|(p, l)| (*p, l, "Ben")).collect();
    import(&desk, &ben, &[]);
    // Of 4 photos 3 alike; by chance (2 x 1 + 2 x 3) / 16: kappa (.75 - .5) / .5.
    let (code, found) = desk.json(&["agreement", "--set", "type", "--authors", "ben, ANN "]);
    assert_eq!((code, &found["photos"], &found["agreed"], &found["authors"]), (0, &json!(4), &json!(3), &json!(["Ben", "Ann"])), "{found}");
    let figure = |name: &str| found[name].as_f64().unwrap();
    assert!((figure("kappa") - 0.5).abs() < 1e-9 && figure("kappa_low") < 0.5 && figure("kappa_high") > 0.5, "{found}");
    let disputed = found["disputed"].as_array().unwrap();
    assert_eq!(disputed.len(), 1);
    assert!(disputed[0]["path"].as_str().unwrap().ends_with(photos[1]));
    assert_eq!((labels(&disputed[0]["opinions"][0]), labels(&disputed[0]["opinions"][1])), (("Ben", "Shirts"), ("Ann", "Jeans")));
    assert_eq!(found["confused"], json!([{ "labels": [["Shirts"], ["Jeans"]], "photos": 1 }]));
    // Long CSV and JSON say whose the decision that stands is.
    let (_, tags) = desk.json(&["tags", "export", "--format", "json"]);
    let by = |name: &str| tags.as_array().unwrap().iter().filter(|tag| tag["author"] == name).count();
    assert_eq!((by("Ann"), by("Ben")), (3, 1), "{tags}");
    // One step, back and forth, with the opinions.
    assert_eq!(desk.json(&["undo"]).0, 0);
    assert_eq!(desk.json(&["agreement", "--set", "type"]).0, 1, "Ben has said nothing");
    assert_eq!(desk.json(&["redo"]).0, 0);
    assert_eq!(desk.json(&["agreement", "--set", "type"]).1["photos"], 4);
}

#[test]
fn disputes_go_to_a_file_that_another_catalogue_reads() {
    let (desk, rows) = sample();
    let photo = rows[0].0.as_str();
    let both = [(photo, "Jeans", "Ann"), (photo, "Shirts", "Ben"), (photo, "Skirts", "Cleo")];
    let report = import(&desk, &both, &[]);
    assert_eq!((&report["imported"], &report["opinions"], &report["conflicts"]), (&json!(1), &json!(2), &json!(0)), "{report}");
    let file = path(&desk, "disputed.csv");
    let (code, found) = desk.json(&["agreement", "--set", "Type", "--authors", "Ann,Ben", "--export", &file]);
    assert_eq!((code, found["disputed"][0]["opinions"].as_array().unwrap().len()), (0, 3), "everybody is told: {found}");
    let text = fs_err::read_to_string(&file).unwrap();
    assert!(text.starts_with("path,set,label,decision,source,score,model,decided_at,author\n"), "{text}");
    assert_eq!(text.lines().count(), 4, "{text}");
    let (other, _) = sample();
    // Another machine's folder: the same photos by their names.
    let (code, report) = other.json(&["tags", "import", &file, "--match", "name"]);
    assert_eq!((code, &report["imported"], &report["opinions"]), (0, &json!(1), &json!(2)), "{report}");
    assert_eq!(other.json(&["agreement", "--set", "Type"]).1["disputed"][0]["opinions"], found["disputed"][0]["opinions"]);
}

#[test]
fn disputes_are_settled_by_name_in_one_step_and_stay_counted() {
    let (desk, rows) = sample();
    let photos: Vec<&str> = rows.iter().take(3).map(|(path, _)| path.as_str()).collect();
    let both = |ann: &'static str, ben: &'static str, photo| [(photo, ann, "Ann"), (photo, ben, "Ben")];
    let given = [both("Jeans", "Shirts", photos[0]), both("Shirts", "Jeans", photos[1]), both("Jeans", "Jeans", photos[2])].concat();
    import(&desk, &given, &[]);
    let told = desk.json(&["agreement", "--set", "Type"]).1;
    let files: Vec<String> = desk
        .json(&["tags", "export", "--format", "json"])
        .1
        .as_array()
        .unwrap()
        .iter()
        .map(|tag| tag["path"].as_str().unwrap().to_owned())
        .collect();
    let file = |photo: &str| files.iter().find(|file| file.ends_with(photo)).unwrap().clone();
    let [first, second, agreed] = [file(photos[0]), file(photos[1]), file(photos[2])];
    let settle = |more: &[&str]| desk.json(&[&["agreement", "--set", "type", "--settle", &first, &second, &agreed], more].concat());
    let (code, settled) = settle(&["--label", "jeans"]);
    assert_eq!(
        (code, &settled["settled"], &settled["undisputed"], &settled["set"]),
        (0, &json!(2), &json!(1), &json!("Type")),
        "{settled}"
    );
    let (_, found) = desk.json(&["agreement", "--set", "Type"]);
    assert_eq!(
        (&found["settled"], &found["disputed"], &found["kappa"], &found["photos"]),
        (&json!(2), &json!([]), &told["kappa"], &json!(3))
    );
    let (code, again) = settle(&["--label", "Jeans"]);
    assert_eq!((code, &again["settled"], &again["unchanged"], &again["step"]), (1, &json!(0), &json!(2), &Value::Null), "{again}");
    assert_eq!(desk.json(&["undo"]).1["id"], settled["step"]);
    assert_eq!(desk.json(&["agreement", "--set", "Type"]).1["disputed"], told["disputed"]);
    let catalog = path(&desk, "shop.selvedge");
    for (more, said) in [
        (&["--label", "Socks"][..], "Socks"),
        (&["--label", "Jeans", "--label", "Shirts"], "only one label"),
        (&["--label", "Jeans", "--none"], "cannot be used with"),
        (&[], "required"),
    ] {
        let output = desk.run(&[&["agreement", "--set", "Type", "--catalog", &catalog, "--settle", &first], more].concat());
        assert_eq!(output.status.code(), Some(2), "{more:?}");
        assert!(stderr(&output).contains(said), "{}", stderr(&output));
    }
}

#[test]
fn names_that_are_nobodys_or_one_persons_are_told() {
    let (desk, rows) = sample();
    let photos = [rows[0].0.as_str(), rows[1].0.as_str()];
    import(
        &desk,
        &[(photos[0], "Jeans", "Ann"), (photos[0], "Jeans", "Ben"), (photos[1], "Jeans", "  ann\u{a0}"), (photos[1], "Jeans", "Ben")],
        &[],
    );
    let (code, found) = desk.json(&["agreement", "--set", "Type"]);
    assert_eq!((code, found["everybody"].as_array().unwrap().len(), &found["photos"]), (1, 2, &json!(2)), "one answer only: {found}");
    assert!(found["message"].as_str().unwrap().contains("chance alone"), "{found}");
    import(&desk, &[(rows[2].0.as_str(), "Shirts", "Cleo")], &[]);
    let (code, found) = desk.json(&["agreement", "--set", "Type", "--authors", "Ann,Cleo"]);
    assert_eq!((code, &found["photos"], &found["kappa"]), (1, &json!(0), &Value::Null));
    assert!(found["message"].as_str().unwrap().contains("share no photo"), "{found}");
    let catalog = path(&desk, "shop.selvedge");
    for (arguments, said) in [
        (&["agreement", "--set", "Type", "--authors", "Ann,Dora"][..], "nobody called 'Dora'"),
        (&["agreement", "--set", "Type", "--authors", "Ann,ANN"], "are one name"),
        (&["agreement", "--set", "Kind"], "there is no label set 'Kind'"),
    ] {
        let output = desk.run(&[arguments, &["--catalog", &catalog]].concat());
        assert_eq!(output.status.code(), Some(2));
        assert!(stderr(&output).contains(said), "{}", stderr(&output));
    }
}
