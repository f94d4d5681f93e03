//! Widgets, theme, forms and textures: what panels are built of. Nothing here knows what the window knows.

pub mod asking;
pub mod cell;
pub mod column;
pub mod curve;
pub mod forms;
pub mod fuzzy;
pub mod grid_keys;
pub mod heat;
pub mod histogram;
pub mod layout;
pub mod levels;
pub mod mark_strip;
pub mod middle;
pub mod new_file;
pub mod palette;
pub mod path;
pub mod pictures;
pub mod plot;
pub mod preview;
pub mod share;
pub mod textures;
pub mod theme;
pub mod tiles;
pub mod toasts;
pub mod widgets;
