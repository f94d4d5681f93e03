//! What cameras noted, and photos in little.

use crate::compositions::save_composition;
use crate::connection::Catalog;
use crate::error::{CatalogError, Fault};
use crate::sql::for_each_row;
use base::composition::Composition;
use base::{CaptureFacts, Fingerprint, PhotoId, PictureFacts, RootId};
use rusqlite::{Connection, Row, params};
use std::collections::{HashMap, HashSet};
use std::hash::Hash;
use std::sync::Arc;

/// What an index run read again of a photo whose facts nobody had kept.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadFacts {
    /// Which photo.
    pub photo: PhotoId,
    /// The root it lies under.
    pub root: RootId,
    /// The moment, as in [`crate::IndexedPhoto::captured`].
    pub captured: Option<String>,
    /// The rest.
    pub facts: CaptureFacts,
    /// How the photo is made up, with the revision of what measured that.
    pub composition: Option<(u32, Composition)>,
}

impl Catalog {
    /// The fingerprints of all photos that have one.
    pub fn fingerprints(&self) -> Result<HashMap<PhotoId, Fingerprint>, CatalogError> {
        self.read(|db| {
            let mut statement = db.prepare_cached("SELECT photo_id, cells, sharpness, clipped FROM fingerprints")?;
            let rows = statement.query_map([], |row| {
                let print = Fingerprint::new(row.get_ref(1)?.as_blob()?.into(), row.get::<_, f64>(2)? as f32, row.get::<_, f64>(3)? as f32);
                Ok(print.map(|print| (PhotoId(row.get_unwrap(0)), print)))
            })?;
            Ok(rows.filter_map(Result::transpose).collect::<Result<_, _>>()?)
        })
    }

    /// Keeps fingerprints of photos; one of a photo that is gone is let go.
    pub fn put_fingerprints(&mut self, prints: &[(PhotoId, Fingerprint)]) -> Result<(), CatalogError> {
        self.transact(|db| prints.iter().try_for_each(|(photo, print)| save_fingerprint(db, *photo, print)))
    }
}

/// What photos have in common: held once while they are read, however many tell it.
#[derive(Default)]
pub(crate) struct Common {
    names: HashSet<Arc<str>>,
    facts: HashSet<Arc<CaptureFacts>>,
    pictures: HashSet<Arc<PictureFacts>>,
}

impl Common {
    /// Facts from six columns beginning at `first`.
    pub(crate) fn facts(&mut self, row: &Row<'_>, first: usize) -> rusqlite::Result<Arc<CaptureFacts>> {
        let facts = CaptureFacts {
            camera: self.name(row, first)?,
            lens: self.name(row, first + 1)?,
            iso: row.get(first + 2)?,
            exposure_ns: row.get::<_, Option<i64>>(first + 3)?.and_then(|n| n.try_into().ok()),
            aperture_hundredths: row.get(first + 4)?,
            focal_um: row.get(first + 5)?,
        };
        Ok(shared(&mut self.facts, &facts, || Arc::new(facts.clone())))
    }

    /// Depth, profile and remark from three columns beginning at `first`.
    pub(crate) fn picture(&mut self, row: &Row<'_>, first: usize) -> rusqlite::Result<Arc<PictureFacts>> {
        let picture = PictureFacts { bits: row.get(first)?, profile: self.name(row, first + 1)?, remark: self.name(row, first + 2)? };
        Ok(shared(&mut self.pictures, &picture, || Arc::new(picture.clone())))
    }

    /// A text of which there are few.
    pub(crate) fn name(&mut self, row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Arc<str>>> {
        let name = row.get_ref(column)?.as_str_or_null()?;
        Ok(name.map(|name| shared(&mut self.names, name, || name.into())))
    }
}

fn shared<T: Eq + Hash + ?Sized>(known: &mut HashSet<Arc<T>>, one: &T, new: impl FnOnce() -> Arc<T>) -> Arc<T> {
    if let Some(known) = known.get(one) {
        return Arc::clone(known);
    }
    let new = new();
    known.insert(Arc::clone(&new));
    new
}

pub(crate) fn save_facts(db: &Connection, photo: PhotoId, facts: &CaptureFacts) -> Result<(), Fault> {
    let sql = "INSERT INTO facts (photo_id, camera, lens, iso, exposure_ns, aperture_hundredths, focal_um)
        SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7 WHERE EXISTS (SELECT 1 FROM photos WHERE id = ?1)
        ON CONFLICT (photo_id) DO UPDATE SET camera = excluded.camera, lens = excluded.lens, iso = excluded.iso,
            exposure_ns = excluded.exposure_ns, aperture_hundredths = excluded.aperture_hundredths, focal_um = excluded.focal_um";
    let exposure = facts.exposure_ns.and_then(|n| i64::try_from(n).ok());
    let row =
        params![photo.0, facts.camera.as_deref(), facts.lens.as_deref(), facts.iso, exposure, facts.aperture_hundredths, facts.focal_um];
    for_each_row(db, sql, [row])?;
    Ok(())
}

/// Of a photo whose content has not changed.
pub(crate) fn save_read(db: &Connection, read: &ReadFacts) -> Result<(), Fault> {
    for_each_row(db, "UPDATE photos SET captured = ?2 WHERE id = ?1", [(read.photo.0, &read.captured)])?;
    save_facts(db, read.photo, &read.facts)?;
    match &read.composition {
        Some((revision, measured)) => save_composition(db, read.photo, *revision, measured),
        None => Ok(()),
    }
}

pub(crate) fn save_fingerprint(db: &Connection, photo: PhotoId, print: &Fingerprint) -> Result<(), Fault> {
    let sql = "INSERT INTO fingerprints (photo_id, cells, sharpness, clipped)
        SELECT ?1, ?2, ?3, ?4 WHERE EXISTS (SELECT 1 FROM photos WHERE id = ?1)
        ON CONFLICT (photo_id) DO UPDATE SET cells = excluded.cells, sharpness = excluded.sharpness, clipped = excluded.clipped";
    for_each_row(db, sql, [(photo.0, print.cells(), f64::from(print.sharpness), f64::from(print.clipped))])?;
    Ok(())
}

/// What is kept is of other content.
pub(crate) fn forget_fingerprint(db: &Connection, photo: PhotoId) -> Result<(), Fault> {
    for_each_row(db, "DELETE FROM fingerprints WHERE photo_id = ?1", [[photo.0]])?;
    Ok(())
}
