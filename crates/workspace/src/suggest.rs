//! Suggestions of a workspace: the tagging panel, a photo's labels, what accepting in bulk would tag.

use super::error::AppError;
use super::snapshot::Opened;
use super::tags::Scope;
use super::workspace::{Cancelled, DecidedAnswers, Workspace};
use base::labels::set_named;
use base::tags::{UNSEEN, now_ms};
use base::{LabelId, LabelSet, LabelSetDraft, LabelSetId, PhotoId, Source, Verdict};
use std::fmt;
use std::path::Path;
use std::sync::Arc;
use tasks::learned::SetPromise;
use tasks::suggest::{self, Acceptance, EmbeddedSet, ProductFigures, SetStats, Slot, Suggestions, Within};

/// Likeliest labels of each set: as many as a review has number keys.
const LIKELIEST: usize = 9;
/// Nearest decided photos of each set.
const CLOSEST: usize = 8;

/// Which suggestions are accepted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// Those of every label. That none of them fits is not said by it: a person says so photo by photo, or for that row.
    AllLabels,
    /// Those of this label.
    Label(LabelId),
    /// Those that no label fits.
    NoneOfThese,
}

/// A label and its probability for a photo.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LabelScore {
    /// Which label; `None`: none of these.
    pub label: Option<LabelId>,
    /// 0 to 1.
    pub score: f32,
}

/// What the model says of one photo.
#[derive(Clone, Debug, Default)]
pub struct PhotoLabels {
    /// Each set of the catalogue, with its likeliest labels first.
    pub sets: Vec<(LabelSetId, Vec<LabelScore>)>,
    /// The nearest photos that a person decided about: photo, set, label (`None`: none of these); nearest first.
    pub closest: Vec<(PhotoId, LabelSetId, Option<LabelId>)>,
    /// Other photos of the same product.
    pub siblings: Vec<PhotoId>,
    /// Its SKU.
    pub sku: Option<String>,
}

/// A set's suggestions among the photos of a scope.
#[derive(Clone, Debug, Default)]
pub struct SetSuggestions {
    /// Counts and histograms.
    pub stats: Arc<SetStats>,
    /// Each photo's suggestion.
    pub suggestions: Arc<Suggestions>,
    /// Words that the model was never taught: place of the label, words.
    pub unknown_words: Vec<(usize, Vec<String>)>,
    /// As above: words that it was taught and does badly at.
    pub weak_words: Vec<(usize, Vec<String>)>,
    /// Labels whose prompts are too long for the model: place of the label, what it does not read.
    pub cut: Vec<(usize, String)>,
}

/// What was counted, with the photos, decisions and model that it was counted from: what is accepted of it later is just that,
/// whatever has come to the catalogue since.
#[derive(Clone)]
pub struct Counted {
    workspace: Workspace,
    set: Arc<LabelSetDraft>,
    scope: Scope,
}

impl fmt::Debug for Counted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Counted").field("set", &self.set.name).field("scope", &self.scope).finish_non_exhaustive()
    }
}

impl Counted {
    /// The set as it was asked about.
    pub fn set(&self) -> &LabelSetDraft {
        &self.set
    }

    /// The catalogue that it is of.
    pub fn catalog(&self) -> &Path {
        &self.workspace.opened.snapshot.catalog
    }

    /// The verdicts of accepting everything of one kind in `least_bin` and above. A person's, though made in bulk.
    pub fn acceptable(&self, which: Which, least_bin: usize) -> Result<Vec<Verdict>, AppError> {
        let Some(answers) = self.workspace.decided_answers(&self.set, &|| false)? else { return Ok(Vec::new()) };
        let enough = |score: f32| Acceptance::reaches(score, least_bin);
        Ok(unseen(self.workspace.acceptable(&answers, which, &self.scope.within(), &enough, Source::Person), &answers))
    }

    /// The verdicts of accepting what keeps a promise. A person's, made in bulk: they teach nothing.
    pub fn promised(&self, promise: &SetPromise) -> Result<Vec<Verdict>, AppError> {
        let Some(answers) = self.workspace.decided_answers(&self.set, &|| false)? else { return Ok(Vec::new()) };
        Ok(unseen(self.workspace.promised(&answers, promise, &self.scope.within(), Source::Person), &answers))
    }
}

/// The verdicts, marked as given without a look at each photo.
fn unseen(mut verdicts: Vec<Verdict>, answers: &DecidedAnswers<'_>) -> Vec<Verdict> {
    let mark: Arc<str> = format!("{}{UNSEEN}", answers.embedded().model).into();
    for verdict in &mut verdicts {
        verdict.provenance.model = Some(Arc::clone(&mark));
    }
    verdicts
}

impl Workspace {
    /// The set of that name, whatever its case.
    pub fn set_named(&self, name: &str) -> Result<&LabelSet, AppError> {
        set_named(&self.tags.sets, name).ok_or_else(|| AppError::no_such_set(name, &self.tags.sets))
    }

    /// What the model suggests for a set as it stands, saved or not; `None` where it was cancelled.
    pub fn suggest(&self, set: &Arc<LabelSetDraft>, scope: &Scope, cancelled: Cancelled<'_>) -> Result<Option<SetSuggestions>, AppError> {
        let Some(answers) = self.decided_answers(set, cancelled)? else { return Ok(None) };
        let stats = suggest::label_stats(&self.opened.searchable, &answers.suggestions, &answers.set(), &scope.within(), cancelled);
        let Some(stats) = stats else { return Ok(None) };
        let EmbeddedSet { unknown_words, weak_words, cut, .. } = answers.embedded();
        let (unknown_words, weak_words, cut) = (unknown_words.clone(), weak_words.clone(), cut.clone());
        Ok(Some(SetSuggestions { stats: Arc::new(stats), unknown_words, weak_words, cut, suggestions: answers.suggestions }))
    }

