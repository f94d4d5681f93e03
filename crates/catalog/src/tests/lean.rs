//! Lean copies: all that people decided, nothing that can be made again.

use super::*;
use base::searches::SavedQuery;
use base::{Choice, LabelDraft, LabelSetDraft, PhotoText, Provenance, Ruling, Source, Verdict};

/// A photo with a decision, a text and a saved search.
fn worked(s: &mut Shop) {
    let photos = s.add(&[("a.jpg", 1), ("b.jpg", 2)]);
    let label = |name: &str| LabelDraft { id: None, name: name.into(), prompts: Vec::new() };
    let draft = LabelSetDraft {
        id: None,
        name: "Colour".into(),
        choice: Choice::Single,
        templates: vec!["a photo of {label}".into()],
        none_of_these: false,
        words_only: false,
        labels: vec![label("Red"), label("Blue")],
    };
    let made = s.catalog.step(|step| {
        let set = step.save_set(&draft)?;
        let red = step.label_sets()?[0].labels[0].id;
        let verdict = Verdict { photo: photos[0], set, ruling: Ruling::Accept(red), provenance: Provenance::of(Source::Person, 5) };
        step.decide(&verdict, Source::Person)?;
        step.set_texts(photos[0], &[PhotoText { column: "Title".into(), text: "dress".into() }])?;
        step.save_search(
            None,
            "Dresses",
            &SavedQuery { text: "dress".into(), texts: "on".into(), sort: "name".into(), ..SavedQuery::default() },
        )
    });
    made.unwrap();
}

#[test]
fn it_is_a_catalogue_with_all_that_was_decided() {
    let mut s = shop();
    worked(&mut s);
    let to = s.file("lean.selvedge");
    assert_eq!(s.catalog.backup_lean(&to).unwrap(), fs_err::metadata(&to).unwrap().len());
    let holds = Catalog::open_to_look(&to).unwrap().holdings().unwrap();
    assert_eq!(holds, s.catalog.holdings().unwrap());
    assert_eq!((holds.sets[0].decisions, holds.photos, holds.texts, holds.searches), (1, 2, 1, 1));
    let mut copy = Catalog::open(&to).unwrap();
    assert_eq!((copy.tags().unwrap(), copy.label_sets().unwrap()), (s.catalog.tags().unwrap(), s.catalog.label_sets().unwrap()));
    assert_eq!((copy.searches().unwrap(), copy.texts().unwrap()), (s.catalog.searches().unwrap(), s.catalog.texts().unwrap()));
    assert_eq!(copy.generations().unwrap(), s.catalog.generations().unwrap());
    assert_eq!(copy.models().unwrap()[0].embedded, 0);
    assert_eq!(s.catalog.check().unwrap(), [""; 0], "the catalogue is as it was");
    let query = SavedQuery { texts: "on".into(), sort: "name".into(), ..SavedQuery::default() };
    let (_, changed) = s.catalog.step(|step| step.save_search(None, "After", &query)).unwrap();
    assert!(changed.step.is_some(), "its steps are still written down");
    // Its last step can be taken back, and its words are found again once something is written.
    assert_eq!(copy.undo(None).unwrap().unwrap().refused_rows, 0);
    assert!(copy.tags().unwrap().is_empty());
    assert_eq!(copy.photos_with_word("b").unwrap().len(), 1);
    assert_eq!(copy.check().unwrap(), [""; 0]);
}

#[test]
fn vectors_take_no_room_in_it_and_ids_are_given_on() {
    let mut s = shop();
    s.catalog.register_model(&model("large", 2048), None).unwrap();
    let photos = (0..400).map(|n| IndexedPhoto { embedding: Some(vector(n, 2048)), ..photo(s.root, format!("{n}.jpg"), n) }).collect();
    s.catalog.commit(&IndexBatch { model: Some(key("large")), photos, ..IndexBatch::default() }).unwrap();
    let ids = s.catalog.photos().unwrap();
    s.catalog.commit(&IndexBatch { missing: vec![ids[399].id], ..IndexBatch::default() }).unwrap();
    s.catalog.forget_missing(None).unwrap();
    let bytes = s.catalog.backup_lean(&s.file("lean.selvedge")).unwrap();
    assert!(bytes < 1_000_000, "{bytes}, of which 3.3 MB would be vectors");
    assert!(bytes < s.catalog.lean_bytes().unwrap() + (64 << 10));
    let mut copy = Catalog::open(&s.file("lean.selvedge")).unwrap();
    copy.register_model(&model("large", 2048), None).unwrap();
    let new = IndexedPhoto { embedding: Some(vector(999, 2048)), ..photo(s.root, "new.jpg", 999) };
    let id = copy.commit(&IndexBatch { model: Some(key("large")), photos: vec![new], ..IndexBatch::default() }).unwrap().photos[0];
    assert!(id > ids[399].id, "the id of a photo that is gone is given to no other");
}

#[test]
fn half_of_it_is_none_and_nothing_is_replaced() {
    let mut s = shop();
    worked(&mut s);
    let taken = s.file("taken.selvedge");
    fs_err::write(&taken, "my notes").unwrap();
    assert!(matches!(s.catalog.backup_lean(&taken).unwrap_err().fault, Fault::AlreadyExists));
    assert!(matches!(s.catalog.backup_lean(&s.file("no/such.selvedge")).unwrap_err().fault, Fault::NoFolder));
    // A long step is in its middle.
    s.catalog
        .db
        .execute_batch("INSERT INTO unfinished (step_id, doing, at, maker, alive_at) SELECT id, 'make', 0, 'x', 0 FROM steps LIMIT 1")
        .unwrap();
    assert!(matches!(s.catalog.backup_lean(&s.file("half.selvedge")).unwrap_err().fault, Fault::Busy));
    assert!(names_in(s.folder.path()).iter().all(|name| !name.contains("half") && !name.contains(".part")));
    assert_eq!(fs_err::read(&taken).unwrap(), b"my notes");
}

#[test]
fn of_a_long_history_the_last_steps_come_along() {
    let mut s = shop();
    worked(&mut s);
    s.catalog.db.execute_batch("INSERT INTO steps (words, made_at, changed) VALUES ('long ago', 0, 49000); INSERT INTO steps (words, made_at, changed) VALUES ('lately', 0, 2000)").unwrap();
    s.catalog.backup_lean(&s.file("lean.selvedge")).unwrap();
    let copy = Catalog::open_to_look(&s.file("lean.selvedge")).unwrap();
    let words: Vec<String> =
        copy.db.prepare("SELECT words FROM steps").unwrap().query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    assert_eq!(words, ["lately"]);
}
