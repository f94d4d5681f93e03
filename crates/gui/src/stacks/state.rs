//! Which request for duplicates was asked last, so that only its answer counts.

use engine::protocol::RequestId;

/// What was asked of the engine.
#[derive(Debug, Default)]
pub struct StacksState {
    /// The request for duplicates of this catalogue.
    pub(super) asked: Option<RequestId>,
}
