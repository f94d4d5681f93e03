//! What came of bringing a catalogue and a hub together.

use base::{StepId, human};
use std::fmt;
use std::path::PathBuf;

/// What was brought and taken in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The hub's last step.
    pub seq: i64,
    /// Photos that the hub did not know.
    pub photos: u64,
    /// Changes that the hub lacked, or lacks still after a pull.
    pub brought: u64,
    /// Changes that were lacking here.
    pub taken: u64,
    /// Label sets that were lacking or otherwise here.
    pub sets_taken: u64,
    /// Label sets that were lacking or otherwise at the hub.
    pub sets_brought: u64,
    /// Vectors that the hub did not have.
    pub vectors_brought: u64,
    /// Vectors that were lacking here.
    pub vectors_taken: u64,
    /// Vectors that may not stand beside those that are here: in another arithmetic, and that was not shown to be no matter.
    pub vectors_refused: u64,
    /// What two people said differently, without having seen one another.
    pub conflicts: Vec<Conflict>,
    /// Photos that an owner took out of the hub for good, and of which what came from there is gone here.
    pub removed: u64,
    /// Changes about photos that are not here.
    pub elsewhere: u64,
    /// The step that took it in, by which it can be undone.
    pub step: Option<StepId>,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let changes = |n| human::counted(n, "change", "changes");
        let vectors = |n| human::counted(n, "vector", "vectors");
        let mut parts = Vec::new();
        let mut part = |n: u64, words: String| {
            if n > 0 {
                parts.push(words);
            }
        };
        part(self.taken, format!("{} taken in", changes(self.taken)));
        part(self.sets_taken, format!("{} taken in", human::counted(self.sets_taken, "label set", "label sets")));
        part(self.vectors_taken, format!("{} taken in", vectors(self.vectors_taken)));
        part(self.brought, format!("{} of yours the hub did not have", changes(self.brought)));
        part(self.sets_brought, format!("{} of yours it did not have", human::counted(self.sets_brought, "label set", "label sets")));
        part(self.vectors_brought, format!("{} brought", vectors(self.vectors_brought)));
        part(self.photos, format!("{} made known there", human::photos(self.photos)));
        part(self.removed, format!("{} taken out by an owner", human::photos(self.removed)));
        let conflicts = self.conflicts.len() as u64;
        part(conflicts, human::counted(conflicts, "conflict", "conflicts"));
        f.write_str(&if parts.is_empty() { "Nothing new on either side".to_owned() } else { human::capitalised(&parts.join(", ")) })
    }
}

/// What two people said differently of a photo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// Its file, absolute.
    pub path: PathBuf,
    /// The label set's name, "flag", "stars", "color" or "product".
    pub about: String,
    /// What was said here, in words; empty: nothing.
    pub here: String,
    /// What the hub held.
    pub hub: String,
    /// What stands.
    pub stands: String,
}
