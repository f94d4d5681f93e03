//! A catalogue is asked for its roots without a trace.

use super::older::older;
use super::*;
use std::time::Duration;

/// Every file of a folder with its bytes. The test's own connections must be closed or never asked again.
fn bytes_in(folder: &Path) -> Vec<(String, Vec<u8>)> {
    names_in(folder).into_iter().map(|name| (name.clone(), fs_err::read(folder.join(name)).unwrap())).collect()
}

fn roots(file: &Path) -> Vec<PathBuf> {
    Catalog::roots_of(file).unwrap().into_iter().map(|root| root.path).collect()
}

#[test]
fn a_closed_catalogue_of_any_version_is_read_and_left_as_it_is() {
    for version in 1..=3 {
        for mode in ["WAL", "DELETE"] {
            let folder = tempfile::tempdir().unwrap();
            let file = folder.path().join("shop #1 %20?.selvedge");
            older(&file, version).pragma_update_and_check(None, "journal_mode", mode, |_| Ok(())).unwrap();
            let before = bytes_in(folder.path());
            assert_eq!(before.len(), 1);
            assert_eq!(roots(&file), [Path::new("/photos")], "version {version}, {mode}");
            assert!(bytes_in(folder.path()) == before, "version {version}, {mode}");
        }
    }
    let s = shop();
    let file = s.catalog.path().to_owned();
    drop(s.catalog);
    let before = bytes_in(s.folder.path());
    assert_eq!((roots(&file), bytes_in(s.folder.path()) == before), (vec![PathBuf::from("/photos")], true));
}

#[test]
fn an_open_catalogue_is_read_with_what_is_only_in_its_log() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("shop.selvedge");
    let db = older(&file, 2);
    db.execute_batch("PRAGMA wal_checkpoint(TRUNCATE); INSERT INTO roots (path) VALUES (CAST('/more' AS BLOB))").unwrap();
    let names = names_in(folder.path());
    assert_eq!(names.len(), 3, "{names:?}");
    for _ in 0..2 {
        assert_eq!(roots(&file), [Path::new("/photos"), Path::new("/more")]);
    }
    assert_eq!(names_in(folder.path()), names);
    // In the middle of another program's transaction.
    db.execute_batch("BEGIN IMMEDIATE; INSERT INTO roots (path) VALUES (CAST('/later' AS BLOB))").unwrap();
    assert_eq!(roots(&file).len(), 2);
    db.execute_batch("COMMIT").unwrap();
    assert_eq!(roots(&file).len(), 3);
    assert_eq!(db.pragma_query_value(None, "user_version", |row| row.get::<_, i64>(0)).unwrap(), 2);
}

#[test]
fn what_a_killed_program_left_is_read_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("shop.selvedge");
    let db = older(&file, 2);
    db.execute_batch("PRAGMA wal_checkpoint(TRUNCATE); INSERT INTO roots (path) VALUES (CAST('/more' AS BLOB))").unwrap();
    for (endings, wanted) in [(&["", "-wal", "-shm"][..], 2), (&["", "-wal"], 1), (&[""], 1)] {
        let left = tempfile::tempdir().unwrap();
        for ending in endings {
            fs_err::copy(folder.path().join(format!("shop.selvedge{ending}")), left.path().join(format!("shop.selvedge{ending}"))).unwrap();
        }
        let before = bytes_in(left.path());
        assert_eq!(roots(&left.path().join("shop.selvedge")).len(), wanted, "{endings:?}");
        assert!(bytes_in(left.path()) == before, "{endings:?}");
    }
}

#[test]
fn who_looks_at_what_a_killed_program_left_keeps_nobody_from_writing() {
    let s = shop();
    let left = tempfile::tempdir().unwrap();
    for ending in ["", "-wal", "-shm"] {
        let name = format!("shop.selvedge{ending}");
        fs_err::copy(s.file(&name), left.path().join(name)).unwrap();
    }
    let file = left.path().join("shop.selvedge");
    let looked = Catalog::open_to_look(&file).unwrap();
    assert_eq!(looked.roots().unwrap().len(), 1);
    let opening = std::thread::spawn(move || Catalog::open(&file).unwrap());
    // Long enough for the other thread to come upon it, as a rule; where it is slower, it has it easier.
    std::thread::sleep(Duration::from_millis(100));
    drop(looked);
    opening.join().unwrap().add_root(Path::new("/more")).unwrap();
}

#[test]
fn what_is_no_catalogue_of_ours_has_no_roots() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("other");
    assert!(matches!(Catalog::roots_of(&file).unwrap_err().fault, Fault::NotFound));
    assert!(matches!(Catalog::roots_of(folder.path()).unwrap_err().fault, Fault::IsFolder));
    fs_err::write(&file, "no catalogue").unwrap();
    assert!(matches!(Catalog::roots_of(&file).unwrap_err().fault, Fault::NotACatalogue));
    let newer = folder.path().join("newer");
    let db = older(&newer, 3);
    db.pragma_update(None, "user_version", 9999).unwrap();
    assert!(matches!(Catalog::roots_of(&newer).unwrap_err().fault, Fault::Newer { found: 9999, .. }), "while it is open");
    drop(db);
    assert!(matches!(Catalog::roots_of(&newer).unwrap_err().fault, Fault::Newer { found: 9999, .. }));
}

#[test]
fn an_older_catalogue_is_asked_without_being_brought_up_to_date() {
    for version in 1..=3 {
        for mode in ["WAL", "DELETE"] {
            let folder = tempfile::tempdir().unwrap();
            let file = folder.path().join("shop.selvedge");
            older(&file, version).pragma_update_and_check(None, "journal_mode", mode, |_| Ok(())).unwrap();
            let before = bytes_in(folder.path());
            let catalog = Catalog::open_to_look(&file).unwrap();
            assert_eq!(
                (catalog.counts().unwrap().photos, catalog.roots().unwrap().len(), catalog.models().unwrap()[0].embedded),
                (3, 1, 1)
            );
            drop(catalog);
            assert_eq!(Catalog::check_at(&file).unwrap(), [""; 0], "version {version}");
            assert!(bytes_in(folder.path()) == before, "version {version}, {mode}");
        }
    }
}

#[test]
fn a_catalogue_that_is_only_looked_at_cannot_be_changed() {
    let mut s = shop();
    s.add(&[("a.jpg", 1)]);
    let mut looked = Catalog::open_to_look(s.catalog.path()).unwrap();
    assert_eq!(looked.counts().unwrap().photos, 1);
    assert!(looked.add_root(Path::new("/more")).is_err() && looked.commit(&batch(vec![])).is_err());
    s.add(&[("b.jpg", 2)]);
    assert_eq!(looked.counts().unwrap().photos, 2, "and is seen as it is now");
}
