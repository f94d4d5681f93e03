//! What the person asked for, and what the grid shows. An older answer never replaces a newer one.

use base::searches::SavedQuery;
use base::{PhotoId, ScoreCounts};
use engine::protocol::query::{PartKind, parts};
use engine::protocol::{
    Along, FolderRef, FoundBy, Hit, Like, Nothing, Only, RequestId, Reworded, SearchRequest, SearchResults, Sort, SuggestedLabel, TextUse,
    Timeline, UnmetFilter, asked, has_terms,
};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// The question as it stands in the window.
#[derive(Debug, Default)]
#[allow(clippy::struct_excessive_bools)] // each is a switch of its own
pub struct Query {
    /// As typed.
    pub text: String,
    /// A photo to search by.
    pub like: Option<Like>,
    /// A place on a walk, in the place of words and of a photo.
    pub along: Option<Arc<Along>>,
    /// Only this folder.
    pub folder: Option<FolderRef>,
    /// Only photos of this kind.
    pub only: Option<Only>,
    /// Only photos that this label is suggested for.
    pub label: Option<SuggestedLabel>,
    /// Of these only the photos that the tagging panel counts, where those are not all of the question: "5 selected photos".
    pub label_among: Option<String>,
    /// One cell a product.
    pub by_product: bool,
    /// One cell a stack of duplicates.
    pub stacked: bool,
    /// Stacks that are open, each by its first photo.
    pub open_stacks: BTreeSet<PhotoId>,
    /// What names, folders and imported texts have to do with it.
    pub texts: TextUse,
    /// The text is a query of the evaluation, until another is typed.
    pub evaluated: Option<String>,
    /// Words are searched for as they are, until others are typed.
    pub as_typed: bool,
    /// The cut-off.
    pub min_score: Option<f32>,
    /// The order.
    pub sort: Sort,
    /// The other way round.
    pub reversed: bool,
    /// So is what there is nothing to rank by. Kept for then: the letters of "is:pick" rank for a moment while they are typed.
    turned: bool,
    /// When the photos were taken is asked, too.
    pub timeline: bool,
    request: RequestId,
}

/// One change of the question.
#[derive(Clone, Debug)]
pub enum Change {
    /// The words.
    Text(String),
    /// A photo to search by, or none.
    Like(Option<Like>),
    /// A place on a walk, in the place of words and of a photo; or none.
    Along(Option<Arc<Along>>),
    /// In pictures, in texts, or in both.
    Texts(TextUse),
    /// The words as they are.
    AsTyped,
    /// The words are a query of the evaluation.
    Evaluated,
    /// Only this folder, or all.
    Folder(Option<FolderRef>),
    /// The cut-off.
    MinScore(Option<f32>),
    /// Only photos of this kind, which also leaves a suggested label; or of every kind.
    Only(Option<Only>),
    /// Of the photos in question those that a label is suggested for, the likeliest or the most doubtful first.
    Label {
        /// The label.
        label: SuggestedLabel,
        /// The most doubtful first.
        doubtful_first: bool,
        /// See [`Query::label_among`].
        among: Option<String>,
    },
    /// The words of the label's set changed.
    LabelChanged(SuggestedLabel),
    /// Also photos that the label is not suggested for.
    LeaveLabel,
    /// One cell a product.
    ByProduct(bool),
    /// One cell a stack of duplicates.
    Stacked(bool),
    /// The stack whose first photo this is, open or closed.
    OpenStack(PhotoId, bool),
    /// In this order.
    Sort(Sort),
    /// The other way round.
    Reverse,
    /// When the photos were taken is asked, too; or not any more.
    Timeline(bool),
    /// What was asked for when this was saved.
    Saved(Box<SavedQuery>),
    /// All photos again, in the usual order.
    Clear,
}

/// What a label's photos are taken from.
#[derive(Clone, Debug, PartialEq)]
pub struct Base {
    text: String,
    texts: TextUse,
    as_typed: bool,
    like: Option<Like>,
    along: Option<Arc<Along>>,
    folder: Option<FolderRef>,
    only: Option<Only>,
    min_score: Option<f32>,
    by_product: bool,
}

impl Query {
    /// The question as it stands was sent under this number.
    pub fn asked(&mut self, request: RequestId) {
        self.request = request;
    }

