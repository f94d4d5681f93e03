//! Which photos a command is about: files by name, or what a query finds.

use super::arguments::{ModelArguments, WhichPhotos};
use super::commands::answering;
use super::search::find;
use super::searches;
use base::{PhotoId, RootId};
use catalog::Catalog;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use tasks::query;
use workspace::saved;
use workspace::search::SearchRequest;
use workspace::{AppError, Library, Workspace};

/// The photos, each once, in the order in which they were named or found; and the catalogue back.
pub fn photos(which: &WhichPhotos, catalog: Catalog) -> Result<(Catalog, Vec<PhotoId>), AppError> {
    let request = match (&which.saved, &which.query) {
        (Some(name), _) => saved::asked(&searches::named(name, &catalog)?.query),
        (None, Some(query)) => SearchRequest { text: query.clone(), ..SearchRequest::default() },
        (None, None) => return named(&which.photos, &catalog).map(|photos| (catalog, photos)),
    };
    found(&SearchRequest { min_score: which.min_score.or(request.min_score), ..request }, which.top, catalog)
}

fn found(request: &SearchRequest, top: Option<usize>, catalog: Catalog) -> Result<(Catalog, Vec<PhotoId>), AppError> {
    let ranks = request.like.is_some() || !query::parse(&request.text)?.terms.is_empty();
    if ranks && top.is_none() && request.min_score.is_none() {
        let asked = if request.text.is_empty() { "a photo".to_owned() } else { format!("'{}'", request.text) };
        return Err(AppError::NoLimit(asked));
    }
    let encoder = answering(&catalog, &ModelArguments::default())?;
    let library = Library::new(catalog, encoder);
    let workspace: Workspace = library.workspace()?.with_tags(library.catalog())?;
    let (_, found) = find(&workspace, request, top.unwrap_or(usize::MAX))?;
    Ok((library.into_catalog(), found.hits.iter().map(|hit| hit.photo).collect()))
}

/// The photos of these files; a file that is not in the catalogue is refused.
pub fn named(files: &[PathBuf], catalog: &Catalog) -> Result<Vec<PhotoId>, AppError> {
    let roots = catalog.roots()?;
    let known: HashMap<(RootId, PathBuf), PhotoId> =
        catalog.photos()?.into_iter().map(|photo| ((photo.root, photo.path), photo.id)).collect();
    let at = |path: &Path| roots.iter().find_map(|root| known.get(&(root.id, path.strip_prefix(&root.path).ok()?.to_owned())).copied());
    let photo = |file: &PathBuf| {
        let real = fs_err::canonicalize(file).ok();
        let found = std::path::absolute(file).ok().and_then(|path| at(&path)).or_else(|| at(&real?));
        found.ok_or_else(|| AppError::NoSuchPhoto(file.clone()))
    };
    let mut photos = files.iter().map(photo).collect::<Result<Vec<_>, _>>()?;
    let mut seen = HashSet::new();
    photos.retain(|photo| seen.insert(*photo));
    Ok(photos)
}
