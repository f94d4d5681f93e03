//! What can be done about clocks: one command; what is typed is sent at once.

/// Nothing but the command.
#[derive(Clone, Copy, Debug)]
pub enum Msg {}

/// A command about clocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ClocksCommand {
    Set,
}
