//! Where in a large photo something is: `question` says what is looked for, `feature` asks, `heat` paints the answer over the photo.

mod feature;
mod heat;
mod question;
mod state;

pub use heat::heat_ui;
pub use state::Localise;
