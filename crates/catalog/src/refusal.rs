//! A step by its number, and why it is not undone or done again.

use base::StepId;
use std::fmt;

/// A step of the history as a person reads it: "step 812 (Accept 204 tags)".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedStep {
    /// Its number, which no later step gets.
    pub id: StepId,
    /// As Undo names it: "Accept 204 tags".
    pub words: String,
}

impl fmt::Display for NamedStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "step {} ({})", self.id, self.words)
    }
}

/// What stands in the way of a step that was asked for by its number. Nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StepRefusal {
    /// It was never made, is too old to be remembered, or was undone before another was made.
    #[error("there is no step {0} in the history; see what undo would take back now")]
    Unknown(StepId),
    /// This process made steps, and this is none of them.
    #[error("{0} was made by another program, and each takes back only its own; undo it there")]
    Foreign(NamedStep),
    /// To be undone, but it is.
    #[error("{0} has been undone already")]
    Undone(NamedStep),
    /// To be done again, but it stands.
    #[error("{0} has not been undone")]
    Stands(NamedStep),
    /// To be undone, but a later one stands.
    #[error("{step} cannot be undone, because {later} came after it; undo that first")]
    NotLast {
        /// The one that was asked for.
        step: NamedStep,
        /// The last one that stands.
        later: NamedStep,
    },
    /// To be done again, but another one comes first, or was made since.
    #[error("{step} cannot be done again, {}", reason(.next.as_ref()))]
    NotNext {
        /// The one that was asked for.
        step: NamedStep,
        /// The one that Redo would do; `None` where a step was made since, and nothing can be redone on top of it.
        next: Option<NamedStep>,
    },
}

fn reason(next: Option<&NamedStep>) -> String {
    next.map_or_else(|| "because another step was made since".to_owned(), |next| format!("because {next} comes before it; redo that first"))
}
