//! Which models are on this machine: the starter, the Hugging Face cache, and the folders that the person added.

use super::known::{self, known, last_part};
use super::memory::{Memory, Stamp};
use super::settings::{DownloadError, HubSettings, RemoveError, Removed, is_repository, is_revision};
use super::{cache, download, measured};
use base::{ArithmeticChoice, Cancel, Compatibility, Device, EncodeError, Encoder, ModelKey, Progress, Rgb8, Verified};
use clip::Clip;
use clip::{Files, WEIGHTS, hash_each, problem};
use clip::{InstalledModel, ModelKind, ModelSource, STARTER, looks_like_model};
use std::path::{Path, PathBuf};

/// The models of this machine. Can be shared by threads; each method reads the disk anew.
#[derive(Debug)]
pub struct Shelf {
    memory: Memory,
    hub: HubSettings,
}

impl Shelf {
    /// `file` is where folders, keys and speeds are remembered; without it nothing is.
    pub fn new(file: Option<PathBuf>) -> Self {
        Self::with_hub(file, HubSettings::from_env())
    }

    /// [`Shelf::new`] with another hub and another cache than the environment's.
    pub fn with_hub(file: Option<PathBuf>, hub: HubSettings) -> Self {
        Self { memory: Memory::new(file), hub }
    }

    /// All of them: the starter, the cache by name, the added folders. Reads only headers.
    pub fn installed(&self) -> Vec<InstalledModel> {
        self.sources().into_iter().map(|(source, kind)| InstalledModel::read(&source, kind)).collect()
    }

    fn sources(&self) -> Vec<(ModelSource, ModelKind)> {
        let cached = cache::checkpoints(self.hub.cache.as_deref()).into_iter().map(|source| (source, ModelKind::Cached));
        let added = self.memory.read().folders;
        let added = added.into_iter().map(|dir| (ModelSource::Folder { name: dir.to_string_lossy().into_owned(), dir }, ModelKind::Folder));
        std::iter::once((ModelSource::Starter, ModelKind::Starter)).chain(cached).chain(added).collect()
    }

    /// Finds a model by "starter", by its folder, by "owner/name", or by the last part of a name; capitals do not matter.
    pub fn resolve(&self, name: &str) -> Result<ModelSource, EncodeError> {
        if name == STARTER {
            return Ok(ModelSource::Starter);
        }
        let dir = Path::new(name);
        if dir.is_dir() {
            return Ok(ModelSource::of_folder(dir));
        }
        if let Some((source, _)) = self.find(name) {
            return Ok(source);
        }
        Err(match known::find(name) {
            Some(model) => EncodeError::NotInstalled { name: model.name.to_owned() },
            None => EncodeError::UnknownModel { name: name.to_owned(), installed: self.names() },
        })
    }

    /// Describes a folder that is used without being added. Reads only headers.
    pub fn describe(&self, source: &ModelSource) -> InstalledModel {
        InstalledModel::read(source, ModelKind::Folder)
    }

    /// The first of those that the name may mean.
    fn find(&self, name: &str) -> Option<(ModelSource, ModelKind)> {
        self.named(name).into_iter().next()
    }

    /// The model of this whole name, else all that end in it.
    fn named(&self, name: &str) -> Vec<(ModelSource, ModelKind)> {
        let mut sources = self.sources();
        match sources.iter().position(|(source, _)| source.name().eq_ignore_ascii_case(name)) {
            Some(whole) => vec![sources.swap_remove(whole)],
            None => sources.into_iter().filter(|(source, _)| last_part(source.name()).eq_ignore_ascii_case(name)).collect(),
        }
    }

    fn names(&self) -> String {
        self.sources().iter().map(|(source, _)| source.name()).collect::<Vec<_>>().join(", ")
    }

    /// Opens a model: reads all but its weights, whose share in the key is remembered from the first time.
    pub fn open(&self, source: &ModelSource, device: Device, arithmetic: ArithmeticChoice) -> Result<Clip, EncodeError> {
        let clip = clip::open_with(source, device, |files, others| self.key(files, others))?;
        let known = measured::of_model(&self.memory, &clip.info().key);
        measured::in_arithmetic(clip, arithmetic, known)
    }

    /// How near the int8 vectors of a model are to its f32 ones; `None` where nobody measured it, or its key is not known without reading its
    /// weights.
    pub fn compatibility(&self, model: &InstalledModel) -> Option<Compatibility> {
        measured::of_model(&self.memory, &self.known_key(model)?)
    }

    /// How the model's answers compared with published ones; `None` where nobody compared them.
    pub fn verified(&self, model: &InstalledModel) -> Option<Verified> {
        self.memory.verified(&self.known_key(model)?)
    }

    /// Remembers how they compare.
    pub fn record_verified(&self, model: &ModelKey, verified: &Verified) -> std::io::Result<()> {
        self.memory.remember_verified(model, verified)
    }

    /// Without a look at its weights.
    fn known_key(&self, model: &InstalledModel) -> Option<ModelKey> {
        match &model.dir {
            Some(dir) => self.memory.key_of_weights(&Stamp::of(&dir.join(WEIGHTS))?),
            None => measured::starter_key(),
        }
    }

