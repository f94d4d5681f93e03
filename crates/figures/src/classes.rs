//! Labels against the truth: a confusion matrix, and precision, recall and F1 of each label and of all.

use crate::interval::{Interval, wilson};

/// How often each label was given where each was true.
///
/// Classes are numbered from 0; the last one is "none of these".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confusion {
    /// `rows[truth][given]`, photos.
    rows: Vec<Vec<usize>>,
}

/// How far one class was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClassFigures {
    /// Photos of which it is true.
    pub support: usize,
    /// Photos that were given it.
    pub given: usize,
    /// Of those that were given it, the share that it is true of; 0 where none was.
    pub precision: f64,
    /// Of those that it is true of, the share that was given it; 0 where there is none.
    pub recall: f64,
    /// The harmonic mean of both; 0 where it was never given rightly.
    pub f1: f64,
    /// Where the precision lies.
    pub precision_interval: Interval,
    /// Where the recall lies.
    pub recall_interval: Interval,
}

impl ClassFigures {
    /// Of photos that were given it rightly, that were given it, and that it is true of.
    pub(crate) fn of(right: usize, given: usize, support: usize) -> Self {
        Self {
            support,
            given,
            precision: share(right, given),
            recall: share(right, support),
            f1: share(2 * right, support + given),
            precision_interval: wilson(right, given),
            recall_interval: wilson(right, support),
        }
    }
}

impl Confusion {
    /// Counts pairs of truth and what was given, each a label's number below `labels`; `None`: none of these.
    pub fn count(labels: usize, pairs: impl IntoIterator<Item = (Option<usize>, Option<usize>)>) -> Self {
        let mut rows = vec![vec![0; labels + 1]; labels + 1];
        for (truth, given) in pairs {
            rows[truth.unwrap_or(labels)][given.unwrap_or(labels)] += 1;
        }
        Self { rows }
    }

    /// `rows()[truth][given]`, photos; the last row and column are "none of these".
    pub fn rows(&self) -> &[Vec<usize>] {
        &self.rows
    }

    /// Photos that were counted.
    pub fn photos(&self) -> usize {
        self.rows.iter().flatten().sum()
    }

    /// The share that was given what is true; 0 of no photos.
    pub fn accuracy(&self) -> f64 {
        let right = (0..self.rows.len()).map(|class| self.rows[class][class]).sum();
        share(right, self.photos())
    }

    /// The figures of one class.
    pub fn class(&self, class: usize) -> ClassFigures {
        let right = self.rows[class][class];
        let support = self.rows[class].iter().sum();
        ClassFigures::of(right, self.rows.iter().map(|row| row[class]).sum(), support)
    }

    /// The mean F1 of the classes that occur in the truth, each by the number of its photos.
    pub fn weighted_f1(&self) -> f64 {
        let sum: f64 = self.true_classes().map(|c| c.support as f64 * c.f1).sum();
        sum / (self.photos().max(1)) as f64
    }

    /// The mean F1 of the classes that occur in the truth, all alike.
    pub fn macro_f1(&self) -> f64 {
        let sum: f64 = self.true_classes().map(|c| c.f1).sum();
        sum / (self.true_classes().count().max(1)) as f64
    }

    fn true_classes(&self) -> impl Iterator<Item = ClassFigures> {
        (0..self.rows.len()).map(|class| self.class(class)).filter(|c| c.support > 0)
    }
}

pub(crate) fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}
