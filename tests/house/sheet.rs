//! Contact sheets from a shell.

use crate::command_line::{Desk, stderr};
use serde_json::json;

#[test]
fn a_sheet_of_what_a_query_finds_is_written_as_pdf() {
    let desk = Desk::with_photos(30);
    fs_err::remove_file(desk.path("shop/photo-007.jpg")).unwrap();
    let file = desk.path("sheet.pdf");
    let out = ["--out", file.to_str().unwrap()];
    let (code, answer) =
        desk.json(&[&["contact-sheet", "--query", "name:photo", "--columns", "4", "--title", "Spring"], &out[..]].concat());
    assert_eq!((code, &answer["photos"], &answer["pages"]), (2, &json!(29), &json!(2)), "{answer}");
    assert!(answer["failed"][0]["path"].as_str().unwrap().ends_with("photo-007.jpg"), "{answer}");
    let bytes = fs_err::read(&file).unwrap();
    assert!(bytes.starts_with(b"%PDF-") && bytes.trim_ascii_end().ends_with(b"%%EOF"));
    let catalog = desk.path("shop.selvedge");
    let inside = desk.path("shop/sheet.pdf");
    for (word, arguments) in [
        ("which the catalogue holds", vec!["--query", "name:photo", "--out", inside.to_str().unwrap()]),
        ("1 to 12 columns", vec!["--query", "name:photo", "--columns", "13", out[0], out[1]]),
        ("no photo was found", vec!["--query", "name:nothing", out[0], out[1]]),
        ("letter", vec!["--query", "name:photo", "--paper", "a7", out[0], out[1]]),
    ] {
        let output = desk.run(&[&["contact-sheet", "--catalog", catalog.to_str().unwrap()], &arguments[..]].concat());
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", stderr(&output));
        assert!(stderr(&output).contains(word), "{arguments:?}: {}", stderr(&output));
    }
    assert!(!inside.exists());
}
