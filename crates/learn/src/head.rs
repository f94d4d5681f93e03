//! A head: what decisions made of the words' answer.

use crate::decisions::{Decisions, by_product};
use crate::gain::{Gain, gain};
use crate::ridge::Ridge;
use crate::stack::{Prior, Stack, softmax};
use nalgebra::DMatrix;

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
    /// What the words' logits are multiplied with where the head is not used: one over the temperature.
    pub words_alone: f64,
    /// The fitted scores of each decision when its product is left out, `[classes, photos]`.
    pub fitted: DMatrix<f32>,
    /// The probabilities that the head gives each decision when its product is left out, also of the weights, `[classes, photos]`.
    pub left_out: DMatrix<f32>,
    /// The probabilities that the words alone give it, at a temperature that it had no part in, `[classes, photos]`.
    pub zero_shot: DMatrix<f32>,
    /// How much more often the head is right than the words, on left-out decisions.
    pub gain: Gain,
}

impl Head {
    /// Logits, `[classes, photos]`.
    pub fn logits(&self, vectors: &DMatrix<f32>, zero_shot: &DMatrix<f32>) -> DMatrix<f32> {
        zero_shot * self.words as f32 + self.ridge.scores(vectors) * self.fitted as f32
    }
}

impl Learned {
    /// Whether the head is better than the words alone by more than one standard error.
    pub fn is_used(&self) -> bool {
        self.gain.is_earned()
    }

    /// The probabilities of left-out decisions by whichever answers, `[classes, photos]`.
    pub fn held_out(&self) -> &DMatrix<f32> {
        if self.is_used() { &self.left_out } else { &self.zero_shot }
    }
}

/// Learns from decisions; `None` where there are none, or where the embeddings hold values that are no numbers.
pub fn learn(decisions: &Decisions) -> Option<Learned> {
    if decisions.is_empty() {
        return None;
    }
    let (ridge, fitted) = Ridge::fit(&decisions.vectors, &decisions.one_hot(), &decisions.products)?;
    let (labels, words) = (&decisions.labels, &decisions.zero_shot);
    let products = by_product(&decisions.products);
    let both = Stack::fit(&[words, &fitted], labels, &[Prior::WORDS, Prior::FITTED]);
    let alone = Stack::fit(&[words], labels, &[Prior::WORDS]);
    let left_out = softmax(both.held_out_logits(&[words, &fitted], labels, &[Prior::WORDS, Prior::FITTED], &products));
    let zero_shot = softmax(alone.held_out_logits(&[words], labels, &[Prior::WORDS], &products));
    let gain = gain(&right(&left_out, labels), &right(&zero_shot, labels), &products);
    let head = Head { words: both.weights[0], fitted: both.weights[1], ridge };
    Some(Learned { head, words_alone: alone.weights[0], fitted, left_out, zero_shot, gain })
}

/// The likeliest class of each photo, the first of equals, with its probability. `probabilities`: `[classes, photos]`.
pub fn likeliest(probabilities: &DMatrix<f32>) -> Vec<(usize, f32)> {
    probabilities.column_iter().map(|column| column.argmax()).collect()
}

/// Whether the likeliest class of each photo is the one that was decided.
fn right(probabilities: &DMatrix<f32>, labels: &[usize]) -> Vec<bool> {
    likeliest(probabilities).iter().zip(labels).map(|((class, _), label)| class == label).collect()
}
