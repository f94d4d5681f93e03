//! The map of a workspace: the one that the catalogue keeps, with what came since, or one that is laid out now and kept.

use super::error::AppError;
use super::workspace::{Cancelled, Workspace};
use base::{ModelKey, PhotoId, Progress};
use catalog::{Catalog, KeptMap};
use std::path::PathBuf;
pub use tasks::map::LEAST;
use tasks::map::{self, Extended};

/// Where each photo lies.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PhotoMap {
    /// The catalogue's file.
    pub catalog: PathBuf,
    /// The model by which photos are alike.
    pub model: String,
    /// By the two main directions alone, until the map is laid out.
    pub rough: bool,
    /// By id.
    pub photos: Vec<PhotoId>,
    /// Of each, to the right and upwards, in no unit.
    pub at: Vec<[f32; 2]>,
}

impl Workspace {
    /// Every photo that is there and was read by the model, on the map. What is kept is used, unless it is to be laid out `anew`. Where that takes
    /// a while, `at_once` is given what is known before: what is kept, or a rough one. `None` where it was cancelled.
    pub fn map(
        &self,
        anew: bool,
        at_once: &dyn Fn(PhotoMap),
        progress: &Progress,
        cancelled: Cancelled<'_>,
    ) -> Result<Option<PhotoMap>, AppError> {
        let key = &self.opened.encoder()?.info().key;
        let mut catalog = Catalog::open(&self.opened.snapshot.catalog)?;
        let photos = &self.opened.searchable;
        let kept = if anew { None } else { self.kept(&catalog, key)? };
        if let Some(kept) = &kept {
            let so_far = self.told(kept, false);
            if map::is_whole(photos, kept) {
                return Ok(Some(so_far));
            }
            at_once(so_far);
        }
        let extended = match &kept {
            Some(kept) => map::extend(photos, kept, progress, cancelled),
            None => Some(Extended::Outdated),
        };
        let made = match extended {
            None => return Ok(None),
            Some(Extended::Map(made)) => made,
            Some(Extended::Outdated) => {
                let Some(rough) = map::rough(photos, cancelled) else { return Ok(None) };
                at_once(self.told(&rough, true));
                let Some(made) = map::lay_out(photos, progress, cancelled) else { return Ok(None) };
                made
            }
        };
        // What cannot be kept is made again the next time.
        catalog.put_map(key, &made).ok();
        self.memory.map.keep(catalog.path(), key, &made);
        Ok(Some(self.told(&made, false)))
    }

    /// The two main directions, or what is kept, without laying anything out.
    pub fn map_so_far(&self, cancelled: Cancelled<'_>) -> Result<Option<PhotoMap>, AppError> {
        let key = &self.opened.encoder()?.info().key;
        let catalog = Catalog::open(&self.opened.snapshot.catalog)?;
        Ok(match self.kept(&catalog, key)? {
            Some(kept) => Some(self.told(&kept, false)),
            None => map::rough(&self.opened.searchable, cancelled).map(|rough| self.told(&rough, true)),
        })
    }

    fn kept(&self, catalog: &Catalog, key: &ModelKey) -> Result<Option<KeptMap>, AppError> {
        self.memory.map.of(catalog.path(), key).map_or_else(|| Ok(catalog.map(key)?), |map| Ok(Some(map)))
    }

    fn told(&self, map: &KeptMap, rough: bool) -> PhotoMap {
        let here = |photo: PhotoId| self.opened.searchable.photo(photo).is_some_and(|photo| !photo.missing);
        let mut places: Vec<(PhotoId, [f32; 2])> =
            map.places.iter().filter(|place| here(place.photo)).map(|place| (place.photo, place.at)).collect();
        places.sort_unstable_by_key(|(photo, _)| *photo);
        let (photos, at) = places.into_iter().unzip();
        let snapshot = &self.opened.snapshot;
        PhotoMap { catalog: snapshot.catalog.clone(), model: snapshot.model.clone(), rough, photos, at }
    }
}
