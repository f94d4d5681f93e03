//! Tags in and out of files: import from CSV and keywords, export to CSV, JSON, shop files and XMP sidecars.

mod export;
mod find;
mod import;
mod keywords;
mod products;
mod sidecars;
#[cfg(test)]
mod tests;

pub use export::export;
pub use import::import_tags;
pub use keywords::import_keywords;

use crate::products::Product;
use base::{PhotoId, StepId};
use catalog::CatalogError;
use exchange::{FormatError, WriteError};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// Why files and tags could not meet. No tag changed; sidecars that were written before the job ended stay written.
#[derive(Debug, thiserror::Error)]
pub enum ExchangeError {
    /// The store.
    #[error(transparent)]
    Catalog(#[from] CatalogError),
    /// The file is not what it should be.
    #[error("{error}: {}", path.display())]
    Format {
        /// What is wrong with it, and where.
        error: FormatError,
        /// Which file.
        path: PathBuf,
    },
    /// The file cannot be read.
    #[error("the file cannot be read ({reason}): {}", path.display())]
    Unreadable {
        /// What the system says.
        reason: String,
        /// Which file.
        path: PathBuf,
    },
    /// It is far too large.
    #[error("this file is too large for label sets: {}", .0.display())]
    TooLarge(PathBuf),
    /// The file cannot be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// What was to hear the result went away, or is full.
    #[error("the result could not be written ({0})")]
    Output(#[from] std::io::Error),
    /// The person ended it.
    #[error("the job was ended")]
    Cancelled,
}

/// The product of each photo that has one.
pub type Skus = HashMap<PhotoId, String>;

/// Each photo's SKU.
pub fn skus(products: &[Product]) -> Skus {
    products.iter().flat_map(|product| product.photos.iter().map(|photo| (*photo, product.sku.clone()))).collect()
}

/// The bytes of a file that a person chose.
pub(super) fn read_file(path: &Path) -> Result<Vec<u8>, ExchangeError> {
    fs_err::read(path).map_err(|error| ExchangeError::Unreadable { reason: reason(&error), path: path.to_owned() })
}

/// What the system says, without the path that `fs_err` puts before it.
fn reason(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "it is not there".to_owned(),
        kind => kind.to_string(),
    }
}

pub(super) fn wrong_format(path: &Path) -> impl Fn(FormatError) -> ExchangeError {
    move |error| ExchangeError::Format { error, path: path.to_owned() }
}

/// What a row of a file names a photo by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MatchBy {
    /// Its path: absolute, or relative to a root.
    #[default]
    Path,
    /// Its file name, with or without ending.
    Name,
    /// Its product: all photos of it.
    Sku,
}

/// What to import.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportRequest {
    /// The CSV.
    pub file: PathBuf,
    /// What its rows name photos by.
    pub match_by: MatchBy,
    /// With `column`: the set that the column's values are labels of. Made where there is none of that name.
    pub set: Option<String>,
    /// The column of labels; `None`: the file has the columns `set` and `label`.
    pub column: Option<String>,
    /// Only tells what would happen.
    pub dry_run: bool,
}

/// A row of an import that shows what happens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportExample {
    /// Line of the file, from 1.
    pub line: u64,
    /// What the row names.
    pub key: String,
    /// What becomes of it, in words: "matched a/b.jpg", "no photo of that name", "kept: a person decided Heels".
    pub outcome: String,
}

/// What an import did, or would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportReport {
    /// Rows of the file.
    pub rows: u64,
    /// Rows that name exactly one photo (by SKU: one product).
    pub matched: u64,
    /// Rows that name none.
    pub unmatched: u64,
    /// Rows that could mean several.
    pub ambiguous: u64,
    /// Decisions that yield to one a person made.
    pub conflicts: u64,
    /// Decisions that were (or would be) saved.
    pub imported: u64,
    /// Labels and sets that were (or would be) made, "Set: label".
    pub new_labels: Vec<String>,
    /// The first of each kind.
    pub examples: Vec<ImportExample>,
    /// Photos whose tags changed, ascending.
    pub photos: Vec<PhotoId>,
    /// The step, by which the import can be undone; `None` where nothing was saved.
    pub step: Option<StepId>,
}

/// A file format of tags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportFormat {
    /// One row a photo.
    Csv,
    /// One row a decision.
    LongCsv,
    /// One object a decision.
    Json,
    /// Keywords beside the photos.
    Xmp,
    /// Shopify's product CSV.
    Shopify,
    /// Google's product feed.
    Google,
}

impl ExportFormat {
    /// The name that a file of it is offered under.
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Csv => "tags.csv",
            Self::LongCsv => "decisions.csv",
            Self::Json => "tags.json",
            Self::Xmp => "",
            Self::Shopify => "shopify.csv",
            Self::Google => "google.tsv",
        }
    }
}

/// What to export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportRequest {
    /// As what.
    pub format: ExportFormat,
    /// Every decision, not the accepted ones alone (long CSV and JSON).
    pub all: bool,
    /// Paths relative to their root.
    pub relative: bool,
    /// The file to write, whole or not at all; `None` for sidecars and for standard output.
    pub to: Option<PathBuf>,
}

/// What an export did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExportReport {
    /// Rows, objects or sidecars written.
    pub written: u64,
    /// Sidecars that were as they should be.
    pub unchanged: u64,
    /// Sidecars that could not be written, and why.
    pub failed: Vec<base::FileProblem>,
    /// Things to look at: cells that a spreadsheet would take for a formula, photos without a SKU.
    pub remarks: Vec<String>,
}
