//! What an index run writes is what it reads again.

use super::*;
use base::Inode;

#[test]
fn a_photo_comes_back_as_it_was_saved() {
    let mut s = shop();
    let [id] = s.add(&[("shoes/a.jpg", 1)])[..] else { panic!("one photo, one id") };
    let [photo] = &s.catalog.photos().unwrap()[..] else { panic!("one photo") };
    assert_eq!((photo.id, photo.root, photo.path.as_path()), (id, s.root, Path::new("shoes/a.jpg")));
    assert_eq!((photo.stamp(), photo.hash, photo.width, photo.height), (stamp(1), hash(1), 640, 480));
    assert_eq!((&*photo.format, photo.captured.as_deref(), photo.missing), ("JPEG", Some("2026-05-03T14:05:09"), false));
    let found = s.catalog.embeddings(&key("one")).unwrap();
    assert_eq!((found.photos, found.dimension), (vec![id], 8));
    let bits = |v: &[f32]| v.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
    assert_eq!(bits(&found.values), bits(vector(1, 8).as_slice()), "to the last bit");
}

#[cfg(unix)]
#[test]
fn names_that_are_not_utf8_survive() {
    use std::os::unix::ffi::OsStrExt;
    let odd = Path::new(std::ffi::OsStr::from_bytes(b"caf\xe9/\xff\xfe.jpg"));
    let mut s = shop();
    let root = s.catalog.add_root(&Path::new("/").join(odd)).unwrap();
    let problem = Unreadable { root, path: odd.into(), stamp: stamp(0), reason: "empty".to_owned(), reader: 1 };
    s.catalog.commit(&batch(vec![photo(root, odd, 1)])).unwrap();
    s.catalog.commit(&IndexBatch { problems: vec![problem], ..IndexBatch::default() }).unwrap();
    assert_eq!(s.catalog.roots().unwrap()[1].path, Path::new("/").join(odd));
    assert_eq!(s.catalog.photos().unwrap()[0].path, odd);
    assert_eq!(s.catalog.problems().unwrap()[0].path, Path::new("/").join(odd).join(odd));
    let there = s.file("shop.selvedge").with_file_name(odd.file_name().unwrap());
    assert_eq!(Catalog::create(&there).unwrap().path(), Catalog::open(&there).unwrap().path());
}

#[test]
fn a_moved_photo_keeps_its_id_and_its_vector() {
    let mut s = shop();
    let ids = s.add(&[("a.jpg", 1), ("b.jpg", 2)]);
    s.place(&[(ids[0], "moved/a.jpg")]);
    assert_eq!(s.list(), [(1, "moved/a.jpg".to_owned(), false), (2, "b.jpg".to_owned(), false)]);
    assert!(s.known().iter().all(|k| k.embedded));
    assert_eq!(s.known()[0].stamp, stamp(2));
}

#[test]
fn names_can_be_swapped_or_passed_on() {
    let mut s = shop();
    let ids = s.add(&[("a.jpg", 1), ("b.jpg", 2)]);
    s.place(&[(ids[0], "b.jpg"), (ids[1], "a.jpg")]);
    assert_eq!(s.list(), [(1, "b.jpg".to_owned(), false), (2, "a.jpg".to_owned(), false)]);
    // a.jpg to b.jpg, whose photo is gone, and a new photo at a.jpg.
    s.place(&[(ids[1], "b.jpg")]);
    let new = s.add(&[("a.jpg", 3)]);
    assert_eq!(s.list(), [(1, "b.jpg".to_owned(), true), (2, "b.jpg".to_owned(), false), (new[0].0, "a.jpg".to_owned(), false)]);
    assert_eq!(s.known()[0].id, ids[0], "missing ones first");
}

