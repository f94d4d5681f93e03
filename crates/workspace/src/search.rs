//! Searching a workspace: what the grid shows, and what `selvedge search` prints.

use super::along::Along;
use super::duplicates::Duplicates;
use super::error::AppError;
use super::search_words::{SearchedWords, mark_words, with_words};
use super::snapshot::{FolderRef, Opened};
use super::standards::Near;
use super::workspace::{Cancelled, Workspace};
use base::composition::Composition;
use base::fold::fold;
use base::tags::Standing;
use base::{Choice, Flag, LabelId, LabelSet, LabelSetDraft, PhotoId, PhotoText, Progress, ScoreCounts, UnitVector};
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;
use tasks::axis::Places;
use tasks::query::{self, Filter, Query};
use tasks::query_embedding::query_vector;
use tasks::search::{Decided, FindRequest, Hit, Scored, Sort, TextUse};
use tasks::suggest::{self, SUGGESTED, Slot};
use tasks::timeline::Timeline;
use tasks::wording::Reworded;

/// Which photos the grid shows, and in which order.
#[derive(Clone, Debug, Default, PartialEq)]
#[allow(clippy::struct_excessive_bools)] // each is a switch of its own
pub struct SearchRequest {
    /// As typed: words, terms and filters. Empty: all photos.
    pub text: String,
    /// What the texts of photos (their paths, and what was imported) have to do with the words.
    pub texts: TextUse,
    /// Words are searched for as they are, whether the model was taught them or not.
    pub as_typed: bool,
    /// A photo to search by, beside or instead of the words.
    pub like: Option<Like>,
    /// A place on the way between two ends, in the place of words and of a photo to search by.
    pub along: Option<Arc<Along>>,
    /// Only hits with at least this cosine.
    pub min_score: Option<f32>,
    /// Only photos under this folder.
    pub folder: Option<FolderRef>,
    /// Only photos of this kind.
    pub only: Option<Only>,
    /// Only photos that this label is suggested for; without words or a photo to search by, the score is the suggestion's.
    pub suggested: Option<SuggestedLabel>,
    /// One hit a product: its first photo.
    pub by_product: bool,
    /// One hit a stack of duplicates: its best, at the place of the first that is found.
    pub stacked: bool,
    /// Stacks that are open, each by any of its photos: all of their hits, one after the other.
    pub open_stacks: Arc<[PhotoId]>,
    /// Order of the hits.
    pub sort: Sort,
    /// Turns the order of all hits round.
    pub reversed: bool,
    /// When the hits were taken is counted too.
    pub timeline: bool,
}

impl SearchRequest {
    /// What narrows it, without what it ranks by.
    fn filters_alone(&self) -> Result<Self, AppError> {
        let text = Query { terms: Vec::new(), ..query::parse(&self.text)? }.to_string();
        Ok(Self { text, like: None, ..self.clone() })
    }

    /// Something beside its text narrows it, or stands in the text's place.
    pub(super) fn is_narrowed(&self) -> bool {
        self.along.is_some() || self.folder.is_some() || self.only.is_some() || self.suggested.is_some()
    }

    /// Its first hits are the first that are found: nothing is left out, put together or turned round afterwards.
    pub(super) fn is_plain(&self) -> bool {
        self.min_score.is_none() && !(self.by_product || self.stacked || self.reversed || self.timeline)
    }
}

/// A photo that stands in for words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Like {
    /// One of the catalogue.
    Photo(PhotoId),
    /// A file anywhere.
    File(PathBuf),
}

/// Only photos of this kind.
#[derive(Clone, Debug, PartialEq)]
pub enum Only {
    /// Without any accepted label.
    Untagged,
    /// Nobody decided about them in some set that has suggestions.
    NeedsReview,
    /// With this label accepted.
    Tagged(LabelId),
    /// Of this product.
    Product(String),
    /// Whose label differs from that of most photos of their product.
    Odd,
    /// These and no other: what a figure was made of.
    Listed(Arc<Listed>),
}

/// Photos that a figure was made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// What they have in common, for people.
    pub words: Arc<str>,
    /// By id.
    pub photos: Arc<[PhotoId]>,
}

impl Listed {
    /// These photos, in whatever order.
    pub fn new(words: String, photos: impl Iterator<Item = PhotoId>) -> Self {
        let mut photos: Vec<PhotoId> = photos.collect();
        photos.sort_unstable();
        Self { words: words.into(), photos: photos.into() }
    }
}

