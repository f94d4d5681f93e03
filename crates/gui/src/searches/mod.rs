//! Searches that the person keeps: saved under a name, listed with their counts, asked again with a click.

mod commands;
mod feature;
mod form;
mod msg;
mod panels;
mod state;

pub use msg::SearchesCommand;
pub use panels::library_ui;
pub use state::Searches;
