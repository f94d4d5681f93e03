//! What the window knows about tagging: the chosen set, its figures, the threshold, whose photos are counted.

use super::bulk::Bulk;
use super::editor::Editor;
use super::msg::Msg;
use super::rows;
use super::tag_bar_state::TagBar;
use crate::shell::ctx::Ctx;
use crate::shell::effect::ReviewPlan;
use crate::shell::query::{Base, Query};
use crate::shell::scope::{self, Target};
use crate::shell::suggested::suggestions;
use crate::shell::view::View;
use base::{Choice, Decision, LabelId, LabelSet, LabelSetDraft, LabelSetId, PhotoId, human};
use engine::protocol::{
    BINS, Edited, Hit, LabelScore, LabelStats, PhotoLabels, RequestId, ReviewOrder, Scope, Slot, SuggestRequest, TaggingView, Tags, Which,
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

/// Whose photos are counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Among {
    /// Every photo.
    #[default]
    All,
    /// Those of the grid.
    Result,
    /// Those of the grid's last question, while it shows the photos of a label.
    Before,
    /// The selected ones.
    Selected,
    /// The one that is shown large.
    Shown,
}

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

/// Where the photos that are counted come from; a change of it asks again.
#[derive(Clone, Debug)]
enum Origin {
    Hits(Arc<[Hit]>, Option<Arc<HashMap<PhotoId, usize>>>),
    Target(Arc<[PhotoId]>),
    Pinned,
}

impl Origin {
    fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Hits(a, x), Self::Hits(b, y)) => Arc::ptr_eq(a, b) && scope::same(x.as_ref(), y.as_ref()),
            (Self::Target(a), Self::Target(b)) => Arc::ptr_eq(a, b),
            (Self::Pinned, Self::Pinned) => true,
            _ => false,
        }
    }
}

/// The photos that were counted before the grid showed those of a label.
#[derive(Debug)]
struct Pinned {
    scope: Scope,
    among: Among,
    products: Option<u64>,
    photos: Arc<HashSet<PhotoId>>,
    /// The question that they answered.
    question: Base,
}

/// How many of the selected photos have a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OnSelected {
    /// Of which set.
    pub set: LabelSetId,
    /// Which label.
    pub label: LabelId,
    /// How many have it accepted.
    pub photos: usize,
}

/// The labels of the selected photos, counted once a change.
#[derive(Debug, Default)]
pub struct Tally {
    photos: Arc<[PhotoId]>,
    tags: Arc<Tags>,
    /// Another label is asked for.
    pub stale: bool,
    /// In the order of the sets and their labels.
    pub labels: Vec<OnSelected>,
}

/// The suggestions of a photo: those that were decided stay listed until another photo is looked at, so that the next one does not come
/// under the pointer that has just accepted one.
#[derive(Debug, Default)]
pub struct Kept {
    /// Which photo.
    pub photo: Option<PhotoId>,
    /// In the order in which they came up.
    pub rows: Vec<(LabelSetId, LabelScore)>,
    /// The vocabulary that they are of.
    sets: Arc<[LabelSet]>,
}

impl Kept {
    /// Begins anew with another photo or vocabulary; else what is new comes last.
    pub(super) fn follow(&mut self, ctx: &Ctx, said: Option<&(PhotoId, Arc<PhotoLabels>)>) {
        let photo = said.map(|(photo, _)| *photo);
        if self.photo != photo || !Arc::ptr_eq(&self.sets, &ctx.tags.sets) {
            *self = Self { photo, rows: Vec::new(), sets: Arc::clone(&ctx.tags.sets) };
        }
        let Some((photo, said)) = said else { return };
        for (set, score) in suggestions(ctx, said, *photo) {
            if !self.rows.iter().any(|(of, row)| (*of, row.label) == (set.id, score.label)) {
                self.rows.push((set.id, score));
            }
        }
    }
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
    /// Whose photos are counted.
    pub among: Among,
    /// How many that are.
    pub among_count: u64,
    /// Of how many products, where the grid shows products.
    pub among_products: Option<u64>,
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
    thresholds: HashMap<(Option<LabelSetId>, Option<Slot>), usize>,
    /// The request for the figures that the panel waits for or shows.
    pub(super) figures_request: RequestId,
    /// The photos of the last question that did not ask for a label.
    base: Arc<[Hit]>,
    /// While the grid shows a label's photos: those that were counted before.
    pinned: Option<Pinned>,
    asked: Option<(Arc<LabelSetDraft>, Origin)>,
    scope: Scope,
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

