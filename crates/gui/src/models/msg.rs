//! What can be done about models: messages and commands.

use super::dialogs::Leaving;
use std::path::PathBuf;

/// What a person does about models.
#[derive(Clone, Debug)]
pub enum Msg {
    /// Makes the model in a folder known.
    Add(PathBuf),
    /// Adapts the model in use to the open catalogue, under the name in the dialog.
    StartAdapting,
    /// Shows the dialog that adapts a model.
    Adapt,
    /// Gets a model.
    Download(String),
    /// Offers to compare a model's answers with published ones.
    Verify(String),
    /// Asks for a picture that an answer of this model was published of.
    AskPicture(String),
    /// That picture.
    Picture(PathBuf),
    /// Asks whether something may go.
    Leave(Leaving),
    /// The row that should come into view has come.
    Revealed,
}

/// A command about models.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ModelsCommand {
    ShowAll,
    Adapt,
}
