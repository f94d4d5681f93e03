//! The Engine: named threads around a library. The window holds only this, so that I/O on its thread is impossible.

use super::protocol::{Command, Event, JobReading, ThumbnailAnswer, ThumbnailRequest};
use super::settings::Settings;
use std::path::PathBuf;
use std::sync::Arc;

/// How to start an [`Engine`].
#[derive(Clone, Debug, Default)]
pub struct EngineOptions {
    /// Folder of settings; `None`: the platform's.
    pub config_folder: Option<PathBuf>,
    /// Folder of catalogues that Selvedge makes itself; `None`: the platform's.
    pub data_folder: Option<PathBuf>,
    /// The model's name or folder; `None`: the starter model.
    pub model: Option<String>,
}

/// The threads behind the window. Dropping it cancels the job and joins them.
pub struct Engine {
    commands: crossbeam_channel::Sender<Command>,
    events: crossbeam_channel::Receiver<Event>,
}

impl Engine {
    /// Starts the threads. `wake` is called from them whenever there is something new to draw.
    pub fn start(_options: EngineOptions, _wake: Arc<dyn Fn() + Send + Sync>) -> Self {
        let (commands, _) = crossbeam_channel::unbounded();
        let (_, events) = crossbeam_channel::unbounded();
        Self { commands, events }
    }

    /// Asks for something; never waits.
    pub fn send(&self, command: Command) {
        let _ = self.commands.send(command);
    }

    /// Everything that happened since the last call.
    pub fn events(&self) -> Vec<Event> {
        self.events.try_iter().collect()
    }

    /// The running job.
    pub fn job(&self) -> Option<JobReading> {
        None
    }

    /// The settings as they were on disk at start.
    pub fn settings(&self) -> Settings {
        Settings::default()
    }

    /// Replaces the list of wanted thumbnails, most wanted first. What is no longer on the list may never come.
    pub fn want_thumbnails(&self, _wanted: Vec<ThumbnailRequest>) {}

    /// At most `max` thumbnails that became ready, so that a frame uploads only so many.
    pub fn take_thumbnails(&self, _max: usize) -> Vec<ThumbnailAnswer> {
        Vec::new()
    }
}
