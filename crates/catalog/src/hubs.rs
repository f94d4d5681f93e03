//! The hubs that a catalogue is shared through, and what each of them is known to hold.

use crate::connection::Catalog;
use crate::embeddings::{embedder, save_vector};
use crate::error::{CatalogError, Fault};
use crate::sql::for_each_row;
use base::{Arithmetic, ContentHash, ModelId, ModelKey, PhotoId, StepId, UnitVector};
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::ops::RangeInclusive;

/// A hub that the catalogue is shared through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HubRow {
    /// For this catalogue only.
    pub id: i64,
    /// The hub's own random number.
    pub uid: String,
    /// Without a password.
    pub address: String,
    /// The hub's step up to which all was taken in.
    pub seq: i64,
    /// The step here that took something in last was undone: what the hub holds is unknown again.
    pub undone: bool,
}

/// A photo as it is told at a hub: one for each content, the first of those that are there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shared {
    /// The photo that speaks for the content.
    pub photo: PhotoId,
    /// Others of the same content.
    pub copies: Vec<PhotoId>,
    /// Its decisions were compared with the hub's since it holds this content.
    pub compared: bool,
    /// The hub knows it from here.
    pub brought: bool,
}

/// A vector as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptVector {
    /// Whose it is.
    pub photo: PhotoId,
    /// What the photo holds.
    pub hash: ContentHash,
    /// What made it.
    pub arithmetic: Arithmetic,
    /// Components, unit length.
    pub values: Vec<f32>,
}

/// What a hub is known to hold: values by photo, kind and key.
pub type Known = BTreeMap<(PhotoId, String, String), String>;

/// What is known of a hub after something was taken in or brought.
#[derive(Clone, Debug, Default)]
pub struct HubState {
    /// The hub's step up to which all was taken in.
    pub seq: i64,
    /// The step that took something in, where one did.
    pub step: Option<StepId>,
    /// Photos that were compared, with their content.
    pub photos: Vec<(PhotoId, ContentHash)>,
    /// What is known anew; `None`: the hub holds nothing.
    pub known: Vec<((PhotoId, String, String), Option<String>)>,
    /// Photos that have to be compared anew, since something was decided about them meanwhile.
    pub again: Vec<PhotoId>,
    /// All label sets, by key.
    pub sets: BTreeMap<String, String>,
}

impl Catalog {
    /// The hubs, in the order in which they were first used.
    pub fn hubs(&self) -> Result<Vec<HubRow>, CatalogError> {
        self.read(|db| Ok(db.prepare_cached(&format!("{HUBS} ORDER BY id"))?.query_map([], hub_row)?.collect::<Result<_, _>>()?))
    }

    /// The hub of this number, made known where it is not. `address`: without a password.
    pub fn hub(&mut self, uid: &str, address: &str) -> Result<HubRow, CatalogError> {
        self.transact(|db| {
            let sql = "INSERT INTO hubs (uid, address) VALUES (?1, ?2) ON CONFLICT (uid) DO UPDATE SET address = excluded.address";
            for_each_row(db, sql, [(uid, address)])?;
            Ok(db.prepare_cached(&format!("{HUBS} WHERE uid = ?1"))?.query_row([uid], hub_row)?)
        })
    }

    /// Forgets what the hub holds: all is compared anew.
    pub fn forget_hub(&mut self, hub: i64) -> Result<(), CatalogError> {
        self.transact(|db| {
            db.execute("DELETE FROM hub_photos WHERE hub_id = ?1", [hub])?;
            db.execute("DELETE FROM hub_sets WHERE hub_id = ?1", [hub])?;
            db.execute("UPDATE hubs SET seq = 0, step_id = NULL WHERE id = ?1", [hub])?;
            Ok(())
        })
    }

    /// The contents of the catalogue and the photos that hold them, those that are there before those that are missing.
    pub fn shared_photos_of(&self, hub: i64) -> Result<BTreeMap<ContentHash, Shared>, CatalogError> {
        self.read(|db| {
            let sql =
                "SELECT photos.id, photos.hash, missing, hub_photos.hash IS photos.hash, hub_photos.hash IS photos.hash AND brought = 1
                FROM photos LEFT JOIN hub_photos ON hub_id = ?1 AND photo_id = photos.id ORDER BY photos.id";
            let mut statement = db.prepare_cached(sql)?;
            let mut rows = statement.query([hub])?;
            // With whether the file is missing of the one that speaks.
            let mut all: BTreeMap<ContentHash, (Shared, bool)> = BTreeMap::new();
            while let Some(row) = rows.next()? {
                let (photo, missing) = (PhotoId(row.get(0)?), row.get(2)?);
                let one = Shared { photo, copies: Vec::new(), compared: row.get(3)?, brought: row.get(4)? };
                match all.entry(ContentHash(row.get(1)?)) {
                    Entry::Vacant(place) => drop(place.insert((one, missing))),
                    Entry::Occupied(mut place) => {
                        let (first, is_missing) = place.get_mut();
                        if *is_missing && !missing {
                            let before = std::mem::replace(first, one);
                            first.copies = before.copies;
                            first.copies.push(before.photo);
                            *is_missing = false;
                        } else {
                            first.copies.push(photo);
                        }
                    }
                }
            }
            let shared = all.into_iter().map(|(hash, (shared, _))| (hash, shared)).collect();
            Ok(shared)
        })
    }

