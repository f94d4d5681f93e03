//! What imports are asked for, and what imports and exports did.

use base::{LabelSetId, PhotoId, StepId};
use std::path::PathBuf;

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
    /// A single-choice set that is made has "none of these" as an answer.
    pub none_of_these: bool,
    /// Whose decisions these are, for rows that name nobody; `None`: nobody's.
    pub author: Option<String>,
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
    /// What becomes of it, in words: "Colour: Red for a/b.jpg", "no photo of that name", "kept: a person decided Heels".
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
    /// Of these, and of rows that contradict another author's in the file, those that are (or would be) kept as their author's opinion.
    pub opinions: u64,
    /// Decisions that were (or would be) saved.
    pub imported: u64,
    /// Labels and sets that were (or would be) made, "Set: label".
    pub new_labels: Vec<String>,
    /// The first of each kind.
    pub examples: Vec<ImportExample>,
    /// Files that could not be read, and why: their photos were left out.
    pub failed: Vec<base::FileProblem>,
    /// The step to undo was made.
    pub photos: Vec<PhotoId>,
    /// The sets that its labels are of.
    pub sets: Vec<LabelSetId>,
    /// The step, by which the import can be undone; `None` where nothing was saved.
    pub step: Option<StepId>,
}

/// What an export did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExportReport {
    /// Rows, objects or sidecars written.
    pub written: u64,
    /// Sidecars that were as they should be.
    pub unchanged: u64,
    /// Sidecars that could not be written and photos that were left out, and why.
    pub failed: Vec<base::FileProblem>,
    /// Photos whose file another program has given other marks since we saw it: those were left.
    pub conflicts: u64,
    /// Things to look at: cells that a spreadsheet would take for a formula, photos without a SKU.
    pub remarks: Vec<String>,
}
