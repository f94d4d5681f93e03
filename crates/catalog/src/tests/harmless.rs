//! What bears the name of a file of ours but is somebody else's is left as it is.

use super::*;

/// Contents that no file of ours has: text, noise, and databases of other programs, one of them with all of its rows in its log.
fn foreign(folder: &Path) -> Vec<(&'static str, Vec<u8>)> {
    let database = |name: &str, sql: &str| {
        let path = folder.join(name);
        let db = Connection::open(&path).unwrap();
        db.execute_batch(sql).unwrap();
        drop(db);
        fs_err::read(path).unwrap()
    };
    vec![
        ("text", b"my notes\n".to_vec()),
        ("a byte", b"x".to_vec()),
        ("noise", vec![0xA5; 50_000]),
        ("zeros", vec![0; 4096]),
        ("a database", database("a", "CREATE TABLE notes (t TEXT); INSERT INTO notes VALUES ('kept')")),
        ("a database with an id", database("b", "PRAGMA application_id = 7; CREATE TABLE notes (t TEXT)")),
        ("a database with an id and no tables", database("c", "PRAGMA application_id = 7; CREATE TABLE t (t); DROP TABLE t")),
        ("one with our table", database("d", "CREATE TABLE thumbs (id INTEGER PRIMARY KEY, hash BLOB, image BLOB)")),
    ]
}

/// Everything that looks at thumbnails, puts some, or throws some away.
fn use_thumbnails(catalog: &mut Catalog, root: RootId) {
    assert_eq!((catalog.thumbnail(&hash(1)), catalog.has_thumbnail(&hash(1))), (None, false));
    let picture = IndexedPhoto { thumbnail: Some(vec![9; 9000]), ..photo(root, "a.jpg", 1) };
    catalog.commit(&batch(vec![picture])).unwrap();
    assert!(matches!(catalog.put_thumbnails([(hash(1), &b"picture"[..])]).unwrap_err().fault, Fault::ForeignThumbnails(_)));
    catalog.forget_missing(None).unwrap();
    assert_eq!(catalog.thumbnail(&hash(1)), None);
}

#[test]
fn a_foreign_file_in_the_place_of_the_thumbnails_is_left_as_it_is() {
    let mut s = shop();
    let file = s.file("shop.selvedge.thumbs");
    let elsewhere = tempfile::tempdir().unwrap();
    for (what, bytes) in foreign(elsewhere.path()) {
        fs_err::write(&file, &bytes).unwrap();
        assert_eq!(s.catalog.foreign_thumbnails(), Some(file.clone()), "{what}");
        let mut catalog = s.catalog.reopen().unwrap();
        use_thumbnails(&mut catalog, s.root);
        assert!(fs_err::read(&file).unwrap() == bytes, "{what}");
        assert_eq!(names_in(s.folder.path()).len(), 4, "{what}: nothing is left beside it");
    }
    fs_err::remove_file(&file).unwrap();
    s.catalog.put_thumbnails([(hash(1), &b"picture"[..])]).unwrap();
    assert!(s.catalog.has_thumbnail(&hash(1)) && s.catalog.foreign_thumbnails().is_none(), "once it is moved away they are kept");
    s.add(&[("b.jpg", 2)]);
}

#[test]
fn a_foreign_file_that_comes_while_thumbnails_are_open_is_not_removed() {
    let s = shop();
    let file = s.file("shop.selvedge.thumbs");
    s.catalog.put_thumbnails([(hash(1), &b"picture"[..])]).unwrap();
    let other = Connection::open(&file).unwrap();
    other.execute_batch("DROP TABLE thumbs").unwrap();
    fs_err::rename(&file, s.file("moved")).unwrap();
    fs_err::write(&file, "my notes").unwrap();
    assert_eq!(s.catalog.thumbnail(&hash(1)), None);
    assert_eq!(fs_err::read(&file).unwrap(), b"my notes");
}

#[cfg(unix)]
#[test]
fn a_link_in_the_place_of_the_thumbnails_is_not_followed() {
    use std::os::unix::fs::symlink;
    let s = shop();
    let (file, target) = (s.file("shop.selvedge.thumbs"), s.file("target"));
    let mut store = shop();
    store.catalog.put_thumbnails([(hash(1), &b"picture"[..])]).unwrap();
    let ours = store.file("shop.selvedge.thumbs");
    store.add(&[]);
    for (what, bytes) in [
        ("nothing", None),
        ("an empty file", Some(Vec::new())),
        ("text", Some(b"notes".to_vec())),
        ("a store", Some(fs_err::read(ours).unwrap())),
    ] {
        fs_err::remove_file(&target).ok();
        if let Some(bytes) = &bytes {
            fs_err::write(&target, bytes).unwrap();
        }
        fs_err::remove_file(&file).ok();
        symlink("target", &file).unwrap();
        use_thumbnails(&mut s.catalog.reopen().unwrap(), s.root);
        assert_eq!(fs_err::read(&target).ok(), bytes, "{what}");
        assert!(fs_err::symlink_metadata(&file).unwrap().is_symlink(), "{what}");
    }
}

#[test]
fn a_foreign_file_in_the_place_of_a_log_is_left_as_it_is() {
    for name in ["shop.selvedge-wal", "shop.selvedge-journal", "shop.selvedge-shm"] {
        let Shop { folder, catalog, .. } = shop();
        drop(catalog);
        let (path, log) = (folder.path().join("shop.selvedge"), folder.path().join(name));
        fs_err::write(&log, "my notes").unwrap();
        let error = Catalog::open(&path).unwrap_err();
        assert!(matches!(&error.fault, Fault::ForeignLog(file) if file.ends_with(name)), "{error}");
        assert_eq!(fs_err::read(&log).unwrap(), b"my notes", "{name}");
        #[cfg(unix)]
        {
            fs_err::rename(&log, folder.path().join("target")).unwrap();
            std::os::unix::fs::symlink("target", &log).unwrap();
            assert!(matches!(Catalog::open(&path).unwrap_err().fault, Fault::ForeignLog(_)), "{name}");
            assert_eq!(fs_err::read(&log).unwrap(), b"my notes", "{name}");
        }
        fs_err::remove_file(&log).unwrap();
        Catalog::open(&path).unwrap();
    }
    for name in ["thumbs-wal", "thumbs-journal", "thumbs-shm"] {
        let s = shop();
        let log = s.file(&format!("shop.selvedge.{name}"));
        fs_err::write(&log, "my notes").unwrap();
        use_thumbnails(&mut s.catalog.reopen().unwrap(), s.root);
        assert_eq!(fs_err::read(&log).unwrap(), b"my notes", "{name}");
    }
}

#[test]
fn a_log_that_was_left_is_not_played_into_a_new_catalogue() {
    let mut s = shop();
    s.add(&[("a.jpg", 1)]);
    let new = tempfile::tempdir().unwrap();
    let (path, log) = (new.path().join("new.selvedge"), new.path().join("new.selvedge-wal"));
    fs_err::copy(s.file("shop.selvedge-wal"), &log).unwrap();
    let before = fs_err::read(&log).unwrap();
    assert!(matches!(Catalog::open_or_create(&path).unwrap_err().fault, Fault::ForeignLog(_)));
    assert!(fs_err::read(&log).unwrap() == before && !path.exists());
}
