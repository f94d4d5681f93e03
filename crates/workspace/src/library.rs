//! A catalogue with a model, to index folders into it.

use super::adapt::adapt_embeddings;
use super::error::AppError;
use super::search::SearchRequest;
use super::workspace::Workspace;
use base::{Cancel, Encoder, Progress, Root};
use catalog::{Catalog, Committed};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tasks::index::{self, IndexError, IndexReport};

/// An open catalogue and the model that reads and searches it.
pub struct Library {
    catalog: Catalog,
    encoder: Arc<dyn Encoder>,
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

    /// The store, when the model is no longer needed.
    pub fn into_catalog(self) -> Catalog {
        self.catalog
    }

    /// The store, to change it.
    pub fn catalog_mut(&mut self) -> &mut Catalog {
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
        committed: &mut dyn FnMut(Committed),
    ) -> Result<IndexReport, AppError> {
        let mut roots = Vec::new();
        for folder in folders {
            let root = self.root(folder, committed)?;
            if !roots.contains(&root) {
                roots.push(root);
            }
        }
        self.index_roots(&roots, progress, cancel, committed)
    }

    /// Looks at every root again.
    pub fn rescan(&mut self, progress: &Progress, cancel: &Cancel, committed: &mut dyn FnMut(Committed)) -> Result<IndexReport, AppError> {
        let roots = self.catalog.roots()?;
        self.index_roots(&roots, progress, cancel, committed)
    }

    /// What the model below an adapter has seen is not looked at again.
    fn index_roots(
        &mut self,
        roots: &[Root],
        progress: &Progress,
        cancel: &Cancel,
        committed: &mut dyn FnMut(Committed),
    ) -> Result<IndexReport, AppError> {
        let adapted = adapt_embeddings(&mut self.catalog, &*self.encoder, cancel)?;
        let report = index::index(&mut self.catalog, &*self.encoder, roots, progress, cancel, committed)?;
        let unchanged = report.unchanged.saturating_sub(adapted);
        Ok(IndexReport { embedded: report.embedded + adapted, updated: report.updated + adapted, unchanged, ..report })
    }

    fn root(&mut self, folder: &Path, committed: &mut dyn FnMut(Committed)) -> Result<Root, AppError> {
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
        let root = Root { id: self.catalog.add_root(&path)?, path };
        // No photo changes by that.
        committed(Committed { generation: self.catalog.generations()?.photos, ..Committed::default() });
        Ok(root)
    }

    /// As [`Library::workspace`], to answer this request with so many hits, and nothing else.
    pub fn workspace_for(&self, request: &SearchRequest, most: usize) -> Result<Workspace, AppError> {
        Workspace::read_for(&self.catalog, Arc::clone(&self.encoder), request, most)
    }

    /// The catalogue as the model sees it now, to ask it something; without tags and products.
    pub fn workspace(&self) -> Result<Workspace, AppError> {
        Workspace::read(&self.catalog, Arc::clone(&self.encoder))
    }
}
