//! The audit or evaluation that is running: its progress, and its end.

use crate::protocol::{MeasureReading, RequestId};
use base::{Cancel, Progress};
use parking_lot::Mutex;

/// What is running, to be read each frame and to be ended.
#[derive(Default)]
pub struct Measuring(Mutex<Option<Running>>);

/// One run.
#[derive(Clone)]
pub struct Running {
    request: RequestId,
    pub progress: Progress,
    pub cancel: Cancel,
}

impl Measuring {
    pub fn read(&self) -> Option<MeasureReading> {
        let running = self.0.lock().clone()?;
        let now = running.progress.read();
        Some(MeasureReading { request: running.request, done: now.done, total: now.total })
    }

    pub fn cancel(&self) {
        if let Some(running) = &*self.0.lock() {
            running.cancel.cancel();
        }
    }

    pub fn begin(&self, request: RequestId) -> Running {
        let running = Running { request, progress: Progress::default(), cancel: Cancel::default() };
        *self.0.lock() = Some(running.clone());
        running
    }

    pub fn end(&self) {
        *self.0.lock() = None;
    }
}
