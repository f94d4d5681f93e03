//! Composes the features: the only part that sees all of them.

pub mod cheat_sheet;
pub mod dialogs;
pub mod drop;
pub mod events;
pub mod job_status;
pub mod overlay;
pub mod status_bar;
pub mod top_bar;
pub mod update;
pub mod window;
