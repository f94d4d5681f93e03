//! Sharing the catalogue: what was decided here goes to a hub, what others decided comes from it.

mod commands;
mod feature;
mod form;
mod form_ui;
mod msg;
mod report_ui;
mod state;

pub use msg::SharingCommand;
pub use state::Sharing;
