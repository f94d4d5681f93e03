//! The same where several labels may fit a photo: each pair of a photo and a label is a decision, yes or no.

use crate::decisions::by_product;
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
    /// The head's probabilities for each decision when its product is left out, also of the weights, `[labels, photos]`.
    pub left_out: DMatrix<f32>,
    /// The words' probabilities, at odds that the decision had no part in, `[labels, photos]`.
    pub zero_shot: DMatrix<f32>,
    /// How much more often the head is right than the words, on left-out decisions.
    pub gain: Gain,
}

/// Opinions on yes or no, joined as those on classes are: the logarithm of odds is `Σ w_i o_i + offset`.
#[derive(Clone, Debug, PartialEq)]
pub struct OddsStack {
    /// The words' weight, the offset, then a weight for each fitted opinion.
    stack: Stack,
}

impl OddsStack {
    /// The weights of the greatest posterior probability. `opinions`: each `[labels, photos]`, logarithms of odds or scores, those of the words
    /// first; `fits`: 1 where the label fits, else 0, `[labels, photos]`.
    pub fn fit(opinions: &[&DMatrix<f32>], fits: &DMatrix<f32>) -> Self {
        let pairs = Pairs::of(opinions, fits);
        Self { stack: Stack::fit(&pairs.opinions(), &pairs.answers, &pairs.priors) }
    }

    /// Probabilities of yes, `[labels, photos]`.
    pub fn probabilities(&self, opinions: &[&DMatrix<f32>]) -> DMatrix<f32> {
        let weights: Vec<f32> = self.stack.weights.iter().map(|weight| *weight as f32).collect();
        let mut odds = opinions[0].map(|words| weights[0].mul_add(words, weights[1]));
        for (opinion, weight) in opinions[1..].iter().zip(&weights[2..]) {
            odds.zip_apply(*opinion, |sum, value| *sum += value * weight);
        }
        odds.map(|odds| 1.0 / (1.0 + (-odds).exp()))
    }

    /// The same, each photo by weights that were fitted without it; `groups`: photos that are held out together.
    fn held_out(&self, opinions: &[&DMatrix<f32>], fits: &DMatrix<f32>, groups: &[Vec<usize>]) -> DMatrix<f32> {
        let (pairs, labels) = (Pairs::of(opinions, fits), fits.nrows());
        let groups = pairs_by_product(groups, labels);
        let p = softmax(self.stack.held_out_logits(&pairs.opinions(), &pairs.answers, &pairs.priors, &groups));
        DMatrix::from_iterator(labels, fits.ncols(), p.row(0).iter().copied())
    }

    fn head(&self) -> OddsHead {
        let weights = &self.stack.weights;
        OddsHead { words: weights[0], fitted: weights.get(2).copied().unwrap_or_default(), offset: weights[1] }
    }
}

/// Each pair of a photo and a label as a decision between two classes, of which yes is the first.
struct Pairs {
    opinions: Vec<DMatrix<f32>>,
    answers: Vec<usize>,
    priors: Vec<Prior>,
}

impl Pairs {
    fn of(opinions: &[&DMatrix<f32>], fits: &DMatrix<f32>) -> Self {
        let offset = DMatrix::from_fn(2, fits.len(), |class, _| f32::from(u8::from(class == 0)));
        let mut of_two: Vec<_> = opinions.iter().map(|opinion| first_of_two(opinion.iter())).collect();
        of_two.insert(1, offset);
        let fitted = opinions[1..].iter().map(|_| Prior::FITTED);
        let priors = [Prior::WORDS, OFFSET].into_iter().chain(fitted).collect();
        Self { opinions: of_two, answers: fits.iter().map(|fits| usize::from(*fits < 0.5)).collect(), priors }
    }

    fn opinions(&self) -> Vec<&DMatrix<f32>> {
        self.opinions.iter().collect()
    }
}

/// Learns from decisions; `None` where there are none, or where the embeddings hold values that are no numbers.
pub fn learn_several(decisions: &SeveralDecisions) -> Option<SeveralLearned> {
    if decisions.fits.is_empty() {
        return None;
    }
    let SeveralDecisions { vectors, zero_shot: words, fits, products } = decisions;
    let (ridge, fitted) = Ridge::fit(vectors, fits, products)?;
    let photos = by_product(products);
    let (both, alone) = (OddsStack::fit(&[words, &fitted], fits), OddsStack::fit(&[words], fits));
    let (left_out, zero_shot) = (both.held_out(&[words, &fitted], fits, &photos), alone.held_out(&[words], fits, &photos));
    let gain = gain(&right(&left_out, fits), &right(&zero_shot, fits), &pairs_by_product(&photos, fits.nrows()));
    Some(SeveralLearned { head: both.head(), words_alone: alone.head(), ridge, left_out, zero_shot, gain })
}

/// Values as the first of two classes each, the second being 0: `[2, values]`.
fn first_of_two<'a>(values: impl ExactSizeIterator<Item = &'a f32>) -> DMatrix<f32> {
    DMatrix::from_iterator(2, values.len(), values.flat_map(|value| [*value, 0.0]))
}

fn right(probabilities: &DMatrix<f32>, fits: &DMatrix<f32>) -> Vec<bool> {
    probabilities.iter().zip(fits.iter()).map(|(p, fits)| (*p >= 0.5) == (*fits > 0.5)).collect()
}

/// The pairs of each product's photos, numbered as the matrices hold them.
fn pairs_by_product(photos: &[Vec<usize>], labels: usize) -> Vec<Vec<usize>> {
    photos.iter().map(|photos| photos.iter().flat_map(|photo| photo * labels..(photo + 1) * labels).collect()).collect()
}
