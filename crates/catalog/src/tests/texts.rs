//! Imported texts, and the index of words, which follows whatever changes a photo or its texts.

use super::older::older;
use super::*;
use base::PhotoText;

fn texts(pairs: &[(&str, &str)]) -> Vec<PhotoText> {
    pairs.iter().map(|(column, text)| PhotoText { column: (*column).into(), text: (*text).into() }).collect()
}

fn set(catalog: &mut Catalog, photo: i64, pairs: &[(&str, &str)]) -> Changed {
    catalog.step(|step| step.set_texts(PhotoId(photo), &texts(pairs))).unwrap().1
}

fn with(catalog: &Catalog, word: &str) -> Vec<i64> {
    let mut found: Vec<i64> = catalog.photos_with_word(word).unwrap().iter().map(|(photo, _)| photo.0).collect();
    found.sort_unstable();
    found
}

#[test]
fn texts_of_a_column_replace_each_other_and_are_undone() {
    let mut shop = shop();
    shop.add(&[("a.jpg", 1), ("b.jpg", 2)]);
    let changed = set(&mut shop.catalog, 1, &[("title", "Puma Deck Backpack"), ("brand", "Puma")]);
    assert_eq!((changed.photos, changed.rows), (vec![PhotoId(1)], 1), "a photo has one row");
    set(&mut shop.catalog, 1, &[("Title", "Deck Backpack")]);
    let now = texts(&[("Title", "Deck Backpack"), ("brand", "Puma")]);
    assert_eq!(shop.catalog.texts().unwrap(), [(PhotoId(1), now.clone())]);
    assert_eq!((shop.catalog.texts_of(PhotoId(1)).unwrap(), shop.catalog.texts_of(PhotoId(2)).unwrap()), (now.clone(), vec![]));
    assert_eq!(set(&mut shop.catalog, 1, &[("brand", "Puma")]).step, None, "the same again is no step");
    set(&mut shop.catalog, 1, &[("Title", ""), ("brand", "")]);
    assert_eq!((shop.catalog.texts().unwrap(), with(&shop.catalog, "puma")), (vec![], vec![]));
    for (wanted, found) in [(now, vec![1]), (texts(&[("title", "Puma Deck Backpack"), ("brand", "Puma")]), vec![1])] {
        shop.catalog.undo(None).unwrap().unwrap();
        assert_eq!((shop.catalog.texts().unwrap(), with(&shop.catalog, "puma")), (vec![(PhotoId(1), wanted)], found));
    }
    shop.catalog.undo(None).unwrap().unwrap();
    assert_eq!((shop.catalog.texts().unwrap(), with(&shop.catalog, "puma")), (vec![], vec![]));
    shop.catalog.redo(None).unwrap().unwrap();
    assert_eq!(with(&shop.catalog, "puma"), [1]);
    assert_eq!(set(&mut shop.catalog, 99, &[("title", "Puma")]).step, None, "a photo that is gone has no texts");
    assert_eq!(shop.catalog.check().unwrap(), [""; 0]);
}

#[test]
fn words_are_found_by_their_stem_in_paths_and_texts() {
    let mut shop = shop();
    shop.add(&[("women/red-dress_17.jpg", 1), ("men/AB12.jpg", 2), ("men/c.jpg", 3)]);
    set(&mut shop.catalog, 2, &[("title", "Dresses, \"Été\" T-shirt")]);
    for (word, wanted) in [
        ("dress", vec![1, 2]),
        ("Dresses", vec![1, 2]),
        ("ab12", vec![2]),
        ("MEN", vec![2, 3]),
        ("ete", vec![2]),
        ("t-shirt", vec![2]),
        ("a-b12", vec![2]),
        ("shirt-t", vec![]),
        ("women's", vec![1]),
        ("\" OR \"", vec![]),
        ("???", vec![]),
        ("", vec![]),
        ("xqzt", vec![]),
    ] {
        assert_eq!(with(&shop.catalog, word), wanted, "{word}");
    }
    let rare = shop.catalog.photos_with_word("ab12").unwrap()[0].1;
    assert!(shop.catalog.photos_with_word("men").unwrap().iter().all(|(_, score)| *score < rare), "a rare word weighs more");
}

