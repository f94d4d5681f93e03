//! Arguments of reading, finding and comparing photos.

use super::models::{ArithmeticArgument, ModelArguments};
use clap::{Args, ValueEnum};
use std::path::PathBuf;
use tasks::query;
use tasks::search::{Sort, TextUse};

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
    /// Ask a search again that was kept under this name, in its order and with its cut-off
    #[arg(long, value_name = "NAME", conflicts_with_all = ["query", "like", "text", "as_typed"])]
    pub saved: Option<String>,
    /// Keep the search under this name; one that has it already is changed
    #[arg(long, value_name = "NAME", conflicts_with = "saved")]
    pub save: Option<String>,
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
    /// Order of the photos from the start of an axis to its end, by its name
    #[arg(long, value_name = "AXIS", conflicts_with = "sort")]
    pub sort_along: Option<String>,
    /// Turn the order of all hits round
    #[arg(long)]
    pub reverse: bool,
    #[command(flatten)]
    pub model: ModelArguments,
}

#[derive(Args)]
pub struct WhereArguments {
    /// The photo; it need not be in the catalogue
    pub photo: PathBuf,
    /// What to look for, as it would be searched for
    #[arg(long)]
    pub query: String,
    /// Look for each word as it is, whether the model was taught it or not
    #[arg(long)]
    pub as_typed: bool,
    /// Also write the photo as a JPEG with all that is cold in the dark
    #[arg(long, value_name = "FILE")]
    pub picture: Option<PathBuf>,
    #[command(flatten)]
    pub model: ModelArguments,
}

#[derive(Args)]
pub struct SearchesArguments {
    /// Delete the search of this name
    #[arg(long, value_name = "NAME")]
    pub delete: Option<String>,
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
    /// Most stars first
    Rating,
    /// The nearest to the colours of the query's hue: filters first
    Hue,
}

impl From<Order> for Sort {
    fn from(order: Order) -> Self {
        match order {
            Order::Relevance => Self::Relevance,
            Order::Name => Self::Name,
            Order::Date => Self::Date,
            Order::Size => Self::Size,
            Order::Rating => Self::Rating,
            Order::Hue => Self::Hue,
        }
    }
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
    #[command(flatten)]
    pub arithmetic: ArithmeticArgument,
}

pub fn two_models(text: &str) -> Result<[String; 2], String> {
    match text.split_once(',') {
        Some((a, b)) if !a.trim().is_empty() && !b.trim().is_empty() => Ok([a.trim().to_owned(), b.trim().to_owned()]),
        _ => Err("write two models with a comma between them, such as: starter,fashion-clip".to_owned()),
    }
}