    /// What the hub was known to hold of the photos from one number to another, when they were compared; whatever they hold by now.
    pub fn known_between(&self, hub: i64, photos: RangeInclusive<PhotoId>) -> Result<Known, CatalogError> {
        self.read(|db| {
            let mut known = Known::new();
            known_between(db, hub, *photos.start(), *photos.end(), &mut known)?;
            Ok(known)
        })
    }

    /// As [`Catalog::known_between`], of these photos.
    pub fn known_of(&self, hub: i64, photos: &[PhotoId]) -> Result<Known, CatalogError> {
        self.read(|db| {
            let mut known = Known::new();
            for photo in photos {
                known_between(db, hub, *photo, *photo, &mut known)?;
            }
            Ok(known)
        })
    }

    /// The label sets that the hub is known to hold, by key.
    pub fn known_sets(&self, hub: i64) -> Result<BTreeMap<String, String>, CatalogError> {
        self.read(|db| {
            let mut statement = db.prepare_cached("SELECT key, value FROM hub_sets WHERE hub_id = ?1")?;
            Ok(statement.query_map([hub], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?)
        })
    }

    /// Remembers what the hub holds, after it was taken in or brought. In one transaction.
    pub fn remember_hub(&mut self, hub: i64, state: &HubState) -> Result<(), CatalogError> {
        self.transact(|db| {
            let sql = "DELETE FROM hub_photos WHERE hub_id = ?1 AND photo_id = ?2 AND hash <> ?3";
            for_each_row(db, sql, state.photos.iter().map(|(photo, hash)| (hub, photo.0, hash.0)))?;
            let sql = "INSERT INTO hub_photos (hub_id, photo_id, hash) SELECT ?1, id, hash FROM photos WHERE id = ?2 AND hash = ?3
                ON CONFLICT DO NOTHING";
            for_each_row(db, sql, state.photos.iter().map(|(photo, hash)| (hub, photo.0, hash.0)))?;
            for ((photo, kind, key), value) in &state.known {
                let row = params![hub, photo.0, kind, key, value];
                let sql = match value {
                    Some(_) => {
                        "INSERT INTO hub_known (hub_id, photo_id, kind, key, value) SELECT ?1, photo_id, ?3, ?4, ?5 FROM hub_photos
                         WHERE hub_id = ?1 AND photo_id = ?2 ON CONFLICT DO UPDATE SET value = excluded.value"
                    }
                    None => "DELETE FROM hub_known WHERE hub_id = ?1 AND photo_id = ?2 AND kind = ?3 AND key = ?4 AND ?5 IS NULL",
                };
                for_each_row(db, sql, [row])?;
            }
            let sql = "DELETE FROM hub_photos WHERE hub_id = ?1 AND photo_id = ?2";
            for_each_row(db, sql, state.again.iter().map(|photo| (hub, photo.0)))?;
            db.execute("DELETE FROM hub_sets WHERE hub_id = ?1", [hub])?;
            let sql = "INSERT INTO hub_sets (hub_id, key, value) VALUES (?1, ?2, ?3)";
            for_each_row(db, sql, state.sets.iter().map(|(key, value)| (hub, key, value)))?;
            let sql = "UPDATE hubs SET seq = ?2, step_id = coalesce(?3, step_id) WHERE id = ?1";
            db.execute(sql, params![hub, state.seq, state.step.map(|step| step.0)])?;
            Ok(())
        })
    }

    /// Remembers that the hub knows these photos.
    pub fn photos_are_at(&mut self, hub: i64, photos: &[PhotoId]) -> Result<(), CatalogError> {
        self.transact(|db| {
            let sql = "UPDATE hub_photos SET brought = 1 WHERE hub_id = ?1 AND photo_id = ?2";
            for_each_row(db, sql, photos.iter().map(|photo| (hub, photo.0)))?;
            Ok(())
        })
    }

    /// Vectors of a model that the hub is not known to have, of photos that were compared: at most `limit`, in the order of their photos and after one.
    pub fn vectors_to_bring(&self, hub: i64, model: ModelId, after: PhotoId, limit: usize) -> Result<Vec<KeptVector>, CatalogError> {
        self.read(|db| {
            // Only vectors that are to be brought are looked at: they lie in the way of whatever walks past them.
            let sql = "SELECT embeddings.photo_id, photos.hash, arithmetic, vector FROM hub_photos
                CROSS JOIN photos ON photos.id = hub_photos.photo_id AND photos.hash = hub_photos.hash
                CROSS JOIN embeddings ON embeddings.photo_id = hub_photos.photo_id AND model_id = ?2
                WHERE hub_id = ?1 AND hub_photos.photo_id > ?3 AND NOT EXISTS (SELECT 1 FROM hub_vectors
                    WHERE hub_vectors.hub_id = ?1 AND hub_vectors.photo_id = hub_photos.photo_id AND hub_vectors.model_id = ?2)
                ORDER BY hub_photos.photo_id LIMIT ?4";
            let mut statement = db.prepare_cached(sql)?;
            let mut rows = statement.query(params![hub, model.0, after.0, limit as i64])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                let mut values = Vec::new();
                crate::embeddings::append(&mut values, row.get_ref(3)?.as_blob().map_err(rusqlite::Error::from)?);
                let is_int8 = row.get_ref(2)?.as_str().map_err(rusqlite::Error::from)? == Arithmetic::Int8.name();
                let arithmetic = if is_int8 { Arithmetic::Int8 } else { Arithmetic::F32 };
                found.push(KeptVector { photo: PhotoId(row.get(0)?), hash: ContentHash(row.get(1)?), arithmetic, values });
            }
            Ok(found)
        })
    }

