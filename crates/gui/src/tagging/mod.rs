//! Tagging: the panel with a label set's counts, histogram and bulk accept, its labels edited in place, a photo's own tags, and the
//! tag bar.
//!
//! `state` is what the window knows about it, `msg` what can be done, `update` carries it out, `on_event` takes in what the engine
//! tells; the other files draw.

mod bulk;
mod commands;
mod counted;
mod edit_panel;
mod editor;
mod feature;
mod format;
mod hints;
mod histogram;
mod learning;
mod library_tags;
mod msg;
mod of_selection;
mod on_event;
mod panel;
mod photo_tags;
mod promised;
mod rows;
mod sets_menu;
mod several_tags;
mod shipped;
mod state;
mod tag_bar;
mod tag_bar_state;
mod tag_bar_update;
mod update;

pub use library_tags::{line_ui, lines};
pub use msg::{Msg, TaggingCommand};
pub use panel::{panel_ui, switch_ui};
pub use photo_tags::photo_tags_ui;
pub use several_tags::several_tags_ui;
pub use state::Tagging;
pub use tag_bar::tag_bar_ui;

/// The labels of a set are being edited.
pub fn edits_labels(tagging: &Tagging) -> bool {
    tagging.open && tagging.editor.is_some()
}
