//! `GradREC`: a direction from the photos that are best for either end, and a walk along it that stays among photos.

use super::NoWalk;
use crate::search::Searchable;
use base::UnitVector;
use base::axes::Constants;
use vectors::Matrix;

/// The share of the catalogue that is looked at for the end. A fifth, as published, is on a catalogue of many kinds of things mostly photos
/// that have nothing to do with it: measured on 1,200 photos, the walk then leads away from shoes or watches altogether.
const END_SHARE: usize = 40;

/// Photos that are looked at for the end, at least and at most.
const END_PHOTOS: [usize; 2] = [10, 1000];

/// A component that differs by less among the photos of the start is the same in all of them.
const STILL: f64 = 1e-9;

/// Photos of which there are vectors, and which are there.
struct Seen<'a> {
    matrix: &'a Matrix,
    rows: Vec<u32>,
}

pub(super) fn walk(photos: &Searchable, ends: [&UnitVector; 2], steps: usize, constants: Constants) -> Result<Vec<UnitVector>, NoWalk> {
    let seen = Seen::of(photos, constants)?;
    let toward = toward_end(&seen, ends, constants)?;
    let mut points = vec![ends[0].clone()];
    while points.len() < steps {
        let next = points.last().and_then(|here| seen.step(here, &toward, constants)).ok_or(NoWalk::Opposite)?;
        points.push(next);
    }
    Ok(points)
}

pub(super) fn direction(photos: &Searchable, ends: [&UnitVector; 2], constants: Constants) -> Result<UnitVector, NoWalk> {
    toward_end(&Seen::of(photos, constants)?, ends, constants)
}

/// Published as θ = mean(δ) / std(δ) with δ = (E − mean P) / std P for the photos E of the start and P of the end, component by component,
/// which is (mean E − mean P) / std E; that points to the start, and is walked against.
fn toward_end(seen: &Seen<'_>, [from, to]: [&UnitVector; 2], constants: Constants) -> Result<UnitVector, NoWalk> {
    let [least, most] = END_PHOTOS;
    let end_photos = constants.end.unwrap_or((seen.rows.len() / END_SHARE).clamp(least, most));
    let (start, end) = (seen.moments(from, constants.start), seen.moments(to, end_photos));
    let component = |(start, end): (&Moments, &Moments)| if start.spread < STILL { 0.0 } else { (end.mean - start.mean) / start.spread };
    UnitVector::normalise(start.iter().zip(&end).map(component).map(|value| value as f32).collect()).ok_or(NoWalk::Alike)
}

/// Of one component.
struct Moments {
    mean: f64,
    /// Standard deviation.
    spread: f64,
}

impl<'a> Seen<'a> {
    fn of(photos: &'a Searchable, constants: Constants) -> Result<Self, NoWalk> {
        let seen = Self { matrix: photos.matrix(), rows: photos.present_rows() };
        let (have, needed) = (seen.rows.len(), constants.start.max(constants.near).max(constants.end.unwrap_or_default()));
        if have < needed { Err(NoWalk::TooFew { have, needed }) } else { Ok(seen) }
    }

    /// The rows that are the best for a vector.
    fn best(&self, vector: &UnitVector, most: usize) -> impl Iterator<Item = &'a [f32]> + use<'a> {
        let matrix = self.matrix;
        matrix.nearest(vector.as_slice(), most, Some(&self.rows)).into_iter().map(move |ranked| matrix.row(ranked.row))
    }

    /// Of each component of the rows that are the best for a vector.
    fn moments(&self, vector: &UnitVector, most: usize) -> Vec<Moments> {
        let mut sums = vec![[0.0_f64; 2]; self.matrix.dimension()];
        let mut count = 0.0_f64;
        for row in self.best(vector, most) {
            count += 1.0;
            for ([sum, squares], value) in sums.iter_mut().zip(row) {
                *sum += f64::from(*value);
                *squares += f64::from(*value) * f64::from(*value);
            }
        }
        let count = count.max(1.0);
        let moments = |[sum, squares]: [f64; 2]| {
            let mean = sum / count;
            Moments { mean, spread: (squares / count - mean * mean).max(0.0).sqrt() }
        };
        sums.into_iter().map(moments).collect()
    }

    /// x' = x + (1 − w) s v + w times the mean of the nearest.
    fn step(&self, here: &UnitVector, toward: &UnitVector, Constants { strength, pull, near, .. }: Constants) -> Option<UnitVector> {
        let around = self.moments(here, near);
        let moved =
            |((here, toward), around): ((&f32, &f32), &Moments)| here + (1.0 - pull) * strength * toward + pull * around.mean as f32;
        UnitVector::normalise(here.as_slice().iter().zip(toward.as_slice()).zip(&around).map(moved).collect())
    }
}
