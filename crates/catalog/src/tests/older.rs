//! Catalogues that older versions of the program wrote, with the steps that were made in them, are brought up to date.

use super::*;
use base::{LabelSet, Tag};

/// Makes a catalogue as a program of this version (1 to 3) did.
pub(super) fn older(file: &Path, version: usize) -> Connection {
    let db = Connection::open(file).unwrap();
    db.execute_batch("PRAGMA page_size = 8192; PRAGMA auto_vacuum = INCREMENTAL; PRAGMA foreign_keys = ON").unwrap();
    db.pragma_update(None, "application_id", crate::probe::APPLICATION_ID).unwrap();
    MIGRATIONS[..version].iter().for_each(|up| db.execute_batch(up).unwrap());
    db.pragma_update(None, "user_version", version as i64).unwrap();
    db.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(())).unwrap();
    db.execute_batch(
        "INSERT INTO roots (path) VALUES (CAST('/photos' AS BLOB));
         INSERT INTO photos (root_id, path, size, mtime_ns, hash, width, height, format)
            VALUES (1, CAST('a.jpg' AS BLOB), 1, 1, zeroblob(32), 4, 3, 'JPEG'), (1, CAST('b.jpg' AS BLOB), 1, 1, zeroblob(32), 4, 3, 'JPEG'),
                   (1, CAST('c.jpg' AS BLOB), 1, 1, zeroblob(32), 4, 3, 'JPEG');
         INSERT INTO models (key, name, dimension) VALUES ('key', 'starter', 1);
         INSERT INTO embeddings VALUES (1, 1, X'0000803F')",
    )
    .unwrap();
    db
}

/// Makes a step as those programs did.
fn step(db: &Connection, words: &str, sql: &str) {
    let begin = "BEGIN; INSERT INTO steps (words, made_at) VALUES ('', 1); INSERT INTO recording SELECT max(id) FROM steps";
    let end = "DELETE FROM recording;
        UPDATE steps SET changed = (SELECT count(*) FROM changes WHERE step_id = steps.id) WHERE words = ''";
    db.execute_batch(&format!("{begin}; {sql}; {end}; UPDATE steps SET words = '{words}' WHERE words = ''; COMMIT")).unwrap();
}

const STEPS: [&str; 5] =
    ["Make the label set Shoes", "Tag 2 photos Heels", "Reject Heels for 1 photo", "Delete Shoes", "Make the label set Bags"];

/// Two sets, tags and five steps, the last two of them undone: the last one first.
fn fill(db: &Connection) {
    step(
        db,
        STEPS[0],
        r#"INSERT INTO label_sets (name, position, choice, templates) VALUES ('Shoes', 1, 'multi', '["a \"photo\" of {label}"]');
           INSERT INTO labels (set_id, name, position, prompts, since) VALUES (1, 'Heels 👠', 0, '["high, {heels}"]', 1), (1, 'Flats', 1, '[]', 1)"#,
    );
    step(
        db,
        STEPS[1],
        "INSERT INTO tags (photo_id, set_id, label_id, decision, source, score, model, revision, decided_at)
         VALUES (1, 1, 1, 'accepted', 'person', 0.1 + 0.2, 'starter@1f38', 1, 1700000000123), (2, 1, 1, 'accepted', 'rule', NULL, NULL, 1, 5),
                (3, 1, NULL, 'none', 'person', 1.0, NULL, 1, 6)",
    );
    step(db, STEPS[2], "UPDATE tags SET decision = 'rejected', source = 'person' WHERE id = 2");
    step(db, STEPS[3], "DELETE FROM label_sets WHERE id = 1");
    // Undone as those programs did: what was written down last is put back first.
    let rows = |of: &str, n: usize| {
        let values = (0..n).map(|i| format!("before ->> {i}")).collect::<Vec<_>>().join(", ");
        format!("SELECT {values} FROM changes WHERE step_id = 4 AND tbl = '{of}'")
    };
    let undo = |step: i64, sql: &str| db.execute_batch(&format!("{sql}; UPDATE steps SET undone = 1 WHERE id = {step}")).unwrap();
    let tags = "INSERT INTO tags (id, photo_id, set_id, label_id, decision, source, score, model, revision, decided_at)";
    let back =
        format!("INSERT INTO label_sets {}; INSERT INTO labels {}; {tags} {}", rows("label_sets", 7), rows("labels", 6), rows("tags", 10));
    undo(4, &back);
    let bags = "INSERT INTO label_sets (name, position, choice, templates) VALUES ('Bags', 2, 'single', '[]')";
    step(db, STEPS[4], bags);
    undo(5, "DELETE FROM label_sets WHERE name = 'Bags'");
}

