//! Search, similar photos and previews: the newest request of each kind wins.

use super::{Shared, said};
use super::{compare, tagging};
use crate::protocol::{Event, Like, Only, Products, QueryRequest, RequestId, SearchRequest, SearchResults, Slot, Tags};
use base::{Choice, LabelSetDraft, PhotoId, Rgb8, UnitVector};
use photo;
use std::collections::HashSet;
use std::sync::Arc;
use std::time::Instant;
use tasks::query::{self, Query};
use tasks::search::{Decided, Hit, Request, Scored};
use tasks::suggest::{self, SUGGESTED};
use tasks::terms;
use workspace::error::AppError;
use workspace::snapshot::Opened;

/// Hits shown for words without a cut-off: nobody scrolls further, and sorting them by name still means something.
const TOP: usize = 2000;
/// Similar photos in the inspector.
const SIMILAR: usize = 24;

/// What the query thread should do next.
#[derive(Default)]
pub struct Wanted {
    search: Option<(RequestId, SearchRequest)>,
    similar: Option<(RequestId, PhotoId)>,
    /// The catalogue changed: the last search is answered again.
    pub again: bool,
}

/// What the preview thread should do next.
#[derive(Default)]
pub struct WantedPreview(Option<(RequestId, PhotoId, u32)>);

/// Puts a question where its thread looks for it: in the place of an older one of its kind.
pub fn put(shared: &Shared, id: RequestId, request: QueryRequest) {
    match request {
        QueryRequest::Search(request) => shared.queries.put(|wanted| wanted.search = Some((id, request))),
        QueryRequest::Similar(photo) => shared.queries.put(|wanted| wanted.similar = Some((id, photo))),
        QueryRequest::Preview { photo, max_side } => shared.previews.put(|wanted| wanted.0 = Some((id, photo, max_side))),
        QueryRequest::Suggest(request) => shared.tagging.put(|wanted| wanted.panel = Some(tagging::Panel::Set(id, request))),
        QueryRequest::StopSuggesting => shared.tagging.put(|wanted| wanted.panel = Some(tagging::Panel::Closed)),
        QueryRequest::PhotoLabels(photo) => shared.tagging.put(|wanted| wanted.photo = Some((id, photo))),
        QueryRequest::PreviewSkuRule(rule) => shared.tagging.put(|wanted| wanted.sku = Some((id, rule))),
        QueryRequest::Compare(request) => shared.comparing.put(|wanted| wanted.query = Some((id, request))),
        QueryRequest::CompareSet(request) => shared.comparing.put(|wanted| wanted.set = Some((id, request))),
        QueryRequest::StopComparing => {
            shared.comparing.put(|wanted| *wanted = compare::Wanted { closed: true, ..compare::Wanted::default() });
        }
    }
}

pub fn run(shared: &Arc<Shared>) {
    let mut last = (RequestId::default(), SearchRequest::default());
    while let Some(wanted) = shared.queries.take() {
        let searched = wanted.search.is_some();
        if let Some(request) = wanted.search {
            last = request;
        }
        let Some(opened) = shared.opened.get() else { continue };
        if searched || wanted.again {
            shared.post(Event::Results(answer(shared, &opened, last.0, &last.1)));
        }
        if let Some((request, photo)) = wanted.similar {
            shared.post(Event::Similar { request, photo, hits: similar(&opened, photo) });
        }
    }
}

fn answer(shared: &Shared, opened: &Arc<Opened>, id: RequestId, request: &SearchRequest) -> SearchResults {
    let start = Instant::now();
    let mut results = match find(shared, opened, request) {
        Ok(results) => results,
        Err(error) => SearchResults { error: Some(error.to_string()), ..empty() },
    };
    results.request = id;
    results.seconds = start.elapsed().as_secs_f64();
    results
}

fn empty() -> SearchResults {
    SearchResults { request: RequestId::default(), hits: Arc::new([]), considered: 0, unknown_words: Vec::new(), error: None, seconds: 0.0 }
}

fn find(shared: &Shared, opened: &Arc<Opened>, request: &SearchRequest) -> Result<SearchResults, AppError> {
    let query = query::parse(&request.text)?;
    let mut results = empty();
    let vector = query_vector(shared, opened, request, &query)?;
    if vector.is_some() {
        results.unknown_words = query.words().flat_map(|words| opened.encoder.unknown_words(words)).collect();
    }
    let cut_off = request.min_score.is_some() || !query.scores.is_empty();
    let narrow = Narrow::new(shared, opened, request, &query)?;
    let admits = |photo| narrow.admits(photo);
    let most = if vector.is_some() && !cut_off { TOP } else { usize::MAX };
    let found = opened.searchable.find(&Request {
        vector: vector.as_ref(),
        top: if request.by_product { usize::MAX } else { most },
        sort: request.sort,
        reversed: request.reversed,
        ..narrow.request(request, &query, &admits)
    });
    results.considered = found.considered as u64;
    let mut hits = found.hits;
    if request.by_product {
        let mut seen = HashSet::new();
        hits.retain(|hit| narrow.product(hit.photo).is_none_or(|product| seen.insert(product)));
        hits.truncate(most);
    }
    results.hits = hits.into();
    Ok(results)
}

/// What the request ranks by, as the model of these photos sees it; `None`: filters alone.
pub fn query_vector(shared: &Shared, opened: &Opened, request: &SearchRequest, query: &Query) -> Result<Option<UnitVector>, AppError> {
    let mut likes = Vec::new();
    match &request.like {
        Some(Like::Photo(photo)) => likes.extend(opened.searchable.vector(*photo)),
        Some(Like::File(path)) => likes.push(terms::embed_photo(path, &*opened.encoder)?),
        None => {}
    }
    let vector = terms::query_vector(&query.terms, &likes, &*opened.encoder, shared.said.texts())?;
    shared.heed(&*opened.encoder);
    Ok(vector)
}

