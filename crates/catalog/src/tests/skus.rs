//! Products that photos are said to be of: one at most, by whom, and what Undo makes of it.

use super::*;
use base::{Decision, PhotoSku, Provenance, SkuBook, Source};

fn said(photo: i64, sku: &str, decision: Decision, source: Source) -> PhotoSku {
    let provenance = Provenance { score: Some(0.75), model: Some("starter@1".into()), ..Provenance::of(source, 5) };
    PhotoSku { photo: PhotoId(photo), sku: sku.into(), decision, provenance }
}

fn book(catalog: &Catalog) -> SkuBook {
    SkuBook::new(catalog.photo_skus().unwrap())
}

#[test]
fn a_photo_is_of_one_product_and_undo_brings_back_the_one_before() {
    let mut shop = shop();
    shop.add(&[("a.jpg", 1), ("b.jpg", 2)]);
    let mut say = |photo, sku: &str, decision| {
        let skus = [said(photo, sku, decision, Source::Person)];
        shop.catalog.step(|step| step.decide_skus(&skus, Source::Person)).unwrap()
    };
    let (n, changed) = say(1, " X1 ", Decision::Accepted);
    assert_eq!((n, changed.photos, changed.beyond_decisions), (1, vec![PhotoId(1)], true));
    assert_eq!(say(1, "X1", Decision::Accepted).1.step, None, "the same again is no step");
    assert_eq!(say(1, "X2", Decision::Accepted).0, 1);
    assert_eq!((say(2, "X2", Decision::Rejected).0, say(99, "X2", Decision::Accepted).0, say(1, "  ", Decision::Accepted).0), (1, 0, 0));
    let now = book(&shop.catalog);
    assert_eq!((now.accepted(PhotoId(1)).map(|sku| &**sku), now.accepted(PhotoId(2))), (Some("X2"), None));
    assert!(now.is_rejected(PhotoId(2), "X2") && !now.is_rejected(PhotoId(1), "X2"));
    assert_eq!(now.of(PhotoId(1)), [said(1, "X2", Decision::Accepted, Source::Person)]);
    shop.catalog.undo(None).unwrap().unwrap();
    assert!(!book(&shop.catalog).is_rejected(PhotoId(2), "X2"));
    shop.catalog.undo(None).unwrap().unwrap();
    assert_eq!(book(&shop.catalog).accepted(PhotoId(1)).map(|sku| &**sku), Some("X1"));
    shop.catalog.redo(None).unwrap().unwrap();
    assert_eq!(book(&shop.catalog).accepted(PhotoId(1)).map(|sku| &**sku), Some("X2"));
    assert_eq!(shop.catalog.check().unwrap(), [""; 0]);
}

#[test]
fn a_rule_leaves_alone_what_a_person_said() {
    let mut shop = shop();
    shop.add(&[("a.jpg", 1)]);
    let mut say = |sku: &str, decision, source| {
        let skus = [said(1, sku, decision, source)];
        shop.catalog.step(|step| step.decide_skus(&skus, source)).unwrap().0
    };
    assert_eq!(say("X1", Decision::Accepted, Source::Rule), 1);
    assert_eq!(say("X2", Decision::Accepted, Source::Person), 1);
    assert_eq!(say("X1", Decision::Accepted, Source::Rule), 0);
    assert_eq!(say("X3", Decision::Rejected, Source::Person), 1);
    assert_eq!(say("X3", Decision::Accepted, Source::Rule), 0);
    assert_eq!(book(&shop.catalog).accepted(PhotoId(1)).map(|sku| &**sku), Some("X2"));
}
