//! What is no catalogue is refused and stays byte for byte what it was, with nothing beside it.

use super::*;

/// Writes `bytes`, has the file refused, and looks whether a trace was left.
fn refused(bytes: &[u8]) -> Fault {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a file #1 %20?.selvedge");
    fs_err::write(&file, bytes).unwrap();
    let fault = Catalog::open(&file).unwrap_err().fault;
    assert!(Catalog::open_or_create(&file).is_err());
    assert!(matches!(Catalog::create(&file).unwrap_err().fault, Fault::AlreadyExists));
    assert_eq!(fs_err::read(&file).unwrap(), bytes);
    assert_eq!(names_in(folder.path()).len(), 1);
    fault
}

/// The bytes of an SQLite file in which `sql` was executed.
fn sqlite_file(start: Option<&Path>, sql: &str) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("made");
    if let Some(start) = start {
        fs_err::copy(start, &file).unwrap();
    }
    let db = Connection::open(&file).unwrap();
    db.execute_batch(sql).unwrap();
    db.close().unwrap();
    fs_err::read(&file).unwrap()
}

#[test]
fn other_files_are_refused_and_left_alone() {
    let other = |bytes: &[u8]| assert!(matches!(refused(bytes), Fault::NotACatalogue));
    other(b"");
    other(b"not a catalogue");
    other(&vec![0xA5; 20_000]);
    other(b"SQLite format 3\0");
    other(&sqlite_file(None, "CREATE TABLE notes (t TEXT)"));
    other(&sqlite_file(None, "PRAGMA journal_mode = WAL; CREATE TABLE notes (t TEXT)"));
    // The thumbnails' file is no catalogue either.
    let mut s = shop();
    s.catalog.put_thumbnails([(hash(1), &b"picture"[..])]).unwrap();
    let thumbs = s.file("shop.selvedge.thumbs");
    s.catalog.add_root(Path::new("/x")).unwrap();
    drop(s.catalog);
    other(&fs_err::read(thumbs).unwrap());
}

#[test]
fn a_newer_catalogue_is_refused_and_left_alone() {
    let s = shop();
    s.catalog.backup(&s.file("copy")).unwrap();
    for sql in ["PRAGMA user_version = 9999", "PRAGMA journal_mode = WAL; PRAGMA user_version = 9999"] {
        let fault = refused(&sqlite_file(Some(&s.file("copy")), sql));
        assert!(matches!(fault, Fault::Newer { found: 9999, known } if known == Schema::current().unwrap().version), "{fault}");
    }
    let newer = Connection::open(s.catalog.path()).unwrap();
    newer.pragma_update(None, "user_version", 9999).unwrap();
    // The file's header is still old: the new version is in the log.
    let error = Catalog::open(s.catalog.path()).unwrap_err();
    assert!(matches!(error.fault, Fault::Newer { .. }), "{error}");
}

#[test]
fn a_missing_file_and_a_folder_are_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let nothing = folder.path().join("none.selvedge");
    let error = Catalog::open(&nothing).unwrap_err();
    assert!(matches!(error.fault, Fault::NotFound));
    assert!(error.to_string().ends_with("none.selvedge"), "the path comes last: {error}");
    assert!(matches!(Catalog::open(folder.path()).unwrap_err().fault, Fault::IsFolder));
    assert_eq!(names_in(folder.path()), [""; 0]);
    let deep = folder.path().join("a/b/shop.selvedge");
    Catalog::open_or_create(&deep).unwrap();
    Catalog::open(&deep).unwrap();
    assert_eq!(names_in(deep.parent().unwrap()), ["shop.selvedge"]);
}

#[cfg(unix)]
#[test]
fn a_file_or_folder_that_cannot_be_written_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let allow = |path: &Path, mode| fs_err::set_permissions(path, PermissionsExt::from_mode(mode)).unwrap();
    let s = shop();
    let (path, folder) = (s.catalog.path().to_owned(), s.folder.path().to_owned());
    drop(s.catalog);
    allow(&path, 0o444);
    if fs_err::OpenOptions::new().write(true).open(&path).is_ok() {
        return; // The superuser may write everywhere.
    }
    assert!(Catalog::open(&path).unwrap().is_read_only());
    allow(&path, 0o644);
    allow(&folder, 0o555);
    let opened = Catalog::open(&path).map(|catalog| catalog.is_read_only());
    let created = Catalog::create(&folder.join("new.selvedge")).map(|_| ()).unwrap_err();
    allow(&folder, 0o755);
    assert!(opened.unwrap());
    assert!(matches!(created.fault, Fault::ReadOnly), "{created}");
}

