//! Finding the duplicates of a workspace: photos are compared once as they are, and grouped anew where a person has told some apart.

use super::duplicates::Duplicates;
use super::error::AppError;
use super::workspace::{Cancelled, Workspace};
use base::{Photo, Progress};
use catalog::Catalog;
use std::sync::Arc;
use tasks::duplicates::{self, Alike, Sources};

impl Workspace {
    /// The groups of duplicates, without the pairs that a person told apart. Compares all photos where that was not done since they
    /// changed. `None` where it was cancelled.
    pub fn duplicates(&self, progress: &Progress, cancelled: Cancelled<'_>) -> Result<Option<Arc<Duplicates>>, AppError> {
        let mut catalog = Catalog::open(&self.opened.snapshot.catalog)?;
        let Some(alike) = self.alike(&mut catalog, progress, cancelled)? else { return Ok(None) };
        let distinct = catalog.distinct()?;
        let memory = &self.memory.duplicates;
        if let Some(known) = memory.grouped(&alike, &distinct) {
            return Ok(Some(known));
        }
        let grouped =
            Arc::new(Duplicates::new(self.opened.snapshot.catalog.clone(), duplicates::groups(&alike, &distinct, &self.opened.searchable)));
        memory.keep(&self.opened, alike, distinct, &grouped);
        Ok(Some(grouped))
    }

    fn alike(&self, catalog: &mut Catalog, progress: &Progress, cancelled: Cancelled<'_>) -> Result<Option<Arc<Alike>>, AppError> {
        if let Some(known) = self.memory.duplicates.alike(&self.opened) {
            return Ok(Some(known));
        }
        let photos = &self.opened.searchable;
        let prints = catalog.fingerprints()?;
        let sources = Sources {
            thumbnail: &|photo: &Photo| catalog.thumbnail(&photo.hash),
            file: &|photo: &Photo| photo::read(&photos.absolute(photo)).ok(),
        };
        let Some(mut found) = duplicates::alike(photos, prints, &sources, progress, cancelled) else { return Ok(None) };
        // What cannot be kept is made again the next time.
        catalog.put_fingerprints(&std::mem::take(&mut found.made)).ok();
        Ok(Some(Arc::new(found)))
    }
}
