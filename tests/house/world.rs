//! What the world writes, from a shell: names in whatever characters, tables of shops and spreadsheets, keywords, leftovers of other programs.

use crate::command_line::{Desk, stderr};
use crate::pictures;
use rusqlite::Connection;
use serde_json::{Value, json};
use std::path::Path;

/// A catalogue of these photos, below `shop`.
fn shop(paths: &[&str]) -> Desk {
    let desk = Desk::new();
    for (seed, path) in (1..).zip(paths) {
        let path = desk.path("shop").join(path);
        fs_err::create_dir_all(path.parent().unwrap()).unwrap();
        pictures::save(&path, seed);
    }
    assert_eq!(desk.index(&desk.path("shop")).0, 0);
    desk
}

fn import(desk: &Desk, table: &[u8], more: &[&str]) -> (i32, Value) {
    let file = desk.path("table.csv");
    fs_err::write(&file, table).unwrap();
    desk.json(&[&["tags", "import", file.to_str().unwrap()], more].concat())
}

fn found(desk: &Desk, query: &str) -> usize {
    desk.json(&["search", query]).1["results"].as_array().map_or(0, Vec::len)
}

#[test]
fn a_name_is_found_in_whatever_characters_it_is_written() {
    let desk = shop(&["Scha\u{308}rpen/gru\u{308}n.jpg", "plain.jpg"]);
    let (_, by_path) = import(&desk, "path,set,label\nSch\u{e4}rpen/gr\u{fc}n.jpg,Kind,Scarf\n".as_bytes(), &["--dry-run"]);
    let by_name = ["--match", "name", "--set", "Kind", "--column", "label", "--dry-run"];
    let (_, by_name) = import(&desk, "name,label\ngr\u{fc}n.jpg,Scarf\n".as_bytes(), &by_name);
    assert_eq!((&by_path["matched"], &by_name["matched"]), (&1.into(), &1.into()), "{by_path} {by_name}");
    for query in ["name:gr\u{fc}n", "folder:sch\u{e4}rpen", "folder:\"Sch\u{e4}rpen\"", "folder:sch\u{e4}rpen/"] {
        assert_eq!(found(&desk, query), 1, "{query}");
    }
    let absolute = desk.path("shop").join("Sch\u{e4}rpen");
    assert_eq!(found(&desk, &format!("folder:{}/", absolute.display())), 1);
    let two = "path,set,label\nplain.jpg,Farbe,Gr\u{fc}n\nSch\u{e4}rpen/gr\u{fc}n.jpg,Farbe,Gru\u{308}n\n";
    let (_, report) = import(&desk, two.as_bytes(), &[]);
    assert_eq!(report["new_labels"], json!(["Farbe: Gr\u{fc}n"]));
    assert_eq!((found(&desk, "tag:gr\u{fc}n"), found(&desk, "tag:\"Gru\u{308}n\"")), (2, 2));
}

#[test]
fn labels_that_look_the_same_are_told_and_merged() {
    let desk = shop(&["a.jpg", "b.jpg"]);
    let (_, report) = import(&desk, "path,set,label\na.jpg,Kind,Shoe\u{200b}\nb.jpg,Kind,\u{feff}Shoe\n".as_bytes(), &["--dry-run"]);
    assert_eq!(report["new_labels"], json!(["Kind: Shoe"]));
    import(&desk, b"path,set,label\na.jpg,Kind,Shoe\nb.jpg,Kind,Boot\n", &[]);
    // As an older version would have taken it.
    let db = Connection::open(desk.path("shop.selvedge")).unwrap();
    db.execute("UPDATE labels SET name = 'Sho\u{200b}e' WHERE name = 'Boot'", []).unwrap();
    drop(db);
    let (code, check) = desk.json(&["check"]);
    let remark = check["remarks"][0].as_str().unwrap();
    assert_eq!((code, &check["ok"]), (0, &true.into()), "{check}");
    assert!(remark.contains("zero-width space (U+200B)") && remark.contains("labels merge"), "{remark}");
    let (_, planned) = desk.json(&["labels", "merge", "--dry-run"]);
    assert_eq!((&planned["merged"][0]["decisions"], &planned["step"]), (&1.into(), &Value::Null), "{planned}");
    let (code, merged) = desk.json(&["labels", "merge"]);
    assert_eq!((code, &merged["merged"][0]["label"]), (0, &"Shoe".into()), "{merged}");
    assert_eq!((found(&desk, "tag:shoe"), desk.json(&["labels", "merge"]).0), (2, 1));
    assert_eq!(desk.json(&["undo", "--step", &merged["step"].to_string()]).0, 0);
    assert_eq!(desk.json(&["check"]).1["remarks"].as_array().unwrap().len(), 1);
}

