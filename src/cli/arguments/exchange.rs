//! Arguments of what is read from and written to other programs.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;
use tasks::exchange::{EXPORT_FORMATS, ExportFormat, MatchBy};

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
    /// Whose decisions these are, for rows that name no author; what disagrees with a person's own decision is kept as that author's opinion
    #[arg(long, value_name = "NAME", conflicts_with = "keywords")]
    pub author: Option<String>,
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
#[allow(clippy::struct_excessive_bools)] // each is a switch of its own
pub struct ExportArguments {
    /// As what
    #[arg(long, value_parser = format_parser(), required_unless_present = "profile")]
    pub format: Option<ExportFormat>,
    /// As this profile has it (see selvedge profiles): a shop's file with the columns that were chosen for it
    #[arg(long, value_name = "NAME", conflicts_with_all = ["format", "all", "relative", "excel"])]
    pub profile: Option<String>,
    /// Write nothing; tell what the shop's importer would refuse, with row and reason
    #[arg(long, requires = "profile", conflicts_with = "out")]
    pub dry_run: bool,
    /// Every decision, not the accepted ones alone
    #[arg(long)]
    pub all: bool,
    /// Paths relative to their folder's root, for another machine
    #[arg(long)]
    pub relative: bool,
    /// CSV to be opened with Excel: with a byte order mark, and with the separator and decimal sign of the system's language
    #[arg(long)]
    pub excel: bool,
    /// Only the photos that a saved search finds; words need --top or --min-score beside them, or a cut-off that was saved
    #[arg(long, value_name = "NAME")]
    pub saved: Option<String>,
    /// Only the first so many of them
    #[arg(long, value_name = "N", requires = "saved")]
    pub top: Option<usize>,
    /// Only those that score at least this
    #[arg(long, value_name = "S", requires = "saved", allow_negative_numbers = true)]
    pub min_score: Option<f32>,
    /// File to write [default: standard output]
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

#[derive(Subcommand)]
pub enum ProfilesJob {
    /// The profiles of the catalogue
    List,
    /// Print a profile as JSON, to be changed and saved again
    Show {
        /// Its name
        name: String,
    },
    /// Print a profile to begin with, made of the catalogue's label sets and imported texts
    Example {
        /// Whose file
        #[arg(value_enum)]
        format: ShopChoice,
    },
    /// Keep the profile of a JSON file, in the place of one of the same name
    Save {
        /// File to read
        file: PathBuf,
    },
    /// Forget a profile
    Remove {
        /// Its name
        name: String,
    },
}

#[derive(Clone, Copy, ValueEnum)]
pub enum ShopChoice {
    Shopify,
    Google,
    Csv,
}

/// The formats of the table by their names, with what they are in the long help.
pub fn format_parser() -> impl TypedValueParser<Value = ExportFormat> {
    let names = EXPORT_FORMATS.iter().map(|info| PossibleValue::new(info.name).help(info.title));
    PossibleValuesParser::new(names).try_map(|name| name.parse::<ExportFormat>())
}
