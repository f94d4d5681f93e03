//! Versions, backups, checks and thumbnails.

use super::*;

#[test]
fn migrations_are_valid() {
    let current = Schema::current().unwrap();
    current.migrations.validate().unwrap();
    assert_eq!(current.version, MIGRATIONS.len() as i64);
}

#[test]
fn the_file_is_what_it_should_be() {
    let s = shop();
    let read = |pragma| s.catalog.db.pragma_query_value(None, pragma, |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(read("application_id"), 0x534C_5647);
    assert_eq!((read("auto_vacuum"), read("foreign_keys"), read("synchronous"), read("page_size")), (2, 1, 1, 8192));
    let mode: String = s.catalog.db.pragma_query_value(None, "journal_mode", |row| row.get(0)).unwrap();
    assert_eq!(mode, "wal");
}

/// Names of the copies that [`later`] makes: the first, and another one beside it.
fn copies() -> [String; 2] {
    let version = MIGRATIONS.len() + 1;
    [format!("shop.before-v{version}.selvedge"), format!("shop.before-v{version}-2.selvedge")]
}

#[test]
fn a_migration_keeps_the_photos_and_a_copy_of_the_older_catalogue() {
    let mut s = shop();
    s.add(&[("a.jpg", 1)]);
    let path = s.catalog.path().to_owned();
    let newer = || later("ALTER TABLE photos ADD COLUMN rating INTEGER");
    let upgraded = Catalog::open_at(&path, newer()).unwrap();
    assert_eq!(upgraded.photos().unwrap().len(), 1);
    let rated = upgraded.db.query_row("SELECT count(*) FROM photos WHERE rating IS NULL", [], |row| row.get::<_, i64>(0));
    assert_eq!(rated.unwrap(), 1);
    // The copy can be opened by the program that wrote it; the upgraded one cannot.
    let [copy, second] = copies();
    assert_eq!(Catalog::open(&s.file(&copy)).unwrap().photos().unwrap().len(), 1);
    assert!(matches!(Catalog::open(&path).unwrap_err().fault, Fault::Newer { found, known } if found == known + 1));
    drop(Catalog::open_at(&path, newer()).unwrap());
    assert!(!s.file(&second).exists(), "nothing to do, nothing to copy");
}

#[test]
fn a_migration_that_fails_changes_nothing() {
    let mut s = shop();
    s.add(&[("a.jpg", 1)]);
    let broken = || later("ALTER TABLE photos ADD COLUMN rating INTEGER; INSERT INTO photos (id) VALUES (1)");
    for copy in copies() {
        let error = Catalog::open_at(s.catalog.path(), broken()).unwrap_err();
        assert!(matches!(error.fault, Fault::Migration { .. }), "{error}");
        assert!(!error.to_string().contains("INSERT"), "{error}");
        assert!(s.file(&copy).exists());
    }
    assert_eq!(Catalog::open(s.catalog.path()).unwrap().photos().unwrap(), s.catalog.photos().unwrap());
}

#[test]
fn programs_that_migrate_at_once_migrate_once() {
    let s = shop();
    let path = s.catalog.path();
    std::thread::scope(|scope| {
        let opened: Vec<_> =
            (0..4).map(|_| scope.spawn(move || Catalog::open_at(path, later("CREATE TABLE more (id INTEGER)")).map(|_| ()))).collect();
        for one in opened {
            one.join().unwrap().unwrap();
        }
    });
    for name in names_in(s.folder.path()).iter().filter(|name| name.contains("before-v")) {
        // Opened as this program does, which refuses version 7.
        Catalog::open(&s.file(name)).unwrap();
    }
}

#[test]
fn a_backup_is_a_whole_catalogue_in_one_file_without_thumbnails() {
    let mut s = shop();
    let picture = IndexedPhoto { thumbnail: Some(vec![9; 1_000_000]), ..photo(s.root, "a.jpg", 1) };
    s.catalog.commit(&batch(vec![picture])).unwrap();
    fs_err::create_dir(s.file("to")).unwrap();
    let to = s.file("to/copy.selvedge");
    let bytes = s.catalog.backup(&to).unwrap();
    assert_eq!(bytes, fs_err::metadata(&to).unwrap().len());
    assert!(bytes < 1_000_000);
    assert_eq!(names_in(to.parent().unwrap()), ["copy.selvedge"]);
    let copy = Catalog::open(&to).unwrap();
    assert_eq!(copy.photos().unwrap(), s.catalog.photos().unwrap());
    assert_eq!(copy.embeddings(&key("one")).unwrap(), s.catalog.embeddings(&key("one")).unwrap());
    assert_eq!(copy.check().unwrap(), [""; 0]);
    assert_eq!((copy.thumbnail(&hash(1)), copy.has_thumbnail(&hash(1))), (None, false));
    s.add(&[("b.jpg", 2)]);
    // Open, it is not replaced; closed, it is.
    assert!(matches!(s.catalog.backup(&to).unwrap_err().fault, Fault::BackupOntoOpen));
    drop(copy);
    s.catalog.backup(&to).unwrap();
    assert_eq!(Catalog::open(&to).unwrap().photos().unwrap().len(), 2);
}

#[test]
fn a_backup_replaces_no_other_file() {
    let s = shop();
    s.catalog.put_thumbnails([(hash(1), &b"picture"[..])]).unwrap();
    fs_err::create_dir(s.file("sub")).unwrap();
    let own = ["shop.selvedge", "sub/../shop.selvedge", "shop.selvedge.thumbs", "shop.selvedge-wal"];
    for name in own {
        assert!(matches!(s.catalog.backup(&s.file(name)).unwrap_err().fault, Fault::BackupOntoItself), "{name}");
    }
    fs_err::write(s.file("picture.jpg"), "pixels").unwrap();
    assert!(matches!(s.catalog.backup(&s.file("picture.jpg")).unwrap_err().fault, Fault::BackupOntoOther));
    assert!(matches!(s.catalog.backup(&s.file("sub")).unwrap_err().fault, Fault::IsFolder));
    assert!(matches!(s.catalog.backup(&s.file("no/such/folder/copy")).unwrap_err().fault, Fault::NoFolder));
    assert_eq!(fs_err::read(s.file("picture.jpg")).unwrap(), b"pixels");
    assert_eq!(s.catalog.check().unwrap(), [""; 0]);
}

/// A closed catalogue of 600 photos, as bytes.
fn whole() -> Vec<u8> {
    let mut s = shop();
    let photos = (0..600).map(|n| photo(s.root, format!("folder/{n}.jpg"), n)).collect();
    s.catalog.commit(&batch(photos)).unwrap();
    s.catalog.backup(&s.file("copy")).unwrap();
    fs_err::read(s.file("copy")).unwrap()
}

/// What is told about a damaged catalogue: by opening, or by checking it. No call on it may panic.
fn told(bytes: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("hurt.selvedge");
    fs_err::write(&file, bytes).unwrap();
    match Catalog::open(&file) {
        Err(error) => error.to_string(),
        Ok(mut catalog) => {
            let problems = catalog.check().unwrap().join("\n");
            catalog.photos().ok();
            catalog.known_files(RootId(1), &key("one")).ok();
            catalog.embeddings(&key("one")).ok();
            catalog.models().ok();
            catalog.commit(&batch(vec![photo(RootId(1), "new.jpg", 7777)])).ok();
            catalog.remove_root(RootId(1)).ok();
            problems
        }
    }
}

/// The photos and their vectors that a catalogue of these bytes still gives.
fn kept(bytes: &[u8]) -> (Vec<base::Photo>, Vec<f32>) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("hurt.selvedge");
    fs_err::write(&file, bytes).unwrap();
    let catalog = Catalog::open(&file).unwrap();
    (catalog.photos().unwrap(), catalog.embeddings(&key("one")).unwrap().values)
}

