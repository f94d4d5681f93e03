//! Two models side by side: one query and two answers, or one label set and two opinions. `view` is the frame with the choice of
//! models, `grids` the two answers, `set` the opinions, `empty` what stands in their place, `format` how it is said.

mod commands;
mod empty;
mod feature;
mod format;
mod grids;
mod keys;
mod msg;
mod requests;
mod set;
mod state;
mod view;

pub use msg::CompareCommand;
pub use state::Compare;
