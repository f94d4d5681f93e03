//! Fitting a set to its lessons.

use super::held_out::{HeldOut, Kind};
use super::lessons::Lessons;
use super::{several, single};
use crate::search::Searchable;
use crate::suggest::EmbeddedSet;
use base::{Choice, PhotoId};
use nalgebra::DMatrix;
use std::sync::Arc;

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

/// Learns from lessons about a set, which may be none.
pub fn learn(photos: &Searchable, words: &Arc<EmbeddedSet>, lessons: Lessons) -> Learned {
    let found = match words.draft.choice {
        _ if lessons.is_empty() || words.labels() == 0 => None,
        Choice::Single => single::learn(photos, words, &lessons),
        Choice::Multi => several::learn(photos, words, &lessons),
    };
    let (set, held_out) = match found {
        Some((set, kind)) => {
            let by = set.by;
            (Arc::new(set), Some(HeldOut { by, kind }))
        }
        None => (Arc::clone(words), None),
    };
    Learned { words: Arc::clone(words), lessons, set, held_out }
}

/// What answers from now on, and what it says of its lessons; `None` where an embedding holds values that are no numbers.
pub(super) type Found = Option<(EmbeddedSet, Kind)>;

/// The embeddings of photos that have one, `[dimension, photos]`.
pub(crate) fn vectors(photos: &Searchable, wanted: &[PhotoId]) -> DMatrix<f32> {
    let (_, rows) = photos.rows_of(wanted);
    let values = (0..rows.rows()).flat_map(|row| rows.row(row).iter().copied());
    DMatrix::from_iterator(rows.dimension(), rows.rows(), values)
}
