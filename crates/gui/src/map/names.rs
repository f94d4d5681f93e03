//! Where the name of a group stands on the map itself: where the most of it lies, so that a colour is never alone.

use super::groups::{Groups, Paint};
use super::msg::ColourBy;

/// Points of a group that are looked at for where it lies.
const LOOKED_AT: usize = 400;
/// A group of fewer points has no name on the map.
const LEAST: u64 = 3;

/// A name and where it stands.
pub struct Name {
    /// Of this line of the legend.
    pub line: usize,
    /// On the map.
    pub at: [f32; 2],
}

/// Where the name of each group stands: at the one of its points that has the most others of it near by.
pub fn of(groups: &Groups, at: &[[f32; 2]], by: ColourBy) -> Vec<Name> {
    if !matches!(by, ColourBy::Folder | ColourBy::Tags(_)) {
        return Vec::new();
    }
    let mut points: Vec<Vec<[f32; 2]>> = vec![Vec::new(); groups.lines.len()];
    groups.line_of.iter().zip(at).for_each(|(line, at)| points[usize::from(*line)].push(*at));
    let named = |line: &usize| matches!(groups.lines[*line].paint, Paint::Group(_)) && groups.lines[*line].count >= LEAST;
    let lines = (0..groups.lines.len()).filter(named);
    lines.filter_map(|line| Some(Name { line, at: densest(&points[line])? })).collect()
}

fn densest(points: &[[f32; 2]]) -> Option<[f32; 2]> {
    let some: Vec<[f32; 2]> = points.iter().step_by(points.len().div_ceil(LOOKED_AT).max(1)).copied().collect();
    let bounds = some.iter().fold([f32::INFINITY, f32::NEG_INFINITY], |b, at| [b[0].min(at[0]), b[1].max(at[0])]);
    let reach = ((bounds[1] - bounds[0]) / 8.0).max(f32::MIN_POSITIVE);
    let near =
        |of: &[f32; 2]| some.iter().map(|at| (-((at[0] - of[0]).powi(2) + (at[1] - of[1]).powi(2)) / (reach * reach)).exp()).sum::<f32>();
    some.iter().map(|at| (near(at), *at)).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, at)| at)
}
