//! Terms of a query become vectors: words and photos through the model, remembered.

use super::decoded;
use super::query::{Term, TermContent};
use base::lru::Lru;
use base::{Arithmetic, EncodeError, Encoder, ModelKey, Stamp, UnitVector};
use parking_lot::Mutex;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

/// Embeddings remembered of one model, bytes: the prompts of the largest label sets, and typing.
const REMEMBERED_BYTES: usize = 48 << 20;

/// Models whose texts are remembered: the one in use, and two that are compared.
const REMEMBERED_MODELS: usize = 3;

/// Photos to search by that are remembered, of all models together.
const REMEMBERED_PHOTOS: usize = 64;

/// Texts encoded between two looks at whether they are still wanted.
const TEXTS_PER_BATCH: usize = 64;

/// Why a query could not be turned into a vector.
#[derive(Debug, thiserror::Error)]
pub enum TermError {
    /// A photo among the terms cannot be read.
    #[error("the photo to search by cannot be used: {reason}: {}", path.display())]
    Photo {
        /// As written.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The model failed.
    #[error(transparent)]
    Encode(#[from] EncodeError),
    /// `dress - dress`.
    #[error("the terms of the query cancel each other out")]
    Nothing,
}

/// The embeddings of one model's texts.
type Texts = Lru<String, UnitVector>;

/// Embeddings of texts, remembered by model: a text costs an encoding the first time only.
#[derive(Debug)]
pub struct TextCache(Mutex<Lru<ModelKey, Texts>>);

impl Default for TextCache {
    fn default() -> Self {
        Self(Mutex::new(Lru::new(REMEMBERED_MODELS)))
    }
}

impl TextCache {
    fn embed(&self, text: &str, encoder: &dyn Encoder) -> Result<UnitVector, EncodeError> {
        let failed = || EncodeError::Failed { model: encoder.info().name.clone(), problem: "no vector came back".into() };
        self.embed_all(&[text.to_owned()], encoder, &|| false)?.and_then(|mut v| v.pop()).ok_or_else(failed)
    }

    /// A vector a text, in order. `cancelled` is asked before every batch; `None` once it says so.
    pub fn embed_all(
        &self,
        texts: &[String],
        encoder: &dyn Encoder,
        cancelled: &(dyn Fn() -> bool + Sync),
    ) -> Result<Option<Vec<UnitVector>>, EncodeError> {
        let mut known: HashMap<&str, UnitVector> = HashMap::new();
        let mut missing: Vec<&str> = Vec::new();
        {
            let mut models = self.0.lock();
            let vectors = of_model(&mut models, &encoder.info().key);
            let mut seen = HashSet::new();
            for text in texts.iter().map(String::as_str).filter(|t| seen.insert(*t)) {
                match vectors.get(text) {
                    Some(vector) => drop(known.insert(text, vector.clone())),
                    None => missing.push(text),
                }
            }
        }
        for batch in missing.chunks(TEXTS_PER_BATCH) {
            if cancelled() {
                return Ok(None);
            }
            let encoded = encoder.encode_texts(batch)?;
            let mut models = self.0.lock();
            let vectors = of_model(&mut models, &encoder.info().key);
            for (text, vector) in batch.iter().zip(&encoded) {
                vectors.insert((*text).to_owned(), vector.clone(), text.len() + size_of_val(vector.as_slice()));
            }
            known.extend(batch.iter().copied().zip(encoded));
        }
        Ok(texts.iter().map(|text| known.get(text.as_str()).cloned()).collect())
    }
}

/// The texts of one model, which is now the one that was asked last; the one that was asked longest ago is forgotten.
fn of_model<'a>(models: &'a mut Lru<ModelKey, Texts>, model: &ModelKey) -> &'a mut Texts {
    models.get_or_insert_with(model.clone(), 1, || Lru::new(REMEMBERED_BYTES))
}

/// A file as a model saw it, in one arithmetic. The file is told by its stamp, too: one that was saved again is looked at again.
#[derive(Debug, PartialEq, Eq, Hash)]
struct SeenFile {
    model: ModelKey,
    arithmetic: Arithmetic,
    path: PathBuf,
    stamp: Stamp,
}

/// Embeddings of photos that need not be in the catalogue, remembered: whoever searches by one asks for it again with each change of the words
/// beside it.
#[derive(Debug)]
pub struct PhotoCache(Mutex<Lru<SeenFile, UnitVector>>);

impl Default for PhotoCache {
    fn default() -> Self {
        Self(Mutex::new(Lru::new(REMEMBERED_PHOTOS)))
    }
}

impl PhotoCache {
    /// What the model sees in the photo.
    pub fn embed(&self, path: &Path, encoder: &dyn Encoder) -> Result<UnitVector, TermError> {
        let unusable = |reason: String| TermError::Photo { path: path.to_owned(), reason };
        // Before it is read: if it is saved meanwhile, it is looked at again the next time.
        let seen = path.metadata().ok().map(|metadata| SeenFile {
            model: encoder.info().key.clone(),
            arithmetic: encoder.arithmetic(),
            path: path.to_owned(),
            stamp: photo::stamp(&metadata),
        });
        if let Some(known) = seen.as_ref().and_then(|seen| self.0.lock().get(seen).cloned()) {
            return Ok(known);
        }
        let decoded = decoded::read(path, encoder.side()).map_err(|e| unusable(e.to_string()))?;
        let mut vectors = encoder.encode_images(&[encoder.prepare(&decoded.pixels)])?;
        let vector = vectors.pop().ok_or_else(|| unusable("the model gave no vector for it".into()))?;
        if let Some(seen) = seen {
            self.0.lock().insert(seen, vector.clone(), 1);
        }
        Ok(vector)
    }
}

/// The weighted sum of the terms and the photos, as a unit vector; `None` where there is nothing to rank by.
pub fn query_vector(
    terms: &[Term],
    likes: &[UnitVector],
    encoder: &dyn Encoder,
    texts: &TextCache,
    photos: &PhotoCache,
) -> Result<Option<UnitVector>, TermError> {
    if terms.is_empty() && likes.is_empty() {
        return Ok(None);
    }
    let mut sum = vec![0.0_f32; encoder.info().dimension];
    let mut add = |weight: f32, vector: &UnitVector| {
        for (total, value) in sum.iter_mut().zip(vector.as_slice()) {
            *total += weight * value;
        }
    };
    for term in terms {
        let vector = match &term.content {
            TermContent::Words(words) => texts.embed(words, encoder)?,
            TermContent::Photo(path) => photos.embed(path, encoder)?,
        };
        add(term.weight, &vector);
    }
    for like in likes {
        add(1.0, like);
    }
    // Sums of unit vectors that cancel leave only rounding, which would rank photos by noise.
    if sum.iter().map(|v| v * v).sum::<f32>() < 1e-8 {
        return Err(TermError::Nothing);
    }
    UnitVector::normalise(sum).map(Some).ok_or(TermError::Nothing)
}

#[cfg(test)]
mod tests;
