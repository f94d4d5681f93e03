//! The shot list: products beside the views that they should have.

use super::{RequestId, Shots};
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
