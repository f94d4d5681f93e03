//! What shops are given: export profiles, what their importers would refuse, and their files.

mod columns;
mod commands;
mod feature;
mod form;
mod form_ui;
mod msg;
mod pages;
mod state;

pub use msg::{FeedsCommand, Msg};
pub use state::Feeds;
