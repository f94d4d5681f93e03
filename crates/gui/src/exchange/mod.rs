//! Tags in and out of files, as dialogs: what would happen is shown before anything is changed.

mod export;
mod feature;
mod import;
mod state;

pub use state::{Exchange, ExchangeCommand, Msg};
