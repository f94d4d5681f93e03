//! What evaluated photos stand in front of, measured from their thumbnails.

use super::judged::Judged;
use crate::review::mixed;
use base::{PhotoId, Progress};
use photo::{Background, background, decode_thumbnail};
use rayon::prelude::*;
use std::collections::HashMap;

/// Of more photos so many are drawn at random: a thumbnail takes about a millisecond.
pub const MEASURED: usize = 5_000;

/// Thumbnails that are held at a time.
const BLOCK: usize = 128;

/// The background of each photo, of very many of a random share. One without a readable thumbnail is left out. `None` where it was
/// cancelled.
pub fn backgrounds(
    photos: &[Judged],
    thumbnail: &dyn Fn(PhotoId) -> Option<Vec<u8>>,
    progress: &Progress,
    cancelled: &(dyn Fn() -> bool + Sync),
) -> Option<HashMap<PhotoId, Background>> {
    let mut drawn: Vec<PhotoId> = photos.iter().map(|judged| judged.photo).collect();
    if drawn.len() > MEASURED {
        drawn.sort_by_key(|photo| mixed(1, *photo));
        drawn.truncate(MEASURED);
    }
    progress.set_total(progress.read().total + drawn.len() as u64);
    let mut found = HashMap::with_capacity(drawn.len());
    for block in drawn.chunks(BLOCK) {
        if cancelled() {
            return None;
        }
        let thumbnails: Vec<(PhotoId, Vec<u8>)> = block.iter().filter_map(|photo| Some((*photo, thumbnail(*photo)?))).collect();
        let measured = thumbnails.par_iter().filter_map(|(photo, bytes)| Some((*photo, background(&decode_thumbnail(bytes).ok()?))));
        found.extend(measured.collect::<Vec<_>>());
        progress.advance(block.len() as u64);
    }
    Some(found)
}
