//! Which photos are copied, where they go, and what they are called.

use clap::{ArgGroup, Args, ValueEnum};
use std::path::PathBuf;
use tasks::copies::{Layout, PLACES};
use tasks::sheet::{Paper, SheetRequest};

/// Photos by name or by query.
#[derive(Args, Default)]
#[command(group = ArgGroup::new("chosen").required(true).args(["photos", "query", "saved"]))]
pub struct WhichPhotos {
    /// Photos of the catalogue
    #[arg(value_name = "PHOTO")]
    pub photos: Vec<PathBuf>,
    /// The photos that this query finds; words need --top or --min-score beside them
    #[arg(long, value_name = "QUERY")]
    pub query: Option<String>,
    /// The photos that a saved search finds, in its order
    #[arg(long, value_name = "NAME")]
    pub saved: Option<String>,
    /// Only the first so many photos of the query
    #[arg(long, value_name = "N", conflicts_with = "photos")]
    pub top: Option<usize>,
    /// Only photos that score at least this
    #[arg(long, value_name = "S", conflicts_with = "photos", allow_negative_numbers = true)]
    pub min_score: Option<f32>,
}

#[derive(Args)]
#[allow(clippy::struct_excessive_bools)] // each is a switch of its own
pub struct CopyArguments {
    #[command(flatten)]
    pub which: WhichPhotos,
    /// The folder they go to, outside of all folders of the catalogue; made where it is not there
    #[arg(long, value_name = "FOLDER")]
    pub to: PathBuf,
    /// Hard links in the place of copies: the same file under another name, on the same disk
    #[arg(long, conflicts_with = "xmp")]
    pub link: bool,
    /// Folders to make in it
    #[arg(long, value_enum, default_value = "flat", value_name = "flat|label|sku", hide_possible_values = true)]
    pub layout: LayoutChoice,
    /// The label set of {label} and of --layout label [default: the only one]
    #[arg(long, value_name = "NAME")]
    pub set: Option<String>,
    #[arg(long, default_value = "{name}", value_name = "PATTERN", help = "What the copies are called, without the ending", long_help = pattern_help())]
    pub name: String,
    /// Copy sidecars too, under the same names
    #[arg(long)]
    pub sidecars: bool,
    /// Put labels and marks into the copies as XMP (JPEG, PNG, WebP and TIFF; of raw files, beside them); the originals stay as they are
    #[arg(long)]
    pub xmp: bool,
    /// Leave out the raw files that go with photos
    #[arg(long)]
    pub no_raw: bool,
    /// Only tell what would happen
    #[arg(long)]
    pub dry_run: bool,
}

#[derive(Args)]
pub struct ContactSheetArguments {
    #[command(flatten)]
    pub which: WhichPhotos,
    /// The PDF file to write
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    /// Photos side by side, 1 to 12
    #[arg(long, value_name = "N", default_value_t = SheetRequest::default().columns)]
    pub columns: u8,
    /// Size of the paper: a4 or letter
    #[arg(long, value_name = "a4|letter", default_value = "a4")]
    pub paper: Paper,
    /// Words above each page
    #[arg(long, value_name = "WORDS")]
    pub title: Option<String>,
    /// No file names below the photos
    #[arg(long)]
    pub no_names: bool,
    /// No stars and colour labels below the photos
    #[arg(long)]
    pub no_marks: bool,
}

fn pattern_help() -> String {
    let places: Vec<String> = PLACES.iter().map(|(place, what)| format!("  {place:9} {what}")).collect();
    format!("What the copies are called, without the ending. Equal names get a number.\n{}", places.join("\n"))
}

#[derive(Clone, Copy, ValueEnum)]
pub enum LayoutChoice {
    Flat,
    Label,
    Sku,
}

impl From<LayoutChoice> for Layout {
    fn from(layout: LayoutChoice) -> Self {
        match layout {
            LayoutChoice::Flat => Self::Flat,
            LayoutChoice::Label => Self::Label,
            LayoutChoice::Sku => Self::Sku,
        }
    }
}
