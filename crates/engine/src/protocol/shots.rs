//! The shot list: products beside the views that they should have.

use super::{Matches, RequestId, Shots};
use std::sync::Arc;

/// The answer to a [`QueryRequest::Shots`](super::QueryRequest::Shots).
#[derive(Clone, Debug)]
pub struct ShotsView {
    /// That it answers.
    pub request: RequestId,
    /// Products, views and holes; or why there are none.
    pub outcome: Result<Arc<Shots>, String>,
    /// A newer question took its place.
    pub cancelled: bool,
}

/// The answer to a [`QueryRequest::MatchSkus`](super::QueryRequest::MatchSkus).
#[derive(Clone, Debug)]
pub struct MatchView {
    /// That it answers.
    pub request: RequestId,
    /// Photos without a product, with the products that they are likely of; or why there are none.
    pub outcome: Result<Arc<Matches>, String>,
    /// A newer question took its place.
    pub cancelled: bool,
}
