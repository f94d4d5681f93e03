//! What a set says of its own lessons, each with its whole product held out: what every figure that is told rests on.

use crate::suggest::By;
use figures::Confusion;
use learn::likeliest;
use nalgebra::DMatrix;

/// Held-out answers, in the order of the lessons.
#[derive(Clone, Debug)]
pub struct HeldOut {
    /// Which of the two answers.
    pub by: By,
    /// What was decided; none of the labels comes after them.
    pub classes: Vec<usize>,
    /// Photos of one number are of one product.
    pub products: Vec<usize>,
    /// Probabilities of both, and the head.
    pub(crate) found: learn::Learned,
}

/// How often decisions were met.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Accuracy {
    /// The share that was.
    pub accuracy: f64,
    /// The mean F1 of the labels, each by the number of its decisions.
    pub weighted_f1: f64,
}

impl HeldOut {
    /// The probabilities by whichever answers, `[classes, photos]`.
    pub(crate) fn probabilities(&self) -> &DMatrix<f32> {
        self.of(self.by)
    }

    fn of(&self, by: By) -> &DMatrix<f32> {
        match by {
            By::ZeroShot => &self.found.zero_shot,
            By::Learned => &self.found.left_out,
        }
    }

    /// How often one way of answering meets the decisions.
    pub fn accuracy(&self, by: By) -> Accuracy {
        let confusion = self.confusion(by);
        Accuracy { accuracy: confusion.accuracy(), weighted_f1: confusion.weighted_f1() }
    }

    /// Decisions in rows, answers in columns; none of the labels comes last.
    pub fn confusion(&self, by: By) -> Confusion {
        let classes = self.of(by).nrows();
        let pairs = self.classes.iter().zip(likeliest(self.of(by))).map(|(&truth, (given, _))| (Some(truth), Some(given)));
        Confusion::count(classes, pairs)
    }

    /// Each decision's likeliest class, its probability, and whether that is what was decided.
    pub fn answers(&self) -> Vec<(usize, f32, bool)> {
        let likeliest = likeliest(self.probabilities());
        likeliest.into_iter().zip(&self.classes).map(|((class, p), &truth)| (class, p, class == truth)).collect()
    }

    /// How much more often the head is right than the words: the difference of the shares, and its standard error.
    pub fn gain(&self) -> (f64, f64) {
        (self.found.gain.gain, self.found.gain.error)
    }
}
