//! What the model says: of every photo, of one photo, of one label.

use super::embedded::{EmbeddedSet, FittedOdds};
use super::{Slot, Suggestion, Suggestions, Within, bin};
use crate::question::{self, Question};
use crate::search::Searchable;
use base::{Choice, Decision, LabelId, LabelSet, LabelSetId, PhotoId, Provenance, Ruling, Source, Tag, TagBook, UnitVector, Verdict};
use std::collections::HashMap;
use std::sync::Arc;
use vectors::{Matrix, odds, softmax};

/// In a multi-choice set, a label with this score and above is suggested.
pub const SUGGESTED: f32 = 0.5;

/// Photos whose embeddings are gathered at a time: 8 MB at 512 components.
const REDECIDED: usize = 4096;

/// A set in the light of what is decided: what the model was asked, and what of it is no question any more.
#[derive(Clone, Copy)]
pub struct DecidedSet<'a> {
    /// What the model was asked.
    pub set: &'a EmbeddedSet,
    /// The set as the catalogue knows it; `None` for one that was never saved.
    pub saved: Option<&'a LabelSet>,
    /// What was decided.
    pub book: &'a TagBook,
}

/// A suggestion to accept.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Acceptance {
    /// Which photo.
    pub photo: PhotoId,
    /// Which label, or none of them.
    pub slot: Slot,
    /// Its probability.
    pub score: f32,
}

impl DecidedSet<'_> {
    /// The set's row.
    pub fn id(&self) -> Option<LabelSetId> {
        self.set.draft.id
    }

    /// The label's row; `None` for none of these and for a label that was not saved yet.
    pub fn label(&self, slot: Slot) -> Option<LabelId> {
        self.set.draft.labels.get(slot.place()?)?.id
    }

    /// Where a label stands.
    pub fn slots(&self) -> HashMap<LabelId, Slot> {
        self.set.draft.labels.iter().enumerate().filter_map(|(place, l)| Some((l.id?, Slot::label(place)))).collect()
    }

    /// Whether a person is still to be asked about this label (or none of them) of this photo.
    pub fn is_open(&self, photo: PhotoId, slot: Slot) -> bool {
        if slot == Slot::NONE_OF_THESE && !self.set.draft.none_of_these {
            return false;
        }
        let (Some(set), tags) = (self.id(), self.book.of(photo)) else { return true };
        tags.is_empty() || question::is_open(tags, set, self.set.draft.choice, self.question(slot))
    }

    /// Whether a rule may accept this: an open question, and nothing that a person or a file decided stands in its way, not even
    /// about the photo as it was.
    pub fn is_free(&self, photo: PhotoId, slot: Slot) -> bool {
        let (label, single) = (self.label(slot), self.set.draft.choice == Choice::Single);
        let stands_in_the_way = |t: &Tag| match (slot == Slot::NONE_OF_THESE, t.decision) {
            (true, decision) => decision != Decision::Rejected,
            (false, Decision::Accepted) => single || t.label == label,
            (false, Decision::Rejected) => t.label == label,
            (false, Decision::None) => true,
        };
        let kept = |t: &&Tag| Some(t.set) == self.id() && t.provenance.source > Source::Rule && stands_in_the_way(t);
        self.is_open(photo, slot) && !self.book.of(photo).iter().any(|t| kept(&t))
    }

    /// What accepting these suggestions says, at this moment (milliseconds since 1970). A label that was never saved is left
    /// out.
    pub fn verdicts(&self, found: &[Acceptance], source: Source, decided_at_ms: i64) -> Vec<Verdict> {
        let verdict = |found: &Acceptance| {
            let ruling = match found.slot {
                Slot::NONE_OF_THESE => Ruling::NoneOfThese,
                slot => Ruling::Accept(self.label(slot)?),
            };
            let (score, model) = (Some(found.score), Some(Arc::clone(&self.set.model)));
            let provenance = Provenance { score, model, ..Provenance::of(source, decided_at_ms) };
            Some(Verdict { photo: found.photo, set: self.id()?, ruling, provenance })
        };
        // Collecting would move a million of them again and again: nobody tells it how many there will be.
        let mut verdicts = Vec::with_capacity(found.len());
        verdicts.extend(found.iter().filter_map(verdict));
        verdicts
    }

    fn question(&self, slot: Slot) -> Question {
        let label = self.label(slot);
        let since = match (slot.place(), label) {
            (None, _) => 0,
            (Some(_), None) => u32::MAX,
            (Some(_), Some(id)) => self.saved.and_then(|s| s.label(id)).map_or(u32::MAX, |l| l.since),
        };
        Question { label, since }
    }
}

