//! The models: which one answers, which can be had, what they cost. `chip` sits in the top bar, `view` lists all of them, `row` is
//! one of them, `adapt` makes one of the open catalogue, `format` words its facts, `dialogs` asks before something goes, `verify` whether it
//! answers as published.

mod adapt;
mod chip;
mod commands;
mod dialogs;
mod feature;
mod format;
mod msg;
mod row;
mod state;
mod verify;
mod view;

pub use chip::chip_ui;
pub use format::download as download_details;
pub use msg::{ModelsCommand, Msg};
pub use state::ModelsPage;
