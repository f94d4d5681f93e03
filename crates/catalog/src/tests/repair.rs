//! What a repair mends, what it leaves alone, and that it makes nothing worse.

use super::*;
use crate::repair::{Mended, Repair};
use base::{Flag, LabelSetDraft, Mark, Source};

fn is_picture(bytes: &[u8]) -> bool {
    bytes == b"picture"
}

/// A closed catalogue of three photos with a mark each, a label set, and thumbnails.
fn closed() -> (tempfile::TempDir, PathBuf) {
    let mut s = shop();
    s.add(&[("women/a.jpg", 1), ("b.jpg", 2), ("c.jpg", 3)]);
    let photos = [PhotoId(1), PhotoId(2), PhotoId(3)];
    s.catalog.step(|step| step.mark_all(&photos, &[Mark::Flag(Some(Flag::Pick))], Source::Person, 5)).unwrap();
    s.catalog.step(|step| step.save_set(&LabelSetDraft::named("Type"))).unwrap();
    s.catalog.put_thumbnails([(hash(1), &b"picture"[..]), (hash(2), &b"picture"[..])]).unwrap();
    let Shop { folder, catalog, .. } = s;
    drop(catalog);
    let file = folder.path().join("shop.selvedge");
    (folder, file)
}

/// As another program would change it that knows nothing of what belongs to what.
fn damage(file: &Path, sql: &str) {
    let db = Connection::open(file).unwrap();
    db.execute_batch(&format!("PRAGMA foreign_keys = OFF; {sql}")).unwrap();
}

