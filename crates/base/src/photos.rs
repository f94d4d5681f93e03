//! The photos of a catalogue in memory.

use super::blocks::{Blocks, Edits, Origin};
use super::{Photo, PhotoId};
use std::ops::Index;

/// Photos by id, each id once. A copy in which some changed shares most of the others.
#[derive(Clone, Debug)]
pub struct Photos {
    /// Of the photos, again: to look for one among their ids alone touches a tenth of the memory.
    ids: Vec<PhotoId>,
    photos: Blocks<Photo>,
}

impl Default for Photos {
    fn default() -> Self {
        Self::from(Vec::new())
    }
}

impl From<Vec<Photo>> for Photos {
    fn from(photos: Vec<Photo>) -> Self {
        let ids: Vec<PhotoId> = photos.iter().map(|photo| photo.id).collect();
        debug_assert!(ids.is_sorted_by(|a, b| a < b), "photos by id");
        Self { ids, photos: Blocks::new(1, photos).unwrap_or_default() }
    }
}

impl FromIterator<Photo> for Photos {
    fn from_iter<I: IntoIterator<Item = Photo>>(photos: I) -> Self {
        Self::from(photos.into_iter().collect::<Vec<_>>())
    }
}

impl Index<usize> for Photos {
    type Output = Photo;

    #[inline]
    fn index(&self, place: usize) -> &Photo {
        &self.photos.entry(place)[0]
    }
}

impl Photos {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// There are none.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// Where the photo of that id stands.
    pub fn place(&self, id: PhotoId) -> Option<usize> {
        // Ids are given one after the other: as long as no photo was forgotten, each stands where it would be then.
        let guess = id.0.checked_sub(self.ids.first()?.0).and_then(|place| usize::try_from(place).ok());
        guess.filter(|place| self.ids.get(*place) == Some(&id)).or_else(|| self.ids.binary_search(&id).ok())
    }

    /// The photo of that id.
    pub fn find(&self, id: PhotoId) -> Option<&Photo> {
        self.place(id).map(|place| &self[place])
    }

    /// The one at a place.
    #[inline]
    pub fn get(&self, place: usize) -> Option<&Photo> {
        (place < self.len()).then(|| &self[place])
    }

    /// By id.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Photo> + Clone {
        self.photos.blocks().flatten()
    }

    /// What makes these of the photos that `changed` names, ascending: those of them that are there now, by id.
    pub fn edits(&self, changed: &[PhotoId], now: &[Photo]) -> Edits {
        let now: Vec<PhotoId> = now.iter().map(|photo| photo.id).collect();
        Edits::new(self.len(), |place| self.ids[place], changed, &now)
    }

    /// What [`Photos::edits`] make of them.
    #[must_use]
    pub fn edited(&self, edits: &Edits, now: &[Photo]) -> Self {
        let id = |origin| match origin {
            Origin::Before(place) => self.ids[place],
            Origin::New(place) => now[place].id,
        };
        Self { ids: edits.origins().map(id).collect(), photos: self.photos.edited(edits, now) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_photo_is_found_where_it_stands_whether_ids_have_gaps_or_not() {
        let all = [3, 4, 5, 6, 9, 10, 40];
        for gone in 0..all.len() {
            let ids: Vec<i64> = all[..gone].iter().chain(&all[gone + 1..]).copied().collect();
            let photos: Photos = ids.iter().map(|id| Photo::sample(*id, &format!("{id}.jpg"))).collect();
            let place = |id: i64| ids.iter().position(|known| *known == id);
            for id in [i64::MIN, -1, 0, i64::MAX].into_iter().chain(1..50) {
                assert_eq!(
                    (photos.place(PhotoId(id)), photos.find(PhotoId(id)).map(|photo| photo.id.0)),
                    (place(id), place(id).map(|n| ids[n]))
                );
            }
        }
        assert_eq!(Photos::default().place(PhotoId(1)), None);
    }

    #[test]
    fn what_is_edited_is_found_by_its_id() {
        let photos: Photos = (1..=9000).map(|id| Photo::sample(id, "a.jpg")).collect();
        let now = [Photo::sample(2, "b.jpg"), Photo::sample(9001, "c.jpg")];
        let changed = [2, 7, 9001].map(PhotoId);
        let edited = photos.edited(&photos.edits(&changed, &now), &now);
        assert_eq!((edited.len(), edited.place(PhotoId(7)), edited.place(PhotoId(9001))), (9000, None, Some(8999)));
        assert!(edited.iter().enumerate().all(|(place, photo)| edited.place(photo.id) == Some(place) && edited[place] == *photo));
        assert_eq!(edited.find(PhotoId(2)), Some(&now[0]));
    }
}
