//! Labels that look the same, as catalogues of older versions have them, become one.

use super::*;
use base::{Choice, Decision, LabelDraft, LabelSetDraft, Provenance, Ruling, Source, Verdict};

/// A catalogue with these labels, named by an older version that compared their characters alone.
fn with_labels(choice: Choice, names: &[&str]) -> Shop {
    let mut shop = shop();
    shop.add(&[("a.jpg", 1), ("b.jpg", 2), ("c.jpg", 3)]);
    let label = |i: usize| LabelDraft { name: format!("label {i}"), ..LabelDraft::default() };
    let labels = (0..names.len()).map(label).collect();
    let draft = LabelSetDraft { choice, labels, ..LabelSetDraft::named("Colour") };
    shop.catalog.step(|step| step.save_set(&draft)).unwrap();
    let db = Connection::open(shop.catalog.path()).unwrap();
    for (i, name) in names.iter().enumerate() {
        db.execute("UPDATE labels SET name = ?2 WHERE name = ?1", [&format!("label {i}"), *name]).unwrap();
    }
    shop
}

fn decide(shop: &mut Shop, photo: i64, label: usize, accept: bool, source: Source, at: i64) {
    let set = shop.catalog.label_sets().unwrap().remove(0);
    let label = set.labels[label].id;
    let ruling = if accept { Ruling::Accept(label) } else { Ruling::Reject(label) };
    let provenance = Provenance::of(source, at);
    let verdict = Verdict { photo: PhotoId(photo), set: set.id, ruling, provenance };
    shop.catalog.step(|step| step.decide(&verdict, Source::Person)).unwrap();
}

fn merge(shop: &mut Shop) -> Vec<MergedLabels> {
    let set = shop.catalog.label_sets().unwrap().remove(0);
    shop.catalog.step(|step| step.merge_twins(&set)).unwrap().0
}

/// Photo, name of the label, whether it was accepted, and by whom.
fn tags(shop: &Shop) -> Vec<(i64, String, bool, Source)> {
    let set = shop.catalog.label_sets().unwrap().remove(0);
    let told = |tag: base::Tag| {
        let name = set.label(tag.label.unwrap()).unwrap().name.clone();
        (tag.photo.0, name, tag.decision == Decision::Accepted, tag.provenance.source)
    };
    shop.catalog.tags().unwrap().into_iter().map(told).collect()
}

fn names(shop: &Shop) -> Vec<String> {
    shop.catalog.label_sets().unwrap().remove(0).labels.into_iter().map(|label| label.name).collect()
}

#[test]
fn labels_that_look_the_same_become_one_and_their_tags_stay() {
    let mut shop = with_labels(Choice::Multi, &["Sho\u{200b}e", "Red", "Shoe", "SHOE"]);
    decide(&mut shop, 1, 0, true, Source::Import, 1);
    decide(&mut shop, 1, 2, false, Source::Person, 2);
    decide(&mut shop, 2, 3, true, Source::Import, 3);
    decide(&mut shop, 3, 0, true, Source::Import, 5);
    decide(&mut shop, 3, 3, false, Source::Import, 4);
    let before = tags(&shop);
    let merged = merge(&mut shop);
    let gone = vec!["Shoe".to_owned(), "SHOE".to_owned()];
    assert_eq!(merged, [MergedLabels { set: "Colour".into(), label: "Shoe".into(), gone, decisions: 3 }]);
    assert_eq!(names(&shop), ["Shoe", "Red"]);
    let mut after = tags(&shop);
    after.sort_by_key(|tag| tag.0);
    let shoe = |photo, accepted, source| (photo, "Shoe".to_owned(), accepted, source);
    assert_eq!(after, [shoe(1, false, Source::Person), shoe(2, true, Source::Import), shoe(3, true, Source::Import)]);
    shop.catalog.undo(None).unwrap().unwrap();
    assert_eq!((names(&shop).len(), tags(&shop).len()), (4, before.len()), "one step takes all of it back");
    shop.catalog.redo(None).unwrap().unwrap();
    assert_eq!(names(&shop), ["Shoe", "Red"]);
    assert_eq!(shop.catalog.check().unwrap(), Vec::<String>::new());
}

#[test]
fn what_was_kept_in_an_audit_goes_along() {
    let mut shop = with_labels(Choice::Single, &["Gr\u{fc}n", "Gru\u{308}n"]);
    let set = shop.catalog.label_sets().unwrap().remove(0);
    let (first, second) = (set.labels[0].id, set.labels[1].id);
    shop.catalog.step(|step| step.keep(PhotoId(1), set.id, Some(second), 1)).unwrap();
    merge(&mut shop);
    assert_eq!(shop.catalog.kept(set.id).unwrap()[0].label, Some(first));
}

#[test]
fn where_no_two_labels_are_one_name_nothing_is_done() {
    let mut shop = with_labels(Choice::Multi, &["Red", "Blue"]);
    assert!(merge(&mut shop).is_empty());
    let twins = with_labels(Choice::Multi, &["Red", "red "]).catalog.label_sets().unwrap().remove(0);
    let refused = with_labels(Choice::Multi, &["Red", "red\u{feff}"]).catalog.step(|step| step.save_set(&twins.draft()));
    assert!(refused.is_err(), "until they are merged, the set is not saved");
}
