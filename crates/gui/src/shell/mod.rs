//! What every feature may see, and what it may ask of the window.

pub mod actions;
pub mod command;
pub mod query;
pub mod selection;
pub mod state;
