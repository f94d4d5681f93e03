//! What is wrong with a set's words, on the photos of a workspace.

use super::error::AppError;
use super::workspace::{Cancelled, Workspace};
use base::LabelSetDraft;
use std::sync::Arc;
use tasks::lint::{Finding, lint};

impl Workspace {
    /// Labels that the model cannot tell apart, that no photo looks like, and the like. `None` where it was cancelled.
    pub fn lint(&self, draft: &Arc<LabelSetDraft>, cancelled: Cancelled<'_>) -> Result<Option<Vec<Finding>>, AppError> {
        let Some(set) = self.embedded_set(&self.opened, draft, cancelled)? else { return Ok(None) };
        Ok(lint(&self.opened.searchable, &set, self.opened.encoder()?, &self.memory.texts, cancelled)?)
    }
}
