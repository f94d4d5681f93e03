//! Large tables, read in two halves at once: the same as row by row.

use super::*;

/// Enough for two connections.
const PHOTOS: u64 = 21_000;

fn large() -> (Shop, Vec<PhotoId>) {
    let mut s = shop();
    let photos = (0..PHOTOS).map(|n| photo(s.root, format!("{n}.jpg"), n)).collect();
    let photos = s.catalog.commit(&batch(photos)).unwrap().photos;
    (s, photos)
}

/// Every photo, and the vector that it was given, is told once and in its place.
fn require_all(s: &Shop, photos: &[PhotoId]) {
    let found = s.catalog.embeddings(&key("one")).unwrap();
    assert!(found.photos == photos && found.values.len() == 8 * photos.len());
    for (photo, values) in photos.iter().zip(found.values.chunks_exact(8)).step_by(97) {
        // Ids count from 1, contents from 0.
        assert_eq!(values, vector(photo.0 as u64 - 1, 8).as_slice(), "{photo:?}");
    }
    let gather = |(of, values): &mut (Vec<PhotoId>, Vec<f32>), photos: &[PhotoId], vectors: &[f32]| {
        of.extend(photos);
        values.extend(vectors);
    };
    let [sooner, later] = s.catalog.visit_embeddings(&key("one"), gather).unwrap();
    assert!([sooner.0, later.0].concat() == found.photos && [sooner.1, later.1].concat() == found.values);
    let some: Vec<PhotoId> = photos.iter().step_by(997).copied().chain([PhotoId(1 << 40)]).collect();
    let of_some = s.catalog.embeddings_of(&key("one"), &some).unwrap();
    assert!(of_some.photos == some[..some.len() - 1], "a photo that there is none of has no vector");
    let place = photos.binary_search(&of_some.photos[3]).unwrap();
    assert_eq!(of_some.values[3 * 8..4 * 8], found.values[place * 8..][..8]);
    let read = s.catalog.photos().unwrap();
    assert!(read.iter().map(|photo| photo.id).eq(photos.iter().copied()));
    assert!(read.iter().all(|photo| photo.path == Path::new(&format!("{}.jpg", photo.id.0 - 1))));
}

#[test]
fn both_halves_are_one_whatever_is_gone() {
    let (s, photos) = large();
    require_all(&s, &photos);
    let forget =
        |from: u64, to: u64| s.catalog.db.execute("DELETE FROM photos WHERE id BETWEEN ?1 AND ?2", (from as i64, to as i64)).unwrap();
    // Over the middle and at both ends: so few that the rows still lie closely, then so many that they do not.
    for (from, to) in [(PHOTOS / 2 - 100, PHOTOS / 2 + 50), (1, 10), (PHOTOS, PHOTOS)] {
        forget(from, to);
    }
    let left = |photos: &[PhotoId]| -> Vec<PhotoId> {
        let known = s
            .catalog
            .db
            .prepare("SELECT id FROM photos")
            .unwrap()
            .query_map([], |row| row.get(0))
            .unwrap()
            .collect::<Result<std::collections::HashSet<i64>, _>>()
            .unwrap();
        photos.iter().filter(|photo| known.contains(&photo.0)).copied().collect()
    };
    require_all(&s, &left(&photos));
    forget(100, 9_000);
    require_all(&s, &left(&photos));
}

#[test]
fn two_models_in_one_table_are_told_apart() {
    let (mut s, photos) = large();
    s.catalog.register_model(&model("two", 4), None).unwrap();
    let other = |n: u64| IndexedPhoto { embedding: Some(vector(n + 7, 4)), ..photo(s.root, format!("{n}.jpg"), n) };
    let others: Vec<_> = (0..500).map(other).collect();
    s.catalog.commit(&IndexBatch { model: Some(key("two")), photos: others, ..IndexBatch::default() }).unwrap();
    require_all(&s, &photos);
    let found = s.catalog.embeddings(&key("two")).unwrap();
    assert_eq!((found.photos.len(), &found.values[..4]), (500, vector(7, 4).as_slice()));
    let seen = s.catalog.visit_embeddings(&key("two"), |seen: &mut usize, photos, _| *seen += photos.len()).unwrap();
    assert_eq!(seen.iter().sum::<usize>(), 500);
    assert_eq!(s.catalog.embeddings_of(&key("two"), &photos[..600]).unwrap(), found);
}

#[test]
fn what_another_program_adds_meanwhile_is_not_half_there() {
    let (s, _) = large();
    let path = s.catalog.path().to_owned();
    let root = s.root;
    // Within one reading the second connection is refused once the first one's state is no longer the newest.
    let found = s.catalog.read(|db| {
        db.query_row("SELECT photos FROM generations", [], |row| row.get::<_, i64>(0))?;
        Catalog::open(&path).unwrap().commit(&batch(vec![photo(root, "new.jpg", PHOTOS)])).unwrap();
        let count = |db: &Connection| Ok(db.query_row("SELECT count(*) FROM photos", [], |row| row.get::<_, i64>(0))?);
        s.catalog.both(db, i64::MAX, count, count)
    });
    assert_eq!(found.unwrap(), (PHOTOS as i64, PHOTOS as i64));
}
