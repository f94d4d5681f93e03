//! Which models there are on this machine, and where: the starter, folders, and the ordinary Hugging Face cache.

use super::config::ModelConfig;
use super::files::{Files, WEIGHTS};
use crate::base::EncodeError;
use hf_hub::Cache;
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
    pub(super) fn files(&self) -> Files {
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

    /// The commit of a download: the Hugging Face cache names its snapshots by it.
    pub(super) fn revision(&self) -> Option<String> {
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
}

impl ModelKind {
    /// As `models list` says it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Starter => "starter",
            Self::Cached => "cached",
        }
    }
}

/// One line of `models list`.
#[derive(Clone, Debug, PartialEq)]
pub struct InstalledModel {
    /// What [`resolve`] understands.
    pub name: String,
    /// How it came to be here.
    pub kind: ModelKind,
    /// Size of the weights, bytes.
    pub bytes: u64,
    /// Components of an embedding.
    pub dimension: usize,
    /// As its card says, where there is one: "mit".
    pub licence: Option<String>,
}

/// Finds a model by "starter", by its folder, by "owner/name", or by the name alone.
pub fn resolve(name_or_dir: &str) -> Result<ModelSource, EncodeError> {
    resolve_in(name_or_dir, cache().as_ref())
}

/// The starter, then the CLIP checkpoints of the Hugging Face cache by name.
pub fn installed() -> Vec<InstalledModel> {
    let starter = ModelSource::Starter;
    let licence = Some(env!("CARGO_PKG_LICENSE").to_owned());
    let starter = describe(&starter.files(), STARTER, ModelKind::Starter).map(|model| InstalledModel { licence, ..model });
    let cached = cached(cache().as_ref()).into_iter().filter_map(|(name, dir)| {
        let licence = licence_of(&dir);
        describe(&Files::Folder(dir), &name, ModelKind::Cached).map(|model| InstalledModel { licence, ..model })
    });
    starter.into_iter().chain(cached).collect()
}

fn resolve_in(name: &str, cache: Option<&Cache>) -> Result<ModelSource, EncodeError> {
    if name == STARTER {
        return Ok(ModelSource::Starter);
    }
    let dir = Path::new(name);
    if dir.is_dir() {
        // The whole path: a catalogue remembers the name, and must find the model again by it.
        let whole = dir.canonicalize().unwrap_or_else(|_| dir.to_owned());
        return Ok(ModelSource::Folder { name: whole.to_string_lossy().into_owned(), dir: whole });
    }
    let cached = cached(cache);
    let short = |full: &str| full.rsplit('/').next().is_some_and(|last| last.eq_ignore_ascii_case(name));
    let found = cached.iter().find(|(full, _)| full.eq_ignore_ascii_case(name)).or_else(|| cached.iter().find(|(full, _)| short(full)));
    if let Some((full, dir)) = found {
        return Ok(ModelSource::Folder { dir: dir.clone(), name: full.clone() });
    }
    let names: Vec<&str> = std::iter::once(STARTER).chain(cached.iter().map(|(full, _)| full.as_str())).collect();
    Err(EncodeError::UnknownModel { name: name.to_owned(), installed: names.join(", ") })
}

/// Where Hugging Face's own tools put downloads. `None` on a machine that names no home: `hf_hub` would panic there.
fn cache() -> Option<Cache> {
    if let Some(hub) = std::env::var_os("HF_HUB_CACHE") {
        return Some(Cache::new(hub.into()));
    }
    let home = std::env::home_dir().is_some_and(|home| !home.as_os_str().is_empty());
    (home || std::env::var_os("HF_HOME").is_some()).then(Cache::from_env)
}

/// Names and folders of the checkpoints in the cache that have CLIP's config and weights we can read.
fn cached(cache: Option<&Cache>) -> Vec<(String, PathBuf)> {
    let Some(cache) = cache else { return Vec::new() };
    let Ok(entries) = fs_err::read_dir(cache.path()) else { return Vec::new() };
    let mut found: Vec<(String, PathBuf)> = entries
        .filter_map(|entry| {
            let folder = entry.ok()?.file_name().into_string().ok()?;
            let name = folder.strip_prefix("models--")?.replacen("--", "/", 1);
            let config = cache.model(name.clone()).get("config.json")?;
            let dir = config.parent()?.to_owned();
            (dir.join(WEIGHTS).exists() && is_clip(&config)).then_some((name, dir))
        })
        .collect();
    found.sort();
    found
}

fn is_clip(config: &Path) -> bool {
    let config: Option<serde_json::Value> = fs_err::read(config).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
    config.is_some_and(|config| config.get("model_type").is_some_and(|kind| kind == "clip" || kind == "siglip"))
}

fn describe(files: &Files, name: &str, kind: ModelKind) -> Option<InstalledModel> {
    let (config, _) = ModelConfig::read(files).ok()?;
    let bytes = files.weights().ok()?.seek(std::io::SeekFrom::End(0)).ok()?;
    Some(InstalledModel { name: name.to_owned(), kind, bytes, dimension: config.projection, licence: None })
}

/// `license:` of the model card's front matter.
fn licence_of(dir: &Path) -> Option<String> {
    let card = fs_err::read_to_string(dir.join("README.md")).ok()?;
    let front = card.strip_prefix("---")?.split("\n---").next()?;
    let value = front.lines().find_map(|line| line.strip_prefix("license:"))?.trim().trim_matches(['"', '\'']);
    (!value.is_empty()).then(|| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn download(cache: &Path, name: &str, config: &str, card: &str) -> PathBuf {
        let repo = cache.join(format!("models--{}", name.replace('/', "--")));
        let dir = repo.join("snapshots/0123");
        fs_err::create_dir_all(&dir).unwrap();
        fs_err::create_dir_all(repo.join("refs")).unwrap();
        fs_err::write(repo.join("refs/main"), "0123").unwrap();
        fs_err::write(dir.join("config.json"), config).unwrap();
        fs_err::write(dir.join("README.md"), card).unwrap();
        fs_err::write(dir.join(WEIGHTS), b"").unwrap();
        dir
    }

    #[test]
    fn models_are_found_by_each_of_their_names() {
        let home = tempfile::tempdir().unwrap();
        let cache = Cache::new(home.path().to_owned());
        let dir = download(home.path(), "someone/fashion-clip", r#"{"model_type": "clip"}"#, "---\nlicense: mit\n---\n");
        download(home.path(), "someone/bert", r#"{"model_type": "bert"}"#, "");
        let find = |name: &str| resolve_in(name, Some(&cache));
        assert_eq!(find("starter").unwrap(), ModelSource::Starter);
        let want = ModelSource::Folder { dir: dir.clone(), name: "someone/fashion-clip".to_owned() };
        for name in ["someone/fashion-clip", "fashion-clip", "FASHION-CLIP"] {
            assert_eq!(find(name).unwrap(), want);
        }
        assert_eq!(find(dir.to_str().unwrap()).unwrap(), ModelSource::Folder { dir: dir.clone(), name: dir.to_str().unwrap().to_owned() });
        assert_eq!(licence_of(&dir).as_deref(), Some("mit"));
        let message = find("bert").unwrap_err().to_string();
        assert_eq!(message, "no model is called 'bert'; installed are: starter, someone/fashion-clip");
    }

    #[test]
    fn no_cache_is_no_error() {
        assert!(cached(None).is_empty());
        assert!(cached(Some(&Cache::new("/nowhere/at/all".into()))).is_empty());
        assert!(resolve_in("bert", None).unwrap_err().to_string().ends_with("starter"));
    }
}
