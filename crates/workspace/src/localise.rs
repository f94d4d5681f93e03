//! Where in a photo something is that a person asks for, and how far that may be believed.

use super::builtin;
use super::error::AppError;
use super::memory::Looked;
use super::search::{SearchAnswer, SearchRequest};
use super::workspace::{Cancelled, Workspace};
use base::{ContentHash, Encoder, LabelId, LabelSet, LabelSetId, PhotoId, UnitVector};
use clip::STARTER;
use photo::PhotoError;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use tasks::localise::{self, HeatMap, Windows};
use tasks::query_embedding::{TermError, TextCache};
use tasks::search::TextUse;
use tasks::wording::Reworded;

/// What is looked for.
#[derive(Clone, Debug, PartialEq)]
pub enum Sought {
    /// What this search ranks by: its words, photos and weights.
    Query(Box<SearchRequest>),
    /// A label of a set, in the words that the model reads for it.
    Label(LabelSetId, LabelId),
}

/// Where it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Localised {
    /// How much of it is where.
    pub map: HeatMap,
    /// How often maps of this model point right; `None`: nobody has measured it.
    pub pointing: Option<Pointing>,
    /// Words in whose place others are looked for.
    pub searched_as: Vec<Reworded>,
}

/// How often the hottest cell of a map lies in a box that was drawn by hand around what was asked for, and how often the middle of the photo does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pointing {
    /// Questions: a photo and a kind of garment on it.
    pub questions: u32,
    /// Right ones of a hundred.
    pub right: f32,
    /// In 95 of 100 draws of the photos' groups there are as many of them.
    pub right_between: [f32; 2],
    /// Of a hundred, that the middle of the photo would get right.
    pub middle: f32,
    /// Of a hundred, that any place of the photo would get right.
    pub chance: f32,
}

/// The starter model's, on photos of people in the street of which it was trained on none (`cargo bench --bench localise` measures it).
pub const OF_STARTER: Pointing = Pointing { questions: 436, right: 61.7, right_between: [58.8, 64.5], middle: 37.4, chance: 8.0 };

impl Pointing {
    /// What is known of a model.
    pub fn of(encoder: &dyn Encoder) -> Option<Self> {
        (encoder.info().name == STARTER).then_some(OF_STARTER)
    }

    /// How far a map may be believed, for people.
    pub fn words(known: Option<Self>) -> String {
        let pointing = known.map_or_else(
            || "How often this model points right was not measured.".to_owned(),
            |Self { right, middle, .. }| {
                format!("Points right in {right:.0} of 100 questions about street photos; the middle of the photo is right in {middle:.0}.")
            },
        );
        format!("{pointing} There is a hottest place in every photo, also where there is none of it.")
    }
}

impl Workspace {
    /// Where in a photo of the catalogue it is; `None` where it was cancelled.
    pub fn localise(&self, photo: PhotoId, sought: &Sought, cancelled: Cancelled<'_>) -> Result<Option<Localised>, AppError> {
        let photos = &self.opened.searchable;
        let photo = photos.photo(photo).ok_or(AppError::PhotoGone)?;
        self.localise_in(&photos.absolute(photo), Some(photo.hash), sought, cancelled)
    }

    /// Where in any photo it is; `None` where it was cancelled.
    pub fn localise_in(
        &self,
        file: &Path,
        hash: Option<ContentHash>,
        sought: &Sought,
        cancelled: Cancelled<'_>,
    ) -> Result<Option<Localised>, AppError> {
        let encoder = self.opened.encoder()?;
        let Some((vector, searched_as)) = self.sought_vector(sought, cancelled)? else { return Ok(None) };
        let Some(ordinary) = ordinary(encoder, &self.memory.texts, cancelled)? else { return Ok(None) };
        let Some(windows) = self.windows(file, hash, cancelled)? else { return Ok(None) };
        Ok(Some(Localised { map: windows.heat(&vector, &ordinary), pointing: Pointing::of(encoder), searched_as }))
    }

