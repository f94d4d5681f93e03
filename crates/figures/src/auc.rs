//! The area under the curve of a ranking: how often what it is to find comes before what it is not.

/// Over all pairs of a positive and a negative.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Auc {
    /// The share of pairs in the right order; a tie counts one half. One half where there are no pairs.
    pub share: f64,
    /// Its standard error (J. A. Hanley and B. J. `McNeil` 1982, "The meaning and use of the area under a receiver operating characteristic curve").
    pub error: f64,
    /// Positives.
    pub positives: usize,
}

impl Auc {
    /// Of scores, each with whether it is a positive's.
    pub fn of(scored: &[(f64, bool)]) -> Self {
        let mut sorted = scored.to_vec();
        sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
        let positives = sorted.iter().filter(|(_, positive)| *positive).count();
        let (n, m) = (positives as f64, (sorted.len() - positives) as f64);
        if n * m == 0.0 {
            return Self { share: 0.5, error: 0.0, positives };
        }
        let (mut below, mut won) = (0.0, 0.0);
        for tied in sorted.chunk_by(|a, b| a.0.total_cmp(&b.0).is_eq()) {
            let here = tied.iter().filter(|(_, positive)| *positive).count() as f64;
            let others = tied.len() as f64 - here;
            won += here * (below + others / 2.0);
            below += others;
        }
        let share = won / (n * m);
        let (two_positives, two_negatives) = (share / (2.0 - share), 2.0 * share * share / (1.0 + share));
        let square = share * share;
        let variance = share * (1.0 - share) + (n - 1.0) * (two_positives - square) + (m - 1.0) * (two_negatives - square);
        Self { share, error: (variance.max(0.0) / (n * m)).sqrt(), positives }
    }
}
