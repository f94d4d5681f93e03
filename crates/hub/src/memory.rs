//! What the shelf remembers between runs, as one small JSON file: folders, keys of weights, measured speeds.

use base::ModelKey;
use parking_lot::Mutex;
use std::io;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// Most keys and speeds that are remembered; the oldest go first.
const MOST: usize = 100;

/// The file's content.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Remembered {
    /// Checkpoints that the person added.
    pub folders: Vec<PathBuf>,
    /// Keys that were computed once, oldest first.
    pub keys: Vec<RememberedKey>,
    /// Speeds that were measured, oldest first.
    pub speeds: Vec<Speed>,
}

/// A model's key, with all that it was computed from.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct RememberedKey {
    /// The weights as they were then.
    #[serde(flatten)]
    pub weights: Stamp,
    /// Hash over the other files.
    pub others: String,
    /// The key over all of them.
    pub key: String,
}

/// What tells whether a file is still the same without reading it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Stamp {
    path: PathBuf,
    bytes: u64,
    /// Nanoseconds since 1970.
    modified: u64,
}

/// How fast a model indexed.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Speed {
    model: String,
    device: String,
    photos_per_second: f64,
}

impl Stamp {
    /// Of the file as it is now; `None` where the system does not tell.
    pub fn of(file: &Path) -> Option<Self> {
        let path = file.canonicalize().ok()?;
        let about = fs_err::metadata(&path).ok()?;
        let modified = about.modified().ok()?.duration_since(UNIX_EPOCH).ok()?.as_nanos();
        Some(Self { path, bytes: about.len(), modified: u64::try_from(modified).ok()? })
    }
}

/// The file, or nothing.
#[derive(Debug)]
pub struct Memory {
    file: Option<PathBuf>,
    /// Two threads must not write at once: the later one would undo the earlier.
    writing: Mutex<()>,
}

impl Memory {
    /// `None`: nothing is remembered.
    pub fn new(file: Option<PathBuf>) -> Self {
        Self { file, writing: Mutex::default() }
    }

    /// As it is on disk; empty where there is no file or it cannot be understood.
    pub fn read(&self) -> Remembered {
        let bytes = self.file.as_deref().and_then(|file| fs_err::read(file).ok());
        bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
    }

    /// Reads the file again, since another process may have written it, and writes it changed, whole or not at all.
    pub fn change(&self, change: impl FnOnce(&mut Remembered)) -> io::Result<()> {
        let Some(file) = self.file.as_deref() else { return Ok(()) };
        let _alone = self.writing.lock();
        let before = self.read();
        let mut after = before.clone();
        change(&mut after);
        if after == before {
            return Ok(());
        }
        base::atomic::write_with_folders(file, &serde_json::to_vec_pretty(&after)?)
    }

    /// The key of unchanged files.
    pub fn key(&self, weights: &Stamp, others: &str) -> Option<ModelKey> {
        let known = self.read().keys.into_iter().find(|k| k.weights == *weights && k.others == others)?;
        Some(ModelKey(known.key))
    }

    /// A memory that cannot be written costs the next opening a reading of the weights, and nothing else.
    pub fn remember_key(&self, weights: Stamp, others: String, key: &ModelKey) {
        let _ = self.change(|memory| {
            memory.keys.retain(|k| k.weights.path != weights.path);
            memory.keys.push(RememberedKey { weights, others, key: key.0.clone() });
            keep_newest(&mut memory.keys);
        });
    }

    /// Photos a second.
    pub fn speed(&self, model: &ModelKey, device: &str) -> Option<f64> {
        let speeds = self.read().speeds;
        speeds.iter().find(|s| s.model == model.0 && s.device == device).map(|s| s.photos_per_second)
    }

    /// The newest measurement replaces the one before.
    pub fn remember_speed(&self, model: &ModelKey, device: &str, photos_per_second: f64) {
        let speed = Speed { model: model.0.clone(), device: device.to_owned(), photos_per_second };
        let _ = self.change(|memory| {
            memory.speeds.retain(|s| s.model != speed.model || s.device != speed.device);
            memory.speeds.push(speed);
            keep_newest(&mut memory.speeds);
        });
    }
}

fn keep_newest<T>(list: &mut Vec<T>) {
    list.drain(..list.len().saturating_sub(MOST));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_survives_damage_and_another_writer() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("deep/models.json");
        let (ours, theirs) = (Memory::new(Some(file.clone())), Memory::new(Some(file.clone())));
        let key = ModelKey("0123".into());
        ours.remember_speed(&key, "CPU", 10.0);
        theirs.change(|m| m.folders.push("/models/a".into())).unwrap();
        ours.remember_speed(&key, "CPU", 12.0);
        assert_eq!((ours.speed(&key, "CPU"), ours.speed(&key, "CUDA")), (Some(12.0), None));
        assert_eq!(ours.read().folders, [Path::new("/models/a")]);
        fs_err::write(&file, "{ not json").unwrap();
        assert_eq!(ours.read(), Remembered::default());
        ours.remember_speed(&key, "CPU", 1.0);
        assert_eq!(theirs.speed(&key, "CPU"), Some(1.0));
        let none = Memory::new(None);
        none.remember_speed(&key, "CPU", 1.0);
        assert_eq!(none.speed(&key, "CPU"), None);
    }

    #[test]
    fn a_key_holds_for_unchanged_files_only() {
        let home = tempfile::tempdir().unwrap();
        let memory = Memory::new(Some(home.path().join("models.json")));
        let weights = home.path().join("model.safetensors");
        fs_err::write(&weights, "abc").unwrap();
        let stamp = Stamp::of(&weights).unwrap();
        let key = ModelKey("0123".into());
        memory.remember_key(stamp.clone(), "others".into(), &key);
        assert_eq!(memory.key(&stamp, "others"), Some(key));
        assert_eq!(memory.key(&stamp, "other others"), None);
        fs_err::write(&weights, "abcd").unwrap();
        assert_eq!(memory.key(&Stamp::of(&weights).unwrap(), "others"), None);
    }
}