    /// Remembers that the hub has vectors of a model of these photos.
    pub fn vectors_are_at(&mut self, hub: i64, model: ModelId, photos: &[PhotoId]) -> Result<(), CatalogError> {
        self.transact(|db| {
            let sql = "INSERT INTO hub_vectors (hub_id, photo_id, model_id) SELECT hub_id, photo_id, ?3 FROM hub_photos
                WHERE hub_id = ?1 AND photo_id = ?2 ON CONFLICT DO NOTHING";
            for_each_row(db, sql, photos.iter().map(|photo| (hub, photo.0, model.0)))?;
            Ok(())
        })
    }

    /// Photos without a vector of a model, with their content.
    pub fn without_vector(&self, key: &ModelKey) -> Result<Vec<(PhotoId, ContentHash)>, CatalogError> {
        self.read(|db| {
            let sql = "SELECT id, hash FROM photos WHERE missing = 0 AND id NOT IN
                (SELECT photo_id FROM embeddings JOIN models ON models.id = model_id WHERE key = ?1) ORDER BY id";
            let mut statement = db.prepare_cached(sql)?;
            let rows = statement.query_map([&key.0], |row| Ok((PhotoId(row.get(0)?), ContentHash(row.get(1)?))))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Saves vectors that others made of the same content, where the photo still holds it and has none. Answers how many.
    pub fn take_vectors(
        &mut self,
        key: &ModelKey,
        vectors: &[(PhotoId, ContentHash, Arithmetic, UnitVector)],
    ) -> Result<u64, CatalogError> {
        self.write(|db| {
            let mut taken = 0;
            for (photo, hash, arithmetic, vector) in vectors {
                if waits(db, *photo, hash, key)? {
                    save_vector(db, *photo, vector, embedder(db, key, *arithmetic)?)?;
                    taken += 1;
                }
            }
            Ok(taken)
        })
    }

    /// Takes out the vectors of photos whose content an owner of a hub took out for good, and what was known of them there. The photos stay.
    pub fn forget_vectors_of(&mut self, hub: i64, photos: &[PhotoId]) -> Result<u64, CatalogError> {
        self.write(|db| {
            let gone = for_each_row(db, "DELETE FROM embeddings WHERE photo_id = ?1", photos.iter().map(|photo| [photo.0]))?;
            for_each_row(db, "DELETE FROM hub_photos WHERE hub_id = ?1 AND photo_id = ?2", photos.iter().map(|photo| (hub, photo.0)))?;
            Ok(gone as u64)
        })
    }
}

fn known_between(db: &Connection, hub: i64, first: PhotoId, last: PhotoId, known: &mut Known) -> Result<(), Fault> {
    let sql = "SELECT photo_id, kind, key, value FROM hub_known WHERE hub_id = ?1 AND photo_id BETWEEN ?2 AND ?3";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map((hub, first.0, last.0), |row| Ok(((PhotoId(row.get(0)?), row.get(1)?, row.get(2)?), row.get(3)?)))?;
    for row in rows {
        let (place, value) = row?;
        known.insert(place, value);
    }
    Ok(())
}

const HUBS: &str = "SELECT id, uid, address, seq, coalesce((SELECT undone > 0 FROM steps WHERE steps.id = step_id), 0) FROM hubs";

fn hub_row(row: &Row<'_>) -> rusqlite::Result<HubRow> {
    Ok(HubRow { id: row.get(0)?, uid: row.get(1)?, address: row.get(2)?, seq: row.get(3)?, undone: row.get(4)? })
}

pub(crate) fn waits(db: &Connection, photo: PhotoId, hash: &ContentHash, key: &ModelKey) -> Result<bool, Fault> {
    let sql = "SELECT 1 FROM photos WHERE id = ?1 AND hash = ?2 AND NOT EXISTS
        (SELECT 1 FROM embeddings JOIN models ON models.id = model_id WHERE photo_id = ?1 AND key = ?3)";
    Ok(db.prepare_cached(sql)?.query_row((photo.0, hash.0, &key.0), |_| Ok(())).optional()?.is_some())
}
