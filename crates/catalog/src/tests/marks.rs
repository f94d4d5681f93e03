//! Flags, stars and colour labels, who may replace them, and what they outlive.

use super::*;
use base::{ColourLabel, Flag, Mark, MarkBook, MarkKind, Source, Stars};

const PICK: Mark = Mark::Flag(Some(Flag::Pick));
const REJECT: Mark = Mark::Flag(Some(Flag::Reject));
const RED: Mark = Mark::Colour(Some(ColourLabel::Red));

fn stars(count: u8) -> Mark {
    Mark::Stars(Stars::new(count))
}

fn mark(catalog: &mut Catalog, photos: &[i64], marks: &[Mark]) -> (MarkCounts, Changed) {
    let photos: Vec<PhotoId> = photos.iter().map(|id| PhotoId(*id)).collect();
    catalog.step(|step| step.mark_all(&photos, marks, Source::Person, 5)).unwrap()
}

fn words(catalog: &Catalog, photo: i64) -> String {
    MarkBook::new(catalog.marks().unwrap()).of(PhotoId(photo)).words()
}

#[test]
fn marks_are_given_and_taken_off_in_steps() {
    let mut shop = shop();
    shop.add(&[("a.jpg", 1), ("b.jpg", 2), ("c.jpg", 3)]);
    let (counts, changed) = mark(&mut shop.catalog, &[1, 2], &[PICK, stars(4)]);
    assert_eq!((counts.changed, counts.unchanged, changed.photos), (2, 0, vec![PhotoId(1), PhotoId(2)]));
    let (counts, changed) = mark(&mut shop.catalog, &[1, 2, 3, 99], &[PICK]);
    assert_eq!((counts.changed, counts.unchanged, changed.photos), (1, 3, vec![PhotoId(3)]), "a photo that is gone cannot be marked");
    assert_eq!(mark(&mut shop.catalog, &[1, 2, 3], &[PICK]).1.step, None, "the same again is no step");
    assert_eq!(mark(&mut shop.catalog, &[3], &[Mark::Colour(None)]).1.step, None, "nor is taking off what is not there");
    mark(&mut shop.catalog, &[1], &[REJECT, RED]);
    mark(&mut shop.catalog, &[1], &[Mark::Stars(None)]);
    assert_eq!([1, 2, 3].map(|photo| words(&shop.catalog, photo)), ["rejected, red label", "picked, 4 stars", "picked"]);
    let of = shop.catalog.marks_of(&[PhotoId(2)]).unwrap();
    assert_eq!(
        of.iter().map(|m| (m.mark, m.source, m.at_ms)).collect::<Vec<_>>(),
        [(PICK, Source::Person, 5), (stars(4), Source::Person, 5)]
    );
    for wanted in ["rejected, 4 stars, red label", "picked, 4 stars"] {
        shop.catalog.undo(None).unwrap().unwrap();
        assert_eq!(words(&shop.catalog, 1), wanted);
    }
    shop.catalog.redo(None).unwrap().unwrap();
    assert_eq!(words(&shop.catalog, 1), "rejected, 4 stars, red label");
    assert_eq!(shop.catalog.check().unwrap(), [""; 0]);
}

#[test]
fn nothing_overwrites_who_is_more_entitled() {
    let mut shop = shop();
    shop.add(&[("a.jpg", 1)]);
    let mut by = |mark: Mark, source: Source, replaces: Source| {
        shop.catalog.step(|step| step.mark(PhotoId(1), mark, source, replaces, 1)).unwrap().0
    };
    assert_eq!(by(stars(2), Source::Rule, Source::Rule), MarkOutcome::Changed);
    assert_eq!(by(stars(3), Source::Import, Source::Import), MarkOutcome::Changed);
    assert_eq!(by(stars(1), Source::Rule, Source::Rule), MarkOutcome::Kept);
    assert_eq!(by(stars(3), Source::Person, Source::Person), MarkOutcome::Changed, "now a person has said so");
    assert_eq!(by(stars(3), Source::Import, Source::Import), MarkOutcome::Same);
    assert_eq!(by(stars(4), Source::Import, Source::Import), MarkOutcome::Kept);
    assert_eq!(by(RED, Source::Import, Source::Import), MarkOutcome::Changed, "each kind has a source of its own");
    assert_eq!(by(Mark::none(MarkKind::Stars), Source::Person, Source::Person), MarkOutcome::Changed);
    assert_eq!(by(stars(5), Source::Import, Source::Import), MarkOutcome::Kept, "a person decided that there are none");
    assert_eq!(words(&shop.catalog, 1), "red label");
}

