//! The photos of a catalogue in memory.

use super::blocks::{Blocks, Edits};
use super::{Photo, PhotoId};
use std::ops::Index;

/// Photos by id, each id once. A copy in which some changed shares most of the others.
#[derive(Clone, Debug)]
pub struct Photos(Blocks<Photo>);

impl Default for Photos {
    fn default() -> Self {
        Self::from(Vec::new())
    }
}

impl From<Vec<Photo>> for Photos {
    fn from(photos: Vec<Photo>) -> Self {
        debug_assert!(photos.is_sorted_by(|a, b| a.id < b.id), "photos by id");
        Self(Blocks::new(1, photos).unwrap_or_default())
    }
}

impl FromIterator<Photo> for Photos {
    fn from_iter<I: IntoIterator<Item = Photo>>(photos: I) -> Self {
        Self::from(photos.into_iter().collect::<Vec<_>>())
    }
}

impl Index<usize> for Photos {
    type Output = Photo;

    fn index(&self, place: usize) -> &Photo {
        &self.0.entry(place)[0]
    }
}

impl Photos {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// There are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Where the photo of that id stands.
    pub fn place(&self, id: PhotoId) -> Option<usize> {
        self.0.place(|photo| photo[0].id.cmp(&id))
    }

    /// The photo of that id.
    pub fn find(&self, id: PhotoId) -> Option<&Photo> {
        self.place(id).map(|place| &self[place])
    }

    /// The one at a place.
    pub fn get(&self, place: usize) -> Option<&Photo> {
        (place < self.len()).then(|| &self[place])
    }

    /// By id.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Photo> + Clone {
        self.0.blocks().flatten()
    }

    /// What makes these of the photos that `changed` names, ascending: those of them that are there now, by id.
    pub fn edits(&self, changed: &[PhotoId], now: &[Photo]) -> Edits {
        let now: Vec<PhotoId> = now.iter().map(|photo| photo.id).collect();
        Edits::new(self.len(), |place| self[place].id, changed, &now)
    }

    /// What [`Photos::edits`] make of them.
    #[must_use]
    pub fn edited(&self, edits: &Edits, now: &[Photo]) -> Self {
        Self(self.0.edited(edits, now))
    }
}
