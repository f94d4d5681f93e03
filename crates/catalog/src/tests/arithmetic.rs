//! Vectors of two arithmetics of one model stand side by side where that was shown, and nowhere else.

use super::*;
use base::{Arithmetic, Compatibility};

fn measured(least_cosine: f64) -> Compatibility {
    Compatibility { photos: 2000, least_cosine, overlap_at_10: 0.98, labels: 0.995, measured: "2026-11-27".to_owned() }
}

fn in_int8(s: &mut Shop, name: &str, content: u64) -> Result<Vec<PhotoId>, CatalogError> {
    let photos = vec![photo(s.root, name, content)];
    s.catalog.commit(&IndexBatch { arithmetic: Arithmetic::Int8, ..batch(photos) }).map(|committed| committed.photos)
}

fn counts(s: &Shop) -> (u64, u64) {
    let model = &s.catalog.models().unwrap()[0];
    (model.embedded, s.catalog.embedded_in_int8(model.id).unwrap())
}

#[test]
fn int8_comes_to_stand_beside_f32_once_it_was_shown() {
    let mut s = shop();
    s.add(&[("a.jpg", 1)]);
    let said = in_int8(&mut s, "b.jpg", 2).unwrap_err().to_string();
    assert!(said.contains("models check-arithmetic one") && said.contains("--arithmetic f32"), "{said}");
    assert_eq!(s.list().len(), 1, "nothing of the batch was saved");
    s.catalog.register_model(&model("one", 8), Some(&measured(0.999))).unwrap();
    in_int8(&mut s, "b.jpg", 2).unwrap();
    assert_eq!(counts(&s), (2, 1));
    assert_eq!(s.catalog.embeddings(&key("one")).unwrap().photos.len(), 2, "one class, one matrix");
    assert_eq!(s.catalog.models().unwrap()[0].compatibility, Some(measured(0.999)));
    in_int8(&mut s, "a.jpg", 1).unwrap();
    s.add(&[("b.jpg", 2)]);
    assert_eq!(counts(&s), (2, 1), "a vector that takes the place of another brings its own arithmetic");
    // Another machine, where nothing was measured, goes on in f32.
    s.catalog.register_model(&model("one", 8), None).unwrap();
    s.add(&[("c.jpg", 3)]);
    assert_eq!((counts(&s), s.catalog.check().unwrap()), ((3, 1), vec![]));
}

#[test]
fn what_turns_out_to_be_no_class_is_taken_apart() {
    let mut s = shop();
    s.catalog.register_model(&model("one", 8), Some(&measured(0.999))).unwrap();
    s.add(&[("a.jpg", 1)]);
    in_int8(&mut s, "b.jpg", 2).unwrap();
    s.catalog.register_model(&model("one", 8), Some(&measured(0.98))).unwrap();
    assert_eq!(counts(&s), (1, 0));
    assert_eq!(s.known().iter().map(|known| known.embedded).collect::<Vec<_>>(), [true, false], "the photo waits for a vector of f32");
    in_int8(&mut s, "b.jpg", 2).unwrap_err();
}

#[test]
fn a_mixture_that_something_else_made_is_told() {
    let mut s = shop();
    s.add(&[("a.jpg", 1)]);
    s.catalog.db.execute("UPDATE embeddings SET arithmetic = 'int8'", []).unwrap();
    let told = s.catalog.check().unwrap();
    assert!(told.len() == 1 && told[0].contains("1 photo by the model one are not of f32"), "{told:?}");
}
