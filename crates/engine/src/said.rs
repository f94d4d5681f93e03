//! What the model says of label sets, remembered while photos, model and words stay as they are. Used by several threads.

use super::Shared;
use super::slot::lock;
use crate::protocol::{Scope, Slot, Suggestions, Tags, Which};
use base::tags::{model_mark, now_ms};
use base::{LabelId, LabelSet, LabelSetDraft, PhotoId, Source, Verdict};
use std::collections::HashSet;
use std::sync::{Arc, Mutex};
use tasks::review;
use tasks::suggest::{self, Acceptance, Asked, EmbeddedSet, Within};
use tasks::terms::TextCache;
use workspace::error::AppError;
use workspace::snapshot::Opened;

/// Sets that are remembered; their suggestions are 3 MB each at 100,000 photos.
const REMEMBERED: usize = 12;
/// Sets whose labels' vectors are remembered; 2 KB a label.
const REMEMBERED_LABELS: usize = 64;

/// Remembers the last few answers, newest first.
#[derive(Default)]
pub struct Remembered {
    texts: TextCache,
    embedded: Mutex<Vec<Arc<EmbeddedSet>>>,
    said: Mutex<Vec<Arc<Said>>>,
}

/// What the model says of all photos in the light of one set, without regard to decisions.
pub struct Said {
    pub set: Arc<EmbeddedSet>,
    pub opened: Arc<Opened>,
    base: Suggestions,
}

/// Whether what is being computed is no longer wanted.
pub type Cancelled<'a> = &'a (dyn Fn() -> bool + Sync);

impl Remembered {
    /// Embeddings of texts, for search as well.
    pub fn texts(&self) -> &TextCache {
        &self.texts
    }
}

fn recall<T>(remembered: &Mutex<Vec<Arc<T>>>, is_it: impl Fn(&T) -> bool) -> Option<Arc<T>> {
    let mut list = lock(remembered);
    let place = list.iter().position(|item| is_it(item))?;
    list[..=place].rotate_right(1);
    list.first().cloned()
}

fn remember<T>(remembered: &Mutex<Vec<Arc<T>>>, item: &Arc<T>, most: usize) {
    let mut list = lock(remembered);
    list.insert(0, Arc::clone(item));
    list.truncate(most);
}

/// The set's labels as vectors; `None` where it was cancelled.
pub fn embedded(
    shared: &Shared,
    opened: &Opened,
    draft: &Arc<LabelSetDraft>,
    cancelled: Cancelled<'_>,
) -> Result<Option<Arc<EmbeddedSet>>, AppError> {
    let mark = model_mark(opened.encoder.info());
    if let Some(known) = recall(&shared.said.embedded, |s| s.model == mark && s.draft == *draft) {
        return Ok(Some(known));
    }
    let Some(set) = suggest::embed_set(draft, &*opened.encoder, &shared.said.texts, cancelled)? else { return Ok(None) };
    let set = Arc::new(set);
    remember(&shared.said.embedded, &set, REMEMBERED_LABELS);
    Ok(Some(set))
}

/// What the model says of every photo; `None` where it was cancelled.
pub fn said(
    shared: &Shared,
    opened: &Arc<Opened>,
    draft: &Arc<LabelSetDraft>,
    cancelled: Cancelled<'_>,
) -> Result<Option<Arc<Said>>, AppError> {
    let Some(set) = embedded(shared, opened, draft, cancelled)? else { return Ok(None) };
    if let Some(known) = recall(&shared.said.said, |s| Arc::ptr_eq(&s.opened, opened) && Arc::ptr_eq(&s.set, &set)) {
        return Ok(Some(known));
    }
    let Some(base) = suggest::suggest(&opened.searchable, &set, cancelled) else { return Ok(None) };
    let said = Arc::new(Said { set, opened: Arc::clone(opened), base });
    // Of older photos nothing is asked any more; they need not stay in memory.
    lock(&shared.said.said).retain(|s| Arc::ptr_eq(&s.opened, opened));
    remember(&shared.said.said, &said, REMEMBERED);
    Ok(Some(said))
}

