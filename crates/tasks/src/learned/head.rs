//! Fitting a set to its lessons.

use super::held_out::HeldOut;
use super::lessons::Lessons;
use super::{several, single};
use crate::search::Searchable;
use crate::suggest::EmbeddedSet;
use base::Choice;
use std::sync::Arc;

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
