//! Arguments of models: which one answers, and which are here.

use base::{ArithmeticChoice, Compatibility};
use clap::{Args, Subcommand};
use std::path::PathBuf;

const AUTO: &str = "auto";

#[derive(Args, Clone)]
pub struct ModelArguments {
    /// Model by name, or a folder that holds one [default: the one that answers for the catalogue]
    #[arg(long, value_name = "NAME|DIR")]
    pub model: Option<String>,
    /// Where the model runs: auto, cpu, cuda or metal
    #[arg(long, default_value = AUTO)]
    pub device: String,
    #[command(flatten)]
    pub arithmetic: ArithmeticArgument,
}

#[derive(Args, Clone, Copy, Default)]
pub struct ArithmeticArgument {
    /// What it multiplies in on the processor: int8 is twice as fast, and is refused where it was not shown to see the same
    /// [default: `SELVEDGE_ARITHMETIC`, or the settings' choice, or auto: int8 where that was shown]
    #[arg(long, value_name = "auto|f32|int8")]
    pub arithmetic: Option<ArithmeticChoice>,
}

impl Default for ModelArguments {
    /// The model that answers for the catalogue, wherever it runs best.
    fn default() -> Self {
        Self { model: None, device: AUTO.to_owned(), arithmetic: ArithmeticArgument::default() }
    }
}

#[derive(Args)]
pub struct AdaptArguments {
    /// What the new model is called [default: the catalogue's name and "adapted"]
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    #[command(flatten)]
    pub model: ModelArguments,
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
    /// Measure how near a model's int8 vectors come to its f32 ones; where that is near enough, int8 is used from then on
    CheckArithmetic {
        /// The model
        name: String,
        /// Folders of photos to measure on [default: the photos of the catalogue]
        folders: Vec<PathBuf>,
        /// Photos to look at, evenly taken from all; fewer than 2000 show nothing
        #[arg(long, default_value_t = Compatibility::LEAST_PHOTOS, value_name = "N")]
        photos: u64,
    },
    /// Compare a model's answers with those that were published of the same weights
    ///
    /// Some were published of pictures, which lie in their projects' repositories: the command says where. Those of texts need none.
    Verify {
        /// The model
        name: String,
        /// A picture that an answer was published of; may be given more than once
        #[arg(long = "picture", value_name = "FILE")]
        pictures: Vec<PathBuf>,
        /// The model that its weights are a copy of, where it goes by another name
        #[arg(long, value_name = "NAME")]
        same_as: Option<String>,
    },
    /// Copy an adapted model into a new folder, which `models add` takes on another machine that has the model below it
    Export {
        /// The model
        name: String,
        /// Folder to make
        folder: PathBuf,
    },
    /// Delete a downloaded or adapted model, or forget an added folder
    Remove {
        /// The model
        name: String,
        /// Keep the model, and remove its embeddings from the catalogue
        #[arg(long)]
        embeddings: bool,
    },
}
