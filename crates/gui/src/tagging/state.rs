//! What the window knows about tagging: the chosen set, its figures, the threshold, whose photos are counted.

use super::bulk::{Accepting, Bulk};
use super::counted::Counting;
use super::editor::Editor;
use super::msg::Msg;
use super::of_selection::{Kept, Tally};
use super::rows;
use super::tag_bar_state::TagBar;
use crate::shell::ctx::Ctx;
use crate::shell::effect::ReviewPlan;
use crate::shell::query::Query;
use base::{Choice, LabelId, LabelSetDraft, LabelSetId, PhotoId, human};
use engine::protocol::{
    BINS, Edited, LabelStats, PhotoLabels, Promised, RequestId, ReviewOrder, SetPromise, Slot, SuggestRequest, TaggingView, Tags, Which,
};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Where a threshold stands until it is moved: well above a coin's toss, below what only the surest photos reach.
const THRESHOLD: usize = BINS * 3 / 5;
/// The tags used last that the tag bar offers first.
const RECENT: usize = 8;

/// Labels of fewer photos are not said to be confused.
const CONFUSED_PHOTOS: u64 = 5;
/// Nor are those confused in a smaller share of their photos.
const CONFUSED_SHARE: f32 = 0.2;

/// A review for a promise asks about one photo more than are needed for so many.
const SPARE: usize = 5;
/// Which sample it draws: always the same, so that it is gone on with.
const SEED: u64 = 1;

/// A field that the keyboard should go to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GoTo {
    /// The name of the set.
    Name,
    /// The field for a new label.
    NewLabel,
    /// The label in this row.
    Row(usize),
}

/// All of it.
#[derive(Debug, Default)]
pub struct Tagging {
    /// The right panel shows tagging rather than the photo.
    pub open: bool,
    /// The chosen set.
    pub set: Option<LabelSetId>,
    /// The set as it stands in the panel.
    pub draft: Arc<LabelSetDraft>,
    /// The labels are being edited.
    pub editor: Option<Editor>,
    /// The newest figures.
    pub view: Option<Arc<TaggingView>>,
    /// Histogram over all labels; `[BINS]`
    pub totals: Vec<u32>,
    /// Whose histogram is shown; `None`: all labels together.
    pub label: Option<Slot>,
    /// The rows stand by count instead of the set's order.
    pub by_count: bool,
    /// The rows in the order they are shown; made once an answer.
    pub order: Vec<Slot>,
    /// The two labels that are confused most, and in which share of the first one's photos.
    pub confused: Option<(Slot, Slot, f32)>,
    /// Words that the model was never taught, each once.
    pub unknown: Vec<String>,
    /// Words that it was taught and does badly at.
    pub weak: Vec<String>,
    /// What was done last, for the strip with Undo.
    pub last: Option<Edited>,
    /// What the model says of a photo.
    pub photo: Option<(PhotoId, Arc<PhotoLabels>)>,
    /// The suggestions of a photo as they are listed.
    pub kept: Kept,
    /// Labels that a person can take up again, newest first.
    pub recent: Vec<LabelId>,
    /// Labels of each set that photos have, most photos first; made once a change.
    pub used: Vec<(LabelSetId, Vec<(LabelId, u64)>)>,
    /// Sections of the library panel that are folded.
    pub folded: HashSet<LabelSetId>,
    /// Sections of the library panel that show all their labels.
    pub whole: HashSet<LabelSetId>,
    /// The labels of the selection.
    pub tally: Tally,
    /// Labels that were chosen for the selection beside those that occur.
    pub chosen: Vec<LabelId>,
    /// Among which photos the panel counts.
    pub counting: Counting,
    /// The request that makes a set, until it is answered: that set is chosen then.
    pub(super) making: Option<RequestId>,
    /// The set that is being saved, until that is answered: what is refused is gone on with.
    pub(super) saving: Option<(RequestId, Editor)>,
    /// The request that makes a label, and to which photos it is given, as it was said beforehand.
    pub(super) creating: Option<(RequestId, String)>,
    /// What was asked for while a draft stands, until the person has said what becomes of it.
    pub(super) leaving: Option<Box<Msg>>,
    /// The set that was chosen before a new one was begun.
    pub before_new: Option<LabelSetId>,
    /// Where the keyboard should go.
    pub go_to: Option<GoTo>,
    /// The tag bar, where it is open.
    pub bar: Option<TagBar>,
    /// What may be accepted by the precision that the figures are about.
    pub(super) promised: Option<Arc<SetPromise>>,
    thresholds: HashMap<(Option<LabelSetId>, Option<Slot>), usize>,
    /// The precision that is asked for of a set, in thousandths.
    promises: HashMap<LabelSetId, u16>,
    /// The one that the engine was asked for last.
    asked_promise: Option<u16>,
    /// The request for the figures that the panel waits for or shows.
    pub(super) figures_request: RequestId,
    asked_photo: Option<(PhotoId, Arc<Tags>)>,
    /// The request for what the model says of that photo.
    pub(super) photo_request: RequestId,
}