#[test]
fn tables_of_shops_and_spreadsheets_are_read_and_written() {
    let desk = shop(&["SH-003.jpg", "SH-004.jpg"]);
    let column = |column| ["--set", "Kind", "--column", column, "--dry-run"];
    let new = |report: &Value| report["new_labels"].as_array().unwrap().len();
    let address = "Image Src,Type\nhttps://cdn.example.com/s/files/1/SH-003.jpg?v=1690000000,Shoe\n";
    let (_, report) = import(&desk, address.as_bytes(), &[&["--match", "name"], &column("Type")[..]].concat());
    assert_eq!(report["matched"], 1, "{report}");
    let (_, report) = import(&desk, b"path,Tags\nSH-003.jpg,\"Shoe, Black, Sale\"\n", &column("Tags"));
    assert_eq!(new(&report), 3, "{report}");
    let wide: Vec<u8> = "\u{feff}path\tlabel\r\nSH-003.jpg\tShoe\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    for table in [&b"path, label\nSH-003.jpg, \"Shoe\"\n"[..], b"SEP=;\r\npath;label\r\nSH-003.jpg;Shoe\r\n\x1a", &wide] {
        let (_, report) = import(&desk, table, &column("label"));
        assert_eq!(report["new_labels"], json!(["Kind: Shoe"]), "{report}");
    }
    // A label that holds what separates labels, out and in again, in every way that it is written.
    import(&desk, "path,set,label,score\nSH-003.jpg,Tags,a | b – grün,\"0,5\"\n".as_bytes(), &[]);
    let catalog = desk.path("shop.selvedge");
    let export = |format: &str, locale: &str, more: &[&str]| {
        let asked = ["tags", "export", "--relative", "--format", format, "--catalog", catalog.to_str().unwrap()];
        let mut command = desk.command(&[&asked, more].concat());
        command.env("LC_ALL", locale).output().unwrap().stdout
    };
    let german = export("csv", "de_DE.UTF-8", &["--excel"]);
    assert!(german.starts_with("\u{feff}path;sku;Tags\n".as_bytes()), "{}", String::from_utf8_lossy(&german));
    assert!(String::from_utf8_lossy(&export("long-csv", "de_DE.UTF-8", &["--excel"])).contains(";\"0,5\";"));
    for table in [german, export("csv", "en_US.UTF-8", &["--excel"]), export("csv", "C", &[])] {
        let (_, report) = import(&desk, &table, &["--set", "Tags", "--column", "Tags", "--dry-run"]);
        assert_eq!((&report["matched"], new(&report)), (&1.into(), 0), "{report}");
    }
    let long = format!("path,set,label\nSH-003.jpg,Tags,{}\n", "x".repeat(100_000));
    assert_eq!(import(&desk, long.as_bytes(), &[]).0, 2, "no label is so long");
}

/// A sidecar with these bytes of text in it.
fn sidecar(photo: &Path, subject: &[u8]) {
    let head = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>\
        <rdf:Description xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:subject><rdf:Bag><rdf:li>";
    let bytes = [&head[..], subject, b"</rdf:li></rdf:Bag></dc:subject></rdf:Description></rdf:RDF></x:xmpmeta>"].concat();
    fs_err::write(photo.with_extension("jpg.xmp"), bytes).unwrap();
}

#[test]
fn every_sidecar_that_cannot_be_read_is_named() {
    let names: Vec<String> = (0..12).map(|n| format!("p{n:02}.jpg")).chain(["q.jpg".to_owned()]).collect();
    let desk = shop(&names.iter().map(String::as_str).collect::<Vec<_>>());
    for name in &names[..12] {
        sidecar(&desk.path("shop").join(name), b"Gr\xfcn");
    }
    sidecar(&desk.path("shop/q.jpg"), "Grün".as_bytes());
    let catalog = desk.path("shop.selvedge");
    let output = desk.run(&["tags", "import", "--keywords", "KW", "--catalog", catalog.to_str().unwrap()]);
    let told = stderr(&output);
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(
        names[..12].iter().all(|name| told.contains(&format!("{name}.xmp: it is not UTF-8 text"))) && !told.contains("line 0"),
        "{told}"
    );
    let (code, report) = desk.json(&["tags", "import", "--keywords", "KW"]);
    assert_eq!((code, report["failed"].as_array().unwrap().len(), &report["matched"]), (2, 12, &1.into()), "{report}");
}