#[test]
fn a_word_that_most_photos_have_weighs_next_to_nothing_and_finds_all_of_them() {
    let mut shop = shop();
    let names: Vec<String> = (1..=9).map(|n| format!("photos/{}.jpg", if n < 5 { "a few" } else { "the rest of it" })).collect();
    let photos: Vec<(String, u64)> = names.iter().enumerate().map(|(n, name)| (format!("{n}/{name}"), n as u64)).collect();
    shop.add(&photos.iter().map(|(name, n)| (name.as_str(), *n)).collect::<Vec<_>>());
    let score = |word: &str| shop.catalog.photos_with_word(word).unwrap();
    let (all, most, few) = (score("photos"), score("rest"), score("few"));
    assert_eq!((all.len(), most.len(), few.len()), (9, 5, 4));
    assert!(all.iter().chain(&most).all(|(_, score)| *score > 0.0 && *score < 1e-5), "{all:?} {most:?}");
    assert!(few.iter().all(|(_, score)| *score > 0.01), "{few:?}");
}

#[test]
fn the_index_follows_photos_that_move_and_go() {
    let mut shop = shop();
    shop.add(&[("old/a.jpg", 1), ("b.jpg", 2)]);
    set(&mut shop.catalog, 1, &[("brand", "Puma")]);
    shop.place(&[(PhotoId(1), "new/c.jpg")]);
    assert_eq!((with(&shop.catalog, "old"), with(&shop.catalog, "new"), with(&shop.catalog, "puma")), (vec![], vec![1], vec![1]));
    shop.catalog.remove_root(shop.root).unwrap();
    assert_eq!((with(&shop.catalog, "b"), with(&shop.catalog, "puma"), shop.catalog.texts().unwrap()), (vec![], vec![], vec![]));
    assert_eq!(shop.catalog.check().unwrap(), [""; 0]);
}

#[test]
fn an_older_catalogue_has_its_paths_indexed_and_a_backup_its_index() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("old.selvedge");
    drop(older(&file, 3));
    let mut catalog = Catalog::open(&file).unwrap();
    assert_eq!(with(&catalog, "b"), [2]);
    set(&mut catalog, 2, &[("brand", "Puma")]);
    let copy = folder.path().join("copy.selvedge");
    catalog.backup(&copy).unwrap();
    assert_eq!(with(&Catalog::open(&copy).unwrap(), "puma"), [2]);
    assert_eq!(Catalog::check_at(&copy).unwrap(), [""; 0]);
}

/// What can befall the tables that FTS5 keeps its index in.
const DAMAGE: [&str; 12] = [
    "DELETE FROM text_index_data",
    "UPDATE text_index_data SET block = x'00ff00ff'",
    "UPDATE text_index_data SET block = substr(block, 1, length(block) / 2)",
    "UPDATE text_index_data SET block = 'nonsense' WHERE id > 10",
    "DELETE FROM text_index_docsize",
    "DELETE FROM text_index_docsize WHERE id = 2",
    "DELETE FROM text_index_config",
    "UPDATE text_index_config SET v = 99",
    "DROP TABLE text_index_data",
    "DROP TABLE text_index_idx",
    "DROP TABLE text_index_docsize",
    "DROP TABLE text_index_config",
];

/// A catalogue with texts, whose index was damaged while it was closed.
fn damaged(how: &str) -> Shop {
    let mut shop = shop();
    shop.add(&[("women/a.jpg", 1), ("men/b.jpg", 2)]);
    set(&mut shop.catalog, 1, &[("brand", "Puma")]);
    let file = shop.file("shop.selvedge");
    let other = Connection::open(&file).unwrap();
    other.execute_batch(how).unwrap();
    shop.catalog = Catalog::open(&file).unwrap();
    shop
}

