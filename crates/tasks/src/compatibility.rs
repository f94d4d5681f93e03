//! How near a model's vectors in one arithmetic come to those in another: what decides whether both may stand side by side.

use super::decoded;
use super::query_embedding::TextCache;
use super::suggest::{EmbeddedSet, embed_set};
use base::{Cancel, Compatibility, EncodeError, Encoder, LabelSetDraft, Prepared, Progress, UnitVector};
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};
use vectors::Matrix;

/// Photos that are read and encoded together.
const BATCH: usize = 64;
/// Neighbours of which the same ones must be found.
const NEAREST: usize = 10;

/// What was measured.
#[derive(Clone, Debug, PartialEq)]
pub struct CompatibilityReport {
    /// What decides.
    pub found: Compatibility,
    /// The cosine of a photo's two vectors, on average.
    pub mean_cosine: f64,
    /// By label set: the share of photos for which both name the same likeliest label.
    pub sets: Vec<(String, f64)>,
    /// How long each side encoded, seconds: in turn, so that a busy machine hinders both alike.
    pub seconds: [f64; 2],
    /// Files that could not be read.
    pub left_out: u64,
}

/// Sees `most` of the photos with both sides, evenly taken from all. The texts of `sets` are read by the first side. `None` where it was
/// cancelled, or no photo could be read.
pub fn compare_arithmetics(
    sides: [&dyn Encoder; 2],
    photos: &[PathBuf],
    most: usize,
    sets: &[Arc<LabelSetDraft>],
    progress: &Progress,
    cancel: &Cancel,
) -> Result<Option<CompatibilityReport>, EncodeError> {
    let photos = evenly(photos, most);
    progress.set_total(photos.len() as u64);
    let mut seen = [Vec::new(), Vec::new()];
    let mut took = [Duration::ZERO; 2];
    for batch in photos.chunks(BATCH) {
        if cancel.is_cancelled() {
            return Ok(None);
        }
        let prepared: Vec<Prepared> = batch.par_iter().filter_map(|path| prepare(path, sides[0])).collect();
        for ((side, seen), took) in sides.into_iter().zip(&mut seen).zip(&mut took) {
            let start = Instant::now();
            seen.extend(side.encode_images(&prepared)?);
            *took += start.elapsed();
        }
        progress.advance(batch.len() as u64);
    }
    let Some(matrices) = matrices(&seen) else { return Ok(None) };
    let texts = TextCache::default();
    let mut agreement = Vec::new();
    for draft in sets {
        let Some(set) = embed_set(draft, sides[0], &texts, &|| cancel.is_cancelled())? else { return Ok(None) };
        agreement.push((draft.name.clone(), same_label(&seen, &set)));
    }
    let cosines: Vec<f64> = seen[0].iter().zip(&seen[1]).map(|(a, b)| cosine(a, b)).collect();
    Ok(Some(CompatibilityReport {
        found: Compatibility {
            photos: cosines.len() as u64,
            least_cosine: cosines.iter().copied().fold(1.0, f64::min),
            overlap_at_10: overlap(&matrices),
            labels: agreement.iter().map(|(_, share)| *share).fold(1.0, f64::min),
            measured: base::human::date_today(),
        },
        mean_cosine: cosines.iter().sum::<f64>() / cosines.len() as f64,
        sets: agreement,
        seconds: took.map(|took| took.as_secs_f64()),
        left_out: (photos.len() - cosines.len()) as u64,
    }))
}

/// At most so many, from beginning to end.
fn evenly(photos: &[PathBuf], most: usize) -> Vec<&PathBuf> {
    let count = most.min(photos.len());
    (0..count).map(|n| &photos[n * photos.len() / count]).collect()
}

fn prepare(path: &Path, encoder: &dyn Encoder) -> Option<Prepared> {
    Some(encoder.prepare(&decoded::read(path, encoder.side()).ok()?.pixels))
}

/// `None` where there are no vectors.
fn matrices(seen: &[Vec<UnitVector>; 2]) -> Option<[Matrix; 2]> {
    let dimension = seen[0].first()?.as_slice().len();
    let matrix = |vectors: &[UnitVector]| Matrix::new(dimension, vectors.iter().flat_map(UnitVector::as_slice).copied().collect());
    Some([matrix(&seen[0])?, matrix(&seen[1])?])
}

/// The mean share of a photo's nearest ones that both matrices name, each asked with its own vector.
fn overlap([a, b]: &[Matrix; 2]) -> f64 {
    let nearest = |matrix: &Matrix, row: usize| -> Vec<usize> {
        let found = matrix.nearest(matrix.row(row), NEAREST + 1, None);
        found.iter().map(|ranked| ranked.row).filter(|other| *other != row).take(NEAREST).collect()
    };
    let share = |row| {
        let (a, b) = (nearest(a, row), nearest(b, row));
        a.iter().filter(|row| b.contains(row)).count() as f64 / a.len().max(1) as f64
    };
    (0..a.rows()).into_par_iter().map(share).sum::<f64>() / a.rows() as f64
}

/// The share of photos for which both name the same label as the likeliest.
fn same_label([a, b]: &[Vec<UnitVector>; 2], set: &EmbeddedSet) -> f64 {
    let same = a.par_iter().zip(b).filter(|(a, b)| likeliest(a, set) == likeliest(b, set)).count();
    same as f64 / a.len() as f64
}

/// The label one of whose texts is nearest.
fn likeliest(photo: &UnitVector, set: &EmbeddedSet) -> Option<usize> {
    let labels = set.texts.iter().zip(&*set.class_of).filter(|(_, class)| **class < set.labels());
    let scored = labels.map(|(text, class)| (cosine(photo, text), *class));
    scored.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, class)| class)
}

/// In double precision, unlike [`UnitVector::dot`]: small differences are what is measured here.
fn cosine(a: &UnitVector, b: &UnitVector) -> f64 {
    a.as_slice().iter().zip(b.as_slice()).map(|(a, b)| f64::from(*a) * f64::from(*b)).sum()
}
