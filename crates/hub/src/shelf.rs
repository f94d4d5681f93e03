//! Which models are on this machine: the starter, the Hugging Face cache, and the folders that the person added.

use super::known::{self, known, last_part};
use super::memory::{Memory, Stamp};
use super::settings::{DownloadError, HubSettings, RemoveError, Removed, is_repository, is_revision};
use super::{adapters, cache, download, measured};
use base::{ArithmeticChoice, Cancel, Compatibility, Device, EncodeError, Encoder, ModelKey, Progress, Rgb8, Verified};
use clip::{Adapter, AdapterConfig, AdapterFiles, Clip};
use clip::{Files, WEIGHTS, hash_each, problem};
use clip::{InstalledModel, ModelKind, ModelSource, STARTER, looks_like_model};
use std::path::{Path, PathBuf};

/// The folder of adapted models, beside what is remembered.
const ADAPTED: &str = "models";

/// The models of this machine. Can be shared by threads; each method reads the disk anew.
#[derive(Debug)]
pub struct Shelf {
    memory: Memory,
    hub: HubSettings,
    /// Where adapted models are kept.
    adapters: Option<PathBuf>,
}

impl Shelf {
    /// `file` is where folders, keys and speeds are remembered; without it nothing is.
    pub fn new(file: Option<PathBuf>) -> Self {
        Self::with_hub(file, HubSettings::from_env())
    }

    /// [`Shelf::new`] with another hub and another cache than the environment's.
    pub fn with_hub(file: Option<PathBuf>, hub: HubSettings) -> Self {
        let adapters = file.as_deref().and_then(Path::parent).map(|folder| folder.join(ADAPTED));
        Self { memory: Memory::new(file), hub, adapters }
    }

    /// All of them: the starter, those that were adapted here, the cache by name, the added folders. Reads only headers.
    pub fn installed(&self) -> Vec<InstalledModel> {
        self.sources().into_iter().map(|(source, kind)| self.read(&source, kind)).collect()
    }

    /// An adapter without the model below it cannot be used.
    fn read(&self, source: &ModelSource, kind: ModelKind) -> InstalledModel {
        let mut model = InstalledModel::read(source, kind);
        if let (None, Some(_), Ok(Some(config))) = (&model.problem, &model.base, AdapterConfig::find(&source.files()))
            && !self.is_here(&config)
        {
            model.problem = Some(without_base(&config, source).to_string());
        }
        model
    }

    /// As far as can be told without reading weights.
    fn is_here(&self, config: &AdapterConfig) -> bool {
        self.sources().iter().any(|(source, _)| match self.known_key(source.dir()) {
            Some(key) => key.0 == config.base.key,
            None => source.name() == config.base.name,
        })
    }

    fn sources(&self) -> Vec<(ModelSource, ModelKind)> {
        let cached = cache::checkpoints(self.hub.cache.as_deref()).into_iter().map(|source| (source, ModelKind::Cached));
        let added = self.memory.read().folders;
        let added = added.into_iter().map(|dir| (ModelSource::Folder { name: dir.to_string_lossy().into_owned(), dir }, ModelKind::Folder));
        let adapted = adapters::list(self.adapters.as_deref()).into_iter().map(|source| (source, ModelKind::Adapted));
        std::iter::once((ModelSource::Starter, ModelKind::Starter)).chain(adapted).chain(cached).chain(added).collect()
    }

