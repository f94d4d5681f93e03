//! The arguments of every command, as clap reads them and `--help` prints them.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;
use tasks::evaluate::QueryTemplate;
use tasks::exchange::{EXPORT_FORMATS, ExportFormat, MatchBy};
use tasks::query;
use tasks::search::TextUse;

#[derive(Parser)]
#[command(name = "selvedge", version, about = "Browse, search and tag product photos offline", max_term_width = 100)]
pub struct Arguments {
    /// Folder of photos or catalogue file to open in the window
    pub path: Option<PathBuf>,
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    pub command: Option<Job>,
}

#[derive(Args, Clone)]
pub struct Common {
    /// Catalogue file to use [default: the one that holds the folder, or the one last used]
    #[arg(long, global = true, value_name = "FILE")]
    pub catalog: Option<PathBuf>,
    /// Print the result as JSON
    #[arg(long, global = true)]
    pub json: bool,
    /// Print no progress
    #[arg(long, global = true)]
    pub quiet: bool,
}

#[derive(Subcommand)]
pub enum Job {
    /// Open the drawn sample catalogue
    Demo,
    /// Read the photos of folders into a catalogue
    Index(IndexArguments),
    /// Find photos by words, by example, or both
    Search(SearchArguments),
    /// Label sets: the words that photos are tagged with
    Labels {
        #[command(subcommand)]
        command: LabelsJob,
    },
    /// Suggest the labels of a set for every photo, and accept the surest
    Suggest(SuggestArguments),
    /// Tell what a label set has learned from decisions, and whether that is used
    Learn(LearnArguments),
    /// List the tagged photos of a label set, the likeliest wrong first
    Audit(AuditArguments),
    /// Compare the suggestions of a label set with what is known to be true
    Evaluate(EvaluateArguments),
    /// Search for the values of a table's columns, and tell how well the right photos are found
    EvaluateSearch(EvaluateSearchArguments),
    /// Take the last step back
    Undo(TurnArguments),
    /// Do the step again that was taken back last
    Redo(TurnArguments),
    /// Labels in and out of files
    Tags {
        #[command(subcommand)]
        command: TagsJob,
    },
    /// Titles, brands and descriptions, which searches look into beside the pixels
    Text {
        #[command(subcommand)]
        command: TextJob,
    },
    /// Models that turn photos and words into vectors
    Models {
        #[command(subcommand)]
        command: ModelsJob,
    },
    /// Two models side by side: one query, or one label set
    Compare(CompareArguments),
    /// Photos of which one is enough: the same bytes, bursts, near copies, with the best of each
    Duplicates(DuplicatesArguments),
    /// What the catalogue holds
    Info,
    /// Look for damage in the catalogue
    Check,
    /// Copy the catalogue to one file
    Backup {
        /// File to write
        file: PathBuf,
    },
}

#[derive(Args)]
pub struct ModelArguments {
    /// Model by name, or a folder that holds one [default: the one that answers for the catalogue]
    #[arg(long, value_name = "NAME|DIR")]
    pub model: Option<String>,
    /// Where the model runs: auto, cpu, cuda or metal
    #[arg(long, default_value = "auto")]
    pub device: String,
}

#[derive(Args)]
pub struct IndexArguments {
    /// Folders of photos, searched with everything below them
    #[arg(required = true)]
    pub folders: Vec<PathBuf>,
    #[command(flatten)]
    pub model: ModelArguments,
}

