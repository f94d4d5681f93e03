//! A catalogue that is read for one question: of a million photos the few that can be among its answers.

use super::error::AppError;
use super::search::{Like, SearchRequest};
use super::search_words::SearchedWords;
use super::snapshot::{self, known};
use super::workspace::Workspace;
use base::{Encoder, PhotoId};
use catalog::Catalog;
use std::ops::ControlFlow;
use std::sync::Arc;
use tasks::query;
use tasks::search::{Contenders, Scores, Sort};

/// Photos that are read one by one, for their score or for their texts: where there are more, all of them are sooner read in their order.
const MOST: usize = 20_000;

impl Workspace {
    /// As [`Workspace::read`], to answer this request with its first `most` hits. Where they are the best of all photos by words or by example,
    /// with no filter between, vectors are looked at and not kept, and only photos are read that can be among the hits. It answers nothing else.
    pub fn read_for(catalog: &Catalog, encoder: Arc<dyn Encoder>, request: &SearchRequest, most: usize) -> Result<Self, AppError> {
        match Self::of_contenders(catalog, &encoder, request, most)? {
            Some(workspace) => Ok(workspace),
            None => Self::read(catalog, encoder),
        }
    }

    fn of_contenders(
        catalog: &Catalog,
        encoder: &Arc<dyn Encoder>,
        request: &SearchRequest,
        most: usize,
    ) -> Result<Option<Self>, AppError> {
        let query = query::parse(&request.text)?;
        let ranks = !query.terms.is_empty() || request.like.is_some();
        let is_narrowed = !(query.filters.is_empty() && query.scores.is_empty()) || request.is_narrowed();
        if !ranks || is_narrowed || !request.is_plain() || request.sort != Sort::Relevance || most > MOST {
            return Ok(None);
        }
        let like: Vec<PhotoId> = like(catalog, request)?.into_iter().collect();
        let key = &encoder.info().key;
        // Counting them is a good part of the time that a search takes, and whoever scores all has counted them.
        let counted =
            || -> Result<u64, AppError> { Ok(catalog.models()?.iter().find(|model| model.key == *key).map_or(0, |model| model.embedded)) };
        let asking = Self::of(snapshot::load_few(catalog, encoder, &like, 0, |photos| photos)?);
        let ControlFlow::Continue(SearchedWords { query, texts, texts_alone, .. }) = asking.words_of(request)? else {
            let opened = snapshot::load_few(catalog, encoder, &like, counted()?, |photos| photos)?;
            return Ok(Some(Self { opened: Arc::new(opened), ..asking }));
        };
        if texts.all().count() > MOST {
            return Ok(None);
        }
        let vector = if texts_alone { None } else { asking.query_vector(&asking.opened, request, &query)? };
        let (scores, embedded) = match vector {
            Some(vector) => {
                let take = |scores: &mut Scores, photos: &[PhotoId], vectors: &[f32]| scores.take(photos, vectors, &vector);
                let scores: [Scores; 2] = known(catalog.visit_embeddings(key, take))?;
                let embedded = scores.iter().map(Scores::count).sum::<usize>() as u64;
                (scores, embedded)
            }
            None if texts_alone => (Default::default(), counted()?),
            None => return Ok(None),
        };
        let contenders = Contenders::of(scores, &catalog.missing_photos()?.into_iter().collect(), &texts, &like, most);
        let opened = snapshot::load_few(catalog, encoder, &contenders.photos, embedded, |photos| contenders.among(photos))?;
        // A photo that went meanwhile, or one that leads out of its root, would have had another in its place.
        let are_all = opened.searchable.photos().len() == contenders.photos.len();
        Ok(are_all.then(|| Self { opened: Arc::new(opened), ..asking }))
    }
}

/// The photo to search by, where the catalogue has it.
fn like(catalog: &Catalog, request: &SearchRequest) -> Result<Option<PhotoId>, AppError> {
    let path = match &request.like {
        None => return Ok(None),
        Some(Like::Photo(photo)) => return Ok(Some(*photo)),
        Some(Like::File(path)) => path,
    };
    let Ok(path) = fs_err::canonicalize(path) else { return Ok(None) };
    let roots = catalog.roots()?;
    match base::below_a_root(roots.iter().map(|root| (root.id, root.path.as_path())), &path) {
        Some((root, below)) => Ok(catalog.photo_at(root, below)?),
        None => Ok(None),
    }
}

#[cfg(test)]
mod tests;