/// What the model would say of every photo with an embedding. `cancelled` is asked often; `None` once it says so.
///
/// Decisions play no part yet: [`apply_decisions`] takes them in, so that a new decision costs no second pass.
pub fn suggest(photos: &Searchable, set: &EmbeddedSet, cancelled: &(dyn Fn() -> bool + Sync)) -> Option<Suggestions> {
    let mut rows = Vec::new();
    if set.labels() > 0 {
        let each = |rows: &mut Vec<Suggestion>, row: usize, products: &mut [f32]| {
            let photo = photos.photo_of_row(row).map(|photo| photo.id);
            rows.extend(photo.map(|photo| pick(set, photo, to_probabilities(set, products), &|_| false)));
        };
        rows = photos.matrix().fold_products(&set.columns, cancelled, Vec::new, each, joined)?;
        rows.sort_unstable_by_key(|s: &Suggestion| s.photo);
    }
    Some(Suggestions { set: set.draft.clone(), model: set.model.clone(), rows })
}

/// Suggestions in the light of what was decided: a label that was rejected is not suggested again, the next best is, with its
/// probability as it was computed; in a multi-choice set the likeliest label that nobody decided about is suggested.
pub fn apply_decisions(raw: &Arc<Suggestions>, photos: &Searchable, asked: &DecidedSet<'_>) -> Arc<Suggestions> {
    let mut applied = Arc::clone(raw);
    let Some(set) = asked.id().filter(|_| asked.set.labels() > 0) else { return applied };
    let draft = &asked.set.draft;
    let matters = |d: Decision| d == Decision::Rejected || draft.choice == Choice::Multi;
    let mut decided: Vec<PhotoId> = asked.book.iter().filter(|t| t.set == set && matters(t.decision)).map(|t| t.photo).collect();
    decided.sort_unstable();
    decided.dedup();
    for decided in decided.chunks(REDECIDED) {
        let (decided, matrix) = photos.rows_of(decided);
        let row = |row: usize, products: &mut [f32]| {
            let probabilities = to_probabilities(asked.set, products);
            let tags = asked.book.of(decided[row]);
            let over = |place: usize| {
                let question = asked.question(Slot::label(place));
                match draft.choice {
                    Choice::Single => question::is_rejected(tags, question),
                    Choice::Multi => !question::is_open(tags, set, Choice::Multi, question),
                }
            };
            pick(asked.set, decided[row], probabilities, &over)
        };
        let rows = &mut Arc::make_mut(&mut applied).rows;
        for suggestion in matrix.products(&asked.set.columns, &|| false, row).unwrap_or_default() {
            if let Ok(place) = rows.binary_search_by_key(&suggestion.photo, |s| s.photo) {
                rows[place] = suggestion;
            }
        }
    }
    applied
}

/// The probability of each label for one embedding, `[labels]`; then that of the neutral text where it takes part: "none of
/// these" in a set that has it.
pub fn of_vector(set: &EmbeddedSet, vector: &UnitVector) -> Vec<f32> {
    if set.labels() == 0 {
        return Vec::new();
    }
    let values = vector.as_slice();
    let rows = Matrix::new(values.len(), values.to_vec())
        .and_then(|matrix| matrix.products(&set.columns, &|| false, |_, products| to_probabilities(set, products).to_vec()));
    rows.and_then(|mut rows| rows.pop()).unwrap_or_default()
}

/// The probability of each label for these photos, photo after photo, `[photos, labels]`; all of them must have an embedding.
pub fn of_photos(photos: &Searchable, set: &EmbeddedSet, wanted: &[PhotoId], cancelled: &(dyn Fn() -> bool + Sync)) -> Option<Vec<f32>> {
    let (found, matrix) = photos.rows_of(wanted);
    debug_assert_eq!(found, wanted, "a photo without an embedding");
    let labels = |_, products: &mut [f32]| to_probabilities(set, products)[..set.labels()].to_vec();
    let rows = matrix.products(&set.columns, cancelled, labels)?;
    Some(rows.concat())
}

/// The probability of one label (or of none of these) for every photo, by photo id.
pub fn label_scores(
    photos: &Searchable,
    set: &EmbeddedSet,
    slot: Slot,
    cancelled: &(dyn Fn() -> bool + Sync),
) -> Option<Vec<(PhotoId, f32)>> {
    if set.labels() == 0 {
        return Some(Vec::new());
    }
    let row = |row: usize, products: &mut [f32]| {
        let photo = photos.photo_of_row(row)?.id;
        Some((photo, score(set, to_probabilities(set, products), slot)))
    };
    let rows = photos.matrix().products(&set.columns, cancelled, row)?;
    let mut scores: Vec<(PhotoId, f32)> = rows.into_iter().flatten().collect();
    scores.sort_unstable_by_key(|(photo, _)| *photo);
    Some(scores)
}