    /// Remembers how near they are, where enough photos were looked at to tell.
    pub fn record_compatibility(&self, model: &ModelKey, found: &Compatibility) -> std::io::Result<()> {
        if found.is_measured() { self.memory.remember_compatibility(model, found) } else { Ok(()) }
    }

    /// The key, from memory where the weights' file is the one that it was computed from.
    fn key(&self, files: &Files, others: &[&[u8]]) -> Result<ModelKey, EncodeError> {
        let stamp = match files {
            Files::Starter => None,
            Files::Folder(_) => Stamp::of(&files.path(WEIGHTS)),
        };
        let Some(stamp) = stamp else { return files.key(others) };
        let mut hasher = blake3::Hasher::new();
        hash_each(&mut hasher, others);
        let others_hash = hasher.finalize().to_hex().to_string();
        if let Some(key) = self.memory.key(&stamp, &others_hash) {
            return Ok(key);
        }
        let key = files.key(others)?;
        // Weights that changed while they were read have no key worth remembering.
        if Stamp::of(&files.path(WEIGHTS)).as_ref() == Some(&stamp) {
            self.memory.remember_key(stamp, others_hash, &key);
        }
        Ok(key)
    }

    /// Adds a folder, after loading both towers of its checkpoint and running each once.
    ///
    /// A repository's folder copied out of another machine's Hugging Face cache counts as the checkpoint inside it.
    pub fn add(&self, dir: &Path) -> Result<InstalledModel, EncodeError> {
        if !dir.is_dir() {
            return Err(problem(dir, "there is no such folder"));
        }
        let inside = if looks_like_model(dir) { None } else { cache::snapshot(dir, None) };
        let source = ModelSource::of_folder(inside.as_deref().unwrap_or(dir));
        self.try_out(&source)?;
        let ModelSource::Folder { dir, name } = &source else { return Ok(InstalledModel::read(&source, ModelKind::Starter)) };
        if dir.to_str().is_none() {
            return Err(problem(dir, "the folder's name is not valid text and cannot be remembered: rename it"));
        }
        let remembered = self.memory.change(|memory| {
            memory.folders.retain(|known| known != dir);
            memory.folders.push(dir.clone());
        });
        remembered.map_err(|e| EncodeError::Failed { model: name.clone(), problem: format!("it cannot be remembered ({e})") })?;
        Ok(InstalledModel::read(&source, ModelKind::Folder))
    }

    /// Opens each tower by itself, so that memory holds one of them, and runs it: shapes are checked, and values are numbers.
    fn try_out(&self, source: &ModelSource) -> Result<(), EncodeError> {
        self.open(source, Device::Cpu, ArithmeticChoice::F32)?.encode_texts(&["a photo"])?;
        let clip = self.open(source, Device::Cpu, ArithmeticChoice::F32)?;
        let grey = Rgb8::new(1, 1, vec![128; 3]).map(|grey| clip.prepare(&grey));
        clip.encode_images(grey.as_slice()).map(drop)
    }

    /// Removes a model: a download is deleted from the cache, an added folder is only forgotten, the starter stays.
    pub fn remove(&self, name: &str) -> Result<Removed, RemoveError> {
        let found = self.named(name);
        match found.as_slice() {
            // What a broken download left behind.
            [] => self.delete(known::find(name).map_or(name, |model| model.name)),
            [(_, ModelKind::Starter)] => Err(RemoveError::Starter),
            [(ModelSource::Folder { dir, name }, ModelKind::Folder)] => {
                self.memory.change(|memory| memory.folders.retain(|known| known != dir))?;
                Ok(Removed { name: name.clone(), freed: 0 })
            }
            [(source, _)] => self.delete(source.name()),
            several => {
                let names = several.iter().map(|(source, _)| source.name()).collect::<Vec<_>>().join(", ");
                Err(RemoveError::Several { name: name.to_owned(), names })
            }
        }
    }

    fn delete(&self, name: &str) -> Result<Removed, RemoveError> {
        let not_here = || RemoveError::NotHere { name: name.to_owned(), installed: self.names() };
        let cache = self.hub.cache.as_deref().filter(|_| is_repository(name)).ok_or_else(not_here)?;
        let repository = cache::repository(cache, name);
        let about = fs_err::symlink_metadata(&repository).map_err(|_| not_here())?;
        if about.is_symlink() {
            return Err(RemoveError::Link(repository));
        }
        Ok(Removed { name: name.to_owned(), freed: cache::delete(&repository)? })
    }

