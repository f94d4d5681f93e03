//! An opened checkpoint behind the [`Encoder`] trait: reads what opening needs, then runs the towers in batches.

use super::accelerator::Accelerator;
use super::adapter::{ADAPTER_WORDS, Adapter};
use super::complete;
use super::config::{ImagePooling, ModelConfig, Pooled};
use super::device::{self, TensorDevice};
use super::files::{Files, WEIGHTS, problem};
use super::prepare::{self, Preprocessor};
use super::rules::{RULES, Rules};
use super::source::ModelSource;
use super::tensor::Towers;
use super::text::TextTower;
use super::tokens::Tokens;
use super::transformer::Scratch;
use super::vision::VisionTower;
use super::weights::Weights;
use base::{
    Arithmetic, Compatibility, Device, EncodeError, Encoder, Feeding, ModelInfo, ModelKey, Prepared, Rgb8, RunsOn, UnitVector, Vocabulary,
};
use rayon::prelude::*;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Tokens in one forward pass: 16 photos for the starter model or a ViT-B/32. More would not make the products faster, only the buffers larger.
const MAX_TOKENS: usize = 1100;

/// A CLIP checkpoint, ready to encode.
pub struct Clip {
    info: ModelInfo,
    files: Files,
    config: ModelConfig,
    tokens: Tokens,
    preprocessor: Preprocessor,
    vocabulary: Option<Vocabulary>,
    adapter: Option<Adapter>,
    accelerator: Option<Accelerator>,
    arithmetic: Arithmetic,
    compatibility: Option<Compatibility>,
    /// The towers on the processor, each loaded when it is first needed.
    vision: Lazy<VisionTower>,
    text: Lazy<TextTower>,
    /// Buffers that no forward pass is using.
    scratch: Mutex<Vec<Scratch>>,
}

/// A tower that is loaded when it is first needed: a program that only searches never loads the image tower.
struct Lazy<T>(Mutex<Option<Arc<T>>>);

impl<T> Default for Lazy<T> {
    fn default() -> Self {
        Self(Mutex::new(None))
    }
}

impl<T> Lazy<T> {
    /// Waits if another thread is loading. After a failure the next call tries again.
    fn get(&self, load: impl FnOnce() -> Result<T, EncodeError>) -> Result<Arc<T>, EncodeError> {
        let mut tower = lock(&self.0);
        if let Some(tower) = &*tower {
            return Ok(Arc::clone(tower));
        }
        let loaded = Arc::new(load()?);
        *tower = Some(Arc::clone(&loaded));
        Ok(loaded)
    }
}

/// A poisoned lock is safe to use: a panic leaves nothing half written in what these locks guard.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Opens a checkpoint: reads all but the towers, and hashes the weights for the model's key.
pub fn open(source: &ModelSource, device: Device) -> Result<Clip, EncodeError> {
    open_with(source, device, Files::key)
}

/// [`open()`] with another source for the model's key, such as a cache, so that the weights need not be read.
pub fn open_with(
    source: &ModelSource,
    device: Device,
    key: impl FnOnce(&Files, &[&[u8]]) -> Result<ModelKey, EncodeError>,
) -> Result<Clip, EncodeError> {
    let other = device::choose(device).map_err(|problem| EncodeError::Failed { model: source.name().to_owned(), problem })?;
    open_on(source, other, key)
}

