//! Tags in and out of files, as dialogs: what would happen is shown before anything is changed.

mod commands;
mod export;
mod feature;
mod import;
mod msg;
mod stage;
mod state;
mod texts;
mod told;

pub use msg::{ExchangeCommand, Msg};
pub use state::Exchange;
