//! Downloads a model: chooses its files, checks the free space, fetches them, and makes all of them visible at once.
//!
//! The names of requests, answers and folders are `hf_hub`'s; the transfer is ours, over the same `ureq`, because that of
//! `hf_hub` cannot be cancelled, knows neither checksums nor time limits, and takes a full answer to a resumed request for the rest.

use super::known;
use super::part::partial;
use super::settings::{DownloadError, HubSettings, is_hex};
use super::transfer::{Announced, Hub};
use base::{Cancel, Progress};
use clip::WEIGHTS;
use fs_err as fs;
use hf_hub::{Cache, CacheRepo, Repo, RepoType};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Files without which a checkpoint cannot be opened; of a group, the first that is there.
const REQUIRED: [&[&str]; 4] = [&["config.json"], &["tokenizer.json"], &["preprocessor_config.json", "processor_config.json"], &[WEIGHTS]];
/// Files that are fetched if they exist: the model card with the licence, and the configuration of some converted checkpoints.
const OPTIONAL: [&str; 3] = ["README.md", "open_clip_config.json", "tokenizer_config.json"];
/// Names under which repositories keep pickled weights.
const PICKLES: [&str; 2] = ["pytorch_model.bin", "open_clip_pytorch_model.bin"];
/// Limit for every file but the weights, bytes. Multilingual tokenizers have 17 MB.
const MAX_SMALL_FILE: u64 = 100_000_000;
/// Bytes that must stay free on the disk.
const RESERVED_BYTES: u64 = 50_000_000;
/// How often a request to cancel is checked.
const CANCEL_INTERVAL: Duration = Duration::from_millis(100);

/// Downloads the files of a revision into the cache. Returns the folder of its snapshot.
pub fn download(
    settings: &HubSettings,
    cache: &Path,
    name: &str,
    revision: &str,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<PathBuf, DownloadError> {
    let hub = Hub::new(settings, name);
    let (done, waiting) = std::sync::mpsc::channel::<()>();
    std::thread::scope(|scope| {
        // A read that waits for the server cannot check for a request to cancel; closing its connection from here ends it at once.
        let closing = hub.clone();
        scope.spawn(move || {
            while waiting.recv_timeout(CANCEL_INTERVAL) == Err(std::sync::mpsc::RecvTimeoutError::Timeout) {
                if cancel.is_cancelled() {
                    return closing.close();
                }
            }
        });
        let outcome = Download { hub: &hub, name, revision, progress, cancel }.run(cache);
        drop(done);
        // Whatever error the closed connection caused.
        if cancel.is_cancelled() && outcome.is_err() { Err(DownloadError::Cancelled) } else { outcome }
    })
}

struct Download<'a> {
    hub: &'a Hub<'a>,
    name: &'a str,
    revision: &'a str,
    progress: &'a Progress,
    cancel: &'a Cancel,
}

