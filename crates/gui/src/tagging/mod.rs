//! Tagging: the panel with a label set's counts, histogram and bulk accept, its labels edited in place, a photo's own tags.
//!
//! `state` is what the window knows about it, `update` carries out its wishes, `heard` takes in what the engine tells;
//! the other files draw.

mod edit_panel;
mod editor;
mod format;
mod hints;
mod histogram;
mod library_tags;
mod on_event;
mod panel;
mod photo_tags;
mod rows;
mod sets_menu;
mod several_tags;
mod state;
pub mod tag_bar;
mod update;

pub use format::{only_words, slot_name};
pub use library_tags::{line_ui, lines};
pub use on_event::{edited, other_catalogue, results, settle};
pub use panel::{panel_ui, switch_ui};
pub use photo_tags::photo_tags_ui;
pub use several_tags::several_tags_ui;
pub use state::Tagging;
pub use update::{Wish, apply, run, target, toggled};
