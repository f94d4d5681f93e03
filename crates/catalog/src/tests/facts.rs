//! What cameras noted, fingerprints, and photos that were told apart.

use super::*;
use base::Fingerprint;
use base::fingerprint::CELLS;

fn print(of: u8) -> Fingerprint {
    Fingerprint::new(vec![of; CELLS].into(), f32::from(of), 0.25).unwrap()
}

#[test]
fn facts_come_back_as_they_were_saved_and_as_they_were_read_again() {
    let mut s = shop();
    let ids = s.add(&[("a.jpg", 1), ("b.jpg", 2)]);
    assert_eq!(s.catalog.photos().unwrap()[0].facts.as_ref(), &photo(s.root, "a.jpg", 1).facts);
    assert!(s.known().iter().all(|known| known.has_facts));
    let facts = CaptureFacts {
        camera: Some("One Mark II".into()),
        lens: Some("50mm f/1.8".into()),
        iso: Some(102_400),
        exposure_ns: Some(30_000_000_000),
        aperture_hundredths: Some(180),
        focal_um: Some(50_000),
    };
    let read = ReadFacts {
        photo: ids[1],
        root: s.root,
        captured: Some("2026-05-04T09:12:07.190".into()),
        facts: facts.clone(),
        composition: None,
    };
    let gone = ReadFacts { photo: PhotoId(99), ..read.clone() };
    s.catalog.commit(&IndexBatch { facts: vec![read, gone], ..IndexBatch::default() }).unwrap();
    let photos = s.catalog.photos().unwrap();
    assert_eq!((photos.len(), photos[1].facts.as_ref(), photos[1].captured.as_deref()), (2, &facts, Some("2026-05-04T09:12:07.190")));
}

#[test]
fn a_fingerprint_is_of_the_content_that_it_was_made_of() {
    let mut s = shop();
    let ids = s.add(&[("a.jpg", 1), ("b.jpg", 2)]);
    s.catalog.put_fingerprints(&[(ids[0], print(1)), (ids[1], print(2)), (PhotoId(99), print(3))]).unwrap();
    assert_eq!(s.catalog.fingerprints().unwrap(), [(ids[0], print(1)), (ids[1], print(2))].into());
    let again = IndexedPhoto { id: Some(ids[0]), ..photo(s.root, "a.jpg", 1) };
    let other = IndexedPhoto { id: Some(ids[1]), ..photo(s.root, "b.jpg", 7) };
    s.catalog.commit(&batch(vec![again, other])).unwrap();
    assert_eq!(s.catalog.fingerprints().unwrap(), [(ids[0], print(1))].into(), "of other content there is none");
    let with = IndexedPhoto { id: Some(ids[1]), fingerprint: Some(print(9)), ..photo(s.root, "b.jpg", 8) };
    s.catalog.commit(&batch(vec![with])).unwrap();
    assert_eq!(s.catalog.fingerprints().unwrap()[&ids[1]], print(9));
}

#[test]
fn photos_are_told_apart_once_and_that_is_undone_and_done_again() {
    let mut s = shop();
    let ids = s.add(&[("a.jpg", 1), ("b.jpg", 2), ("c.jpg", 3)]);
    let told = |s: &mut Shop, pairs: &[(PhotoId, PhotoId)]| s.catalog.step(|step| step.tell_apart(pairs.iter().copied())).unwrap();
    let (new, changed) = told(&mut s, &[(ids[1], ids[0]), (ids[2], ids[2]), (ids[0], PhotoId(99))]);
    assert_eq!((new, changed.rows), (1, 1), "neither a photo from itself nor from one that is not there");
    assert_eq!(s.catalog.distinct().unwrap(), [(ids[0], ids[1])].into());
    let (new, changed) = told(&mut s, &[(ids[0], ids[1])]);
    assert_eq!((new, changed.step), (0, None), "what was said before is no step");
    s.catalog.undo(None).unwrap().unwrap();
    assert!(s.catalog.distinct().unwrap().is_empty());
    s.catalog.redo(None).unwrap().unwrap();
    assert_eq!(s.catalog.distinct().unwrap(), [(ids[0], ids[1])].into());
}

#[test]
fn a_catalogue_of_an_older_version_has_photos_without_facts() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("old.selvedge");
    drop(older::older(&file, 7));
    let catalog = Catalog::open(&file).unwrap();
    assert!(catalog.photos().unwrap().iter().all(|photo| *photo.facts == CaptureFacts::default()));
    assert!(catalog.known_files(RootId(1), &ModelKey("key".into())).unwrap().iter().all(|known| !known.has_facts));
    assert!(catalog.fingerprints().unwrap().is_empty());
}
