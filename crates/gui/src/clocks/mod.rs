//! Cameras whose clocks are off: a dialog that lists them and says by how much.

mod commands;
mod feature;
mod form;
mod form_ui;
mod msg;
mod state;

pub use msg::ClocksCommand;
pub use state::Clocks;
