//! Photos in memory of which some changed: what did not change is shared with those before, and sorted no second time.

use super::{Searchable, date_key, name_key};
use crate::timeline::taken_s;
use base::blocks::{Edits, Origin};
use base::{Photo, PhotoId, Photos, Root};
use std::collections::HashSet;
use std::sync::{Arc, OnceLock};
use vectors::Matrix;

/// Where more photos than one in so many are others, they are sorted when the order is asked for, and not before.
const SORTED_ANEW: usize = 16;

/// No photo: the one that had this place is gone, or has another one.
const GONE: u32 = u32::MAX;

/// What was read again, since something of these photos may have changed.
pub struct ReadAgain<'a> {
    /// Which photos, ascending.
    pub changed: &'a [PhotoId],
    /// Those of them that are there, by id.
    pub photos: Vec<Photo>,
    /// Those of them that have an embedding, ascending.
    pub embedded: &'a [PhotoId],
    /// Components of the embeddings.
    pub dimension: usize,
    /// Their embeddings, `[embedded, dimension]`.
    pub values: Vec<f32>,
}

impl Searchable {
    /// These photos and embeddings as they are now: what [`Searchable::new`] makes of all photos. `None` where that cannot be told.
    pub fn renewed(&self, roots: &[Root], again: ReadAgain<'_>) -> Option<Self> {
        // Of a row whose photo went between two readings nobody knows whose it is.
        let whose = |index: &u32| self.photos.get(*index as usize).map(|photo| photo.id);
        let before: Vec<PhotoId> = self.photo_of_row.iter().map(whose).collect::<Option<_>>()?;
        let rows = Edits::new(before.len(), |row| before[row], again.changed, again.embedded);
        let id = |origin| match origin {
            Origin::Before(row) => before[row],
            Origin::New(row) => again.embedded[row],
        };
        let embedded: Vec<PhotoId> = rows.origins().map(id).collect();
        let matrix = if before.is_empty() {
            Matrix::new(again.dimension, again.values)?
        } else if again.embedded.is_empty() || again.dimension == self.dimension() {
            self.matrix.edited(&rows, &again.values)
        } else {
            return None;
        };
        // Many were read again for their embeddings alone.
        let same: HashSet<PhotoId> =
            again.photos.iter().filter(|photo| self.photo(photo.id) == Some(photo)).map(|photo| photo.id).collect();
        let changed: Vec<PhotoId> = again.changed.iter().filter(|id| !same.contains(id)).copied().collect();
        let now: Vec<Photo> = again.photos.into_iter().filter(|photo| !same.contains(&photo.id)).collect();
        let edits = self.photos.edits(&changed, &now);
        let photos = if changed.is_empty() { Arc::clone(&self.photos) } else { Arc::new(self.photos.edited(&edits, &now)) };
        let taken = |before: &Vec<Option<i64>>| {
            let taken = |origin| match origin {
                Origin::Before(index) => before[index],
                Origin::New(photo) => taken_s(&now[photo]),
            };
            edits.origins().map(taken).collect()
        };
        Some(Self {
            name_rank: renew(&self.name_rank, |before| ranks_now(before, &photos, &edits, name_key)),
            date_rank: renew(&self.date_rank, |before| ranks_now(before, &photos, &edits, date_key)),
            taken: renew(&self.taken, |before| Some(taken(before))),
            ..Self::new(photos, roots, &embedded, matrix)
        })
    }
}

/// What was computed before is computed of it now, if it can be; else when it is asked for.
fn renew<T>(before: &OnceLock<T>, now: impl FnOnce(&T) -> Option<T>) -> OnceLock<T> {
    before.get().and_then(now).map_or_else(OnceLock::new, OnceLock::from)
}

/// The place of each photo in the order of `key`, from the places `before` the edits.
fn ranks_now<K: Ord>(before: &[u32], photos: &Photos, edits: &Edits, key: impl Fn(&Photo) -> K) -> Option<Vec<u32>> {
    if edits.news() > photos.len() / SORTED_ANEW {
        return None;
    }
    let (mut staying, mut coming) = (vec![GONE; before.len()], Vec::new());
    for (origin, index) in edits.origins().zip(0..) {
        match origin {
            Origin::Before(place) => staying[before[place] as usize] = index,
            Origin::New(_) => coming.push(index),
        }
    }
    staying.retain(|index| *index != GONE);
    let key = |index: u32| (key(&photos[index as usize]), index);
    coming.sort_by_cached_key(|index| key(*index));
    let (mut ranks, mut rank) = (vec![0; photos.len()], 0);
    let mut put = |index: u32| {
        ranks[index as usize] = rank;
        rank += 1;
    };
    let mut staying = staying.as_slice();
    for index in coming {
        let wanted = key(index);
        let (sooner, later) = staying.split_at(staying.partition_point(|other| key(*other) < wanted));
        sooner.iter().copied().chain([index]).for_each(&mut put);
        staying = later;
    }
    staying.iter().copied().for_each(&mut put);
    Some(ranks)
}
