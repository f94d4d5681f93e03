//! What can be done about an evaluation: messages and commands.

use engine::protocol::{EvaluateRequest, EvaluateSearchRequest, RequestId};
use std::path::PathBuf;

/// What a person does about an evaluation. What is about figures names the answer that they are of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Msg {
    /// As if chosen from a menu.
    Run(EvaluationCommand),
    /// Compares suggestions with the truth.
    Begin(EvaluateRequest),
    /// Searches for what a table knows to be right.
    BeginSearch(EvaluateSearchRequest),
    /// Ends that.
    Cancel,
    /// Shows another part of the answer.
    Show(Tab),
    /// The labels stand in this order; a second time the other way round.
    SortBy(Column),
    /// Of what is confused only what is about this label; `None`: all.
    About(Option<usize>),
    /// Shows the photos of a cell: these are true, those are suggested; classes by their numbers.
    Cell(RequestId, usize, usize),
    /// Shows the photos of which this label is wrongly suggested or missing, where several may fit.
    Mistaken(RequestId, usize),
    /// Parts of this kind, by the place among those that were asked for.
    By(usize),
    /// Shows the photos of a part whose suggestion is wrong: the kind, and its place there.
    Part(RequestId, usize, usize),
    /// Searches for the words of this query.
    Query(RequestId, usize),
    /// Ends the view.
    Leave,
    /// A table was chosen in the desktop's dialog, or typed.
    TruthFrom(PathBuf),
    /// A file was chosen in the desktop's dialog, or typed.
    ExportTo {
        /// The file.
        path: PathBuf,
        /// The desktop's dialog has asked already whether it may be replaced.
        replace: bool,
    },
}

/// A command about evaluations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EvaluationCommand {
    Evaluate,
    Show,
    Export,
}

/// A part of the answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    /// Each label's figures.
    #[default]
    Labels,
    /// What is taken for what.
    Confused,
    /// How far scores can be believed.
    Scores,
    /// Parts of the catalogue.
    Parts,
    /// How well searches find what is right: an answer of its own.
    Searches,
}

/// A column of the table of labels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    Name,
    Support,
    Suggested,
    Precision,
    Recall,
    F1,
}

/// The order of the labels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sorted {
    pub column: Column,
    pub descending: bool,
}

impl Default for Sorted {
    /// The weakest first.
    fn default() -> Self {
        Self { column: Column::F1, descending: false }
    }
}
