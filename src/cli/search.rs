//! `selvedge search`: photos by words, by example, or both.

use super::arguments::{Order, SearchArguments};
use super::commands::{answering, existing, with_path};
use super::exit::NOTHING;
use super::output::{Output, note};
use base::human;
use serde_json::{Value, json};
use std::path::PathBuf;
use tasks::query;
use tasks::search::{FoundBy, Hit, Sort};
use workspace::search::{Like, Reach, SearchRequest};
use workspace::{AppError, Library, Workspace};

/// A hit with the file it is.
pub struct FoundFile {
    /// Absolute.
    pub path: PathBuf,
    /// Cosine to the query; `None` for filters alone.
    pub score: Option<f32>,
    /// Why it stands where it does.
    pub by: FoundBy,
    /// Words of the query that its path or its texts have.
    pub words: Vec<String>,
}

/// The first `top` files that the request finds, and words that the model was never taught.
pub fn find(workspace: &Workspace, request: &SearchRequest, top: usize) -> Result<(Vec<FoundFile>, Vec<String>), AppError> {
    let photos = &workspace.opened.searchable;
    let query = query::parse(&request.text)?;
    if query.is_empty() && request.like.is_none() {
        return Err(AppError::EmptyQuery);
    }
    if photos.embedded() == 0 && !(query.terms.is_empty() && request.like.is_none()) {
        return Err(AppError::NothingIndexed(workspace.opened.snapshot.catalog.clone()));
    }
    let found = workspace.search(request, Reach { most: top, missing: false }, &|| false)?;
    let words = |hit: &Hit| found.words.iter().enumerate().filter(|(n, _)| hit.words >> n & 1 == 1).map(|(_, word)| word.clone()).collect();
    let file = |hit: &Hit| {
        let path = photos.absolute(photos.photo(hit.photo)?);
        Some(FoundFile { path, score: hit.score, by: hit.by, words: words(hit) })
    };
    Ok((found.hits.iter().filter_map(file).collect(), found.unknown_words))
}

pub fn search(arguments: &SearchArguments, catalog: Option<PathBuf>, out: &mut Output) -> Result<u8, AppError> {
    let text = arguments.query.join(" ");
    let catalog = existing(catalog)?;
    let encoder = answering(&catalog, &arguments.model)?;
    let library = Library::new(catalog, encoder);
    let like = arguments.like.clone().map(Like::File);
    let sort = match arguments.sort {
        None | Some(Order::Relevance) => Sort::Relevance,
        Some(Order::Name) => Sort::Name,
        Some(Order::Date) => Sort::Date,
    };
    let (min_score, reversed) = (arguments.min_score, arguments.reverse);
    let texts = arguments.text.into();
    let request = SearchRequest { text: text.clone(), texts, like, min_score, sort, reversed, ..SearchRequest::default() };
    let mut workspace = library.workspace()?;
    if query::parse(&text)?.asks_for_tags() {
        workspace = workspace.with_tags(library.catalog())?;
    }
    let (hits, unknown_words) = find(&workspace, &request, arguments.top)?;
    let model = &library.encoder().info().name;
    if !unknown_words.is_empty() {
        note(&format!("the model '{model}' was never taught: {}", unknown_words.join(", ")));
    }
    if out.wants_json() {
        let result = |(n, hit): (usize, &FoundFile)| {
            let found = json!({ "rank": n + 1, "score": hit.score, "by": hit.by.as_str(), "words": hit.words });
            with_path(found, "path", &hit.path)
        };
        let results: Vec<Value> = hits.iter().enumerate().map(result).collect();
        let answer = json!({ "query": text, "model": model, "results": results, "unknown_words": unknown_words });
        out.json(&with_path(answer, "catalog", library.catalog().path()));
    } else {
        for hit in &hits {
            let score = hit.score.map_or(String::new(), |s| human::score_in_table(s) + "  ");
            out.line(&format!("{score}{}", hit.path.display()));
        }
    }
    if hits.is_empty() {
        note("nothing was found; try fewer words or filters, or a lower --min-score");
        return Ok(NOTHING);
    }
    Ok(0)
}
