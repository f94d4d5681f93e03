//! Fitting a set of which several labels may fit a photo.

use super::held_out::{ENOUGH, Found, Kind};
use super::lessons::{Lessons, vectors};
use crate::search::Searchable;
use crate::suggest::{By, EmbeddedSet, FittedOdds, log_odds, to_probabilities};
use base::tags::LEARNED;
use base::{PhotoId, UnitVector};
use learn::{OddsHead, SeveralDecisions, learn_several};
use nalgebra::DMatrix;
use std::collections::HashMap;
use vectors::Columns;

pub(super) fn learn(photos: &Searchable, words: &EmbeddedSet, lessons: &Lessons) -> Found {
    let decided = lessons.photos();
    let place: HashMap<PhotoId, usize> = decided.iter().enumerate().map(|(place, photo)| (*photo, place)).collect();
    let mut fits = DMatrix::zeros(words.labels(), decided.len());
    let mut products = vec![0; decided.len()];
    for lesson in &lessons.0 {
        let photo = place[&lesson.photo];
        products[photo] = lesson.product;
        if let Some(label) = lesson.slot.place() {
            fits[(label, photo)] = 1.0;
        }
    }
    let zero_shot = odds(photos, words, &decided)?;
    let decisions = SeveralDecisions { vectors: vectors(photos, &decided), zero_shot, fits, products };
    let mut found = learn_several(&decisions)?;
    let set = if found.gain.is_earned() {
        with_head(words, &found.head, &found.ridge, decided.len())
    } else if decided.len() >= ENOUGH {
        EmbeddedSet { odds: Some(fitted(&found.words_alone)), calibrated_on: decided.len(), ..words.clone() }
    } else {
        // Its probabilities are the model's own, here as in what is suggested.
        found.zero_shot = decisions.zero_shot.map(|odds| 1.0 / (1.0 + (-odds).exp()));
        words.clone()
    };
    Some((set, Kind::Multi(decisions.fits, Box::new(found))))
}

/// The logarithms of the odds that the words give each label, `[labels, photos]`.
pub(crate) fn odds(photos: &Searchable, words: &EmbeddedSet, wanted: &[PhotoId]) -> Option<DMatrix<f32>> {
    let (found, rows) = photos.rows_of(wanted);
    let odds = rows.products(&words.columns, &|| false, |_, products| {
        to_probabilities(words, products)[..words.labels()].iter().map(|p| log_odds(*p)).collect::<Vec<_>>()
    })?;
    Some(DMatrix::from_iterator(words.labels(), found.len(), odds.into_iter().flatten()))
}

fn fitted(head: &OddsHead) -> FittedOdds {
    FittedOdds { words: head.words as f32, fitted: head.fitted as f32, offset: head.offset as f32, intercepts: Box::default() }
}

/// The head's weights come after the texts, a column a label.
fn with_head(words: &EmbeddedSet, head: &OddsHead, ridge: &learn::Ridge, decided: usize) -> EmbeddedSet {
    let weights: Vec<Vec<f32>> = ridge.weights.column_iter().map(|label| label.iter().copied().collect()).collect();
    let columns: Vec<&[f32]> = words.texts.iter().map(UnitVector::as_slice).chain(weights.iter().map(Vec::as_slice)).collect();
    EmbeddedSet {
        model: format!("{}{LEARNED}", words.model).into(),
        by: By::Learned,
        calibrated_on: decided,
        odds: Some(FittedOdds { intercepts: ridge.intercepts.iter().copied().collect(), ..fitted(head) }),
        columns: Columns::new(words.dimension(), columns.iter().copied()),
        ..words.clone()
    }
}
