//! The suggest thread: figures for the tagging panel, a photo's labels, review queues, previews of SKU rules. The newest
//! request of each kind wins.

use super::Shared;
use crate::app::protocol::{ReviewOrder, Scope, SkuRule, SuggestRequest};
use crate::base::{LabelSetId, PhotoId};
use std::sync::Arc;

/// What the suggest thread should do next.
#[derive(Default)]
pub struct Wanted {
    /// `Some(None)`: the panel is closed.
    pub suggest: Option<Option<SuggestRequest>>,
    pub photo: Option<PhotoId>,
    pub review: Option<WantedReview>,
    pub sku: Option<SkuRule>,
    /// Photos or tags changed: what is shown is answered again.
    pub again: bool,
}

/// A review that was asked for.
pub struct WantedReview {
    pub set: LabelSetId,
    pub order: ReviewOrder,
    pub scope: Scope,
    pub most: Option<usize>,
}

pub fn run(shared: &Arc<Shared>) {
    while shared.tagging.take().is_some() {}
}