/// What accepting everything that is `enough` would tag: of one label, or of all. Exactly what [`super::label_stats()`] counted in
/// its histograms: present photos of the scope, and questions that are still open.
pub fn above(
    photos: &Searchable,
    applied: &Suggestions,
    asked: &DecidedSet<'_>,
    only: Option<Slot>,
    within: &Within,
    enough: &(dyn Fn(f32) -> bool + Sync),
    cancelled: &(dyn Fn() -> bool + Sync),
) -> Option<Vec<Acceptance>> {
    let admit = |photo: PhotoId, slot: Slot, score: f32| {
        only.is_none_or(|o| o == slot) && enough(score) && within.contains(photo) && asked.is_free(photo, slot)
    };
    likely(photos, applied, asked.set, &admit, cancelled)
}

/// What is suggested for the present photos, where `admit` says so: in a single-choice set each photo's likeliest label, in a
/// multi-choice set each label of each photo.
pub fn likely(
    photos: &Searchable,
    applied: &Suggestions,
    set: &EmbeddedSet,
    admit: &(dyn Fn(PhotoId, Slot, f32) -> bool + Sync),
    cancelled: &(dyn Fn() -> bool + Sync),
) -> Option<Vec<Acceptance>> {
    if set.labels() == 0 {
        return Some(Vec::new());
    }
    if set.draft.choice == Choice::Single {
        let there = |photo: PhotoId| photos.photo(photo).is_some_and(|p| !p.missing);
        let rows = applied.rows.iter().filter(|s| admit(s.photo, s.slot, s.score) && there(s.photo));
        return Some(rows.map(|s| Acceptance { photo: s.photo, slot: s.slot, score: s.score }).collect());
    }
    let slots: Vec<Slot> = set.slots().collect();
    let each = |found: &mut Vec<Acceptance>, row: usize, products: &mut [f32]| {
        let Some(photo) = photos.photo_of_row(row).filter(|p| !p.missing).map(|p| p.id) else { return };
        let probabilities = to_probabilities(set, products);
        let scores = slots.iter().map(|slot| Acceptance { photo, slot: *slot, score: score(set, probabilities, *slot) });
        found.extend(scores.filter(|a| admit(photo, a.slot, a.score)));
    };
    photos.matrix().fold_products(&set.columns, cancelled, Vec::new, each, joined)
}

/// What was found in earlier rows, then what was found in later ones.
fn joined<T>(mut earlier: Vec<T>, mut later: Vec<T>) -> Vec<T> {
    earlier.append(&mut later);
    earlier
}

impl Acceptance {
    /// Its score is within a threshold of the panel.
    pub fn reaches(score: f32, least_bin: usize) -> bool {
        bin(score) >= least_bin
    }
}

/// The photos nearest to one, among those with an accepted label (or none of these) in each set: at most `most` a set, nearest
/// first over all.
pub fn closest(photos: &Searchable, photo: PhotoId, book: &TagBook, most: usize) -> Vec<(PhotoId, LabelSetId, Option<LabelId>)> {
    let Some(vector) = photos.vector(photo) else { return Vec::new() };
    let mut by_set: HashMap<LabelSetId, HashMap<PhotoId, Option<LabelId>>> = HashMap::new();
    // What a rule decided is the model's own opinion.
    let told = |t: &&Tag| t.decision != Decision::Rejected && t.provenance.source != Source::Rule && t.photo != photo;
    for tag in book.iter().filter(told) {
        by_set.entry(tag.set).or_default().entry(tag.photo).or_insert(tag.label);
    }
    let mut all: Vec<(f32, PhotoId, LabelSetId, Option<LabelId>)> = Vec::new();
    for (set, decided) in by_set {
        let nearest = photos.nearest_of(decided.keys().copied(), &vector, most);
        all.extend(nearest.into_iter().map(|(photo, score)| (score, photo, set, decided.get(&photo).copied().flatten())));
    }
    all.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    all.into_iter().map(|(_, photo, set, label)| (photo, set, label)).collect()
}

