//! Fitting a set of which one label fits a photo.

use super::held_out::{ENOUGH, Found, Kind};
use super::lessons::{Lessons, vectors};
use crate::search::Searchable;
use crate::suggest::{By, EmbeddedSet, to_logits};
use base::tags::LEARNED;
use base::{PhotoId, UnitVector};
use learn::{Decisions, softmax};
use nalgebra::DMatrix;
use vectors::Columns;

pub(super) fn learn(photos: &Searchable, words: &EmbeddedSet, lessons: &Lessons) -> Found {
    let decisions = Decisions {
        vectors: vectors(photos, &lessons.photos()),
        zero_shot: logits(photos, words, &lessons.photos())?,
        labels: lessons.classes(words.labels()),
        products: lessons.0.iter().map(|lesson| lesson.product).collect(),
    };
    let mut found = learn::learn(&decisions)?;
    let set = if found.is_used() {
        with_head(words, &found.head, lessons.len())
    } else if lessons.len() >= ENOUGH {
        at_temperature(words, found.words_alone as f32, lessons.len())
    } else {
        // Its probabilities are the model's own, here as in what is suggested.
        found.zero_shot = softmax(decisions.zero_shot);
        words.clone()
    };
    Some((set, Kind::Single(decisions.labels, Box::new(found))))
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
