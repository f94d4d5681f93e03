//! What may be accepted without looking, so that a promised share of it is right.

use crate::interval::{needed, wilson};

/// What is accepted at a threshold and above, counted on decisions that were held out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Coverage {
    /// Scores from here on.
    pub threshold: f32,
    /// Answers with such a score.
    pub accepted: usize,
    /// Those of them that were right.
    pub right: usize,
    /// The lower end of the 95 % interval of the share that is right.
    pub precision_low: f64,
    /// The share of all answers that is accepted.
    pub coverage: f64,
}

/// Whether a precision can be promised.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Promise {
    /// The lowest threshold that keeps it.
    Kept(Coverage),
    /// Not yet: at least so many more decisions are needed, if all the likeliest of them are right.
    Missing(usize),
}

/// The curve of coverage against precision: one point for each score that occurs, highest first.
pub fn coverage(answers: &[(f32, bool)]) -> Vec<Coverage> {
    let mut sorted = answers.to_vec();
    sorted.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (mut points, mut right) = (Vec::new(), 0);
    for (i, &(threshold, is_right)) in sorted.iter().enumerate() {
        right += usize::from(is_right);
        // Equal scores are accepted together.
        if sorted.get(i + 1).is_none_or(|next| next.0 < threshold) {
            let (accepted, all) = (i + 1, sorted.len() as f64);
            points.push(Coverage {
                threshold,
                accepted,
                right,
                precision_low: wilson(right, accepted).low,
                coverage: accepted as f64 / all,
            });
        }
    }
    points
}

/// The lowest threshold at which the two-sided 95 % Wilson bound of the share that is right meets `precision` (below 1).
pub fn promise(answers: &[(f32, bool)], precision: f64) -> Promise {
    let curve = coverage(answers);
    if let Some(kept) = curve.iter().rfind(|point| point.precision_low >= precision) {
        return Promise::Kept(*kept);
    }
    let right_at_the_top = curve.iter().take_while(|p| p.right == p.accepted).last().map_or(0, |p| p.accepted);
    Promise::Missing(needed(precision).saturating_sub(right_at_the_top).max(1))
}