impl Tagging {
    /// As before the first catalogue; how the panel is laid out stays.
    pub fn emptied(&mut self) -> Self {
        Self { open: self.open, by_count: self.by_count, bar: self.bar.take(), ..Self::default() }
    }

    /// The figures of a label.
    pub fn figures(&self, slot: Slot) -> Option<&LabelStats> {
        let labels = &self.view.as_ref()?.stats.labels;
        let guess = slot.place().unwrap_or(labels.len().saturating_sub(1));
        labels.get(guess).filter(|f| f.slot == slot).or_else(|| labels.iter().find(|f| f.slot == slot))
    }

    /// The histogram that is shown.
    pub fn histogram(&self) -> &[u32] {
        match self.label {
            Some(slot) => self.figures(slot).map_or(&[], |f| &f.histogram[..]),
            None => &self.totals,
        }
    }

    /// Name of a label of the set in the panel.
    pub fn name(&self, slot: Slot) -> &str {
        slot.place().map_or("None of these", |place| self.draft.labels.get(place).map_or("", |l| l.name.as_str()))
    }

    /// Where the threshold of the shown histogram stands.
    pub fn threshold(&self) -> usize {
        self.thresholds.get(&(self.set, self.label)).copied().unwrap_or(THRESHOLD)
    }

    /// A score of a suggestion: one of the open set is not told as if it reached the threshold where it does not.
    pub fn score_words(&self, set: LabelSetId, score: f32) -> String {
        let least = self.threshold() as f32 / BINS as f32;
        if self.set == Some(set) { human::score_beside(score, least) } else { human::score(score) }
    }

    /// Moves it.
    pub fn set_threshold(&mut self, bin: usize) {
        self.thresholds.insert((self.set, self.label), bin.min(BINS));
    }

    /// Photos at or above the threshold, and suggested ones below it.
    pub fn above_and_below(&self) -> (u64, u64) {
        // In a set where several labels fit, the histogram also holds photos that nobody would suggest the label for.
        let floor = if self.draft.choice == Choice::Multi { BINS / 2 } else { 0 };
        let sum = |bins: &[u32]| bins.iter().map(|n| u64::from(*n)).sum::<u64>();
        let histogram = self.histogram();
        let at = self.threshold().min(histogram.len());
        (sum(&histogram[at..]), sum(histogram.get(floor..at).unwrap_or(&[])))
    }

    /// Photos that somebody is still to be asked about: with any label, or with this one suggested.
    pub fn undecided(&self, slot: Option<Slot>) -> u64 {
        match slot {
            Some(slot) => self.figures(slot).map_or(0, |figures| rows::open(figures, self.draft.choice)),
            None => self.view.as_ref().map_or(0, |view| view.stats.undecided),
        }
    }

