//! The Hugging Face cache on disk: `models--owner--name/{blobs,refs,snapshots}`.

use super::known;
use clip::ModelSource;
use clip::WEIGHTS;

use fs_err as fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// `model_type` of the checkpoints that can be read here; the cache holds others too.
const MODEL_TYPES: [&str; 2] = ["clip", "siglip"];

/// The checkpoints of the cache, by name.
pub fn checkpoints(cache: Option<&Path>) -> Vec<ModelSource> {
    let Some(entries) = cache.and_then(|cache| fs::read_dir(cache).ok()) else { return Vec::new() };
    let mut found: Vec<(String, PathBuf)> = entries
        .filter_map(|entry| {
            let entry = entry.ok()?;
            let name = entry.file_name().to_str()?.strip_prefix("models--")?.replacen("--", "/", 1);
            let dir = snapshot(&entry.path(), known::find(&name).and_then(|model| model.revision))?;
            is_ours(&dir).then_some((name, dir))
        })
        .collect();
    found.sort();
    found.into_iter().map(|(name, dir)| ModelSource::Folder { name, dir }).collect()
}

/// The snapshot of a repository's folder to use: that of `main`, else that of the other revision, else the newest, and one with
/// weights before one without.
pub fn snapshot(repository: &Path, revision: Option<&str>) -> Option<PathBuf> {
    let named = ["main"].into_iter().chain(revision).filter_map(|revision| of_revision(repository, revision));
    let mut others: Vec<(SystemTime, PathBuf)> = fs::read_dir(repository.join("snapshots"))
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| Some((entry.metadata().ok()?.modified().ok()?, entry.path())))
        .collect();
    others.sort_by(|a, b| b.cmp(a));
    let all: Vec<PathBuf> = named.chain(others.into_iter().map(|(_, dir)| dir)).filter(|dir| dir.join("config.json").is_file()).collect();
    all.iter().find(|dir| dir.join(WEIGHTS).is_file()).or(all.first()).cloned()
}

/// The folder of a branch, a pull request or a commit, where it was downloaded.
pub fn of_revision(repository: &Path, revision: &str) -> Option<PathBuf> {
    let commit = fs::read_to_string(repository.join("refs").join(revision)).map_or_else(|_| revision.to_owned(), |c| c.trim().to_owned());
    // The file may say anything: only a plain name leads to a folder.
    let plain = !commit.is_empty() && commit.bytes().all(|b| b.is_ascii_alphanumeric());
    Some(repository.join("snapshots").join(commit)).filter(|dir| plain && dir.is_dir())
}

/// open_clip's checkpoints say nothing of use in config.json.
fn is_ours(checkpoint: &Path) -> bool {
    if checkpoint.join(clip::OPEN_CLIP_CONFIG).is_file() {
        return true;
    }
    let config = fs::read(checkpoint.join("config.json")).ok();
    let config: Option<serde_json::Value> = config.and_then(|bytes| serde_json::from_slice(&bytes).ok());
    config.is_some_and(|config| config.get("model_type").and_then(|kind| kind.as_str()).is_some_and(|kind| MODEL_TYPES.contains(&kind)))
}

/// The folder of a repository in the cache.
pub fn repository(cache: &Path, name: &str) -> PathBuf {
    cache.join(format!("models--{}", name.replace('/', "--")))
}

/// Deletes a repository's folder, and tells how many bytes it held. Links in it are deleted, never followed.
pub fn delete(repository: &Path) -> io::Result<u64> {
    let freed = size(repository)?;
    fs::remove_dir_all(repository)?;
    Ok(freed)
}

fn size(dir: &Path) -> io::Result<u64> {
    let mut total = 0;
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        if kind.is_dir() {
            total += size(&entry.path())?;
        } else if kind.is_file() {
            total += entry.metadata()?.len();
        }
    }
    Ok(total)
}
