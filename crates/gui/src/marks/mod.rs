//! Flags, stars and colour labels: their commands, and the dialog that reads them from the photos' files. The row of marks that is clicked on
//! is `shell::mark_ui`, the counts are the library's.

mod commands;
mod feature;
mod msg;
mod read_dialog;
mod state;

pub use msg::{MarksCommand, Msg};
pub use state::Marking;
