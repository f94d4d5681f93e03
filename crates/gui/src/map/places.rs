//! From a photo to its place in the lists of the map, for as many photos as a search finds.

use base::PhotoId;

/// Ids this much sparser than photos are looked up by halving.
const SPARSE: i64 = 8;

/// Where each photo stands.
#[derive(Debug, Default)]
pub struct Places {
    photos: Vec<PhotoId>,
    /// By the id's distance from the first, one more than its place; empty where ids lie too far apart.
    table: Vec<u32>,
}

impl Places {
    /// Of photos by id.
    pub fn of(photos: &[PhotoId]) -> Self {
        let span = photos.first().zip(photos.last()).map_or(0, |(first, last)| last.0 - first.0 + 1);
        let mut table = Vec::new();
        if span <= SPARSE * photos.len() as i64 {
            table = vec![0; span as usize];
            photos.iter().enumerate().for_each(|(place, photo)| table[(photo.0 - photos[0].0) as usize] = place as u32 + 1);
        }
        Self { photos: photos.to_vec(), table }
    }

    /// The place of a photo, if it is on the map.
    pub fn get(&self, photo: PhotoId) -> Option<usize> {
        if self.table.is_empty() {
            return self.photos.binary_search(&photo).ok();
        }
        let from_first = usize::try_from(photo.0 - self.photos.first()?.0).ok()?;
        (*self.table.get(from_first)? as usize).checked_sub(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_photo_is_found_and_no_other_however_far_their_ids_lie_apart() {
        for ids in [&[][..], &[5], &[3, 4, 7, 9], &[1, 2_000_000, 3_000_000_000_000]] {
            let photos: Vec<PhotoId> = ids.iter().copied().map(PhotoId).collect();
            let places = Places::of(&photos);
            assert!(photos.iter().enumerate().all(|(place, photo)| places.get(*photo) == Some(place)));
            assert!([0, 6, 10, 4_000_000_000_000].iter().all(|id| places.get(PhotoId(*id)).is_none()), "{ids:?}");
        }
    }
}
