//! What can be done about colours: messages and commands.

/// What a person does about colours.
#[derive(Clone, Debug)]
pub enum Msg {
    /// Searches by these, in the place of the colours that are searched by.
    Search(Vec<[u8; 3]>),
}

/// A command about colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ColoursCommand {
    /// Opens the dialog.
    Find,
    /// Searches by the two largest colours of this photo.
    FindPalette,
}
