//! Where photos lie on the map of a model, kept so that it is there at once.

use crate::connection::Catalog;
use crate::embeddings::model;
use crate::error::{CatalogError, Fault};
use base::{ModelKey, PhotoId};
use rusqlite::OptionalExtension;

/// Bytes of a place.
const PLACE: usize = 24;

/// A photo's place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MapPlace {
    /// Which photo.
    pub photo: PhotoId,
    /// Tells the vector that it was placed by from another one.
    pub seen: u64,
    /// To the right and upwards.
    pub at: [f32; 2],
}

/// A map of photos.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct KeptMap {
    /// What it was made by.
    pub method: u32,
    /// So many of the places, the first ones, were laid out; the others stand beside them.
    pub sampled: usize,
    /// In that order.
    pub places: Vec<MapPlace>,
}

impl Catalog {
    /// The map of a model, if one is kept. Photos in it may be gone since, or have another vector.
    pub fn map(&self, key: &ModelKey) -> Result<Option<KeptMap>, CatalogError> {
        self.read(|db| {
            let sql = "SELECT method, sampled, places FROM maps JOIN models ON models.id = model_id WHERE key = ?1";
            let map = |row: &rusqlite::Row<'_>| {
                let places = places(row.get_ref(2)?.as_blob()?);
                Ok(KeptMap { method: row.get(0)?, sampled: row.get::<_, i64>(1)? as usize, places })
            };
            Ok(db.prepare_cached(sql)?.query_row([&key.0], map).optional()?)
        })
    }

    /// Keeps the map of a model in the place of the one before. It is no change of the photos.
    pub fn put_map(&mut self, key: &ModelKey, map: &KeptMap) -> Result<(), CatalogError> {
        let blob: Vec<u8> = map.places.iter().flat_map(bytes).collect();
        self.transact(|db| {
            let (id, _) = model(db, key)?;
            let sql = "INSERT INTO maps (model_id, method, sampled, places) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (model_id)
                DO UPDATE SET method = excluded.method, sampled = excluded.sampled, places = excluded.places";
            db.prepare_cached(sql)?.execute((id, map.method, map.sampled as i64, &blob))?;
            Ok::<_, Fault>(())
        })
    }
}

fn bytes(place: &MapPlace) -> [u8; PLACE] {
    let mut bytes = [0; PLACE];
    bytes[..8].copy_from_slice(&place.photo.0.to_le_bytes());
    bytes[8..16].copy_from_slice(&place.seen.to_le_bytes());
    bytes[16..20].copy_from_slice(&place.at[0].to_le_bytes());
    bytes[20..].copy_from_slice(&place.at[1].to_le_bytes());
    bytes
}

/// What is no place is left out: the photo is placed again.
fn places(blob: &[u8]) -> Vec<MapPlace> {
    let (rows, _) = blob.as_chunks::<PLACE>();
    let place = |row: &[u8; PLACE]| {
        let (eights, _) = row.as_chunks::<8>();
        let (fours, _) = row.as_chunks::<4>();
        let at = [f32::from_le_bytes(fours[4]), f32::from_le_bytes(fours[5])];
        MapPlace { photo: PhotoId(i64::from_le_bytes(eights[0])), seen: u64::from_le_bytes(eights[1]), at }
    };
    rows.iter().map(place).filter(|place| place.at.iter().all(|at| at.is_finite())).collect()
}
