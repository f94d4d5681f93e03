//! Backups of the catalogue: made at the press of a button, and restored from, as much as is asked for.

mod commands;
mod feature;
mod form;
mod form_ui;
mod msg;
mod state;

pub use msg::{BackupsCommand, Msg};
pub use state::Backups;