    /// The request for the question as it stands.
    pub fn as_asked(&self) -> SearchRequest {
        SearchRequest {
            text: self.text.clone(),
            texts: self.texts,
            as_typed: self.as_typed,
            like: self.like.clone(),
            along: self.along.clone(),
            min_score: self.cut_off(),
            folder: self.folder.clone(),
            only: self.only.clone(),
            suggested: self.label.clone(),
            // Inside one product, and where a figure is looked into, photos stand for themselves.
            by_product: self.by_product && !self.only.as_ref().is_some_and(Only::is_of_photos),
            stacked: self.stacked,
            open_stacks: self.open_stacks.iter().copied().collect(),
            sort: self.order(),
            reversed: self.reversed,
            timeline: self.timeline,
        }
    }

    /// The words that it ranks by, but these.
    pub fn words_but(&self, unknown: &[String]) -> Vec<String> {
        let words = terms(&self.text).into_iter().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
        let known = |word: &&str| !word.is_empty() && !unknown.iter().any(|other| *other == word.to_lowercase());
        words.filter(known).map(str::to_owned).collect()
    }

    /// The cut-off where there is something to rank by: a label's own score is no likeness to words.
    pub fn cut_off(&self) -> Option<f32> {
        self.min_score.filter(|_| self.scores())
    }

    /// The order that the photos come in: without anything to rank by there is no relevance.
    pub fn order(&self) -> Sort {
        if self.sort == Sort::Relevance && !self.scores() && !self.shows_label() { Sort::Name } else { self.sort }
    }

    /// Number under which the question was sent last.
    pub fn request(&self) -> RequestId {
        self.request
    }

    /// There is something to rank by.
    pub fn ranks(&self) -> bool {
        self.like.is_some() || self.along.is_some() || has_terms(&self.text)
    }

    /// Photos have a score: there is something to rank by, or a colour that they are near.
    pub fn scores(&self) -> bool {
        self.ranks() || self.names_colour()
    }

    /// A filter names a colour.
    pub fn names_colour(&self) -> bool {
        parts(&self.text).iter().any(|part| part.kind == PartKind::Filter && is_hue(&self.text[part.range.clone()]))
    }

