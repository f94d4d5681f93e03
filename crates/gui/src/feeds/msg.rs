//! What can be done about what shops are given: messages and commands.

use std::path::PathBuf;

/// What a person does about it.
#[derive(Clone, Debug)]
pub enum Msg {
    /// A file of a profile was chosen.
    Profile(PathBuf),
    /// The file to write was chosen.
    ExportTo {
        /// The file.
        path: PathBuf,
        /// The person has said already that one that is there may be replaced.
        replace: bool,
    },
}

/// A command about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FeedsCommand {
    /// Opens the dialog.
    Export,
}