impl Download<'_> {
    fn run(&self, cache: &Path) -> Result<PathBuf, DownloadError> {
        let repo = Repo::with_revision(self.name.to_owned(), RepoType::Model, self.revision.to_owned());
        let info = self.hub.info(&repo)?;
        if !is_hex(&info.sha, 40) {
            return Err(self.hub.unexpected("it names no commit"));
        }
        // From here on of this commit, though the branch may move meanwhile.
        let repo = Repo::with_revision(self.name.to_owned(), RepoType::Model, info.sha.clone());
        let there: Vec<&str> = info.siblings.iter().map(|file| file.rfilename.as_str()).collect();
        let files = self.choose(&there)?;
        let announced = files.iter().map(|file| self.announced(&repo, file)).collect::<Result<Vec<_>, _>>()?;

        let cached =
            Cache::new(cache.to_owned()).repo(Repo::with_revision(self.name.to_owned(), RepoType::Model, self.revision.to_owned()));
        let blobs: Vec<PathBuf> = announced.iter().map(|file| cached.blob_path(file.checksum.text())).collect();
        self.make_room(cache, &announced, &blobs)?;
        for (file, blob) in announced.iter().zip(&blobs) {
            if is_whole(blob, file) {
                self.progress.advance(file.bytes);
            } else {
                self.hub.fetch(file, blob, self.progress, self.cancel)?;
            }
        }
        if self.cancel.is_cancelled() {
            return Err(DownloadError::Cancelled);
        }
        self.publish(&cached, &info.sha, &announced, &blobs).map_err(DownloadError::write)
    }

    /// The files to fetch, weights last. The names are ours: what the hub lists is only compared with them.
    fn choose(&self, there: &[&str]) -> Result<Vec<&'static str>, DownloadError> {
        let mut files: Vec<&'static str> = OPTIONAL.into_iter().filter(|file| there.contains(file)).collect();
        for group in REQUIRED {
            match group.iter().find(|file| there.contains(file)) {
                Some(file) => files.push(file),
                None => return Err(self.missing(group[0], there)),
            }
        }
        Ok(files)
    }

    fn missing(&self, file: &str, there: &[&str]) -> DownloadError {
        let pickle = PICKLES.into_iter().find(|pickle| there.contains(pickle)).filter(|_| !there.contains(&WEIGHTS));
        if let Some(pickle) = pickle {
            let other = known::find(self.name).and_then(|model| model.revision).filter(|revision| *revision != self.revision);
            let advice = match other {
                Some(revision) => format!("download the revision that has safetensors: --revision {revision}"),
                None => "load it once with transformers where you trust it, write it with save_pretrained(…, safe_serialization=True), \
                         and add that folder: selvedge models add DIR"
                    .to_owned(),
            };
            return DownloadError::OnlyPickles { name: self.name.to_owned(), file: pickle.to_owned(), advice };
        }
        DownloadError::Incomplete { name: self.name.to_owned(), file: file.to_owned() }
    }

    fn announced(&self, repo: &Repo, file: &'static str) -> Result<Announced, DownloadError> {
        let announced = self.hub.announced(repo, file)?;
        if file != WEIGHTS && announced.bytes > MAX_SMALL_FILE {
            return Err(self.hub.unexpected(&format!("{file} is said to have {} bytes", announced.bytes)));
        }
        Ok(announced)
    }

    /// Counts what is still to come, and refuses it where the disk is too small.
    fn make_room(&self, cache: &Path, files: &[Announced], blobs: &[PathBuf]) -> Result<(), DownloadError> {
        self.progress.set_total(files.iter().map(|file| file.bytes).fold(0, u64::saturating_add));
        let missing = |(file, blob): (&Announced, &PathBuf)| {
            let has = [blob.clone(), partial(blob)].iter().find_map(|p| fs::metadata(p).ok()).map_or(0, |m| m.len());
            file.bytes.saturating_sub(has)
        };
        let needs = files.iter().zip(blobs).map(missing).fold(0, u64::saturating_add);
        let there = cache.ancestors().find(|folder| folder.is_dir()).unwrap_or(cache);
        let has = fs4::available_space(there).map_err(DownloadError::write)?;
        if needs > 0 && has < needs.saturating_add(RESERVED_BYTES) {
            return Err(DownloadError::NoSpace { dir: cache.to_owned(), needs, has });
        }
        blobs.iter().filter_map(|blob| blob.parent()).try_for_each(fs::create_dir_all).map_err(DownloadError::write)
    }

    /// The blobs become a snapshot, weights last, and the revision leads to it at the very end: whoever looks in between sees the
    /// model as it was before.
    fn publish(&self, cached: &CacheRepo, commit: &str, files: &[Announced], blobs: &[PathBuf]) -> io::Result<PathBuf> {
        let snapshot = cached.pointer_path(commit);
        fs::create_dir_all(&snapshot)?;
        for (file, blob) in files.iter().zip(blobs) {
            point(&snapshot.join(file.name), blob)?;
        }
        if self.revision != commit {
            cached.create_ref(commit)?;
        }
        Ok(snapshot)
    }
}

/// A blob of the cache is named by its checksum and appears only after it was compared.
fn is_whole(blob: &Path, file: &Announced) -> bool {
    fs::metadata(blob).is_ok_and(|about| about.len() == file.bytes)
}

/// A relative link, as Hugging Face's own tools make it; the whole cache can be moved.
#[cfg(unix)]
fn point(pointer: &Path, blob: &Path) -> io::Result<()> {
    if pointer.exists() {
        return Ok(());
    }
    if pointer.is_symlink() {
        fs::remove_file(pointer)?;
    }
    let name = blob.file_name().unwrap_or_default();
    std::os::unix::fs::symlink(Path::new("../../blobs").join(name), pointer)
}

/// Where links need a privilege, Hugging Face's own tools put the file itself there.
#[cfg(not(unix))]
fn point(pointer: &Path, blob: &Path) -> io::Result<()> {
    if pointer.exists() { Ok(()) } else { fs::rename(blob, pointer) }
}
