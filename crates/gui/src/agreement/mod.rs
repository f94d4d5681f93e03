//! Two people's decisions about one label set: how far they agree, what they confuse, and the photos on which they differ, one after the other.

mod answers;
mod commands;
mod disputes;
mod feature;
mod figures;
mod inspector;
mod keys;
mod msg;
mod name;
mod question;
mod requests;
mod session;
mod settle;
mod sitting;
mod state;
mod view;

pub use inspector::inspector_ui;
pub use msg::{AgreementCommand, Msg, QuestionMsg};
pub use state::AgreementPage;
