//! Words that the model was not taught and that the adapter may have: how well each finds held-out photos.

use super::matrix::matrix;
use crate::query_embedding::TextCache;
use base::vocabulary::WEAK_BELOW;
use base::{EncodeError, Encoder, UnitVector, human};
use figures::Auc;
use learn::Maps;
use nalgebra::DMatrix;
use std::collections::{BTreeMap, BTreeSet};

/// Held-out products that a word must be true of, and as many that it is not true of.
const LEAST_TOLD_BY: usize = 5;
/// Words that are named to a person.
const MOST_TOLD: usize = 12;
/// Of a normal distribution, what lies this many standard errors below is 2.5 %.
const SURE: f64 = 1.96;

/// A word that was not taught before, and finds what it is said of.
#[derive(Clone, Debug, PartialEq)]
pub struct LearnedWord {
    /// In lower case.
    pub word: String,
    /// Held-out products that it is said of.
    pub products: usize,
    /// The share of pairs of held-out products, one that it is said of and one that it is not, which it puts in the right order.
    pub auc: f64,
}

/// The words for a person: the surest first, and how many more there are; `None`: there are none.
pub fn words_told(words: &[LearnedWord]) -> Option<String> {
    let mut sorted: Vec<&LearnedWord> = words.iter().collect();
    sorted.sort_by(|a, b| b.auc.total_cmp(&a.auc));
    let names: Vec<&str> = sorted.iter().map(|learned| learned.word.as_str()).collect();
    (!names.is_empty()).then(|| human::some(&names, MOST_TOLD))
}

/// Words that the model was not taught, with the photos (their places in the material) that they are said of.
pub type Untaught = BTreeMap<String, BTreeSet<usize>>;

/// Those of the words that were learned: by one photo of each held-out product they are told from guessing, and are not weak.
///
/// `photos`: the first photo of each held-out product, by its place in the material, with its vector under the maps, `[dimension, photos]`.
pub fn learned(
    untaught: &Untaught,
    encoder: &dyn Encoder,
    (maps, alpha): (&Maps, f32),
    (places, photos): (&[usize], &DMatrix<f32>),
) -> Result<Vec<LearnedWord>, EncodeError> {
    let said_of = |word: &str| places.iter().filter(|place| untaught[word].contains(place)).count();
    let asked: Vec<String> = untaught
        .keys()
        .filter(|word| (LEAST_TOLD_BY..=places.len().saturating_sub(LEAST_TOLD_BY)).contains(&said_of(word)))
        .cloned()
        .collect();
    let Some(vectors) = TextCache::default().embed_all(&asked, encoder, &|| false)? else { return Ok(Vec::new()) };
    if vectors.is_empty() {
        return Ok(Vec::new());
    }
    let texts = matrix(encoder.info().dimension, &vectors.iter().collect::<Vec<&UnitVector>>());
    let scores = Maps::apply(&maps.text, alpha, &texts).tr_mul(photos);
    let measured = asked.into_iter().enumerate().filter_map(|(row, word)| {
        let of_word = scores.row(row);
        let scored = places.iter().zip(of_word.iter()).map(|(place, score)| (f64::from(*score), untaught[&word].contains(place)));
        let auc = Auc::of(&scored.collect::<Vec<_>>());
        let is_known = auc.share >= f64::from(WEAK_BELOW) && auc.share - SURE * auc.error > 0.5;
        is_known.then_some(LearnedWord { word, products: auc.positives, auc: auc.share })
    });
    Ok(measured.collect())
}