    /// The review that the panel offers: of the photos that it counts, as many as are below the threshold.
    pub fn review(&self, ctx: &Ctx) -> Option<ReviewPlan> {
        let set = self.set.filter(|_| self.editor.is_none())?;
        self.view.as_ref().filter(|view| view.error.is_none() && self.is_current(ctx))?;
        // Where several labels fit, a photo has several suggestions, and is asked about once.
        let most = self.above_and_below().1.min(self.undecided(self.label));
        let label = self.label.and_then(Slot::place).and_then(|place| self.draft.labels.get(place)?.id);
        let order = label.map_or(ReviewOrder::Uncertain, ReviewOrder::Label);
        Some(ReviewPlan { set, order, scope: self.scope(), most: Some(most as usize) })
    }

    /// What can be accepted and reviewed now; `None` where the figures are not those of the photos in view, or of no saved set.
    pub fn bulk(&self, ctx: &Ctx) -> Option<Bulk> {
        let (review, view) = (self.review(ctx)?, self.view.as_ref()?);
        let which = match self.label {
            Some(Slot::NONE_OF_THESE) => Which::NoneOfThese,
            Some(slot) => Which::Label(self.draft.labels.get(slot.place()?)?.id?),
            None => Which::AllLabels,
        };
        let least_bin = self.threshold();
        let above = self.above_and_below().0;
        let products = view.products.as_ref().map(|products| products.above(self.label, least_bin));
        let single = self.draft.choice == Choice::Single;
        Some(Bulk { counted: Arc::clone(&view.counted), which, least_bin, above, review, products, single })
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
        let asked = self.asked.as_ref().is_some_and(|(set, origin)| **set == *self.draft && origin.same(&self.origin(ctx)));
        asked && self.view.as_ref().is_some_and(|view| view.request == self.figures_request)
    }

