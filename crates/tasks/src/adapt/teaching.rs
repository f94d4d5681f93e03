//! What a model is adapted to: a catalogue with what is said of its photos, and what is to stay as it is.

use super::matrix::matrix;
use crate::search::Searchable;
use crate::suggest::EmbeddedSet;
use base::{Encoder, PhotoId, PhotoText, TagBook, UnitVector};
use nalgebra::DMatrix;
use std::sync::Arc;

/// What a catalogue says of its photos.
#[derive(Clone, Copy)]
pub struct Catalogue<'a> {
    /// Its photos, as the model sees them.
    pub photos: &'a Searchable,
    /// Its label sets in the model's words.
    pub sets: &'a [Arc<EmbeddedSet>],
    /// What was decided.
    pub book: &'a TagBook,
    /// What was imported about photos.
    pub texts: &'a [(PhotoId, Vec<PhotoText>)],
    /// Which product a photo belongs to, where that is known.
    pub product: &'a dyn Fn(PhotoId) -> Option<usize>,
}

/// What a model is adapted to, and what is to stay.
pub struct Teaching<'a> {
    /// What it learns from.
    pub catalogue: Catalogue<'a>,
    /// The model.
    pub encoder: &'a dyn Encoder,
    /// Label sets of no catalogue, whose meaning is to stay.
    pub general: &'a [Arc<EmbeddedSet>],
    /// Photos of another domain, of which the answers are known.
    pub elsewhere: &'a Elsewhere,
}

/// What there is to learn from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lessons {
    /// Photos of which something is said.
    pub photos: usize,
    /// Products, or photos that stand for themselves.
    pub products: usize,
    /// Decisions, by label set.
    pub decisions: Vec<(String, usize)>,
    /// Photos with texts.
    pub texts: usize,
}

/// Photos of another domain, with what is true of them.
#[derive(Clone, Debug, Default)]
pub struct Elsewhere {
    /// Their vectors.
    pub photos: Vec<UnitVector>,
    /// By question ("Type"): the answers' vectors, and which of them is true of each photo.
    pub questions: Vec<(String, Vec<UnitVector>, Vec<Option<usize>>)>,
}

impl Elsewhere {
    /// Every third photo: the first thirds are held fast while learning, the second choose, the last tell.
    pub(super) fn third(&self, third: usize) -> impl Iterator<Item = usize> {
        (third..self.photos.len()).step_by(3)
    }

    /// Their vectors, `[dimension, photos]`.
    pub(super) fn matrix(&self, third: usize, dimension: usize) -> DMatrix<f32> {
        matrix(dimension, &self.third(third).map(|place| &self.photos[place]).collect::<Vec<_>>())
    }
}
