//! The nearest labelled photos of other products, and near copies.

use crate::search::Searchable;
use crate::suggest::Slot;
use base::{PhotoId, Progress};
use vectors::Columns;

/// Neighbours that are asked.
pub(super) const NEAREST: usize = 15;

/// From this cosine on two photos are near copies.
pub(super) const COPY: f32 = 0.985;

/// Near copies that are kept of each photo.
const COPIES: usize = 8;

/// Photos whose neighbours are searched in one pass over the labelled ones.
const BLOCK: usize = 1024;

/// A labelled photo near another one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Neighbour {
    /// Which photo.
    pub photo: PhotoId,
    /// Its label, or none of them.
    pub slot: Slot,
    /// How alike they are: their cosine.
    pub cosine: f32,
}

/// A labelled photo.
#[derive(Clone, Copy, Debug)]
pub(super) struct Labelled {
    pub photo: PhotoId,
    pub slot: Slot,
    pub product: usize,
}

/// What lies around one photo.
#[derive(Clone, Debug, Default)]
pub(super) struct Around {
    /// Of other products and no near copies, nearest first.
    pub nearest: Vec<Neighbour>,
    /// Near copies, whatever their product, nearest first.
    pub copies: Vec<Neighbour>,
}

/// The surroundings of each of the `asked` photos among those that are `labelled`; all have an embedding. `cancelled` is asked often;
/// `None` once it says so.
pub(super) fn around(
    photos: &Searchable,
    labelled: &[Labelled],
    asked: &[Labelled],
    progress: &Progress,
    cancelled: &(dyn Fn() -> bool + Sync),
) -> Option<Vec<Around>> {
    let ids: Vec<PhotoId> = labelled.iter().map(|l| l.photo).collect();
    let (_, rows) = photos.rows_of(&ids);
    let mut all = Vec::with_capacity(asked.len());
    for block in asked.chunks(BLOCK) {
        let ids: Vec<PhotoId> = block.iter().map(|a| a.photo).collect();
        let (_, own) = photos.rows_of(&ids);
        let columns = Columns::new(own.dimension(), (0..own.rows()).map(|row| own.row(row)));
        let empty = || vec![Around::default(); block.len()];
        let each = |found: &mut Vec<Around>, row: usize, cosines: &mut [f32]| {
            let there = &labelled[row];
            for ((around, &cosine), asked) in found.iter_mut().zip(cosines.iter()).zip(block) {
                if cosine > around.worst() && there.photo != asked.photo {
                    around.offer(Neighbour { photo: there.photo, slot: there.slot, cosine }, there.product == asked.product);
                }
            }
        };
        all.extend(rows.fold_products(&columns, cancelled, empty, each, join)?);
        progress.advance(block.len() as u64);
    }
    Some(all)
}

fn join(mut earlier: Vec<Around>, later: Vec<Around>) -> Vec<Around> {
    for (around, other) in earlier.iter_mut().zip(later) {
        other.nearest.into_iter().for_each(|neighbour| insert(&mut around.nearest, neighbour, NEAREST));
        other.copies.into_iter().for_each(|copy| insert(&mut around.copies, copy, COPIES));
    }
    earlier
}

impl Around {
    /// Nothing below this cosine is of interest any more.
    fn worst(&self) -> f32 {
        self.nearest.get(NEAREST - 1).map_or(f32::MIN, |neighbour| neighbour.cosine)
    }

    fn offer(&mut self, neighbour: Neighbour, same_product: bool) {
        if neighbour.cosine >= COPY {
            insert(&mut self.copies, neighbour, COPIES);
        } else if !same_product {
            insert(&mut self.nearest, neighbour, NEAREST);
        }
    }
}

/// Into a short list, nearest first; of equals the earlier stays before.
fn insert(list: &mut Vec<Neighbour>, neighbour: Neighbour, most: usize) {
    let place = list.partition_point(|known| known.cosine >= neighbour.cosine);
    if place < most {
        list.truncate(most - 1);
        list.insert(place, neighbour);
    }
}
