//! The progress bar of a terminal: rate and time left, drawn from the job's cell by a thread of its own.

use base::{Progress, human};
use indicatif::{ProgressBar, ProgressStyle};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

const TICK: Duration = Duration::from_millis(100);

/// Draws until dropped.
pub struct Bar {
    stop: Option<mpsc::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Bar {
    /// Begins to draw photos; `None` where no terminal would show it.
    pub fn start(progress: &Progress, wanted: bool) -> Option<Self> {
        Self::with(progress, wanted, photos)
    }

    /// Begins to draw bytes.
    pub fn bytes(progress: &Progress, wanted: bool) -> Option<Self> {
        Self::with(progress, wanted, bytes)
    }

    /// Begins to draw steps of any kind; `words`: what is done.
    pub fn steps(progress: &Progress, wanted: bool, words: &'static str) -> Option<Self> {
        Self::with(progress, wanted, move |progress, stopped| steps(progress, stopped, words))
    }

    fn with(progress: &Progress, wanted: bool, draw: impl FnOnce(&Progress, &mpsc::Receiver<()>) + Send + 'static) -> Option<Self> {
        if !wanted {
            return None;
        }
        let (stop, stopped) = mpsc::channel::<()>();
        let progress = progress.clone();
        let thread = std::thread::Builder::new().name("progress bar".into()).spawn(move || draw(&progress, &stopped)).ok()?;
        Some(Self { stop: Some(stop), thread: Some(thread) })
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn bar(template: &str) -> ProgressBar {
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar
}

fn photos(progress: &Progress, stopped: &mpsc::Receiver<()>) {
    let bar = bar("{wide_bar:.blue/black} {pos}/{len}  {msg}");
    let mut encoding_since = None;
    while stopped.recv_timeout(TICK) == Err(RecvTimeoutError::Timeout) {
        let now = progress.read();
        if now.total == 0 {
            bar.set_message(format!("looking through folders, {}", human::photos(now.found)));
            continue;
        }
        let since: &mut Instant = encoding_since.get_or_insert_with(Instant::now);
        bar.set_length(now.total);
        bar.set_position(now.done);
        let rate = now.done as f64 / since.elapsed().as_secs_f64().max(0.001);
        if now.done > 0 {
            let left = Duration::from_secs_f64((now.total - now.done.min(now.total)) as f64 / rate);
            bar.set_message(format!("{rate:.0} photos/s, {}", human::time_left(left)));
        }
    }
    bar.finish_and_clear();
}

fn steps(progress: &Progress, stopped: &mpsc::Receiver<()>, words: &'static str) {
    let bar = bar("{wide_bar:.blue/black} {msg}");
    bar.set_message(words);
    while stopped.recv_timeout(TICK) == Err(RecvTimeoutError::Timeout) {
        let now = progress.read();
        if now.total > 0 {
            bar.set_length(now.total);
            bar.set_position(now.done);
            bar.set_message(format!("{words}, {} of {}", human::count(now.done), human::count(now.total)));
        }
    }
    bar.finish_and_clear();
}

fn bytes(progress: &Progress, stopped: &mpsc::Receiver<()>) {
    let bar = bar("{wide_bar:.blue/black} {msg}");
    // What an earlier download left counts as done, but not as fast.
    let mut begun: Option<(Instant, u64)> = None;
    while stopped.recv_timeout(TICK) == Err(RecvTimeoutError::Timeout) {
        let now = progress.read();
        if now.total == 0 {
            bar.set_message("asking the hub");
            continue;
        }
        let (since, resumed) = *begun.get_or_insert_with(|| (Instant::now(), now.done));
        bar.set_length(now.total);
        bar.set_position(now.done);
        let rate = (now.done - resumed) as f64 / since.elapsed().as_secs_f64().max(0.001);
        let speed = if rate >= 1.0 {
            let left = Duration::from_secs_f64((now.total - now.done.min(now.total)) as f64 / rate);
            format!("  {}/s, {}", human::bytes(rate as u64), human::time_left(left))
        } else {
            String::new()
        };
        bar.set_message(format!("{} of {}{speed}", human::bytes(now.done), human::bytes(now.total)));
    }
    bar.finish_and_clear();
}
