//! Tags keep their provenance through a file.

use super::super::*;
use super::AWKWARD;
use base::path_bytes;
use base::tags::{Decision, Source};
use std::path::PathBuf;

fn row(path: &str, set: &str, label: &str) -> TagRow {
    TagRow {
        path: PathBuf::from(path),
        raw: None,
        set: set.to_owned(),
        label: label.to_owned(),
        decision: Decision::Accepted,
        source: Source::Person,
        score: None,
        model: None,
        decided_at_ms: None,
        author: None,
    }
}

fn csv(rows: &[TagRow]) -> String {
    let mut bytes = Vec::new();
    write_tags_csv(&mut bytes, Dialect::CSV, rows.iter().cloned()).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn read(text: &str, options: &ReadOptions) -> Result<TagFile, FormatError> {
    read_tags(text.as_bytes(), options)
}

#[test]
fn the_long_form_is_as_the_contract_says() {
    let rule = TagRow {
        source: Source::Rule,
        score: Some(0.1 + 0.2),
        model: Some("starter@1f38".to_owned()),
        decided_at_ms: Some(1_767_323_045_006),
        ..row("/a/é,1.jpg", "Colour", "=Red")
    };
    let none = TagRow {
        decision: Decision::None,
        label: String::new(),
        decided_at_ms: Some(1_767_323_045_000),
        author: Some("ann".into()),
        ..row("b.jpg", "Colour", "")
    };
    assert_eq!(
        csv(&[rule.clone(), none]),
        "path,set,label,decision,source,score,model,decided_at,author\n\
         \"/a/é,1.jpg\",Colour,'=Red,accepted,rule,0.3,starter@1f38,2026-01-02T03:04:05.006Z,\n\
         b.jpg,Colour,,none,person,,,2026-01-02T03:04:05Z,ann\n"
    );
    let mut json = Vec::new();
    write_tags_json(&mut json, [rule, row("c.jpg", "S", "L")]).unwrap();
    assert_eq!(
        String::from_utf8(json).unwrap(),
        "[\n{\"path\":\"/a/é,1.jpg\",\"set\":\"Colour\",\"label\":\"=Red\",\"decision\":\"accepted\",\"source\":\"rule\",\"score\":0.3,\
         \"model\":\"starter@1f38\",\"decided_at\":\"2026-01-02T03:04:05.006Z\",\"author\":null},\n\
         {\"path\":\"c.jpg\",\"set\":\"S\",\"label\":\"L\",\"decision\":\"accepted\",\"source\":\"person\",\"score\":null,\"model\":null,\
         \"decided_at\":null,\"author\":null}\n]\n"
    );
    let mut none = Vec::new();
    write_tags_json(&mut none, []).unwrap();
    assert_eq!(none, b"[]\n");
}

#[cfg(unix)]
#[test]
fn json_keeps_the_bytes_of_a_path() {
    let mut json = Vec::new();
    let [path, raw] = [b"/a/\xff.jpg", b"/a/\xff.nef"].map(|path| path_bytes::from_bytes(path));
    write_tags_json(&mut json, [TagRow { path, raw: Some(raw), ..row("", "S", "L") }]).unwrap();
    let value: serde_json::Value = serde_json::from_slice(&json).unwrap();
    assert_eq!(value[0]["path"], "/a/\u{fffd}.jpg");
    assert_eq!(value[0]["path_bytes"], "L2Ev/y5qcGc=");
    assert_eq!((&value[0]["raw"], &value[0]["raw_bytes"]), (&"/a/\u{fffd}.nef".into(), &"L2Ev/y5uZWY=".into()));
}

#[test]
fn what_is_exported_is_imported() {
    let words = AWKWARD.iter().filter(|w| !w.trim().is_empty() && base::fold::trimmed(w) == **w && !w.contains(char::is_control));
    let mut rows: Vec<TagRow> =
        words.map(|w| TagRow { model: Some((*w).to_owned()), author: Some((*w).to_owned()), ..row(w, w, w) }).collect();
    for (i, row) in rows.iter_mut().enumerate() {
        row.score = Some(1.0 / (i as f32 + 1.0));
        row.decided_at_ms = Some(1_767_323_045_000 + i as i64 * 997);
        row.source = [Source::Rule, Source::Import, Source::Person][i % 3];
        row.decision = [Decision::Accepted, Decision::Rejected, Decision::None][i % 3];
        if row.decision == Decision::None {
            row.label.clear();
        }
    }
    let file = read(&csv(&rows), &ReadOptions::default()).unwrap();
    assert_eq!((file.key, file.key_column.as_str(), file.table_rows), (KeyKind::Path, "path", rows.len() as u64));
    let back = file.rows.into_iter().map(|r| TagRow {
        path: PathBuf::from(r.key),
        raw: None,
        set: r.set,
        label: r.label,
        decision: r.decision,
        source: r.source.unwrap(),
        score: r.score,
        model: r.model,
        decided_at_ms: r.decided_at_ms,
        author: r.author,
    });
    assert_eq!(back.collect::<Vec<_>>(), rows);
}

#[test]
fn the_wide_form_has_a_column_a_set() {
    let sets = ["Category".to_owned(), "=Colour".to_owned()];
    let labels = vec![vec!["Dress".to_owned()], vec!["Red".to_owned(), "Blue".to_owned()]];
    let rows = [
        WideRow { path: "a.jpg".into(), sku: "0012".to_owned(), labels },
        WideRow { path: "-b.jpg".into(), sku: String::new(), labels: vec![vec![], vec!["-x".to_owned()]] },
    ];
    let mut bytes = Vec::new();
    write_wide_csv(&mut bytes, Dialect::CSV, &sets, rows).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    assert_eq!(text, "path,sku,Category,'=Colour\na.jpg,0012,Dress,Red | Blue\n'-b.jpg,,,'-x\n");
    let options = ReadOptions { column: Some("Category".to_owned()), ..ReadOptions::default() };
    let file = read(&text, &options).unwrap();
    assert_eq!((file.rows.len(), file.table_rows, file.unlabelled), (1, 2, vec![3]));
}

#[test]
fn any_table_with_a_key_and_a_column_can_be_imported() {
    let text = "id;Image;base Colour;kind\n17;a.jpg;Red | Blue;Dress\n18;b.jpg;;Bag\n;;;\n";
    let pick = |options: ReadOptions| {
        let file = read(text, &options).unwrap();
        (file.key, file.rows.into_iter().map(|r| format!("{} {} {}={}", r.line, r.key, r.set, r.label)).collect::<Vec<_>>())
    };
    let column = |c: &str| ReadOptions { column: Some(c.to_owned()), ..ReadOptions::default() };
    assert_eq!(pick(column("kind")), (KeyKind::Path, vec!["2 a.jpg kind=Dress".to_owned(), "3 b.jpg kind=Bag".to_owned()]));
    let colours = ReadOptions { set: Some("Colour".to_owned()), key: Some(KeyKind::Sku), ..column("base_colour") };
    assert_eq!(pick(colours), (KeyKind::Sku, vec!["2 17 Colour=Red".to_owned(), "2 17 Colour=Blue".to_owned()]));
    let named = ReadOptions { set: Some("Kind".to_owned()), key_column: Some("ID".to_owned()), ..ReadOptions::default() };
    assert_eq!(pick(named), (KeyKind::Sku, vec!["2 17 Kind=Dress".to_owned(), "3 18 Kind=Bag".to_owned()]));
    let long = ReadOptions { set: Some("Kind".to_owned()), ..ReadOptions::default() };
    assert_eq!(read("path,label\na.jpg,Dress\n", &long).unwrap().rows[0].set, "Kind");
}

#[test]
fn what_is_wrong_is_told_with_its_line() {
    let told = |text: &str| read(text, &ReadOptions::default()).unwrap_err().to_string();
    assert!(told("path,set,label\n\"half a line\n").starts_with("line 2: a quote begins in this row"));
    assert!(
        told("where,set,label\n1,2,3\n").contains("no column that names the photo, such as path, filename, sku; its columns are where")
    );
    assert!(told("path,label\na,b\n").contains("no column 'set'"));
    assert!(told("path,set,label\na,b,\n").starts_with("line 2, column label: the label is empty"));
    assert!(told("path,set,label\na,b,\"c\nd\"\n").contains("'c\\nd' holds a line break"));
    assert!(told("path,set,label\na,,c\n").starts_with("line 2, column set: "));
    assert!(told("path,set,label\n,b,c\n").starts_with("line 2, column path: "));
    assert!(told("path,set,label,decision\na,b,c,maybe\n").contains("'maybe' is no decision"));
    assert!(told("path,set,label,decision\na,b,c,none\n").contains("label must be empty"));
    assert!(told("path,set,label,source\na,b,c,me\n").contains("'me' is no source"));
    assert!(told("path,set,label,score\na,b,c,\"0,5,1\"\n").contains("'0,5,1' is no score"));
    assert!(told("path,set,label\na,b,Sho\u{200b}e\n").contains("a zero-width space (U+200B)"));
    assert!(told("path,set,label,score\na,b,c,NaN\n").contains("no score"));
    assert!(told("path,set,label,decided_at\na,b,c,yesterday\n").contains("'yesterday' is no time"));
    let options = ReadOptions { column: Some("x".to_owned()), ..ReadOptions::default() };
    assert!(read("path,y\na,b\n", &options).unwrap_err().to_string().contains("no column 'x'"));
}

#[test]
fn tables_of_shops_are_read() {
    let column = |column: &str| ReadOptions { column: Some(column.to_owned()), set: Some("Kind".to_owned()), ..ReadOptions::default() };
    let by_name = |column_name: &str| ReadOptions { key: Some(KeyKind::Name), ..column(column_name) };
    let labels = |text: &str, options: &ReadOptions| {
        let file = read(text, options).unwrap();
        (file.key_column.clone(), file.rows.into_iter().map(|row| row.label).collect::<Vec<_>>())
    };
    let three = ["Shoe", "Black", "Sale"].map(str::to_owned).to_vec();
    assert_eq!(labels("path,Tags\na.jpg,\"Shoe, Black, Sale\"\n", &column("Tags")), ("path".to_owned(), three.clone()));
    assert_eq!(labels("path,tags\na.jpg,Shoe | Black|Sale\n", &column("tags")).1, three);
    assert_eq!(labels("path,sku,Tags\na.jpg,,\"a, b\"\n", &column("Tags")).1, ["a, b"], "our own wide form");
    assert_eq!(labels("path,Notes\na.jpg,\"a, b\"\n", &column("Notes")).1, ["a, b"]);
    for header in ["Image Src", "image_link", "Variant Image", "IMAGE-URL"] {
        let text = format!("{header},Type\nhttps://cdn.example.com/a.jpg?v=1,Shoe\n");
        assert_eq!(labels(&text, &by_name("Type")), (header.to_owned(), vec!["Shoe".to_owned()]));
    }
}

#[test]
fn a_label_may_hold_what_separates_labels() {
    let names = ["a | b", "a|b", "a\\|b", "\\", "a\\\\", "|", "c:\\x"].map(str::to_owned).to_vec();
    let rows = || [WideRow { path: "a.jpg".into(), sku: String::new(), labels: vec![names.clone()] }];
    let mut bytes = Vec::new();
    write_wide_csv(&mut bytes, Dialect::CSV, &["Tags".to_owned()], rows()).unwrap();
    let options = ReadOptions { column: Some("Tags".to_owned()), ..ReadOptions::default() };
    let file = read_tags(&bytes, &options).unwrap();
    assert_eq!(file.rows.into_iter().map(|row| row.label).collect::<Vec<_>>(), names);
    assert_eq!(labels_of_cell("Red | Dark\\Blue||x"), ["Red", "Dark\\Blue", "x"], "as older files have it");
}

#[test]
fn what_is_written_for_excel_is_read_back() {
    let scored = TagRow { score: Some(0.87), ..row("a.jpg", "Type", "Schuhe – grün") };
    let written = |dialect| {
        let mut bytes = Vec::new();
        write_tags_csv(&mut bytes, dialect, [scored.clone()]).unwrap();
        bytes
    };
    let german = written(Dialect::excel("de-DE"));
    assert!(german.starts_with(b"\xef\xbb\xbfpath;set;label;"), "{}", String::from_utf8_lossy(&german));
    assert!(String::from_utf8_lossy(&german).contains(";\"0,87\";"));
    assert!(written(Dialect::excel("en-US")).starts_with(b"\xef\xbb\xbfpath,set,label,"));
    for dialect in ["de-DE", "de-CH", "en-US", ""].map(Dialect::excel) {
        let back = read_tags(&written(dialect), &ReadOptions::default()).unwrap().rows.remove(0);
        assert_eq!((back.label.as_str(), back.score), ("Schuhe – grün", Some(0.87)));
    }
}
