//! Models, and the vectors that each of them sees in the photos. Vectors of two models never meet; those of two arithmetics of one model
//! only where that was shown.

use crate::beside::halves;
use crate::connection::{Catalog, Generations};
use crate::error::{CatalogError, Fault};
use crate::sql::{for_each_row, unsigned};
use base::{Arithmetic, Compatibility, ContentHash, ModelId, ModelInfo, ModelKey, PhotoId, RootId, UnitVector, path_bytes};
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::ops::RangeInclusive;
use std::path::PathBuf;

/// A model that the catalogue holds vectors of, or held.
#[derive(Clone, Debug, PartialEq)]
pub struct ModelRow {
    /// For this catalogue only; the key is the same in every one.
    pub id: ModelId,
    /// Decides which vectors belong together.
    pub key: ModelKey,
    /// As a person named it when it was last used.
    pub name: String,
    /// The commit that was downloaded, where it is known.
    pub revision: Option<String>,
    /// Components of each vector.
    pub dimension: usize,
    /// Photos that have a vector of this model.
    pub embedded: u64,
    /// Those of them that are there.
    pub present: u64,
    /// What shows that vectors of other arithmetics may stand beside those of f32; `None`: there are none.
    pub compatibility: Option<Compatibility>,
}

/// All vectors of one model.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Embeddings {
    /// Whose vector each row is, ascending; missing photos are included.
    pub photos: Vec<PhotoId>,
    /// Components of each vector.
    pub dimension: usize,
    /// Unit vectors, `[photos.len(), dimension]`, row after row.
    pub values: Vec<f32>,
}

/// A vector of the photo that lies at a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Embedded {
    /// The root it lies under.
    pub root: RootId,
    /// Relative to the root.
    pub path: PathBuf,
    /// What was embedded. Where something else lies by now, or nothing, the vector is dropped.
    pub hash: ContentHash,
    /// What the model sees in it.
    pub vector: UnitVector,
}

impl Catalog {
    /// Makes the model known, or gives a known one its present name and revision.
    ///
    /// `measured` is what is known here of its two arithmetics; with `None`, what the catalogue knows stays. Where they turned out to be no
    /// class, vectors that are not of f32 go: their photos wait for new ones.
    pub fn register_model(&mut self, model: &ModelInfo, measured: Option<&Compatibility>) -> Result<ModelId, CatalogError> {
        self.transact(|db| {
            let sql = "SELECT id FROM models WHERE key = ?1 AND name = ?2 AND revision IS ?3";
            let as_it_is = db.query_row(sql, (&model.key.0, &model.name, &model.revision), |row| row.get(0)).optional()?;
            let sql = "INSERT INTO models (key, name, revision, dimension) VALUES (?1, ?2, ?3, ?4)
                ON CONFLICT (key) DO UPDATE SET name = excluded.name, revision = excluded.revision RETURNING id";
            let row = (&model.key.0, &model.name, &model.revision, model.dimension as i64);
            let id = ModelId(as_it_is.map_or_else(|| db.query_row(sql, row, |row| row.get(0)), Ok)?);
            let others_went = measured.map_or(Ok(false), |measured| judge(db, id, measured))?;
            // Every index run says so again: nobody has to read the photos anew for that.
            if as_it_is.is_none() || others_went {
                Generations::count_up_photos(db)?;
            }
            Ok(id)
        })
    }

    /// How many vectors of a model are of another arithmetic than f32.
    pub fn embedded_in_int8(&self, model: ModelId) -> Result<u64, CatalogError> {
        self.read(|db| {
            let sql = "SELECT count(*) FROM embeddings WHERE model_id = ?1 AND arithmetic <> 'f32'";
            Ok(db.query_row(sql, [model.0], |row| unsigned(row, 0))?)
        })
    }