impl Only {
    /// Its photos stand for themselves, though products be put together elsewhere.
    pub fn is_of_photos(&self) -> bool {
        matches!(self, Self::Product(_) | Self::Listed(_))
    }
}

/// A label that the model suggests for photos.
#[derive(Clone, Debug, PartialEq)]
pub struct SuggestedLabel {
    /// Its set as it stands in the panel, saved or not.
    pub set: Arc<LabelSetDraft>,
    /// Which label of it.
    pub slot: Slot,
}

/// How far an answer goes.
#[derive(Clone, Copy, Debug)]
pub struct Reach {
    /// Most hits.
    pub most: usize,
    /// Photos whose file is gone are shown too, where they can be looked at.
    pub missing: bool,
}

/// The answer to a [`SearchRequest`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SearchAnswer {
    /// In the order asked for.
    pub hits: Vec<Hit>,
    /// Photos that passed the filters, before the cut-off.
    pub considered: u64,
    /// Photos that are found and lie in a closed stack below another.
    pub folded: u64,
    /// Of each stack that several photos are found of, these, the best first; under each of them.
    pub found_together: HashMap<PhotoId, Arc<[PhotoId]>>,
    /// How many hits there would be at which cut-off; empty where nothing was ranked, or only the best were asked for.
    pub scores: ScoreCounts,
    /// Words the model was never taught.
    pub unknown_words: Vec<String>,
    /// Words the model was taught and does badly at.
    pub weak_words: Vec<String>,
    /// Ends of the query's terms that the model did not read, because they are too long for it.
    pub cut: Vec<String>,
    /// Words in whose place others were searched for.
    pub searched_as: Vec<Reworded>,
    /// Words in whose place others could be.
    pub offered: Vec<Reworded>,
    /// Why nothing was searched for.
    pub nothing: Option<Nothing>,
    /// Words that the texts of some photos have, as the hits count them.
    pub words: Vec<String>,
    /// Where only the photos of a suggested label were asked for: what the rest of the request finds, whatever is suggested for it.
    pub whatever_label: Option<Vec<Hit>>,
    /// Where nothing was found: the filters that no photo at all meets.
    pub unmet: Vec<UnmetFilter>,
    /// When the hits were taken, where that was asked.
    pub timeline: Option<Timeline>,
}

/// What is found of a stack.
struct Folded {
    /// It stands at the place of this photo.
    at: PhotoId,
    /// The photo that it is seen by while it is closed.
    seen: PhotoId,
    /// The best first.
    photos: Arc<[PhotoId]>,
}

/// Why nothing was searched for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nothing {
    /// There are signs and no words.
    Signs,
    /// The model was taught none of the words, and no text has one.
    Untaught,
}

/// A filter of the text that no photo meets, whatever else is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnmetFilter {
    /// Its place among the filters of the text, scores left out.
    pub place: usize,
    /// Its name.
    pub field: &'static str,
    /// `-name:value`: every photo has it.
    pub negated: bool,
    /// Its value.
    pub value: String,
    /// There is a label of that name; for `tag:` alone.
    pub has_label: bool,
}

