//! An adapter: what one catalogue taught, as two small maps over the vectors of a frozen model, one for photos and one for texts.
//!
//! ```text
//! x' = normalise(x + alpha W x)
//! ```
//!
//! With `alpha` 0 it is the model itself, with 1 what training came to; in between lies what gains at home without losing elsewhere
//! (Wortsman et al. 2022, "Robust fine-tuning of zero-shot models", mix weights in that way). Its folder has `config.json`, which names the
//! model below by its key, `adapter.safetensors`, a card, and where words were learned `vocabulary.tsv`, the table of them.

use super::files::{Files, hash_each, problem, unreadable};
use super::weights::Weights;
use base::{EncodeError, ModelInfo, ModelKey, UnitVector, regular};
use safetensors::tensor::TensorView;
use safetensors::{Dtype, serialize};
use std::io::Cursor;
use std::path::{Path, PathBuf};

/// The only weights file of an adapter.
pub const ADAPTER: &str = "adapter.safetensors";

/// The words that an adapter learned beside those of the model below, a table as `base::Vocabulary::parse` reads it; its folder may have none.
pub const ADAPTER_WORDS: &str = "vocabulary.tsv";

/// What config.json calls an adapter.
const MODEL_TYPE: &str = "selvedge_adapter";

/// No model has longer vectors; two maps of this size take half a gigabyte.
const MOST_COMPONENTS: usize = 8192;

/// What an adapter's config.json says.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct AdapterConfig {
    model_type: String,
    /// The model below it.
    pub base: AdapterBase,
    /// Components of a vector.
    pub dimension: usize,
    /// How far vectors go from the model's own to where training took them, 0 to 1.
    pub alpha: f32,
}

/// Which model an adapter lies over.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct AdapterBase {
    /// As it was called where the adapter was made.
    pub name: String,
    /// Its key, which is the same everywhere.
    pub key: String,
}

/// An opened adapter.
#[derive(Clone, Debug)]
pub struct Adapter {
    config: AdapterConfig,
    image: Map,
    text: Map,
    base: ModelKey,
    key: ModelKey,
}

/// `1 + alpha W`, row after row.
#[derive(Clone, Debug)]
struct Map(Vec<f32>);

impl AdapterConfig {
    /// The configuration in a folder; `None`: there is none of an adapter.
    pub fn find(files: &Files) -> Result<Option<Self>, EncodeError> {
        let Some(bytes) = files.find("config.json")? else { return Ok(None) };
        let json: serde_json::Value = match serde_json::from_slice(&bytes) {
            Ok(json) => json,
            // Whoever reads it as a checkpoint's says what is wrong with it.
            Err(_) => return Ok(None),
        };
        if json.get("model_type").and_then(|kind| kind.as_str()) != Some(MODEL_TYPE) {
            return Ok(None);
        }
        let path = files.path("config.json");
        let config: Self = serde_json::from_value(json).map_err(|e| problem(&path, format!("this is no adapter's configuration ({e})")))?;
        let sound = (1..=MOST_COMPONENTS).contains(&config.dimension) && (0.0..=1.0).contains(&config.alpha);
        let wrong = || format!("an adapter of {} components with alpha {} cannot be", config.dimension, config.alpha);
        sound.then_some(Some(config.clone())).ok_or_else(|| problem(&path, wrong()))
    }
}

impl Adapter {
    /// Reads the adapter in a folder; `None`: there is none.
    pub fn find(files: &Files) -> Result<Option<Self>, EncodeError> {
        let Some(config) = AdapterConfig::find(files)? else { return Ok(None) };
        let path = files.path(ADAPTER);
        let missing = |_| problem(&path, "this file of the adapter is missing, or cannot be read");
        let about = fs_err::metadata(&path).map_err(missing)?;
        let most = 2 * (config.dimension * config.dimension * size_of::<f32>()) as u64 + (1 << 20);
        if about.len() > most {
            return Err(problem(&path, format!("the file is larger than an adapter of {} components", config.dimension)));
        }
        let bytes = regular::read(&path).map_err(|e| problem(&path, unreadable(&e)))?;
        Self::parse(config, &bytes, &path).map(Some)
    }

