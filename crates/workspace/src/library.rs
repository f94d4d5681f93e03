//! A catalogue with a model: every job of the command line and of the window's job thread is a call of this.

use super::error::AppError;
use super::snapshot;
use base::{Cancel, Encoder, LabelSet, PhotoId, Progress, Root, TagBook};
use catalog::Catalog;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tasks::exchange::{self, Skus};
use tasks::index::{self, IndexError, IndexReport};
use tasks::products::{self, SkuMatcher};
use tasks::query::{self, Query};
use tasks::review;
use tasks::search::{self, Decided, Found, Request, Searchable};
use tasks::suggest::{self, Asked};
use tasks::terms::{self, TextCache};

/// An open catalogue and the model that reads and searches it.
pub struct Library {
    catalog: Catalog,
    encoder: Arc<dyn Encoder>,
}

/// The SKU of each photo that has one, by the catalogue's rule.
pub fn skus(catalog: &Catalog) -> Result<Skus, AppError> {
    let Some(matcher) = products::rule(catalog)?.and_then(|rule| SkuMatcher::new(&rule).ok()) else { return Ok(Skus::new()) };
    Ok(exchange::skus(&products::group(&catalog.photos()?, &matcher)))
}

/// What to search for.
#[derive(Clone, Debug)]
pub struct SearchOrder<'a> {
    /// Words, terms and filters.
    pub text: &'a str,
    /// A photo that stands beside or instead of the words.
    pub like: Option<&'a Path>,
    /// Most hits.
    pub top: usize,
    /// Least cosine.
    pub min_score: Option<f32>,
}

/// A hit with the file it is.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundFile {
    /// Absolute.
    pub path: PathBuf,
    /// Cosine to the query; `None` for filters alone.
    pub score: Option<f32>,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SearchReport {
    /// Best first.
    pub hits: Vec<FoundFile>,
    /// Words that the model was never taught.
    pub unknown_words: Vec<String>,
}

impl Library {
    /// The model need not have read the catalogue before.
    pub fn new(catalog: Catalog, encoder: Arc<dyn Encoder>) -> Self {
        Self { catalog, encoder }
    }

    /// The store.
    pub fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    /// The store, to change it.
    pub(super) fn catalog_mut(&mut self) -> &mut Catalog {
        &mut self.catalog
    }

    /// The model.
    pub fn encoder(&self) -> &dyn Encoder {
        &*self.encoder
    }

    /// Indexes folders; a folder that is new becomes a root, one below a root means that root.
    pub fn index(
        &mut self,
        folders: &[PathBuf],
        progress: &Progress,
        cancel: &Cancel,
        committed: &mut dyn FnMut(),
    ) -> Result<IndexReport, AppError> {
        let mut roots = Vec::new();
        for folder in folders {
            let root = self.root(folder)?;
            if !roots.contains(&root) {
                roots.push(root);
            }
        }
        Ok(index::index(&mut self.catalog, &*self.encoder, &roots, progress, cancel, committed)?)
    }

    /// Looks at every root again.
    pub fn rescan(&mut self, progress: &Progress, cancel: &Cancel, committed: &mut dyn FnMut()) -> Result<IndexReport, AppError> {
        let roots = self.catalog.roots()?;
        Ok(index::index(&mut self.catalog, &*self.encoder, &roots, progress, cancel, committed)?)
    }

    fn root(&mut self, folder: &Path) -> Result<Root, AppError> {
        // The folder as the file system knows it: two spellings of one folder are one root.
        let path = fs_err::canonicalize(folder).map_err(|_| AppError::NoSuchPath(folder.to_owned()))?;
        if !path.is_dir() {
            return Err(IndexError::Walk(photo::WalkError::NotAFolder { path }).into());
        }
        let roots = self.catalog.roots()?;
        if let Some(root) = roots.iter().find(|r| path.starts_with(&r.path)) {
            return Ok(root.clone());
        }
        if let Some(inner) = roots.iter().find(|r| r.path.starts_with(&path)) {
            return Err(IndexError::RootInside { path, inner: inner.path.clone() }.into());
        }
        Ok(Root { id: self.catalog.add_root(&path)?, path })
    }