#[test]
fn leftovers_of_other_programs_are_left_out_and_told() {
    let desk = Desk::new();
    let shop = desk.path("shop");
    let folders = ["keep", "@Recycle", "#snapshot", "$Recycle.Bin/S-1-5", "Shop Previews.lrdata/A", "Session/CaptureOne/Cache", "private"];
    for (seed, folder) in (1..).zip(folders) {
        fs_err::create_dir_all(shop.join(folder)).unwrap();
        pictures::save(&shop.join(folder).join("a.jpg"), seed);
    }
    fs_err::write(shop.join("private/.nomedia"), "").unwrap();
    let (code, report) = desk.index(&shop);
    assert_eq!((code, &report["added"], &report["left_out"]), (0, &1.into(), &6.into()), "{report}");
    fs_err::write(shop.join(".selvedgeignore"), "/keep/\n").unwrap();
    let catalog = desk.path("shop.selvedge");
    let output = desk.run(&["index", shop.to_str().unwrap(), "--catalog", catalog.to_str().unwrap()]);
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(told.contains("7 folders or files were left out, 1 photo of the catalogue lies there and stays"), "{told}");
    assert_eq!(desk.json(&["info"]).1["missing"], 0);
}

#[test]
fn what_a_query_leaves_unread_is_told() {
    let desk = shop(&["a.jpg"]);
    let long = "a nice photo of some kind of thing that we sell in our shop and that people like to buy very much in summer and in winter time red dress";
    let (_, answer) = desk.json(&["search", long]);
    assert!(answer["cut"][0].as_str().unwrap().ends_with("red dress"), "{answer}");
    assert_eq!(desk.json(&["search", "red dress"]).1["cut"], json!([]));
    assert_eq!(desk.json(&["search", "dress.jpe"]).1["unknown_words"], json!([]), "the ending of a file is no word");
    let inch = ["13\" laptop bag", "13 laptop bag"].map(|query| desk.json(&["search", query]).1["results"].clone());
    assert_eq!(inch[0], inch[1]);
}

#[test]
fn a_hint_names_each_word_once_and_few_of_them() {
    let desk = shop(&["a.jpg"]);
    let sets = (0..300).map(|n| format!("Big,label xq{n}z\n")).collect::<Vec<_>>().concat();
    let file = desk.path("sets.csv");
    fs_err::write(&file, format!("set,label\n{sets}")).unwrap();
    assert_eq!(desk.json(&["labels", "import", file.to_str().unwrap()]).0, 0);
    let catalog = desk.path("shop.selvedge");
    let told = stderr(&desk.run(&["suggest", "--set", "Big", "--catalog", catalog.to_str().unwrap()]));
    let line = told.lines().find(|line| line.contains("was never taught")).unwrap();
    assert!(line.len() < 250 && line.matches("label").count() <= 1 && line.contains(" more"), "{line}");
}

#[cfg(unix)]
#[test]
fn no_name_reaches_the_terminal_as_a_command() {
    let desk = shop(&["a\u{1b}[31mred\u{7}.jpg", "two\nlines.jpg"]);
    fs_err::write(desk.path("shop/bad\u{1b}]0;t\u{7}.jpg"), "no picture").unwrap();
    let catalog = desk.path("shop.selvedge");
    let index = desk.run(&["index", desk.path("shop").to_str().unwrap(), "--catalog", catalog.to_str().unwrap()]);
    let search = desk.run(&["search", "type:jpg", "--catalog", catalog.to_str().unwrap()]);
    for printed in [&index.stdout, &index.stderr, &search.stdout, &search.stderr] {
        assert!(!printed.contains(&0x1b) && !printed.contains(&7), "{}", String::from_utf8_lossy(printed));
    }
    let lines = String::from_utf8_lossy(&search.stdout).into_owned();
    assert_eq!(lines.lines().count(), 2, "{lines}");
    assert!(lines.contains("a\\u{1b}[31mred\\u{7}.jpg") && lines.contains("two\\nlines.jpg"), "{lines}");
}