fn repair(file: &Path, save: bool) -> Repair {
    Catalog::repair_at(file, save, &is_picture).unwrap()
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs_err::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

fn count(file: &Path, table: &str) -> i64 {
    Connection::open(file).unwrap().query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap()
}

#[test]
fn a_sound_catalogue_is_left_as_it_is() {
    let (folder, file) = closed();
    let (before, beside) = (fs_err::read(&file).unwrap(), names(folder.path()));
    for save in [false, true] {
        assert_eq!(repair(&file, save), Repair { copy: None, mended: vec![], left: vec![], beyond: false });
    }
    assert_eq!((fs_err::read(&file).unwrap(), names(folder.path())), (before, beside));
}

#[test]
fn rows_of_what_is_gone_are_counted_and_taken_out_and_kept_in_the_copy() {
    let (folder, file) = closed();
    damage(&file, "DELETE FROM photos WHERE id > 1");
    assert!(!Catalog::check_at(&file).unwrap().is_empty());
    let (before, beside) = (fs_err::read(&file).unwrap(), names(folder.path()));
    let told = repair(&file, false);
    assert_eq!((told.copy.as_ref(), told.beyond, told.left.as_slice()), (None, false, &[][..]));
    assert!(fs_err::read(&file).unwrap() == before && names(folder.path()) == beside, "a rehearsal changes nothing");
    for wanted in [
        Mended::Rows { table: "marks".to_owned(), count: 2, decided: true },
        Mended::Rows { table: "embeddings".to_owned(), count: 2, decided: false },
    ] {
        assert!(told.mended.contains(&wanted), "{wanted:?}: {told:?}");
    }
    let done = repair(&file, true);
    assert_eq!((&done.mended, &done.left), (&told.mended, &told.left));
    assert_eq!(Catalog::check_at(&file).unwrap(), [""; 0]);
    assert_eq!((count(&file, "marks"), count(&file, "photos"), count(&file, "label_sets")), (1, 1, 1));
    let copy = done.copy.unwrap();
    assert_eq!(copy, folder.path().join("shop.before-repair.selvedge"));
    assert_eq!(count(&copy, "marks"), 3, "the copy is as it was");
    assert_eq!(repair(&file, true).mended, [], "there is nothing left to mend");
    damage(&file, "INSERT INTO marks SELECT 90, 77, kind, value, source, marked_at FROM marks");
    assert_eq!(repair(&file, true).copy, Some(folder.path().join("shop.before-repair-2.selvedge")), "no copy is replaced");
}

#[test]
fn photos_whose_folder_is_gone_stay_and_are_told() {
    let (_folder, file) = closed();
    damage(&file, "DELETE FROM roots");
    let done = repair(&file, true);
    assert_eq!((done.mended, done.copy, done.beyond), (vec![], None, false));
    assert!(done.left.iter().all(|line| line == "an entry of photos belongs to something that is not in roots"), "{:?}", done.left);
    assert_eq!((done.left.len(), count(&file, "photos"), count(&file, "marks")), (3, 3, 3));
}

#[test]
fn the_index_of_words_is_made_anew() {
    for how in ["DELETE FROM text_index_data", "DELETE FROM text_index_docsize", "DROP TABLE text_index_idx"] {
        let (_folder, file) = closed();
        damage(&file, how);
        let done = repair(&file, true);
        assert_eq!((done.mended, done.left), (vec![Mended::Words], vec![]), "{how}");
        assert_eq!(Catalog::open(&file).unwrap().photos_with_word("women").unwrap()[0].0, PhotoId(1), "{how}");
    }
}

/// Overwrites part of the page at which a table or an index begins.
fn overwrite(file: &Path, name: &str, from: u64, with: &[u8]) {
    use std::io::{Seek, SeekFrom, Write};
    let db = Connection::open(file).unwrap();
    let page: i64 = db.query_row("SELECT rootpage FROM sqlite_schema WHERE name = ?1", [name], |row| row.get(0)).unwrap();
    db.pragma_update_and_check(None, "journal_mode", "DELETE", |row| row.get::<_, String>(0)).unwrap();
    drop(db);
    let mut bytes = fs_err::OpenOptions::new().write(true).open(file).unwrap();
    bytes.seek(SeekFrom::Start((page as u64 - 1) * 8192 + from)).unwrap();
    bytes.write_all(with).unwrap();
}

/// A page of an index without entries.
const EMPTY_INDEX: [u8; 8] = [0x0a, 0, 0, 0, 0, 0x20, 0, 0];

#[test]
fn a_broken_index_is_rebuilt() {
    // By the index of hashes the photos are counted, so that the index of words seems to know too many.
    for (index, wanted) in [("marks_place", vec![Mended::Indexes]), ("photos_hash", vec![Mended::Words, Mended::Indexes])] {
        let (_folder, file) = closed();
        overwrite(&file, index, 0, &EMPTY_INDEX);
        assert!(!Catalog::check_at(&file).unwrap().is_empty());
        let done = repair(&file, true);
        assert_eq!((done.mended, done.left), (wanted, vec![]), "{index}");
        assert_eq!((Catalog::check_at(&file).unwrap(), count(&file, "photos"), count(&file, "marks")), (vec![], 3, 3), "{index}");
    }
}

#[test]
fn damage_that_cannot_be_mended_is_told_and_left_alone() {
    // A page of a table that is none; and one that is sound and has lost its rows, which the indexes still know.
    for with in [&[0xff; 64][..], &[0x0d, 0, 0, 0, 0, 0x20, 0, 0][..]] {
        let (folder, file) = closed();
        overwrite(&file, "marks", 0, with);
        let (before, beside) = (fs_err::read(&file).unwrap(), names(folder.path()));
        let told = Catalog::check_at(&file).unwrap();
        for save in [false, true] {
            assert_eq!(repair(&file, save), Repair { copy: None, mended: vec![], left: told.clone(), beyond: true });
        }
        assert!(!told.is_empty() && fs_err::read(&file).unwrap() == before && names(folder.path()) == beside);
    }
}

#[test]
fn no_number_is_given_twice_and_nothing_records_on() {
    let (_folder, file) = closed();
    damage(&file, "DELETE FROM marks WHERE id = 3; DELETE FROM sqlite_sequence WHERE name = 'marks'; INSERT INTO recording VALUES (1)");
    let done = repair(&file, true);
    let recording = Mended::Rows { table: "recording".to_owned(), count: 1, decided: false };
    assert_eq!(done.mended, [recording, Mended::Numbers { table: "marks".to_owned() }]);
    let seq: i64 =
        Connection::open(&file).unwrap().query_row("SELECT seq FROM sqlite_sequence WHERE name = 'marks'", [], |row| row.get(0)).unwrap();
    assert_eq!(seq, 3, "as the history knows it");
}

#[test]
fn unreadable_thumbnails_are_forgotten_and_others_stay() {
    let (_folder, file) = closed();
    let there = |file: &Path| [1, 2].map(|n| Catalog::open(file).unwrap().has_thumbnail(&hash(n)));
    Catalog::open(&file).unwrap().put_thumbnails([(hash(2), &b"pict"[..])]).unwrap();
    assert_eq!(repair(&file, false).mended, [Mended::Thumbnails(1)]);
    assert_eq!(there(&file), [true, true], "a rehearsal changes nothing");
    let done = repair(&file, true);
    assert_eq!((done.mended, done.copy), (vec![Mended::Thumbnails(1)], None), "no decision lies there");
    assert_eq!(there(&file), [true, false]);
    // A file that was cut off in the middle of a page.
    let thumbs = crate::files::beside(&file, ".thumbs");
    fs_err::OpenOptions::new().write(true).open(&thumbs).unwrap().set_len(6000).unwrap();
    assert_eq!(repair(&file, true).mended, [Mended::AllThumbnails]);
    assert_eq!((there(&file), repair(&file, true).mended), ([false, false], vec![]));
}

#[test]
fn a_foreign_trigger_keeps_a_repair_from_running() {
    let (_folder, file) = closed();
    damage(&file, "DELETE FROM photos; CREATE TRIGGER evil AFTER DELETE ON marks BEGIN DELETE FROM label_sets; END");
    let error = Catalog::repair_at(&file, true, &is_picture).unwrap_err();
    assert!(matches!(&error.fault, Fault::ForeignSchema(what) if what == "the trigger evil on marks") && error.path == file, "{error}");
    assert_eq!((count(&file, "marks"), count(&file, "label_sets")), (3, 1));
}
