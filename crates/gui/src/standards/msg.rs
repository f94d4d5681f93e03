//! What can be done about standards: messages and commands.

/// What a person does about standards.
#[derive(Clone, Debug)]
pub enum Msg {
    /// As if chosen from a menu.
    Run(StandardsCommand),
    /// Shows the photos that this filter finds.
    Show(String),
}

/// A command about standards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StandardsCommand {
    /// Opens the dialog.
    Check,
    /// Shows the photos that fail.
    ShowFailing,
}
