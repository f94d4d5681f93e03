//! The audit or evaluation that is running: its progress, and its end.

use crate::ended_early::EndedEarly;
use crate::protocol::{MeasureReading, RequestId};
use base::{Cancel, Progress};
use parking_lot::Mutex;

/// What is running, to be read each frame and to be ended.
#[derive(Default)]
pub struct Measuring(Mutex<State>);

#[derive(Default)]
struct State {
    running: Option<Running>,
    ended: EndedEarly,
}

/// One run.
#[derive(Clone)]
pub struct Running {
    request: RequestId,
    pub progress: Progress,
    pub cancel: Cancel,
}

impl Measuring {
    pub fn read(&self) -> Option<MeasureReading> {
        let running = self.0.lock().running.clone()?;
        let now = running.progress.read();
        Some(MeasureReading { request: running.request, done: now.done, total: now.total })
    }

    /// Ends that request, and no other: where it still waits, as soon as it begins.
    pub fn cancel(&self, request: RequestId) {
        let mut state = self.0.lock();
        match &state.running {
            Some(running) if running.request == request => running.cancel.cancel(),
            _ => state.ended.remember(request),
        }
    }

    pub fn begin(&self, request: RequestId) -> Running {
        let running = Running { request, progress: Progress::default(), cancel: Cancel::default() };
        let mut state = self.0.lock();
        if state.ended.take(request) {
            running.cancel.cancel();
        }
        state.running = Some(running.clone());
        running
    }

    pub fn end(&self) {
        self.0.lock().running = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_ended_by_its_number_running_or_waiting() {
        let measuring = Measuring::default();
        let first = measuring.begin(RequestId(1));
        measuring.cancel(RequestId(2));
        assert!(!first.cancel.is_cancelled(), "the one that runs goes on");
        measuring.cancel(RequestId(1));
        assert!(first.cancel.is_cancelled());
        measuring.end();
        assert!(measuring.begin(RequestId(2)).cancel.is_cancelled(), "it waited");
        assert!(!measuring.begin(RequestId(3)).cancel.is_cancelled());
    }
}