    /// What the panel counts is of a saved set, and of what is in view now.
    fn counts(&self, ctx: &Ctx) -> Option<(LabelSetId, &TaggingView)> {
        let set = self.set.filter(|_| self.editor.is_none())?;
        let view = self.view.as_deref().filter(|view| view.error.is_none() && self.is_current(ctx))?;
        Some((set, view))
    }

    /// The review that the panel offers.
    pub fn review(&self, ctx: &Ctx) -> Option<ReviewPlan> {
        self.bulk(ctx).map(|bulk| bulk.review)
    }

    /// The review of the photos that the panel counts, as many as are below the threshold; with all labels those, too, that none may fit,
    /// which nobody accepts in bulk.
    fn review_below(&self, ctx: &Ctx) -> Option<ReviewPlan> {
        let (set, _) = self.counts(ctx)?;
        // Where several labels fit, a photo has several suggestions, and is asked about once.
        let none = if self.label.is_none() { self.undecided(Some(Slot::NONE_OF_THESE)) } else { 0 };
        let most = (self.above_and_below().1 + none).min(self.undecided(self.label));
        let label = self.label.and_then(Slot::place).and_then(|place| self.draft.labels.get(place)?.id);
        let order = label.map_or(ReviewOrder::Uncertain, ReviewOrder::Label);
        Some(ReviewPlan { set, order, scope: self.counting.scope.clone(), most: Some(most as usize) })
    }

    /// What can be accepted and reviewed now; `None` where the figures are not those of the photos in view, or of no saved set.
    pub fn bulk(&self, ctx: &Ctx) -> Option<Bulk> {
        if self.promise().is_some() { self.promised_bulk(ctx) } else { self.bulk_above(ctx) }
    }

    fn bulk_above(&self, ctx: &Ctx) -> Option<Bulk> {
        let (review, view) = (self.review_below(ctx)?, self.view.as_ref()?);
        let which = match self.label {
            Some(Slot::NONE_OF_THESE) => Which::NoneOfThese,
            Some(slot) => Which::Label(self.draft.labels.get(slot.place()?)?.id?),
            None => Which::AllLabels,
        };
        let least_bin = self.threshold();
        let products = view.products.as_ref().map(|products| products.above(self.label, least_bin));
        Some(Bulk {
            counted: Arc::clone(&view.counted),
            accepting: Accepting::Above { which, least_bin },
            above: self.above_and_below().0,
            review,
            products,
            single: self.draft.choice == Choice::Single,
            beyond_label: false,
        })
    }

    fn promised_bulk(&self, ctx: &Ctx) -> Option<Bulk> {
        let (set, view) = self.counts(ctx)?;
        let promise = view.promise.as_ref()?;
        let (accepting, review) = match &promise.promised {
            Promised::Kept(_) => {
                let most = self.undecided(None).saturating_sub(promise.accepted) as usize;
                let review = ReviewPlan { set, order: ReviewOrder::Uncertain, scope: self.counting.scope.clone(), most: Some(most) };
                (self.promised.clone(), review)
            }
            Promised::Missing(missing) => {
                // Some of the answers will be wrong ones.
                let suggested = self.undecided(None).saturating_sub(self.undecided(Some(Slot::NONE_OF_THESE)));
                let most = (missing + missing / SPARE).min(suggested as usize);
                (None, ReviewPlan { set, order: ReviewOrder::Sure(SEED), scope: self.counting.scope.clone(), most: Some(most) })
            }
        };
        Some(Bulk {
            counted: Arc::clone(&view.counted),
            accepting: Accepting::Promised(accepting),
            above: promise.accepted,
            review,
            products: None,
            single: self.draft.choice == Choice::Single,
            beyond_label: self.label.is_some(),
        })
    }