    /// The text with these colours in the place of those that it names.
    pub fn with_colours<'a>(&self, colours: impl Iterator<Item = &'a str>) -> String {
        let others = parts(&self.text).into_iter().map(|part| &self.text[part.range]).filter(|part| !is_hue(part)).map(str::to_owned);
        others.chain(colours.map(|colour| format!("hue:{colour}"))).collect::<Vec<_>>().join(" ")
    }

    /// It asks for the photos that a label is suggested for.
    pub fn shows_label(&self) -> bool {
        self.label.is_some()
    }

    /// Changes the question. Another question is in the usual order: by relevance where there is something to rank by, and nothing is
    /// turned round that the person did not turn.
    pub fn change(&mut self, changes: Vec<Change>, usual: Sort) {
        if let [Change::Saved(saved)] = &changes[..] {
            return self.ask_again(saved);
        }
        let (base, label, ranked) = (self.base(), self.label.clone(), self.scores());
        let (was_label, mut ordered) = (self.shows_label(), false);
        let cut_off = changes.iter().any(|change| matches!(change, Change::MinScore(_)));
        for change in changes {
            ordered |= matches!(change, Change::Sort(_) | Change::Reverse | Change::Label { .. });
            self.apply(change);
        }
        // Scores of other words are other scores: a cut-off goes with what it was set for.
        let other_words = terms(&self.text) != terms(&base.text);
        // Who writes words or shows a photo asks for these, and no longer walks.
        if (other_words && has_terms(&self.text)) || (self.like != base.like && self.like.is_some()) {
            self.along = None;
        }
        if !cut_off && (self.like != base.like || self.along != base.along || other_words || self.texts != base.texts) {
            self.min_score = None;
        }
        self.as_typed &= !other_words;
        self.evaluated = self.evaluated.take().filter(|text| *text == self.text);
        // Another question is asked of all photos, not of those that were counted for the last one.
        if self.base() != base || !self.shows_label() {
            self.label_among = None;
        }
        let (is_label, ranks) = (self.shows_label(), self.scores());
        if ordered {
            if !is_label && !ranks {
                self.turned = self.reversed;
            }
            return;
        }
        if is_label != was_label || ranks != ranked {
            let relevance = is_label || ranks;
            (self.sort, self.reversed) = if relevance { (Sort::Relevance, false) } else { (usual, self.turned) };
        }
        // Who looks at the oldest first, or at Z before A, does so whatever is filtered; the worst first is asked of one question.
        if self.sort == Sort::Relevance && self.asked_for() != (&base.text, &base.like, &base.folder, &base.only, &label) {
            self.reversed = false;
        }
    }

    /// What is looked for, whatever is left out or put together of it.
    fn asked_for(&self) -> (&String, &Option<Like>, &Option<FolderRef>, &Option<Only>, &Option<SuggestedLabel>) {
        (&self.text, &self.like, &self.folder, &self.only, &self.label)
    }

    fn apply(&mut self, change: Change) {
        match change {
            Change::Text(text) => self.text = text,
            Change::Like(like) => self.like = like,
            Change::Along(along) => {
                if along.is_some() {
                    (self.text, self.like) = (filters(&self.text), None);
                }
                self.along = along;
            }
            Change::Texts(texts) => self.texts = texts,
            Change::AsTyped => self.as_typed = true,
            Change::Evaluated => self.evaluated = Some(self.text.clone()),
            Change::Folder(folder) => self.folder = folder,
            Change::MinScore(score) => self.min_score = score,
            Change::Only(only) => {
                if only.is_some() {
                    self.label = None;
                }
                self.only = only;
            }
            Change::Label { label, doubtful_first, among } => {
                self.label = Some(label);
                self.label_among = among;
                self.sort = Sort::Relevance;
                self.reversed = doubtful_first;
            }
            Change::LabelChanged(label) => self.label = Some(label),
            Change::LeaveLabel => self.label = None,
            Change::ByProduct(on) => self.by_product = on,
            Change::Stacked(on) => self.stacked = on,
            Change::OpenStack(first, true) => drop(self.open_stacks.insert(first)),
            Change::OpenStack(first, false) => drop(self.open_stacks.remove(&first)),
            Change::Sort(sort) => {
                self.sort = sort;
                self.reversed = false;
            }
            Change::Reverse => self.reversed = !self.reversed,
            Change::Timeline(on) => self.timeline = on,
            Change::Saved(saved) => self.ask_again(&saved),
            Change::Clear => self.clear(),
        }
    }

    /// Takes a saved search over whole: its order and its cut-off belong to it.
    fn ask_again(&mut self, saved: &SavedQuery) {
        let SearchRequest { text, texts, as_typed, like, min_score, sort, reversed, .. } = asked(saved);
        self.clear();
        (self.text, self.texts, self.as_typed, self.like) = (text, texts, as_typed, like);
        (self.min_score, self.sort, self.reversed) = (min_score, sort, reversed);
        self.evaluated = None;
    }

    /// What a label's photos are taken from.
    pub fn base(&self) -> Base {
        Base {
            text: self.text.clone(),
            texts: self.texts,
            as_typed: self.as_typed,
            like: self.like.clone(),
            along: self.along.clone(),
            folder: self.folder.clone(),
            only: self.only.clone(),
            min_score: self.cut_off(),
            by_product: self.by_product,
        }
    }

    /// Nothing narrows the grid.
    pub fn is_empty(&self) -> bool {
        let narrowed = self.like.is_some() || self.along.is_some() || self.folder.is_some() || self.only.is_some() || self.label.is_some();
        self.text.trim().is_empty() && !narrowed && self.min_score.is_none()
    }

    /// Asks for all photos again, in the usual order.
    pub fn clear(&mut self) {
        self.text.clear();
        self.like = None;
        self.along = None;
        self.folder = None;
        self.only = None;
        self.label = None;
        self.label_among = None;
        self.min_score = None;
        self.reversed &= self.sort != Sort::Relevance;
    }
}

/// A filter that asks for a colour.
fn is_hue(part: &str) -> bool {
    part.get(..4).is_some_and(|name| name.eq_ignore_ascii_case("hue:"))
}

/// What the text ranks by: all of it but its filters.
fn terms(text: &str) -> Vec<&str> {
    let ranks = |kind| !matches!(kind, PartKind::Filter | PartKind::Wrong);
    let parts = parts(text).into_iter().filter(|part| ranks(part.kind));
    parts.flat_map(|part| text[part.range].split_whitespace()).collect()
}

/// What narrows: all of the text but what it ranks by.
fn filters(text: &str) -> String {
    let narrows = parts(text).into_iter().filter(|part| matches!(part.kind, PartKind::Filter | PartKind::Wrong));
    narrows.map(|part| &text[part.range]).collect::<Vec<_>>().join(" ")
}

