//! Vectors of an adapted model, made of those of the model below it: no photo is read again.

use crate::connection::Catalog;
use crate::embeddings::{append, embedder, model, save_vector};
use crate::error::{CatalogError, Fault};
use base::{Arithmetic, Cancel, ModelKey, PhotoId, UnitVector};
use rusqlite::{Connection, OptionalExtension};

/// Photos of a transaction: some milliseconds.
const BATCH: i64 = 1000;

impl Catalog {
    /// Gives each photo that the model `below` has embedded, and `above` has not, what `adapted` makes of its vector, in the arithmetic of that.
    /// Both models must be known. Answers how many photos that were; on `cancel`, of those that are done.
    pub fn adapt_embeddings(
        &mut self,
        below: &ModelKey,
        above: &ModelKey,
        adapted: &dyn Fn(&[f32]) -> Option<UnitVector>,
        cancel: &Cancel,
    ) -> Result<u64, CatalogError> {
        let (mut last, mut done) = (i64::MIN, 0);
        loop {
            // What has nothing to save counts up no generation.
            if cancel.is_cancelled() || self.read(|db| next(db, below, above, last))?.is_none() {
                return Ok(done);
            }
            let saved = self.write(|db| batch(db, below, above, last, adapted))?;
            (last, done) = (saved.last, done + saved.photos);
        }
    }
}

struct Saved {
    last: i64,
    photos: u64,
}

/// Vectors that have no counterpart yet, and may have one.
const WAITING: &str = "FROM embeddings WHERE model_id = ?1 AND photo_id > ?3
    AND NOT EXISTS (SELECT 1 FROM embeddings AS made WHERE made.photo_id = embeddings.photo_id AND made.model_id = ?2)
    AND (arithmetic = 'f32' OR (SELECT compatibility FROM models WHERE id = ?2) IS NOT NULL)";

fn next(db: &Connection, below: &ModelKey, above: &ModelKey, last: i64) -> Result<Option<i64>, Fault> {
    let (below, above) = (model(db, below)?.0, model(db, above)?.0);
    let sql = format!("SELECT photo_id {WAITING} LIMIT 1");
    Ok(db.prepare_cached(&sql)?.query_row((below, above, last), |row| row.get(0)).optional()?)
}

fn batch(
    db: &Connection,
    below: &ModelKey,
    above: &ModelKey,
    last: i64,
    adapted: &dyn Fn(&[f32]) -> Option<UnitVector>,
) -> Result<Saved, Fault> {
    let row = |row: &rusqlite::Row<'_>| Ok((row.get::<_, i64>(0)?, row.get::<_, Vec<u8>>(1)?, row.get::<_, String>(2)?));
    let ids = (model(db, below)?.0, model(db, above)?.0);
    let sql = format!("SELECT photo_id, vector, arithmetic {WAITING} ORDER BY photo_id LIMIT {BATCH}");
    let rows: Vec<_> = db.prepare_cached(&sql)?.query_map((ids.0, ids.1, last), row)?.collect::<Result<_, _>>()?;
    let mut saved = Saved { last: i64::MAX, photos: 0 };
    for (photo, blob, arithmetic) in rows {
        let mut values = Vec::with_capacity(blob.len() / 4);
        append(&mut values, &blob);
        let vector = adapted(&values).ok_or_else(|| Fault::damaged(format!("the vector of photo {photo} cannot be adapted")))?;
        let arithmetic = if arithmetic == Arithmetic::Int8.name() { Arithmetic::Int8 } else { Arithmetic::F32 };
        save_vector(db, PhotoId(photo), &vector, embedder(db, above, arithmetic)?)?;
        saved = Saved { last: photo, photos: saved.photos + 1 };
    }
    Ok(saved)
}
