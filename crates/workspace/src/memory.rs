//! What models answered lately, remembered while photos, model and words stay as they are. Shared by all who ask.

use super::compositions::Compositions;
use super::duplicates::FoundDuplicates;
use super::kept_catalog::KeptCatalog;
use super::made_map::MadeMap;
use super::snapshot::Opened;
use base::lru::Lru;
use base::tags::model_mark;
use base::{Arithmetic, ContentHash, Encoder, LabelSetDraft, ModelKey};
use parking_lot::Mutex;
use std::sync::Arc;
use tasks::learned::Learned;
use tasks::localise::Windows;
use tasks::query_embedding::{PhotoCache, TextCache};
use tasks::suggest::{EmbeddedSet, Suggestions};

/// Sets whose suggestions are remembered: 3 MB each at 100,000 photos.
const ANSWERS: usize = 12;
/// Sets whose labels' vectors are remembered: 2 KB a label.
const SETS: usize = 64;

/// What is remembered of photos that were looked at window by window, bytes: some 300 photos with the starter model.
const WINDOWS_BYTES: usize = 8 << 20;

/// The last few answers, newest first.
pub struct Memory {
    /// Embeddings of texts.
    pub texts: TextCache,
    /// Embeddings of photos to search by.
    pub photos: PhotoCache,
    /// The catalogue that was asked last.
    pub catalog: KeptCatalog,
    /// Duplicates, as they were found last.
    pub duplicates: FoundDuplicates,
    /// How photos are made up, as it was read last.
    pub compositions: Compositions,
    /// The map that was made last.
    pub map: MadeMap,
    sets: Mutex<Vec<Arc<EmbeddedSet>>>,
    answers: Mutex<Vec<Arc<ModelAnswers>>>,
    learned: Mutex<Vec<Arc<Learned>>>,
    windows: Mutex<Lru<Looked, Arc<Windows>>>,
}

/// A photo as a model saw it, in one arithmetic.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Looked {
    model: ModelKey,
    arithmetic: Arithmetic,
    photo: ContentHash,
}

impl Looked {
    /// By this model.
    pub fn new(encoder: &dyn Encoder, photo: ContentHash) -> Self {
        Self { model: encoder.info().key.clone(), arithmetic: encoder.arithmetic(), photo }
    }
}

impl Default for Memory {
    fn default() -> Self {
        Self {
            texts: TextCache::default(),
            photos: PhotoCache::default(),
            catalog: KeptCatalog::default(),
            duplicates: FoundDuplicates::default(),
            compositions: Compositions::default(),
            map: MadeMap::default(),
            sets: Mutex::default(),
            answers: Mutex::default(),
            learned: Mutex::default(),
            windows: Mutex::new(Lru::new(WINDOWS_BYTES)),
        }
    }
}

/// What a model answers for every photo about the labels of one set, without regard to decisions.
pub struct ModelAnswers {
    /// The labels as vectors.
    pub set: Arc<EmbeddedSet>,
    /// The photos, as that model sees them.
    pub opened: Arc<Opened>,
    /// Each photo's likeliest label.
    pub suggestions: Arc<Suggestions>,
}

impl Memory {
    /// The set in these words under this model.
    pub fn set(&self, encoder: &dyn Encoder, draft: &LabelSetDraft) -> Option<Arc<EmbeddedSet>> {
        let mark = model_mark(encoder.info());
        recall(&self.sets, |set| set.model == mark && *set.draft == *draft)
    }

    /// Keeps the set.
    pub fn keep_set(&self, set: &Arc<EmbeddedSet>) {
        remember(&mut self.sets.lock(), set, SETS);
    }

    /// What this very set has learned last.
    pub fn learned(&self, words: &Arc<EmbeddedSet>) -> Option<Arc<Learned>> {
        recall(&self.learned, |known| Arc::ptr_eq(&known.words, words))
    }

    /// Keeps what a set has learned, in the place of what it had learned before.
    pub fn keep_learned(&self, learned: &Arc<Learned>) {
        let mut all = self.learned.lock();
        all.retain(|known| !Arc::ptr_eq(&known.words, &learned.words));
        remember(&mut all, learned, SETS);
    }

    /// What was seen in the windows of a photo.
    pub fn windows(&self, looked: &Looked) -> Option<Arc<Windows>> {
        self.windows.lock().get(looked).cloned()
    }

    /// Keeps what was seen.
    pub fn keep_windows(&self, looked: Looked, windows: &Arc<Windows>) {
        self.windows.lock().insert(looked, Arc::clone(windows), windows.bytes());
    }

    /// The answers about this very set and these very photos.
    pub fn answers(&self, opened: &Arc<Opened>, set: &Arc<EmbeddedSet>) -> Option<Arc<ModelAnswers>> {
        recall(&self.answers, |known| Arc::ptr_eq(&known.opened, opened) && Arc::ptr_eq(&known.set, set))
    }

    /// Keeps the answers, and lets go of those about older photos: of them nothing is asked any more.
    pub fn keep_answers(&self, answers: &Arc<ModelAnswers>) {
        let mut all = self.answers.lock();
        // Those of what a set had learned before go with them.
        let is_older = |known: &ModelAnswers| known.set.draft == answers.set.draft && known.set.by == answers.set.by;
        all.retain(|known| Arc::ptr_eq(&known.opened, &answers.opened) && !is_older(known));
        remember(&mut all, answers, ANSWERS);
    }
}

fn recall<T>(remembered: &Mutex<Vec<Arc<T>>>, is_it: impl Fn(&T) -> bool) -> Option<Arc<T>> {
    let mut list = remembered.lock();
    let place = list.iter().position(|item| is_it(item))?;
    list[..=place].rotate_right(1);
    list.first().cloned()
}

fn remember<T>(list: &mut Vec<Arc<T>>, item: &Arc<T>, most: usize) {
    list.insert(0, Arc::clone(item));
    list.truncate(most);
}
