//! Answers as figures: shares that are right before and after, and what general words go on meaning.

use super::asked::{Answers, Domain};
use super::lessons::labels;
use super::matrix::matrix;
use crate::suggest::EmbeddedSet;
use base::UnitVector;
use figures::{Interval, RankingFigures, wilson};
use learn::{Gain, Maps, gain as paired};
use nalgebra::DMatrix;
use std::collections::BTreeMap;
use std::sync::Arc;

/// One question before and after.
#[derive(Clone, Debug, PartialEq)]
pub struct KindFigures {
    /// The label set, or what else was asked.
    pub name: String,
    /// Photos of which the answer is known.
    pub photos: usize,
    /// How many of them are answered rightly, before and after: the likeliest label fits; of titles, the photo is among the first ten.
    pub right: [usize; 2],
    /// Labels that are searched for.
    pub queries: usize,
    /// The mean precision of the first ten, before and after.
    pub p_at_10: [f64; 2],
}

impl KindFigures {
    /// The share that is right, before and after, each with its 95 % interval (Wilson).
    pub fn accuracy(&self) -> [(f64, Interval); 2] {
        self.right.map(|right| (right as f64 / self.photos.max(1) as f64, wilson(right, self.photos)))
    }
}

/// A label set that comes along.
#[derive(Clone, Debug, PartialEq)]
pub struct Agreement {
    /// The set.
    pub set: String,
    /// The share of photos whose likeliest label is the one that it was.
    pub same: f64,
}

pub fn kinds(domain: &Domain, before: &[Answers], after: &[Answers]) -> Vec<KindFigures> {
    let right = |answers: &Answers| answers.right.iter().filter(|(_, right)| *right).count();
    let p_at_10 = |answers: &Answers| RankingFigures::of(&answers.rankings).p_at_10;
    let figures = domain.questions.iter().zip(before.iter().zip(after)).map(|(question, (before, after))| KindFigures {
        name: question.name.clone(),
        photos: before.right.len(),
        right: [right(before), right(after)],
        queries: before.rankings.len(),
        p_at_10: [p_at_10(before), p_at_10(after)],
    });
    figures.collect()
}

/// The share of all answers that are right; 0 where nothing was asked.
pub fn right(answers: &[Answers]) -> f64 {
    let all = answers.iter().flat_map(|answers| &answers.right);
    let (right, asked) = all.fold((0_usize, 0_usize), |(right, asked), (_, is)| (right + usize::from(*is), asked + 1));
    right as f64 / asked.max(1) as f64
}

/// The paired gain over all questions; what is asked about one product stands or falls together.
pub fn gain(before: &[Answers], after: &[Answers], groups: &[usize]) -> Gain {
    let flat = |all: &[Answers]| -> Vec<bool> { all.iter().flat_map(|answers| answers.right.iter().map(|(_, right)| *right)).collect() };
    let mut products: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (row, place) in before.iter().flat_map(|answers| &answers.places).enumerate() {
        products.entry(groups[*place]).or_default().push(row);
    }
    paired(&flat(after), &flat(before), &products.into_values().collect::<Vec<_>>())
}

/// Of each set: for how many photos the likeliest label stays.
pub fn agreement(sets: &[Arc<EmbeddedSet>], photos: &DMatrix<f32>, maps: &Maps, alpha: f32) -> Vec<Agreement> {
    let moved = Maps::apply(&maps.image, alpha, photos);
    let of = |set: &Arc<EmbeddedSet>| {
        let (classes, texts): (Vec<usize>, Vec<&UnitVector>) = labels(set).unzip();
        let texts = matrix(set.dimension(), &texts);
        let likeliest = |texts: &DMatrix<f32>, photos: &DMatrix<f32>| -> Vec<usize> {
            texts.tr_mul(photos).column_iter().map(|scores| classes[scores.argmax().0]).collect()
        };
        let (before, after) = (likeliest(&texts, photos), likeliest(&Maps::apply(&maps.text, alpha, &texts), &moved));
        let same = before.iter().zip(&after).filter(|(before, after)| before == after).count();
        Agreement { set: set.draft.name.clone(), same: same as f64 / before.len().max(1) as f64 }
    };
    sets.iter().filter(|set| set.labels() > 0).map(of).collect()
}

/// For how many photos the likeliest label stays, on average over the sets; 1 where there are none.
pub fn mean_agreement(agreement: &[Agreement]) -> f64 {
    if agreement.is_empty() { 1.0 } else { agreement.iter().map(|set| set.same).sum::<f64>() / agreement.len() as f64 }
}
