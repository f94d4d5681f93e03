//! A step while it is made.

use base::{Choice, LabelId};
use rusqlite::Transaction;
use std::collections::{HashMap, HashSet};

/// A step while it is made. Its words are set by whoever makes it.
pub struct Step<'a> {
    pub(crate) db: &'a Transaction<'a>,
    /// The sets that were looked up.
    pub(crate) sets: HashMap<i64, SetFacts>,
    /// As Undo will name it: "Accept 204 tags".
    pub words: String,
}

/// What a step needs to know of a set.
pub(crate) struct SetFacts {
    pub(crate) choice: Choice,
    pub(crate) revision: u32,
    pub(crate) labels: HashSet<LabelId>,
}
