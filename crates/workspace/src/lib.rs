//! An opened catalogue with a model: what the command line and the window's threads both work on.

pub mod builtin;
pub mod comparing;
pub mod error;
pub mod library;
pub mod models;
pub mod places;
pub mod sample;
pub mod settings;
pub mod snapshot;
pub mod steps;
pub mod suggesting;

pub use error::AppError;
pub use library::Library;
pub use places::Places;