#[test]
fn damage_is_found_wherever_it_lies() {
    let sound = whole();
    let whole_again = kept(&sound);
    assert_eq!((told(&sound).as_str(), whole_again.0.len()), ("", 600));
    let mut hurt = sound.clone();
    for at in (sound.len() / 4..sound.len() / 4 * 3).step_by(4096) {
        hurt[at..at + 64].fill(0);
    }
    assert_ne!(told(&hurt), "", "zeros in the middle half");
    for page in 0..sound.len() / 8192 {
        let mut hurt = sound.clone();
        let start = page * 8192 + if page == 0 { 100 } else { 0 };
        hurt[start..start + 64].fill(0);
        // The index of words is made of the photos: what is wrong in it alone is not always seen, and takes none of them away.
        assert!(!told(&hurt).is_empty() || kept(&hurt) == whole_again, "zeros at the head of page {page}");
        // The end of the last page may be free: to lose that is no damage.
        if page > 0 {
            assert_ne!(told(&sound[..sound.len() - page * 8192 - 100]), "", "cut off by {page} pages and 100 bytes");
        }
    }
    let half = told(&sound[..sound.len() / 2]);
    assert!(half.starts_with("this catalogue is damaged"), "half a catalogue is still known for one: {half}");
    let name = b"CREATE TABLE photos";
    let mut hurt = sound.clone();
    // Twice where the schema's table has grown over a page: what was moved to another page is still to be read in the first.
    for at in sound.windows(name.len()).enumerate().filter(|(_, w)| w == name).map(|(at, _)| at) {
        hurt[at..at + 6].copy_from_slice(b"CRATER");
    }
    let text = told(&hurt);
    assert!(text.contains("damaged") && !text.contains("SELECT"), "{text}");
}