impl Workspace {
    /// Finds photos by words, by example, by filters.
    pub fn search(&self, request: &SearchRequest, reach: Reach, cancelled: Cancelled<'_>) -> Result<SearchAnswer, AppError> {
        let filters = request.along.is_some().then(|| request.filters_alone()).transpose()?;
        let request = filters.as_ref().unwrap_or(request);
        let words = match self.words_of(request)? {
            ControlFlow::Continue(words) => words,
            ControlFlow::Break(answer) => return Ok(answer),
        };
        let SearchedWords { query, texts, texts_alone, told } = words;
        let vector = match &request.along {
            Some(along) => Some(self.point(along, cancelled)?),
            None if texts_alone => None,
            None => self.query_vector(&self.opened, request, &query)?,
        };
        let narrow = self.narrow(request, &query, cancelled)?;
        let admits = |photo| narrow.admits(photo);
        let mut narrowed = FindRequest { texts: Some(&texts), ..narrow.request(request, &query, &admits) };
        let by_texts = texts_alone.then(|| with_words(&texts, narrowed.among));
        narrowed.among = by_texts.as_deref().or(narrowed.among);
        let by_colour = vector.is_none() && narrowed.among.is_some() && narrow.near.is_some();
        let include_missing = reach.missing && narrowed.include_missing;
        // Else all of them: cut-off, products and a turned order are counted among all hits, and a limit comes last.
        let top = if request.is_plain() { reach.most } else { usize::MAX };
        let found = self.opened.searchable.find(&FindRequest {
            vector: vector.as_ref(),
            min_score: None,
            sort: request.sort,
            include_missing,
            top,
            ..narrowed
        });
        let mut hits = found.hits;
        mark_words(&mut hits, &texts, texts_alone);
        let ranked = top == usize::MAX && (vector.is_some() || texts_alone || by_colour);
        let scores = if ranked { self.score_counts(&hits, request.by_product) } else { ScoreCounts::default() };
        self.cut_off_and_group(&mut hits, request);
        if request.reversed {
            hits.reverse();
        }
        let (before, mut found_together) = (hits.len(), HashMap::new());
        if request.stacked && !request.by_product {
            found_together = self.fold_stacks(&mut hits, request);
        }
        let folded = (before - hits.len()) as u64;
        hits.truncate(reach.most);
        let whatever_label = request.suggested.is_some().then(|| {
            let all = texts_alone.then(|| with_words(&texts, None));
            let all = FindRequest { vector: vector.as_ref(), among: all.as_deref(), min_score: None, include_missing, ..narrowed };
            let mut hits = self.opened.searchable.find(&all).hits;
            self.cut_off_and_group(&mut hits, request);
            hits
        });
        let unmet = if hits.is_empty() && reach.most > 0 { self.unmet(&query, narrowed.decided) } else { Vec::new() };
        let words = texts.words;
        let considered = found.considered as u64;
        let timeline = request.timeline.then(|| self.opened.searchable.timeline(hits.iter().map(|hit| hit.photo)));
        let answer = SearchAnswer { hits, considered, folded, scores, words, whatever_label, unmet, timeline, ..SearchAnswer::default() };
        Ok(told.with(SearchAnswer { found_together, ..answer }))
    }

    /// The filters that no photo meets, one by one.
    fn unmet(&self, query: &Query, decided: Option<Decided<'_>>) -> Vec<UnmetFilter> {
        let alone = |(place, filter): (usize, &Filter)| {
            let query = Query { filters: vec![filter.clone()], ..Query::default() };
            let request = FindRequest { decided, include_missing: true, top: 1, ..FindRequest::of(&query) };
            self.opened.searchable.find(&request).hits.is_empty().then(|| UnmetFilter {
                place,
                field: filter.field.name,
                negated: filter.negated,
                value: filter.value.clone(),
                has_label: filter.field.name == "tag" && self.has_label(filter),
            })
        };
        query.filters.iter().enumerate().filter_map(alone).collect()
    }

    fn has_label(&self, filter: &Filter) -> bool {
        let value = fold(&filter.value);
        let named = |set: &LabelSet, name: &str| {
            let (name, set) = (fold(name), fold(&set.name));
            if filter.exact { name == value || format!("{set}/{name}") == value } else { name.contains(&value) }
        };
        self.tags.sets.iter().any(|set| set.labels.iter().any(|label| named(set, &label.name)))
    }

    /// Leaves the hits that reach the cut-off; where a hit is a product, the first of each.
    fn cut_off_and_group(&self, hits: &mut Vec<Hit>, request: &SearchRequest) {
        // What was found by its texts alone reaches no cut-off on what the model sees.
        let unscored = !hits.iter().any(|hit| hit.score.is_some());
        hits.retain(|hit| request.min_score.is_none_or(|least| hit.score.map_or(unscored, |score| score >= least)));
        if request.by_product {
            let mut seen = HashSet::new();
            hits.retain(|hit| self.products.of.get(&hit.photo).is_none_or(|product| seen.insert(product)));
        }
    }

