//! The opinions on each photo's label, joined by weights that the labels themselves support.

use super::neighbours::{Around, Labelled, Neighbour};
use crate::learned::{logits, vectors};
use crate::search::Searchable;
use crate::suggest::EmbeddedSet;
use base::PhotoId;
use learn::{Prior, Ridge, Stack, softmax};
use nalgebra::DMatrix;

/// How fast a neighbour's say falls with its distance.
const NEARER: f32 = 10.0;

/// A neighbour's label is never the only possible one.
const LEAST: f32 = 0.003;

/// What words and head say of each audited photo, `[classes, photos]`.
pub(super) struct Opinions {
    pub words: DMatrix<f32>,
    pub head: Option<DMatrix<f32>>,
    /// Of each photo its class.
    pub classes: Vec<usize>,
    /// Whether each photo's label teaches.
    pub teaches: Vec<bool>,
}

impl Opinions {
    /// `None` where it was cancelled.
    pub fn of(photos: &Searchable, set: &EmbeddedSet, audited: &[Labelled], teaches: Vec<bool>) -> Option<Self> {
        let ids: Vec<PhotoId> = audited.iter().map(|a| a.photo).collect();
        let words = logits(photos, set, &ids)?;
        let classes: Vec<usize> = audited.iter().map(|a| a.slot.place().unwrap_or(set.labels())).collect();
        let products: Vec<usize> = audited.iter().map(|a| a.product).collect();
        let head = head(&vectors(photos, &ids), &words, &classes, &products, &teaches);
        Some(Self { words, head, classes, teaches })
    }

    /// Words and head joined: the probabilities of all photos, `[classes, photos]`.
    pub fn join(&self) -> DMatrix<f32> {
        let all: Vec<usize> = (0..self.classes.len()).collect();
        let mut opinions = vec![&self.words];
        opinions.extend(&self.head);
        self.joined(&opinions, &all)
    }

    /// Those of these photos, with what lies around each.
    pub fn join_with(&self, around: &[Around], of: &[usize]) -> DMatrix<f32> {
        let classes = self.words.nrows();
        let mut near = DMatrix::zeros(classes, of.len());
        for (i, around) in around.iter().enumerate() {
            near.set_column(i, &by_neighbours(around, classes));
        }
        let (words, head) = (self.words.select_columns(of), self.head.as_ref().map(|head| head.select_columns(of)));
        let mut opinions = vec![&words];
        opinions.extend(&head);
        opinions.push(&near);
        self.joined(&opinions, of)
    }

    fn joined(&self, opinions: &[&DMatrix<f32>], of: &[usize]) -> DMatrix<f32> {
        let taught: Vec<usize> = (0..of.len()).filter(|&i| self.teaches[of[i]]).collect();
        let chosen: Vec<DMatrix<f32>> = opinions.iter().map(|opinion| opinion.select_columns(&taught)).collect();
        let labels: Vec<usize> = taught.iter().map(|&i| self.classes[of[i]]).collect();
        let priors: Vec<Prior> = (0..opinions.len()).map(|i| if i == 0 { Prior::WORDS } else { Prior::FITTED }).collect();
        let stack = Stack::fit(&chosen.iter().collect::<Vec<_>>(), &labels, &priors);
        softmax(stack.logits(opinions))
    }
}

/// The ridge regression's scores: of a photo that teaches, with its product left out. `None` where nothing teaches.
fn head(vectors: &DMatrix<f32>, words: &DMatrix<f32>, classes: &[usize], products: &[usize], teaches: &[bool]) -> Option<DMatrix<f32>> {
    let taught: Vec<usize> = (0..classes.len()).filter(|&i| teaches[i]).collect();
    if taught.is_empty() {
        return None;
    }
    let targets = DMatrix::from_fn(words.nrows(), taught.len(), |class, i| f32::from(u8::from(classes[taught[i]] == class)));
    let products: Vec<usize> = taught.iter().map(|&i| products[i]).collect();
    if taught.len() == classes.len() {
        return Some(Ridge::fit(vectors, &targets, &products)?.1);
    }
    let (ridge, left_out) = Ridge::fit(&vectors.select_columns(&taught), &targets, &products)?;
    let mut scores = ridge.scores(vectors);
    taught.iter().enumerate().for_each(|(i, &photo)| scores.set_column(photo, &left_out.column(i)));
    Some(scores)
}

/// The logarithms of the shares that labels have among the neighbours, nearer ones counting more; the same for all where there are none.
fn by_neighbours(around: &Around, classes: usize) -> nalgebra::DVector<f32> {
    let mut shares = nalgebra::DVector::<f32>::zeros(classes);
    for (neighbour, weight) in weighed(&around.nearest) {
        shares[neighbour.slot.place().unwrap_or(classes - 1)] += weight;
    }
    let sum = shares.sum().max(f32::MIN_POSITIVE);
    shares.map(|share| (share / sum).max(LEAST).ln())
}

/// Neighbours with what each counts: the nearest 1, others less.
fn weighed(nearest: &[Neighbour]) -> impl Iterator<Item = (&Neighbour, f32)> {
    let first = nearest.first().map_or(0.0, |n| n.cosine);
    nearest.iter().map(move |neighbour| (neighbour, ((neighbour.cosine - first) * NEARER).exp()))
}

/// The share of neighbours that are so, nearer ones counting more; `None` of none.
pub(super) fn nearness(nearest: &[Neighbour], is_so: impl Fn(&Neighbour) -> bool) -> Option<f32> {
    let (mut so, mut all) = (0.0, 0.0);
    for (neighbour, weight) in weighed(nearest) {
        all += weight;
        so += if is_so(neighbour) { weight } else { 0.0 };
    }
    (all > 0.0).then(|| so / all)
}
