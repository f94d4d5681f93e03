//! Which catalogue, which model, which thread: the [`Library`] and the [`Engine`] around it. Floor 3.
//!
//! The command line holds a `Library` and waits for it; the window holds an [`Engine`] and never waits.

pub mod builtin;
pub mod comparing;
mod desktop;
pub mod engine;
pub mod error;
pub mod library;
pub mod models;
pub mod places;
pub mod protocol;
pub mod sample;
pub mod settings;
mod snapshot;
mod steps;
pub mod suggesting;

pub use engine::{Engine, EngineOptions};
pub use error::AppError;
pub use library::Library;
pub use places::Places;
