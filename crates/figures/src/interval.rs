//! How far a share that was counted on a sample may be off.

/// The 97.5 % quantile of the normal distribution: two-sided intervals of 95 %.
pub(crate) const Z: f64 = 1.959_963_984_540_054;

/// Where a share lies with 95 % confidence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Its lower end, 0 to 1.
    pub low: f64,
    /// Its upper end, 0 to 1.
    pub high: f64,
}

/// Wilson's score interval, 95 %, two-sided (Wilson 1927): unlike the normal approximation it holds for few trials and for
/// shares near 0 and 1. Of no trials nothing is known: 0 to 1.
pub fn wilson(hits: usize, trials: usize) -> Interval {
    if trials == 0 {
        return Interval { low: 0.0, high: 1.0 };
    }
    let (n, share) = (trials as f64, hits as f64 / trials as f64);
    let (middle, scale) = (share + Z * Z / (2.0 * n), 1.0 + Z * Z / n);
    let half = Z * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt();
    Interval { low: ((middle - half) / scale).max(0.0), high: ((middle + half) / scale).min(1.0) }
}

/// The fewest trials, all of them hits, whose interval begins at `share` or above; for `share` below 1.
pub fn needed(share: f64) -> usize {
    // With hits = trials the interval begins at n / (n + Z²).
    (Z * Z * share / (1.0 - share)).ceil() as usize
}
