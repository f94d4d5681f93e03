//! The review queue: one large photo, one question, the keyboard. `session` knows the way through the queue, `question` what can be
//! answered, `view`, `answers` and `done` draw; `update` is what follows from a key, `requests` what is asked of the engine.

mod answers;
mod commands;
mod done;
mod feature;
mod format;
mod keys;
mod msg;
mod question;
mod requests;
mod session;
mod start;
mod state;
mod update;
mod view;

pub use msg::{Msg, ReviewCommand};
pub use state::Review;
