//! A checkpoint's place and name, and what can be told of it from the headers of its files.

use super::config::{ModelConfig, Pooled};
use super::files::{Files, WEIGHTS, problem};
use super::rules::RULES;
use super::weights::Weights;
use base::EncodeError;
use std::path::{Path, PathBuf};

/// The starter model's name.
pub const STARTER: &str = "starter";

/// A model that is there to be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ModelSource {
    /// The one inside the program.
    Starter,
    /// A checkpoint's folder.
    Folder {
        /// Holds `config.json`, `model.safetensors`, `tokenizer.json` and `preprocessor_config.json`.
        dir: PathBuf,
        /// As a person names it.
        name: String,
    },
}

impl ModelSource {
    /// The files behind it.
    pub fn files(&self) -> Files {
        match self {
            Self::Starter => Files::Starter,
            Self::Folder { dir, .. } => Files::Folder(dir.clone()),
        }
    }

    /// As a person names it.
    pub fn name(&self) -> &str {
        match self {
            Self::Starter => STARTER,
            Self::Folder { name, .. } => name,
        }
    }

    /// A folder of the person's own: its whole path is its name, since a catalogue remembers it and must find the model again.
    pub fn of_folder(dir: &Path) -> Self {
        let dir = dir.canonicalize().unwrap_or_else(|_| dir.to_owned());
        Self::Folder { name: dir.to_string_lossy().into_owned(), dir }
    }

    /// The commit of a download: the Hugging Face cache names its snapshots by it.
    pub fn revision(&self) -> Option<String> {
        let Self::Folder { dir, .. } = self else { return None };
        let of_snapshot = dir.parent().and_then(Path::file_name).is_some_and(|parent| parent == "snapshots");
        let commit = dir.file_name().filter(|_| of_snapshot)?.to_str()?;
        Some(commit.to_owned())
    }
}

/// How a model came to be here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ModelKind {
    /// Inside the program.
    Starter,
    /// Downloaded into the Hugging Face cache.
    Cached,
    /// A folder that the person added.
    Folder,
}

impl ModelKind {
    /// As `models list` says it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Starter => "starter",
            Self::Cached => "cached",
            Self::Folder => "folder",
        }
    }
}

/// A model on this machine, as its headers tell.
#[derive(Clone, Debug, PartialEq)]
pub struct InstalledModel {
    /// What [`Shelf::resolve`](super::Shelf::resolve) understands: "starter", "owner/name", a folder's whole path.
    pub name: String,
    /// How it came to be here.
    pub kind: ModelKind,
    /// Where its files are; `None`: inside the program.
    pub dir: Option<PathBuf>,
    /// Size of the weights on disk, bytes; 0 where they cannot be read.
    pub bytes: u64,
    /// Memory that the weights take while both towers are in use, bytes; 0 where they cannot be read.
    pub memory: u64,
    /// Components of an embedding; `None` where the configuration cannot be read.
    pub dimension: Option<usize>,
    /// As its card says, where there is one: "mit".
    pub licence: Option<String>,
    /// The commit that was downloaded.
    pub revision: Option<String>,
    /// Why it cannot be used: names the file, and where known the tensor.
    pub problem: Option<String>,
}

impl InstalledModel {
    /// Reads the headers; nothing of the weights themselves.
    pub fn read(source: &ModelSource, kind: ModelKind) -> Self {
        let files = source.files();
        let dir = match source {
            ModelSource::Starter => None,
            ModelSource::Folder { dir, .. } => Some(dir.clone()),
        };
        let config = ModelConfig::read(&files).map(|(config, _)| config);
        let weights = weights(&files);
        let licence = match &dir {
            None => Some(env!("CARGO_PKG_LICENSE").to_owned()),
            Some(dir) => licence(dir),
        };
        let (bytes, memory) = *weights.as_ref().unwrap_or(&(0, 0));
        let dimension = config.as_ref().ok().map(|config| config.projection);
        let whole = config.and_then(|config| weights.map(|_| config)).and_then(|config| others(&files, &config));
        let problem = whole.err().map(|error| error.to_string());
        Self { name: source.name().to_owned(), kind, dir, bytes, memory, dimension, licence, revision: source.revision(), problem }
    }
}

/// Bytes of the weights' file, and of its parameters as f32.
fn weights(files: &Files) -> Result<(u64, u64), EncodeError> {
    let mut source = files.weights()?;
    let weights = Weights::open(&mut *source, files.path(WEIGHTS))?;
    Ok((weights.file_bytes(), weights.parameters() * size_of::<f32>() as u64))
}

/// Whether the small files that opening asks for are there.
fn others(files: &Files, config: &ModelConfig) -> Result<(), EncodeError> {
    let there = |name: &str| files.exists(name);
    for (wanted, there) in [
        ("tokenizer.json", there("tokenizer.json")),
        ("preprocessor_config.json", there("preprocessor_config.json") || there("processor_config.json")),
        (RULES, there(RULES) || config.text.pooled != Pooled::Last),
    ] {
        if !there {
            return Err(problem(&files.path(wanted), "this file is missing from the checkpoint"));
        }
    }
    Ok(())
}

/// `license:` of the model card's front matter.
fn licence(dir: &Path) -> Option<String> {
    let card = fs_err::read_to_string(dir.join("README.md")).ok()?;
    let front = card.strip_prefix("---")?.split("\n---").next()?;
    let value = front.lines().find_map(|line| line.strip_prefix("license:"))?.trim().trim_matches(['"', '\'']);
    (!value.is_empty()).then(|| value.to_owned())
}

/// Whether a folder has the look of a checkpoint: its configuration beside its weights or its tokenizer. Cheap; nothing is opened.
pub fn looks_like_model(dir: &Path) -> bool {
    let there = |name: &str| dir.join(name).is_file();
    there("config.json") && (there(WEIGHTS) || there("tokenizer.json"))
}
