//! The review queue of a workspace: which photos a person should look at, taken up where it was left.

use super::error::AppError;
use super::tags::Scope;
use super::workspace::{Cancelled, Workspace};
use base::LabelSetId;
use std::collections::HashSet;
use std::sync::Arc;
use tasks::compare::SetComparison;
use tasks::review::{self, Opinions, ReviewOrder, ReviewPlace, ReviewQueue};

/// A review that was asked for.
#[derive(Clone, Debug)]
pub struct ReviewRequest {
    /// Which set.
    pub set: LabelSetId,
    /// In which order.
    pub order: ReviewOrder,
    /// Among which photos.
    pub scope: Scope,
    /// At most so many.
    pub most: Option<usize>,
}

/// Two models by name, and where they disagree: for [`ReviewOrder::Disagreement`].
pub type Disagreement = ([String; 2], Arc<SetComparison>);

impl Workspace {
    /// The photos to look at. `place` says where the person stands, `None` where no review was begun; the second answer is where
    /// they stand now. `None` where the set is gone or it was cancelled.
    pub fn review_queue(
        &self,
        request: &ReviewRequest,
        place: Option<ReviewPlace>,
        disagreement: Option<&Disagreement>,
        cancelled: Cancelled<'_>,
    ) -> Result<Option<(ReviewQueue, ReviewPlace)>, AppError> {
        let Some(set) = self.tags.set(request.set) else { return Ok(None) };
        let Some(answers) = self.decided_answers(&Arc::new(set.draft()), cancelled)? else { return Ok(None) };
        let begun = place.is_some();
        let mut place = place.unwrap_or_default();
        let (photos, decided, within) = (&self.opened.searchable, answers.set(), request.scope.within());
        let mut queue = match disagreement {
            Some((_, found)) => review::disagreements(photos, &found.differ, &decided, &within, &place.skipped),
            None => review::queue(request.order, photos, &answers.suggestions, &decided, &within, &place.skipped),
        };
        let opinions = disagreement.map(|(models, found)| {
            let asked: HashSet<_> = queue.iter().copied().collect();
            let of = found.differ.iter().filter(|d| asked.contains(&d.photo)).map(|d| (d.photo, *d)).collect();
            Arc::new(Opinions { models: models.clone(), of })
        });
        queue.truncate(request.most.unwrap_or(usize::MAX));
        let left = queue.len() as u64;
        if !begun || place.order != request.order || place.total < left {
            place.order = request.order;
            place.total = left;
        }
        Ok(Some((ReviewQueue { set: set.id, order: request.order, photos: queue, total: place.total, opinions }, place)))
    }
}
