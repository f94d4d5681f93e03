//! Shots of one camera in a row.

use crate::timeline::captured_ms;
use base::{Photo, natural};
use std::collections::HashMap;

/// Milliseconds between two shots of a burst at most.
const GAP_MS: i64 = 2000;

/// Places in `photos` of rows of shots, in the order of taking; two at least. What they look like is not asked.
///
/// An export bears the moment of its original to the thousandth: it is no second shot.
pub(super) fn rows_of_shots(photos: &[&Photo]) -> Vec<Vec<usize>> {
    let mut by_camera: HashMap<&str, Vec<(i64, usize)>> = HashMap::new();
    for (place, photo) in photos.iter().enumerate() {
        if let (Some(camera), Some(ms)) = (photo.facts.camera.as_deref(), captured_ms(photo)) {
            by_camera.entry(camera).or_default().push((ms, place));
        }
    }
    let mut rows: Vec<Vec<usize>> = by_camera.into_values().flat_map(|shots| cut(photos, shots)).collect();
    rows.sort_unstable();
    rows
}

fn cut(photos: &[&Photo], mut shots: Vec<(i64, usize)>) -> Vec<Vec<usize>> {
    shots.sort_by_cached_key(|(ms, place)| (*ms, photos[*place].path.components().count(), natural::key(&photos[*place].name())));
    shots.dedup_by(|later, earlier| later.0 == earlier.0 && has_thousandths(photos[later.1]) && has_thousandths(photos[earlier.1]));
    let rows = shots.chunk_by(|a, b| b.0 - a.0 <= GAP_MS).filter(|row| row.len() > 1);
    rows.map(|row| row.iter().map(|(_, place)| *place).collect()).collect()
}

fn has_thousandths(photo: &Photo) -> bool {
    photo.captured.as_deref().is_some_and(|moment| moment.contains('.'))
}