/// What a request narrows the photos down to, whatever ranks them.
pub struct Narrow {
    only: Option<Only>,
    tags: Arc<Tags>,
    products: Arc<Products>,
    /// Photos with an open question, where that matters.
    open: Option<HashSet<PhotoId>>,
    /// Photos that a label is suggested for, where that was asked.
    among: Option<Vec<Scored>>,
    odd: HashSet<PhotoId>,
}

impl Narrow {
    /// Suggestions and open questions are those of the model that answers.
    pub fn new(shared: &Shared, opened: &Arc<Opened>, request: &SearchRequest, query: &Query) -> Result<Self, AppError> {
        let tags = shared.tags.get().unwrap_or_default();
        let products = shared.products.get().unwrap_or_default();
        let only = request.only.clone();
        let open = match &only {
            Some(Only::NeedsReview) => Some(said::open_photos(shared, opened, &tags)?),
            _ if query.asks_for_review() => Some(said::open_photos(shared, opened, &tags)?),
            _ => None,
        };
        let among = match &only {
            Some(Only::Suggested(set, slot)) => Some(suggested(shared, opened, &tags, set, *slot)?),
            _ => None,
        };
        let odd = products.odd.iter().map(|(photo, _)| *photo).collect();
        Ok(Self { only, tags, products, open, among, odd })
    }

    /// Its place among the products.
    fn product(&self, photo: PhotoId) -> Option<usize> {
        self.products.of.get(&photo).copied()
    }

    /// Whether the photo is of the kind that was asked for.
    pub fn admits(&self, photo: PhotoId) -> bool {
        match &self.only {
            None | Some(Only::Suggested(..)) => true,
            Some(Only::Untagged) => self.tags.book.accepted(photo).next().is_none(),
            Some(Only::NeedsReview) => self.open.as_ref().is_some_and(|open| open.contains(&photo)),
            Some(Only::Tagged(label)) => self.tags.book.accepted(photo).any(|tag| tag.label == Some(*label)),
            Some(Only::Product(sku)) => {
                self.product(photo).and_then(|place| self.products.products.get(place)).is_some_and(|p| p.sku == *sku)
            }
            Some(Only::Odd) => self.odd.contains(&photo),
        }
    }

    /// The request without what it ranks by and without an end; `admits` is [`Narrow::admits`].
    pub fn request<'a>(&'a self, request: &'a SearchRequest, query: &'a Query, admits: &'a dyn Fn(PhotoId) -> bool) -> Request<'a> {
        Request {
            like: match request.like {
                Some(Like::Photo(photo)) => Some(photo),
                _ => None,
            },
            among: self.among.as_deref(),
            only: self.only.is_some().then_some(admits),
            decided: Some(Decided { sets: &self.tags.sets, book: &self.tags.book, open: self.open.as_ref() }),
            folder: request.folder.as_ref().map(|f| (f.root, f.path.as_path())),
            min_score: request.min_score,
            // Nobody can look at a photo that is gone, to decide about it.
            include_missing: !matches!(self.only, Some(Only::Untagged | Only::NeedsReview | Only::Suggested(..))),
            ..Request::of(query)
        }
    }
}

/// The photos that a label is suggested for, with its score and how sure it is: in a single-choice set those whose likeliest label
/// it is, in a multi-choice set those with a score of at least one half.
fn suggested(shared: &Shared, opened: &Arc<Opened>, tags: &Tags, set: &Arc<LabelSetDraft>, slot: Slot) -> Result<Vec<Scored>, AppError> {
    let never = || shared.closing.is_cancelled();
    let Some(said) = said::said(shared, opened, set, &never)? else { return Ok(Vec::new()) };
    if set.choice == Choice::Single {
        let rows = said.heeded(tags).rows.into_iter().filter(|s| s.slot == slot);
        return Ok(rows.map(|s| Scored { photo: s.photo, score: s.score, margin: s.margin }).collect());
    }
    let scores = suggest::label_scores(&opened.searchable, &said.set, slot, &never).unwrap_or_default();
    let likely = scores.into_iter().filter(|(_, score)| *score >= SUGGESTED);
    Ok(likely.map(|(photo, score)| Scored { photo, score, margin: 2.0 * score - 1.0 }).collect())
}

/// Nearest first, without itself.
fn similar(opened: &Opened, photo: PhotoId) -> Vec<Hit> {
    let Some(vector) = opened.searchable.vector(photo) else { return Vec::new() };
    let found = opened.searchable.find(&Request { vector: Some(&vector), top: SIMILAR + 1, ..Request::of(&Query::default()) });
    let mut hits = found.hits;
    hits.retain(|hit| hit.photo != photo);
    hits.truncate(SIMILAR);
    hits
}

pub fn run_previews(shared: &Arc<Shared>) {
    while let Some(WantedPreview(wanted)) = shared.previews.take() {
        let (Some((request, photo, max_side)), Some(opened)) = (wanted, shared.opened.get()) else { continue };
        shared.post(Event::Preview { request, photo, picture: preview(&opened, photo, max_side) });
    }
}

fn preview(opened: &Opened, id: PhotoId, max_side: u32) -> Result<Arc<Rgb8>, String> {
    let file = opened.snapshot.photo(id).and_then(|p| opened.snapshot.absolute(p));
    let file = file.ok_or("this photo is no longer in the catalogue")?;
    let bytes = photo::read(&file).map_err(|e| e.to_string())?;
    let decoded = photo::decode(&bytes, &photo::Limits::default()).map_err(|e| e.to_string())?;
    Ok(Arc::new(photo::fit(&decoded.pixels, max_side)))
}
