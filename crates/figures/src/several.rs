//! Labels of which several may fit a photo, against the truth: each label is a question of its own.

use crate::classes::{ClassFigures, share};

/// How often each label was given and true, and how many photos had exactly their labels.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LabelCounts {
    labels: Vec<Counts>,
    photos: usize,
    exact: usize,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Counts {
    right: usize,
    given: usize,
    support: usize,
}

impl LabelCounts {
    /// Counts photos, each with its true and its given labels: numbers below `labels`, ascending, each once.
    pub fn count<'a>(labels: usize, photos: impl IntoIterator<Item = (&'a [usize], &'a [usize])>) -> Self {
        let mut counts = Self { labels: vec![Counts::default(); labels], ..Self::default() };
        for (truth, given) in photos {
            counts.photos += 1;
            counts.exact += usize::from(truth == given);
            for &label in truth {
                counts.labels[label].support += 1;
                counts.labels[label].right += usize::from(given.binary_search(&label).is_ok());
            }
            for &label in given {
                counts.labels[label].given += 1;
            }
        }
        counts
    }

    /// The figures of one label.
    pub fn label(&self, label: usize) -> ClassFigures {
        let Counts { right, given, support } = self.labels[label];
        ClassFigures::of(right, given, support)
    }

    /// Of photos and labels the numbers `[[neither true nor given, given but not true], [true but not given, both]]`, as scikit-learn's
    /// `multilabel_confusion_matrix` has them.
    pub fn two_by_two(&self, label: usize) -> [[usize; 2]; 2] {
        let Counts { right, given, support } = self.labels[label];
        [[self.photos + right - given - support, given - right], [support - right, right]]
    }

    /// The share of photos that were given exactly what is true; 0 of no photos.
    pub fn accuracy(&self) -> f64 {
        share(self.exact, self.photos)
    }

    /// The mean F1 of the labels that occur in the truth, each by the number of its photos.
    pub fn weighted_f1(&self) -> f64 {
        let sum: f64 = self.true_labels().map(|c| c.support as f64 * c.f1).sum();
        sum / (self.labels.iter().map(|c| c.support).sum::<usize>().max(1) as f64)
    }

    /// The mean F1 of the labels that occur in the truth, all alike.
    pub fn macro_f1(&self) -> f64 {
        self.true_labels().map(|c| c.f1).sum::<f64>() / self.true_labels().count().max(1) as f64
    }

    /// The F1 of all pairs of a photo and a label together.
    pub fn micro_f1(&self) -> f64 {
        let sum = |of: fn(&Counts) -> usize| self.labels.iter().map(of).sum::<usize>();
        ClassFigures::of(sum(|c| c.right), sum(|c| c.given), sum(|c| c.support)).f1
    }

    fn true_labels(&self) -> impl Iterator<Item = ClassFigures> {
        (0..self.labels.len()).map(|label| self.label(label)).filter(|c| c.support > 0)
    }
}
