//! What can be done about copies: messages and commands.

use std::path::PathBuf;

/// What a person does about copies.
#[derive(Clone, Debug)]
pub enum Msg {
    /// The folder that they go to was chosen.
    To(PathBuf),
}

/// A command about copies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CopiesCommand {
    Copy,
}
