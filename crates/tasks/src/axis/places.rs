//! Where photos stand along an axis.

use crate::search::Searchable;
use base::{PhotoId, UnitVector};

/// Each photo's place: the share of the other photos that stand before it, so that 0 is the first from the start and 1 the last.
/// It is a place among the photos of this catalogue, and not how much of anything there is in a photo.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Places(Vec<(PhotoId, f32)>);

impl Places {
    /// Of the photos that are there and that the model has seen, along this direction.
    pub fn along(photos: &Searchable, direction: &UnitVector) -> Self {
        let rows = photos.present_rows();
        let scores = photos.matrix().scores_among(direction.as_slice(), &rows);
        let mut order: Vec<usize> = (0..rows.len()).collect();
        order.sort_unstable_by(|a, b| scores[*a].total_cmp(&scores[*b]));
        let others = rows.len().saturating_sub(1).max(1) as f32;
        let mut before = 0;
        let mut placed = Vec::with_capacity(rows.len());
        for (n, at) in order.iter().enumerate() {
            // Copies of one photo stand at one place.
            before = if n > 0 && scores[*at].total_cmp(&scores[order[n - 1]]).is_eq() { before } else { n };
            placed.extend(photos.photo_of_row(rows[*at] as usize).map(|photo| (photo.id, before as f32 / others)));
        }
        placed.sort_unstable_by_key(|(photo, _)| *photo);
        Self(placed)
    }

    /// Where the photo stands; `None`: the model has not seen it, or its file is gone.
    pub fn of(&self, photo: PhotoId) -> Option<f32> {
        self.0.binary_search_by_key(&photo, |(id, _)| *id).ok().map(|at| self.0[at].1)
    }
}
