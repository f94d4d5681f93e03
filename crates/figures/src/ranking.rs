//! Whether what was asked for stands at the top: precision and recall at a rank, and the first right answer's place.

/// One query's answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ranking {
    /// The ranks (from 0, ascending) at which relevant photos stand; those that were not found are absent.
    pub found_at: Vec<usize>,
    /// Photos that are relevant, found or not.
    pub relevant: usize,
}

/// Means over queries.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RankingFigures {
    /// Queries.
    pub queries: usize,
    /// Relevant ones among the first 5, divided by 5.
    pub p_at_5: f64,
    /// Relevant ones among the first 10, divided by 10.
    pub p_at_10: f64,
    /// The share of the relevant ones that stands among the first 10.
    pub recall_at_10: f64,
    /// One divided by the place (from 1) of the first relevant one; 0 where none was found.
    pub mrr: f64,
}

impl Ranking {
    /// Relevant photos among the first `k`.
    pub fn within(&self, k: usize) -> usize {
        self.found_at.partition_point(|&rank| rank < k)
    }
}

impl RankingFigures {
    /// All 0 for no queries.
    pub fn of(rankings: &[Ranking]) -> Self {
        let n = rankings.len().max(1) as f64;
        let mean = |figure: &dyn Fn(&Ranking) -> f64| rankings.iter().map(figure).sum::<f64>() / n;
        Self {
            queries: rankings.len(),
            p_at_5: mean(&|r| r.within(5) as f64 / 5.0),
            p_at_10: mean(&|r| r.within(10) as f64 / 10.0),
            recall_at_10: mean(&|r| r.within(10) as f64 / r.relevant.max(1) as f64),
            mrr: mean(&|r| r.found_at.first().map_or(0.0, |&rank| 1.0 / (rank + 1) as f64)),
        }
    }
}
