//! Backups from a shell: made, listed, and brought back as much of as is asked for.

use crate::command_line::{Desk, stderr};
use crate::desk;
use catalog::Catalog;
use engine::protocol::{BackupPace, EditRequest, Event, QueryRequest, RequestId};
use serde_json::{Value, json};
use std::time::Duration;

/// Four photos, of which two have a colour and one has stars.
fn worked() -> Desk {
    let desk = Desk::with_photos(4);
    let csv = desk.path("labels.csv");
    fs_err::write(&csv, "path,set,label\nphoto-001.jpg,Colour,Red\nphoto-002.jpg,Colour,Blue\n").unwrap();
    assert_eq!(desk.json(&["tags", "import", csv.to_str().unwrap()]).0, 0);
    assert_eq!(desk.json(&["mark", "--stars", "4", &desk.photo(1)]).0, 0);
    desk
}

fn part<'a>(answer: &'a Value, name: &str) -> &'a Value {
    answer["parts"].as_array().unwrap().iter().find(|row| row["part"] == name).unwrap_or(&Value::Null)
}

#[test]
fn what_was_lost_comes_back_from_a_backup_in_one_step() {
    let desk = worked();
    assert_eq!(desk.json(&["backup", "--list"]), (1, json!({ "backups": [], "catalog": desk.path("shop.selvedge") })));
    let (code, made) = desk.json(&["backup"]);
    let file = std::path::PathBuf::from(made["file"].as_str().unwrap());
    assert_eq!((code, file.starts_with(desk.path("data")), &made["thinned"]), (0, true, &json!([])), "{made}");
    assert_eq!(fs_err::metadata(&file).unwrap().len(), made["bytes"].as_u64().unwrap());
    let (code, list) = desk.json(&["backup", "--list"]);
    let holds = &list["backups"][0]["holds"];
    assert_eq!((code, &holds["sets"], &holds["marks"]), (0, &json!([{ "name": "Colour", "decisions": 2 }]), &json!(1)), "{list}");

    for _ in 0..2 {
        assert_eq!(desk.json(&["undo"]).0, 0);
    }
    assert_eq!(desk.json(&["labels", "list"]).1, json!([]));
    let (code, seen) = desk.json(&["restore", "latest", "--dry-run"]);
    assert_eq!((code, &seen["dry_run"], &seen["step"], &seen["changes"]), (0, &true.into(), &Value::Null, &json!(4)), "{seen}");
    assert_eq!(desk.json(&["labels", "list"]).1, json!([]), "a dry run changes nothing");

    let (_, some) = desk.json(&["restore", "latest", "--set", "colour"]);
    assert_eq!((&part(&some, "labels")["set_change"], &part(&some, "labels")["added"]), (&json!("new"), &json!(2)), "{some}");
    assert_eq!(part(&some, "marks"), &Value::Null);
    let (_, rest) = desk.json(&["restore", made["file"].as_str().unwrap()]);
    assert_eq!((&rest["changes"], &part(&rest, "marks")["added"]), (&json!(1), &json!(1)), "{rest}");
    assert_eq!(desk.json(&["restore", "latest"]).0, 1, "nothing is left to restore");
    let export = |desk: &Desk| desk.json(&["tags", "export", "--format", "json", "--relative"]).1;
    let now = export(&desk);
    assert_eq!((now.as_array().unwrap().len(), &now[0]["source"]), (2, &json!("import")), "{now}");
    assert_eq!(desk.json(&["search", "rating:4"]).1["results"].as_array().unwrap().len(), 1);
    // Each was one step.
    assert_eq!(desk.json(&["undo"]).1["id"], rest["step"]);
    assert_eq!(desk.json(&["undo"]).1["id"], some["step"]);
    assert_eq!(desk.json(&["labels", "list"]).1, json!([]));
    assert_eq!(desk.json(&["check"]).0, 0);
}

#[test]
fn a_backup_can_take_the_place_of_a_lost_catalogue() {
    let desk = worked();
    let made = desk.json(&["backup"]).1;
    let before = desk.json(&["tags", "export", "--format", "json", "--all"]).1;
    for ending in ["", "-wal", "-shm", ".thumbs"] {
        fs_err::remove_file(desk.path(&format!("shop.selvedge{ending}"))).ok();
    }
    fs_err::copy(made["file"].as_str().unwrap(), desk.path("shop.selvedge")).unwrap();
    let (code, again) = desk.index(&desk.path("shop"));
    assert_eq!((code, &again["added"], &again["missing"]), (0, &json!(0), &json!(0)), "{again}");
    assert_eq!(desk.json(&["info"]).1["models"][0]["embedded"], 4);
    assert_eq!(desk.json(&["tags", "export", "--format", "json", "--all"]).1, before);
    assert_eq!(desk.json(&["search", "name:photo-001*"]).1["results"].as_array().unwrap().len(), 1);
    assert_eq!(desk.json(&["check"]).0, 0);
}