    /// The photos of a scope as they are now, to accept from what was counted among them.
    pub fn counted(&self, set: &Arc<LabelSetDraft>, scope: &Scope) -> Counted {
        Counted { workspace: self.clone(), set: Arc::clone(set), scope: scope.clone() }
    }

    /// How many products a threshold reaches among the photos of a scope; `None` where it was cancelled.
    pub fn products_reached(
        &self,
        set: &Arc<LabelSetDraft>,
        scope: &Scope,
        cancelled: Cancelled<'_>,
    ) -> Result<Option<ProductFigures>, AppError> {
        let Some(answers) = self.decided_answers(set, cancelled)? else { return Ok(None) };
        let (photos, within) = (&self.opened.searchable, scope.within());
        let acceptable = suggest::above(photos, &answers.suggestions, &answers.set(), None, &within, &|_| true, cancelled);
        // A photo without a SKU stands for itself, in the grid as here.
        let product = |photo: PhotoId| self.products.of.get(&photo).copied().ok_or(photo);
        Ok(acceptable.map(|acceptable| ProductFigures::new(&acceptable, product)))
    }

    /// What is suggested with a score that is `enough`: each photo's likeliest label; in a multi-choice set each label of each
    /// photo.
    pub fn likely(&self, answers: &DecidedAnswers<'_>, enough: &(dyn Fn(f32) -> bool + Sync)) -> Vec<Acceptance> {
        let admit = |_, _, score| enough(score);
        suggest::likely(&self.opened.searchable, &answers.suggestions, answers.embedded(), &admit, &|| false).unwrap_or_default()
    }

    /// The verdicts of accepting everything of one kind that is `enough`: exactly what [`Workspace::suggest`] counted.
    pub fn acceptable(
        &self,
        answers: &DecidedAnswers<'_>,
        which: Which,
        within: &Within,
        enough: &(dyn Fn(f32) -> bool + Sync),
        source: Source,
    ) -> Vec<Verdict> {
        let set = answers.set();
        let only = match which {
            Which::AllLabels => None,
            Which::NoneOfThese => Some(Slot::NONE_OF_THESE),
            Which::Label(id) => match set.slots().get(&id) {
                Some(slot) => Some(*slot),
                None => return Vec::new(),
            },
        };
        let found = suggest::above(&self.opened.searchable, &answers.suggestions, &set, only, within, enough, &|| false);
        let mut found: Vec<Acceptance> = found.unwrap_or_default();
        if which == Which::AllLabels {
            found.retain(|acceptance| acceptance.slot != Slot::NONE_OF_THESE);
        }
        set.verdicts(&found, source, now_ms())
    }

    /// What the model says of one photo in every set, with the nearest photos that were decided about and its product.
    pub fn photo_labels(&self, photo: PhotoId, cancelled: Cancelled<'_>) -> Result<PhotoLabels, AppError> {
        let mut labels = PhotoLabels::default();
        if let Some(vector) = self.opened.searchable.vector(photo) {
            for set in self.asked_sets() {
                let Some(embedded) = self.asked_set(&Arc::new(set.draft()), cancelled)? else { continue };
                labels.sets.push((set.id, likeliest(set, &suggest::of_vector(&embedded, &vector))));
            }
            labels.closest = suggest::closest(&self.opened.searchable, photo, &self.tags.book, CLOSEST);
        }
        if let Some(product) = self.products.of(photo) {
            labels.sku = Some(product.sku.clone());
            labels.siblings = product.photos.iter().copied().filter(|p| *p != photo).collect();
        }
        Ok(labels)
    }

    /// What the model gave one label of a saved set; `None` where it was not asked about this set.
    pub fn label_scores(&self, set: &LabelSet, label: LabelId) -> Option<LabelScores> {
        let draft = set.draft();
        let words = self.memory.set(self.opened.encoder().ok()?, &draft)?;
        let embedded = self.memory.learned(&words).map_or(words, |learned| Arc::clone(&learned.set));
        let place = draft.labels.iter().position(|l| l.id == Some(label))?;
        Some(LabelScores { opened: Arc::clone(&self.opened), embedded, place })
    }
}

fn likeliest(set: &LabelSet, probabilities: &[f32]) -> Vec<LabelScore> {
    let own = set.labels.iter().zip(probabilities).map(|(label, score)| LabelScore { label: Some(label.id), score: *score });
    let none = probabilities.get(set.labels.len()).filter(|_| set.none_of_these);
    let mut scores: Vec<LabelScore> = own.chain(none.map(|score| LabelScore { label: None, score: *score })).collect();
    scores.sort_by(|a, b| b.score.total_cmp(&a.score));
    scores.truncate(LIKELIEST);
    scores
}

/// What the model gave one label of a saved set, photo by photo.
pub struct LabelScores {
    opened: Arc<Opened>,
    embedded: Arc<EmbeddedSet>,
    place: usize,
}

impl LabelScores {
    /// The score for a photo, and which model gave it.
    pub fn get(&self, photo: PhotoId) -> Option<(f32, Arc<str>)> {
        let vector = self.opened.searchable.vector(photo)?;
        let score = *suggest::of_vector(&self.embedded, &vector).get(self.place)?;
        Some((score, Arc::clone(&self.embedded.model)))
    }
}