#[test]
fn vectors_that_are_no_unit_vectors_of_their_model_are_found() {
    let mut s = shop();
    s.add(&[("a.jpg", 1), ("b.jpg", 2), ("c.jpg", 3)]);
    for (photo, blob) in [(1, vec![0; 32]), (2, vec![0; 28])] {
        s.catalog.db.execute("UPDATE embeddings SET vector = ?2 WHERE photo_id = ?1", (photo, blob)).unwrap();
    }
    s.catalog.db.execute_batch("PRAGMA foreign_keys = OFF; DELETE FROM photos WHERE id = 3").unwrap();
    assert_eq!(
        s.catalog.check().unwrap(),
        [
            "an entry of embeddings belongs to something that is not in photos",
            "an entry of facts belongs to something that is not in photos",
            "the vector of photo 1 by the model one has not the length 1",
            "the vector of photo 2 by the model one has the wrong number of components",
        ]
    );
    assert!(matches!(s.catalog.embeddings(&key("one")).unwrap_err().fault, Fault::Damaged { .. }));
}

#[test]
fn thumbnails_come_back_until_their_file_is_lost_or_damaged() {
    let s = shop();
    let file = s.file("shop.selvedge.thumbs");
    assert_eq!(s.catalog.thumbnail(&hash(1)), None);
    assert!(!file.exists(), "looking makes no file");
    let put = |catalog: &Catalog| catalog.put_thumbnails([(hash(1), &b"picture"[..]), (hash(2), &[5; 9000][..])]).unwrap();
    put(&s.catalog);
    assert_eq!(s.catalog.reopen().unwrap().thumbnail(&hash(1)).as_deref(), Some(&b"picture"[..]));
    assert!(s.catalog.has_thumbnail(&hash(2)) && !s.catalog.has_thumbnail(&hash(3)));
    drop(s.catalog);
    let path = s.folder.path().join("shop.selvedge");
    let sound = fs_err::read(&file).unwrap();
    let mut zeros = sound.clone();
    zeros[4096..].fill(0);
    for bad in [Vec::new(), zeros, sound[..sound.len() / 2].to_vec()] {
        fs_err::write(&file, bad).unwrap();
        let catalog = Catalog::open(&path).unwrap();
        assert_eq!(catalog.thumbnail(&hash(1)), None);
        put(&catalog);
        assert_eq!(catalog.thumbnail(&hash(2)).map(|t| t.len()), Some(9000));
        assert_eq!(catalog.check().unwrap(), [""; 0]);
    }
}

#[test]
fn thumbnails_are_emptied_under_another_connection_without_harm() {
    let s = shop();
    let put = |catalog: &Catalog, n| catalog.put_thumbnails([(hash(n), &[5; 9000][..])]).unwrap();
    put(&s.catalog, 1);
    let second = s.catalog.reopen().unwrap();
    put(&second, 2);
    let other = Connection::open(s.file("shop.selvedge.thumbs")).unwrap();
    other.execute_batch("DROP TABLE thumbs").unwrap();
    assert_eq!(s.catalog.thumbnail(&hash(1)), None);
    put(&second, 2);
    put(&s.catalog, 1);
    assert!(second.has_thumbnail(&hash(1)) && s.catalog.has_thumbnail(&hash(2)));
}

#[test]
fn what_is_removed_gives_its_space_back() {
    let mut s = shop();
    let other = s.catalog.add_root(Path::new("/other")).unwrap();
    let many = |root, from| {
        (from..from + 500).map(|n| IndexedPhoto { thumbnail: Some(vec![1; 3000]), ..photo(root, format!("{n}"), n) }).collect()
    };
    s.catalog.commit(&batch(many(s.root, 0))).unwrap();
    s.catalog.commit(&batch(many(other, 400))).unwrap();
    let pages = |s: &Shop| s.catalog.db.pragma_query_value(None, "page_count", |row| row.get::<_, i64>(0)).unwrap();
    let before = pages(&s);
    s.catalog.remove_root(s.root).unwrap();
    let free: i64 = s.catalog.db.pragma_query_value(None, "freelist_count", |row| row.get(0)).unwrap();
    assert!(pages(&s) < before && free == 0, "{} of {before}, {free} free", pages(&s));
    assert!(!s.catalog.has_thumbnail(&hash(0)));
    assert!(s.catalog.has_thumbnail(&hash(450)), "the same picture lies in the other root too");
    assert_eq!(s.catalog.check().unwrap(), [""; 0]);
}
