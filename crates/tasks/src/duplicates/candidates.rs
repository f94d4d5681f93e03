//! Pairs of photos whose embeddings are near: where to look for copies.

use crate::search::Searchable;
use base::{PhotoId, Progress};
use vectors::Columns;

/// Below this cosine nobody looks at the pixels. Measured with the starter model, copies (cropped, brightened, half the size) are at
/// .99 and above and most other photos below .82; a model that spreads its vectors less lets more pairs through, which costs time only.
const LEAST: f32 = 0.9;
/// Later photos that are looked at beside each, the nearest: more copies of one photo are still found by way of one another.
const MOST: usize = 16;
/// Photos whose neighbours are searched in one pass over those behind them.
const BLOCK: usize = 1024;

/// Places in `photos` of pairs, the earlier first. `None` once `cancelled` says so. Photos without an embedding have no pairs.
pub(super) fn candidates(
    searchable: &Searchable,
    photos: &[PhotoId],
    progress: &Progress,
    cancelled: &(dyn Fn() -> bool + Sync),
) -> Option<Vec<(usize, usize)>> {
    let (found, rows) = searchable.rows_of(photos);
    let places = places_of(photos, &found);
    let mut pairs = Vec::new();
    for first in (0..rows.rows()).step_by(BLOCK) {
        let count = BLOCK.min(rows.rows() - first);
        let columns = Columns::new(rows.dimension(), (first..first + count).map(|row| rows.row(row)));
        let each = |near: &mut Vec<Near>, row: usize, cosines: &mut [f32]| {
            for (column, cosine) in cosines.iter().enumerate().take(row - first) {
                if *cosine >= LEAST {
                    near[column].offer(*cosine, row);
                }
            }
        };
        let near = rows.fold_products_from(first, &columns, cancelled, || vec![Near::default(); count], each, join)?;
        let of_block = near.iter().enumerate().flat_map(|(column, near)| near.0.iter().map(move |(_, row)| (first + column, *row)));
        pairs.extend(of_block.map(|(a, b)| (places[a], places[b])));
        progress.advance(count as u64);
    }
    Some(pairs)
}

/// Both in the same order.
fn places_of(photos: &[PhotoId], found: &[PhotoId]) -> Vec<usize> {
    let mut found = found.iter().peekable();
    photos.iter().enumerate().filter_map(|(place, photo)| found.next_if(|next| *next == photo).map(|_| place)).collect()
}

/// The nearest later rows, nearest first.
#[derive(Clone, Default)]
struct Near(Vec<(f32, usize)>);

impl Near {
    fn offer(&mut self, cosine: f32, row: usize) {
        let place = self.0.partition_point(|known| known.0 >= cosine);
        if place < MOST {
            self.0.truncate(MOST - 1);
            self.0.insert(place, (cosine, row));
        }
    }
}

fn join(mut earlier: Vec<Near>, later: Vec<Near>) -> Vec<Near> {
    for (near, other) in earlier.iter_mut().zip(later) {
        other.0.into_iter().for_each(|(cosine, row)| near.offer(cosine, row));
    }
    earlier
}
