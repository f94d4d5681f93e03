//! Searching by colour: the colours of a photo in the inspector, and a dialog to pick another one.

mod chart;
mod commands;
mod feature;
mod form_ui;
mod msg;
mod state;
mod swatches;

pub use msg::ColoursCommand;
pub use state::Colours;
pub use swatches::swatches_ui;
