//! Duplicates of a workspace: photos are compared once as they are, and grouped anew where a person has told some apart.

use super::error::AppError;
use super::snapshot::Opened;
use super::workspace::{Cancelled, Workspace};
use base::{Photo, PhotoId, Progress};
use catalog::Catalog;
use parking_lot::Mutex;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use tasks::duplicates::{self, Alike, Distinct, Group, Sources};

/// The groups of a catalogue.
#[derive(Clone, Debug, Default)]
pub struct Duplicates {
    /// By kind, then by the name of their best.
    pub groups: Vec<Group>,
    /// All photos of them.
    pub members: HashSet<PhotoId>,
    /// Places in `groups` of those that each photo stands in.
    pub of: HashMap<PhotoId, Vec<usize>>,
}

impl Duplicates {
    fn new(groups: Vec<Group>) -> Self {
        let mut of: HashMap<PhotoId, Vec<usize>> = HashMap::new();
        for (place, group) in groups.iter().enumerate() {
            group.photos.iter().for_each(|member| of.entry(member.photo).or_default().push(place));
        }
        Self { members: of.keys().copied().collect(), groups, of }
    }
}

/// What was found last.
#[derive(Default)]
pub struct FoundDuplicates(Mutex<Option<Found>>);

struct Found {
    opened: Arc<Opened>,
    alike: Arc<Alike>,
    distinct: Distinct,
    grouped: Arc<Duplicates>,
}

impl FoundDuplicates {
    fn alike(&self, opened: &Arc<Opened>) -> Option<Arc<Alike>> {
        self.0.lock().as_ref().filter(|found| Arc::ptr_eq(&found.opened, opened)).map(|found| Arc::clone(&found.alike))
    }

    fn grouped(&self, alike: &Arc<Alike>, distinct: &Distinct) -> Option<Arc<Duplicates>> {
        let found = self.0.lock();
        let same = found.as_ref().filter(|found| Arc::ptr_eq(&found.alike, alike) && found.distinct == *distinct);
        same.map(|found| Arc::clone(&found.grouped))
    }
}

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
        let grouped = Arc::new(Duplicates::new(duplicates::groups(&alike, &distinct, &self.opened.searchable)));
        *memory.0.lock() = Some(Found { opened: Arc::clone(&self.opened), alike, distinct, grouped: Arc::clone(&grouped) });
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