#[test]
fn a_missing_photo_is_kept_until_it_returns_or_is_forgotten() {
    let mut s = shop();
    let ids = s.add(&[("a.jpg", 1), ("b.jpg", 2)]);
    let gone = |missing: &[PhotoId]| IndexBatch { missing: missing.to_vec(), ..IndexBatch::default() };
    s.catalog.commit(&gone(&ids)).unwrap();
    assert_eq!(s.catalog.counts().unwrap(), Counts { photos: 0, missing: 2, ..Counts::default() });
    s.place(&[(ids[0], "a.jpg")]);
    assert_eq!(s.list(), [(1, "a.jpg".to_owned(), false), (2, "b.jpg".to_owned(), true)]);
    assert_eq!(s.catalog.embeddings(&key("one")).unwrap().photos, ids, "the missing one's too");
    assert_eq!(s.catalog.forget_missing(Some(RootId(99))).unwrap(), 0);
    assert_eq!(s.catalog.forget_missing(None).unwrap(), 1);
    assert_eq!(s.catalog.embeddings(&key("one")).unwrap().photos, ids[..1]);
    let next = s.add(&[("c.jpg", 3)]);
    assert!(next[0] > ids[1], "an id is never given twice");
}

#[test]
fn changed_content_drops_the_vectors_of_every_model() {
    let mut s = shop();
    let ids = s.add(&[("a.jpg", 1)]);
    s.catalog.register_model(&model("two", 4), None).unwrap();
    let second = IndexedPhoto { embedding: Some(vector(1, 4)), ..photo(s.root, "a.jpg", 1) };
    s.catalog.commit(&IndexBatch { model: Some(key("two")), photos: vec![second], ..IndexBatch::default() }).unwrap();
    let embedded = |s: &Shop| {
        let models = s.catalog.models().unwrap();
        assert!(models.iter().all(|row| s.catalog.embedded_by(&row.name).unwrap() == row.embedded));
        models.iter().map(|row| row.embedded).collect::<Vec<_>>()
    };
    assert_eq!(
        (embedded(&s), s.catalog.embedded_by("unknown").unwrap()),
        (vec![1, 1], 0),
        "the same content keeps the other model's vector"
    );
    assert_eq!(s.add(&[("a.jpg", 2)]), ids, "whatever lies at the path is updated");
    assert_eq!(embedded(&s), [1, 0]);
    assert_eq!(s.catalog.embeddings(&key("one")).unwrap().values, vector(2, 8).as_slice());
    let (one, two) = (model("one", 8), ModelInfo { revision: Some("4f2b".to_owned()), ..model("two", 4) });
    assert_eq!(s.catalog.register_model(&two, None).unwrap(), s.catalog.models().unwrap()[1].id);
    assert_eq!(s.catalog.models().unwrap()[1].revision.as_deref(), Some("4f2b"), "known once it was downloaded");
    s.catalog.commit(&IndexBatch { missing: ids, ..IndexBatch::default() }).unwrap();
    assert_eq!(s.catalog.models().unwrap()[0].present, 0);
    assert_eq!(s.catalog.forget_model(&one.key).unwrap(), 1);
    assert_eq!(embedded(&s), [0]);
}

#[test]
fn vectors_come_in_photo_order_whatever_order_they_were_written_in() {
    let mut s = shop();
    let photos: Vec<IndexedPhoto> = (1..=60).map(|n| photo(s.root, format!("{n}.jpg"), n)).collect();
    let ids = s.catalog.commit(&batch(photos.clone())).unwrap().photos;
    let one = s.catalog.embeddings(&key("one")).unwrap();
    assert_eq!(one.photos, ids);
    // In pairs, the last one first, each in its place, and in one large circle and several small ones.
    let orders: [fn(usize) -> usize; 5] = [|n| n ^ 1, |n| (n + 59) % 60, |n| n, |n| (n * 7 + 3) % 60, |n| if n < 31 { n } else { 90 - n }];
    for (order, name) in orders.iter().zip(["two", "three", "four", "five", "six"]) {
        s.catalog.register_model(&model(name, 8), None).unwrap();
        for n in (0..60).map(order) {
            let photos = vec![photos[n].clone()];
            s.catalog.commit(&IndexBatch { model: Some(key(name)), photos, ..IndexBatch::default() }).unwrap();
        }
        assert_eq!(s.catalog.embeddings(&key(name)).unwrap(), one, "{name}");
    }
}

