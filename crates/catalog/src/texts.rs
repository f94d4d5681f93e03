//! What persons imported about photos: titles, brands, descriptions.

use crate::connection::Catalog;
use crate::error::{CatalogError, Fault};
use crate::sql::for_each_row;
use crate::step::Step;
use base::{PhotoId, PhotoText};
use rusqlite::{Connection, OptionalExtension, params};

/// What FTS5 has for a word that every second photo has, where the logarithm of its rarity is no longer above 0.
const COMMON: &str = "0.000001";

impl Catalog {
    /// The texts of one photo, in the order in which their columns came.
    pub fn texts_of(&self, photo: PhotoId) -> Result<Vec<PhotoText>, CatalogError> {
        self.read(|db| {
            let mut statement = db.prepare_cached("SELECT columns FROM texts WHERE photo_id = ?1")?;
            let columns: Option<String> = statement.query_row([photo.0], |row| row.get(0)).optional()?;
            columns.as_deref().map_or(Ok(Vec::new()), read)
        })
    }

    /// The texts of the photos that have any, by photo.
    pub fn texts(&self) -> Result<Vec<(PhotoId, Vec<PhotoText>)>, CatalogError> {
        self.read(|db| {
            let mut statement = db.prepare_cached("SELECT photo_id, columns FROM texts ORDER BY photo_id")?;
            let mut rows = statement.query([])?;
            let mut texts = Vec::new();
            while let Some(row) = rows.next()? {
                texts.push((PhotoId(row.get(0)?), read(row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?)?));
            }
            Ok(texts)
        })
    }

    /// The columns that texts were imported from, by name.
    pub fn text_columns(&self) -> Result<Vec<String>, CatalogError> {
        self.read(|db| {
            let sql = "SELECT DISTINCT pair.value ->> 0 FROM texts, json_each(texts.columns) AS pair ORDER BY 1";
            Ok(db.prepare_cached(sql)?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
        })
    }

    /// The photos whose path or texts have the word, each with its BM25: higher is better, and the rarer the word, the higher. Words of one stem
    /// are one word; a word with a hyphen means its parts, one after the other or as one. Signs alone are in no text.
    ///
    /// A word that every second photo has tells nothing about them: FTS5 gives it next to no weight, but walks over all of them for it (90 ms
    /// for 100,000 photos, where their ids alone take 10). It gets that weight here without the walk.
    pub fn photos_with_word(&self, word: &str) -> Result<Vec<(PhotoId, f32)>, CatalogError> {
        if !word.contains(char::is_alphanumeric) {
            return Ok(Vec::new());
        }
        let quoted = |word: String| format!("\"{word}\"");
        let (apart, joined) = (quoted(word.replace(['"', '\0'], " ")), quoted(word.replace(|c: char| !c.is_alphanumeric(), "")));
        let phrase = if apart == joined { apart } else { format!("{apart} OR {joined}") };
        self.read(|db| {
            let half: i64 = db.prepare_cached("SELECT count(*) / 2 FROM text_index_docsize")?.query_row([], |row| row.get(0))?;
            let score = if is_in_more(db, &phrase, half)? { COMMON } else { "-bm25(text_index)" };
            let mut statement = db.prepare_cached(&format!("SELECT rowid, {score} FROM text_index WHERE text_index MATCH ?1"))?;
            let rows = statement.query_map([phrase], |row| Ok((PhotoId(row.get(0)?), row.get::<_, f64>(1)? as f32)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}

/// Whether more photos than these have what FTS5 is asked for.
fn is_in_more(db: &Connection, phrase: &str, photos: i64) -> rusqlite::Result<bool> {
    db.prepare_cached("SELECT 1 FROM text_index WHERE text_index MATCH ?1 LIMIT 1 OFFSET ?2")?.exists((phrase, photos))
}

impl Step<'_> {
    /// Puts these texts in the place of all that a photo has.
    pub fn put_texts(&mut self, photo: PhotoId, texts: &[PhotoText]) -> Result<(), Fault> {
        self.let_others()?;
        if texts.is_empty() {
            for_each_row(self.db, "DELETE FROM texts WHERE photo_id = ?1", [[photo.0]])?;
            return Ok(());
        }
        let sql = "INSERT INTO texts (photo_id, columns) SELECT id, ?2 FROM photos WHERE id = ?1
            ON CONFLICT (photo_id) DO UPDATE SET columns = excluded.columns";
        for_each_row(self.db, sql, [params![photo.0, write(texts)?]])?;
        Ok(())
    }

    /// Gives a photo texts: in the place of those of the same columns, beside those of others. An empty text takes its column away. False where
    /// nothing changes, or the photo is no longer in the catalogue.
    pub fn set_texts(&mut self, photo: PhotoId, texts: &[PhotoText]) -> Result<bool, Fault> {
        self.let_others()?;
        let there: Option<String> =
            self.db.prepare_cached("SELECT columns FROM texts WHERE photo_id = ?1")?.query_row([photo.0], |row| row.get(0)).optional()?;
        let before = there.as_deref().map(read).transpose()?.unwrap_or_default();
        let mut after = before.clone();
        for text in texts {
            match after.iter_mut().find(|known| known.column.eq_ignore_ascii_case(&text.column)) {
                Some(known) => *known = text.clone(),
                None => after.push(text.clone()),
            }
        }
        after.retain(|text| !text.text.is_empty());
        if after == before {
            return Ok(false);
        }
        let changed = if after.is_empty() {
            for_each_row(self.db, "DELETE FROM texts WHERE photo_id = ?1", [[photo.0]])?
        } else {
            let sql = "INSERT INTO texts (photo_id, columns) SELECT id, ?2 FROM photos WHERE id = ?1
                ON CONFLICT (photo_id) DO UPDATE SET columns = excluded.columns";
            for_each_row(self.db, sql, [params![photo.0, write(&after)?]])?
        };
        Ok(changed > 0)
    }
}

fn read(columns: &str) -> Result<Vec<PhotoText>, Fault> {
    let pairs: Vec<(String, String)> = serde_json::from_str(columns).map_err(|error| Fault::damaged(error.to_string()))?;
    Ok(pairs.into_iter().map(|(column, text)| PhotoText { column, text }).collect())
}

fn write(texts: &[PhotoText]) -> Result<String, Fault> {
    let pairs: Vec<(&str, &str)> = texts.iter().map(|text| (text.column.as_str(), text.text.as_str())).collect();
    serde_json::to_string(&pairs).map_err(|error| Fault::damaged(error.to_string()))
}
