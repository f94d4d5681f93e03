//! The download that runs: one at a time.

use crate::protocol::DownloadReading;
use crate::rate::Rate;
use base::{Cancel, Progress};
use parking_lot::Mutex;

/// The running download.
#[derive(Default)]
pub struct Downloads(Mutex<Option<RunningDownload>>);

struct RunningDownload {
    name: String,
    progress: Progress,
    cancel: Cancel,
    rate: Rate,
}

impl Downloads {
    pub fn cancel(&self) {
        if let Some(running) = &*self.0.lock() {
            running.cancel.cancel();
        }
    }

    pub fn read(&self) -> Option<DownloadReading> {
        let mut running_now = self.0.lock();
        let running = running_now.as_mut()?;
        let now = running.progress.read();
        let (bytes_per_second, seconds_left) = running.rate.read(now);
        Some(DownloadReading { name: running.name.clone(), done: now.done, total: now.total, bytes_per_second, seconds_left })
    }

    pub fn ended(&self) {
        *self.0.lock() = None;
    }

    /// Takes the one place there is; the name of the download that has it, where there is one.
    pub fn begin(&self, name: &str, progress: &Progress, cancel: &Cancel) -> Result<(), String> {
        let mut running_now = self.0.lock();
        if let Some(running) = &*running_now {
            return Err(running.name.clone());
        }
        let (progress, cancel) = (progress.clone(), cancel.clone());
        *running_now = Some(RunningDownload { name: name.to_owned(), progress, cancel, rate: Rate::default() });
        Ok(())
    }
}
