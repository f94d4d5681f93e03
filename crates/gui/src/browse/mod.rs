//! Browsing: the grid, the large photo, the search field, the library, the inspector, and what stands where there are no photos.

mod banners;
mod commands;
mod completion;
mod feature;
mod grid;
mod inspector;
mod keys;
mod library;
mod lists;
mod loupe;
mod loupe_info;
mod loupe_tools;
mod mark_rows;
mod menus;
mod msg;
mod no_results;
mod query_text;
mod recent;
mod search_field;
mod state;
mod texts;
mod tool_row;
mod tree;
mod welcome;

pub use banners::banners_ui;
pub use grid::grid_ui;
pub use inspector::{InspectorSlot, inspector_ui};
pub use library::{LibrarySlot, library_ui};
pub use loupe::loupe_ui;
pub use loupe_tools::loupe_tools_ui;
pub use msg::BrowseCommand;
pub use recent::recent_ui;
pub use search_field::search_field_ui;
pub use state::Browse;
pub use tool_row::tool_row_ui;
pub use welcome::{no_photos_ui, welcome_ui};
