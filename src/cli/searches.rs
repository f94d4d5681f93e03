//! `selvedge searches`: the searches that are kept, and how many photos each finds.

use super::arguments::{ModelArguments, SearchesArguments};
use super::commands::{answering, existing};
use super::exit::NOTHING;
use super::output::{Output, note};
use base::axes::SavedAxis;
use base::human;
use base::searches::{SavedLike, SavedSearch, search_named};
use catalog::Catalog;
use serde_json::{Value, json};
use std::path::PathBuf;
use workspace::saved::SearchCounts;
use workspace::steps::{DELETE, StepWords};
use workspace::{AppError, Library};

pub fn searches(arguments: &SearchesArguments, catalog: Option<PathBuf>, out: &mut Output) -> Result<u8, AppError> {
    let mut catalog = existing(catalog)?;
    if let Some(name) = &arguments.delete {
        return delete(name, &mut catalog, out);
    }
    let searches = catalog.searches()?;
    let axes = catalog.axes()?;
    let counts = counts(&searches, catalog)?;
    if out.wants_json() {
        let all: Vec<Value> = searches.iter().map(|search| told(search, &axes, counts.get(&search.id).copied().flatten())).collect();
        out.json(&all.into());
    } else {
        for search in &searches {
            let photos = counts.get(&search.id).copied().flatten().map_or_else(|| "not counted".to_owned(), human::photos);
            out.line(&format!("{}  {}  ({photos})", search.name, search.query.text));
        }
    }
    if searches.is_empty() {
        note("no search is kept yet; search … --save NAME keeps one");
        return Ok(NOTHING);
    }
    Ok(0)
}

fn counts(searches: &[SavedSearch], catalog: Catalog) -> Result<SearchCounts, AppError> {
    if searches.is_empty() {
        return Ok(SearchCounts::new());
    }
    let encoder = answering(&catalog, &ModelArguments::default())?;
    let library = Library::new(catalog, encoder);
    let workspace = library.workspace()?.with_tags(library.catalog())?;
    Ok(workspace.count_searches(searches, &|| false).unwrap_or_default())
}

fn told(search: &SavedSearch, axes: &[SavedAxis], photos: Option<u64>) -> Value {
    let query = &search.query;
    let like = query.like.as_ref().map(|like| match like {
        SavedLike::Photo(photo) => json!(photo.0),
        SavedLike::File(path) => json!(path.to_string_lossy()),
    });
    // An axis by its name: its number says nothing to people.
    let sort = query.axis(axes).map_or_else(|| query.sort.clone(), |axis| format!("axis:{}", axis.name));
    json!({
        "name": search.name,
        "query": query.text,
        "like": like,
        "text": query.texts,
        "as_typed": query.as_typed,
        "min_score": query.min_score,
        "sort": sort,
        "reverse": query.reversed,
        "photos": photos,
    })
}

fn delete(name: &str, catalog: &mut Catalog, out: &mut Output) -> Result<u8, AppError> {
    let search = named(name, catalog)?;
    let words = StepWords::vocabulary(DELETE, &format!("search {}", search.name));
    let ((), changed) = catalog.step(|step| {
        step.words.clone_from(&words.step);
        step.delete_search(search.id)
    })?;
    if out.wants_json() {
        out.json(&json!({ "deleted": search.name, "step": changed.step.map(|step| step.0) }));
    } else {
        out.line(&words.done);
    }
    Ok(0)
}

/// The search of that name.
pub fn named(name: &str, catalog: &Catalog) -> Result<SavedSearch, AppError> {
    let searches = catalog.searches()?;
    search_named(&searches, name)
        .cloned()
        .ok_or_else(|| AppError::NoSuchSearch { name: name.to_owned(), known: searches.into_iter().map(|search| search.name).collect() })
}
