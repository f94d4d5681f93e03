//! Whether a probability of .8 is right four times in five.

/// Neighbouring scores, and how often they were right.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bin {
    /// Answers in it.
    pub answers: usize,
    /// Their mean score.
    pub score: f64,
    /// The share of them that was right.
    pub right: f64,
}

/// Answers in the order of their scores, cut into `bins` of equal mass (the sizes differ by one at most; with fewer answers than
/// bins there are as many bins as answers).
pub fn reliability(answers: &[(f32, bool)], bins: usize) -> Vec<Bin> {
    let mut sorted = answers.to_vec();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let bins = bins.min(sorted.len());
    (0..bins).map(|i| bin(&sorted[i * sorted.len() / bins..(i + 1) * sorted.len() / bins])).collect()
}

/// The expected calibration error: how far score and share of right answers differ in a bin, in the mean over all answers.
pub fn calibration_error(bins: &[Bin]) -> f64 {
    let answers: usize = bins.iter().map(|b| b.answers).sum();
    let sum: f64 = bins.iter().map(|b| b.answers as f64 * (b.score - b.right).abs()).sum();
    sum / answers.max(1) as f64
}

fn bin(answers: &[(f32, bool)]) -> Bin {
    let n = answers.len() as f64;
    let score = answers.iter().map(|&(score, _)| f64::from(score)).sum::<f64>() / n;
    let right = answers.iter().filter(|&&(_, right)| right).count() as f64 / n;
    Bin { answers: answers.len(), score, right }
}
