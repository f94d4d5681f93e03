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
fn an_index_of_a_log_that_is_just_being_made_is_ours() {
    // SQLite's lengths on the way: 3 bytes under its first lock, then page by page.
    for bytes in [0, 3, 4 << 10, 28 << 10, 32 << 10] {
        let Shop { folder, catalog, .. } = shop();
        drop(catalog);
        fs_err::write(folder.path().join("shop.selvedge-shm"), vec![0; bytes]).unwrap();
        Catalog::open(&folder.path().join("shop.selvedge")).unwrap();
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

/// What somebody could put into a schema, with what is told of it.
const FOREIGN: [(&str, &str); 10] = [
    ("CREATE TRIGGER evil AFTER INSERT ON tags BEGIN DELETE FROM tags; END", "the trigger evil on tags is not Selvedge's"),
    ("CREATE TRIGGER evil INSTEAD OF INSERT ON v BEGIN SELECT 1; END", "the trigger evil on v is not Selvedge's"),
    (
        "DROP TRIGGER tags_made; CREATE TRIGGER tags_made AFTER INSERT ON tags BEGIN DELETE FROM tags; END",
        "the trigger tags_made on tags is not as Selvedge makes it",
    ),
    ("CREATE VIEW all_tags AS SELECT * FROM tags", "the view all_tags is not Selvedge's"),
    ("CREATE TABLE notes (t TEXT)", "the table notes is not Selvedge's"),
    ("CREATE INDEX more ON photos (size)", "the index more on photos is not Selvedge's"),
    ("DROP INDEX photos_hash", "the index photos_hash on photos is missing"),
    ("DROP TRIGGER labels_gone", "the trigger labels_gone on labels is missing"),
    ("ALTER TABLE photos ADD COLUMN rating INTEGER", "the table photos has a column rating that is not Selvedge's"),
    ("ALTER TABLE photos DROP COLUMN captured", "the table photos lacks its column captured"),
];

#[test]
fn a_schema_that_is_not_ours_is_told() {
    for (sql, wanted) in FOREIGN {
        let s = shop();
        if sql.contains(" ON v ") {
            s.catalog.db.set_db_config(rusqlite::config::DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, true).unwrap();
            s.catalog.db.execute_batch("CREATE VIEW v AS SELECT 1 AS one").unwrap();
        }
        s.catalog.db.execute_batch(sql).unwrap();
        let told = Catalog::check_at(s.catalog.path()).unwrap();
        assert!(told.iter().any(|line| line == wanted), "{sql}: {told:?}");
        assert_eq!(s.catalog.check().unwrap(), told);
    }
}

#[test]
fn a_trigger_or_view_of_somebody_else_never_runs() {
    for (sql, _) in FOREIGN
        .iter()
        .filter(|(sql, _)| (sql.contains("evil") && !sql.contains(" ON v ")) || sql.contains("tags_made") || sql.contains("VIEW"))
    {
        let mut s = shop();
        s.add(&[("a.jpg", 1)]);
        let (_, made) = s.catalog.step(|step| step.save_set(&base::LabelSetDraft::named("Type"))).unwrap();
        assert!(made.step.is_some());
        let before = s.catalog.label_sets().unwrap();
        Connection::open(s.catalog.path()).unwrap().execute_batch(sql).unwrap();
        // A catalogue that is open already, and one that is opened now.
        let mut opened = s.catalog.reopen().unwrap();
        for catalog in [&mut s.catalog, &mut opened] {
            let refused = |result: Result<(), CatalogError>| {
                let error = result.unwrap_err();
                assert!(
                    matches!(&error.fault, Fault::ForeignSchema(what) if ["evil", "tags_made", "all_tags"].iter().any(|name| what.contains(name))),
                    "{error}"
                );
            };
            refused(catalog.undo(None).map(|_| ()));
            refused(catalog.register_model(&model("two", 8), None).map(|_| ()));
            refused(catalog.add_root(Path::new("/more")).map(|_| ()));
            refused(catalog.commit(&batch(vec![])).map(|_| ()));
            refused(catalog.require_writable());
            assert_eq!((catalog.photos().unwrap().len(), catalog.label_sets().unwrap()), (1, before.clone()), "it can still be read");
        }
    }
}

#[test]
fn an_older_catalogue_with_a_foreign_trigger_is_not_brought_up_to_date() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("old.selvedge");
    let db = super::older::older(&file, 2);
    db.execute_batch("CREATE TRIGGER evil AFTER UPDATE ON steps BEGIN DELETE FROM tags; END").unwrap();
    drop(db);
    for error in [Catalog::open(&file).unwrap_err(), Catalog::open_to_look(&file).unwrap_err()] {
        assert!(matches!(&error.fault, Fault::ForeignSchema(what) if what == "the trigger evil on steps"), "{error}");
    }
    assert_eq!(Catalog::check_at(&file).unwrap(), ["the trigger evil on steps is not Selvedge's"]);
}

#[test]
fn a_view_does_not_answer_for_a_table() {
    let s = shop();
    s.catalog
        .db
        .execute_batch("PRAGMA foreign_keys = OFF; ALTER TABLE problems RENAME TO p; CREATE VIEW problems AS SELECT * FROM p")
        .unwrap();
    assert!(s.catalog.problems().is_err() && s.catalog.reopen().unwrap().problems().is_err());
}

#[cfg(unix)]
#[test]
fn what_is_saved_into_a_catalogue_that_is_gone_is_no_success() {
    type Loss = fn(&Path);
    let losses: [(&str, Loss); 4] = [
        ("deleted", |path| fs_err::remove_file(path).unwrap()),
        ("moved away", |path| fs_err::rename(path, path.with_extension("old")).unwrap()),
        ("replaced by another", |path| {
            fs_err::rename(path, path.with_extension("old")).unwrap();
            fs_err::copy(path.with_extension("old"), path).unwrap();
        }),
        ("gone with its folder", |path| fs_err::remove_dir_all(path.parent().unwrap()).unwrap()),
    ];
    for (what, loss) in losses {
        let mut s = shop();
        let elsewhere = tempfile::tempdir().unwrap();
        s.add(&[("a.jpg", 1)]);
        loss(s.catalog.path());
        let gone = |result: Result<(), CatalogError>| assert!(matches!(result.unwrap_err().fault, Fault::Gone), "{what}");
        gone(s.catalog.require_there());
        gone(s.catalog.commit(&batch(vec![photo(s.root, "b.jpg", 2)])).map(|_| ()));
        gone(s.catalog.step(|step| step.save_set(&base::LabelSetDraft::named("Type"))).map(|_| ()));
        gone(s.catalog.backup(&elsewhere.path().join("copy.selvedge")).map(|_| ()));
    }
}
