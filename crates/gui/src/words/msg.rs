//! What can be done about a set's words: messages and commands.

use base::LabelSetId;
use engine::protocol::RequestId;

/// What a person does about a set's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Msg {
    /// Looks at the words of this set.
    Look(LabelSetId),
    /// Ends that.
    Cancel,
    /// Gives the set these words: of that answer the finding, and its wording, by their places.
    Apply(RequestId, usize, usize),
    /// Ends the view.
    Leave,
}

/// A command about words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WordsCommand {
    Check,
}
