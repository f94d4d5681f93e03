//! The numbers by which an archive names photos, and how many rows its tables have.

use super::cells::Cells;
use base::PhotoId;
use exchange::FormatError;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// By photo, in the order of the archive: its number and its path.
pub type Numbered = BTreeMap<PhotoId, (u64, PathBuf)>;

/// How many rows tables have.
pub struct Rows(BTreeMap<String, u64>);

impl Rows {
    /// As the manifest says.
    pub fn new(rows: BTreeMap<String, u64>) -> Self {
        Self(rows)
    }

    /// At least.
    pub fn of(&self, name: &str) -> u64 {
        self.0.get(name).copied().unwrap_or_default()
    }
}

/// The numbers that rows may name photos by.
pub struct Numbers(BTreeMap<u64, PhotoId>);

impl Numbers {
    /// Those of photos.csv.
    pub fn new(photos: BTreeMap<u64, PhotoId>) -> Self {
        Self(photos)
    }

    /// The photo of a number.
    pub fn of(&self, number: u64) -> Option<PhotoId> {
        self.0.get(&number).copied()
    }

    /// The photo that a row is about.
    pub fn photo(&self, cells: &Cells<'_>, column: usize) -> Result<PhotoId, FormatError> {
        self.of(cells.need_number(column)?).ok_or_else(|| cells.wrong(column, "photos.csv has no photo of this number"))
    }
}