    /// Puts the photos of a stack together: all where the stack is open, else the one that stands for them. That is where they are put,
    /// so that names and dates stand in their order; of what is ranked, where the best ranked is. Answers which photos of a stack are found
    /// together.
    fn fold_stacks(&self, hits: &mut Vec<Hit>, request: &SearchRequest) -> HashMap<PhotoId, Arc<[PhotoId]>> {
        let open: HashSet<usize> = request.open_stacks.iter().filter_map(|photo| self.stacks.stack_of.get(photo)).copied().collect();
        let found: HashMap<PhotoId, Hit> =
            hits.iter().filter(|hit| self.stacks.stack_of.contains_key(&hit.photo)).map(|hit| (hit.photo, *hit)).collect();
        let mut folded: HashMap<usize, Folded> = HashMap::new();
        for hit in &*hits {
            if let Some(place) = self.stacks.stack_of.get(&hit.photo) {
                folded.entry(*place).or_insert_with(|| {
                    let photos: Arc<[PhotoId]> =
                        self.stacks.stacks[*place].photos.iter().filter(|photo| found.contains_key(photo)).copied().collect();
                    let seen = self.stands_for(&photos).unwrap_or(hit.photo);
                    Folded { at: if request.sort == Sort::Relevance { hit.photo } else { seen }, seen, photos }
                });
            }
        }
        let mut put = Vec::with_capacity(hits.len());
        for hit in &*hits {
            match self.stacks.stack_of.get(&hit.photo).and_then(|place| Some((place, folded.get(place)?))) {
                None => put.push(*hit),
                Some((place, stack)) if stack.at == hit.photo => {
                    let shown = if open.contains(place) { &*stack.photos } else { std::slice::from_ref(&stack.seen) };
                    put.extend(shown.iter().filter_map(|photo| found.get(photo)));
                }
                Some(_) => {}
            }
        }
        *hits = put;
        let several = folded.values().filter(|stack| stack.photos.len() > 1);
        several.flat_map(|stack| stack.photos.iter().map(|photo| (*photo, Arc::clone(&stack.photos)))).collect()
    }

    /// The photo that a closed stack is seen by: what a person picked or gave the most stars, else the best that is not rejected.
    fn stands_for(&self, members: &[PhotoId]) -> Option<PhotoId> {
        members.iter().copied().min_by_key(|photo| {
            let marks = self.tags.book.marks.of(*photo);
            let flag = match marks.flag {
                Some(Flag::Pick) => 0,
                None => 1,
                Some(Flag::Reject) => 2,
            };
            (flag, Reverse(marks.stars))
        })
    }

    /// A product counts once, with its best photo: it is found at each cut-off that the best one reaches.
    fn score_counts(&self, hits: &[Hit], by_product: bool) -> ScoreCounts {
        if !by_product {
            return ScoreCounts::of(hits.iter().filter_map(|hit| hit.score));
        }
        let mut best: HashMap<usize, f32> = HashMap::new();
        let mut alone = Vec::new();
        for (photo, score) in hits.iter().filter_map(|hit| Some((hit.photo, hit.score?))) {
            if let Some(product) = self.products.of.get(&photo) {
                best.entry(*product).and_modify(|most| *most = most.max(score)).or_insert(score);
            } else {
                alone.push(score);
            }
        }
        ScoreCounts::of(best.values().chain(&alone).copied())
    }

    /// What was imported about a photo.
    pub fn texts_of(&self, photo: PhotoId) -> Result<Vec<PhotoText>, AppError> {
        Ok(self.memory.catalog.read(&self.opened.snapshot.catalog, |catalog| catalog.texts_of(photo))?)
    }

    /// The photos nearest to one, nearest first, without itself.
    pub fn similar(&self, photo: PhotoId, most: usize) -> Vec<Hit> {
        let Some(vector) = self.opened.searchable.vector(photo) else { return Vec::new() };
        let all = Query::default();
        let mut hits = self.opened.searchable.find(&FindRequest { vector: Some(&vector), top: most + 1, ..FindRequest::of(&all) }).hits;
        hits.retain(|hit| hit.photo != photo);
        hits.truncate(most);
        hits
    }

    /// Whether the request can be answered without the model: nothing in it has to be embedded or suggested.
    pub fn needs_no_model(&self, request: &SearchRequest) -> bool {
        let filters_alone = query::parse(&request.text).is_ok_and(|query| query.terms.is_empty() && !query.asks_for_review());
        let asks_model = request.suggested.is_some() || matches!(request.only, Some(Only::NeedsReview));
        let asks_axis =
            matches!(request.sort, Sort::Axis(_)) || query::parse(&request.text).is_ok_and(|query| query.axes().next().is_some());
        filters_alone && request.like.is_none() && request.along.is_none() && !asks_model && !asks_axis
    }

