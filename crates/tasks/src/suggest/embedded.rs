//! A label set as the model reads it: a unit vector for each label.

use super::Slot;
use crate::query_embedding::TextCache;
use base::tags::model_mark;
use base::{Choice, EncodeError, Encoder, LabelDraft, LabelSetDraft, UnitVector};
use std::sync::Arc;
use vectors::Columns;

/// Words that name a product and say nothing about it, in a label's place: what is left of a template without a label.
/// Averaged over five of them, photos that one of 10 types fits are told from others better than with any one of them
/// (area under the curve 0.978 against 0.971 to 0.976, on 1,200 shop photos with the starter model).
pub const NEUTRAL_WORDS: [&str; 5] = ["item", "product", "thing", "object", "something"];

/// A label set with the vectors of its labels under one model.
#[derive(Clone, Debug, Default)]
pub struct EmbeddedSet {
    /// What was asked.
    pub draft: Arc<LabelSetDraft>,
    /// The model, as `base::tags::model_mark` writes it.
    pub model: Arc<str>,
    /// Words that the model was never taught: place of the label, words.
    pub unknown_words: Vec<(usize, Vec<String>)>,
    /// As above: words that it was taught and does badly at.
    pub weak_words: Vec<(usize, Vec<String>)>,
    /// Labels whose prompts are too long for the model: place of the label, what it does not read.
    pub cut: Vec<(usize, String)>,
    /// What answers: the words alone, or a head that decisions taught.
    pub by: By,
    /// Decisions that its probabilities were fitted to; 0: they are the model's own, and were not checked on these photos.
    pub calibrated_on: usize,
    /// What products are multiplied with: the checkpoint's own scale of cosines, or what decisions made of it.
    pub(crate) scale: f32,
    /// What is added to each class once it is scaled, `[classes]`; none: nothing.
    pub(crate) bias: Box<[f32]>,
    /// In a multi-choice set: what decisions made of the odds.
    pub(crate) odds: Option<FittedOdds>,
    /// The texts' vectors, `[texts]`: those of each label, then the neutral one where it has a say.
    pub(crate) texts: Arc<[UnitVector]>,
    /// The class of each of them, in order: a label's place, or after the labels none of them. Each class has one or more.
    pub(crate) class_of: Arc<[usize]>,
    /// The same for products; of a head, its own weights.
    pub(crate) columns: Columns,
}

/// How the logarithm of a label's odds is made of what words and head say (Platt 1999): `words z + fitted (f + intercept) + offset`.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct FittedOdds {
    pub words: f32,
    pub fitted: f32,
    pub offset: f32,
    /// One a label, where there is a head: its weights come after the texts among the columns.
    pub intercepts: Box<[f32]>,
}

/// What answers about a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum By {
    /// Its words alone.
    #[default]
    ZeroShot,
    /// Its words and a head that was fitted to decisions.
    Learned,
}

impl By {
    /// As the command line writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ZeroShot => "zero-shot",
            Self::Learned => "learned",
        }
    }
}

impl EmbeddedSet {
    /// How many labels there are.
    pub fn labels(&self) -> usize {
        self.draft.labels.len()
    }

    /// The labels, and the neutral text where it has a say.
    pub(crate) fn classes(&self) -> usize {
        self.class_of.last().map_or(0, |last| last + 1)
    }

    /// The labels, then none of these where it is an answer: what the model gives a probability that people see.
    pub fn slots(&self) -> impl Iterator<Item = Slot> {
        (0..self.labels()).map(Slot::label).chain(self.draft.none_of_these.then_some(Slot::NONE_OF_THESE))
    }

    /// Components of the model's vectors.
    pub fn dimension(&self) -> usize {
        self.columns.dimension()
    }
}