#[test]
fn a_vector_comes_after_its_photo_and_only_to_what_was_embedded() {
    let mut s = shop();
    let bare = |name: &str, content| IndexedPhoto { embedding: None, ..photo(s.root, name, content) };
    let late = |name: &str, content| Embedded { root: s.root, path: name.into(), hash: hash(content), vector: vector(content, 8) };
    let of = |embedded| IndexBatch { embedded, ..batch(Vec::new()) };
    let (rows, second) = (batch(vec![bare("a.jpg", 1), bare("b.jpg", 2)]), late("b.jpg", 2));
    let changed = batch(vec![bare("b.jpg", 9)]);
    let both = IndexBatch { embedded: vec![late("c.jpg", 3)], ..batch(vec![bare("c.jpg", 3)]) };
    let short = of(vec![Embedded { vector: vector(1, 7), ..late("a.jpg", 1) }]);
    let first = of(vec![late("a.jpg", 1), late("gone.jpg", 4)]);
    let ids = s.catalog.commit(&rows).unwrap().photos;
    assert_eq!(s.catalog.embeddings(&key("one")).unwrap().photos, []);
    s.catalog.commit(&changed).unwrap();
    s.catalog.commit(&of(vec![second])).unwrap();
    assert_eq!(s.catalog.embeddings(&key("one")).unwrap().photos, [], "another picture lies there by now");
    let error = s.catalog.commit(&short).unwrap_err();
    assert!(matches!(error.fault, Fault::VectorLength { wanted: 8, found: 7 }), "{error}");
    s.catalog.commit(&first).unwrap();
    let third = s.catalog.commit(&both).unwrap().photos;
    let embedded = s.catalog.embeddings(&key("one")).unwrap();
    assert_eq!(embedded.photos, [ids[0], third[0]]);
    assert_eq!(embedded.values, [vector(1, 8).as_slice(), vector(3, 8).as_slice()].concat());
}

#[test]
fn a_bad_file_is_known_by_its_stamp_until_it_is_read() {
    let mut s = shop();
    let bad = |size| Unreadable { root: s.root, path: "x.jpg".into(), stamp: stamp(size), reason: "cut off".to_owned(), reader: 1 };
    let record = |size| IndexBatch { problems: vec![bad(size)], ..IndexBatch::default() };
    let known = |s: &Shop| s.catalog.known_problems(s.root).unwrap().into_iter().map(|p| p.stamp.size).collect::<Vec<_>>();
    let (first, second) = (record(10), record(20));
    s.catalog.commit(&first).unwrap();
    assert_eq!(
        s.catalog.known_problems(s.root).unwrap(),
        [KnownProblem { path: "x.jpg".into(), stamp: stamp(10), reason: "cut off".to_owned(), reader: 1 }]
    );
    s.catalog.commit(&second).unwrap();
    assert_eq!(known(&s), [20], "one problem a file, with its newest stamp");
    s.add(&[("x.jpg", 1)]);
    assert!(known(&s).is_empty(), "a file that became a photo is no problem");
    s.catalog.commit(&first).unwrap();
    s.catalog.commit(&IndexBatch { cleared: vec![(s.root, "x.jpg".into())], ..IndexBatch::default() }).unwrap();
    assert!(known(&s).is_empty());
}

#[test]
fn which_file_it_was_is_kept_and_recorded_where_it_was_not() {
    let mut s = shop();
    let stamp = |inode| Stamp { inode, ..stamp(1) };
    let inode = |number, changed_ns| Some(Inode { number, changed_ns });
    // A file system may use all 64 bits.
    let (first, second) = (stamp(inode(u64::MAX - 3, -7)), stamp(inode(4, 5)));
    let ids = s
        .catalog
        .commit(&batch(vec![IndexedPhoto { stamp: first, ..photo(s.root, "a.jpg", 1) }, photo(s.root, "b.jpg", 1)]))
        .unwrap()
        .photos;
    let stamps = |s: &Shop| s.known().iter().map(|known| known.stamp).collect::<Vec<_>>();
    assert_eq!(stamps(&s), [first, stamp(None)]);
    s.catalog.commit(&IndexBatch { stamped: vec![(ids[1], second)], ..IndexBatch::default() }).unwrap();
    assert_eq!(stamps(&s), [first, second]);
    let place = Placement { id: ids[0], root: s.root, path: "c.jpg".into(), stamp: second };
    let problem = Unreadable { root: s.root, path: "d.jpg".into(), stamp: first, reason: "cut off".to_owned(), reader: 1 };
    s.catalog.commit(&IndexBatch { placed: vec![place], problems: vec![problem], ..IndexBatch::default() }).unwrap();
    assert_eq!(stamps(&s), [second, second]);
    assert_eq!(s.catalog.known_problems(s.root).unwrap()[0].stamp, first);
}

