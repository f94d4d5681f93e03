//! `selvedge search`: photos by words, by example, or both.

use super::arguments::SearchArguments;
use super::axis;
use super::commands::{answering, existing, nothing_to_rank, with_path};
use super::exit::NOTHING;
use super::output::{Output, note, put_path};
use super::searches;
use base::searches::{SavedQuery, search_named};
use base::{MarkBook, Marks, PhotoId, human};
use catalog::Catalog;
use serde_json::{Value, json};
use std::path::PathBuf;
use tasks::query;
use tasks::search::{FoundBy, Hit, Sort, TextUse};
use tasks::wording::Reworded;
use workspace::saved;
use workspace::search::{Like, Nothing, Reach, SearchAnswer, SearchRequest};
use workspace::steps::{CHANGE, SAVE, StepWords};
use workspace::{AppError, Library, Workspace};

/// Words that a hint names.
pub const TOLD: usize = 10;

/// A hit with the file it is.
pub struct FoundFile {
    pub photo: PhotoId,
    /// Absolute.
    pub path: PathBuf,
    /// The raw file that goes with it, absolute.
    pub raw: Option<PathBuf>,
    /// Cosine to the query; `None` for filters alone.
    pub score: Option<f32>,
    /// Why it stands where it does.
    pub by: FoundBy,
    /// Words of the query that its path or its texts have.
    pub words: Vec<String>,
}

/// The first `top` files that the request finds, and the answer that they are of.
pub fn find(workspace: &Workspace, request: &SearchRequest, top: usize) -> Result<(Vec<FoundFile>, SearchAnswer), AppError> {
    let photos = &workspace.opened.searchable;
    let query = query::parse(&request.text)?;
    if query.is_empty() && request.like.is_none() {
        return Err(AppError::EmptyQuery);
    }
    let asks_pixels = request.like.is_some() || (!query.terms.is_empty() && request.texts != TextUse::Only);
    if workspace.opened.snapshot.embedded == 0 && asks_pixels {
        return Err(AppError::NothingIndexed(workspace.opened.snapshot.catalog.clone()));
    }
    let found = workspace.search(request, Reach { most: top, missing: false }, &|| false)?;
    let words = |hit: &Hit| found.words.iter().enumerate().filter(|(n, _)| hit.words >> n & 1 == 1).map(|(_, word)| word.clone()).collect();
    let file = |hit: &Hit| {
        let photo = photos.photo(hit.photo)?;
        let (path, raw) = (photos.absolute(photo), photos.absolute_companion(photo));
        Some(FoundFile { photo: hit.photo, path, raw, score: hit.score, by: hit.by, words: words(hit) })
    };
    Ok((found.hits.iter().filter_map(file).collect(), found))
}

pub fn search(arguments: &SearchArguments, catalog: Option<PathBuf>, out: &mut Output) -> Result<u8, AppError> {
    let mut catalog = existing(catalog)?;
    let mut request = match &arguments.saved {
        Some(name) => again(arguments, &searches::named(name, &catalog)?.query),
        None => asked_for(arguments),
    };
    if let Some(name) = &arguments.sort_along {
        request.sort = Sort::Axis(axis::named(name, &catalog)?.id);
    }
    if let Some(name) = &arguments.save {
        save(name, &request, &mut catalog)?;
    }
    let encoder = answering(&catalog, &arguments.model)?;
    let library = Library::new(catalog, encoder);
    let mut workspace = library.workspace_for(&request, arguments.top)?;
    if query::parse(&request.text)?.asks_for_tags() || matches!(request.sort, Sort::Rating | Sort::Axis(_)) {
        workspace = workspace.with_tags(library.catalog())?;
    }
    // Why, is only asked where it is so: it takes a walk over all photos.
    let unread = |error| match error {
        AppError::NothingIndexed(_) => nothing_to_rank(library.catalog(), library.encoder().info()).unwrap_or_else(|error| error),
        error => error,
    };
    let (hits, found) = find(&workspace, &request, arguments.top).map_err(unread)?;
    let model = &library.encoder().info().name;
    tell_words(&found, model, request.texts);
    if out.wants_json() {
        let ids: Vec<PhotoId> = hits.iter().map(|hit| hit.photo).collect();
        let book = MarkBook::new(library.catalog().marks_of(&ids)?);
        let result = |(n, hit): (usize, &FoundFile)| {
            let mut found = json!({ "rank": n + 1, "score": hit.score, "by": hit.by.as_str(), "words": hit.words });
            put_marks(&mut found, book.of(hit.photo));
            if let Some(raw) = &hit.raw {
                put_path(&mut found, "raw", raw);
            }
            with_path(found, "path", &hit.path)
        };
        let results: Vec<Value> = hits.iter().enumerate().map(result).collect();
        let answer = json!({
            "query": request.text,
            "model": model,
            "results": results,
            "unknown_words": found.unknown_words,
            "weak_words": found.weak_words,
            "cut": found.cut,
            "searched_as": found.searched_as.iter().map(reworded).collect::<Vec<_>>(),
            "did_you_mean": found.offered.iter().map(reworded).collect::<Vec<_>>(),
        });
        out.json(&with_path(answer, "catalog", library.catalog().path()));
    } else {
        for hit in &hits {
            let score = hit.score.map_or(String::new(), |s| human::score_in_table(s) + "  ");
            out.line(&format!("{score}{}", hit.path.display()));
        }
    }
    if found.nothing.is_some() {
        return Ok(NOTHING);
    }
    if hits.is_empty() {
        note("nothing was found; try fewer words or filters, or a lower --min-score");
        return Ok(NOTHING);
    }
    Ok(0)
}