/// Opens a checkpoint for `other`, or for the processor with our kernels if there is none.
pub(super) fn open_on(
    source: &ModelSource,
    other: Option<TensorDevice>,
    key: impl FnOnce(&Files, &[&[u8]]) -> Result<ModelKey, EncodeError>,
) -> Result<Clip, EncodeError> {
    let name = source.name().to_owned();
    let files = source.files();
    let (config, config_bytes) = ModelConfig::read(&files)?;
    // Before anything is sized by what the configuration says.
    let logit_scale = {
        let mut source = files.weights()?;
        let mut weights = Weights::open(&mut *source, files.path(WEIGHTS))?;
        complete::require(&weights, &config)?;
        weights.logit_scale()?
    };
    let tokenizer_bytes = files.read("tokenizer.json")?;
    // This file influences an embedding only if texts are padded.
    let rules_bytes = match config.text.pooled {
        Pooled::Last => Some(files.read(RULES)?),
        Pooled::First(_) | Pooled::Highest => None,
    };
    let rules = rules_bytes.as_ref().map(|bytes| Rules::parse(bytes, &files.path(RULES))).transpose()?;
    let tokens = Tokens::parse(&tokenizer_bytes, &files.path("tokenizer.json"), &config.text, rules.as_ref())?;
    let (preprocessor_name, preprocessor_bytes) = match files.find("preprocessor_config.json")? {
        Some(bytes) => ("preprocessor_config.json", bytes),
        // Newer versions of transformers write the same keys there. If neither file exists, the error names the first.
        None => match files.find("processor_config.json")? {
            Some(bytes) => ("processor_config.json", bytes),
            None => ("preprocessor_config.json", files.read("preprocessor_config.json")?),
        },
    };
    let defaults = match config.vision.pooling {
        ImagePooling::ClassToken => prepare::CLIP,
        ImagePooling::AttentionHead => prepare::SIGLIP,
    };
    let preprocessor = Preprocessor::parse(&preprocessor_bytes, &files.path(preprocessor_name), config.vision.image, defaults)?;
    let measured = files.find("vocabulary.tsv")?.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let vocabulary = files.find("vocabulary.txt")?.map(|bytes| Vocabulary::parse(&String::from_utf8_lossy(&bytes), measured.as_deref()));
    let hashed = [Some(&config_bytes), Some(&preprocessor_bytes), Some(&tokenizer_bytes), rules_bytes.as_ref()];
    let key = key(&files, &hashed.into_iter().flatten().map(|bytes| &**bytes).collect::<Vec<_>>())?;
    let accelerator = other.map(|device| {
        let towers = Towers::new(files.clone(), config.clone(), device.placement);
        Accelerator::new(device.name, Box::new(towers))
    });
    let info = ModelInfo { key, name, revision: source.revision(), dimension: config.projection, logit_scale };
    Ok(Clip {
        info,
        files,
        config,
        tokens,
        preprocessor,
        vocabulary,
        adapter: None,
        accelerator,
        arithmetic: Arithmetic::default(),
        compatibility: None,
        vision: Lazy::default(),
        text: Lazy::default(),
        scratch: Mutex::default(),
    })
}

impl Clip {
    /// The same model with the image tower's layers in `arithmetic`, where our kernels run it. Texts stay in f32: there are few, and
    /// each is asked once. What a card is at work on stays as it is, also once the card has failed: one opened model, one arithmetic.
    pub fn in_arithmetic(self, arithmetic: Arithmetic) -> Self {
        if self.accelerator.is_some() {
            return self;
        }
        Self { arithmetic, vision: Lazy::default(), ..self }
    }

    /// The same model with what was measured of its two arithmetics.
    pub fn with_compatibility(self, compatibility: Option<Compatibility>) -> Self {
        Self { compatibility, ..self }
    }

    /// The same model with an adapter over its vectors, by the name and the place of the adapter's folder.
    pub fn with_adapter(self, adapter: Adapter, source: &ModelSource) -> Result<Self, EncodeError> {
        let (config, own) = (adapter.config(), &self.info);
        if config.base.key != own.key.0 || config.dimension != own.dimension {
            let words = format!("this adapter was not made for {} as it is here", own.name);
            return Err(problem(&source.files().path("config.json"), words));
        }
        let info = ModelInfo { key: adapter.key().clone(), name: source.name().to_owned(), revision: None, ..self.info };
        // A model that tells nothing of its words is asked as typed, whatever is said of a few.
        let vocabulary = match (self.vocabulary, source.files().find(ADAPTER_WORDS)?) {
            (Some(known), Some(learned)) => Some(known.and_taught(&String::from_utf8_lossy(&learned))),
            (known, _) => known,
        };
        Ok(Self { info, vocabulary, adapter: Some(adapter), ..self })
    }