#[test]
fn a_batch_is_saved_whole_or_not_at_all() {
    let mut s = shop();
    let short = IndexedPhoto { embedding: Some(vector(1, 7)), ..photo(s.root, "b.jpg", 2) };
    let error = s.catalog.commit(&batch(vec![photo(s.root, "a.jpg", 1), short])).unwrap_err();
    assert!(matches!(error.fault, Fault::VectorLength { wanted: 8, found: 7 }), "{error}");
    assert_eq!(s.list(), []);
    let error = s.catalog.commit(&IndexBatch { model: Some(key("none")), ..IndexBatch::default() }).unwrap_err();
    assert!(matches!(error.fault, Fault::NoSuchModel(_)), "{error}");
}

#[test]
fn roots_are_added_once_moved_and_removed_with_their_photos() {
    let mut s = shop();
    s.add(&[("a.jpg", 1)]);
    let problem = Unreadable { root: s.root, path: "x.jpg".into(), stamp: stamp(0), reason: "empty".to_owned(), reader: 1 };
    s.catalog.commit(&IndexBatch { problems: vec![problem], ..IndexBatch::default() }).unwrap();
    assert_eq!(s.catalog.add_root(Path::new("/photos/")).unwrap(), s.root, "one folder, one spelling");
    let other = s.catalog.add_root(Path::new("/other")).unwrap();
    let error = s.catalog.move_root(other, Path::new("/photos")).unwrap_err();
    assert!(matches!(error.fault, Fault::RootTaken(_)), "{error}");
    s.catalog.move_root(s.root, Path::new("/elsewhere")).unwrap();
    assert_eq!(s.catalog.roots().unwrap()[0].path, Path::new("/elsewhere"));
    assert_eq!(s.catalog.problems().unwrap()[0].path, Path::new("/elsewhere/x.jpg"));
    s.catalog.remove_root(s.root).unwrap();
    assert_eq!(s.catalog.counts().unwrap(), Counts::default());
    assert_eq!(s.catalog.embeddings(&key("one")).unwrap().photos, []);
    let root = s.root;
    let error = s.catalog.commit(&batch(vec![photo(root, "a.jpg", 1)])).unwrap_err();
    assert!(matches!(error.fault, Fault::NoSuchRoot), "{error}");
}

#[test]
fn a_photo_that_a_newer_reader_read_loses_vectors_of_other_pixels() {
    let mut s = shop();
    s.catalog.register_model(&model("two", 8), None).unwrap();
    let id = s.catalog.commit(&batch(vec![photo(s.root, "a.jpg", 1)])).unwrap().photos[0];
    let other = IndexBatch { model: Some(key("two")), ..batch(vec![photo(s.root, "a.jpg", 1)]) };
    s.catalog.commit(&other).unwrap();
    let has = |s: &Shop| ["one", "two"].map(|name| s.catalog.known_files(s.root, &key(name)).unwrap()[0].embedded);
    assert_eq!(has(&s), [true, true], "the same reader's vectors stand beside each other");
    let picture = PictureFacts { bits: Some(16), profile: Some("Adobe RGB".into()), remark: Some("half of it is grey".into()) };
    let newer = IndexedPhoto { reader: 2, picture: picture.clone(), embedding: Some(vector(9, 8)), ..photo(s.root, "a.jpg", 1) };
    assert_eq!(s.catalog.commit(&batch(vec![newer])).unwrap().photos, [id]);
    assert_eq!(has(&s), [true, false], "the other model's vector was made of other pixels");
    assert_eq!(s.catalog.known_files(s.root, &key("one")).unwrap()[0].reader, 2);
    assert_eq!(s.catalog.photos().unwrap()[0].picture.as_ref(), &picture);
}