    /// Finds a model by "starter", by its folder, by "owner/name", or by the last part of a name; capitals do not matter.
    pub fn resolve(&self, name: &str) -> Result<ModelSource, EncodeError> {
        if name == STARTER {
            return Ok(ModelSource::Starter);
        }
        // Before folders: the photos that it was made from may lie in one of its name.
        if let Some(adapted) = adapters::list(self.adapters.as_deref()).into_iter().find(|adapted| adapted.name() == name) {
            return Ok(adapted);
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
        self.read(source, ModelKind::Folder)
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
        if let Some(adapter) = Adapter::find(&source.files())? {
            return self.open_adapted(source, adapter, device, arithmetic);
        }
        let clip = clip::open_with(source, device, |files, others| self.key(files, others))?;
        let known = measured::of_model(&self.memory, &clip.info().key);
        measured::in_arithmetic(clip, arithmetic, known)
    }

    /// The model below an adapter, with the adapter over it. In int8 it is what the model below is: of two vectors that are near the map makes two
    /// that are near (`cargo bench --bench adapt` shows the figures), and its own photos' vectors came from either.
    fn open_adapted(
        &self,
        source: &ModelSource,
        adapter: Adapter,
        device: Device,
        arithmetic: ArithmeticChoice,
    ) -> Result<Clip, EncodeError> {
        let base = self.base_of(source, adapter.config())?;
        let clip = clip::open_with(&base, device, |files, others| self.key(files, others))?;
        let known = self.compatibility_of(&adapter);
        measured::in_arithmetic(clip.with_adapter(adapter, source)?, arithmetic, known)
    }

    /// What was measured of it, else of the model below.
    fn compatibility_of(&self, adapter: &Adapter) -> Option<Compatibility> {
        measured::of_model(&self.memory, adapter.key()).or_else(|| measured::of_model(&self.memory, adapter.base()))
    }

    /// The model on this shelf that an adapter was made over, by its key: first the one of that name. A folder that was never added is not looked
    /// for, since it may be gone with the next person who tidies up.
    fn base_of(&self, source: &ModelSource, config: &AdapterConfig) -> Result<ModelSource, EncodeError> {
        let mut sources: Vec<ModelSource> = self.sources().into_iter().map(|(source, _)| source).collect();
        sources.retain(|other| other.files().exists(WEIGHTS));
        sources.sort_by_key(|other| other.name() != config.base.name);
        let is_it = |other: &ModelSource| {
            let opened = clip::open_with(other, Device::Cpu, |files, others| self.key(files, others));
            opened.is_ok_and(|clip| clip.info().key.0 == config.base.key)
        };
        sources.into_iter().find(is_it).ok_or_else(|| without_base(config, source))
    }

    /// Why no adapted model can be called so; `None` where it can.
    pub fn refuse_name(&self, name: &str) -> Option<String> {
        let taken = || format!("there is a model called '{name}' already: choose another name, or remove that one first");
        adapters::refuse_name(name).or_else(|| (self.find(name).is_some() || known::find(name).is_some()).then(taken))
    }

    /// Keeps an adapter as a model of its own.
    pub fn keep_adapter(&self, name: &str, files: &AdapterFiles, card: &str) -> Result<InstalledModel, EncodeError> {
        let failed = |problem: String| EncodeError::Failed { model: name.to_owned(), problem };
        if let Some(why) = self.refuse_name(name) {
            return Err(failed(why));
        }
        let folder = self.adapters.as_ref().ok_or_else(|| failed("this system names no folder to keep it in: set HOME".to_owned()))?;
        let dir = folder.join(name);
        adapters::write(&dir, files, card).map_err(|e| problem(&dir, format!("it cannot be kept ({})", base::human::reason(&e))))?;
        Ok(self.read(&ModelSource::Folder { dir, name: name.to_owned() }, ModelKind::Adapted))
    }

    /// Copies an adapted model into a new folder, from which another machine that has the model below can add it.
    pub fn export(&self, name: &str, to: &Path) -> Result<InstalledModel, EncodeError> {
        let source = self.resolve(name)?;
        let not_ours = || {
            let problem =
                "only a model that was adapted here is exported; any other is downloaded, or copied as the folder that it is".to_owned();
            EncodeError::Failed { model: name.to_owned(), problem }
        };
        let ModelSource::Folder { dir, .. } = &source else { return Err(not_ours()) };
        if AdapterConfig::find(&source.files())?.is_none() {
            return Err(not_ours());
        }
        adapters::export(dir, to)?;
        Ok(self.read(&ModelSource::of_folder(to), ModelKind::Folder))
    }

    /// How near the int8 vectors of a model are to its f32 ones; `None` where nobody measured it, or its key is not known without reading its
    /// weights.
    pub fn compatibility(&self, model: &InstalledModel) -> Option<Compatibility> {
        if let Some(dir) = model.dir.as_ref().filter(|_| model.base.is_some()) {
            let adapter = Adapter::find(&Files::Folder(dir.clone())).ok().flatten()?;
            return self.compatibility_of(&adapter);
        }
        measured::of_model(&self.memory, &self.known_key(model.dir.as_deref())?)
    }

    /// How the model's answers compared with published ones; `None` where nobody compared them.
    pub fn verified(&self, model: &InstalledModel) -> Option<Verified> {
        self.memory.verified(&self.known_key(model.dir.as_deref())?)
    }

    /// Remembers how they compare.
    pub fn record_verified(&self, model: &ModelKey, verified: &Verified) -> std::io::Result<()> {
        self.memory.remember_verified(model, verified)
    }

    /// The key of the model in a folder, or of the starter, without a look at its weights.
    fn known_key(&self, dir: Option<&Path>) -> Option<ModelKey> {
        match dir {
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
        let ModelSource::Folder { dir, name } = &source else { return Ok(self.read(&source, ModelKind::Starter)) };
        if dir.to_str().is_none() {
            return Err(problem(dir, "the folder's name is not valid text and cannot be remembered: rename it"));
        }
        let remembered = self.memory.change(|memory| {
            memory.folders.retain(|known| known != dir);
            memory.folders.push(dir.clone());
        });
        remembered.map_err(|e| EncodeError::Failed { model: name.clone(), problem: format!("it cannot be remembered ({e})") })?;
        Ok(self.read(&source, ModelKind::Folder))
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
            [(ModelSource::Folder { dir, name }, ModelKind::Adapted)] => Ok(Removed { name: name.clone(), freed: adapters::delete(dir)? }),
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

/// What is wanting, and what to do.
fn without_base(config: &AdapterConfig, source: &ModelSource) -> EncodeError {
    let words = format!(
        "this model lies over {} ({}…), which is not on this machine: add or download that one first",
        config.base.name,
        config.base.key.chars().take(12).collect::<String>()
    );
    problem(&source.files().path("config.json"), words)
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
    fn an_adapter_is_a_model_of_its_own_that_moves_and_goes() {
        let home = tempfile::tempdir().unwrap();
        let here = shelf(home.path());
        let base = here.add(Path::new(quick().files().path("").to_str().unwrap())).unwrap();
        let open = |shelf: &Shelf, name: &str| shelf.open(&shelf.resolve(name)?, Device::Cpu, ArithmeticChoice::Auto);
        let below = open(&here, &base.name).unwrap();
        let d = below.info().dimension;
        let turn: Vec<f32> = (0..d * d).map(|i| if i % (d + 1) == 1 { 0.5 } else { 0.0 }).collect();
        let (adapter, mut files) = Adapter::new(below.info(), 1.0, &turn, &turn).unwrap();
        files.words = Some("word\tproducts\tauc\nquimp\t9\t0.9\n".to_owned());
        assert_eq!(here.keep_adapter("shop", &files, "---\nlicense: mit\n---\n").unwrap().problem, None);
        assert!(here.keep_adapter("shop", &files, "").unwrap_err().to_string().contains("already"));
        assert!(here.refuse_name("../shop").is_some() && here.refuse_name("starter").is_some() && here.refuse_name("shop 2").is_none());
        let shop = open(&here, "shop").unwrap();
        assert_eq!((shop.info().key.clone(), shop.base()), (adapter.key().clone(), Some(&below.info().key)));
        let text = |clip: &Clip| clip.encode_texts(&["a photo"]).unwrap().remove(0);
        assert_eq!(text(&shop), adapter.text(text(&below).as_slice()).unwrap());

        let (elsewhere, moved) = (tempfile::tempdir().unwrap(), home.path().join("moved"));
        assert_eq!(here.export("shop", &moved).unwrap().licence.as_deref(), Some("mit"));
        assert!(here.export("shop", &moved).is_err() && here.export("starter", &home.path().join("x")).is_err());
        let there = shelf(elsewhere.path());
        let message = there.add(&moved).unwrap_err().to_string();
        assert!(message.contains("lies over") && message.contains("not on this machine"), "{message}");
        there.add(Path::new(&base.name)).unwrap();
        let added = there.add(&moved).unwrap();
        assert_eq!(open(&there, &added.name).unwrap().info().key, shop.info().key);
        there.remove(&base.name).unwrap();
        let left = there.installed();
        let row = left.iter().find(|model| model.base.is_some()).unwrap();
        assert!(row.problem.as_deref().is_some_and(|problem| problem.contains("lies over")), "{row:?}");

        assert!(here.remove("shop").unwrap().freed > 0);
        assert!(here.resolve("shop").is_err() && moved.join("config.json").is_file());
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