    /// The precision that is asked for, in thousandths; `None`: the threshold says what is accepted.
    pub fn promise(&self) -> Option<u16> {
        self.promises.get(&self.set?).copied().filter(|_| self.editor.is_none())
    }

    /// Asks for another precision, or for none.
    pub fn set_promise(&mut self, per_mille: Option<u16>) {
        let Some(set) = self.set else { return };
        match per_mille {
            Some(per_mille) => self.promises.insert(set, per_mille),
            None => self.promises.remove(&set),
        };
    }

    /// The label whose photos the grid shows is the one that is looked at: leaving them, by whatever way, leaves it.
    pub fn follow_query(&mut self, query: &Query) {
        self.label = query.label.as_ref().filter(|label| *label.set == *self.asked_set()).map(|label| label.slot);
    }

    /// The set as suggestions are asked for it.
    pub fn asked_set(&self) -> Arc<LabelSetDraft> {
        self.editor.as_ref().map_or_else(|| Arc::clone(&self.draft), Editor::asked)
    }

    /// The figures are here, and of what is in view now.
    pub fn is_current(&self, ctx: &Ctx) -> bool {
        let answered = self.view.as_ref().is_some_and(|view| view.request == self.figures_request);
        answered && self.counting.asks_about(ctx, &self.draft)
    }

    /// Takes over the answer to what the panel asked last.
    pub fn take(&mut self, view: Arc<TaggingView>) {
        if view.request != self.figures_request {
            return;
        }
        self.totals = vec![0; BINS];
        for figures in view.stats.labels.iter().filter(|f| f.slot != Slot::NONE_OF_THESE) {
            for (total, n) in self.totals.iter_mut().zip(&figures.histogram) {
                *total += n;
            }
        }
        self.confused = confused(&view.stats.labels);
        let mut seen = HashSet::new();
        let mut each_once = |words: &[(usize, Vec<String>)]| -> Vec<String> {
            words.iter().flat_map(|(_, words)| words).filter(|word| seen.insert((*word).clone())).cloned().collect()
        };
        (self.unknown, self.weak) = (each_once(&view.unknown_words), each_once(&view.weak_words));
        self.promised = view.promise.as_ref().and_then(|promise| match &promise.promised {
            Promised::Kept(kept) => Some(Arc::new(kept.clone())),
            Promised::Missing(_) => None,
        });
        self.view = Some(view);
        self.arrange();
    }

    /// Brings the rows into their order.
    pub fn arrange(&mut self) {
        match &self.view {
            Some(view) => {
                let mut labels: Vec<&LabelStats> = view.stats.labels.iter().collect();
                if self.by_count {
                    labels.sort_by_key(|f| (f.slot == Slot::NONE_OF_THESE, std::cmp::Reverse(f.photos)));
                }
                self.order = labels.iter().map(|f| f.slot).collect();
            }
            None => self.order = (0..self.draft.labels.len()).map(Slot::label).collect(),
        }
    }

    /// Shows another set, or none.
    pub fn choose(&mut self, tags: &Tags, set: Option<LabelSetId>) {
        if self.set != set {
            self.label = None;
            self.view = None;
            self.unknown.clear();
            self.weak.clear();
            self.confused = None;
        }
        self.set = set;
        self.editor = None;
        self.draft = Arc::new(set.and_then(|id| tags.set(id)).map(base::LabelSet::draft).unwrap_or_default());
        self.arrange();
    }

    /// The vocabulary changed: the chosen set may be gone, or be another.
    pub fn follow_tags(&mut self, tags: &Tags) {
        // The set that was just written stays in the panel until the engine has told its id.
        let waits = self.making.is_some() && self.set.is_none();
        if !waits && self.editor.is_none() {
            let still = self.set.filter(|id| tags.set(*id).is_some());
            let first = tags.sets.first().map(|s| s.id);
            match still.and_then(|id| tags.set(id)) {
                Some(set) => {
                    let draft = set.draft();
                    if *self.draft != draft {
                        self.draft = Arc::new(draft);
                    }
                }
                None => self.choose(tags, first),
            }
        }
        self.used = tags.sets.iter().map(|s| (s.id, used_labels(tags, s))).filter(|(_, labels)| !labels.is_empty()).collect();
        self.recent.retain(|id| tags.label(*id).is_some());
        self.chosen.retain(|id| tags.label(*id).is_some());
    }