/// What the grid shows.
#[derive(Debug, Default)]
pub struct Shown {
    /// Of the request that this answers; 0 before the first.
    pub request: RequestId,
    /// In the order of the grid.
    pub hits: Arc<[Hit]>,
    /// Photos that passed the filters.
    pub considered: u64,
    /// Photos that lie in a closed stack below another.
    pub folded: u64,
    /// Of each stack that several photos are found of, these, the best first; under each of them.
    pub found_together: Arc<HashMap<PhotoId, Arc<[PhotoId]>>>,
    /// How many there would be at which cut-off.
    pub scores: Arc<ScoreCounts>,
    /// Words the model was never taught.
    pub unknown_words: Vec<String>,
    /// Words the model was taught and does badly at.
    pub weak_words: Vec<String>,
    /// Ends of the question's terms that the model did not read, because they are too long for it.
    pub cut: Vec<String>,
    /// Words in whose place others were searched for.
    pub searched_as: Vec<Reworded>,
    /// Words in whose place others could be.
    pub offered: Vec<Reworded>,
    /// Why nothing was searched for.
    pub nothing: Option<Nothing>,
    /// Words that the texts of some photos have, as the hits count them.
    pub words: Vec<String>,
    /// Where nothing was found: the filters that no photo at all meets.
    pub unmet: Vec<UnmetFilter>,
    /// When they were taken, where that was asked.
    pub timeline: Option<Arc<Timeline>>,
    /// Why there is no answer.
    pub error: Option<String>,
    /// From request to answer.
    pub seconds: f64,
    /// The best score of this answer, or of the last one that had any: the scale of the score bars.
    pub best_score: f32,
}

/// What an answer did to the grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accepted {
    /// It came too late.
    Stale,
    /// The same question, as the catalogue is now.
    Refreshed,
    /// A new question: the grid begins at its top again.
    New,
}

impl Shown {
    /// Takes the answer over unless a newer one is shown already.
    pub fn accept(&mut self, results: SearchResults) -> Accepted {
        if results.request < self.request {
            return Accepted::Stale;
        }
        let accepted = if results.request == self.request { Accepted::Refreshed } else { Accepted::New };
        let best = results.hits.iter().filter_map(|h| h.score).fold(f32::MIN, f32::max);
        if best > 0.0 {
            self.best_score = best;
        }
        self.request = results.request;
        (self.considered, self.folded) = (results.considered, results.folded);
        self.unknown_words = results.unknown_words;
        (self.weak_words, self.searched_as, self.offered) = (results.weak_words, results.searched_as, results.offered);
        (self.nothing, self.words) = (results.nothing, results.words);
        (self.unmet, self.cut) = (results.unmet, results.cut);
        self.seconds = results.seconds;
        // An unfinished filter ("colur:") must not empty the grid under the person's hands.
        if results.error.is_none() {
            self.hits = results.hits;
            self.found_together = results.found_together;
            self.timeline = results.timeline;
            self.scores = results.scores;
        }
        self.error = results.error;
        accepted
    }

    /// The words of the question that the texts of a hit have.
    pub fn words_of(&self, hit: &Hit) -> Vec<&str> {
        self.words.iter().enumerate().filter(|(n, _)| hit.words >> n & 1 == 1).map(|(_, word)| word.as_str()).collect()
    }

