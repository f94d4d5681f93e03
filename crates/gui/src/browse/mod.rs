//! Browsing: the grid, the large photo, the search field, the library, the inspector.

pub mod banners;
pub mod grid;
pub mod inspector;
pub mod library;
pub mod lists;
pub mod loupe;
pub mod menus;
pub mod nav;
pub mod search_field;
pub mod tool_row;
pub mod tree;
pub mod welcome;
