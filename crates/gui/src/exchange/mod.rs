//! Tags in and out of files, as dialogs: what would happen is shown before anything is changed.

mod commands;
mod export;
mod feature;
mod import;
mod msg;
mod state;

pub use msg::{ExchangeCommand, Msg};
pub use state::Exchange;
