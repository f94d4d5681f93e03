//! Where a checkpoint is, what it is called, and what the headers of its files tell without reading the weights.

use super::adapter::{ADAPTER, Adapter, AdapterConfig};
use super::complete;
use super::config::{ModelConfig, Pooled};
use super::files::{Files, WEIGHTS};
use super::rules::RULES;
use super::weights::Weights;
use base::EncodeError;
use std::path::{Path, PathBuf};

/// Name of the model that is built into the program.
pub const STARTER: &str = "starter";

/// A model on this machine that can be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ModelSource {
    /// The model that is built into the program.
    Starter,
    /// A checkpoint in a folder.
    Folder {
        /// Holds `config.json`, `model.safetensors`, `tokenizer.json` and `preprocessor_config.json`.
        dir: PathBuf,
        /// Display name: "owner/name" from the cache, or the whole path of a folder.
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

    /// Where it lies; `None` of the starter.
    pub fn dir(&self) -> Option<&Path> {
        match self {
            Self::Starter => None,
            Self::Folder { dir, .. } => Some(dir),
        }
    }

    /// Display name, which [`ModelSource::of_folder`] makes the whole path.
    pub fn name(&self) -> &str {
        match self {
            Self::Starter => STARTER,
            Self::Folder { name, .. } => name,
        }
    }

    /// A folder that the user chose. Its name is its whole path, because a catalogue stores the name and must find the model again.
    pub fn of_folder(dir: &Path) -> Self {
        let dir = dir.canonicalize().unwrap_or_else(|_| dir.to_owned());
        Self::Folder { name: dir.to_string_lossy().into_owned(), dir }
    }

    /// The commit of a downloaded model, which is the name of its snapshot folder in the Hugging Face cache.
    pub fn revision(&self) -> Option<String> {
        let Self::Folder { dir, .. } = self else { return None };
        let of_snapshot = dir.parent().and_then(Path::file_name).is_some_and(|parent| parent == "snapshots");
        let commit = dir.file_name().filter(|_| of_snapshot)?.to_str()?;
        Some(commit.to_owned())
    }
}

/// Where a model comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ModelKind {
    /// Built into the program.
    Starter,
    /// Downloaded into the Hugging Face cache.
    Cached,
    /// A folder that the user added.
    Folder,
    /// An adapter that was made here.
    Adapted,
}

impl ModelKind {
    /// The word for it in `models list`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Starter => "starter",
            Self::Cached => "cached",
            Self::Folder => "folder",
            Self::Adapted => "adapted",
        }
    }
}

/// A model on this machine, described from the headers of its files.
#[derive(Clone, Debug, PartialEq)]
pub struct InstalledModel {
    /// "starter", "owner/name", or the whole path of a folder.
    pub name: String,
    /// Where it comes from.
    pub kind: ModelKind,
    /// The folder of its files; `None` for the built-in model.
    pub dir: Option<PathBuf>,
    /// Size of the weights on disk, bytes; 0 where they cannot be read.
    pub bytes: u64,
    /// Memory that the weights take while both towers are in use, bytes; 0 where they cannot be read.
    pub memory: u64,
    /// Components of an embedding; `None` where the configuration cannot be read.
    pub dimension: Option<usize>,
    /// The licence named by its model card, such as "mit".
    pub licence: Option<String>,
    /// The commit that was downloaded.
    pub revision: Option<String>,
    /// The model below, as it was called where this one was made: of an adapter.
    pub base: Option<String>,
    /// Why it cannot be used, with the file and, if known, the tensor.
    pub problem: Option<String>,
}

impl InstalledModel {
    /// Reads the headers only, never the weights themselves.
    pub fn read(source: &ModelSource, kind: ModelKind) -> Self {
        let files = source.files();
        let dir = source.dir().map(Path::to_owned);
        if let (Some(dir), Ok(Some(config))) = (&dir, AdapterConfig::find(&files)) {
            return Self::of_adapter(source, kind, dir, &config);
        }
        let config = ModelConfig::read(&files).map(|(config, _)| config);
        let weights = weights(&files, config.as_ref().ok());
        let licence = match &dir {
            None => Some(env!("CARGO_PKG_LICENSE").to_owned()),
            Some(dir) => licence(dir),
        };
        let (bytes, memory) = *weights.as_ref().unwrap_or(&(0, 0));
        let dimension = config.as_ref().ok().map(|config| config.projection);
        let whole = config.and_then(|config| weights.map(|_| config)).and_then(|config| others(&files, &config));
        let problem = whole.err().map(|error| error.to_string());
        let (name, revision) = (source.name().to_owned(), source.revision());
        Self { name, kind, dir, bytes, memory, dimension, licence, revision, base: None, problem }
    }

    /// Its weights are small, and read as a whole. Whether the model below is here is not its own affair.
    fn of_adapter(source: &ModelSource, kind: ModelKind, dir: &Path, config: &AdapterConfig) -> Self {
        let problem = Adapter::find(&source.files()).err().map(|error| error.to_string());
        Self {
            name: source.name().to_owned(),
            kind,
            dir: Some(dir.to_owned()),
            bytes: fs_err::metadata(dir.join(ADAPTER)).map_or(0, |about| about.len()),
            memory: 2 * (config.dimension * config.dimension * size_of::<f32>()) as u64,
            dimension: Some(config.dimension),
            licence: licence(dir),
            revision: None,
            base: Some(config.base.name.clone()),
            problem,
        }
    }
}

/// Bytes of the weights' file, and of its parameters as f32; the file holds all that the towers need.
fn weights(files: &Files, config: Option<&ModelConfig>) -> Result<(u64, u64), EncodeError> {
    let mut source = files.weights()?;
    let weights = Weights::open(&mut *source, files.path(WEIGHTS))?;
    config.map_or(Ok(()), |config| complete::require(&weights, config))?;
    Ok((weights.file_bytes(), weights.parameters() * size_of::<f32>() as u64))
}

/// Checks that the small files which opening needs are there.
fn others(files: &Files, config: &ModelConfig) -> Result<(), EncodeError> {
    let there = |name: &str| files.exists(name);
    for (wanted, there) in [
        ("tokenizer.json", there("tokenizer.json")),
        ("preprocessor_config.json", there("preprocessor_config.json") || there("processor_config.json")),
        (RULES, there(RULES) || config.text.pooled != Pooled::Last),
    ] {
        if !there {
            return Err(files.missing(wanted));
        }
    }
    Ok(())
}

/// The `license:` line in the front matter of the model card.
fn licence(dir: &Path) -> Option<String> {
    let card = String::from_utf8(base::regular::read(&dir.join("README.md")).ok()?).ok()?;
    let front = card.strip_prefix("---")?.split("\n---").next()?;
    let value = front.lines().find_map(|line| line.strip_prefix("license:"))?.trim().trim_matches(['"', '\'']);
    (!value.is_empty()).then(|| value.to_owned())
}

/// Whether a folder looks like a checkpoint: a configuration beside weights or a tokenizer. Opens no file.
pub fn looks_like_model(dir: &Path) -> bool {
    let there = |name: &str| dir.join(name).is_file();
    there("config.json") && (there(WEIGHTS) || there("tokenizer.json") || there(ADAPTER))
}
