//! What can be done about stacks: messages and commands.

/// What a person does about stacks.
#[derive(Clone, Copy, Debug)]
pub enum Msg {
    /// As if chosen from a menu.
    Run(StacksCommand),
}

/// A command about stacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StacksCommand {
    StackDuplicates,
    OpenStack,
    KeepBest,
    NotDuplicates,
    StopLooking,
}
