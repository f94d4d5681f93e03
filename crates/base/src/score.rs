//! Scores in hundredths: the steps of a cut-off and what they count, and the nearest step, which is what is shown.

/// The largest number of hundredths that the score reaches: 0.249 is 24, and a cut-off of 0.25 leaves it out.
pub fn hundredths(score: f32) -> i32 {
    steps(score, 100.0)
}

/// The largest number of steps, so many a unit, that the score reaches.
pub(super) fn steps(score: f32, a_unit: f32) -> i32 {
    let near = (score * a_unit).floor() as i32;
    // The product is rounded: the neighbour may be the one whose bound, as a score, is reached.
    [near + 1, near].into_iter().find(|n| *n as f32 / a_unit <= score).unwrap_or(near - 1)
}

/// The number of steps nearest to the score, so many a unit; a whole is never told of less.
pub(super) fn nearest(score: f32, a_unit: f32) -> i32 {
    let near = (f64::from(score) * f64::from(a_unit)).round() as i32;
    if score < 1.0 { near.min(a_unit as i32 - 1) } else { near }
}

/// The nearest steps, but not those of a threshold that the score does not reach: then the steps below it.
pub(super) fn nearest_within(score: f32, least: f32, a_unit: f32) -> i32 {
    let near = nearest(score, a_unit);
    if score < least && near as f32 / a_unit >= least { steps(score, a_unit) } else { near }
}

/// So many hundredths as a score.
pub fn of_hundredths(n: i32) -> f32 {
    n as f32 / 100.0
}

/// How many photos have which score.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScoreCounts {
    /// The least score that is counted, in hundredths.
    pub least: i32,
    /// One for each hundredth from there on.
    pub counts: Vec<u32>,
}

impl ScoreCounts {
    /// Counts the scores.
    pub fn of(scores: impl Iterator<Item = f32> + Clone) -> Self {
        let bounds = scores
            .clone()
            .map(hundredths)
            .fold(None, |bounds: Option<(i32, i32)>, n| Some(bounds.map_or((n, n), |(least, most)| (least.min(n), most.max(n)))));
        let Some((least, most)) = bounds else { return Self::default() };
        let mut counts = vec![0; (most - least) as usize + 1];
        scores.for_each(|score| counts[(hundredths(score) - least) as usize] += 1);
        Self { least, counts }
    }

    /// The highest score that is counted, in hundredths.
    pub fn most(&self) -> i32 {
        self.least + self.counts.len().saturating_sub(1) as i32
    }

    /// How many are counted.
    pub fn total(&self) -> u64 {
        self.counts.iter().map(|n| u64::from(*n)).sum()
    }

    /// How many have at least so many hundredths.
    pub fn at_or_above(&self, hundredths: i32) -> u64 {
        let below = usize::try_from(hundredths - self.least).unwrap_or(0).min(self.counts.len());
        self.counts[below..].iter().map(|n| u64::from(*n)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hundredth_is_reached_by_itself_and_by_nothing_below_it() {
        for n in -100..=100 {
            let bound = of_hundredths(n);
            assert_eq!(hundredths(bound), n);
            assert_eq!(hundredths(bound.next_down()), n - 1, "{n}");
        }
        assert_eq!(hundredths(-0.0), 0);
    }

    #[test]
    fn what_is_told_is_rounded_and_claims_nothing_that_is_not_reached() {
        let told = |score| nearest(score, 100.0);
        assert_eq!([0.249, 0.244, 0.99, 0.999, 1.0, 0.996, -0.004, -0.006].map(told), [25, 24, 99, 99, 100, 99, 0, -1]);
        assert_eq!(nearest(1.0_f32.next_down(), 1000.0), 999);
        assert_eq!(nearest_within(0.599, 0.6, 100.0), 59);
        assert_eq!(nearest_within(0.599, 0.595, 100.0), 60, "it is reached");
        assert_eq!(nearest_within(0.586, 0.6, 100.0), 59);
        assert_eq!(nearest_within(0.6, 0.6, 100.0), 60);
    }

    #[test]
    fn a_cut_off_counts_what_it_lets_through() {
        let scores = [-0.004_f32, 0.0, 0.2399, 0.24, 0.2401, 0.31];
        let counts = ScoreCounts::of(scores.iter().copied());
        assert_eq!((counts.least, counts.most()), (-1, 31));
        for n in -50..50 {
            assert_eq!(counts.at_or_above(n), scores.iter().filter(|s| **s >= of_hundredths(n)).count() as u64, "{n}");
        }
        assert_eq!(ScoreCounts::default().at_or_above(0), 0);
    }
}
