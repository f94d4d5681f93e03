//! What an archive of open files holds beside what people decided: vectors bit by bit, which decoders read a photo, a catalogue's choices.

use crate::connection::Catalog;
use crate::embeddings::{append, embedder};
use crate::error::{CatalogError, Fault};
use crate::hubs::{KeptVector, waits};
use crate::sql::for_each_row;
use base::{Arithmetic, ContentHash, ModelId, ModelKey, PhotoId};
use rusqlite::params;
use std::collections::{BTreeMap, HashMap};

/// How far a vector's length may be from 1.
const UNIT: f64 = 1e-3;

impl Catalog {
    /// How many contents have a vector of a model.
    pub fn embedded_contents(&self, model: ModelId) -> Result<u64, CatalogError> {
        self.read(|db| {
            let sql = "SELECT count(DISTINCT hash) FROM embeddings JOIN photos ON photos.id = photo_id WHERE model_id = ?1";
            Ok(db.query_row(sql, [model.0], |row| crate::sql::unsigned(row, 0))?)
        })
    }

    /// Vectors of a model, one for each content, in the order of the contents and after one: at most `limit`.
    pub fn vectors_by_content(&self, model: ModelId, after: Option<ContentHash>, limit: usize) -> Result<Vec<KeptVector>, CatalogError> {
        self.read(|db| {
            let sql = "SELECT min(photos.id), hash, arithmetic, vector FROM photos CROSS JOIN embeddings ON photo_id = photos.id AND model_id = ?1
                WHERE hash > ?2 GROUP BY hash ORDER BY hash LIMIT ?3";
            let mut statement = db.prepare_cached(sql)?;
            let mut rows = statement.query(params![model.0, after.map_or(Vec::new(), |hash| hash.0.to_vec()), limit as i64])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                let mut values = Vec::new();
                append(&mut values, row.get_ref(3)?.as_blob().map_err(rusqlite::Error::from)?);
                let is_int8 = row.get_ref(2)?.as_str().map_err(rusqlite::Error::from)? == Arithmetic::Int8.name();
                let arithmetic = if is_int8 { Arithmetic::Int8 } else { Arithmetic::F32 };
                found.push(KeptVector { photo: PhotoId(row.get(0)?), hash: ContentHash(row.get(1)?), arithmetic, values });
            }
            Ok(found)
        })
    }

    /// Saves vectors as they are, bit by bit, where a photo still holds that content and has none of the model, which was registered before. Answers
    /// how many. One of another length than 1, or of other dimension, refuses all.
    pub fn put_vectors(&mut self, key: &ModelKey, vectors: &[KeptVector]) -> Result<u64, CatalogError> {
        self.write(|db| {
            let mut taken = 0;
            for KeptVector { photo, hash, arithmetic, values } in vectors {
                let model = embedder(db, key, *arithmetic)?;
                let length = values.iter().map(|value| f64::from(*value) * f64::from(*value)).sum::<f64>().sqrt();
                if values.len() != model.dimension || (length - 1.0).abs() > UNIT || length.is_nan() {
                    return Err(Fault::VectorLength { wanted: model.dimension, found: values.len() });
                }
                if waits(db, *photo, hash, key)? {
                    let bytes: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
                    let sql = "INSERT INTO embeddings (photo_id, model_id, vector, arithmetic) VALUES (?1, ?2, ?3, ?4)";
                    for_each_row(db, sql, [params![photo.0, model.id, bytes, arithmetic.name()]])?;
                    taken += 1;
                }
            }
            Ok(taken)
        })
    }

    /// By which revision of the decoders each photo was read.
    pub fn readers(&self) -> Result<HashMap<PhotoId, u32>, CatalogError> {
        self.read(|db| {
            let mut statement = db.prepare_cached("SELECT id, reader FROM photos")?;
            Ok(statement.query_map([], |row| Ok((PhotoId(row.get(0)?), row.get(1)?)))?.collect::<Result<_, _>>()?)
        })
    }

    /// All choices that belong to the catalogue (JSON), by name.
    pub fn choices(&self) -> Result<BTreeMap<String, String>, CatalogError> {
        self.read(|db| {
            let mut statement = db.prepare_cached("SELECT name, value FROM choices")?;
            Ok(statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?)
        })
    }
}
