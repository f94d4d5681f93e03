//! The same where several labels may fit a photo: each pair of a photo and a label is a decision, yes or no.

use crate::gain::{Gain, gain};
use crate::ridge::Ridge;
use crate::stack::{Prior, Stack, softmax};
use nalgebra::DMatrix;

/// An offset counts nothing until decisions say so.
const OFFSET: Prior = Prior { weight: 0.0, strength: 0.1, least: f64::NEG_INFINITY };

/// Photos of which each label is decided. In every matrix a photo is a column.
#[derive(Clone, Debug)]
pub struct SeveralDecisions {
    /// Their embeddings, `[dimension, photos]`.
    pub vectors: DMatrix<f32>,
    /// The logarithms of the odds that the model gives each label, `[labels, photos]`.
    pub zero_shot: DMatrix<f32>,
    /// 1 where the label fits, else 0, `[labels, photos]`.
    pub fits: DMatrix<f32>,
    /// Which product each belongs to.
    pub products: Vec<usize>,
}

/// How the logarithm of odds is made: `words z + fitted f + offset` (Platt 1999).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct OddsHead {
    /// What the words' logarithm of odds is multiplied with.
    pub words: f64,
    /// What the fitted score is multiplied with.
    pub fitted: f64,
    /// What is added.
    pub offset: f64,
}

/// What was learned, and what it is worth.
#[derive(Clone, Debug)]
pub struct SeveralLearned {
    /// Words and fitted scores together.
    pub head: OddsHead,
    /// The words where the head is not used.
    pub words_alone: OddsHead,
    /// The fitted scores.
    pub ridge: Ridge,
    /// The head's probabilities for each decision when its product is left out, `[labels, photos]`.
    pub left_out: DMatrix<f32>,
    /// The words' probabilities, `[labels, photos]`.
    pub zero_shot: DMatrix<f32>,
    /// How much more often the head is right than the words, on left-out decisions.
    pub gain: Gain,
}

/// Learns from decisions; `None` where there are none, or where the embeddings hold values that are no numbers.
pub fn learn_several(decisions: &SeveralDecisions) -> Option<SeveralLearned> {
    if decisions.fits.is_empty() {
        return None;
    }
    let (ridge, fitted) = Ridge::fit(&decisions.vectors, &decisions.fits, &decisions.products)?;
    // Yes is the first class of each pair.
    let answers: Vec<usize> = decisions.fits.iter().map(|fits| usize::from(*fits < 0.5)).collect();
    let (words, fitted) = (first_of_two(decisions.zero_shot.iter()), first_of_two(fitted.iter()));
    let ones = DMatrix::from_fn(2, answers.len(), |class, _| f32::from(u8::from(class == 0)));
    let both = Stack::fit(&[&words, &ones, &fitted], &answers, &[Prior::WORDS, OFFSET, Prior::FITTED]);
    let alone = Stack::fit(&[&words, &ones], &answers, &[Prior::WORDS, OFFSET]);
    let yes = |stack: &Stack, opinions: &[&DMatrix<f32>]| {
        let p = softmax(stack.logits(opinions));
        DMatrix::from_iterator(decisions.fits.nrows(), decisions.fits.ncols(), p.row(0).iter().copied())
    };
    let left_out = yes(&both, &[&words, &ones, &fitted]);
    let zero_shot = yes(&alone, &[&words, &ones]);
    let gain = gain(&right(&left_out, &decisions.fits), &right(&zero_shot, &decisions.fits), &pairs_by_product(decisions));
    let head = OddsHead { words: both.weights[0], fitted: both.weights[2], offset: both.weights[1] };
    let words_alone = OddsHead { words: alone.weights[0], fitted: 0.0, offset: alone.weights[1] };
    Some(SeveralLearned { head, words_alone, ridge, left_out, zero_shot, gain })
}

/// Values as the first of two classes each, the second being 0: `[2, values]`.
fn first_of_two<'a>(values: impl ExactSizeIterator<Item = &'a f32>) -> DMatrix<f32> {
    DMatrix::from_iterator(2, values.len(), values.flat_map(|value| [*value, 0.0]))
}

fn right(probabilities: &DMatrix<f32>, fits: &DMatrix<f32>) -> Vec<bool> {
    probabilities.iter().zip(fits.iter()).map(|(p, fits)| (*p >= 0.5) == (*fits > 0.5)).collect()
}

/// The pairs of each product, numbered as the matrices hold them.
fn pairs_by_product(decisions: &SeveralDecisions) -> Vec<Vec<usize>> {
    let labels = decisions.fits.nrows();
    let photos = crate::decisions::by_product(&decisions.products);
    photos.iter().map(|photos| photos.iter().flat_map(|photo| photo * labels..(photo + 1) * labels).collect()).collect()
}
