//! What the scores of an evaluation are drawn as, in the window and in its report.

use super::judged::Evaluation;

/// A line in a square whose sides go from `from` to 1, with the diagonal where it is where the line should be.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// What it shows, in words, for screen readers.
    pub name: &'static str,
    /// What it answers.
    pub title: &'static str,
    /// How to read it.
    pub note: &'static str,
    /// The horizontal axis.
    pub across: &'static str,
    /// The vertical axis.
    pub up: &'static str,
    /// From left to right, both coordinates shares.
    pub points: Vec<(f64, f64)>,
    /// Dots at the points, and the diagonal.
    pub dots: bool,
    /// Where the vertical axis begins.
    pub from: f64,
}

impl Evaluation {
    /// The share that is right by score: a point for each bin.
    pub fn reliability_curve(&self) -> Curve {
        Curve {
            name: "Reliability: the share that is right by score",
            title: "Can scores be believed?",
            note: "On the dashed line a score is the share that is right.",
            across: "Score",
            up: "Share that is right",
            points: self.reliability.iter().map(|bin| (bin.score, bin.right)).collect(),
            dots: true,
            from: 0.0,
        }
    }

    /// What is right among the surest suggestions: a point for each threshold.
    pub fn coverage_curve(&self) -> Curve {
        let share = |right: usize, accepted: usize| right as f64 / accepted.max(1) as f64;
        let points: Vec<(f64, f64)> = self.coverage.iter().map(|point| (point.coverage, share(point.right, point.accepted))).collect();
        let lowest = points.iter().map(|point| point.1).fold(1.0, f64::min);
        Curve {
            name: "Precision by coverage",
            title: "What can be accepted?",
            note: "What is right where only the surest suggestions are accepted.",
            across: "Share of suggestions accepted",
            up: "Precision",
            points,
            dots: false,
            from: (lowest * 10.0).floor().min(9.0) / 10.0,
        }
    }
}