#[test]
fn what_is_no_backup_is_refused_in_words() {
    let desk = worked();
    let catalog = desk.path("shop.selvedge");
    let notes = desk.path("notes.selvedge");
    fs_err::write(&notes, "my notes").unwrap();
    for (word, arguments) in [
        ("none was made of this catalogue yet", vec!["restore", "latest"]),
        ("there is no backup '2026-11'", vec!["restore", "2026-11"]),
        ("no Selvedge catalogue", vec!["restore", notes.to_str().unwrap()]),
        ("this is the catalogue itself", vec!["restore", catalog.to_str().unwrap()]),
        ("known are labels, marks", vec!["restore", "latest", "--only", "faces"]),
        ("cannot be used with", vec!["backup", "--list", "some.selvedge"]),
    ] {
        let output = desk.run(&[&arguments[..], &["--catalog", catalog.to_str().unwrap()]].concat());
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", stderr(&output));
        assert!(stderr(&output).contains(word) && !stderr(&output).contains("panicked"), "{arguments:?}: {}", stderr(&output));
    }
    assert_eq!(desk.json(&["backup"]).0, 0);
    let output = desk.run(&["restore", "latest", "--set", "Size", "--catalog", catalog.to_str().unwrap()]);
    assert!(stderr(&output).contains("the backup holds no label set 'Size'; it holds Colour"), "{}", stderr(&output));
}

#[test]
fn a_backup_is_made_by_itself_once_things_are_quiet() {
    let desk = worked();
    let home = tempfile::tempdir().unwrap();
    let pace = BackupPace { quiet: Duration::from_millis(200), apart: Duration::ZERO };
    let mut engine = desk::Desk::backing_up(home.path(), desk.path("shop.selvedge"), Some(pace));
    let made = |event| if let Event::BackedUp { request, made } = event { Some((request, made)) } else { None };
    let (request, first) = engine.wait("that it made one", made);
    let first = first.unwrap();
    assert_eq!((request, first.file.starts_with(home.path().join("data/backups"))), (RequestId::default(), true));
    let asked = engine.engine.send(QueryRequest::Backups(None));
    let list = engine.wait("which there are", |event| if let Event::Backups(view) = event { Some(view) } else { None });
    let list = (list.request, list.backups.clone().unwrap());
    assert_eq!((list.0, &list.1[0].backup, list.1.len()), (asked, &first, 1));
    assert_eq!(list.1[0].holds.as_ref().unwrap().sets[0].decisions, 2);
    // Something else is decided: the next one holds it. Of one day the last stays.
    engine.engine.send(EditRequest::Undo { step: None });
    let (_, second) = engine.wait("that it made another one", made);
    let second = second.unwrap();
    assert!(second.made_ms > first.made_ms && !first.file.exists());
    assert_eq!(Catalog::open_to_look(&second.file).unwrap().holdings().unwrap().marks, 0);
}

#[cfg(unix)]
#[test]
fn a_backup_for_which_there_is_no_room_leaves_what_was_there() {
    let desk = worked();
    let (_, made) = desk.json(&["backup"]);
    let file = std::path::PathBuf::from(made["file"].as_str().unwrap());
    let (kept, elsewhere) = (fs_err::read(&file).unwrap(), desk.path("copy.selvedge"));
    let (catalog, to) = (desk.path("shop.selvedge"), elsewhere.to_str().unwrap());
    let catalog = ["--catalog", catalog.to_str().unwrap()];
    for arguments in [&["backup"][..], &["backup", to]] {
        let output = desk.run_with_room(64 << 10, &[arguments, &catalog].concat());
        let said = stderr(&output);
        assert!(output.status.code() == Some(2) && said.contains(".selvedge") && !said.contains("panicked"), "{said}");
        let folder = file.parent().unwrap();
        let names: Vec<_> = fs_err::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        assert_eq!(names, [file.as_path()], "nothing half is left");
        assert!(fs_err::read(&file).unwrap() == kept && !elsewhere.exists());
        let left: Vec<_> = fs_err::read_dir(desk.path("")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert!(left.iter().all(|name| !name.to_string_lossy().ends_with(".part")), "{left:?}");
    }
    assert_eq!(desk.json(&["backup", to]).0, 0, "with room again it is made");
    assert_eq!(desk.json(&["check"]).0, 0);
}
