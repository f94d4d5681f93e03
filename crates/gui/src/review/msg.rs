//! What can be done in a review: messages and commands.

use crate::shell::effect::ReviewPlan;
use base::LabelId;

/// What a person does in a review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Msg {
    /// As if chosen from a menu.
    Run(ReviewCommand),
    /// Opens the review.
    Begin(ReviewPlan),
    /// Takes the marked label, or all ticked ones.
    Accept,
    /// None of these, or not this label.
    No,
    /// Takes (or ticks) the answer with this number, from 0.
    Press(usize),
    /// Takes (or ticks) this label, wherever it stands; `None`: none of these.
    Choose(Option<LabelId>),
    /// Leaves the photo undecided.
    Skip,
    /// Marks another answer.
    Move(isize),
    /// The photo before.
    Back,
    /// The photo after, among those already seen.
    Forward,
    /// Takes the last decision back.
    Undo,
    /// Does it again.
    Redo,
    /// Looks for a label that is not among the likeliest; `None` ends it.
    Find(Option<String>),
    /// The skipped photos come again.
    AskAgain,
    /// Back to the grid; the place is kept.
    Leave,
}

/// A command about reviews.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReviewCommand {
    Ask,
    AutoAdvance,
}
