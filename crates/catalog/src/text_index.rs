//! The words of paths and imported texts, as SQLite's full-text index FTS5 keeps them: by the stems of words, without accents.
//!
//! It is made from the photos and their texts and can be made anew from them at any time. So damage to it is mended by whoever finds it: a
//! search that it cannot answer, or a change that it stands in the way of.

use crate::error::Fault;
use rusqlite::{Connection, ErrorCode, TransactionBehavior, ffi};

/// What the texts of the photo `$id` are in the index.
const TEXTS: &str =
    "coalesce((SELECT (SELECT group_concat(value ->> 1, ' ') FROM json_each(columns)) FROM texts WHERE photo_id = $id), '')";

/// The version of FTS5's own tables, without which it opens none; the next one that it makes has the version it likes.
const FORMAT: i64 = 4;

/// The statements that make the triggers which keep the index up to date, none where an older version has no index. They run with whatever
/// changes a photo or its texts: an index run, a step, its undoing, and rows that go with others.
pub(crate) fn triggers(db: &Connection) -> rusqlite::Result<Vec<String>> {
    if statement(db)?.is_none() {
        return Ok(Vec::new());
    }
    let trigger = |name: &str, event: &str, id: &str| {
        let fill = format!("{} WHERE id = {id}", fill(id));
        format!(
            "CREATE TRIGGER text_index_{name} AFTER {event} BEGIN
                DELETE FROM text_index WHERE rowid = {id};
                {fill};
            END"
        )
    };
    Ok(vec![
        trigger("photo_made", "INSERT ON photos", "new.id"),
        trigger("photo_moved", "UPDATE OF path ON photos WHEN new.path <> old.path", "new.id"),
        trigger("photo_gone", "DELETE ON photos", "old.id"),
        trigger("text_made", "INSERT ON texts", "new.photo_id"),
        trigger("text_changed", "UPDATE OF columns ON texts", "new.photo_id"),
        trigger("text_gone", "DELETE ON texts", "old.photo_id"),
    ])
}

/// The statement that takes photos into the index, with the texts of `id`.
fn fill(id: &str) -> String {
    format!("INSERT INTO text_index (rowid, path, texts) SELECT id, CAST(path AS TEXT), {} FROM photos", TEXTS.replace("$id", id))
}

/// The statement that made the index; `None` where there is none.
fn statement(db: &Connection) -> rusqlite::Result<Option<String>> {
    use rusqlite::OptionalExtension;
    db.query_row("SELECT sql FROM sqlite_schema WHERE name = 'text_index'", [], |row| row.get(0)).optional()
}

/// Whether the index does not know every photo, as far as counting tells: a millisecond for 100,000 photos.
pub(crate) fn lacks_photos(db: &Connection) -> bool {
    let sql = "SELECT (SELECT count(*) FROM text_index_docsize) <> (SELECT count(*) FROM photos)";
    matches!(statement(db), Ok(Some(_))) && db.query_row(sql, [], |row| row.get(0)).unwrap_or(true)
}

/// Whether the index can be read and knows every photo; true where there is none.
pub(crate) fn is_sound(db: &Connection) -> Result<bool, Fault> {
    if statement(db)?.is_none() {
        return Ok(true);
    }
    let check = || db.query_row("PRAGMA integrity_check('text_index')", [], |row| row.get::<_, String>(0));
    Ok(!lacks_photos(db) && check().is_ok_and(|told| told == "ok"))
}

/// Whether a change may have failed because the index is damaged.
pub(crate) fn may_be_at_fault(fault: &Fault) -> bool {
    match fault {
        Fault::Damaged { .. } => true,
        // FTS5 believes whatever reads like a list of its parts, and then makes one that is there already.
        Fault::Store(error) => error.sqlite_error().is_some_and(|error| error.extended_code == ffi::SQLITE_CONSTRAINT_PRIMARYKEY),
        _ => false,
    }
}

/// Whether an error of FTS5, or of what checks it, is about the index.
pub(crate) fn is_meant(told: &str) -> bool {
    told.contains("text_index") || told.contains("fts5")
}

/// Makes the index anew, in a transaction of its own.
pub(crate) fn mend(db: &mut Connection) -> rusqlite::Result<()> {
    let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    make_anew(&transaction)?;
    transaction.commit()
}

/// Makes the index anew from the photos and their texts.
pub(crate) fn make_anew(db: &Connection) -> rusqlite::Result<()> {
    let Some(statement) = statement(db)? else { return Ok(()) };
    if let Err(error) = db.execute_batch("DROP TABLE text_index") {
        if error.sqlite_error_code() != Some(ErrorCode::Unknown) {
            return Err(error);
        }
        // FTS5 opens nothing, not even to drop it, before it has read its version.
        db.execute_batch(&format!(
            "CREATE TABLE IF NOT EXISTS text_index_config (k PRIMARY KEY, v) WITHOUT ROWID;
             INSERT OR REPLACE INTO text_index_config VALUES ('version', {FORMAT});
             DROP TABLE text_index"
        ))?;
    }
    db.execute_batch(&format!("{statement}; {}", fill("photos.id")))
}
