//! What is wrong with a set's words, on the photos of a workspace.

use super::error::AppError;
use super::workspace::{Cancelled, Workspace};
use base::{LabelSetDraft, PhotoId, Progress};
use std::sync::Arc;
use tasks::learned::Lessons;
use tasks::lint::{LintRequest, Linted, lint};

impl Workspace {
    /// Labels that the model cannot tell apart, that no photo looks like, and the like. `None` where it was cancelled.
    pub fn lint(&self, draft: &Arc<LabelSetDraft>, progress: &Progress, cancelled: Cancelled<'_>) -> Result<Option<Linted>, AppError> {
        let Some(set) = self.embedded_set(&self.opened, draft, cancelled)? else { return Ok(None) };
        let product = |photo: PhotoId| self.products.of.get(&photo).copied();
        let photos = &self.opened.searchable;
        let decided = Lessons::of(photos, &set, &self.tags.book, &product);
        let request = LintRequest { photos, set: &set, encoder: self.opened.encoder()?, texts: &self.memory.texts, decided: &decided };
        Ok(lint(&request, progress, cancelled)?)
    }
}
