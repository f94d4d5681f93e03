//! A review to begin: which labels, of which photos, in which order.

use base::LabelSetId;
use engine::protocol::{ReviewOrder, Scope};

/// A review to begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewPlan {
    /// The set whose labels are asked about.
    pub set: LabelSetId,
    /// Which photos come first.
    pub order: ReviewOrder,
    /// Among which photos.
    pub scope: Scope,
    /// At most so many; `None`: all.
    pub most: Option<usize>,
}
