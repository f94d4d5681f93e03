//! Large tables, read in two halves at once: the same as row by row.

use super::*;

/// Enough for two connections.
const PHOTOS: u64 = 21_000;

fn large() -> (Shop, Vec<PhotoId>) {
    let mut s = shop();
    let photos = (0..PHOTOS).map(|n| photo(s.root, format!("{n}.jpg"), n)).collect();
    let photos = s.catalog.commit(&batch(photos)).unwrap();
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
    let read = s.catalog.photos().unwrap();
    assert!(read.iter().map(|photo| photo.id).eq(photos.iter().copied()));
    assert!(read.iter().all(|photo| photo.path == Path::new(&format!("{}.jpg", photo.id.0 - 1))));
    assert!(*s.catalog.shared_photos().unwrap() == read[..]);
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
