//! What can be done about saved searches: messages and commands.

use base::SearchId;

/// What a person does about saved searches.
#[derive(Clone, Debug)]
pub enum Msg {
    /// As if chosen from a menu.
    Run(SearchesCommand),
    /// Asks it again; what is shown already is left.
    Ask(SearchId),
    /// Opens the dialog that gives it another name.
    Rename(SearchId),
    /// It asks from now on for what is asked for now.
    Update(SearchId),
    /// It is no longer kept.
    Delete(SearchId),
}

/// A command about saved searches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SearchesCommand {
    Save,
}