    /// The hits carry scores.
    pub fn scored(&self) -> bool {
        // What its texts alone found may stand first, not seen by the model yet.
        self.hits.first().is_some_and(|h| h.score.is_some() || h.by == FoundBy::Words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(request: u64, ids: &[i64]) -> SearchResults {
        SearchResults {
            request: RequestId(request),
            hits: ids.iter().map(|&id| Hit::of(PhotoId(id), Some(0.3))).collect(),
            considered: ids.len() as u64,
            ..SearchResults::default()
        }
    }

    #[test]
    fn an_old_answer_never_replaces_a_newer_one() {
        let mut shown = Shown::default();
        assert_eq!(shown.accept(answer(3, &[3])), Accepted::New);
        assert_eq!(shown.accept(answer(2, &[2])), Accepted::Stale);
        assert_eq!(shown.hits[0].photo, PhotoId(3));
        assert_eq!(shown.accept(answer(3, &[3, 4])), Accepted::Refreshed);
        assert_eq!(shown.hits.len(), 2);
    }

    #[test]
    fn an_unfinished_filter_keeps_the_photos_and_says_what_is_wrong() {
        let mut shown = Shown::default();
        let _ = shown.accept(answer(1, &[1]));
        let mut wrong = answer(2, &[]);
        wrong.error = Some("colur: is not a filter".to_owned());
        let _ = shown.accept(wrong);
        assert_eq!(shown.hits.len(), 1);
        assert!(shown.error.is_some());
    }

    #[test]
    fn the_cut_off_waits_for_something_to_rank_by() {
        let mut query = Query { min_score: Some(0.2), ..Query::default() };
        assert_eq!(query.as_asked().min_score, None);
        query.text = "tag:dress".to_owned();
        assert_eq!(query.as_asked().min_score, None, "a filter ranks nothing");
        query.text = "red dress tag:dress".to_owned();
        assert_eq!(query.as_asked().min_score, Some(0.2));
    }

    #[test]
    fn a_cut_off_goes_with_its_question() {
        let mut query = Query::default();
        let mut change = |change| {
            query.change(vec![change], Sort::Name);
            query.min_score
        };
        change(Change::Text("red dress".to_owned()));
        assert_eq!(change(Change::MinScore(Some(0.3))), Some(0.3));
        assert_eq!(change(Change::Text("red dress folder:shoes".to_owned())), Some(0.3), "a filter changes no score");
        assert_eq!(change(Change::Sort(Sort::Name)), Some(0.3));
        assert_eq!(change(Change::Text("blue dress".to_owned())), None);
        change(Change::MinScore(Some(0.3)));
        assert_eq!(change(Change::Like(Some(Like::Photo(PhotoId(1))))), None);
    }

    #[test]
    fn words_are_taken_as_they_are_until_others_are_typed() {
        let mut query = Query::default();
        let mut change = |change| {
            query.change(vec![change], Sort::Name);
            query.as_asked().as_typed
        };
        change(Change::Text("parka".to_owned()));
        assert!(change(Change::AsTyped) && change(Change::Text("parka folder:shoes".to_owned())));
        assert!(!change(Change::Text("red parka".to_owned())));
    }

    #[test]
    fn a_turned_relevance_belongs_to_its_question_and_other_turned_orders_stay() {
        let mut query = Query::default();
        let mut change = |change| {
            query.change(vec![change], Sort::Date);
            (query.order(), query.reversed)
        };
        assert_eq!(change(Change::Sort(Sort::Date)), (Sort::Date, false));
        assert_eq!(change(Change::Reverse), (Sort::Date, true));
        assert_eq!(change(Change::Text("red".to_owned())), (Sort::Relevance, false), "words are ranked by relevance");
        assert_eq!(change(Change::Reverse), (Sort::Relevance, true));
        assert_eq!(change(Change::MinScore(Some(0.2))), (Sort::Relevance, true), "the same question, cut off");
        assert_eq!(change(Change::Sort(Sort::Name)), (Sort::Name, false));
        assert_eq!(
            change(Change::Text("red dress".to_owned())),
            (Sort::Name, false),
            "an order that was chosen stays while words are typed"
        );
        assert_eq!(
            change(Change::Text("tag:dress".to_owned())),
            (Sort::Date, true),
            "what is not ranked has the usual order, turned as it was"
        );
        assert_eq!(change(Change::Text("is:pick".to_owned())), (Sort::Date, true), "oldest first among the picked ones, too");
        assert_eq!(change(Change::Clear), (Sort::Date, true));
    }

    #[test]
    fn a_turned_order_outlives_the_letters_of_a_filter() {
        let mut query = Query::default();
        let mut change = |change| {
            query.change(vec![change], Sort::Date);
            (query.order(), query.reversed)
        };
        change(Change::Sort(Sort::Date));
        change(Change::Reverse);
        assert_eq!(change(Change::Text("is".to_owned())), (Sort::Relevance, false));
        assert_eq!(change(Change::Text("is:pick".to_owned())), (Sort::Date, true));
        assert_eq!(change(Change::Sort(Sort::Date)), (Sort::Date, false));
        change(Change::Text("is".to_owned()));
        change(Change::Reverse);
        assert_eq!(change(Change::Text(String::new())), (Sort::Date, false), "the worst first was asked of those words");
    }

    #[test]
    fn there_is_no_relevance_without_anything_to_rank_by() {
        let mut query = Query::default();
        assert_eq!((query.order(), query.as_asked().sort), (Sort::Name, Sort::Name));
        query.text = "red".to_owned();
        assert_eq!(query.order(), Sort::Relevance);
    }
}
