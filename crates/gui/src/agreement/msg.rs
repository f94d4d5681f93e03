//! What can be done about two people's decisions: messages and commands.

use crate::kit::layout::Turn;
use base::{LabelId, LabelSetId, PhotoId};

/// What a person does about them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Msg {
    /// As if chosen from a menu.
    Run(AgreementCommand),
    /// Another label set.
    Set(LabelSetId),
    /// This one is the first (0) or the second (1) of the two.
    Author(usize, String),
    /// Only photos to which the two answer like this are listed; `None`: all.
    Pair(Option<[Vec<LabelId>; 2]>),
    /// The cursor goes to this cell of the list.
    Move(usize),
    /// What the list came to as it was drawn.
    LaidOut(Drawn),
    /// Goes through the listed photos, from this one on; `None`: from the first.
    Begin(Option<PhotoId>),
    /// What is done about the photo in question.
    Question(QuestionMsg),
}

/// What a person does about the photo in question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QuestionMsg {
    /// These labels are the answer; none: none of these.
    Answer(Vec<LabelId>),
    /// The answer, or the label to be ticked, of this place.
    Press(usize),
    /// The label is ticked, or no longer.
    Tick(LabelId),
    /// What is ticked is the answer.
    TakeTicked,
    /// The name of another label, as far as it is typed; `None`: the field is closed.
    Find(Option<String>),
    /// The label that was found so.
    Found(LabelId),
    /// On to the next photo; this one stays disputed.
    Skip,
    /// Back to the photo before.
    Back,
    /// On to the photo behind it.
    Forward,
    /// Takes the last answer of this sitting back.
    Undo,
    /// Gives it again.
    Redo,
    /// Goes through those that were skipped.
    Again,
    /// Back to the figures.
    Leave,
}

impl From<QuestionMsg> for Msg {
    fn from(msg: QuestionMsg) -> Self {
        Self::Question(msg)
    }
}

/// What the list came to as it was drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Drawn {
    pub columns: usize,
    pub rows_per_page: usize,
    /// What it did before that.
    pub turn: Turn,
}

/// A command about them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AgreementCommand {
    Open,
    Settle,
    Name,
}
