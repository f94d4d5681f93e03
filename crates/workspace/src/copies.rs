//! What copying photos would do, from what is in memory.

use super::error::AppError;
use super::workspace::Workspace;
use base::{PhotoId, Root, folders};
use tasks::copies::{self, CopyPreview, CopyRequest, Sources};

impl Workspace {
    /// What would be written, and under which names; `None` once it is `outdated`.
    pub fn preview_copy(&self, request: &CopyRequest, outdated: &dyn Fn() -> bool) -> Result<Option<CopyPreview>, AppError> {
        let roots: Vec<Root> = self.opened.snapshot.roots.iter().map(|view| view.root.clone()).collect();
        let request = CopyRequest { to: folders::expand_home(&request.to), ..request.clone() };
        let sources = Sources {
            photo: &|id: PhotoId| self.opened.searchable.photo(id),
            roots: &roots,
            sets: &self.tags.sets,
            book: &self.tags.book,
            sku: &|id| self.products.of(id).map(|product| product.sku.as_str()),
        };
        Ok(copies::preview(&sources, &request, outdated)?)
    }
}
