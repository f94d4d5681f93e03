//! What was asked, and what came of it.

use super::question::Question;
use engine::protocol::{Localised, RequestId};
use std::sync::Arc;

/// The last question and the last answer.
#[derive(Debug, Default)]
pub struct Localise {
    /// What was asked last, and under which number.
    pub(super) asked: Option<(RequestId, Question)>,
    pub(super) answer: Option<Answer>,
    /// The model that answers.
    pub(super) model: Option<String>,
}

/// What came of a question.
#[derive(Debug)]
pub(super) struct Answer {
    pub question: Question,
    /// The map, or why there is none.
    pub found: Result<Arc<Localised>, String>,
}
