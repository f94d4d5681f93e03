//! What can be done about copies: messages and commands.

use std::path::PathBuf;

/// What a person does about copies.
#[derive(Clone, Debug)]
pub enum Msg {
    /// The folder that they go to was chosen.
    To(PathBuf),
    /// The file of a contact sheet was chosen.
    SheetTo {
        /// The file.
        path: PathBuf,
        /// The person has said already that one that is there may be replaced.
        replace: bool,
    },
}

/// A command about copies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CopiesCommand {
    Copy,
    ContactSheet,
}
