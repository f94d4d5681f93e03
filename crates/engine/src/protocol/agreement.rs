//! How far two people agree about a label set, and who says what of one photo.

use super::{Agreement, AgreementRequest, RequestId};
use std::sync::Arc;

/// The answer to a [`QueryRequest::Agreement`](super::QueryRequest::Agreement).
#[derive(Clone, Debug)]
pub struct AgreementView {
    /// That it answers.
    pub request: RequestId,
    /// What was asked.
    pub asked: AgreementRequest,
    /// Figures and disputed photos, or why there are none.
    pub outcome: Result<Arc<Agreement>, String>,
}
