//! An adapted model's vectors come from those of the model below, and keep their arithmetic.

use super::*;
use base::{Cancel, Compatibility};

fn turned(vector: &[f32]) -> Option<UnitVector> {
    UnitVector::normalise(vector.iter().rev().copied().collect())
}

#[test]
fn photos_get_what_is_made_of_their_vectors_and_only_once() {
    let mut shop = shop();
    let photos: Vec<(String, u64)> = (0..1203).map(|n| (format!("{n}.jpg"), n)).collect();
    shop.add(&photos.iter().map(|(name, content)| (name.as_str(), *content)).collect::<Vec<_>>());
    let (below, above) = (model("one", 8), model("above", 8));
    shop.catalog.register_model(&above, None).unwrap();
    let mut adapt = || shop.catalog.adapt_embeddings(&below.key, &above.key, &turned, &Cancel::default()).unwrap();
    assert_eq!((adapt(), adapt()), (1203, 0));
    let (before, after) = (shop.catalog.embeddings(&below.key).unwrap(), shop.catalog.embeddings(&above.key).unwrap());
    assert_eq!(before.photos, after.photos);
    let rows = before.values.chunks(8).zip(after.values.chunks(8));
    assert!(rows.into_iter().all(|(before, after)| turned(before).unwrap().as_slice() == after));
}

#[test]
fn what_is_in_bytes_waits_until_the_model_above_may_have_it() {
    let mut shop = shop();
    let shown = Compatibility { photos: 2000, least_cosine: 1.0, overlap_at_10: 1.0, labels: 1.0, measured: "2026-11-28".into() };
    shop.catalog.register_model(&model("one", 8), Some(&shown)).unwrap();
    shop.add(&[("a.jpg", 1), ("b.jpg", 2)]);
    shop.catalog.db.execute("UPDATE embeddings SET arithmetic = 'int8' WHERE photo_id = 1", []).unwrap();
    let (below, above) = (model("one", 8), model("above", 8));
    let id = shop.catalog.register_model(&above, None).unwrap();
    let adapt = |shop: &mut Shop| shop.catalog.adapt_embeddings(&below.key, &above.key, &turned, &Cancel::default()).unwrap();
    assert_eq!(adapt(&mut shop), 1);
    shop.catalog.register_model(&above, Some(&shown)).unwrap();
    assert_eq!((adapt(&mut shop), shop.catalog.embedded_in_int8(id).unwrap()), (1, 1));
}
