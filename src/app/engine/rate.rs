//! How fast something goes, over the last seconds.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// The rate is told over so many seconds.
const WINDOW: Duration = Duration::from_secs(8);

/// Sooner than this there is nothing to tell.
const LEAST_SECONDS: f64 = 0.2;

/// When so much was done. Asked each frame.
#[derive(Debug, Default)]
pub struct Rate(VecDeque<(Instant, u64)>);

impl Rate {
    /// Units a second, given how many are done now; 0 until known.
    pub fn per_second(&mut self, done: u64) -> f64 {
        let now = Instant::now();
        if self.0.back().is_none_or(|(at, _)| now - *at > WINDOW / 16) {
            self.0.push_back((now, done));
        }
        while self.0.len() > 2 && now - self.0[0].0 > WINDOW {
            self.0.pop_front();
        }
        let Some((since, before)) = self.0.front() else { return 0.0 };
        let seconds = (now - *since).as_secs_f64();
        if seconds < LEAST_SECONDS { 0.0 } else { done.saturating_sub(*before) as f64 / seconds }
    }
}

/// How long the rest takes, seconds; `None` until a rate is known.
pub fn seconds_left(done: u64, total: u64, per_second: f64) -> Option<f64> {
    (per_second > 0.0).then(|| total.saturating_sub(done) as f64 / per_second)
}