    /// The label was given to photos: the tag bar offers it first from now on.
    pub fn remember(&mut self, label: LabelId) {
        self.recent.retain(|l| *l != label);
        self.recent.insert(0, label);
        self.recent.truncate(RECENT);
    }

    /// What to ask the engine now, if that is another thing than before.
    pub fn request(&mut self, ctx: &Ctx, all: usize, visible: bool) -> Option<Asked> {
        self.counting.follow_question(&ctx.query);
        let set = self.asked_set();
        if !visible || set.labels.is_empty() {
            // What is not looked at is not accepted, and holds no photos in memory.
            self.view = None;
            return self.counting.stop().then_some(Asked::Nothing);
        }
        let promise_per_mille = self.promise();
        let other_promise = std::mem::replace(&mut self.asked_promise, promise_per_mille) != promise_per_mille;
        (self.counting.follow(ctx, &set, all) || other_promise).then(|| {
            let (scope, by_product) = (self.counting.scope.clone(), self.counting.products.is_some());
            Asked::Figures(SuggestRequest { set, scope, by_product, promise_per_mille })
        })
    }

    /// Counts the labels of the photos that a gesture acts on again where something changed.
    pub fn tally(&mut self, photos: &Arc<[PhotoId]>, tags: &Arc<Tags>) {
        if !self.tally.is_of(photos) {
            self.chosen.clear();
        }
        let looked_at = self.label.and_then(Slot::place).and_then(|place| self.draft.labels.get(place)).and_then(|l| l.id);
        self.tally.follow(photos, tags, self.chosen.iter().copied().chain(looked_at));
    }

    /// The photo whose labels should be asked for, where that is news.
    pub fn wanted_photo(&mut self, cursor: Option<PhotoId>, tags: &Arc<Tags>) -> Option<PhotoId> {
        let photo = cursor.filter(|_| !tags.sets.is_empty())?;
        if self.asked_photo.as_ref().is_some_and(|(p, t)| *p == photo && Arc::ptr_eq(t, tags)) {
            return None;
        }
        self.asked_photo = Some((photo, Arc::clone(tags)));
        Some(photo)
    }

    /// Another view asks about photos of its own, in the place of this one's question.
    pub fn forget_photo_request(&mut self) {
        self.asked_photo = None;
    }
}

/// The label that is most often mistaken for another, where that is often enough to be worth a word.
fn confused(labels: &[LabelStats]) -> Option<(Slot, Slot, f32)> {
    let told = labels.iter().filter(|f| f.slot != Slot::NONE_OF_THESE && f.photos >= CONFUSED_PHOTOS);
    let rivals = told.filter_map(|f| f.rival.map(|(rival, share)| (f.slot, rival, share)));
    rivals.filter(|(_, rival, share)| *rival != Slot::NONE_OF_THESE && *share >= CONFUSED_SHARE).max_by(|a, b| a.2.total_cmp(&b.2))
}

/// What the engine should be told.
#[derive(Debug)]
pub enum Asked {
    /// The panel is closed.
    Nothing,
    /// These figures.
    Figures(SuggestRequest),
}

fn used_labels(tags: &Tags, set: &base::LabelSet) -> Vec<(LabelId, u64)> {
    let count = |l: &base::Label| Some((l.id, tags.accepted.get(&l.id).copied().filter(|n| *n > 0)?));
    let mut labels: Vec<(LabelId, u64)> = set.labels.iter().filter_map(count).collect();
    labels.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    labels
}
