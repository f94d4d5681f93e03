//! What can be done in the comparison: messages and commands.

use super::state::{By, Drawn, Tab};
use base::{LabelId, LabelSetId, PhotoId};

/// What a person does in the comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Msg {
    /// Another thing is compared.
    Show(Tab),
    /// This model, by name, on that side.
    Choose(usize, String),
    /// Left becomes right.
    Swap,
    /// The pointer is on this photo of that side, or on none.
    Point(Option<(usize, PhotoId)>),
    /// To this position of that side.
    Move(usize, usize, By),
    /// The grid of that side was drawn.
    LaidOut(usize, Drawn),
    /// This label set.
    ChooseSet(LabelSetId),
    /// Only the photos of which the models say this; `None`: all.
    Pair(Option<[Option<LabelId>; 2]>),
}

/// A command about the comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CompareCommand {
    Open,
}
