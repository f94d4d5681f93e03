//! Products in the window: the rule that makes them, the grouped grid, what a photo's product says about it.

mod commands;
mod feature;
mod msg;
mod panels;
mod rule;
mod state;

pub use msg::ProductsCommand;
pub use panels::{inspector_ui, library_ui, switch_ui};
pub use state::ProductsDialog;
