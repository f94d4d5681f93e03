//! An opened catalogue with a model: what the command line and the window's threads both work on.

pub mod arithmetic;
pub mod audit;
pub mod builtin;
pub mod compare;
mod copies;
pub mod duplicates;
pub mod error;
pub mod evaluate;
mod find_duplicates;
pub mod learned;
pub mod library;
mod lint;
mod memory;
mod model_title;
pub mod models;
pub mod not_kept;
pub mod places;
pub mod products;
pub mod recent;
pub mod review;
pub mod sample;
pub mod saved;
pub mod search;
mod search_words;
pub mod settings;
pub mod snapshot;
pub mod steps;
pub mod suggest;
pub mod tags;
mod text_index;
mod workspace;

pub use error::AppError;
pub use library::Library;
pub use memory::Memory;
pub use places::Places;
pub use workspace::{Cancelled, DecidedAnswers, Workspace};
