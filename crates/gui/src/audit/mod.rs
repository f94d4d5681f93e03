//! The check of a set's labels: one suspect after the other, its label beside a better one. `session` knows the way through the queue,
//! `start` asks what to check, `view`, `column`, `film` and `pages` draw, `export` writes what came of it; `update` is what follows from
//! a key, `requests` what is asked of the engine.

mod cells;
mod cells_ui;
mod column;
mod commands;
mod export;
mod feature;
mod film;
mod keys;
mod msg;
mod pages;
mod reasons;
mod requests;
mod session;
mod sitting;
mod start;
mod state;
mod suspect;
mod update;
mod view;

pub use msg::{AuditCommand, Msg};
pub use state::AuditPage;
