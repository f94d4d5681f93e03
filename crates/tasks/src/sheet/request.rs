//! What a contact sheet is asked for, and what became of it.

use base::{FileProblem, PhotoId};
use catalog::CatalogError;
use exchange::WriteError;
use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;

/// What a sheet is printed on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Paper {
    /// 210 by 297 mm.
    #[default]
    A4,
    /// 8.5 by 11 inches.
    Letter,
}

impl Paper {
    /// As the command line names it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::A4 => "a4",
            Self::Letter => "letter",
        }
    }

    /// Width and height, points: 72 to the inch.
    pub(super) fn size(self) -> (f32, f32) {
        match self {
            Self::A4 => (595.28, 841.89),
            Self::Letter => (612.0, 792.0),
        }
    }
}

impl FromStr for Paper {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        [Self::A4, Self::Letter]
            .into_iter()
            .find(|paper| paper.as_str() == text.to_lowercase())
            .ok_or_else(|| "write a4 or letter".to_owned())
    }
}

/// What to put on paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetRequest {
    /// In this order.
    pub photos: Arc<[PhotoId]>,
    /// The file, written whole or not at all.
    pub to: PathBuf,
    /// On what.
    pub paper: Paper,
    /// Photos side by side.
    pub columns: u8,
    /// File names stand below the photos.
    pub names: bool,
    /// Stars and colour labels stand below the photos.
    pub marks: bool,
    /// Stands above each page; empty: nothing.
    pub title: String,
}

impl SheetRequest {
    /// How many photos may stand side by side.
    pub const COLUMNS: RangeInclusive<u8> = 1..=12;
}

impl Default for SheetRequest {
    fn default() -> Self {
        Self { photos: Arc::new([]), to: PathBuf::new(), paper: Paper::A4, columns: 4, names: true, marks: true, title: String::new() }
    }
}

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SheetReport {
    /// The file.
    pub file: PathBuf,
    /// Photos on it.
    pub photos: u64,
    /// Pages.
    pub pages: u64,
    /// Photos that could not be read: their places say so.
    pub failed: Vec<FileProblem>,
}

/// Why there is no sheet. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum SheetError {
    /// The store.
    #[error(transparent)]
    Catalog(#[from] CatalogError),
    /// There is nothing to print.
    #[error("no photo was found for the sheet")]
    Empty,
    /// Too few or too many columns.
    #[error("a sheet has {} to {} columns", SheetRequest::COLUMNS.start(), SheetRequest::COLUMNS.end())]
    Columns,
    /// The file is one of the originals, or lies among them.
    #[error("{} lies in {}, which the catalogue holds: write the sheet elsewhere", to.display(), root.display())]
    InsideRoot {
        /// The file.
        to: PathBuf,
        /// The folder of the catalogue.
        root: PathBuf,
    },
    /// The file cannot be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// The font of the captions cannot be read.
    #[error("the font of the captions cannot be read")]
    Font,
    /// The person ended it.
    #[error("the job was ended")]
    Cancelled,
}
