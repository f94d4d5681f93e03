//! Which catalogue, which model, which thread: the [`Library`](library::Library) and the [`Engine`] around it. Floor 3.
//!
//! The command line holds a `Library` and waits for it; the window holds an [`Engine`] and never waits.

pub mod engine;
pub mod protocol;
pub mod settings;

pub use engine::{Engine, EngineOptions};
