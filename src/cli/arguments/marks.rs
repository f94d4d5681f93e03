//! What flags, stars and colour labels are given to, which duplicates are listed or told apart, and by how much a camera's clock is off.

use super::models::ModelArguments;
use base::ColourLabel;
use clap::builder::PossibleValuesParser;
use clap::{ArgGroup, Args, ValueEnum};
use std::path::PathBuf;
use tasks::exchange::Prefer;

#[derive(Args)]
#[command(group = ArgGroup::new("which").required(true).args(["photos", "query", "from_files"]))]
#[command(group = ArgGroup::new("what").required(true).multiple(true).args(["flag", "stars", "color", "from_files"]))]
pub struct MarkArguments {
    /// Photos of the catalogue
    #[arg(value_name = "PHOTO")]
    pub photos: Vec<PathBuf>,
    /// The photos that this query finds; words need --top or --min-score beside them
    #[arg(long, value_name = "QUERY")]
    pub query: Option<String>,
    /// Pick, reject, or take the flag off
    #[arg(long, value_enum, value_name = "pick|reject|none")]
    pub flag: Option<FlagChoice>,
    /// Give so many stars; 0 takes them off
    #[arg(long, value_name = "0-5", value_parser = clap::value_parser!(u8).range(0..=5))]
    pub stars: Option<u8>,
    /// Give a colour label, or take it off
    #[arg(long, value_name = "COLOR", value_parser = colours())]
    pub color: Option<String>,
    /// Only the first so many photos of the query
    #[arg(long, value_name = "N", requires = "query")]
    pub top: Option<usize>,
    /// Only photos that score at least this
    #[arg(long, value_name = "S", requires = "query", allow_negative_numbers = true)]
    pub min_score: Option<f32>,
    /// Read the marks in the photos and their sidecars; what you decided stays
    #[arg(long, conflicts_with_all = ["flag", "stars", "color"])]
    pub from_files: bool,
    /// Only tell what would happen
    #[arg(long, conflicts_with_all = ["photos", "query"])]
    pub dry_run: bool,
    /// Where you and a file say different things, believe what was changed last, the file or the catalogue
    #[arg(long, value_enum, value_name = "newer|file|catalog", conflicts_with_all = ["photos", "query"])]
    pub prefer: Option<Preferred>,
}

fn colours() -> PossibleValuesParser {
    PossibleValuesParser::new(ColourLabel::ALL.iter().map(|colour| colour.as_str()).chain(["none"]))
}

#[derive(Clone, Copy, ValueEnum)]
pub enum FlagChoice {
    Pick,
    Reject,
    None,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Preferred {
    Newer,
    File,
    Catalog,
}

impl From<Preferred> for Prefer {
    fn from(preferred: Preferred) -> Self {
        match preferred {
            Preferred::Newer => Self::Newer,
            Preferred::File => Self::File,
            Preferred::Catalog => Self::Catalog,
        }
    }
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
pub struct ClockArguments {
    /// A camera as photos tell it, or a part of its name [default: list all]
    #[arg(conflicts_with = "same")]
    pub camera: Option<String>,
    /// What is to be added to its clock: +1:02:03, -45s, +1h, "+2d 1:00"; 0 takes the clock as it is
    #[arg(allow_hyphen_values = true)]
    pub offset: Option<String>,
    /// Two photos of two cameras that show the same instant: the second one's camera is set so that they agree
    #[arg(long, num_args = 2, value_names = ["PHOTO", "PHOTO"])]
    pub same: Vec<PathBuf>,
}