/// What the arguments ask for.
fn asked_for(arguments: &SearchArguments) -> SearchRequest {
    SearchRequest {
        text: arguments.query.join(" "),
        texts: arguments.text.into(),
        as_typed: arguments.as_typed,
        like: arguments.like.clone().map(Like::File),
        min_score: arguments.min_score,
        sort: arguments.sort.map_or(Sort::Relevance, Into::into),
        reversed: arguments.reverse,
        ..SearchRequest::default()
    }
}

/// What was kept, in the order and with the cut-off that are named beside it, where any are.
fn again(arguments: &SearchArguments, kept: &SavedQuery) -> SearchRequest {
    let request = saved::asked(kept);
    let sort = arguments.sort.map_or(request.sort, Into::into);
    let (min_score, reversed) = (arguments.min_score.or(request.min_score), request.reversed != arguments.reverse);
    SearchRequest { sort, min_score, reversed, ..request }
}

/// Keeps the search: a new one, or in the place of the one that has the name.
fn save(name: &str, request: &SearchRequest, catalog: &mut Catalog) -> Result<(), AppError> {
    query::parse(&request.text)?;
    // A file named from here is found from elsewhere too.
    let absolute = |like: &Like| match like {
        Like::File(path) => Like::File(std::path::absolute(path).unwrap_or_else(|_| path.clone())),
        Like::Photo(photo) => Like::Photo(*photo),
    };
    let request = SearchRequest { like: request.like.as_ref().map(absolute), ..request.clone() };
    let kept = saved::kept(&request, &[], &|_| None)?;
    let known = catalog.searches()?;
    let there = search_named(&known, name).map(|search| search.id);
    let words = StepWords::vocabulary(if there.is_some() { CHANGE } else { SAVE }, &format!("search {}", name.trim()));
    catalog.step(|step| {
        step.words.clone_from(&words.step);
        step.save_search(there, name, &kept)
    })?;
    note(&words.done);
    Ok(())
}

/// Those that the photo has.
fn put_marks(found: &mut Value, marks: Marks) {
    if let Some(flag) = marks.flag {
        found["flag"] = json!(flag.as_str());
    }
    if let Some(stars) = marks.stars {
        found["stars"] = json!(stars.count());
    }
    if let Some(colour) = marks.colour {
        found["color"] = json!(colour.as_str());
    }
}

fn reworded(word: &Reworded) -> Value {
    json!({ "word": word.word, "instead": word.instead, "how": word.how.as_str() })
}

/// What became of the words of a query, a line each.
fn tell_words(found: &SearchAnswer, model: &str, texts: TextUse) {
    for Reworded { word, instead, .. } in &found.searched_as {
        note(&format!("{word}: searched as {instead}, since the model '{model}' was never taught {word}; --as-typed searches for {word}"));
    }
    let unknown = human::some(&found.unknown_words, TOLD);
    match found.nothing {
        Some(Nothing::Signs) => note("there is no word to search for"),
        Some(Nothing::Untaught) => {
            let unknown = if unknown.is_empty() { "it" } else { &unknown };
            let of_texts =
                if texts == TextUse::Off { "names, folders and texts were not searched" } else { "no name, folder or text has it" };
            note(&format!("nothing was found: the model '{model}' was never taught {unknown}, and {of_texts}"));
        }
        None if !unknown.is_empty() => note(&format!("the model '{model}' was never taught: {unknown}")),
        None => {}
    }
    if !found.weak_words.is_empty() {
        note(&format!("the model '{model}' does badly at: {}", human::some(&found.weak_words, TOLD)));
    }
    for rest in &found.cut {
        note(&format!("the query is too long for the model '{model}', which does not read: {rest}"));
    }
    for Reworded { word, instead, .. } in &found.offered {
        note(&format!("{word}: did you mean {instead}?"));
    }
}