    /// It runs on a graphics card, or did until that failed.
    pub fn is_on_card(&self) -> bool {
        self.accelerator.is_some()
    }

    fn vision(&self) -> Result<Arc<VisionTower>, EncodeError> {
        self.vision.get(|| {
            let mut source = self.files.weights()?;
            let mut weights = Weights::open(&mut *source, self.files.path(WEIGHTS))?;
            weights.arithmetic = self.arithmetic;
            VisionTower::load(&mut weights, &self.config.vision, self.config.projection)
        })
    }

    fn text(&self) -> Result<Arc<TextTower>, EncodeError> {
        self.text.get(|| {
            let mut source = self.files.weights()?;
            let mut weights = Weights::open(&mut *source, self.files.path(WEIGHTS))?;
            TextTower::load(&mut weights, &self.config.text, self.config.projection)
        })
    }

    /// Runs `forward` over the items, a few at a time on each thread of the pool. Each forward pass uses one thread: two of them side
    /// by side are faster than one on two cores, because they never wait for each other. `longest` is in tokens.
    fn in_batches<T: Sync>(
        &self,
        items: &[T],
        longest: usize,
        forward: impl Fn(&[T], &mut Scratch) -> Vec<f32> + Sync,
    ) -> Result<Vec<UnitVector>, EncodeError> {
        let most = (MAX_TOKENS / longest.max(1)).max(1);
        let batches = items.len().div_ceil(most).max(rayon::current_num_threads());
        let share = items.len().div_ceil(batches).max(1);
        let batches: Vec<Vec<UnitVector>> = items
            .par_chunks(share)
            .map(|batch| {
                let mut scratch = lock(&self.scratch).pop().unwrap_or_default();
                let features = forward(batch, &mut scratch);
                lock(&self.scratch).push(scratch);
                self.unit(&features)
            })
            .collect::<Result<_, _>>()?;
        Ok(batches.into_iter().flatten().collect())
    }

    /// The rows of `[batch, dimension]` as unit vectors.
    fn unit(&self, features: &[f32]) -> Result<Vec<UnitVector>, EncodeError> {
        let unit = |row: &[f32]| UnitVector::normalise(row.to_vec());
        let units: Option<_> = features.chunks_exact(self.info.dimension).map(unit).collect();
        units.ok_or_else(|| self.failed("an embedding is zero or not finite; the weights may be damaged"))
    }

    /// What the adapter makes of vectors, where there is one.
    fn through(&self, vectors: Vec<UnitVector>, map: fn(&Adapter, &[f32]) -> Option<UnitVector>) -> Result<Vec<UnitVector>, EncodeError> {
        let Some(adapter) = &self.adapter else { return Ok(vectors) };
        let mapped: Option<_> = vectors.iter().map(|vector| map(adapter, vector.as_slice())).collect();
        mapped.ok_or_else(|| self.failed("its adapter makes nothing of a vector; the adapter may be damaged"))
    }

    /// `None` if the processor must do it.
    fn accelerated<T>(&self, run: impl FnOnce(&Accelerator) -> Result<Option<T>, EncodeError>) -> Result<Option<T>, EncodeError> {
        self.accelerator.as_ref().map_or(Ok(None), run)
    }

    fn failed(&self, problem: impl Into<String>) -> EncodeError {
        EncodeError::Failed { model: self.info.name.clone(), problem: problem.into() }
    }
}

impl Encoder for Clip {
    fn info(&self) -> &ModelInfo {
        &self.info
    }

    fn side(&self) -> u32 {
        self.config.vision.image as u32
    }

    fn prepare(&self, photo: &Rgb8) -> Prepared {
        self.preprocessor.prepare(photo)
    }