#[derive(Args)]
pub struct SearchArguments {
    #[arg(help = query::summary(), long_help = query::help())]
    pub query: Vec<String>,
    /// Photos like this one
    #[arg(long, value_name = "PHOTO")]
    pub like: Option<PathBuf>,
    /// Most photos to print
    #[arg(long, default_value_t = 20, value_name = "N")]
    pub top: usize,
    /// Only photos that score at least this
    #[arg(long, value_name = "S", allow_negative_numbers = true)]
    pub min_score: Option<f32>,
    /// What names, folders and imported texts have to do with it: on (beside the pixels), off (pixels alone) or only (texts alone)
    #[arg(long, value_enum, default_value = "on", value_name = "USE", hide_possible_values = true)]
    pub text: Texts,
    /// Search for each word as it is, whether the model was taught it or not
    #[arg(long)]
    pub as_typed: bool,
    /// Order of the photos [default: relevance where there is something to rank by, else name]
    #[arg(long, value_name = "ORDER")]
    pub sort: Option<Order>,
    /// Turn the order of all hits round
    #[arg(long)]
    pub reverse: bool,
    #[command(flatten)]
    pub model: ModelArguments,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Texts {
    On,
    Off,
    Only,
}

impl Texts {
    /// As it is written on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::On => "on",
            Self::Off => "off",
            Self::Only => "only",
        }
    }
}

