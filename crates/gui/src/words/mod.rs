//! What is wrong with a set's words, and what other words would do: `state` holds the findings, `view` lists them, `requests` asks and
//! applies.

mod commands;
mod feature;
mod finding;
mod msg;
mod requests;
mod state;
mod view;

pub use msg::WordsCommand;
pub use state::WordsPage;