type State = (Vec<LabelSet>, Vec<Tag>);

fn state(catalog: &Catalog) -> State {
    (catalog.label_sets().unwrap(), catalog.tags().unwrap())
}

#[test]
fn the_steps_of_versions_2_and_3_are_undone_and_redone_after_the_upgrade() {
    for version in [2, 3] {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("old.selvedge");
        let db = older(&file, version);
        fill(&db);
        drop(db);
        let mut catalog = Catalog::open(&file).unwrap();
        assert_eq!(catalog.check().unwrap(), [""; 0]);
        let (sets, tags) = state(&catalog);
        assert_eq!((sets.len(), sets[0].labels.len(), tags.len()), (1, 2, 3));
        assert_eq!(tags[0].provenance.score, Some((0.1_f64 + 0.2) as f32));
        let history = catalog.history().unwrap();
        assert_eq!((history.undo.unwrap().words.as_str(), history.redo.unwrap().words.as_str()), (STEPS[2], STEPS[3]));
        let mut states = vec![state(&catalog)];
        for words in [STEPS[2], STEPS[1], STEPS[0]] {
            let undone = catalog.undo(None).unwrap().unwrap();
            assert_eq!((undone.words.as_str(), undone.refused_rows), (words, 0), "version {version}: {undone:?}");
            states.push(state(&catalog));
        }
        assert_eq!((catalog.undo(None).unwrap(), states.pop().unwrap()), (None, (vec![], vec![])));
        for words in [STEPS[0], STEPS[1], STEPS[2], STEPS[3], STEPS[4]] {
            let redone = catalog.redo(None).unwrap().unwrap();
            assert_eq!((redone.words.as_str(), redone.refused_rows), (words, 0), "version {version}: {redone:?}");
            if let Some(wanted) = states.pop() {
                assert!(state(&catalog) == wanted, "version {version}: {words}");
            }
        }
        let (sets, tags) = state(&catalog);
        assert_eq!((sets.len(), sets[0].name.as_str(), tags.len()), (1, "Bags", 0));
        assert_eq!(catalog.redo(None).unwrap(), None);
        let made = catalog.step(|step| step.delete_set(sets[0].id)).unwrap().1.step.unwrap();
        assert_eq!(made.0, 6, "a number is never given twice");
        assert_eq!(catalog.check().unwrap(), [""; 0]);
        assert!(folder.path().join(format!("old.before-v{}.selvedge", MIGRATIONS.len())).exists());
    }
}

#[test]
fn the_number_of_a_forgotten_step_is_not_given_again_by_an_upgraded_catalogue() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("old.selvedge");
    let db = older(&file, 3);
    fill(&db);
    db.execute_batch("DELETE FROM steps").unwrap();
    drop(db);
    let mut catalog = Catalog::open(&file).unwrap();
    assert_eq!(catalog.history().unwrap(), History::default());
    let set = catalog.label_sets().unwrap()[0].id;
    assert_eq!(catalog.step(|step| step.delete_set(set)).unwrap().1.step.unwrap().0, 6);
}

#[test]
fn a_catalogue_of_version_1_has_its_photos_and_makes_steps() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("old.selvedge");
    drop(older(&file, 1));
    let mut catalog = Catalog::open(&file).unwrap();
    assert_eq!((catalog.photos().unwrap().len(), catalog.models().unwrap()[0].embedded), (3, 1));
    assert_eq!(catalog.history().unwrap(), History::default());
    let (_, made) = catalog.step(|step| step.save_set(&base::LabelSetDraft::named("Shoes"))).unwrap();
    assert_eq!(catalog.undo(made.step).unwrap().unwrap().refused_rows, 0);
    assert_eq!((state(&catalog), catalog.check().unwrap()), ((vec![], vec![]), vec![]));
}