/// Products with a set's texts become one a class, in place: of a label's words those count that are nearest. `[classes]`
fn nearest<'a>(set: &EmbeddedSet, products: &'a mut [f32]) -> &'a mut [f32] {
    let classes = set.classes();
    if classes < set.class_of.len() {
        // A class is never behind its texts, so that what is written was read before.
        let mut last = None;
        for (text, &class) in set.class_of.iter().enumerate() {
            let product = products[text];
            products[class] = if last == Some(class) { products[class].max(product) } else { product };
            last = Some(class);
        }
    }
    &mut products[..classes]
}

/// Products with a single-choice set's columns become logits, in place: `[classes]`.
pub(crate) fn to_logits<'a>(set: &EmbeddedSet, products: &'a mut [f32]) -> &'a mut [f32] {
    let logits = nearest(set, products);
    for logit in &mut *logits {
        *logit *= set.scale;
    }
    for (logit, bias) in logits.iter_mut().zip(&set.bias) {
        *logit += bias;
    }
    logits
}

/// Products with a set's columns become probabilities, in place: `[classes]`.
pub(crate) fn to_probabilities<'a>(set: &EmbeddedSet, products: &'a mut [f32]) -> &'a mut [f32] {
    match set.draft.choice {
        Choice::Single => {
            let logits = to_logits(set, products);
            softmax(logits, 1.0);
            logits
        }
        Choice::Multi => {
            let (texts, head) = products.split_at_mut(set.texts.len());
            let cosines = nearest(set, texts);
            let (own, neutral) = cosines.split_at_mut(set.labels());
            odds(own, neutral.first().copied().unwrap_or(-1.0), set.scale);
            if let Some(fitted) = &set.odds {
                refit(own, head, fitted);
            }
            if let Some(none) = neutral.first_mut() {
                *none = 1.0 - own.iter().copied().fold(0.0, f32::max);
            }
            cosines
        }
    }
}

/// Probabilities as decisions made them of the words' probabilities and the head's products.
fn refit(words: &mut [f32], head: &[f32], fitted: &FittedOdds) {
    let scores = head.iter().zip(&fitted.intercepts).map(|(product, intercept)| product + intercept).chain(std::iter::repeat(0.0));
    for (p, score) in words.iter_mut().zip(scores) {
        let logit = fitted.words * log_odds(*p) + fitted.fitted * score + fitted.offset;
        *p = 1.0 / (1.0 + (-logit).exp());
    }
}

/// Of a probability; finite for 0 and 1, too.
pub(crate) fn log_odds(p: f32) -> f32 {
    let p = p.clamp(1e-6, 1.0 - 1e-6);
    (p / (1.0 - p)).ln()
}

/// Of one slot, in what [`to_probabilities`] left.
pub(super) fn score(set: &EmbeddedSet, probabilities: &[f32], slot: Slot) -> f32 {
    probabilities.get(slot.place().unwrap_or(set.labels())).copied().unwrap_or_default()
}

/// The two likeliest so far.
struct Best {
    first: (Slot, f32),
    second: (Slot, f32),
}

impl Best {
    fn offer(&mut self, slot: Slot, score: f32) {
        if score > self.first.1 {
            self.second = self.first;
            self.first = (slot, score);
        } else if score > self.second.1 {
            self.second = (slot, score);
        }
    }
}

/// The likeliest of the labels that are not `over`, and how sure that is.
pub(super) fn pick(set: &EmbeddedSet, photo: PhotoId, probabilities: &[f32], over: &dyn Fn(usize) -> bool) -> Suggestion {
    let (labels, single) = (set.labels(), set.draft.choice == Choice::Single);
    let nothing = (Slot::NONE_OF_THESE, -1.0_f32);
    let mut best = Best { first: nothing, second: nothing };
    for (place, &score) in probabilities.iter().take(labels).enumerate() {
        // Most labels are out of the running: whether they are over need not be asked.
        if score > best.second.1 && !over(place) {
            best.offer(Slot::label(place), score);
        }
    }
    let none = probabilities.get(labels).copied().filter(|none| set.draft.none_of_these && (single || *none > SUGGESTED));
    if let Some(none) = none {
        best.offer(Slot::NONE_OF_THESE, none);
    }
    let score = best.first.1.max(0.0);
    let runner_up = (best.second.1 >= 0.0).then_some(best.second.0);
    let margin = match runner_up {
        _ if best.first.1 < 0.0 => 0.0,
        Some(_) if single => score - best.second.1,
        // Alone because the others were rejected, or with a neutral text that is no answer: how far from even odds.
        _ => (2.0 * score - 1.0).abs(),
    };
    Suggestion { photo, slot: best.first.0, score, margin, runner_up }
}