    /// Whether what is decided about photos, their tags and marks, plays a part in the answer.
    pub fn rests_on_decisions(&self, request: &SearchRequest) -> bool {
        let by_text = query::parse(&request.text).is_ok_and(|query| query.asks_for_tags());
        let by_kind = match request.only {
            None | Some(Only::Product(_) | Only::Listed(_)) => false,
            Some(Only::Untagged | Only::NeedsReview | Only::Tagged(_) | Only::Odd) => true,
        };
        let by_sort = match request.sort {
            Sort::Relevance | Sort::Name | Sort::Date | Sort::Size | Sort::Axis(_) | Sort::Hue => false,
            Sort::Rating | Sort::Uncertain => true,
        };
        // The photo that a stack is seen by is the one that was picked.
        by_text || by_kind || by_sort || request.suggested.is_some() || request.stacked
    }

    /// What the request ranks by, as the model of `side` sees it; `None`: filters alone.
    pub(super) fn query_vector(&self, side: &Opened, request: &SearchRequest, query: &Query) -> Result<Option<UnitVector>, AppError> {
        let known = self.like(request).and_then(|photo| side.searchable.vector(photo));
        let likes: Vec<UnitVector> = match (known, &request.like) {
            (Some(vector), _) => vec![vector],
            (None, Some(Like::File(path))) => vec![self.memory.photos.embed(path, side.encoder()?)?],
            // The model has not come to it yet.
            (None, Some(Like::Photo(photo))) => self.embedded_now(side, *photo)?.into_iter().collect(),
            (None, None) => Vec::new(),
        };
        if query.terms.is_empty() && likes.is_empty() {
            return Ok(None);
        }
        Ok(query_vector(&query.terms, &likes, side.encoder()?, &self.memory.texts, &self.memory.photos)?)
    }

    /// What the model sees in a photo that it has not embedded; `None` where there is no file of it.
    fn embedded_now(&self, side: &Opened, photo: PhotoId) -> Result<Option<UnitVector>, AppError> {
        let searchable = &self.opened.searchable;
        let Some(photo) = searchable.photo(photo).filter(|photo| !photo.missing) else { return Ok(None) };
        Ok(Some(self.memory.photos.embed(&searchable.absolute(photo), side.encoder()?)?))
    }

    /// The photo to search by, where the catalogue knows it.
    fn like(&self, request: &SearchRequest) -> Option<PhotoId> {
        match request.like.as_ref()? {
            Like::Photo(photo) => Some(*photo),
            Like::File(path) => Some(self.opened.searchable.at(&fs_err::canonicalize(path).ok()?)?.id),
        }
    }

