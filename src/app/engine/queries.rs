//! Search, similar photos and previews: the newest request of each kind wins.

use super::Shared;
use crate::app::error::AppError;
use crate::app::protocol::{Event, Like, SearchRequest, SearchResults};
use crate::app::snapshot::Opened;
use crate::base::{PhotoId, Rgb8};
use crate::photo;
use crate::tasks::query;
use crate::tasks::search::{self, Hit, Request, Sort, TextCache};
use std::sync::Arc;
use std::time::Instant;

/// Hits shown for words without a cut-off: nobody scrolls further, and sorting them by name still means something.
const TOP: usize = 2000;
/// Similar photos in the inspector.
const SIMILAR: usize = 24;

/// What the query thread should do next.
#[derive(Default)]
pub struct Wanted {
    search: Option<SearchRequest>,
    pub similar: Option<PhotoId>,
    /// The catalogue changed: the last search is answered again.
    pub again: bool,
}

impl Wanted {
    pub fn search(&mut self, request: SearchRequest) {
        self.search = Some(request);
    }
}

/// What the preview thread should do next.
#[derive(Default)]
pub struct WantedPreview(Option<(PhotoId, u32)>);

impl WantedPreview {
    pub fn of(photo: PhotoId, max_side: u32) -> Self {
        Self(Some((photo, max_side)))
    }
}

pub fn run(shared: &Arc<Shared>) {
    let texts = TextCache::default();
    let mut last = SearchRequest::default();
    while let Some(wanted) = shared.queries.take() {
        let searched = wanted.search.is_some();
        if let Some(request) = wanted.search {
            last = request;
        }
        let Some(opened) = shared.opened.get() else { continue };
        if searched || wanted.again {
            shared.post(Event::Results(answer(shared, &opened, &last, &texts)));
        }
        if let Some(photo) = wanted.similar {
            shared.post(Event::Similar(photo, similar(&opened, photo)));
        }
    }
}

fn answer(shared: &Shared, opened: &Opened, request: &SearchRequest, texts: &TextCache) -> SearchResults {
    let start = Instant::now();
    let mut results = match find(shared, opened, request, texts) {
        Ok(results) => results,
        Err(error) => SearchResults { error: Some(error.to_string()), ..empty(request) },
    };
    results.seconds = start.elapsed().as_secs_f64();
    results
}

fn empty(request: &SearchRequest) -> SearchResults {
    SearchResults {
        generation: request.generation,
        hits: Arc::new([]),
        considered: 0,
        unknown_words: Vec::new(),
        error: None,
        seconds: 0.0,
    }
}

fn find(shared: &Shared, opened: &Opened, request: &SearchRequest, texts: &TextCache) -> Result<SearchResults, AppError> {
    let query = query::parse(&request.text)?;
    let mut results = empty(request);
    let mut likes = Vec::new();
    let mut itself = None;
    match &request.like {
        Some(Like::Photo(photo)) => {
            itself = Some(*photo);
            likes.extend(opened.searchable.vector(*photo));
        }
        Some(Like::File(path)) => likes.push(search::embed_photo(path, &*shared.encoder()?)?),
        None => {}
    }
    let mut vector = None;
    if !query.terms.is_empty() || !likes.is_empty() {
        let encoder = shared.encoder()?;
        results.unknown_words = query.words().flat_map(|words| encoder.unknown_words(words)).collect();
        vector = search::query_vector(&query.terms, &likes, &*encoder, texts)?;
    }
    let cut_off = request.min_score.is_some() || !query.scores.is_empty();
    let found = opened.searchable.find(&Request {
        query: &query,
        vector: vector.as_ref(),
        like: itself,
        among: None,
        only: None,
        decided: None,
        folder: request.folder.as_ref().map(|f| (f.root, f.path.as_path())),
        min_score: request.min_score,
        include_missing: true,
        top: if vector.is_some() && !cut_off { TOP } else { usize::MAX },
        sort: request.sort,
        reversed: request.reversed,
    });
    results.considered = found.considered as u64;
    results.hits = found.hits.into();
    Ok(results)
}

/// Nearest first, without itself.
fn similar(opened: &Opened, photo: PhotoId) -> Vec<Hit> {
    let Some(vector) = opened.searchable.vector(photo) else { return Vec::new() };
    let found = opened.searchable.find(&Request {
        query: &query::Query::default(),
        vector: Some(&vector),
        like: None,
        among: None,
        only: None,
        decided: None,
        folder: None,
        min_score: None,
        include_missing: false,
        top: SIMILAR + 1,
        sort: Sort::Relevance,
        reversed: false,
    });
    let mut hits = found.hits;
    hits.retain(|hit| hit.photo != photo);
    hits.truncate(SIMILAR);
    hits
}

pub fn run_previews(shared: &Arc<Shared>) {
    while let Some(WantedPreview(wanted)) = shared.previews.take() {
        let (Some((photo, max_side)), Some(opened)) = (wanted, shared.opened.get()) else { continue };
        shared.post(Event::Preview(photo, preview(&opened, photo, max_side)));
    }
}

fn preview(opened: &Opened, id: PhotoId, max_side: u32) -> Result<Arc<Rgb8>, String> {
    let file = opened.snapshot.photo(id).and_then(|p| opened.snapshot.absolute(p));
    let file = file.ok_or("this photo is no longer in the catalogue")?;
    let bytes = photo::read(&file).map_err(|e| e.to_string())?;
    let decoded = photo::decode(&bytes, &photo::Limits::default()).map_err(|e| e.to_string())?;
    Ok(Arc::new(photo::fit(&decoded.pixels, max_side)))
}
