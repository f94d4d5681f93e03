//! The map of the catalogue: alike photos beside one another, coloured by what is known of them; a lasso selects them for the grid.

mod camera;
mod canvas;
mod charted;
mod commands;
mod feature;
mod groups;
mod hover;
mod keys;
mod lasso;
mod legend;
mod msg;
mod names;
mod paint;
mod places;
mod plates;
mod scene;
mod state;
mod view;

pub use msg::MapCommand;
pub use state::MapPage;
