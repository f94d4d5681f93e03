//! Photos that leave the catalogue: copied or linked into a folder, or put on paper. What would be written is shown before it is.

mod commands;
mod feature;
mod form;
mod form_ui;
mod msg;
mod sheet;
mod state;
mod told;

pub use msg::{CopiesCommand, Msg};
pub use state::Copies;
