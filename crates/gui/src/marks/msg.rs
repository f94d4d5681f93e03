//! What can be done about marks: messages and commands.

use base::{Mark, PhotoId};
use std::sync::Arc;

/// What a person does about marks.
#[derive(Clone, Debug)]
pub enum Msg {
    /// Gives these photos a mark, or takes it off.
    Give(Arc<[PhotoId]>, Mark),
}

/// A command about marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MarksCommand {
    /// For what is selected.
    Give(Mark),
    AutoAdvance,
    ReadFromFiles,
}
