//! Composes the features: the only part that sees all of them.

mod appearance;
mod cheat_sheet;
mod commands;
mod dialogs;
mod drafts;
mod drop;
mod events;
mod features;
mod focus_before;
mod input;
mod job_status;
mod keys;
mod leaving;
mod menus;
mod messages;
mod overlay;
mod overlay_ui;
mod palette_lines;
mod panels;
mod perform;
mod run;
mod saving;
mod screen_reader;
mod shown_marks;
mod status_bar;
mod top_bar;
mod type_ahead;
mod window;

pub use window::{App, remembered_size, start_engine};
