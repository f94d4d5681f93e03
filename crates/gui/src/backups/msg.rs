//! What can be done about backups: messages and commands.

use std::path::PathBuf;

/// What a person does about backups.
#[derive(Clone, Debug)]
pub enum Msg {
    /// A file to restore from was chosen.
    File(PathBuf),
}

/// A command about backups.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BackupsCommand {
    /// Opens the dialog.
    Restore,
    /// Makes a backup.
    BackUp,
}
