//! How fast something goes, over the last seconds.

use base::ProgressReading;
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
    /// Units a second, 0 until known, and how many seconds the rest takes, where both rate and total are known.
    pub fn read(&mut self, now: ProgressReading) -> (f64, Option<f64>) {
        let rate = self.per_second(now.done);
        let known = rate > 0.0 && now.total > 0;
        (rate, known.then(|| now.total.saturating_sub(now.done) as f64 / rate))
    }

    fn per_second(&mut self, done: u64) -> f64 {
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
