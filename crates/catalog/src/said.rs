//! All that is said of photos, read for some of them: what travels to a hub.

use crate::connection::{Catalog, Generations};
use crate::error::{CatalogError, Fault};
use crate::marks;
use crate::merged::opinions_between;
use crate::skus;
use crate::step::Step;
use crate::tags;
use base::{ContentHash, LabelId, LabelSetId, Marked, Opinion, PhotoId, PhotoSku, Tag};
use rusqlite::{Connection, OptionalExtension};
use std::ops::RangeInclusive;

/// Decisions, opinions beside them, marks and products of some photos, each in the order of its photos.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Said {
    /// Decisions, also those about what a photo held before.
    pub tags: Vec<Tag>,
    /// What others say of a photo in a set.
    pub opinions: Vec<(LabelSetId, Opinion)>,
    /// Flags, stars and colour labels, and that one was taken off.
    pub marks: Vec<Marked>,
    /// Which products photos are of.
    pub skus: Vec<PhotoSku>,
}

impl Said {
    fn read(&mut self, db: &Connection, (first, last): (PhotoId, PhotoId)) -> Result<(), Fault> {
        tags::tags_between(db, first, last, &mut self.tags)?;
        opinions_between(db, first, last, &mut self.opinions)?;
        marks::marks_between(db, first, last, &mut self.marks)?;
        skus::skus_between(db, first, last, &mut self.skus)
    }

    fn of(db: &Connection, photos: &[PhotoId]) -> Result<Self, Fault> {
        let mut said = Self::default();
        for photo in photos {
            said.read(db, (*photo, *photo))?;
        }
        Ok(said)
    }
}

impl Catalog {
    /// What is said of the photos from one number to another.
    pub fn said_between(&self, photos: RangeInclusive<PhotoId>) -> Result<Said, CatalogError> {
        self.read(|db| {
            let mut said = Said::default();
            said.read(db, (*photos.start(), *photos.end()))?;
            Ok(said)
        })
    }

    /// What is said of these photos.
    pub fn said_of(&self, photos: &[PhotoId]) -> Result<Said, CatalogError> {
        self.read(|db| Said::of(db, photos))
    }

    /// The photos of which somebody says that the label fits or does not, ascending.
    pub fn photos_with(&self, label: LabelId) -> Result<Vec<PhotoId>, CatalogError> {
        self.read(|db| {
            let sql = "SELECT photo_id FROM tags WHERE label_id = ?1 UNION SELECT photo_id FROM opinions WHERE label_id = ?1 ORDER BY 1";
            Ok(db.prepare_cached(sql)?.query_map([label.0], |row| row.get(0).map(PhotoId))?.collect::<Result<_, _>>()?)
        })
    }
}

impl Step<'_> {
    /// As [`Catalog::said_of`], with what the step has changed so far.
    pub fn said_of(&self, photos: &[PhotoId]) -> Result<Said, Fault> {
        Said::of(self.db, photos)
    }

    /// As [`Catalog::generations`]: the step itself counts once it has come to its end.
    pub fn generations(&self) -> Result<Generations, Fault> {
        Ok(Generations::read(self.db)?)
    }

    /// What the photo holds; `None`: it is gone.
    pub fn content_of(&self, photo: PhotoId) -> Result<Option<ContentHash>, Fault> {
        let mut statement = self.db.prepare_cached("SELECT hash FROM photos WHERE id = ?1")?;
        Ok(statement.query_row([photo.0], |row| row.get(0).map(ContentHash)).optional()?)
    }

    /// Whether something is said of a photo in the set.
    pub fn is_in_use(&self, set: LabelSetId) -> Result<bool, Fault> {
        let sql = "SELECT 1 FROM tags WHERE set_id = ?1 UNION ALL SELECT 1 FROM opinions WHERE set_id = ?1";
        Ok(self.db.prepare_cached(sql)?.exists([set.0])?)
    }
}