    /// Downloads a model into the Hugging Face cache; one that is there already is left as it is.
    ///
    /// `name` is a known model's, or any "owner/name"; `revision` a branch, a pull request or a commit, `None`: the known one, or
    /// `main`. Progress counts bytes. Ends within a second of `cancel`, save while a connection is being made (10 seconds at most).
    pub fn download(
        &self,
        name: &str,
        revision: Option<&str>,
        progress: &Progress,
        cancel: &Cancel,
    ) -> Result<InstalledModel, DownloadError> {
        let known_model = known::find(name);
        let name = known_model.map_or(name, |model| model.name);
        let asked = revision.or(known_model.and_then(|model| model.revision)).unwrap_or("main");
        if !is_repository(name) {
            let known = known().iter().map(|model| model.name).collect::<Vec<_>>().join(", ");
            return Err(DownloadError::NoSuchName { name: name.to_owned(), known });
        }
        if !is_revision(asked) {
            return Err(self.hub.not_found(name, asked));
        }
        let cache = self.hub.cache.as_deref().ok_or(DownloadError::NoCache)?;
        let repository = cache::repository(cache, name);
        let here = match revision {
            Some(revision) => cache::of_revision(&repository, revision),
            None => cache::snapshot(&repository, Some(asked)),
        };
        let read = |dir: PathBuf| InstalledModel::read(&ModelSource::Folder { dir, name: name.to_owned() }, ModelKind::Cached);
        if let Some(model) = here.map(read).filter(|model| model.problem.is_none()) {
            return Ok(model);
        }
        if self.hub.offline {
            return Err(DownloadError::Offline { name: name.to_owned() });
        }
        let model = read(download::download(&self.hub, cache, name, asked, progress, cancel)?);
        match model.problem {
            Some(problem) => Err(DownloadError::Unusable { name: name.to_owned(), problem }),
            None => Ok(model),
        }
    }

    /// Photos a second when this model last indexed on this device ("CPU", "CUDA (f16)").
    pub fn speed(&self, model: &ModelKey, device: &str) -> Option<f64> {
        self.memory.speed(model, device)
    }

    /// Remembers how fast a model indexed.
    pub fn record_speed(&self, model: &ModelKey, device: &str, photos_per_second: f64) {
        self.memory.remember_speed(model, device, photos_per_second);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quick() -> ModelSource {
        ModelSource::of_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/clip/quick"))
    }

    fn shelf(home: &Path) -> Shelf {
        let hub = HubSettings { cache: Some(home.join("hub")), endpoint: String::new(), token: None, offline: true, proxies: false };
        Shelf::with_hub(Some(home.join("models.json")), hub)
    }

    #[test]
    fn weights_are_hashed_once() {
        let home = tempfile::tempdir().unwrap();
        let shelf = shelf(home.path());
        let key = shelf.open(&quick(), Device::Cpu, ArithmeticChoice::Auto).unwrap().info().key.clone();
        assert_eq!(key, clip::open(&quick(), Device::Cpu).unwrap().info().key, "a memory changes no key");
        shelf.memory.change(|memory| memory.keys[0].key = "remembered".into()).unwrap();
        assert_eq!(shelf.open(&quick(), Device::Cpu, ArithmeticChoice::Auto).unwrap().info().key.0, "remembered");
        shelf.memory.change(|memory| memory.keys[0].others.clear()).unwrap();
        assert_eq!(
            shelf.open(&quick(), Device::Cpu, ArithmeticChoice::Auto).unwrap().info().key,
            key,
            "another configuration is another model"
        );
    }

    #[test]
    fn an_unknown_name_lists_what_is_here_and_a_known_one_how_to_get_it() {
        let home = tempfile::tempdir().unwrap();
        let shelf = shelf(home.path());
        assert_eq!(shelf.resolve("starter").unwrap(), ModelSource::Starter);
        let message = |name: &str| shelf.resolve(name).unwrap_err().to_string();
        assert_eq!(message("bert"), "no model is called 'bert'; installed are: starter");
        assert!(message("FASHION-CLIP").ends_with("selvedge models download patrickjohncyh/fashion-clip"));
        let ModelSource::Folder { dir, .. } = quick() else { unreachable!() };
        assert_eq!(shelf.resolve(dir.to_str().unwrap()).unwrap(), quick());
    }

    #[test]
    fn only_checkpoints_of_our_kinds_are_listed_and_two_of_one_name_are_not_mixed_up() {
        let home = tempfile::tempdir().unwrap();
        for (name, kind) in [("a--tiny", "clip"), ("b--tiny", "clip"), ("c--bert", "bert")] {
            let repository = home.path().join(format!("hub/models--{name}"));
            fs_err::create_dir_all(repository.join("snapshots/0123")).unwrap();
            fs_err::create_dir_all(repository.join("refs")).unwrap();
            fs_err::write(repository.join("refs/main"), "0123").unwrap();
            fs_err::write(repository.join("snapshots/0123/config.json"), format!(r#"{{"model_type": "{kind}"}}"#)).unwrap();
        }
        let shelf = shelf(home.path());
        let names: Vec<String> = shelf.installed().into_iter().map(|model| model.name).collect();
        assert_eq!(names, ["starter", "a/tiny", "b/tiny"]);
        assert!(shelf.installed()[1].problem.as_deref().is_some_and(|problem| problem.contains("no model.safetensors")));
        assert!(matches!(shelf.remove("tiny"), Err(RemoveError::Several { .. })));
        assert_eq!(shelf.remove("B/tiny").unwrap().name, "b/tiny");
        assert_eq!(shelf.remove("tiny").unwrap().name, "a/tiny");
    }
}
