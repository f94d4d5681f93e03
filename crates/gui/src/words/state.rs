//! A set's words as the window knows them: what was asked, and what was found.

use base::LabelSetId;
use engine::protocol::{LintView, RequestId};
use std::sync::Arc;

/// What the view shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// The words are being looked at.
    Waiting,
    /// It did not come about.
    Problem,
    /// Nothing was found.
    Fine,
    /// Findings.
    Found,
}

/// A set's words as the window knows them.
#[derive(Debug, Default)]
pub struct WordsPage {
    /// The set.
    pub(super) set: Option<LabelSetId>,
    /// The request whose answer counts.
    pub(super) waiting: Option<RequestId>,
    /// The last answer about the set.
    pub(super) found: Option<Arc<LintView>>,
}

impl WordsPage {
    /// What the view shows now; what was found stays in view while it is looked again.
    pub(super) fn page(&self) -> Page {
        match self.found.as_ref().map(|view| view.outcome.as_ref()) {
            None => Page::Waiting,
            Some(Err(_)) if self.waiting.is_some() => Page::Waiting,
            Some(Err(_)) => Page::Problem,
            Some(Ok(linted)) if linted.findings.is_empty() => Page::Fine,
            Some(Ok(_)) => Page::Found,
        }
    }
}
