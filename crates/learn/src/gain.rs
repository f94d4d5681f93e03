//! Whether one way of answering is better than another on the same decisions.

/// How much more often one is right than the other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gain {
    /// The difference of the shares that are right.
    pub gain: f64,
    /// Its standard error, over products.
    pub error: f64,
}

impl Gain {
    /// More than one standard error.
    pub fn is_earned(self) -> bool {
        self.gain > self.error && self.gain > 0.0
    }
}

/// The paired gain of `new` over `old`, each telling for every decision whether it was right. Photos of one product stand or fall together,
/// so the standard error is that of the products' sums.
pub fn gain(new: &[bool], old: &[bool], products: &[Vec<usize>]) -> Gain {
    let (n, groups) = (new.len().max(1) as f64, products.len().max(1) as f64);
    let difference = |&row: &usize| f64::from(i8::from(new[row]) - i8::from(old[row]));
    let sums: Vec<f64> = products.iter().map(|rows| rows.iter().map(difference).sum()).collect();
    let mean = sums.iter().sum::<f64>() / groups;
    let spread: f64 = sums.iter().map(|sum| (sum - mean).powi(2)).sum();
    Gain { gain: mean * groups / n, error: (spread * groups / (groups - 1.0).max(1.0)).sqrt() / n }
}