    fn encode_images(&self, batch: &[Prepared]) -> Result<Vec<UnitVector>, EncodeError> {
        let side = self.config.vision.image;
        if batch.iter().any(|photo| photo.0.len() != 3 * side * side) {
            return Err(self.failed(format!("a photo was not prepared for this model, which sees {side} x {side} pixels")));
        }
        if let Some(features) = self.accelerated(|accelerator| accelerator.images(batch))? {
            return self.through(self.unit(&features)?, Adapter::photo);
        }
        let tower = self.vision()?;
        let vectors = self.in_batches(batch, tower.tokens(), |batch, scratch| tower.forward(batch, scratch))?;
        self.through(vectors, Adapter::photo)
    }

    fn encode_texts(&self, texts: &[&str]) -> Result<Vec<UnitVector>, EncodeError> {
        let ids: Vec<Vec<u32>> = texts.iter().map(|text| self.tokens.encode(text)).collect::<Result<_, _>>().map_err(|e| self.failed(e))?;
        if let Some(features) = self.accelerated(|accelerator| accelerator.texts(&ids))? {
            return self.through(self.unit(&features)?, Adapter::text);
        }
        let tower = self.text()?;
        let longest = ids.iter().map(Vec::len).max().unwrap_or_default();
        let vectors = self.in_batches(&ids, longest, |ids, scratch| tower.forward(ids, scratch))?;
        self.through(vectors, Adapter::text)
    }

    fn arithmetic(&self) -> Arithmetic {
        self.arithmetic
    }

    fn compatibility(&self) -> Option<&Compatibility> {
        self.compatibility.as_ref()
    }

    fn runs_on(&self) -> RunsOn {
        self.accelerator.as_ref().map_or_else(|| RunsOn::processor(self.arithmetic), Accelerator::runs_on)
    }

    fn feeding(&self) -> Feeding {
        self.accelerator.as_ref().and_then(Accelerator::feeding).unwrap_or_default()
    }

    fn base(&self) -> Option<&ModelKey> {
        self.adapter.as_ref().map(Adapter::base)
    }

    fn adapted(&self, vector: &[f32]) -> Option<UnitVector> {
        self.adapter.as_ref()?.photo(vector)
    }

    fn unknown_words(&self, text: &str) -> Vec<String> {
        self.vocabulary.as_ref().map_or_else(Vec::new, |vocabulary| vocabulary.unknown(text))
    }

    fn vocabulary(&self) -> Option<&Vocabulary> {
        self.vocabulary.as_ref()
    }

    fn cut_off(&self, text: &str) -> Option<String> {
        self.tokens.cut_off(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bars of two colours, each photo with its own.
    fn drawn(seed: u32) -> Rgb8 {
        let (width, height) = (120 + 7 * seed, 160);
        let colour = |which: u32, channel: u32| ((seed * 53 + which * 101 + channel * 67) % 256) as u8;
        let pixel = |i: u32| (i % width / (3 + seed) + i / width / (30 - seed)) % 2;
        let values = (0..width * height).flat_map(|i| [0, 1, 2].map(|channel| colour(pixel(i), channel)));
        Rgb8::new(width, height, values.collect()).unwrap()
    }

    #[test]
    fn in_bytes_the_starter_sees_nearly_the_same_and_reads_the_same() {
        let [floats, bytes] = [Arithmetic::F32, Arithmetic::Int8]
            .map(|arithmetic| open(&ModelSource::Starter, Device::Cpu).unwrap().in_arithmetic(arithmetic));
        let photos: Vec<Prepared> = (0..12).map(|seed| floats.prepare(&drawn(seed))).collect();
        let (want, got) = (floats.encode_images(&photos).unwrap(), bytes.encode_images(&photos).unwrap());
        assert_ne!(want, got, "the layers are not in bytes");
        for (w, g) in want.iter().zip(&got) {
            let cosine: f32 = w.as_slice().iter().zip(g.as_slice()).map(|(w, g)| w * g).sum();
            assert!(cosine >= 0.995, "cosine {cosine}");
        }
        assert_eq!(floats.encode_texts(&["red shoes"]).unwrap(), bytes.encode_texts(&["red shoes"]).unwrap());
    }
}
