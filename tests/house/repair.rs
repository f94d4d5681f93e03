//! `check --repair` from a shell: what it says, what it leaves, and that a dry run changes nothing.

use crate::command_line::{Desk, stderr};
use serde_json::json;

fn damage(desk: &Desk, sql: &str) {
    rusqlite::Connection::open(desk.path("shop.selvedge")).unwrap().execute_batch(&format!("PRAGMA foreign_keys = OFF; {sql}")).unwrap();
}

#[test]
fn a_damaged_catalogue_is_mended_after_a_copy_and_a_dry_run() {
    let desk = Desk::with_photos(4);
    let (code, answer) = desk.json(&["check", "--repair"]);
    assert_eq!((code, &answer["ok"], &answer["mended"], &answer["copy"]), (0, &json!(true), &json!([]), &json!(null)), "{answer}");
    damage(&desk, "DELETE FROM photos WHERE id = 1; DELETE FROM text_index_data");
    assert_eq!(desk.json(&["check"]).0, 2);
    let before = fs_err::read(desk.path("shop.selvedge")).unwrap();
    let (code, told) = desk.json(&["check", "--repair", "--dry-run"]);
    assert_eq!((code, &told["ok"], &told["copy"], &told["problems"]), (2, &json!(false), &json!(null), &json!([])), "{told}");
    assert!(fs_err::read(desk.path("shop.selvedge")).unwrap() == before && !desk.path("shop.before-repair.selvedge").exists());
    let (code, done) = desk.json(&["check", "--repair"]);
    assert_eq!((code, &done["ok"], &done["mended"]), (0, &json!(true), &told["mended"]), "{done}");
    let kinds: Vec<&str> = done["mended"].as_array().unwrap().iter().map(|one| one["kind"].as_str().unwrap()).collect();
    assert!(kinds.contains(&"text_index") && kinds.contains(&"embeddings"), "{kinds:?}");
    assert!(done["copy"].as_str().unwrap().ends_with("shop.before-repair.selvedge") && desk.path("shop.before-repair.selvedge").exists());
    assert_eq!(desk.json(&["check"]).0, 0);
    // The photo whose row was gone is a new one to the next index.
    let (code, report) = desk.index(&desk.path("shop"));
    assert_eq!((code, &report["added"]), (0, &json!(1)), "{report}");
}

#[test]
fn what_cannot_be_mended_is_told_and_left() {
    let desk = Desk::with_photos(2);
    damage(&desk, "DELETE FROM looks; DELETE FROM roots");
    let catalog = desk.path("shop.selvedge");
    let output = desk.run(&["check", "--repair", "--catalog", catalog.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stdout).starts_with("Nothing of the damage can be mended"), "{output:?}");
    assert!(stderr(&output).contains("an entry of photos belongs to something that is not in roots"), "{output:?}");
    let output = desk.run(&["check", "--dry-run", "--catalog", catalog.to_str().unwrap()]);
    assert!(output.status.code() == Some(2) && stderr(&output).contains("--repair"), "{output:?}");
}
