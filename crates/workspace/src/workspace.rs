//! A workspace: an opened catalogue at one moment, with its tags, its products and the model that answers. What searching,
//! suggesting, reviewing and comparing mean is written here once, for the command line and for the window's threads.

use super::duplicates::Duplicates;
use super::error::AppError;
use super::learned::Learning;
use super::memory::{Memory, ModelAnswers};
use super::products::Products;
use super::rules;
use super::snapshot::{self, Opened};
use super::tags::Tags;
use base::{Encoder, LabelSet, LabelSetDraft, PhotoId, SkuBook, TagBook};
use catalog::Catalog;
use std::collections::HashSet;
use std::sync::Arc;
use tasks::review;
use tasks::suggest::{self, DecidedSet, EmbeddedSet, Suggestions};

/// Whether what is being computed is no longer wanted.
pub type Cancelled<'a> = &'a (dyn Fn() -> bool + Sync);

/// All that a question needs, immutable but for what is remembered.
#[derive(Clone)]
pub struct Workspace {
    /// Photos and vectors.
    pub opened: Arc<Opened>,
    /// Vocabulary and decisions.
    pub tags: Arc<Tags>,
    /// Photos grouped by SKU.
    pub products: Arc<Products>,
    /// Duplicates, as far as they were found.
    pub stacks: Arc<Duplicates>,
    /// Answers that need not be computed again.
    pub memory: Arc<Memory>,
    /// Whether decisions have a say in what is suggested.
    pub learning: Learning,
}

/// What a model answers about a set in the light of what was decided.
pub struct DecidedAnswers<'a> {
    answers: Arc<ModelAnswers>,
    tags: &'a Tags,
    /// Each photo's likeliest label that is still a question.
    pub suggestions: Arc<Suggestions>,
}

impl DecidedAnswers<'_> {
    /// The set with its decisions.
    pub fn set(&self) -> DecidedSet<'_> {
        decided(&self.answers.set, self.tags)
    }

    /// The labels as vectors.
    pub fn embedded(&self) -> &EmbeddedSet {
        &self.answers.set
    }
}

fn decided<'a>(set: &'a EmbeddedSet, tags: &'a Tags) -> DecidedSet<'a> {
    DecidedSet { set, saved: set.draft.id.and_then(|id| tags.set(id)), book: &tags.book }
}

impl Workspace {
    /// Reads photos and vectors of a catalogue, for one question or a few; without tags and products.
    pub fn read(catalog: &Catalog, encoder: Arc<dyn Encoder>) -> Result<Self, AppError> {
        Ok(Self::of(snapshot::load(catalog, encoder, None)?))
    }

    /// Of these photos and vectors, without tags and products.
    pub(super) fn of(opened: Opened) -> Self {
        Self {
            opened: Arc::new(opened),
            tags: Arc::default(),
            products: Arc::default(),
            stacks: Arc::default(),
            memory: Arc::default(),
            learning: Learning::Now,
        }
    }

    /// With the vocabulary and what was decided.
    pub fn with_tags(self, catalog: &Catalog) -> Result<Self, AppError> {
        let tags = Tags {
            sets: catalog.label_sets()?.into(),
            book: TagBook::new(catalog.tags()?).with_marks(catalog.marks()?),
            skus: Arc::new(SkuBook::new(catalog.photo_skus()?)),
            searches: catalog.searches()?.into(),
            axes: catalog.axes()?.into(),
            standard: rules::chosen(catalog).unwrap_or_default(),
            ..Tags::default()
        };
        Ok(Self { tags: Arc::new(tags), ..self })
    }

    /// With the photos grouped by the catalogue's SKU rule.
    pub fn with_products(self, catalog: &Catalog) -> Result<Self, AppError> {
        Ok(Self { products: Arc::new(Products::read(catalog, &self.opened.snapshot.photos)?), ..self })
    }

    /// The set's words as vectors of the model of `side`; `None` where it was cancelled.
    pub fn embedded_set(
        &self,
        side: &Opened,
        draft: &Arc<LabelSetDraft>,
        cancelled: Cancelled<'_>,
    ) -> Result<Option<Arc<EmbeddedSet>>, AppError> {
        let encoder = side.encoder()?;
        if let Some(known) = self.memory.set(encoder, draft) {
            return Ok(Some(known));
        }
        let Some(set) = suggest::embed_set(draft, encoder, &self.memory.texts, cancelled)? else { return Ok(None) };
        let set = Arc::new(set);
        self.memory.keep_set(&set);
        Ok(Some(set))
    }

    /// What the model answers about the set for every photo, without regard to decisions; `None` where it was cancelled.
    pub fn answers(&self, draft: &Arc<LabelSetDraft>, cancelled: Cancelled<'_>) -> Result<Option<Arc<ModelAnswers>>, AppError> {
        let Some(set) = self.asked_set(draft, cancelled)? else { return Ok(None) };
        if let Some(known) = self.memory.answers(&self.opened, &set) {
            return Ok(Some(known));
        }
        let Some(suggestions) = suggest::suggest(&self.opened.searchable, &set, cancelled) else { return Ok(None) };
        let answers = Arc::new(ModelAnswers { set, opened: Arc::clone(&self.opened), suggestions: Arc::new(suggestions) });
        self.memory.keep_answers(&answers);
        Ok(Some(answers))
    }

    /// As [`Workspace::answers`], in the light of what was decided.
    pub fn decided_answers(&self, draft: &Arc<LabelSetDraft>, cancelled: Cancelled<'_>) -> Result<Option<DecidedAnswers<'_>>, AppError> {
        let Some(answers) = self.answers(draft, cancelled)? else { return Ok(None) };
        let suggestions = suggest::apply_decisions(&answers.suggestions, &self.opened.searchable, &decided(&answers.set, &self.tags));
        Ok(Some(DecidedAnswers { answers, tags: &self.tags, suggestions }))
    }

    /// Photos with an open question in some set of the catalogue.
    pub fn open_photos(&self, cancelled: Cancelled<'_>) -> Result<HashSet<PhotoId>, AppError> {
        let mut open = HashSet::new();
        for set in self.asked_sets() {
            let Some(answers) = self.decided_answers(&Arc::new(set.draft()), cancelled)? else { continue };
            open.extend(review::open_photos(&self.opened.searchable, &answers.suggestions, &answers.set()));
        }
        Ok(open)
    }

    /// The sets that a model can be asked about.
    pub fn asked_sets(&self) -> impl Iterator<Item = &LabelSet> {
        self.tags.sets.iter().filter(|set| !set.labels.is_empty())
    }
}