    /// `image` and `text` are `W` of each side, `[dimension, dimension]`, row after row. Gives the contents of both files, too.
    pub fn new(base: &ModelInfo, alpha: f32, image: &[f32], text: &[f32]) -> Result<(Self, AdapterFiles), EncodeError> {
        let base_of = AdapterBase { name: base.name.clone(), key: base.key.0.clone() };
        let config = AdapterConfig { model_type: MODEL_TYPE.to_owned(), base: base_of, dimension: base.dimension, alpha };
        let failed = |problem: String| EncodeError::Failed { model: base.name.clone(), problem };
        let bytes = |values: &[f32]| -> Vec<u8> { values.iter().flat_map(|value| value.to_le_bytes()).collect() };
        let sides = [("image.weight", bytes(image)), ("text.weight", bytes(text))];
        let shape = vec![base.dimension, base.dimension];
        let views = sides.iter().map(|(name, bytes)| Ok((*name, TensorView::new(Dtype::F32, shape.clone(), bytes)?)));
        let views: Vec<_> = views.collect::<Result<_, safetensors::SafeTensorError>>().map_err(|e| failed(e.to_string()))?;
        let weights = serialize(views, None).map_err(|e| failed(e.to_string()))?;
        let adapter = Self::parse(config.clone(), &weights, Path::new(ADAPTER))?;
        let config = serde_json::to_vec_pretty(&config).map_err(|e| failed(e.to_string()))?;
        Ok((adapter, AdapterFiles { config, weights, words: None }))
    }

    fn parse(config: AdapterConfig, bytes: &[u8], path: &Path) -> Result<Self, EncodeError> {
        let mut source = Cursor::new(bytes.to_vec());
        let mut weights = Weights::open(&mut source, PathBuf::from(path))?;
        let square = [config.dimension, config.dimension];
        ["image.weight", "text.weight"].iter().try_for_each(|name| weights.require(name, &square))?;
        let mut side = |name: &str| Map::new(weights.take(name, &square)?, &config, path);
        let (image, text) = (side("image.weight")?, side("text.weight")?);
        let (base, key) = (ModelKey(config.base.key.clone()), key(&config, bytes));
        Ok(Self { config, image, text, base, key })
    }

    /// What its config.json says.
    pub fn config(&self) -> &AdapterConfig {
        &self.config
    }

    /// The key of the model below.
    pub fn base(&self) -> &ModelKey {
        &self.base
    }

    /// The key of the model with this adapter on it.
    pub fn key(&self) -> &ModelKey {
        &self.key
    }

    /// A photo's vector, from the model's. `None` where there is no such vector: it has another length, or comes out as zero.
    pub fn photo(&self, vector: &[f32]) -> Option<UnitVector> {
        self.image.of(vector)
    }

    /// The same of a text.
    pub fn text(&self, vector: &[f32]) -> Option<UnitVector> {
        self.text.of(vector)
    }
}

/// What an adapter's folder holds beside its card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdapterFiles {
    /// config.json
    pub config: Vec<u8>,
    /// adapter.safetensors
    pub weights: Vec<u8>,
    /// vocabulary.tsv
    pub words: Option<String>,
}

impl Map {
    fn new(weight: Vec<f32>, config: &AdapterConfig, path: &Path) -> Result<Self, EncodeError> {
        if weight.iter().any(|value| !value.is_finite()) {
            return Err(problem(path, "it holds values that are no numbers"));
        }
        let (dimension, mut map) = (config.dimension, weight);
        for value in &mut map {
            *value *= config.alpha;
        }
        (0..dimension).for_each(|i| map[i * dimension + i] += 1.0);
        Ok(Self(map))
    }

    fn of(&self, vector: &[f32]) -> Option<UnitVector> {
        if vector.len() * vector.len() != self.0.len() {
            return None;
        }
        let dot = |row: &[f32]| row.iter().zip(vector).map(|(w, x)| w * x).sum();
        UnitVector::normalise(self.0.chunks_exact(vector.len()).map(dot).collect())
    }
}

