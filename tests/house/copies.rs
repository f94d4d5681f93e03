//! Photos copied and linked from a shell: names, sidecars, XMP, and all that must not happen.

use crate::command_line::{Desk, stderr};
use crate::pictures;
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;

fn copy(desk: &Desk, arguments: &[&str]) -> (i32, Value) {
    desk.json(&[&["copy", "--to", desk.path("out").to_str().unwrap()], arguments].concat())
}

/// What lies in the folder of the copies, by paths below it.
fn there(desk: &Desk) -> Vec<String> {
    fn walk(folder: &Path, out: &mut Vec<std::path::PathBuf>) {
        for entry in fs_err::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() { walk(&path, out) } else { out.push(path) }
        }
    }
    let (folder, mut found) = (desk.path("out"), Vec::new());
    walk(&folder, &mut found);
    let mut names: Vec<String> = found.iter().map(|path| path.strip_prefix(&folder).unwrap().display().to_string()).collect();
    names.sort();
    names
}

fn counts(answer: &Value) -> [u64; 3] {
    ["copied", "linked", "skipped"].map(|key| answer[key].as_u64().unwrap_or_else(|| panic!("{answer}")))
}

fn failures(answer: &Value) -> Vec<String> {
    answer["failed"].as_array().unwrap().iter().map(|f| f["reason"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn what_a_query_finds_is_copied_in_its_order_under_names_of_a_pattern() {
    let desk = Desk::with_photos(8);
    desk.json(&["mark", "--flag", "pick", "--stars", "4", &desk.photo(5), &desk.photo(2)]);
    let arguments = ["--query", "is:pick", "--name", "{rating}star-{n:03}"];
    let (code, answer) = copy(&desk, &[&arguments[..], &["--dry-run"]].concat());
    assert_eq!((code, counts(&answer), there(&desk).len()), (0, [2, 0, 0], 0), "{answer}");
    assert_eq!(answer["examples"][0], json!({ "path": desk.photo(2), "to": "4star-001.jpg" }));
    assert!(!desk.path("out").exists());
    let (code, answer) = copy(&desk, &arguments);
    assert_eq!((code, counts(&answer)), (0, [2, 0, 0]), "{answer}");
    assert_eq!(there(&desk), ["4star-001.jpg", "4star-002.jpg"]);
    let (original, copied) = (desk.photo(2), desk.path("out/4star-001.jpg"));
    assert_eq!(fs_err::read(&original).unwrap(), fs_err::read(&copied).unwrap());
    let time = |path: &Path| fs_err::metadata(path).unwrap().modified().unwrap();
    assert_eq!(time(Path::new(&original)), time(&copied), "copies keep the time");
    assert_eq!(counts(&copy(&desk, &arguments).1), [0, 0, 2], "what is there already is not written again");
    assert_eq!(copy(&desk, &["--query", "is:reject"]).0, 1, "nothing found");
    assert_eq!(copy(&desk, &["--query", "red dress"]).0, 2, "words need a limit");
    assert_eq!(copy(&desk, &["--query", "red dress", "--top", "3", "--name", "{n}"]).1["copied"], 3);
}

#[test]
fn nothing_that_is_there_is_replaced() {
    let desk = Desk::with_photos(8);
    fs_err::create_dir_all(desk.path("out")).unwrap();
    fs_err::write(desk.path("out/photo-001.jpg"), "mine").unwrap();
    fs_err::create_dir_all(desk.path("out/photo-002.jpg")).unwrap();
    let (code, answer) = copy(&desk, &[&desk.photo(1), &desk.photo(2), &desk.photo(3)]);
    assert_eq!((code, counts(&answer)), (2, [1, 0, 0]), "{answer}");
    assert!(failures(&answer).iter().all(|reason| reason.contains("is there already")), "{answer}");
    assert_eq!(fs_err::read(desk.path("out/photo-001.jpg")).unwrap(), b"mine");
}

#[test]
fn equal_names_get_a_number_and_folders_follow_labels() {
    let desk = Desk::with_photos(8);
    pictures::save(&desk.path("shop/deep/photo-001.jpg"), 40);
    desk.index(&desk.path("shop"));
    let (_, answer) = copy(&desk, &["--query", "name:photo-001*"]);
    assert_eq!((answer["renamed"].as_u64(), there(&desk)), (Some(1), vec!["photo-001-2.jpg".to_owned(), "photo-001.jpg".to_owned()]));
    let csv = desk.path("labels.csv");
    fs_err::write(&csv, "path,set,label\nphoto-002.jpg,Colour,Red/../../wine\nphoto-003.jpg,Colour,Blue\n").unwrap();
    assert_eq!(desk.json(&["tags", "import", csv.to_str().unwrap()]).0, 0);
    fs_err::remove_dir_all(desk.path("out")).unwrap();
    let (code, answer) = copy(&desk, &[&desk.photo(2), &desk.photo(3), &desk.photo(4), "--layout", "label", "--name", "{label} {n}"]);
    assert_eq!(code, 0, "{answer}");
    assert_eq!(there(&desk), ["Blue/Blue 2.jpg", "No label/no label 3.jpg", "Red_.._.._wine/Red_.._.._wine 1.jpg"]);
}

#[test]
fn a_folder_of_the_catalogue_is_no_place_for_copies() {
    let desk = Desk::with_photos(8);
    let mut places = vec![desk.path("shop"), desk.path("shop/new/deeper")];
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(desk.path("shop"), desk.path("link")).unwrap();
        places.push(desk.path("link/new"));
    }
    let catalog = desk.path("shop.selvedge");
    for place in places {
        let output = desk.run(&["copy", &desk.photo(1), "--to", place.to_str().unwrap(), "--catalog", catalog.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
        assert!(stderr(&output).contains("which the catalogue holds"), "{}", stderr(&output));
    }
    // A folder of a label, swapped for a link that leads among the originals.
    #[cfg(unix)]
    {
        fs_err::create_dir_all(desk.path("out")).unwrap();
        std::os::unix::fs::symlink(desk.path("shop"), desk.path("out/No SKU")).unwrap();
        let (code, answer) = copy(&desk, &[&desk.photo(1), "--layout", "sku", "--name", "new"]);
        assert_eq!((code, counts(&answer)), (2, [0, 0, 0]), "{answer}");
        assert!(failures(&answer)[0].contains("a link leads"), "{answer}");
    }
    assert_eq!(fs_err::read_dir(desk.path("shop")).unwrap().count(), 8);
}

#[cfg(unix)]
#[test]
fn hard_links_are_the_same_file_and_hold_no_xmp() {
    use std::os::unix::fs::MetadataExt;
    let desk = Desk::with_photos(8);
    let (code, answer) = copy(&desk, &["--link", &desk.photo(1), "--name", "one"]);
    assert_eq!((code, counts(&answer)), (0, [0, 1, 0]), "{answer}");
    let file = |path: &Path| fs_err::metadata(path).unwrap().ino();
    assert_eq!(file(&desk.path("out/one.jpg")), file(Path::new(&desk.photo(1))));
    assert_eq!(counts(&copy(&desk, &["--link", &desk.photo(1), "--name", "one"]).1), [0, 0, 1]);
    assert_eq!(copy(&desk, &["--link", "--xmp", &desk.photo(1)]).0, 2);
}

#[test]
fn sidecars_go_along_under_the_new_names() {
    let desk = Desk::with_photos(8);
    fs_err::write(desk.path("shop/photo-001.jpg.xmp"), "of one").unwrap();
    fs_err::write(desk.path("shop/photo-002.xmp"), "of two").unwrap();
    pictures::save(&desk.path("shop/photo-003.png"), 50);
    fs_err::write(desk.path("shop/photo-003.xmp"), "of either of two photos").unwrap();
    desk.index(&desk.path("shop"));
    let png = desk.path("shop/photo-003.png").to_str().unwrap().to_owned();
    let all = [&desk.photo(1), &desk.photo(2), &desk.photo(3), png.as_str(), "--sidecars", "--name", "p{n}"];
    let (code, answer) = copy(&desk, &all);
    assert_eq!((code, answer["sidecars"].as_u64()), (0, Some(2)), "{answer}");
    assert_eq!(there(&desk), ["p1.jpg", "p1.jpg.xmp", "p2.jpg", "p2.xmp", "p3.jpg", "p4.png"]);
    assert_eq!(fs_err::read_to_string(desk.path("out/p2.xmp")).unwrap(), "of two");
}

#[test]
fn xmp_is_put_into_the_copies_and_read_by_other_programs() {
    let desk = Desk::new();
    for (n, ending) in ["jpg", "png", "webp", "tif", "gif"].into_iter().enumerate() {
        pictures::save(&desk.path(&format!("shop/photo.{ending}")), n as u32);
    }
    desk.index(&desk.path("shop"));
    let originals: Vec<Vec<u8>> =
        ["jpg", "png", "webp", "tif"].map(|e| fs_err::read(desk.path(&format!("shop/photo.{e}"))).unwrap()).into();
    let csv = desk.path("labels.csv");
    fs_err::write(&csv, "path,set,label\nphoto.jpg,Colour,Red\nphoto.png,Colour,Red\nphoto.webp,Colour,Red\nphoto.tif,Colour,Red\n")
        .unwrap();
    desk.json(&["tags", "import", csv.to_str().unwrap()]);
    desk.json(&["mark", "--query", "name:photo*", "--stars", "4", "--color", "green", "--flag", "pick"]);
    let (code, answer) = copy(&desk, &["--query", "name:photo*", "--xmp", "--name", "{name}-{n}"]);
    assert_eq!((code, counts(&answer)), (2, [4, 0, 0]), "{answer}");
    assert!(failures(&answer)[0].contains("this kind of file"), "{answer}");
    assert_eq!(counts(&copy(&desk, &["--query", "name:photo*", "--xmp", "--name", "{name}-{n}"]).1), [0, 0, 4], "the same again");
    let mut copies = there(&desk);
    copies.sort_by_key(|name| ["jpg", "png", "webp", "tif"].iter().position(|e| name.ends_with(e)));
    assert_eq!(copies.len(), 4, "{copies:?}");
    for (copy, original) in copies.iter().zip(&originals) {
        let file = desk.path("out").join(copy);
        let (now, before) = (image::open(&file).unwrap(), image::load_from_memory(original).unwrap());
        assert_eq!(now, before, "{copy}: the picture stays");
        let Ok(output) = Command::new("exiftool").args(["-j", "-XMP:all", "-validate", "-warning"]).arg(&file).output() else {
            let _ = std::io::Write::write_all(&mut std::io::stderr(), b"skipped: exiftool is not installed\n");
            continue;
        };
        let said: Value = serde_json::from_slice(&output.stdout).unwrap();
        let said = &said[0];
        assert_eq!(said["Validate"], "OK", "{copy}: {said}");
        assert_eq!((&said["Subject"], &said["Rating"], &said["Label"]), (&json!("Red"), &json!(4), &json!("Green")), "{copy}: {said}");
        assert_eq!((&said["HierarchicalSubject"], &said["Pick"]), (&json!("Colour|Red"), &json!(1)), "{copy}: {said}");
    }
    let now: Vec<Vec<u8>> = ["jpg", "png", "webp", "tif"].map(|e| fs_err::read(desk.path(&format!("shop/photo.{e}"))).unwrap()).into();
    assert_eq!(now, originals, "originals are never written");
    // Copies are photos like any other: what was written is read.
    let (_, report) = desk.json(&["index", desk.path("out").to_str().unwrap()]);
    assert_eq!(report["added"], 4, "{report}");
    let (_, read) = desk.json(&["mark", "--from-files"]);
    assert_eq!(read["changed"], 4, "{read}");
}

#[test]
fn a_photo_that_went_is_told_and_the_others_are_copied() {
    let desk = Desk::with_photos(8);
    fs_err::remove_file(desk.photo(1)).unwrap();
    let (code, answer) = copy(&desk, &[&desk.photo(1), &desk.photo(2)]);
    assert_eq!((code, counts(&answer), failures(&answer)), (2, [1, 0, 0], vec!["the file is gone".to_owned()]), "{answer}");
}

#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_written_is_told_once() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::with_photos(8);
    fs_err::create_dir_all(desk.path("out")).unwrap();
    let allow = |mode| fs_err::set_permissions(desk.path("out"), std::fs::Permissions::from_mode(mode)).unwrap();
    allow(0o555);
    let may_write = fs_err::write(desk.path("out/probe"), "").is_ok();
    let catalog = desk.path("shop.selvedge");
    let output =
        desk.run(&["copy", "--query", "name:photo", "--to", desk.path("out").to_str().unwrap(), "--catalog", catalog.to_str().unwrap()]);
    allow(0o755);
    // Who may do everything is stopped by no permission.
    if !may_write {
        assert_eq!(output.status.code(), Some(2));
        assert_eq!(stderr(&output).matches("cannot be written to").count(), 1, "{}", stderr(&output));
    }
}

#[test]
fn what_a_killed_run_left_is_cleared_away() {
    let desk = Desk::with_photos(8);
    fs_err::create_dir_all(desk.path("out")).unwrap();
    let own = base::process::ProcessMark::own().text().to_owned();
    let (rest, began) = own.rsplit_once('-').unwrap();
    let left = desk.path("out").join(format!(".selvedge-{rest}-1{began}-aB3xYz.part"));
    fs_err::write(&left, "half a photo").unwrap();
    assert_eq!(copy(&desk, &[&desk.photo(1)]).0, 0);
    assert_eq!(there(&desk), ["photo-001.jpg"]);
}