/// Encodes each label's words in every template and averages over the templates (as unit vectors, scaled to length 1 again; Radford et
/// al. 2021, section 3.1.4). Words stand for what a label may show, not for the same in other words ("handbag", "backpack"): each
/// keeps a vector of its own, and a photo is held against the nearest. `cancelled` is asked before every batch of texts; `None`
/// once it says so.
pub fn embed_set(
    draft: &Arc<LabelSetDraft>,
    encoder: &dyn Encoder,
    texts: &TextCache,
    cancelled: &(dyn Fn() -> bool + Sync),
) -> Result<Option<EmbeddedSet>, EncodeError> {
    let (mut unknown_words, mut weak_words, mut cut) = (Vec::new(), Vec::new(), Vec::new());
    for (place, label) in draft.labels.iter().enumerate() {
        for (found, words) in [(&mut unknown_words, unknown(label, encoder)), (&mut weak_words, weak(label, encoder))] {
            if !words.is_empty() {
                found.push((place, words));
            }
        }
        let mut prompts = label.words().iter().flat_map(|words| draft.prompts(words));
        cut.extend(prompts.find_map(|prompt| encoder.cut_off(&prompt)).map(|rest| (place, rest)));
    }
    let (phrases, class_of) = phrases(draft);
    let flat: Vec<String> = phrases.iter().flatten().cloned().collect();
    let Some(vectors) = texts.embed_all(&flat, encoder, cancelled)? else { return Ok(None) };
    let mut rest = vectors.as_slice();
    let means: Vec<UnitVector> = phrases
        .iter()
        .filter_map(|prompts| {
            let (own, others) = rest.split_at(prompts.len().min(rest.len()));
            rest = others;
            mean(own)
        })
        .collect();
    if means.len() != phrases.len() {
        let problem = "a label has no vector".to_owned();
        return Err(EncodeError::Failed { model: encoder.info().name.clone(), problem });
    }
    let info = encoder.info();
    let classes = class_of.last().map_or(0, |last| last + 1);
    Ok(Some(EmbeddedSet {
        draft: Arc::clone(draft),
        model: model_mark(info),
        unknown_words,
        weak_words,
        cut,
        // A checkpoint that scales nothing would make every probability the same; a negative one, nonsense.
        scale: info.logit_scale.max(1.0),
        columns: Columns::new(info.dimension, means.iter().map(UnitVector::as_slice)),
        bias: neutral_bias(draft.choice, draft.labels.len(), classes),
        texts: means.into(),
        class_of: class_of.into(),
        odds: None,
        by: By::ZeroShot,
        calibrated_on: 0,
    }))
}

/// The texts of each vector to be, and the class that it is of: the labels in their order, then the neutral words where they have a
/// say, all of them one vector.
fn phrases(draft: &LabelSetDraft) -> (Vec<Vec<String>>, Vec<usize>) {
    let of_label = |(place, label)| {
        let words: &[String] = LabelDraft::words(label);
        words.iter().map(move |words| (draft.prompts(words), place))
    };
    let (mut phrases, mut class_of): (Vec<_>, Vec<_>) = draft.labels.iter().enumerate().flat_map(of_label).unzip();
    let labels = draft.labels.len();
    if labels > 0 && (draft.choice == Choice::Multi || draft.none_of_these || labels == 1) {
        phrases.push(NEUTRAL_WORDS.iter().flat_map(|words| draft.prompts(words)).collect());
        class_of.push(labels);
    }
    (phrases, class_of)
}

/// In a single-choice set the neutral text has the chance of one label among all: alone it would beat every colour.
fn neutral_bias(choice: Choice, labels: usize, classes: usize) -> Box<[f32]> {
    if choice == Choice::Multi || classes == labels {
        return Box::default();
    }
    let mut bias = vec![0.0; classes];
    bias[labels] = -(labels as f32 + 1.0).ln();
    bias.into()
}

/// Of the label's own words; those of the templates are told by nobody: they are the same for all labels.
fn unknown(label: &LabelDraft, encoder: &dyn Encoder) -> Vec<String> {
    each_once(label.words().iter().flat_map(|text| encoder.unknown_words(text)))
}

/// The same of words that the model does badly at.
fn weak(label: &LabelDraft, encoder: &dyn Encoder) -> Vec<String> {
    each_once(label.words().iter().flat_map(|text| encoder.vocabulary().map_or_else(Vec::new, |known| known.weak(text))))
}

fn each_once(all: impl Iterator<Item = String>) -> Vec<String> {
    let mut words = Vec::new();
    for word in all {
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words
}

/// The mean of unit vectors as a unit vector; the first of them where they cancel each other out.
pub(super) fn mean(vectors: &[UnitVector]) -> Option<UnitVector> {
    let first = vectors.first()?;
    let mut sum = vec![0.0_f32; first.as_slice().len()];
    for vector in vectors {
        for (total, value) in sum.iter_mut().zip(vector.as_slice()) {
            *total += value;
        }
    }
    Some(UnitVector::normalise(sum).unwrap_or_else(|| first.clone()))
}
