//! What copying did.

use super::plan::Item;
use base::FileProblem;
use std::path::{Path, PathBuf};

/// Examples that are told.
pub(super) const EXAMPLES: usize = 10;

/// A photo and what its copy is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopyExample {
    /// The photo.
    pub path: PathBuf,
    /// Its copy, below the folder of all copies.
    pub to: PathBuf,
}

impl CopyExample {
    pub(super) fn of(item: &Item, to: &Path) -> Self {
        Self { path: item.from.clone(), to: item.to.strip_prefix(to).unwrap_or(&item.to).to_owned() }
    }
}

/// What copying did, or would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CopyReport {
    /// The folder of the copies, absolute.
    pub to: PathBuf,
    /// Photos that were copied.
    pub copied: u64,
    /// Photos that were hard-linked.
    pub linked: u64,
    /// Photos whose copy was there already, as it would be written.
    pub skipped: u64,
    /// Raw files that went along, or whose copy was there.
    pub raw: u64,
    /// Sidecars that went along.
    pub sidecars: u64,
    /// Names that would have been equal, and bear a number.
    pub renamed: u64,
    /// Photos and sidecars that were not copied, and why.
    pub failed: Vec<FileProblem>,
    /// The first names.
    pub examples: Vec<CopyExample>,
    /// Why it ended before the last photo, where it did so by itself: the disk is full.
    pub stopped: Option<String>,
    /// The person ended it; what was copied stays.
    pub cancelled: bool,
}