    /// Reads photos and embeddings into memory; one reading serves many searches.
    pub fn searchable(&self) -> Result<Searchable, AppError> {
        snapshot::searchable(&self.catalog, self.encoder.info())
    }

    /// Finds photos by words, by example, or both.
    pub fn search(&self, photos: &Searchable, order: &SearchOrder<'_>) -> Result<SearchReport, AppError> {
        let query = query::parse(order.text)?;
        if query.is_empty() && order.like.is_none() {
            return Err(AppError::EmptyQuery);
        }
        let mut likes = Vec::new();
        let mut itself = None;
        if let Some(path) = order.like {
            itself = fs_err::canonicalize(path).ok().and_then(|p| photos.at(&p)).map(|p| p.id);
            likes.push(match itself.and_then(|id| photos.vector(id)) {
                Some(vector) => vector,
                None => terms::embed_photo(path, &*self.encoder)?,
            });
        }
        let vector = terms::query_vector(&query.terms, &likes, &*self.encoder, &TextCache::default())?;
        if vector.is_some() && photos.embedded() == 0 {
            return Err(AppError::NothingIndexed(self.catalog.path().to_owned()));
        }
        let judged = self.judged(photos, &query)?;
        let found = photos.find(&Request {
            vector: vector.as_ref(),
            like: itself,
            decided: judged.as_ref().map(Judged::decided),
            min_score: order.min_score,
            top: order.top,
            ..Request::of(&query)
        });
        let unknown_words = query.words().flat_map(|words| self.encoder.unknown_words(words)).collect();
        Ok(SearchReport { hits: files(photos, &found), unknown_words })
    }
}

/// What was decided, as far as a query asks for it.
pub(super) struct Judged {
    sets: Vec<LabelSet>,
    book: TagBook,
    open: Option<HashSet<PhotoId>>,
}

impl Judged {
    pub(super) fn decided(&self) -> Decided<'_> {
        Decided { sets: &self.sets, book: &self.book, open: self.open.as_ref() }
    }
}

impl Library {
    /// Reads what the query's filters need; `None` where they need nothing.
    pub(super) fn judged(&self, photos: &Searchable, query: &Query) -> Result<Option<Judged>, AppError> {
        if !query.asks_for_tags() {
            return Ok(None);
        }
        let (sets, book) = (self.catalog.label_sets()?, TagBook::new(self.catalog.tags()?));
        let open = if query.asks_for_review() { Some(self.open_photos(photos, &sets, &book)?) } else { None };
        Ok(Some(Judged { sets, book, open }))
    }

    /// Photos with an open question in some set.
    fn open_photos(&self, photos: &Searchable, sets: &[LabelSet], book: &TagBook) -> Result<HashSet<PhotoId>, AppError> {
        let (never, texts) = (|| false, TextCache::default());
        let mut open = HashSet::new();
        for saved in sets.iter().filter(|s| !s.labels.is_empty()) {
            let embedded = suggest::embed_set(&Arc::new(saved.draft()), &*self.encoder, &texts, &never)?;
            let Some(set) = embedded.filter(|set| photos.embedded() > 0 && set.dimension() == photos.dimension()) else { continue };
            let Some(base) = suggest::suggest(photos, &set, &never) else { continue };
            let asked = Asked { set: &set, saved: Some(saved), book };
            open.extend(review::open_photos(photos, &[(suggest::heed(&base, photos, &asked), asked)]));
        }
        Ok(open)
    }
}

fn files(photos: &Searchable, found: &Found) -> Vec<FoundFile> {
    let file = |hit: &search::Hit| Some(FoundFile { path: photos.absolute(photos.photo(hit.photo)?), score: hit.score });
    found.hits.iter().filter_map(file).collect()
}
