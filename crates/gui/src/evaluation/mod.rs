//! How often a set's suggestions are right: figures, labels, what is taken for what, scores, parts of the catalogue. `start` asks what to
//! compare with, `shown` holds what came of it, the tabs draw it, `export` writes it.

mod commands;
mod confused;
mod export;
mod feature;
mod figures;
mod labels;
mod matrix;
mod msg;
mod pages;
mod parts;
mod requests;
mod scores;
mod searched;
mod shown;
mod start;
mod start_search;
mod state;
mod table;
mod view;

pub use msg::{EvaluationCommand, Msg};
pub use state::EvaluationPage;
