//! Arguments of label sets: what is suggested, learned, checked and evaluated.

use super::exchange::Matching;
use super::models::ModelArguments;
use super::search::Texts;
use clap::{Args, Subcommand};
use std::path::PathBuf;
use tasks::evaluate::QueryTemplate;

#[derive(Args)]
pub struct SuggestArguments {
    /// Name of the label set
    #[arg(long, value_name = "NAME")]
    pub set: String,
    /// Only suggestions that score at least this (0 to 1) [default: 0; in a multi-choice set 0.5]
    #[arg(long, value_name = "S")]
    pub min_score: Option<f64>,
    /// Accept suggestions that score at least this (0 to 1); what people and imports decided stays
    #[arg(long, value_name = "S")]
    pub accept_above: Option<f64>,
    /// By the set's words alone, without what decisions have taught
    #[arg(long)]
    pub zero_shot: bool,
    /// Tell from which score on this share (0 to 1) of what is accepted is right, by decisions that were held out
    #[arg(long, value_name = "P", conflicts_with_all = ["accept_above", "zero_shot"], value_parser = precision)]
    pub precision: Option<f64>,
    /// Accept what keeps the promised precision
    #[arg(long, requires = "precision")]
    pub accept: bool,
    #[command(flatten)]
    pub model: ModelArguments,
}

fn precision(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(share) if 0.0 < share && share < 1.0 => Ok(share),
        _ => Err("write a share above 0 and below 1, such as 0.95".to_owned()),
    }
}

#[derive(Args)]
pub struct LearnArguments {
    /// Name of the label set
    #[arg(long, value_name = "NAME")]
    pub set: String,
    #[command(flatten)]
    pub model: ModelArguments,
}

#[derive(Args)]
pub struct AgreementArguments {
    /// Name of the label set
    #[arg(long, value_name = "NAME")]
    pub set: String,
    /// The two people that are compared [default: the two that have decided about the most photos together]
    #[arg(long, value_name = "A,B", value_delimiter = ',', num_args = 1..=2)]
    pub authors: Vec<String>,
    /// Write who said what of the disputed photos to a CSV, as tags export --format long-csv does
    #[arg(long, value_name = "FILE")]
    pub export: Option<PathBuf>,
    /// Settle what people disagree about in these photos: by --label or by --none. What each of them said is kept
    #[arg(long, value_name = "PHOTO", num_args = 1.., requires = "answer", conflicts_with_all = ["authors", "export"])]
    pub settle: Vec<PathBuf>,
    /// With --settle: the label that is right; several where several may fit
    #[arg(long = "label", value_name = "LABEL", group = "answer", requires = "settle")]
    pub labels: Vec<String>,
    /// With --settle: none of the set's labels is
    #[arg(long, group = "answer", requires = "settle", conflicts_with = "labels")]
    pub none: bool,
}

#[derive(Args)]
pub struct AuditArguments {
    /// Name of the label set
    #[arg(long, value_name = "NAME")]
    pub set: String,
    /// Most photos to print
    #[arg(long, default_value_t = 100, value_name = "N")]
    pub top: usize,
    /// Write the corrections that people have made in the set to a CSV, with the columns path, was, now, who and when
    #[arg(long, value_name = "FILE")]
    pub export: Option<PathBuf>,
    #[command(flatten)]
    pub model: ModelArguments,
}

#[derive(Args)]
pub struct EvaluateArguments {
    /// CSV that names photos and their true labels, or "tags": what people and files have decided
    #[arg(long, value_name = "FILE|tags")]
    pub truth: PathBuf,
    /// What the rows name photos by
    #[arg(long = "match", value_enum, default_value = "path", value_name = "HOW")]
    pub match_by: Matching,
    /// The column that holds the labels
    #[arg(long, value_name = "C")]
    pub column: Option<String>,
    /// Name of the label set
    #[arg(long, value_name = "NAME")]
    pub set: String,
    /// Tell figures by folder, by background (plain or not, by the border of thumbnails), by photo-size, by product-photos, or by the values of
    /// a column of the file, the weakest first
    #[arg(long, value_name = "folder|background|photo-size|product-photos|COLUMN")]
    pub by: Option<String>,
    /// By the set's words alone, without what decisions have taught
    #[arg(long)]
    pub zero_shot: bool,
    /// Write a report with plots to one HTML file
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
    #[command(flatten)]
    pub model: ModelArguments,
}

#[derive(Args)]
pub struct EvaluateSearchArguments {
    /// CSV that names photos and what is true of them
    #[arg(long, value_name = "FILE")]
    pub truth: PathBuf,
    /// What the rows name photos by
    #[arg(long = "match", value_enum, default_value = "path", value_name = "HOW")]
    pub match_by: Matching,
    /// Words with columns in braces, such as "{colour} {type}": a query for each combination of their values
    #[arg(long, value_name = "TEMPLATE")]
    pub query: QueryTemplate,
    /// Leave out combinations that fewer photos have
    #[arg(long, default_value_t = 5, value_name = "N")]
    pub min_relevant: usize,
    /// What names, folders and imported texts have to do with the searches: on (beside the pixels), off (pixels alone) or only (texts alone)
    #[arg(long, value_enum, default_value = "on", value_name = "USE", hide_possible_values = true)]
    pub text: Texts,
    #[command(flatten)]
    pub model: ModelArguments,
}

#[derive(Subcommand)]
pub enum LabelsJob {
    #[command(flatten)]
    Vocabulary(VocabularyJob),
    /// Tell what is wrong with a set's words: labels that the model cannot tell apart or was never taught, and the like
    Lint(LintArguments),
}

#[derive(Args)]
pub struct LintArguments {
    /// Name of the label set
    #[arg(long, value_name = "NAME")]
    pub set: String,
    #[command(flatten)]
    pub model: ModelArguments,
}

#[derive(Subcommand)]
pub enum VocabularyJob {
    /// List the label sets
    List,
    /// Read label sets from a CSV (columns set,label), a JSON or a plain list; known sets are brought up to date
    Import {
        /// File to read
        file: PathBuf,
    },
    /// Make labels one whose names are one name, written in characters that look the same; what was decided about them is kept
    Merge {
        /// Only tell what would happen
        #[arg(long)]
        dry_run: bool,
    },
    /// Write all label sets
    Export {
        /// File to write: JSON where its name ends so, else CSV [default: standard output]
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
}
