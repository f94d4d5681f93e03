//! Several photos side by side: a survey of all that were selected, or one held against the others, one after another.

mod arrange;
mod bars;
mod commands;
mod feature;
mod keys;
mod msg;
mod pane;
mod state;
mod view;

pub use msg::{Msg, SurveyCommand};
pub use state::Survey;
