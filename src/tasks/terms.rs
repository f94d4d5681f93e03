//! Terms of a query become vectors: words through the model, remembered; photos decoded.

use super::query::{Term, TermContent};
use crate::base::{EncodeError, Encoder, ModelKey, UnitVector};
use crate::photo;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Texts whose embedding is remembered, 32 MB at 512 components: the prompts of the largest label sets, and typing.
const REMEMBERED_TEXTS: usize = 16_384;

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

/// Embeddings of texts under one model, remembered: a text costs an encoding the first time only.
#[derive(Debug, Default)]
pub struct TextCache(Mutex<Remembered>);

#[derive(Debug, Default)]
struct Remembered {
    /// Whose vectors these are.
    model: Option<ModelKey>,
    vectors: HashMap<String, UnitVector>,
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
            let remembered = self.remembered(encoder);
            let mut seen = HashSet::new();
            for text in texts.iter().map(String::as_str).filter(|t| seen.insert(*t)) {
                match remembered.vectors.get(text) {
                    Some(vector) => drop(known.insert(text, vector.clone())),
                    None => missing.push(text),
                }
            }
        }
        for batch in missing.chunks(TEXTS_PER_BATCH) {
            if cancelled() {
                return Ok(None);
            }
            let vectors = encoder.encode_texts(batch)?;
            let mut remembered = self.remembered(encoder);
            if remembered.vectors.len() + batch.len() > REMEMBERED_TEXTS {
                remembered.vectors.clear();
            }
            remembered.vectors.extend(batch.iter().map(ToString::to_string).zip(vectors.iter().cloned()));
            known.extend(batch.iter().copied().zip(vectors));
        }
        Ok(texts.iter().map(|text| known.get(text.as_str()).cloned()).collect())
    }

    /// Vectors of another model are forgotten: they are never compared with this one's.
    fn remembered(&self, encoder: &dyn Encoder) -> MutexGuard<'_, Remembered> {
        let mut remembered = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if remembered.model.as_ref() != Some(&encoder.info().key) {
            *remembered = Remembered { model: Some(encoder.info().key.clone()), vectors: HashMap::new() };
        }
        remembered
    }
}

/// The weighted sum of the terms and the photos, as a unit vector; `None` where there is nothing to rank by.
pub fn query_vector(
    terms: &[Term],
    likes: &[UnitVector],
    encoder: &dyn Encoder,
    texts: &TextCache,
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
            TermContent::Photo(path) => embed_photo(path, encoder)?,
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

/// The embedding of a photo that need not be in the catalogue.
pub fn embed_photo(path: &Path, encoder: &dyn Encoder) -> Result<UnitVector, TermError> {
    let unusable = |reason: String| TermError::Photo { path: path.to_owned(), reason };
    let bytes = photo::read(path).map_err(|e| unusable(e.to_string()))?;
    let decoded = photo::decode(&bytes, &photo::Limits::default()).map_err(|e| unusable(e.to_string()))?;
    let mut vectors = encoder.encode_images(&[encoder.prepare(&decoded.pixels)])?;
    vectors.pop().ok_or_else(|| unusable("the model gave no vector for it".into()))
}
