//! The audit of a workspace: which labels are likely wrong.

use super::error::AppError;
use super::workspace::{Cancelled, Workspace};
use base::{Choice, Kept, LabelSet, PhotoId, Progress};
use std::sync::Arc;
use tasks::audit::{self, Audit, AuditRequest};

impl Workspace {
    /// The tagged photos of a set, the likeliest wrong first. `kept`: what persons kept in it. `None` where it was cancelled.
    pub fn audit(&self, set: &LabelSet, kept: &[Kept], progress: &Progress, cancelled: Cancelled<'_>) -> Result<Option<Audit>, AppError> {
        if set.choice == Choice::Multi {
            return Err(AppError::NeedsSingleChoice { set: set.name.clone(), what: "an audit" });
        }
        let Some(learned) = self.learned(&Arc::new(set.draft()), cancelled)? else { return Ok(None) };
        let product = |photo: PhotoId| self.products.of.get(&photo).copied();
        let request =
            AuditRequest { photos: &self.opened.searchable, learned: &learned, set, book: &self.tags.book, kept, product: &product };
        Ok(audit::audit(&request, progress, cancelled))
    }
}