    /// What is looked for, as the model sees it; `None` where it was cancelled.
    fn sought_vector(&self, sought: &Sought, cancelled: Cancelled<'_>) -> Result<Option<(UnitVector, Vec<Reworded>)>, AppError> {
        match sought {
            Sought::Query(request) => self.words_vector(request).map(Some),
            Sought::Label(set, label) => Ok(self.label_vector(*set, *label, cancelled)?.map(|vector| (vector, Vec::new()))),
        }
    }

    fn words_vector(&self, request: &SearchRequest) -> Result<(UnitVector, Vec<Reworded>), AppError> {
        // A word that only texts know is nowhere in the pixels.
        let request = SearchRequest { texts: TextUse::Off, ..request.clone() };
        let ControlFlow::Continue(words) = self.words_of(&request)? else { return Err(AppError::NothingToLocalise) };
        let vector = self.query_vector(&self.opened, &request, &words.query)?.ok_or(AppError::NothingToLocalise)?;
        Ok((vector, words.told.with(SearchAnswer::default()).searched_as))
    }

    fn label_vector(&self, set: LabelSetId, label: LabelId, cancelled: Cancelled<'_>) -> Result<Option<UnitVector>, AppError> {
        let set = self.tags.set(set).ok_or(AppError::NothingToLocalise)?;
        let prompts = prompts(set, label).ok_or(AppError::NothingToLocalise)?;
        let Some(vectors) = self.memory.texts.embed_all(&prompts, self.opened.encoder()?, cancelled)? else { return Ok(None) };
        UnitVector::normalise(mean(&vectors)).map(Some).ok_or(AppError::Term(TermError::Nothing))
    }

    /// What the model sees in a photo's windows: looked at once, remembered for as long as few others are looked at.
    fn windows(&self, file: &Path, hash: Option<ContentHash>, cancelled: Cancelled<'_>) -> Result<Option<Arc<Windows>>, AppError> {
        let encoder = self.opened.encoder()?;
        let looked = hash.map(|hash| Looked::new(encoder, hash));
        if let Some(known) = looked.as_ref().and_then(|looked| self.memory.windows(looked)) {
            return Ok(Some(known));
        }
        let unseen = |error: PhotoError| AppError::Unseen { path: file.to_owned(), reason: error.to_string() };
        let pixels = localise::read(file, encoder).map_err(unseen)?;
        let Some(windows) = localise::look(&pixels, encoder, cancelled)?.map(Arc::new) else { return Ok(None) };
        if let Some(looked) = looked {
            self.memory.keep_windows(looked, &windows);
        }
        Ok(Some(windows))
    }
}

/// The mean of what else could be asked about a product: the kinds that come along as labels; `None` where it was cancelled.
pub fn ordinary(encoder: &dyn Encoder, texts: &TextCache, cancelled: Cancelled<'_>) -> Result<Option<Vec<f32>>, AppError> {
    let kinds = builtin::label_sets().iter().take(1).flat_map(|set| &set.draft.labels);
    let names: Vec<String> = kinds.map(|label| label.name.to_lowercase()).collect();
    Ok(texts.embed_all(&names, encoder, cancelled)?.map(|vectors| mean(&vectors)))
}

fn mean(vectors: &[UnitVector]) -> Vec<f32> {
    let mut sum = vec![0.0; vectors.first().map_or(0, |vector| vector.as_slice().len())];
    for vector in vectors {
        sum.iter_mut().zip(vector.as_slice()).for_each(|(sum, value)| *sum += value / vectors.len() as f32);
    }
    sum
}

/// What the model reads in the place of a label, in every template.
fn prompts(set: &LabelSet, label: LabelId) -> Option<Vec<String>> {
    let draft = set.draft();
    let words = set.label(label)?.words();
    Some(words.iter().flat_map(|words| draft.prompts(words)).collect())
}
