//! The edits thread: every gesture in order, never dropped, never behind a job.

use super::Shared;
use crate::app::protocol::Command;
use crossbeam_channel::Receiver;
use std::sync::Arc;

pub fn run(_shared: &Arc<Shared>, commands: &Receiver<Command>) {
    while commands.recv().is_ok() {}
}
