//! What can be done about sharing: messages and commands.

/// Everything that a person does in the dialog is an effect.
#[derive(Clone, Debug)]
pub enum Msg {}

/// A command about sharing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SharingCommand {
    /// Opens the dialog.
    Open,
}
