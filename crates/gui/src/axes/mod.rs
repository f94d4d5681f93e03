//! Axes: a walk from one thing to another above the grid, live; kept under a name, to sort and to filter by.

mod bar;
mod commands;
mod feature;
mod form;
mod msg;
mod ribbon;
mod saved_menu;
mod state;

pub use bar::bar_ui;
pub use msg::{AxesCommand, Msg};
pub use state::Axes;
