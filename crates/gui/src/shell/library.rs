//! The open catalogue, and what follows from it.

use crate::kit::path::name_of;
use base::{Photo, PhotoId, human};
use engine::protocol::{RecentCatalog, RequestId, Snapshot};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Searches to try where the catalogue's own folders give none.
const EXAMPLES: [&str; 3] = ["red dress", "striped shirt", "brown leather boots"];

/// Something is being opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// As a person reads it.
    pub what: String,
    /// The request that opens it.
    pub request: RequestId,
}

/// The open catalogue.
#[derive(Debug, Default)]
pub struct Library {
    /// The catalogue as it is now.
    pub snapshot: Option<Arc<Snapshot>>,
    /// Photos whose file is there.
    pub present: u64,
    /// Photos whose file is gone.
    pub missing: u64,
    /// Photos with an open question; `None` until they are counted.
    pub need_review: Option<u64>,
    /// Searches to try.
    pub examples: Vec<String>,
    /// The catalogues used lately, newest first.
    pub recent: Arc<[RecentCatalog]>,
    /// What is being opened.
    pub opening: Option<Opening>,
}

impl Library {
    /// The photo of that id.
    pub fn photo(&self, id: PhotoId) -> Option<&Photo> {
        self.snapshot.as_deref()?.photo(id)
    }

    /// Where the file of that photo lies.
    pub fn path(&self, id: PhotoId) -> Option<PathBuf> {
        let snapshot = self.snapshot.as_deref()?;
        snapshot.absolute(snapshot.photo(id)?)
    }

    /// The first folder of photos.
    pub fn first_folder(&self) -> Option<&Path> {
        self.snapshot.as_deref()?.roots.first().map(|view| view.root.path.as_path())
    }

    /// "272 photos of 400 are not indexed yet": what an index run left, while nobody is at it.
    pub fn unfinished(&self) -> Option<String> {
        let roots = self.snapshot.iter().flat_map(|s| &s.roots).filter(|view| view.reachable);
        let open: Vec<_> = roots.filter_map(|view| Some((view, view.look.as_ref().filter(|look| look.is_open())?))).collect();
        let (first, _) = open.first()?;
        let counted: Option<Vec<(u64, u64)>> = open.iter().map(|(_, look)| Some((look.remaining?, look.found))).collect();
        Some(match counted {
            Some(counted) => {
                let (remaining, found) = counted.iter().fold((0, 0), |sum, look| (sum.0 + look.0, sum.1 + look.1));
                let verb = if remaining == 1 { "is" } else { "are" };
                format!("{} of {} {verb} not indexed yet", human::photos(remaining), human::count(found))
            }
            None => format!("“{}” was not searched for photos to its end", name_of(&first.root.path)),
        })
    }

    /// "300 files and 1 folder could not be read".
    pub fn unread(&self) -> Option<String> {
        let snapshot = self.snapshot.as_ref()?;
        let folders = snapshot.unread_folders;
        human::unread((snapshot.problems.len() as u64).saturating_sub(folders), folders)
    }

    /// Takes a newer snapshot over. True where it is of another catalogue than the one before.
    pub fn replace(&mut self, snapshot: Arc<Snapshot>) -> bool {
        let other = self.snapshot.as_ref().is_none_or(|s| s.catalog != snapshot.catalog);
        self.missing = snapshot.roots.iter().map(|r| r.missing).sum();
        self.present = (snapshot.photos.len() as u64).saturating_sub(self.missing);
        self.examples = examples(&snapshot);
        self.snapshot = Some(snapshot);
        self.opening = None;
        other
    }
}

/// Three searches to try: the names of the largest folders where they are words, since those photos are surely here.
fn examples(snapshot: &Snapshot) -> Vec<String> {
    let mut folders: Vec<(u64, String)> = snapshot
        .folders
        .iter()
        .map(|f| (f.photos, name_of(&f.folder.path).to_lowercase().replace(['_', '-'], " ")))
        .filter(|(_, name)| name.len() > 3 && name.chars().all(|c| c.is_alphabetic() || c == ' '))
        .collect();
    folders.sort_by_key(|(photos, _)| std::cmp::Reverse(*photos));
    let mut names: Vec<String> = Vec::new();
    for name in folders.into_iter().map(|(_, name)| name).chain(EXAMPLES.map(str::to_owned)) {
        if names.len() < 3 && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}
