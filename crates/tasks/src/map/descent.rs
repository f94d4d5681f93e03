//! The steps of t-SNE: points are drawn to their neighbours and driven away from all others, until what is near is near.

use super::affinity::Pull;
use super::cloud::Cancelled;
use super::push::push;
use base::Progress;
use rayon::prelude::*;

/// Steps in which neighbours draw harder than they should, so that groups find together while they can still pass one another.
const EARLY: usize = 250;
/// How much harder.
const EXAGGERATION: f32 = 12.0;
/// Steps after those.
const LATE: usize = 500;
/// All steps.
pub(super) const STEPS: usize = EARLY + LATE;
/// How far the points lie from the middle at first, by the usual rule: small, so that they sort themselves out.
const FIRST: f32 = 1e-4;
/// Rows that a thread takes at a time.
const ROWS: usize = 64;

/// Where a point is, how it moves, and how fast it may along each axis.
#[derive(Clone, Copy)]
struct Point {
    at: [f32; 2],
    moves: [f32; 2],
    gains: [f32; 2],
}

/// Lays the points out, beginning from `rough`; `None` where it was cancelled. Each step counts as one.
pub(super) fn descend(rough: &[[f32; 2]], pull: &Pull, progress: &Progress, cancelled: Cancelled<'_>) -> Option<Vec<[f32; 2]>> {
    let mut points = begin(rough);
    let rate = (points.len() as f32 / EXAGGERATION / 4.0).max(50.0);
    for step in 0..STEPS {
        if cancelled() {
            return None;
        }
        let (exaggeration, momentum) = if step < EARLY { (EXAGGERATION, 0.5) } else { (1.0, 0.8) };
        let slopes = slopes(&points, pull, exaggeration);
        points.iter_mut().zip(slopes).for_each(|(point, slope)| point.go(slope, rate, momentum));
        to_the_middle(&mut points);
        progress.advance(1);
    }
    Some(points.into_iter().map(|point| point.at).collect())
}

fn begin(rough: &[[f32; 2]]) -> Vec<Point> {
    let squares: f32 = rough.iter().map(|at| at[0] * at[0]).sum();
    let spread = (squares / rough.len().max(1) as f32).sqrt().max(f32::MIN_POSITIVE);
    rough.iter().map(|at| Point { at: at.map(|at| at / spread * FIRST), moves: [0.0; 2], gains: [1.0; 2] }).collect()
}

/// Of every point the direction in which the divergence rises. Summed point by point and then in their order, whatever the threads.
fn slopes(points: &[Point], pull: &Pull, exaggeration: f32) -> Vec<[f32; 2]> {
    let xs: Vec<f32> = points.iter().map(|point| point.at[0]).collect();
    let ys: Vec<f32> = points.iter().map(|point| point.at[1]).collect();
    let pushed: Vec<_> = points.par_iter().with_min_len(ROWS).map(|point| push(point.at, &xs, &ys)).collect();
    // Nobody drives itself away.
    let sum: f64 = pushed.iter().map(|pushed| f64::from(pushed.near) - 1.0).sum();
    let share = (1.0 / sum.max(f64::MIN_POSITIVE)) as f32;
    let slope = |place: usize| {
        let drawn = drawn(points, place, pull);
        [0, 1].map(|axis| 4.0 * (exaggeration * drawn[axis] - share * pushed[place].away[axis]))
    };
    (0..points.len()).into_par_iter().with_min_len(ROWS).map(slope).collect()
}

fn drawn(points: &[Point], place: usize, pull: &Pull) -> [f32; 2] {
    let [x, y] = points[place].at;
    let mut sum = [0.0; 2];
    for (partner, weight) in pull.partners(place) {
        let other = points[*partner as usize].at;
        let (dx, dy) = (x - other[0], y - other[1]);
        let q = weight / (1.0 + dx * dx + dy * dy);
        sum = [sum[0] + q * dx, sum[1] + q * dy];
    }
    sum
}

impl Point {
    /// A step: faster where it goes on in the same direction, slower where it turns round.
    fn go(&mut self, slope: [f32; 2], rate: f32, momentum: f32) {
        for (axis, slope) in slope.into_iter().enumerate() {
            let turns = (slope > 0.0) == (self.moves[axis] > 0.0);
            self.gains[axis] = if turns { (self.gains[axis] * 0.8).max(0.01) } else { self.gains[axis] + 0.2 };
            self.moves[axis] = momentum * self.moves[axis] - rate * self.gains[axis] * slope;
            self.at[axis] += self.moves[axis];
        }
    }
}

fn to_the_middle(points: &mut [Point]) {
    let count = points.len().max(1) as f64;
    let middle = [0, 1].map(|axis| (points.iter().map(|point| f64::from(point.at[axis])).sum::<f64>() / count) as f32);
    for point in points {
        point.at = [point.at[0] - middle[0], point.at[1] - middle[1]];
    }
}
