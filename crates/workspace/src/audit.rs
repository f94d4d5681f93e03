//! The audit of a workspace: which labels are likely wrong.

use super::error::AppError;
use super::workspace::{Cancelled, Workspace};
use base::{Kept, LabelSet, PhotoId, Progress};
use std::sync::Arc;
use tasks::audit::{self, Audit, AuditRequest};

/// Which labels a person looks at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AuditOrder {
    /// All, the likeliest wrong first.
    #[default]
    Suspects,
    /// A random sample of what was accepted from suggestions: the share that is right estimates that of all.
    SpotCheck {
        /// At most so many.
        most: usize,
        /// Always the same sample for the same seed.
        seed: u64,
    },
}

impl Workspace {
    /// The tagged photos of a set, in the order that was asked for. `kept`: what persons kept in it. `None` where it was cancelled.
    pub fn audit(
        &self,
        set: &LabelSet,
        kept: &[Kept],
        order: AuditOrder,
        progress: &Progress,
        cancelled: Cancelled<'_>,
    ) -> Result<Option<Audit>, AppError> {
        let Some(learned) = self.learned(&Arc::new(set.draft()), cancelled)? else { return Ok(None) };
        let product = |photo: PhotoId| self.products.of.get(&photo).copied();
        let request =
            AuditRequest { photos: &self.opened.searchable, learned: &learned, set, book: &self.tags.book, kept, product: &product };
        let found = audit::audit(&request, progress, cancelled);
        Ok(found.map(|found| match order {
            AuditOrder::Suspects => found,
            AuditOrder::SpotCheck { most, seed } => audit::spot_check(&found, &request, most, seed),
        }))
    }
}