    /// Among which photos the panel counts.
    pub fn scope(&self) -> Scope {
        self.scope.clone()
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

    /// A question was answered with these photos, whatever label of theirs is shown.
    pub fn set_base(&mut self, query: &Query, hits: &Arc<[Hit]>) {
        // The same answer again, because tags changed, is no other question.
        if self.base != *hits {
            self.base = Arc::clone(hits);
        }
        self.follow_question(query);
    }

    /// What was counted for a question is let go with the question.
    fn follow_question(&mut self, query: &Query) {
        self.pinned.take_if(|pinned| !query.shows_label() || pinned.question != query.base());
    }

    /// The grid is about to show a label's photos: what is counted stays as it is.
    pub fn pin(&mut self, query: &Query) {
        self.follow_question(query);
        if self.pinned.is_none() {
            let photos: HashSet<PhotoId> = match &self.scope {
                Scope::All => HashSet::new(),
                Scope::Photos(photos) => photos.iter().copied().collect(),
            };
            let among = if self.among == Among::Result { Among::Before } else { self.among };
            let (scope, products, question) = (self.scope.clone(), self.among_products, query.base());
            self.pinned = Some(Pinned { scope, among, products, photos: Arc::new(photos), question });
        }
    }

    /// Of a label's photos only those that were counted; `None`: all of them.
    pub fn only_counted(&self, hits: &[Hit]) -> Option<Arc<[Hit]>> {
        let Pinned { scope, photos, .. } = self.pinned.as_ref()?;
        match scope {
            Scope::All => None,
            Scope::Photos(_) => Some(hits.iter().filter(|h| photos.contains(&h.photo)).copied().collect()),
        }
    }

    fn origin(&self, ctx: &Ctx) -> Origin {
        if scope::several(ctx) || ctx.view == View::Loupe {
            Origin::Target(Arc::clone(&ctx.target.photos))
        } else if self.pinned.is_some() {
            Origin::Pinned
        } else {
            Origin::Hits(Arc::clone(&self.base), scope::grouping(ctx))
        }
    }

    /// What to ask the engine now, if that is another thing than before.
    pub fn request(&mut self, ctx: &Ctx, all: usize, visible: bool) -> Option<Asked> {
        self.follow_question(&ctx.query);
        let set = self.asked_set();
        if !visible || set.labels.is_empty() {
            // What is not looked at is not accepted, and holds no photos in memory.
            self.view = None;
            return self.asked.take().map(|_| Asked::Nothing);
        }
        let origin = self.origin(ctx);
        if self.asked.as_ref().is_some_and(|(s, o)| Arc::ptr_eq(s, &set) && o.same(&origin)) {
            return None;
        }
        if !self.asked.as_ref().is_some_and(|(_, o)| o.same(&origin)) {
            self.count_among(ctx, &origin, all);
        }
        self.asked = Some((Arc::clone(&set), origin));
        Some(Asked::Figures(SuggestRequest {
            set,
            scope: self.scope.clone(),
            by_product: self.among_products.is_some(),
            promise_per_mille: None,
        }))
    }

    fn count_among(&mut self, ctx: &Ctx, origin: &Origin, all: usize) {
        (self.scope, self.among, self.among_products) = match (origin, &self.pinned) {
            (Origin::Target(photos), _) => {
                let among = if ctx.view == View::Loupe { Among::Shown } else { Among::Selected };
                (Scope::Photos(Arc::clone(photos)), among, ctx.target.products)
            }
            (Origin::Pinned, Some(pinned)) => (pinned.scope.clone(), pinned.among, pinned.products),
            (Origin::Hits(hits, _), _) => {
                let Target { photos, products, .. } = scope::of_hits(ctx, hits);
                let among = if ctx.query.shows_label() { Among::Before } else { Among::Result };
                if photos.len() < all { (Scope::Photos(photos), among, products) } else { (Scope::All, Among::All, products) }
            }
            (Origin::Pinned, None) => (Scope::All, Among::All, None),
        };
        self.among_count = match &self.scope {
            Scope::All => all as u64,
            Scope::Photos(photos) => photos.len() as u64,
        };
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

    /// Counts the labels of the photos that a gesture acts on again where something changed.
    pub fn tally(&mut self, photos: &Arc<[PhotoId]>, tags: &Arc<Tags>) {
        let other = !Arc::ptr_eq(&self.tally.photos, photos);
        if !other && Arc::ptr_eq(&self.tally.tags, tags) && !self.tally.stale {
            return;
        }
        if other {
            self.chosen.clear();
        }
        let looked_at = self.label.and_then(Slot::place).and_then(|place| self.draft.labels.get(place)).and_then(|l| l.id);
        let mut counts: HashMap<LabelId, usize> = self.chosen.iter().copied().chain(looked_at).map(|l| (l, 0)).collect();
        if photos.len() > 1 {
            let labels = photos.iter().flat_map(|p| tags.book.of(*p)).filter(|t| t.decision == Decision::Accepted);
            for label in labels.filter_map(|t| t.label) {
                *counts.entry(label).or_default() += 1;
            }
        }
        let of_set = |set: &base::LabelSet| {
            let id = set.id;
            let labels = set.labels.iter().filter_map(|l| Some(OnSelected { set: id, label: l.id, photos: *counts.get(&l.id)? }));
            labels.collect::<Vec<_>>()
        };
        let labels = if counts.is_empty() { Vec::new() } else { tags.sets.iter().flat_map(of_set).collect() };
        self.tally = Tally { photos: Arc::clone(photos), tags: Arc::clone(tags), stale: false, labels };
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
