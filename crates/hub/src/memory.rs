//! What is remembered of models between runs, in one small JSON file: added folders, keys of weights, what was measured.

use super::measured::Measured;
use base::{Compatibility, ModelKey, Verified};
use parking_lot::Mutex;
use std::io;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// Keys and speeds that are kept; beyond that the oldest are dropped.
const MAX_ENTRIES: usize = 100;

/// Contents of the file.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Remembered {
    /// Checkpoint folders that the user added.
    pub folders: Vec<PathBuf>,
    /// Keys that were computed once, oldest first.
    pub keys: Vec<RememberedKey>,
    /// Speeds that were measured, oldest first.
    pub speeds: Vec<Speed>,
    /// How near int8 is to f32, oldest first.
    pub arithmetic: Vec<Measured>,
    /// How models' answers compare with published ones, oldest first.
    pub verified: Vec<VerifiedModel>,
}

/// How one model's answers compare with published ones.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct VerifiedModel {
    model: String,
    verified: Verified,
}

/// A model's key with what it was computed from.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct RememberedKey {
    /// The weights file at that time.
    #[serde(flatten)]
    pub weights: Stamp,
    /// Hash of the other files that influence the key.
    pub others: String,
    pub key: String,
}

/// Identifies a file's contents without reading it: path, size and time of change.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Stamp {
    path: PathBuf,
    bytes: u64,
    /// Nanoseconds since 1970.
    modified: u64,
}

/// How fast a model indexed photos on a device.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Speed {
    model: String,
    device: String,
    photos_per_second: f64,
}

impl Stamp {
    /// The stamp of a file now; `None` if the system does not report one.
    pub fn of(file: &Path) -> Option<Self> {
        let path = file.canonicalize().ok()?;
        let about = fs_err::metadata(&path).ok()?;
        let modified = about.modified().ok()?.duration_since(UNIX_EPOCH).ok()?.as_nanos();
        Some(Self { path, bytes: about.len(), modified: u64::try_from(modified).ok()? })
    }
}

/// The file, read and written as a whole.
#[derive(Debug)]
pub struct Memory {
    file: Option<PathBuf>,
    /// Serialises writers of this process: otherwise the later one would undo the earlier.
    writing: Mutex<()>,
}

impl Memory {
    /// Without a file nothing is remembered.
    pub fn new(file: Option<PathBuf>) -> Self {
        Self { file, writing: Mutex::default() }
    }

    /// The contents on disk; empty if the file is missing or damaged.
    pub fn read(&self) -> Remembered {
        let bytes = self.file.as_deref().and_then(|file| base::regular::read(file).ok());
        bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
    }

    /// Changes the file atomically, starting from what is on disk now, since another process may have written it.
    pub fn change(&self, change: impl FnOnce(&mut Remembered)) -> io::Result<()> {
        let Some(file) = self.file.as_deref() else { return Ok(()) };
        let _alone = self.writing.lock();
        let before = self.read();
        let mut after = before.clone();
        change(&mut after);
        if after == before {
            return Ok(());
        }
        let ours = |bytes: &[u8]| serde_json::from_slice::<Remembered>(bytes).is_ok();
        base::atomic::write_own(file, &serde_json::to_vec_pretty(&after)?, ours)
    }

    /// The key, if the files have not changed since it was computed.
    pub fn key(&self, weights: &Stamp, others: &str) -> Option<ModelKey> {
        let known = self.read().keys.into_iter().find(|k| k.weights == *weights && k.others == others)?;
        Some(ModelKey(known.key))
    }

    /// Errors are ignored: the only cost is that the weights are hashed again next time.
    pub fn remember_key(&self, weights: Stamp, others: String, key: &ModelKey) {
        let _ = self.change(|memory| {
            memory.keys.retain(|k| k.weights.path != weights.path);
            memory.keys.push(RememberedKey { weights, others, key: key.0.clone() });
            keep_newest(&mut memory.keys);
        });
    }

    /// The key that was computed from weights which have not changed; whether the files beside them have is not looked at.
    pub fn key_of_weights(&self, weights: &Stamp) -> Option<ModelKey> {
        self.read().keys.into_iter().find(|known| known.weights == *weights).map(|known| ModelKey(known.key))
    }

    /// How near this model's int8 vectors are to its f32 ones, as it was measured here last.
    pub fn compatibility(&self, model: &ModelKey) -> Option<Compatibility> {
        self.read().arithmetic.into_iter().find(|measured| measured.model == model.0).map(|measured| measured.compatibility)
    }

    /// The newest measurement replaces the one before.
    pub fn remember_compatibility(&self, model: &ModelKey, compatibility: &Compatibility) -> io::Result<()> {
        self.change(|memory| {
            memory.arithmetic.retain(|measured| measured.model != model.0);
            memory.arithmetic.push(Measured { model: model.0.clone(), compatibility: compatibility.clone() });
            keep_newest(&mut memory.arithmetic);
        })
    }

    /// How this model's answers compared with published ones when that was looked at last.
    pub fn verified(&self, model: &ModelKey) -> Option<Verified> {
        self.read().verified.into_iter().find(|known| known.model == model.0).map(|known| known.verified)
    }

    /// The newest comparison replaces the one before.
    pub fn remember_verified(&self, model: &ModelKey, verified: &Verified) -> io::Result<()> {
        self.change(|memory| {
            memory.verified.retain(|known| known.model != model.0);
            memory.verified.push(VerifiedModel { model: model.0.clone(), verified: verified.clone() });
            keep_newest(&mut memory.verified);
        })
    }

    /// Photos a second when this model last ran on this device.
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
    list.drain(..list.len().saturating_sub(MAX_ENTRIES));
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