    /// What a request narrows the photos down to. Suggestions and open questions are those of the model that answers.
    pub(super) fn narrow(&self, request: &SearchRequest, query: &Query, cancelled: Cancelled<'_>) -> Result<Narrow<'_>, AppError> {
        let only = request.only.clone();
        let asks = query.asks_for_review() || matches!(only, Some(Only::NeedsReview));
        let open = if asks { Some(self.open_photos(cancelled)?) } else { None };
        let duplicates = match query.asks_for_duplicates() {
            false => None,
            true if self.stacks.catalog == self.opened.snapshot.catalog => Some(Arc::clone(&self.stacks)),
            // `None`: cancelled, so that nobody waits for this answer.
            true => self.duplicates(&Progress::default(), cancelled)?,
        };
        let among = match &request.suggested {
            Some(SuggestedLabel { set, slot }) => Some(self.suggested(set, *slot, cancelled)?),
            None => None,
        };
        if query.asks_for_standard() && self.tags.standard.is_none() {
            return Err(AppError::NoStandard);
        }
        let compositions = if query.asks_for_composition() { Some(self.compositions()?) } else { None };
        let near = compositions.as_deref().and_then(|measured| Near::of(query, measured));
        let axes = self.places_asked(query, cancelled)?;
        let places = match request.sort {
            Sort::Axis(axis) => self.places_on(axis, cancelled)?,
            Sort::Hue => near.as_ref().map(Near::places),
            _ => None,
        };
        let odd = self.products.odd.iter().map(|(photo, _)| *photo).collect();
        Ok(Narrow { workspace: self, only, like: self.like(request), open, duplicates, among, odd, axes, places, compositions, near })
    }

    /// The photos that a label is suggested for, with its score and how sure it is: in a single-choice set those whose likeliest
    /// label it is, in a multi-choice set those with a score of at least one half.
    fn suggested(&self, set: &Arc<LabelSetDraft>, slot: Slot, cancelled: Cancelled<'_>) -> Result<Vec<Scored>, AppError> {
        if set.choice == Choice::Single {
            let Some(answers) = self.decided_answers(set, cancelled)? else { return Ok(Vec::new()) };
            let rows = answers.suggestions.rows.iter().filter(|s| s.slot == slot);
            return Ok(rows.map(|s| Scored { photo: s.photo, score: s.score, margin: s.margin }).collect());
        }
        let Some(set) = self.asked_set(set, cancelled)? else { return Ok(Vec::new()) };
        let scores = suggest::label_scores(&self.opened.searchable, &set, slot, cancelled).unwrap_or_default();
        let likely = scores.into_iter().filter(|(_, score)| *score >= SUGGESTED);
        Ok(likely.map(|(photo, score)| Scored { photo, score, margin: 2.0 * score - 1.0 }).collect())
    }
}

/// Words of the query that the model of these photos was never taught.
pub(super) fn unknown_words(opened: &Opened, query: &Query) -> Result<Vec<String>, AppError> {
    let encoder = opened.encoder()?;
    Ok(query.words().flat_map(|words| encoder.unknown_words(words)).collect())
}

/// What a request narrows the photos down to, whatever ranks them.
pub(super) struct Narrow<'a> {
    workspace: &'a Workspace,
    only: Option<Only>,
    /// The photo to search by.
    like: Option<PhotoId>,
    /// Photos with an open question, where that matters.
    open: Option<HashSet<PhotoId>>,
    /// Groups of duplicates, where that matters.
    duplicates: Option<Arc<Duplicates>>,
    /// Photos that a label is suggested for, where that was asked.
    among: Option<Vec<Scored>>,
    odd: HashSet<PhotoId>,
    /// Places on the axes that filters name.
    axes: HashMap<String, Places>,
    /// Places on the axis that the hits are ordered along, or by how near they are to a colour.
    places: Option<Places>,
    /// How photos are made up, where that matters.
    compositions: Option<Arc<HashMap<PhotoId, Composition>>>,
    /// Photos that are near the colours of the query.
    near: Option<Near>,
}

impl Narrow<'_> {
    /// Whether the photo is of the kind that was asked for.
    pub(super) fn admits(&self, photo: PhotoId) -> bool {
        let book = &self.workspace.tags.book;
        match &self.only {
            None => true,
            Some(Only::Untagged) => book.standing(photo) == Standing::Untagged,
            Some(Only::NeedsReview) => self.open.as_ref().is_some_and(|open| open.contains(&photo)),
            Some(Only::Tagged(label)) => book.accepted(photo).any(|tag| tag.label == Some(*label)),
            Some(Only::Product(sku)) => self.workspace.products.of(photo).is_some_and(|product| product.sku == *sku),
            Some(Only::Odd) => self.odd.contains(&photo),
            Some(Only::Listed(listed)) => listed.photos.binary_search(&photo).is_ok(),
        }
    }

    /// The request without what it ranks by and without an end; `admits` is [`Narrow::admits`].
    pub(super) fn request<'a>(
        &'a self,
        request: &'a SearchRequest,
        query: &'a Query,
        admits: &'a dyn Fn(PhotoId) -> bool,
    ) -> FindRequest<'a> {
        let tags = &self.workspace.tags;
        FindRequest {
            like: self.like,
            // A colour lists photos by how near they are, where nothing else scores them.
            among: self.among.as_deref().or(self.near.as_ref().map(Near::scored)),
            only: self.only.is_some().then_some(admits),
            decided: Some(Decided {
                sets: &tags.sets,
                book: &tags.book,
                open: self.open.as_ref(),
                duplicates: self.duplicates.as_ref().map(|found| &found.members),
                axes: Some(&self.axes),
                compositions: self.compositions.as_deref(),
                standard: tags.standard.as_deref(),
            }),
            places: self.places.as_ref(),
            folder: request.folder.as_ref().map(|f| (f.root, f.path.as_path())),
            min_score: request.min_score,
            // Nobody can look at a photo that is gone, to decide about it.
            include_missing: self.among.is_none() && !matches!(self.only, Some(Only::Untagged | Only::NeedsReview)),
            ..FindRequest::of(query)
        }
    }
}

#[cfg(test)]
mod tests;