    /// The models, in the order in which they were first used.
    pub fn models(&self) -> Result<Vec<ModelRow>, CatalogError> {
        self.read(|db| {
            // Counted in one walk over an index and one over the photos, of which few are missing, whatever the number of models.
            let mut statement = db.prepare_cached(
                "SELECT id, key, name, revision, dimension, coalesce(n, 0), coalesce(n, 0) - coalesce(gone, 0), compatibility FROM models
                 LEFT JOIN (SELECT model_id, count(*) AS n FROM embeddings GROUP BY model_id) AS counted ON counted.model_id = models.id
                 LEFT JOIN (SELECT model_id, count(*) AS gone FROM photos CROSS JOIN embeddings ON photo_id = photos.id
                            WHERE missing = 1 GROUP BY model_id) AS missed ON missed.model_id = models.id
                 ORDER BY models.id",
            )?;
            Ok(statement.query_map([], model_row)?.collect::<Result<_, _>>()?)
        })
    }

    /// Photos that have a vector of the model of this name; of the key that has the most, where there are several. [`Catalog::models`] knows
    /// more and takes several times as long.
    pub fn embedded_by(&self, name: &str) -> Result<u64, CatalogError> {
        self.read(|db| {
            let sql = "SELECT coalesce(max((SELECT count(*) FROM embeddings WHERE model_id = models.id)), 0) FROM models WHERE name = ?1";
            Ok(db.query_row(sql, [name], |row| unsigned(row, 0))?)
        })
    }