#[test]
fn marks_outlive_an_edit_and_a_move_of_the_file_and_go_with_the_photo() {
    let mut shop = shop();
    shop.add(&[("a.jpg", 1), ("b.jpg", 2)]);
    mark(&mut shop.catalog, &[1, 2], &[PICK, stars(5)]);
    shop.catalog.put_seen_marks(&[(PhotoId(1), "{}".to_owned())]).unwrap();
    let edited = IndexedPhoto { id: Some(PhotoId(1)), ..photo(shop.root, "a.jpg", 77) };
    shop.catalog.commit(&batch(vec![edited])).unwrap();
    shop.place(&[(PhotoId(1), "elsewhere/renamed.jpg")]);
    assert_eq!(words(&shop.catalog, 1), "picked, 5 stars");
    assert_eq!(shop.catalog.seen_marks().unwrap().len(), 1);
    let db = Connection::open(shop.file("shop.selvedge")).unwrap();
    db.execute_batch("PRAGMA foreign_keys = ON; DELETE FROM photos WHERE id = 1").unwrap();
    assert_eq!((shop.catalog.marks().unwrap().len(), shop.catalog.seen_marks().unwrap().len()), (2, 0));
    let refused = shop.catalog.undo(None).unwrap().unwrap();
    assert_eq!((refused.refused_rows, words(&shop.catalog, 2)), (2, String::new()), "{:?}", refused.refused);
    assert!(refused.refused.contains(&"a photo that is gone: its stars".to_owned()), "{:?}", refused.refused);
}

#[test]
fn the_catalogue_holds_no_mark_that_is_none() {
    let mut shop = shop();
    shop.add(&[("a.jpg", 1)]);
    let db = Connection::open(shop.file("shop.selvedge")).unwrap();
    for (kind, value) in [("flag", "maybe"), ("stars", "6"), ("color", "mauve"), ("mood", "good")] {
        let row = format!("INSERT INTO marks (photo_id, kind, value, source, marked_at) VALUES (1, '{kind}', '{value}', 'person', 0)");
        assert!(db.execute_batch(&row).is_err(), "{kind} {value}");
    }
}

#[test]
fn ten_thousand_marks_are_one_step() {
    let mut shop = shop();
    let names: Vec<String> = (0..10_000).map(|n| format!("{n}.jpg")).collect();
    let photos: Vec<(&str, u64)> = names.iter().zip(0..).map(|(name, n)| (name.as_str(), n)).collect();
    let ids: Vec<i64> = shop.add(&photos).iter().map(|id| id.0).collect();
    let (counts, changed) = mark(&mut shop.catalog, &ids, &[REJECT]);
    assert_eq!((counts.changed, changed.rows, changed.photos.len()), (10_000, 10_000, 10_000));
    shop.catalog.undo(None).unwrap().unwrap();
    assert_eq!(shop.catalog.marks().unwrap(), []);
}

#[test]
fn two_processes_mark_and_each_undoes_its_own() {
    let mut shop = shop();
    shop.add(&[("a.jpg", 1), ("b.jpg", 2)]);
    let mut other = Catalog::open(&shop.file("shop.selvedge")).unwrap().with_session(Session::random());
    mark(&mut shop.catalog, &[1, 2], &[PICK]);
    mark(&mut other, &[2], &[REJECT]);
    mark(&mut other, &[1], &[stars(3)]);
    let undone = shop.catalog.undo(None).unwrap().unwrap();
    assert_eq!((undone.refused_rows, undone.refused), (1, vec!["b.jpg: its flag".to_owned()]), "the other one has changed it since");
    assert_eq!([1, 2].map(|photo| words(&shop.catalog, photo)), ["3 stars", "rejected"]);
}
