//! The words of paths and imported texts, as SQLite's full-text index FTS5 keeps them: by the stems of words, without accents.

use crate::connection::Catalog;
use crate::error::{CatalogError, Fault};
use base::PhotoId;
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

impl Catalog {
    /// The photos whose path or texts have the word, each with its BM25: higher is better, and the rarer the word, the higher. Words of one stem
    /// are one word; a word with a hyphen means its parts, one after the other or as one. Signs alone are in no text.
    pub fn photos_with_word(&self, word: &str) -> Result<Vec<(PhotoId, f32)>, CatalogError> {
        if !word.contains(char::is_alphanumeric) {
            return Ok(Vec::new());
        }
        let quoted = |word: String| format!("\"{word}\"");
        let (apart, joined) = (quoted(word.replace(['"', '\0'], " ")), quoted(word.replace(|c: char| !c.is_alphanumeric(), "")));
        let phrase = if apart == joined { apart } else { format!("{apart} OR {joined}") };
        self.read(|db| {
            let mut statement = db.prepare_cached("SELECT rowid, -bm25(text_index) FROM text_index WHERE text_index MATCH ?1")?;
            let rows = statement.query_map([phrase], |row| Ok((PhotoId(row.get(0)?), row.get::<_, f64>(1)? as f32)))?;
            Ok(rows.collect::<Result<_, _>>().map_err(Fault::from)?)
        })
    }
}
