//! Models that were adapted on this machine: a folder each, beside what is remembered of models.

use base::{EncodeError, atomic};
use clip::{ADAPTER, ADAPTER_WORDS, AdapterConfig, AdapterFiles, Files, ModelSource, problem};
use std::io;
use std::path::{Path, PathBuf};

/// The card of a model.
const CARD: &str = "README.md";
/// What a folder of ours holds; the configuration makes it a model, and comes last.
const FILES: [&str; 4] = [ADAPTER, CARD, ADAPTER_WORDS, "config.json"];
/// Characters of a name.
const LONGEST_NAME: usize = 60;

/// The adapters in a folder, by name.
pub fn list(folder: Option<&Path>) -> Vec<ModelSource> {
    let Some(entries) = folder.and_then(|folder| fs_err::read_dir(folder).ok()) else { return Vec::new() };
    let mut found: Vec<(String, PathBuf)> = entries
        .filter_map(|entry| {
            let dir = entry.ok()?.path();
            let name = dir.file_name()?.to_str()?.to_owned();
            // One that is damaged is listed with what is wrong with it.
            let is_ours = !matches!(AdapterConfig::find(&Files::Folder(dir.clone())), Ok(None));
            is_ours.then_some((name, dir))
        })
        .collect();
    found.sort();
    found.into_iter().map(|(name, dir)| ModelSource::Folder { name, dir }).collect()
}

/// Why a model cannot be called so.
pub fn refuse_name(name: &str) -> Option<String> {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | '+');
    let sound = !name.is_empty()
        && name.chars().count() <= LONGEST_NAME
        && name.chars().all(plain)
        && !name.starts_with(['.', ' '])
        && !name.ends_with(['.', ' ']);
    (!sound)
        .then(|| format!("'{name}' cannot be a model's name: letters, digits, spaces, and - _ . + within it, {LONGEST_NAME} at the most"))
}

/// Writes an adapter's folder, which must not be there.
pub fn write(dir: &Path, files: &AdapterFiles, card: &str) -> io::Result<()> {
    if let Some(parent) = dir.parent() {
        fs_err::create_dir_all(parent)?;
    }
    fs_err::create_dir(dir)?;
    let words = files.words.as_ref().map(String::as_bytes);
    let contents = [Some(files.weights.as_slice()), Some(card.as_bytes()), words, Some(files.config.as_slice())];
    let mut to_write = FILES.iter().zip(contents).filter_map(|(name, bytes)| Some((name, bytes?)));
    let written = to_write.try_for_each(|(name, bytes)| atomic::write_new(&dir.join(name), bytes));
    if written.is_err() {
        delete(dir).ok();
    }
    written
}

/// Deletes the files of ours in a folder, and the folder where nothing else is in it: how many bytes are free again.
pub fn delete(dir: &Path) -> io::Result<u64> {
    let mut freed = 0;
    // The other way round: without its configuration it is no model any more.
    for file in FILES.iter().rev().map(|name| dir.join(name)) {
        let Ok(about) = fs_err::symlink_metadata(&file) else { continue };
        fs_err::remove_file(&file)?;
        freed += about.len();
    }
    // What a person put beside them stays, and its folder with it.
    fs_err::remove_dir(dir).ok();
    Ok(freed)
}

/// Copies an adapter into a folder, which must not be there or be empty.
pub fn export(dir: &Path, to: &Path) -> Result<(), EncodeError> {
    let taken = fs_err::read_dir(to).is_ok_and(|mut entries| entries.next().is_some())
        || fs_err::symlink_metadata(to).is_ok_and(|about| !about.is_dir());
    if taken {
        return Err(problem(to, "there is something at this place already: name a folder that is not there yet"));
    }
    let copy = || -> io::Result<()> {
        fs_err::create_dir_all(to)?;
        let there = FILES.iter().filter(|name| dir.join(name).is_file());
        there.into_iter().try_for_each(|name| atomic::write_new(&to.join(name), &base::regular::read(&dir.join(name))?))
    };
    copy().map_err(|e| problem(to, format!("the model cannot be written there ({})", base::human::reason(&e))))
}
