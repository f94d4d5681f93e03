//! The few colours that many pixels come down to: k-means in Lab, begun and ended the same way every time.

use base::colour::Lab;
use base::composition::{MOST_COLOURS, Swatch};

/// A pixel and what it weighs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Point {
    pub lab: Lab,
    pub weight: f32,
}

/// Groups that the points are first put into.
const GROUPS: usize = 8;
/// Rounds of putting each point to its nearest group.
const ROUNDS: usize = 6;
/// Groups no farther apart than this (CIEDE2000) are one colour in light and shade.
const ONE_COLOUR: f32 = 9.0;
/// A colour of less than this share is an edge or a glint.
const LEAST_SHARE: f32 = 0.04;

/// Colours with their shares, the largest first.
pub(super) fn of_points(points: &[Point]) -> Vec<Swatch> {
    let total: f32 = points.iter().map(|point| point.weight).sum();
    if total <= 0.0 {
        return Vec::new();
    }
    let mut centres = begin(points);
    let mut groups = Vec::new();
    for _ in 0..ROUNDS {
        groups = put(points, &centres);
        centres = groups.iter().map(|group| group.lab).collect();
    }
    groups.sort_by(|a, b| b.share.total_cmp(&a.share));
    let mut colours: Vec<Swatch> = Vec::new();
    for group in groups {
        match colours.iter_mut().find(|known| known.lab.distance(group.lab) <= ONE_COLOUR) {
            Some(known) => *known = joined(*known, group),
            None => colours.push(group),
        }
    }
    for colour in &mut colours {
        colour.share /= total;
    }
    colours.sort_by(|a, b| b.share.total_cmp(&a.share));
    let counted = colours.iter().filter(|colour| colour.share >= LEAST_SHARE).count().clamp(1, MOST_COLOURS);
    colours.truncate(counted);
    colours
}

/// The mean of all, then the point that is farthest from all so far, each counting by its weight.
fn begin(points: &[Point]) -> Vec<Lab> {
    let mut centres: Vec<Lab> = put(points, &[Lab::default()]).iter().map(|group| group.lab).collect();
    let mut off: Vec<f32> = points.iter().map(|point| centres.first().map_or(0.0, |first| point.lab.squared(*first))).collect();
    while centres.len() < GROUPS {
        let far = off.iter().zip(points).map(|(off, point)| off * point.weight).enumerate().max_by(|(_, a), (_, b)| a.total_cmp(b));
        let Some((farthest, _)) = far.filter(|(_, off)| *off > 1.0) else { break };
        let centre = points[farthest].lab;
        off.iter_mut().zip(points).for_each(|(off, point)| *off = off.min(point.lab.squared(centre)));
        centres.push(centre);
    }
    centres
}

/// Each point goes to its nearest centre; the groups' means, with their weights as shares. Empty groups are gone.
fn put(points: &[Point], centres: &[Lab]) -> Vec<Swatch> {
    let mut sums = vec![[0.0_f64; 4]; centres.len()];
    for Point { lab, weight } in points {
        let near = centres.iter().enumerate().min_by(|(_, a), (_, b)| lab.squared(**a).total_cmp(&lab.squared(**b)));
        let Some((nearest, _)) = near else { continue };
        let add = [lab.l * weight, lab.a * weight, lab.b * weight, *weight];
        sums[nearest].iter_mut().zip(add).for_each(|(sum, add)| *sum += f64::from(add));
    }
    let mean = |[l, a, b, weight]: [f64; 4]| Swatch {
        lab: Lab { l: (l / weight) as f32, a: (a / weight) as f32, b: (b / weight) as f32 },
        share: weight as f32,
    };
    sums.into_iter().filter(|sum| sum[3] > 0.0).map(mean).collect()
}

fn joined(one: Swatch, other: Swatch) -> Swatch {
    let share = one.share + other.share;
    let mean = |a: f32, b: f32| (a * one.share + b * other.share) / share;
    let lab = Lab { l: mean(one.lab.l, other.lab.l), a: mean(one.lab.a, other.lab.a), b: mean(one.lab.b, other.lab.b) };
    Swatch { lab, share }
}
