//! The words of paths and imported texts, as SQLite's full-text index FTS5 keeps them: by the stems of words, without accents.

use rusqlite::Connection;

/// What the texts of the photo `$id` are in the index.
const TEXTS: &str =
    "coalesce((SELECT (SELECT group_concat(value ->> 1, ' ') FROM json_each(columns)) FROM texts WHERE photo_id = $id), '')";

/// The statements that make the triggers which keep the index up to date, none where an older version has no index. They run with whatever
/// changes a photo or its texts: an index run, a step, its undoing, and rows that go with others.
pub(crate) fn triggers(db: &Connection) -> rusqlite::Result<Vec<String>> {
    if !db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'text_index'")?.exists([])? {
        return Ok(Vec::new());
    }
    let trigger = |name: &str, event: &str, id: &str| {
        let texts = TEXTS.replace("$id", id);
        format!(
            "CREATE TRIGGER text_index_{name} AFTER {event} BEGIN
                DELETE FROM text_index WHERE rowid = {id};
                INSERT INTO text_index (rowid, path, texts) SELECT id, CAST(path AS TEXT), {texts} FROM photos WHERE id = {id};
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
