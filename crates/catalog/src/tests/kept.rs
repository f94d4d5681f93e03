//! Labels that were kept in an audit: rows like any other decision.

use super::*;
use base::{Choice, Kept, LabelDraft, LabelId, LabelSetDraft, LabelSetId, Provenance, Ruling, Source, Verdict};

/// A shop with two photos and a set of two labels.
fn kept_shop() -> (Shop, LabelSetId, Vec<LabelId>) {
    let mut shop = shop();
    shop.add(&[("a.jpg", 1), ("b.jpg", 2)]);
    let label = |name: &str| LabelDraft { name: name.into(), ..LabelDraft::default() };
    let draft = LabelSetDraft { labels: vec![label("Heels"), label("Flats")], ..LabelSetDraft::named("Shoes") };
    let (set, _) = shop.catalog.step(|step| step.save_set(&draft)).unwrap();
    let labels = shop.catalog.label_sets().unwrap()[0].labels.iter().map(|l| l.id).collect();
    (shop, set, labels)
}

fn keep(catalog: &mut Catalog, set: LabelSetId, photo: i64, label: Option<LabelId>, at: i64) -> Changed {
    catalog.step(|step| step.keep(PhotoId(photo), set, label, at)).unwrap().1
}

#[test]
fn what_was_kept_is_undone_and_done_again() {
    let (mut shop, set, labels) = kept_shop();
    let changed = keep(&mut shop.catalog, set, 1, Some(labels[0]), 7);
    assert_eq!((changed.photos, changed.vocabulary), (vec![PhotoId(1)], false));
    let kept = Kept { photo: PhotoId(1), set, label: Some(labels[0]), revision: 1, kept_at_ms: 7 };
    assert_eq!(shop.catalog.kept(set).unwrap(), [kept]);
    assert!(shop.catalog.tags().unwrap().is_empty(), "to keep a label is not to give it");
    shop.catalog.undo(None).unwrap().unwrap();
    assert!(shop.catalog.kept(set).unwrap().is_empty());
    shop.catalog.redo(None).unwrap().unwrap();
    assert_eq!(shop.catalog.kept(set).unwrap(), [kept]);
}

#[test]
fn keeping_again_renews_the_row_and_none_of_these_can_be_kept() {
    let (mut shop, set, labels) = kept_shop();
    keep(&mut shop.catalog, set, 2, None, 1);
    keep(&mut shop.catalog, set, 1, Some(labels[0]), 2);
    let mut other_words = shop.catalog.label_sets().unwrap()[0].draft();
    other_words.labels[0].prompts = vec!["stilettos".into()];
    shop.catalog.step(|step| step.save_set(&other_words)).unwrap();
    keep(&mut shop.catalog, set, 1, Some(labels[0]), 3);
    let told: Vec<_> = shop.catalog.kept(set).unwrap().iter().map(|k| (k.photo.0, k.label, k.revision, k.kept_at_ms)).collect();
    assert_eq!(told, [(1, Some(labels[0]), 2, 3), (2, None, 1, 1)]);
}

#[test]
fn a_photo_that_is_gone_keeps_nothing_and_a_set_takes_its_rows_along() {
    let (mut shop, set, labels) = kept_shop();
    assert_eq!(keep(&mut shop.catalog, set, 99, Some(labels[0]), 1).step, None);
    keep(&mut shop.catalog, set, 1, Some(labels[0]), 1);
    shop.catalog.step(|step| step.delete_set(set)).unwrap();
    assert!(shop.catalog.kept(set).unwrap().is_empty());
    shop.catalog.undo(None).unwrap().unwrap();
    assert_eq!(shop.catalog.kept(set).unwrap().len(), 1);
}

#[test]
fn a_set_that_is_not_to_learn_is_remembered_and_asks_nothing_new() {
    let (mut shop, ..) = kept_shop();
    let mut draft = shop.catalog.label_sets().unwrap()[0].draft();
    assert!(!draft.words_only);
    draft.words_only = true;
    shop.catalog.step(|step| step.save_set(&draft)).unwrap();
    let set = shop.catalog.label_sets().unwrap().remove(0);
    assert_eq!((set.words_only, set.revision), (true, 1), "its words are what they were");
    shop.catalog.undo(None).unwrap().unwrap();
    assert!(!shop.catalog.label_sets().unwrap()[0].words_only);
}

#[test]
fn a_label_that_a_person_replaced_is_a_correction_until_it_comes_back() {
    let (mut shop, set, labels) = kept_shop();
    let by = |source| Provenance::of(source, 5);
    let mut decide = |photo, ruling, source| {
        let verdict = Verdict { photo: PhotoId(photo), set, ruling, provenance: by(source) };
        shop.catalog.step(|step| step.decide(&verdict, Source::Person)).unwrap();
        corrections(&shop.catalog)
    };
    assert_eq!(decide(1, Ruling::Accept(labels[0]), Source::Import), []);
    assert_eq!(decide(2, Ruling::Accept(labels[0]), Source::Person), [], "there was nothing before");
    assert_eq!(decide(1, Ruling::Accept(labels[1]), Source::Person), [(1, Some(labels[0]), Some(labels[1]))]);
    assert_eq!(decide(1, Ruling::NoneOfThese, Source::Person), [(1, Some(labels[0]), None)], "what it was at first");
    assert_eq!(decide(1, Ruling::Accept(labels[0]), Source::Person), []);
    shop.catalog.undo(None).unwrap();
    assert_eq!(corrections(&shop.catalog).len(), 1);
}

/// Photo, what it was, and what it is, of the first set.
fn corrections(catalog: &Catalog) -> Vec<(i64, Option<LabelId>, Option<LabelId>)> {
    let set = catalog.label_sets().unwrap().remove(0);
    catalog.corrections(&set).unwrap().iter().map(|c| (c.by.photo.0, c.was, c.now)).collect()
}

#[test]
fn of_several_labels_what_a_person_takes_off_or_adds_is_a_correction() {
    let (mut shop, set, labels) = kept_shop();
    let mut draft = shop.catalog.label_sets().unwrap()[0].draft();
    draft.choice = Choice::Multi;
    shop.catalog.step(|step| step.save_set(&draft)).unwrap();
    let mut decide = |photo, ruling, source| {
        let provenance = Provenance::of(source, 5);
        let verdict = Verdict { photo: PhotoId(photo), set, ruling, provenance };
        shop.catalog.step(|step| step.decide(&verdict, Source::Person)).unwrap();
        corrections(&shop.catalog)
    };
    assert_eq!(decide(1, Ruling::Accept(labels[0]), Source::Import), []);
    assert_eq!(decide(2, Ruling::Accept(labels[0]), Source::Person), [], "tagged, not corrected");
    let added = (1, None, Some(labels[1]));
    assert_eq!(decide(1, Ruling::Accept(labels[1]), Source::Person), [added]);
    assert_eq!(decide(1, Ruling::Reject(labels[0]), Source::Person), [(1, Some(labels[0]), None), added]);
    assert_eq!(decide(1, Ruling::NoneOfThese, Source::Person), [(1, Some(labels[0]), None)], "what a person added is as it was");
    assert_eq!(decide(1, Ruling::Accept(labels[0]), Source::Person), []);
}