/// What [`Catalog::open`] falls back to. (Whoever runs this may be allowed to write everywhere.)
#[test]
fn a_catalogue_that_cannot_be_written_is_read_and_says_why_nothing_is_saved() {
    let mut s = shop();
    let ids = s.add(&[("a.jpg", 1), ("b.jpg", 2)]);
    s.catalog.put_thumbnails([(hash(1), &b"beside"[..])]).unwrap();
    // Saved, but not taken into the file yet: only the log has it, and its index is not there.
    let left = tempfile::tempdir().unwrap();
    let file = left.path().canonicalize().unwrap().join("shop.selvedge");
    for ending in ["", "-wal", ".thumbs"] {
        fs_err::copy(s.file(&format!("shop.selvedge{ending}")), left.path().join(format!("shop.selvedge{ending}"))).unwrap();
    }
    let before: Vec<(String, Vec<u8>)> =
        names_in(left.path()).into_iter().map(|name| (name.clone(), fs_err::read(left.path().join(name)).unwrap())).collect();
    let mut read = Catalog::open_to_read(&file).unwrap();
    assert!(read.is_read_only() && !s.catalog.is_read_only());
    assert_eq!(read.photos().unwrap().iter().map(|p| p.id).collect::<Vec<_>>(), ids, "what only the log has is seen");
    assert_eq!(read.check().unwrap(), [""; 0]);
    let refused = read.add_root(Path::new("/more")).unwrap_err();
    assert!(matches!(refused.fault, Fault::OpenForReading) && refused.to_string().contains("can be read but not changed"), "{refused}");
    assert!(read.step(|_| Ok(())).is_err() && read.register_model(&model("three", 8), None).is_err());
    let backup = s.file("backup.selvedge");
    read.backup(&backup).unwrap();
    assert_eq!(Catalog::open(&backup).unwrap().counts().unwrap().photos, 2);
    drop(read);
    let after: Vec<_> =
        names_in(left.path()).into_iter().map(|name| (name.clone(), fs_err::read(left.path().join(name)).unwrap())).collect();
    assert!(before == after, "nothing is written beside it");

    let old = s.file("old.selvedge");
    drop(super::older::older(&old, 2));
    let read = Catalog::open_to_read(&old).unwrap();
    assert!(read.is_read_only() && read.counts().unwrap().photos == 3, "one of an older version too");
    assert!(read.backup(&s.file("backup of old.selvedge")).is_ok());
}

#[test]
fn thumbnails_of_a_catalogue_that_cannot_be_written_are_kept_in_the_cache_folder() {
    let s = shop();
    s.catalog.put_thumbnails([(hash(1), &b"beside"[..])]).unwrap();
    let cache = tempfile::tempdir().unwrap();
    let before = names_in(s.folder.path());
    let of = |catalog: &Path| crate::thumbs::Thumbs::in_cache(catalog, Some(cache.path().join("none yet")));
    let (thumbs, other) = (of(s.catalog.path()), of(&s.file("other.selvedge")));
    thumbs.put(&[(hash(2), b"cached")]).unwrap();
    assert_eq!(thumbs.get(&hash(2)).as_deref(), Some(&b"cached"[..]));
    assert!(thumbs.has(&hash(2)) && !other.has(&hash(2)) && !s.catalog.has_thumbnail(&hash(2)));
    assert_eq!(names_in(s.folder.path()), before);
    fs_err::remove_dir_all(cache.path().join("none yet")).unwrap();
    assert_eq!(of(s.catalog.path()).get(&hash(2)), None);
}

#[test]
fn a_full_disk_is_told_in_words_and_saves_nothing_by_halves() {
    let mut s = shop();
    s.add(&[("a.jpg", 1)]);
    let pages: i64 = s.catalog.db.pragma_query_value(None, "page_count", |row| row.get(0)).unwrap();
    s.catalog.db.pragma_update_and_check(None, "max_page_count", pages + 1, |_| Ok(())).unwrap();
    let many = (2..5000).map(|n| photo(s.root, format!("{n}.jpg"), n)).collect();
    let error = s.catalog.commit(&batch(many)).unwrap_err();
    assert!(error.to_string().starts_with("the disk is full"), "{error}");
    assert_eq!(s.list().len(), 1);
    s.catalog.db.pragma_update_and_check(None, "max_page_count", pages + 100, |_| Ok(())).unwrap();
    assert_eq!(s.add(&[("b.jpg", 2)]).len(), 1, "and it goes on once there is room");
}
