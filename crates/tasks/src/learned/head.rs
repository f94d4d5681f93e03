//! Fitting a set to its lessons.

use super::held_out::HeldOut;
use super::lessons::Lessons;
use crate::search::Searchable;
use crate::suggest::{By, EmbeddedSet, to_logits};
use base::tags::LEARNED;
use base::{PhotoId, UnitVector};
use learn::{Decisions, softmax};
use nalgebra::DMatrix;
use std::sync::Arc;
use vectors::Columns;

/// From so many decisions on a temperature is fitted: fewer say little about it.
pub const ENOUGH: usize = 50;

/// A set with what decisions taught it.
#[derive(Clone, Debug)]
pub struct Learned {
    /// The set as its words alone answer.
    pub words: Arc<EmbeddedSet>,
    /// What was learned from.
    pub lessons: Lessons,
    /// What answers.
    pub set: Arc<EmbeddedSet>,
    /// What it says of its lessons, each held out; `None` where there are none.
    pub held_out: Option<HeldOut>,
}

/// Learns from lessons about a single-choice set, which may be none.
pub fn learn(photos: &Searchable, words: &Arc<EmbeddedSet>, lessons: Lessons) -> Learned {
    let untaught = |lessons| Learned { words: Arc::clone(words), lessons, set: Arc::clone(words), held_out: None };
    let Some(decisions) = decisions(photos, words, &lessons) else { return untaught(lessons) };
    let Some(mut found) = learn::learn(&decisions) else { return untaught(lessons) };
    let set = if found.is_used() {
        with_head(words, &found.head, lessons.len())
    } else if lessons.len() >= ENOUGH {
        at_temperature(words, found.words_alone as f32, lessons.len())
    } else {
        // Its probabilities are the model's own, here as in what is suggested.
        found.zero_shot = softmax(decisions.zero_shot);
        EmbeddedSet::clone(words)
    };
    let held_out = HeldOut { by: set.by, classes: decisions.labels, products: decisions.products, found };
    Learned { words: Arc::clone(words), lessons, set: Arc::new(set), held_out: Some(held_out) }
}

/// The lessons as numbers; `None` where there are none.
fn decisions(photos: &Searchable, words: &EmbeddedSet, lessons: &Lessons) -> Option<Decisions> {
    if lessons.is_empty() || words.labels() == 0 {
        return None;
    }
    Some(Decisions {
        vectors: vectors(photos, &lessons.photos()),
        zero_shot: logits(photos, words, &lessons.photos())?,
        labels: lessons.classes(words.labels()),
        products: lessons.0.iter().map(|lesson| lesson.product).collect(),
    })
}

/// The embeddings of photos that have one, `[dimension, photos]`.
pub(crate) fn vectors(photos: &Searchable, wanted: &[PhotoId]) -> DMatrix<f32> {
    let (_, rows) = photos.rows_of(wanted);
    let values = (0..rows.rows()).flat_map(|row| rows.row(row).iter().copied());
    DMatrix::from_iterator(rows.dimension(), rows.rows(), values)
}

/// What a set says of photos that have an embedding, before the softmax: `[classes, photos]`.
pub(crate) fn logits(photos: &Searchable, set: &EmbeddedSet, wanted: &[PhotoId]) -> Option<DMatrix<f32>> {
    let (found, rows) = photos.rows_of(wanted);
    let logits = rows.products(&set.columns, &|| false, |_, products| to_logits(set, products).to_vec())?;
    Some(DMatrix::from_iterator(set.classes(), found.len(), logits.into_iter().flatten()))
}

/// The words at another temperature.
fn at_temperature(words: &EmbeddedSet, factor: f32, decisions: usize) -> EmbeddedSet {
    let bias = words.bias.iter().map(|bias| bias * factor).collect();
    EmbeddedSet { scale: words.scale * factor, bias, calibrated_on: decisions, ..words.clone() }
}

/// Words and fitted scores are both linear in the embedding, so that their sum is one vector for each of the words' own.
fn with_head(words: &EmbeddedSet, head: &learn::Head, decisions: usize) -> EmbeddedSet {
    let (by_words, by_fit) = (head.words as f32 * words.scale, head.fitted as f32);
    let column = |(&class, text): (&usize, &UnitVector)| -> Vec<f32> {
        let weights = head.ridge.weights.column(class);
        text.as_slice().iter().zip(weights.iter()).map(|(text, weight)| by_words * text + by_fit * weight).collect()
    };
    let columns: Vec<Vec<f32>> = words.class_of.iter().zip(words.texts.iter()).map(column).collect();
    let bias = |class: usize| {
        let own = words.bias.get(class).copied().unwrap_or_default();
        head.words as f32 * own + by_fit * head.ridge.intercepts[class]
    };
    EmbeddedSet {
        model: format!("{}{LEARNED}", words.model).into(),
        by: By::Learned,
        calibrated_on: decisions,
        scale: 1.0,
        bias: (0..words.classes()).map(bias).collect(),
        columns: Columns::new(words.dimension(), columns.iter().map(Vec::as_slice)),
        ..words.clone()
    }
}