/// Over all that decides a vector: how the model below is called does not.
fn key(config: &AdapterConfig, weights: &[u8]) -> ModelKey {
    let mut hasher = blake3::Hasher::new();
    hash_each(&mut hasher, &[MODEL_TYPE.as_bytes(), config.base.key.as_bytes(), &config.alpha.to_le_bytes(), weights]);
    ModelKey(hasher.finalize().to_hex().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn info() -> ModelInfo {
        ModelInfo { key: ModelKey("0123".into()), name: "tiny".into(), revision: None, dimension: 2, logit_scale: 10.0 }
    }

    fn folder(files: &AdapterFiles) -> (tempfile::TempDir, Files) {
        let dir = tempfile::tempdir().unwrap();
        fs_err::write(dir.path().join("config.json"), &files.config).unwrap();
        fs_err::write(dir.path().join(ADAPTER), &files.weights).unwrap();
        let files = Files::Folder(dir.path().to_owned());
        (dir, files)
    }

    #[test]
    fn what_was_written_is_read_and_photos_and_texts_go_their_own_ways() {
        let (made, files) = Adapter::new(&info(), 0.5, &[0.0, 0.0, 2.0, 0.0], &[0.0; 4]).unwrap();
        let (_dir, files) = folder(&files);
        let read = Adapter::find(&files).unwrap().unwrap();
        assert_eq!((read.key(), read.config()), (made.key(), made.config()));
        let half = std::f32::consts::FRAC_1_SQRT_2;
        let photo = read.photo(&[1.0, 0.0]).unwrap();
        assert!(photo.as_slice().iter().all(|value| (value - half).abs() < 1e-6), "{photo:?}");
        assert_eq!(read.text(&[1.0, 0.0]).unwrap().as_slice(), [1.0, 0.0]);
        assert_eq!(read.photo(&[1.0]), None);
    }

    #[test]
    fn whatever_decides_a_vector_decides_the_key() {
        let key = |base: &ModelInfo, alpha: f32, first: f32| Adapter::new(base, alpha, &[first, 0.0, 0.0, 0.0], &[0.0; 4]).unwrap().0.key;
        let one = key(&info(), 0.5, 1.0);
        assert_eq!(one, key(&ModelInfo { name: "another name".into(), ..info() }, 0.5, 1.0));
        let others =
            [key(&info(), 0.25, 1.0), key(&info(), 0.5, 2.0), key(&ModelInfo { key: ModelKey("4567".into()), ..info() }, 0.5, 1.0)];
        assert!(others.iter().all(|other| *other != one));
    }

    #[test]
    fn damage_is_named_before_anything_is_sized_by_it() {
        let (_, sound) = Adapter::new(&info(), 0.5, &[0.0; 4], &[0.0; 4]).unwrap();
        let message = |config: &str, weights: &[u8]| {
            let (_dir, files) = folder(&AdapterFiles { config: config.as_bytes().to_vec(), weights: weights.to_vec(), words: None });
            Adapter::find(&files).unwrap_err().to_string()
        };
        let text = String::from_utf8(sound.config.clone()).unwrap();
        for (config, weights, part) in [
            (
                text.replace("\"dimension\": 2", "\"dimension\": 3"),
                sound.weights.clone(),
                "image.weight is [2, 2], but the config asks for [3, 3]",
            ),
            (text.replace("\"dimension\": 2", "\"dimension\": 99999999"), sound.weights.clone(), "cannot be"),
            (text.replace("0.5", "7.5"), sound.weights.clone(), "cannot be"),
            (text.replace("\"base\"", "\"bass\""), sound.weights.clone(), "no adapter's configuration"),
            (text.clone(), sound.weights[..sound.weights.len() - 1].to_vec(), "has"),
            (text.clone(), vec![0; 3 << 20], "larger than an adapter"),
        ] {
            let message = message(&config, &weights);
            assert!(message.contains(part), "{part}: {message}");
        }
        assert!(Adapter::new(&info(), 0.5, &[f32::NAN, 0.0, 0.0, 0.0], &[0.0; 4]).unwrap_err().to_string().contains("no numbers"));
        let none = tempfile::tempdir().unwrap();
        assert!(Adapter::find(&Files::Folder(none.path().to_owned())).unwrap().is_none());
        assert!(Adapter::find(&Files::Starter).unwrap().is_none());
    }
}
