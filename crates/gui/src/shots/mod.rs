//! The shot list: products by views, with the holes of a shoot clearly seen; photos whose product only their looks tell.

mod bar;
mod cells;
mod commands;
mod export;
mod feature;
mod keys;
mod matching;
mod matching_ui;
mod msg;
mod requests;
mod rows;
mod state;
mod view;

pub use msg::{Msg, ShotsCommand};
pub use state::ShotsPage;
