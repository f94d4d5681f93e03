//! Searching a workspace: what the grid shows, and what `selvedge search` prints.

use super::error::AppError;
use super::snapshot::{FolderRef, Opened};
use super::workspace::{Cancelled, Workspace};
use base::{Choice, LabelId, LabelSetDraft, PhotoId, UnitVector};
use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;
use tasks::query::{self, Query};
use tasks::query_embedding::{embed_photo, query_vector};
use tasks::search::{Decided, FindRequest, Hit, Scored, Sort};
use tasks::suggest::{self, SUGGESTED, Slot};

/// Which photos the grid shows, and in which order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SearchRequest {
    /// As typed: words, terms and filters. Empty: all photos.
    pub text: String,
    /// A photo to search by, beside or instead of the words.
    pub like: Option<Like>,
    /// Only hits with at least this cosine.
    pub min_score: Option<f32>,
    /// Only photos under this folder.
    pub folder: Option<FolderRef>,
    /// Only photos of this kind.
    pub only: Option<Only>,
    /// One hit a product: its first photo.
    pub by_product: bool,
    /// Order of the hits.
    pub sort: Sort,
    /// Turns the order round.
    pub reversed: bool,
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
    /// Suggested as this label of a set as it stands in the panel; the score is the suggestion's.
    Suggested(Arc<LabelSetDraft>, Slot),
    /// Of this product.
    Product(String),
    /// Whose label differs from that of most photos of their product.
    Odd,
}

/// How far an answer goes.
#[derive(Clone, Copy, Debug)]
pub struct Reach {
    /// Most hits of a ranking without a cut-off.
    pub ranked: usize,
    /// Most hits of any other answer.
    pub listed: usize,
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
    /// Words the model was never taught.
    pub unknown_words: Vec<String>,
}

impl Workspace {
    /// Finds photos by words, by example, by filters.
    pub fn search(&self, request: &SearchRequest, reach: Reach, cancelled: Cancelled<'_>) -> Result<SearchAnswer, AppError> {
        let query = query::parse(&request.text)?;
        let vector = self.query_vector(&self.opened, request, &query)?;
        let cut_off = request.min_score.is_some() || !query.scores.is_empty();
        let most = if vector.is_some() && !cut_off { reach.ranked } else { reach.listed };
        let narrow = self.narrow(request, &query, cancelled)?;
        let admits = |photo| narrow.admits(photo);
        let narrowed = narrow.request(request, &query, &admits);
        let found = self.opened.searchable.find(&FindRequest {
            vector: vector.as_ref(),
            top: if request.by_product { usize::MAX } else { most },
            sort: request.sort,
            reversed: request.reversed,
            include_missing: reach.missing && narrowed.include_missing,
            ..narrowed
        });
        let mut hits = found.hits;
        if request.by_product {
            let mut seen = HashSet::new();
            hits.retain(|hit| self.products.of.get(&hit.photo).is_none_or(|product| seen.insert(product)));
            hits.truncate(most);
        }
        let unknown_words = if vector.is_some() { unknown_words(&self.opened, &query)? } else { Vec::new() };
        Ok(SearchAnswer { hits, considered: found.considered as u64, unknown_words })
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
        filters_alone && request.like.is_none() && !matches!(request.only, Some(Only::NeedsReview | Only::Suggested(..)))
    }

    /// What the request ranks by, as the model of `side` sees it; `None`: filters alone.
    pub(super) fn query_vector(&self, side: &Opened, request: &SearchRequest, query: &Query) -> Result<Option<UnitVector>, AppError> {
        let known = self.like(request).and_then(|photo| side.searchable.vector(photo));
        let likes: Vec<UnitVector> = match (known, &request.like) {
            (Some(vector), _) => vec![vector],
            (None, Some(Like::File(path))) => vec![embed_photo(path, side.encoder()?)?],
            (None, Some(Like::Photo(_)) | None) => Vec::new(),
        };
        if query.terms.is_empty() && likes.is_empty() {
            return Ok(None);
        }
        Ok(query_vector(&query.terms, &likes, side.encoder()?, &self.memory.texts)?)
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
        let among = match &only {
            Some(Only::Suggested(set, slot)) => Some(self.suggested(set, *slot, cancelled)?),
            _ => None,
        };
        let odd = self.products.odd.iter().map(|(photo, _)| *photo).collect();
        Ok(Narrow { workspace: self, only, like: self.like(request), open, among, odd })
    }

    /// The photos that a label is suggested for, with its score and how sure it is: in a single-choice set those whose likeliest
    /// label it is, in a multi-choice set those with a score of at least one half.
    fn suggested(&self, set: &Arc<LabelSetDraft>, slot: Slot, cancelled: Cancelled<'_>) -> Result<Vec<Scored>, AppError> {
        if set.choice == Choice::Single {
            let Some(answers) = self.decided_answers(set, cancelled)? else { return Ok(Vec::new()) };
            let rows = answers.suggestions.rows.iter().filter(|s| s.slot == slot);
            return Ok(rows.map(|s| Scored { photo: s.photo, score: s.score, margin: s.margin }).collect());
        }
        let Some(set) = self.embedded_set(&self.opened, set, cancelled)? else { return Ok(Vec::new()) };
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
    /// Photos that a label is suggested for, where that was asked.
    among: Option<Vec<Scored>>,
    odd: HashSet<PhotoId>,
}

impl Narrow<'_> {
    /// Whether the photo is of the kind that was asked for.
    pub(super) fn admits(&self, photo: PhotoId) -> bool {
        let book = &self.workspace.tags.book;
        match &self.only {
            None | Some(Only::Suggested(..)) => true,
            Some(Only::Untagged) => book.accepted(photo).next().is_none(),
            Some(Only::NeedsReview) => self.open.as_ref().is_some_and(|open| open.contains(&photo)),
            Some(Only::Tagged(label)) => book.accepted(photo).any(|tag| tag.label == Some(*label)),
            Some(Only::Product(sku)) => self.workspace.products.of(photo).is_some_and(|product| product.sku == *sku),
            Some(Only::Odd) => self.odd.contains(&photo),
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
            among: self.among.as_deref(),
            only: self.only.is_some().then_some(admits),
            decided: Some(Decided { sets: &tags.sets, book: &tags.book, open: self.open.as_ref() }),
            folder: request.folder.as_ref().map(|f| (f.root, f.path.as_path())),
            min_score: request.min_score,
            // Nobody can look at a photo that is gone, to decide about it.
            include_missing: !matches!(self.only, Some(Only::Untagged | Only::NeedsReview | Only::Suggested(..))),
            ..FindRequest::of(query)
        }
    }
}
