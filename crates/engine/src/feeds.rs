//! What would come of an export profile, and its file.

use crate::protocol::{FeedChoice, FeedExport, FeedRequest, FeedView, Profile, ProfileReport, RequestId};
use crate::shared::Shared;
use base::searches::search_named;
use base::{PhotoId, folders};
use catalog::Catalog;
use std::path::Path;
use std::sync::Arc;
use tasks::exchange::{example, export_profile, profile, profiles, read_profile};
use tasks::query::has_terms;
use workspace::saved::asked;
use workspace::search::Reach;
use workspace::{AppError, Workspace};

/// Answers what would come of it; nothing is written.
pub fn view(shared: &Shared, request: RequestId, asked: &FeedRequest) -> FeedView {
    let mut view = FeedView { request, kept: Vec::new(), texts: Vec::new(), profile: None, outcome: Ok(ProfileReport::default()) };
    if let Err(error) = fill(shared, asked, &mut view) {
        view.outcome = Err(error.notice());
    }
    view
}

/// What is known of it so far stands in the view when something goes wrong.
fn fill(shared: &Shared, asked: &FeedRequest, view: &mut FeedView) -> Result<(), AppError> {
    let workspace = shared.workspace().ok_or(AppError::NoCatalog)?;
    let catalog = Catalog::open(&workspace.opened.snapshot.catalog)?;
    view.kept = profiles(&catalog)?;
    view.texts = catalog.text_columns()?;
    view.profile = match &asked.which {
        FeedChoice::Kept(None) => view.kept.first().cloned(),
        FeedChoice::Kept(Some(name)) => Some(profile(&catalog, name)?),
        FeedChoice::Example(format) => Some(unlike(example(&catalog, *format)?, &view.kept)),
        FeedChoice::File(file) => Some(read_profile(&catalog, &folders::expand_home(file))?),
        FeedChoice::Draft(profile) => Some(profile.clone()),
    };
    if let Some(profile) = &view.profile {
        view.outcome = Ok(made(shared, &workspace, &catalog, (profile, asked.among.as_ref()), None)?);
    }
    Ok(())
}

/// Writes the file of the catalogue that is open; an error where that is another one by now.
pub fn export(shared: &Shared, catalog: &Path, export: &FeedExport) -> Result<ProfileReport, AppError> {
    let workspace = shared.workspace().filter(|workspace| workspace.opened.snapshot.catalog == catalog).ok_or(AppError::NoCatalog)?;
    made(shared, &workspace, &Catalog::open(catalog)?, (&export.profile, export.among.as_ref()), Some(&export.to))
}

fn made(
    shared: &Shared,
    workspace: &Workspace,
    catalog: &Catalog,
    (profile, among): (&Profile, Option<&Arc<[PhotoId]>>),
    to: Option<&Path>,
) -> Result<ProfileReport, AppError> {
    let found = match (among, &profile.search) {
        (Some(photos), _) => Some(Arc::clone(photos)),
        (None, Some(name)) => Some(of_search(shared, workspace, name)?),
        (None, None) => None,
    };
    Ok(export_profile(catalog, profile, found.as_deref(), to, None)?)
}

/// The photos that a saved search finds.
fn of_search(shared: &Shared, workspace: &Workspace, name: &str) -> Result<Arc<[PhotoId]>, AppError> {
    let searches = &workspace.tags.searches;
    let known = || searches.iter().map(|search| search.name.clone()).collect();
    let search = search_named(searches, name).ok_or_else(|| AppError::NoSuchSearch { name: name.to_owned(), known: known() })?;
    let request = asked(&search.query);
    if request.min_score.is_none() && (request.like.is_some() || has_terms(&request.text)) {
        return Err(AppError::SearchWithoutEnd(search.name.clone()));
    }
    let answer = workspace.search(&request, Reach { most: usize::MAX, missing: false }, &|| shared.closing.is_cancelled())?;
    Ok(answer.hits.iter().map(|hit| hit.photo).collect())
}

/// Under a name that no kept one bears, so that keeping it replaces none.
fn unlike(profile: Profile, kept: &[Profile]) -> Profile {
    let taken = |name: &str| kept.iter().any(|other| base::fold::same(&other.name, name));
    let names = (1..=kept.len() + 1).map(|n| if n == 1 { profile.name.clone() } else { format!("{} {n}", profile.name) });
    let name = names.into_iter().find(|name| !taken(name)).unwrap_or_default();
    Profile { name, ..profile }
}
