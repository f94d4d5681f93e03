//! Photos held against the rules of a marketplace: a dialog with counts by rule, and in the inspector why a photo fails.

mod commands;
mod feature;
mod form_ui;
mod msg;
mod state;
mod why;

pub use msg::StandardsCommand;
pub use state::Standards;
pub use why::why_ui;