impl Said {
    /// With what was decided.
    pub fn asked<'a>(&'a self, tags: &'a Tags) -> Asked<'a> {
        Asked { set: &self.set, saved: self.set.draft.id.and_then(|id| tags.set(id)), book: &tags.book }
    }

    /// What is suggested in the light of what was decided.
    pub fn heeded(&self, tags: &Tags) -> Suggestions {
        suggest::heed(&self.base, &self.opened.searchable, &self.asked(tags))
    }
}

/// The scope of the window as the tasks know it.
pub fn within(scope: &Scope) -> Within {
    match scope {
        Scope::All => Within(None),
        Scope::Photos(photos) => Within(Some(photos.iter().copied().collect())),
    }
}

/// The verdicts of accepting everything in `least_bin` and above, of one kind: exactly what the panel counted. A person's,
/// though made in bulk.
pub fn above(shared: &Shared, set: &LabelSet, which: Which, least_bin: usize, scope: &Scope) -> Result<Vec<Verdict>, AppError> {
    let (Some(opened), Some(tags)) = (shared.opened.get(), shared.tags.get()) else { return Ok(Vec::new()) };
    let never = || false;
    let Some(said) = said(shared, &opened, &Arc::new(set.draft()), &never)? else { return Ok(Vec::new()) };
    let asked = said.asked(&tags);
    let only = match which {
        Which::AllLabels => None,
        Which::NoneOfThese => Some(Slot::NONE_OF_THESE),
        Which::Label(id) => match asked.slots().get(&id) {
            Some(slot) => Some(*slot),
            None => return Ok(Vec::new()),
        },
    };
    let enough = |score: f32| Acceptance::reaches(score, least_bin);
    let found = suggest::above(&opened.searchable, &said.heeded(&tags), &asked, only, &within(scope), &enough, &never);
    let mut found = found.unwrap_or_default();
    if which == Which::AllLabels {
        found.retain(|acceptance| acceptance.slot != Slot::NONE_OF_THESE);
    }
    Ok(asked.verdicts(&found, Source::Person, now_ms()))
}

/// Photos with an open question in some set of the catalogue.
pub fn open_photos(shared: &Shared, opened: &Arc<Opened>, tags: &Tags) -> Result<HashSet<PhotoId>, AppError> {
    let never = || shared.closing.is_cancelled();
    let mut open = HashSet::new();
    for set in tags.sets.iter().filter(|s| !s.labels.is_empty()) {
        let Some(said) = said(shared, opened, &Arc::new(set.draft()), &never)? else { continue };
        open.extend(review::open_photos(&opened.searchable, &[(said.heeded(tags), said.asked(tags))]));
    }
    Ok(open)
}

/// What the model gave one label of a saved set, photo by photo.
pub struct Scores {
    opened: Arc<Opened>,
    embedded: Arc<EmbeddedSet>,
    place: usize,
}

impl Scores {
    /// `None` where the model was not asked about this set.
    pub fn of(shared: &Shared, set: &LabelSet, label: LabelId) -> Option<Self> {
        let (draft, opened) = (set.draft(), shared.opened.get()?);
        let mark = model_mark(opened.encoder.info());
        let embedded = recall(&shared.said.embedded, |s| s.model == mark && *s.draft == draft)?;
        let place = draft.labels.iter().position(|l| l.id == Some(label))?;
        Some(Self { opened, embedded, place })
    }

    /// The score for a photo, and which model gave it.
    pub fn get(&self, photo: PhotoId) -> Option<(f32, Arc<str>)> {
        let vector = self.opened.searchable.vector(photo)?;
        let score = *suggest::of_vector(&self.embedded, &vector).get(self.place)?;
        Some((score, Arc::clone(&self.embedded.model)))
    }
}