    /// Present photos that a model of this name with another key has embedded, and the one with this key has not: how many at each root that has some.
    pub fn embedded_by_another_version(&self, name: &str, key: &ModelKey) -> Result<Vec<(RootId, u64)>, CatalogError> {
        self.read(|db| {
            let mut statement = db.prepare_cached(
                "SELECT root_id, count(*) FROM photos WHERE missing = 0
                 AND id IN (SELECT photo_id FROM embeddings JOIN models ON models.id = model_id WHERE name = ?1 AND key <> ?2)
                 AND id NOT IN (SELECT photo_id FROM embeddings JOIN models ON models.id = model_id WHERE key = ?2)
                 GROUP BY root_id ORDER BY root_id",
            )?;
            let rows = statement.query_map((name, key.0.as_str()), |row| Ok((RootId(row.get(0)?), row.get::<_, i64>(1)? as u64)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Forgets a model with all its vectors, and gives the space back. Returns how many vectors there were.
    pub fn forget_model(&mut self, key: &ModelKey) -> Result<u64, CatalogError> {
        let forgotten = self.write(|db| {
            let (id, _) = model(db, key)?;
            let vectors = db.execute("DELETE FROM embeddings WHERE model_id = ?1", [id])? as u64;
            db.execute("DELETE FROM models WHERE id = ?1", [id])?;
            Ok(vectors)
        })?;
        self.give_space_back();
        Ok(forgotten)
    }

    /// All vectors of a model, ready to be multiplied. Photos that were added after a call of [`Catalog::photos`] may be
    /// among them: call this first, then `photos`, and every id here is there unless it was removed in between.
    pub fn embeddings(&self, key: &ModelKey) -> Result<Embeddings, CatalogError> {
        self.read(|db| {
            let (id, dimension) = model(db, key)?;
            let (count, first, last) = extent(db, id)?;
            if count == 0 {
                return Ok(Embeddings { dimension, ..Embeddings::default() });
            }
            require_room(db, count, dimension)?;
            let span = last - first + 1;
            // Rows lie closely but where another model's were written in between or photos went.
            let (sooner, later) = if span - count <= count / 8 { halves(&(first..=last)) } else { (first..=last, last + 1..=last) };
            let rows = |part: &RangeInclusive<i64>| if *part == (first..=last) { count } else { part.end() - part.start() + 1 } as usize;
            let (room, more) = (rows(&sooner), rows(&later));
            let mut values = vec![0.0; (room + more) * dimension];
            let (low, high) = values.split_at_mut(room * dimension);
            let (mut photos, others) =
                self.both(db, count, |db| fill(db, id, dimension, &sooner, low), |db| fill(db, id, dimension, &later, high))?;
            values.copy_within(room * dimension..(room + others.len()) * dimension, photos.len() * dimension);
            photos.extend(others);
            values.truncate(photos.len() * dimension);
            Ok(sorted(Embeddings { photos, dimension, values }))
        })
    }

    /// Shows all vectors of a model to `each` and keeps none: some at a time, whose they are and the vectors, `[photos, dimension]`. Where there
    /// are many, two halves are read at the same time, each into an `A` of its own; these are returned in the order in which the vectors are
    /// stored, mostly that of the photos.
    pub fn visit_embeddings<A: Default + Send>(
        &self,
        key: &ModelKey,
        each: impl Fn(&mut A, &[PhotoId], &[f32]) + Sync,
    ) -> Result<[A; 2], CatalogError> {
        self.read(|db| {
            let (id, dimension) = model(db, key)?;
            let (count, first, last) = extent(db, id)?;
            require_room(db, count, dimension)?;
            let shown = SHOWN.min(count as usize);
            let (sooner, later) = halves(&(first..=last));
            let visit = |db: &Connection, part: &RangeInclusive<i64>| {
                let (mut gathered, mut photos) = (A::default(), Vec::with_capacity(shown));
                let mut values = Vec::with_capacity(shown * dimension);
                rows_in(db, id, part, |photo, vector| {
                    if vector.len() != dimension {
                        return Err(wrong_length(photo));
                    }
                    photos.push(photo);
                    values.extend(vector.iter().map(|four| f32::from_le_bytes(*four)));
                    if photos.len() == SHOWN {
                        each(&mut gathered, &photos, &values);
                        photos.clear();
                        values.clear();
                    }
                    Ok(())
                })?;
                each(&mut gathered, &photos, &values);
                Ok(gathered)
            };
            let (sooner, later) = self.both(db, count, |db| visit(db, &sooner), |db| visit(db, &later))?;
            Ok([sooner, later])
        })
    }

    /// The vectors that a model has of these photos, by photo.
    pub fn embeddings_of(&self, key: &ModelKey, photos: &[PhotoId]) -> Result<Embeddings, CatalogError> {
        self.read(|db| {
            let (id, dimension) = model(db, key)?;
            let mut found = Embeddings { dimension, ..Embeddings::default() };
            let mut statement = db.prepare_cached("SELECT vector FROM embeddings WHERE photo_id = ?1 AND model_id = ?2")?;
            for photo in photos {
                let mut rows = statement.query((photo.0, id))?;
                let Some(row) = rows.next()? else { continue };
                let vector = fours(row, 0)?.filter(|vector| vector.len() == dimension).ok_or_else(|| wrong_length(*photo))?;
                found.values.extend(vector.iter().map(|four| f32::from_le_bytes(*four)));
                found.photos.push(*photo);
            }
            Ok(sorted(found))
        })
    }
}

/// Vectors that are shown at a time: enough to hide what a call costs, few enough to stay in a processor's cache.
const SHOWN: usize = 256;

/// Who made the vectors of a batch.
#[derive(Clone, Copy)]
pub(crate) struct Embedder {
    pub(crate) id: i64,
    pub(crate) dimension: usize,
    arithmetic: Arithmetic,
}

/// A model in an arithmetic, if its vectors may come to stand beside those that the model has.
pub(crate) fn embedder(db: &Connection, key: &ModelKey, arithmetic: Arithmetic) -> Result<Embedder, Fault> {
    let (id, dimension) = model(db, key)?;
    if arithmetic != Arithmetic::F32 {
        let sql = "SELECT name, compatibility IS NOT NULL FROM models WHERE id = ?1";
        let (name, shown): (String, bool) = db.query_row(sql, [id], |row| Ok((row.get(0)?, row.get(1)?)))?;
        if !shown {
            return Err(Fault::NotOneClass { name, arithmetic: arithmetic.name() });
        }
    }
    Ok(Embedder { id, dimension, arithmetic })
}

/// Saves what is seen in a photo.
pub(crate) fn save_vector(db: &Connection, photo: PhotoId, vector: &UnitVector, embedder: Embedder) -> Result<(), Fault> {
    let (wanted, found) = (embedder.dimension, vector.as_slice().len());
    if found != wanted {
        return Err(Fault::VectorLength { wanted, found });
    }
    let sql = "INSERT INTO embeddings (photo_id, model_id, vector, arithmetic) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (photo_id, model_id) DO UPDATE SET vector = excluded.vector, arithmetic = excluded.arithmetic";
    for_each_row(db, sql, [params![photo.0, embedder.id, to_blob(vector.as_slice()), embedder.arithmetic.name()]])?;
    Ok(())
}

/// The same of the photo at a place, if it still holds what was embedded. Answers which photo that is.
pub(crate) fn save_embedded(db: &Connection, embedded: &Embedded, embedder: Embedder) -> Result<Option<PhotoId>, Fault> {
    let Embedded { root, path, hash, vector } = embedded;
    let sql = "SELECT id FROM photos WHERE root_id = ?1 AND path = ?2 AND missing = 0 AND hash = ?3";
    let row = (root.0, path_bytes::to_bytes(path), hash.0);
    let photo = db.prepare_cached(sql)?.query_row(row, |row| Ok(PhotoId(row.get(0)?))).optional()?;
    photo.map_or(Ok(()), |photo| save_vector(db, photo, vector, embedder))?;
    Ok(photo)
}

/// Fails where a damaged row says that the vectors are longer than the whole file.
fn require_room(db: &Connection, count: i64, dimension: usize) -> Result<(), Fault> {
    let pragma = |name: &str| db.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    let file = pragma("page_count")?.saturating_mul(pragma("page_size")?);
    let wanted = count.saturating_mul(dimension as i64).saturating_mul(size_of::<f32>() as i64);
    if wanted <= file { Ok(()) } else { Err(Fault::damaged("the vectors of a model have the wrong length")) }
}

/// How many vectors a model has, and the first and the last row of the table that holds one. The index that is walked for this holds no vectors.
fn extent(db: &Connection, model: i64) -> Result<(i64, i64, i64), Fault> {
    let sql = "SELECT count(*), coalesce(min(rowid), 0), coalesce(max(rowid), -1) FROM embeddings WHERE model_id = ?1";
    Ok(db.query_row(sql, [model], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?)
}

/// Reads the vectors in these rows of the table into `values`, in its own order. Answers whose they are.
fn fill(db: &Connection, model: i64, dimension: usize, part: &RangeInclusive<i64>, values: &mut [f32]) -> Result<Vec<PhotoId>, Fault> {
    let mut photos = Vec::with_capacity(values.len() / dimension.max(1));
    let mut places = values.chunks_exact_mut(dimension.max(1));
    rows_in(db, model, part, |photo, vector| {
        let place = places.next().filter(|place| place.len() == vector.len()).ok_or_else(|| wrong_length(photo))?;
        place.iter_mut().zip(vector).for_each(|(value, four)| *value = f32::from_le_bytes(*four));
        photos.push(photo);
        Ok(())
    })?;
    Ok(photos)
}

/// Hands on the vectors in these rows of the table, in its own order: several times faster than by photo through the index.
fn rows_in(
    db: &Connection,
    model: i64,
    part: &RangeInclusive<i64>,
    mut each: impl FnMut(PhotoId, &[[u8; 4]]) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let sql = "SELECT photo_id, vector FROM embeddings NOT INDEXED WHERE rowid BETWEEN ?2 AND ?3 AND model_id = ?1";
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query((model, part.start(), part.end()))?;
    while let Some(row) = rows.next()? {
        let photo = PhotoId(row.get(0)?);
        each(photo, fours(row, 1)?.ok_or_else(|| wrong_length(photo))?)?;
    }
    Ok(())
}

/// The bytes of a stored vector, one component after the other; `None` where some are left over.
fn fours<'a>(row: &'a Row<'_>, column: usize) -> Result<Option<&'a [[u8; 4]]>, Fault> {
    let (fours, rest) = row.get_ref(column)?.as_blob().map_err(rusqlite::Error::from)?.as_chunks::<4>();
    Ok(rest.is_empty().then_some(fours))
}

fn wrong_length(photo: PhotoId) -> Fault {
    Fault::damaged(format!("the vector of photo {} has the wrong length", photo.0))
}

/// A model's row and dimension.
pub(crate) fn model(db: &Connection, key: &ModelKey) -> Result<(i64, usize), Fault> {
    let sql = "SELECT id, dimension FROM models WHERE key = ?1";
    let found = db.prepare_cached(sql)?.query_row([&key.0], |row| Ok((row.get(0)?, unsigned(row, 1)? as usize))).optional()?;
    found.ok_or_else(|| Fault::NoSuchModel(key.0.clone()))
}

/// Writes down that two arithmetics are one class, or sees to it that there is one alone. Answers whether vectors went for that.
fn judge(db: &Connection, model: ModelId, measured: &Compatibility) -> Result<bool, Fault> {
    let shown = if measured.is_shown() { serde_json::to_string(measured).ok() } else { None };
    let gone = match &shown {
        None => db.execute("DELETE FROM embeddings WHERE model_id = ?1 AND arithmetic <> 'f32'", [model.0])?,
        Some(_) => 0,
    };
    db.execute("UPDATE models SET compatibility = ?2 WHERE id = ?1 AND compatibility IS NOT ?2", (model.0, shown))?;
    Ok(gone > 0)
}

fn model_row(row: &Row<'_>) -> rusqlite::Result<ModelRow> {
    Ok(ModelRow {
        id: ModelId(row.get(0)?),
        key: ModelKey(row.get(1)?),
        name: row.get(2)?,
        revision: row.get(3)?,
        dimension: unsigned(row, 4)? as usize,
        embedded: unsigned(row, 5)?,
        present: unsigned(row, 6)?,
        compatibility: row.get::<_, Option<String>>(7)?.and_then(|json| serde_json::from_str(&json).ok()),
    })
}

/// Into photo order. Vectors are mostly written nearly in that order; only those that stand elsewhere are moved, and none is held twice.
fn sorted(mut found: Embeddings) -> Embeddings {
    if found.photos.is_sorted() {
        return found;
    }
    let mut order: Vec<usize> = (0..found.photos.len()).collect();
    order.sort_unstable_by_key(|&row| found.photos[row]);
    let (dimension, values) = (found.dimension, &mut found.values);
    let row = |row: usize| row * dimension..(row + 1) * dimension;
    let mut lifted = vec![0.0; dimension];
    for first in 0..order.len() {
        if order[first] == first {
            continue;
        }
        // Round the circle of those that stand in each other's places.
        lifted.copy_from_slice(&values[row(first)]);
        let mut to = first;
        loop {
            let from = std::mem::replace(&mut order[to], to);
            if from == first {
                break;
            }
            values.copy_within(row(from), to * dimension);
            to = from;
        }
        values[row(to)].copy_from_slice(&lifted);
    }
    found.photos.sort_unstable();
    found
}

/// A vector as it is stored: f32, little-endian.
pub(crate) fn to_blob(vector: &[f32]) -> Vec<u8> {
    vector.iter().flat_map(|v| v.to_le_bytes()).collect()
}

/// The values of a stored vector, after those that are already there. A rest of fewer than 4 bytes is left out.
pub(crate) fn append(values: &mut Vec<f32>, blob: &[u8]) {
    let (fours, _) = blob.as_chunks::<4>();
    values.extend(fours.iter().map(|four| f32::from_le_bytes(*four)));
}
