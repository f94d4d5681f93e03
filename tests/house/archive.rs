//! Everything in a catalogue as open files, and back, from a shell.

use crate::command_line::{Desk, stderr};
use serde_json::{Value, json};

/// Four photos of which something of most kinds is said.
fn worked() -> Desk {
    let desk = Desk::with_photos(4);
    let csv = desk.path("labels.csv");
    fs_err::write(&csv, "path,set,label,title\nphoto-001.jpg,Colour,Red,=A dress\nphoto-002.jpg,Colour,Blue,A shirt\n").unwrap();
    let csv = csv.to_str().unwrap();
    assert_eq!(desk.json(&["tags", "import", csv]).0, 0);
    assert_eq!(desk.json(&["text", "import", csv, "--match", "path", "--column", "title"]).0, 0);
    assert_eq!(desk.json(&["mark", "--stars", "4", &desk.photo(1)]).0, 0);
    assert_eq!(desk.json(&["search", "rating:4", "--save", "Best"]).0, 0);
    desk
}

/// The same question to another catalogue of the desk.
fn of(desk: &Desk, catalog: &str, arguments: &[&str]) -> (i32, Value) {
    let file = desk.path(catalog);
    let output = desk.run(&[arguments, &["--json", "--catalog", file.to_str().unwrap()]].concat());
    assert!(!stderr(&output).contains("panicked"), "{}", stderr(&output));
    (output.status.code().unwrap(), serde_json::from_slice(&output.stdout).unwrap_or(Value::Null))
}

#[test]
fn a_catalogue_goes_out_and_a_new_one_is_made_of_it() {
    let desk = worked();
    let (one, two) = (desk.path("one"), desk.path("two"));
    let (code, out) = desk.json(&["archive", "export", one.to_str().unwrap()]);
    assert_eq!(
        (code, &out["rows"]["photos.csv"], &out["rows"]["decisions.csv"], &out["models"][0]["vectors"]),
        (0, &json!(4), &json!(2), &json!(4)),
        "{out}"
    );
    assert!(fs_err::read_to_string(one.join("README.txt")).unwrap().contains("selvedge archive import FOLDER"));

    let (code, dry) = of(&desk, "new.selvedge", &["archive", "import", one.to_str().unwrap(), "--dry-run"]);
    assert_eq!((code, &dry["photos"]["added"], desk.path("new.selvedge").exists()), (0, &json!(4), false), "{dry}");
    let (code, back) = of(&desk, "new.selvedge", &["archive", "import", one.to_str().unwrap()]);
    assert_eq!((code, &back["photos"]["added"], &back["vectors"], &back["parts"]), (0, &json!(4), &json!(4), &dry["parts"]), "{back}");
    assert_eq!(of(&desk, "new.selvedge", &["archive", "export", two.to_str().unwrap()]).0, 0);
    for entry in fs_err::read_dir(&one).unwrap() {
        let name = entry.unwrap().file_name();
        if one.join(&name).is_file() {
            assert_eq!(
                fs_err::read_to_string(one.join(&name)).unwrap(),
                fs_err::read_to_string(two.join(&name)).unwrap(),
                "{}",
                name.display()
            );
        }
    }
    // The folders are known: nothing is embedded again, and the words of texts and names are found.
    let shop = desk.path("shop");
    let (code, again) = of(&desk, "new.selvedge", &["index", shop.to_str().unwrap()]);
    assert_eq!((code, &again["added"], &again["updated"]), (0, &json!(0), &json!(0)), "{again}");
    assert_eq!(of(&desk, "new.selvedge", &["search", "--saved", "Best"]).1["results"].as_array().unwrap().len(), 1);
    assert_eq!(of(&desk, "new.selvedge", &["check"]).0, 0);

    // Into a catalogue that has it all: nothing. Into one that lost it: one step.
    assert_eq!(desk.json(&["archive", "import", one.to_str().unwrap()]).0, 1);
    let before = desk.json(&["tags", "export", "--format", "json", "--all"]).1;
    for _ in 0..4 {
        assert_eq!(desk.json(&["undo"]).0, 0);
    }
    let (code, step) = desk.json(&["archive", "import", one.to_str().unwrap()]);
    assert_eq!((code, desk.json(&["tags", "export", "--format", "json", "--all"]).1), (0, before));
    assert_eq!(desk.json(&["undo"]).1["id"], step["step"]);
}

#[test]
fn what_cannot_be_written_or_read_is_refused_in_words() {
    let desk = worked();
    let (catalog, shop, out) = (desk.path("shop.selvedge"), desk.path("shop"), desk.path("out"));
    assert_eq!(desk.json(&["archive", "export", out.to_str().unwrap()]).0, 0);
    let among = shop.join("archive");
    for (word, arguments) in [
        ("there is something here already", vec!["export", out.to_str().unwrap()]),
        ("where photos are and nothing is written", vec!["export", among.to_str().unwrap()]),
        ("holds no archive of a catalogue", vec!["import", shop.to_str().unwrap()]),
        ("holds no archive of a catalogue", vec!["import", "/no/such/folder"]),
    ] {
        let all = [&["archive"], &arguments[..], &["--catalog", catalog.to_str().unwrap()]].concat();
        let output = desk.run(&all);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", stderr(&output));
        assert!(stderr(&output).contains(word) && !stderr(&output).contains("panicked"), "{arguments:?}: {}", stderr(&output));
    }
    assert!(!among.exists());
    // Half of it makes no catalogue.
    fs_err::remove_file(out.join("decisions.csv")).unwrap();
    let new = desk.path("new.selvedge");
    let output = desk.run(&["archive", "import", out.to_str().unwrap(), "--catalog", new.to_str().unwrap()]);
    assert_eq!((output.status.code(), new.exists()), (Some(2), false));
    assert!(stderr(&output).contains("decisions.csv"), "{}", stderr(&output));
}

#[cfg(unix)]
#[test]
fn an_archive_for_which_there_is_no_room_is_not_there_by_halves() {
    // As many that their vectors take 60 kilobytes.
    let desk = Desk::with_photos(60);
    let (catalog, to) = (desk.path("shop.selvedge"), desk.path("one"));
    let before: Vec<_> = fs_err::read_dir(desk.path("")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    let output = desk.run_with_room(48 << 10, &["archive", "export", to.to_str().unwrap(), "--catalog", catalog.to_str().unwrap()]);
    let said = stderr(&output);
    let named = format!(": {}/", to.display());
    assert!(
        said.starts_with("selvedge: the archive could not be written (") && said.contains(&named) && !said.contains(".selvedge-"),
        "{said}"
    );
    let after: Vec<_> = fs_err::read_dir(desk.path("")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(before, after);
    assert_eq!(desk.json(&["archive", "export", to.to_str().unwrap()]).0, 0, "with room again it is written");
}