impl From<Texts> for TextUse {
    fn from(texts: Texts) -> Self {
        match texts {
            Texts::On => Self::On,
            Texts::Off => Self::Off,
            Texts::Only => Self::Only,
        }
    }
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Order {
    /// The most alike first
    Relevance,
    /// By file name, photo-2 before photo-10
    Name,
    /// Newest first: the camera's date, else the file's
    Date,
    /// The most bytes first
    Size,
}

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

#[derive(Args)]
pub struct TurnArguments {
    /// Only the step of this number, as the JSON of the job that made it tells, and only if it is the last
    #[arg(long, value_name = "ID")]
    pub step: Option<i64>,
}

#[derive(Args)]
pub struct DuplicatesArguments {
    /// Only those of the same bytes, only near copies, or only bursts
    #[arg(long, value_name = "KIND")]
    pub kind: Option<DuplicateKind>,
    /// Two photos that are no duplicates of one another: never told together again
    #[arg(long, num_args = 2, value_names = ["PHOTO", "PHOTO"], conflicts_with = "kind")]
    pub distinct: Vec<PathBuf>,
    #[command(flatten)]
    pub model: ModelArguments,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum DuplicateKind {
    /// The same bytes
    Exact,
    /// The same picture, edited or saved again
    Near,
    /// Shots of one camera in a row
    Burst,
}

#[derive(Args)]
pub struct CompareArguments {
    #[arg(required_unless_present = "set", help = query::summary(), long_help = query::help())]
    pub query: Vec<String>,
    /// Two models by name or folder, with a comma between them; both must have embedded photos of the catalogue
    #[arg(long, value_name = "A,B", value_parser = two_models)]
    pub models: [String; 2],
    /// Instead of a query: the photos on which they disagree about this label set, worst first
    #[arg(long, value_name = "NAME", conflicts_with = "query")]
    pub set: Option<String>,
    /// Most photos to print for each model
    #[arg(long, default_value_t = 20, value_name = "N")]
    pub top: usize,
    /// Where the models run: auto, cpu, cuda or metal
    #[arg(long, default_value = "auto")]
    pub device: String,
}

pub fn two_models(text: &str) -> Result<[String; 2], String> {
    match text.split_once(',') {
        Some((a, b)) if !a.trim().is_empty() && !b.trim().is_empty() => Ok([a.trim().to_owned(), b.trim().to_owned()]),
        _ => Err("write two models with a comma between them, such as: starter,fashion-clip".to_owned()),
    }
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
    /// Write all label sets
    Export {
        /// File to write: JSON where its name ends so, else CSV [default: standard output]
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
}

#[derive(Subcommand)]
pub enum TagsJob {
    /// Read existing labels
    Import(ImportArguments),
    /// Write tags to a file, to standard output, or as keywords beside the photos
    Export(ExportArguments),
}

#[derive(Args)]
pub struct ImportArguments {
    /// CSV with the columns path, set and label, or any table with --set and --column
    #[arg(required_unless_present = "keywords")]
    pub file: Option<PathBuf>,
    /// What the rows name photos by
    #[arg(long = "match", value_enum, default_value = "path", value_name = "HOW")]
    pub match_by: Matching,
    /// The label set that the column belongs to
    #[arg(long, value_name = "NAME", requires = "column")]
    pub set: Option<String>,
    /// The column that holds the labels
    #[arg(long, value_name = "C", requires = "set")]
    pub column: Option<String>,
    /// Read the keywords in the photos and their sidecars into this label set instead
    #[arg(long, value_name = "SET", conflicts_with_all = ["file", "set", "column"])]
    pub keywords: Option<String>,
    /// Only tell what would happen
    #[arg(long)]
    pub dry_run: bool,
}

#[derive(Subcommand)]
pub enum TextJob {
    /// Read columns of texts about photos
    Import(TextImportArguments),
}

#[derive(Args)]
pub struct TextImportArguments {
    /// CSV with a column that names the photo, and columns of texts
    pub file: PathBuf,
    /// What the rows name photos by
    #[arg(long = "match", value_enum, default_value = "path", value_name = "HOW")]
    pub match_by: Matching,
    /// Columns that hold texts [default: title, brand and description, where the file has them]
    #[arg(long = "column", value_name = "C", num_args = 1..)]
    pub columns: Vec<String>,
    /// Only tell what would happen
    #[arg(long)]
    pub dry_run: bool,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Matching {
    Path,
    Name,
    Sku,
}

impl From<Matching> for MatchBy {
    fn from(matching: Matching) -> Self {
        match matching {
            Matching::Path => Self::Path,
            Matching::Name => Self::Name,
            Matching::Sku => Self::Sku,
        }
    }
}

#[derive(Args)]
pub struct ExportArguments {
    /// As what
    #[arg(long, value_parser = format_parser())]
    pub format: ExportFormat,
    /// Every decision, not the accepted ones alone
    #[arg(long)]
    pub all: bool,
    /// Paths relative to their folder's root, for another machine
    #[arg(long)]
    pub relative: bool,
    /// File to write [default: standard output]
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// The formats of the table by their names, with what they are in the long help.
pub fn format_parser() -> impl TypedValueParser<Value = ExportFormat> {
    let names = EXPORT_FORMATS.iter().map(|info| PossibleValue::new(info.name).help(info.title));
    PossibleValuesParser::new(names).try_map(|name| name.parse::<ExportFormat>())
}

#[derive(Subcommand)]
pub enum ModelsJob {
    /// List the models that are here, and those that can be downloaded by name
    List,
    /// Download a model into the Hugging Face cache; one that is there is left as it is
    Download {
        /// A known model, or any OWNER/NAME of the hub
        name: String,
        /// Branch, pull request (refs/pr/15) or commit [default: the known one, or main]
        #[arg(long, value_name = "R")]
        revision: Option<String>,
    },
    /// Remember a folder that holds a model; its files stay where they are
    Add {
        /// Folder with config.json, model.safetensors, tokenizer.json and what prepares the photos
        folder: PathBuf,
    },
    /// Delete a downloaded model, or forget an added folder
    Remove {
        /// The model
        name: String,
        /// Keep the model, and remove its embeddings from the catalogue
        #[arg(long)]
        embeddings: bool,
    },
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_arguments_are_consistent() {
        super::Arguments::command().debug_assert();
    }

    #[test]
    fn help_names_every_filter_state_and_export_format() {
        let mut command = super::Arguments::command();
        let mut help = |path: &[&str]| {
            let job = path.iter().fold(&mut command, |job, name| job.find_subcommand_mut(name).unwrap());
            job.render_long_help().to_string()
        };
        for job in ["search", "compare"] {
            let help = help(&[job]);
            for (example, words) in tasks::query::examples() {
                assert!(help.contains(&example) && help.contains(words), "{job} --help says nothing of {example}:\n{help}");
            }
        }
        let help = help(&["tags", "export"]);
        for format in &tasks::exchange::EXPORT_FORMATS {
            assert!(help.contains(format.name) && help.contains(format.title), "{help}");
        }
    }
}
