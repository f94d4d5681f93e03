//! What we write is read by the programs that people use, and what they write survives us.

use super::super::*;
use super::skipped;
use std::path::Path;
use std::process::Command;

/// What the program says; `None`, and a word about it, where it is not installed.
fn run(program: &str, arguments: &[&str], file: &Path) -> Option<String> {
    let Ok(output) = Command::new(program).args(arguments).arg(file).output() else {
        skipped(&format!("{program} is not installed"));
        return None;
    };
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{program} {arguments:?}: {said}{}", String::from_utf8_lossy(&output.stderr));
    Some(said)
}

fn ours() -> Keywords {
    Keywords::of(&[("Type", "T-shirt & co"), ("Colour", "Dunkelgrün 🟥")])
}

fn strings(value: &serde_json::Value) -> Vec<String> {
    match value {
        serde_json::Value::Array(list) => list.iter().map(|v| v.as_str().unwrap_or_default().to_owned()).collect(),
        value => value.as_str().map(str::to_owned).into_iter().collect(),
    }
}

/// Our keywords as exiftool sees them in the file.
pub(super) fn seen_by_exiftool(file: &Path) -> Option<Keywords> {
    let said = run("exiftool", &["-j", "-XMP:all", "-validate", "-warning"], file)?;
    let value: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!(value[0].get("Warning"), None, "{said}");
    let list = |name: &str| strings(&value[0][name]);
    Some(Keywords { subject: list("Subject"), hierarchical: list("HierarchicalSubject"), tags_list: list("TagsList") })
}

fn seen_by_exiv2(file: &Path) -> Option<Vec<String>> {
    let said = run("exiv2", &["-pa"], file)?;
    Some(said.lines().filter(|l| l.starts_with("Xmp.")).map(|l| l.split_whitespace().collect::<Vec<_>>().join(" ")).collect())
}

#[test]
fn programs_read_what_we_write() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.jpg.xmp");
    let planned = plan(None, &ours(), &Keywords::default()).unwrap();
    write_atomically(&file, &planned.bytes.unwrap()).unwrap();
    if let Some(seen) = seen_by_exiftool(&file) {
        assert_eq!(seen, ours());
    }
    if let Some(seen) = seen_by_exiv2(&file) {
        let want = [
            "Xmp.dc.subject XmpBag 2 T-shirt & co, Dunkelgrün 🟥",
            "Xmp.lr.hierarchicalSubject XmpBag 2 Type|T-shirt & co, Colour|Dunkelgrün 🟥",
            "Xmp.digiKam.TagsList XmpSeq 2 Type/T-shirt & co, Colour/Dunkelgrün 🟥",
        ];
        assert_eq!(seen, want);
    }
}

/// Adds ours to a sidecar that a program wrote, and takes them out again: the bytes are the same as before.
fn there_and_back(file: &Path) {
    let foreign = fs_err::read(file).unwrap();
    let before = keywords(&foreign).unwrap();
    let planned = plan(Some(&foreign), &ours(), &Keywords::default()).unwrap();
    let bytes = planned.bytes.unwrap();
    write_atomically(file, &bytes).unwrap();
    let text = String::from_utf8(bytes.clone()).unwrap();
    let with_ours = keywords(&bytes).unwrap();
    assert_eq!(with_ours.subject, [before.subject.clone(), ours().subject].concat(), "{text}");
    if let Some(seen) = seen_by_exiftool(file) {
        assert_eq!(seen, with_ours);
    }
    if let Some(seen) = seen_by_exiv2(file) {
        assert!(seen.iter().any(|l| l.starts_with("Xmp.photoshop.City XmpText 6 Biella")), "{seen:?}");
        assert!(seen.iter().any(|l| l.ends_with("Type/T-shirt & co, Colour/Dunkelgrün 🟥")), "{seen:?}");
    }
    let back = plan(Some(&bytes), &Keywords::default(), &planned.ours).unwrap();
    let back = String::from_utf8(back.bytes.unwrap()).unwrap();
    let foreign = String::from_utf8(foreign).unwrap();
    // A description that was one tag has been opened for ours, and stays open.
    assert!(back == foreign || back == foreign.replacen("/>", ">\n</rdf:Description>", 1), "{back}\n{foreign}");
}

#[test]
fn sidecars_of_exiftool_keep_everything() {
    let folder = tempfile::tempdir().unwrap();
    for (name, arguments) in [
        ("one.xmp", &["-XMP-photoshop:City=Biella", "-XMP-dc:Subject=kept by hand", "-XMP-dc:Subject=a & b", "-XMP:Rating=3"][..]),
        ("two.xmp", &["-XMP-photoshop:City=Biella", "-XMP-lr:HierarchicalSubject=Places|Italy", "-XMP-dc:Title=x"]),
        ("three.xmp", &["-XMP-photoshop:City=Biella", "-api", "Compact=Shorthand,NoNewline,NoIndent,NoPadding", "-XMP:Rating=3"]),
    ] {
        let file = folder.path().join(name);
        if run("exiftool", arguments, &file).is_some() {
            there_and_back(&file);
        }
    }
}

#[test]
fn sidecars_of_exiv2_keep_everything() {
    let folder = tempfile::tempdir().unwrap();
    let photo = folder.path().join("a.jpg");
    image::RgbImage::new(8, 8).save(&photo).unwrap();
    let set = [
        "-Mset Xmp.photoshop.City Biella",
        "-Mset Xmp.dc.subject XmpBag kept",
        "-Mset Xmp.xmp.Rating 3",
        "-Mset Xmp.digiKam.TagsList XmpSeq Old/Tag",
    ];
    if run("exiv2", &set, &photo).is_none() {
        return;
    }
    let photo_bytes = fs_err::read(&photo).unwrap();
    let embedded = embedded_keywords(&mut std::io::Cursor::new(&photo_bytes)).unwrap();
    assert_eq!((embedded.subject, embedded.tags_list), (vec!["kept".to_owned()], vec!["Old/Tag".to_owned()]));
    run("exiv2", &["-eX"], &photo);
    let sidecar = folder.path().join("a.xmp");
    assert_eq!(place(&photo, false).path, sidecar);
    there_and_back(&sidecar);
}

#[test]
fn iptc_of_exiftool_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let photo = folder.path().join("a.jpg");
    image::RgbImage::new(8, 8).save(&photo).unwrap();
    let arguments = ["-IPTC:CodedCharacterSet=UTF8", "-IPTC:Keywords=Dréss", "-IPTC:Keywords=Red", "-overwrite_original"];
    if run("exiftool", &arguments, &photo).is_some() {
        let mut file = fs_err::File::open(&photo).unwrap();
        assert_eq!(embedded_keywords(&mut file).unwrap().subject, ["Dréss", "Red"]);
    }
}
