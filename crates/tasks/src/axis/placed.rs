//! Puts the photos of a catalogue in their places along an axis.

use super::places::Places;
use crate::search::Searchable;
use base::UnitVector;

/// The photos that are there and that the model has seen, along this direction.
pub fn placed(photos: &Searchable, direction: &UnitVector) -> Places {
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
    Places::new(placed)
}