#[test]
fn damage_to_the_index_keeps_nothing_from_being_saved_and_is_mended() {
    for how in DAMAGE {
        let sound = |shop: &Shop| {
            assert_eq!((with(&shop.catalog, "women"), with(&shop.catalog, "men")), (vec![1], vec![2]), "{how}");
            assert_eq!(shop.catalog.check().unwrap(), [""; 0], "{how}");
        };
        let mut shop = damaged(how);
        assert_eq!(set(&mut shop.catalog, 2, &[("brand", "Adidas")]).rows, 1, "{how}");
        shop.add(&[("kids/c.jpg", 3)]);
        shop.catalog.undo(None).unwrap().unwrap();
        // What no change came upon, a search does.
        if shop.catalog.photos_with_word("puma").is_err() {
            shop.catalog.mend_text_index().unwrap();
        }
        let found = ["adidas", "puma", "kids"].map(|word| with(&shop.catalog, word));
        assert_eq!(found, [vec![], vec![1], vec![3]], "{how}");
        sound(&shop);
        let mut shop = damaged(how);
        shop.catalog.remove_root(shop.root).unwrap();
        assert_eq!(shop.list(), [], "{how}");
        let mut shop = damaged(how);
        shop.catalog.mend_text_index().unwrap();
        assert_eq!(with(&shop.catalog, "puma"), [1], "{how}");
        sound(&shop);
    }
}

#[test]
fn check_names_a_damaged_index_and_nothing_else() {
    for how in DAMAGE {
        let shop = damaged(how);
        let told = Catalog::check_at(&shop.file("shop.selvedge")).unwrap();
        let missing = how.starts_with("DROP");
        // Whoever reads the index sees an empty one, as FTS5 itself does.
        let silent = how == "UPDATE text_index_data SET block = x'00ff00ff'";
        assert_eq!(
            told.iter().filter(|line| line.contains("the index of words is damaged")).count(),
            usize::from(!silent),
            "{how}: {told:?}"
        );
        assert_eq!(told.len(), usize::from(!silent) + usize::from(missing), "{how}: {told:?}");
    }
}

#[test]
fn a_changed_index_trigger_is_not_run() {
    let mut shop = shop();
    shop.add(&[("a.jpg", 1)]);
    let other = Connection::open(shop.file("shop.selvedge")).unwrap();
    other
        .execute_batch(
            "DROP TRIGGER text_index_text_made; CREATE TRIGGER text_index_text_made AFTER INSERT ON texts BEGIN DELETE FROM photos; END",
        )
        .unwrap();
    let step = shop.catalog.step(|step| step.set_texts(PhotoId(1), &texts(&[("brand", "Puma")])));
    assert!(matches!(step.unwrap_err().fault, Fault::ForeignSchema(what) if what.contains("text_index_text_made")));
    assert_eq!(shop.list().len(), 1);
}

#[test]
fn forty_thousand_texts_are_one_quick_step() {
    let mut shop = shop();
    let names: Vec<(String, u64)> = (0..40_000).map(|n| (format!("{n}.jpg"), n)).collect();
    let photos = names.iter().map(|(name, n)| IndexedPhoto { embedding: None, ..photo(shop.root, name, *n) }).collect();
    shop.catalog.commit(&batch(photos)).unwrap();
    let start = std::time::Instant::now();
    let step = |step: &mut Step<'_>| {
        for n in 1..=40_000 {
            step.set_texts(PhotoId(n), &texts(&[("title", "Puma Men Blue Casual Shirt"), ("brand", "Puma")]))?;
        }
        Ok(())
    };
    let ((), changed) = shop.catalog.step(step).unwrap();
    assert_eq!(changed.rows, 40_000);
    assert_eq!(shop.catalog.photos_with_word("puma").unwrap().len(), 40_000);
    shop.catalog.undo(None).unwrap().unwrap();
    assert!(shop.catalog.photos_with_word("puma").unwrap().is_empty());
    assert!(start.elapsed() < std::time::Duration::from_mins(1), "two seconds on two cores, four with its undoing: {:?}", start.elapsed());
}
