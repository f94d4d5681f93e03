//! Stacks: the same bytes, bursts and near copies as one cell; the best of them proposed, and picked with one gesture.

mod commands;
mod feature;
mod msg;
mod panels;
mod state;

pub use msg::StacksCommand;
pub use panels::{inspector_ui, switch_ui};
pub use state::StacksState;
