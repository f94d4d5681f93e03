//! A head: what decisions made of the words' answer.

use crate::decisions::Decisions;
use crate::gain::{Gain, gain};
use crate::ridge::Ridge;
use crate::stack::{Prior, Stack, softmax_rows};
use nalgebra::DMatrix;

/// Words count as they are until decisions say otherwise: as if one decision had said so.
const WORDS: Prior = Prior { weight: 1.0, strength: 1.0 };

/// A fitted score counts nothing until decisions say so, and they are believed at once: its scale is about 10.
const FITTED: Prior = Prior { weight: 0.0, strength: 0.01 };

/// Turns an embedding and the words' logits into the logits of a set.
#[derive(Clone, Debug, PartialEq)]
pub struct Head {
    /// What the words' logits are multiplied with.
    pub words: f64,
    /// What the fitted scores are multiplied with.
    pub fitted: f64,
    /// The fitted scores.
    pub ridge: Ridge,
}

/// What was learned, and what it is worth.
#[derive(Clone, Debug)]
pub struct Learned {
    /// Words and fitted scores together.
    pub head: Head,
    /// What the words' logits are multiplied with where the head is not used: a temperature alone.
    pub words_alone: f64,
    /// The probabilities that the head gives each decision when its product is left out.
    pub left_out: DMatrix<f64>,
    /// The probabilities that the words alone give it, at their temperature.
    pub zero_shot: DMatrix<f64>,
    /// How much more often the head is right than the words, on left-out decisions.
    pub gain: Gain,
}

impl Head {
    /// Logits: a row a photo, a column a class.
    pub fn logits(&self, vectors: &DMatrix<f64>, zero_shot: &DMatrix<f64>) -> DMatrix<f64> {
        zero_shot * self.words + self.ridge.scores(vectors) * self.fitted
    }
}

impl Learned {
    /// Whether the head is better than the words alone by more than one standard error.
    pub fn is_used(&self) -> bool {
        self.gain.is_earned()
    }
}

/// Learns from decisions; `None` where there are none, or where the embeddings hold values that are no numbers.
pub fn learn(decisions: &Decisions) -> Option<Learned> {
    if decisions.is_empty() {
        return None;
    }
    let (ridge, left_out) = Ridge::fit(decisions)?;
    let labels = &decisions.labels;
    let both = Stack::fit(&[&decisions.zero_shot, &left_out], labels, &[WORDS, FITTED]);
    let alone = Stack::fit(&[&decisions.zero_shot], labels, &[WORDS]);
    let left_out = softmax_rows(&both.logits(&[&decisions.zero_shot, &left_out]));
    let zero_shot = softmax_rows(&alone.logits(&[&decisions.zero_shot]));
    let gain = gain(&right(&left_out, labels), &right(&zero_shot, labels), &decisions.rows_by_product());
    let head = Head { words: both.weights[0], fitted: both.weights[1], ridge };
    Some(Learned { head, words_alone: alone.weights[0], left_out, zero_shot, gain })
}

/// Whether the likeliest class of each row is the one that was decided; the first of equals.
fn right(probabilities: &DMatrix<f64>, labels: &[usize]) -> Vec<bool> {
    probabilities.row_iter().zip(labels).map(|(row, &label)| row.transpose().argmax().0 == label).collect()
}
