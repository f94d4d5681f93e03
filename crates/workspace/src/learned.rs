//! What the sets of a workspace have learned from its decisions.

use super::error::AppError;
use super::workspace::{Cancelled, DecidedAnswers, Workspace};
use base::tags::now_ms;
use base::{LabelSetDraft, PhotoId, Source, Verdict};
use std::sync::Arc;
use tasks::learned::{Learned, Lessons, Promised, SetPromise, learn, promise};
use tasks::suggest::{self, EmbeddedSet, Within};

/// Whether decisions have a say in what is suggested, and which.
#[derive(Clone, Debug, Default)]
pub enum Learning {
    /// All that there are: what a set has not learned yet it learns before it answers.
    #[default]
    Now,
    /// Those that some thread has learned from: a question never waits.
    Newest,
    /// None.
    Off,
    /// Those that this was learned from, where it is about the set; none for other sets.
    Fixed(Arc<Learned>),
}

impl Workspace {
    /// What a set as it stands has learned; of one that was never saved, has changed since, or is not to learn: nothing. `None`
    /// where it was cancelled.
    pub fn learned(&self, draft: &Arc<LabelSetDraft>, cancelled: Cancelled<'_>) -> Result<Option<Arc<Learned>>, AppError> {
        let Some(words) = self.embedded_set(&self.opened, draft, cancelled)? else { return Ok(None) };
        let known = match &self.learning {
            _ if !self.can_learn(draft) => None,
            Learning::Now => Some(self.learn(&words)),
            Learning::Newest => self.memory.learned(&words),
            Learning::Off => None,
            Learning::Fixed(learned) => Some(Arc::clone(learned)).filter(|learned| Arc::ptr_eq(&learned.words, &words)),
        };
        Ok(Some(known.unwrap_or_else(|| Arc::new(learn(&self.opened.searchable, &words, Lessons::default())))))
    }

    /// The set as it answers.
    pub fn asked_set(&self, draft: &Arc<LabelSetDraft>, cancelled: Cancelled<'_>) -> Result<Option<Arc<EmbeddedSet>>, AppError> {
        Ok(self.learned(draft, cancelled)?.map(|learned| Arc::clone(&learned.set)))
    }

    /// This workspace, in which the set goes on answering as it does now, whatever is decided and learned meanwhile.
    pub fn fixed(&self, draft: &Arc<LabelSetDraft>, cancelled: Cancelled<'_>) -> Result<Option<Self>, AppError> {
        Ok(self.learned(draft, cancelled)?.map(|learned| Self { learning: Learning::Fixed(learned), ..self.clone() }))
    }

    /// The thresholds at which a share (below 1) of what is accepted of a set is right, as far as its decisions tell. `None` where it
    /// was cancelled.
    pub fn promise(&self, draft: &Arc<LabelSetDraft>, precision: f64, cancelled: Cancelled<'_>) -> Result<Option<Promised>, AppError> {
        Ok(self.learned(draft, cancelled)?.map(|learned| promise(&learned, precision)))
    }

    /// The verdicts of accepting all that keeps a promise, among the photos that nobody decided about.
    pub fn promised(&self, answers: &DecidedAnswers<'_>, promise: &SetPromise, within: &Within, source: Source) -> Vec<Verdict> {
        let (photos, set) = (&self.opened.searchable, answers.set());
        let enough = |score: f32| suggest::bin(score) >= promise.lowest_bin();
        let found = suggest::above(photos, &answers.suggestions, &set, None, within, &enough, &|| false);
        let mut found = found.unwrap_or_default();
        found.retain(|acceptance| promise.accepts(acceptance.slot, acceptance.score));
        set.verdicts(&found, source, now_ms())
    }

    /// As decisions are now; at no cost where they have not changed.
    fn learn(&self, words: &Arc<EmbeddedSet>) -> Arc<Learned> {
        let product = |photo: PhotoId| self.products.of.get(&photo).copied();
        let lessons = Lessons::of(&self.opened.searchable, words, &self.tags.book, &product);
        if let Some(known) = self.memory.learned(words).filter(|known| known.lessons == lessons) {
            return known;
        }
        let learned = Arc::new(learn(&self.opened.searchable, words, lessons));
        self.memory.keep_learned(&learned);
        learned
    }

    fn can_learn(&self, draft: &LabelSetDraft) -> bool {
        !draft.words_only && draft.id.and_then(|id| self.tags.set(id)).is_some_and(|set| set.draft() == *draft)
    }
}
