//! Two small cells between threads: a mailbox in which the newest request wins, and one that holds the newest state.

use parking_lot::{Condvar, Mutex};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// What a worker should do next. A newer request replaces an older one that was not begun.
#[derive(Default)]
pub struct Latest<T> {
    state: Mutex<Mail<T>>,
    changed: Condvar,
}

#[derive(Default)]
struct Mail<T> {
    content: T,
    fresh: bool,
    /// Counts up with each.
    changes: u64,
    closed: bool,
}

/// What came of waiting for a while.
#[derive(Debug, PartialEq)]
pub enum Waited<T> {
    New(T),
    Quiet,
    Closed,
}

impl<T: Default> Latest<T> {
    /// Changes what is asked for, and wakes the worker.
    pub fn put(&self, change: impl FnOnce(&mut T)) {
        let mut state = self.state.lock();
        change(&mut state.content);
        state.fresh = true;
        state.changes += 1;
        self.changed.notify_one();
    }

    /// Waits for something new and takes it; `None` once closed.
    pub fn take(&self) -> Option<T> {
        let mut state = self.state.lock();
        self.changed.wait_while(&mut state, |state| !state.fresh && !state.closed);
        if state.closed {
            return None;
        }
        state.fresh = false;
        Some(std::mem::take(&mut state.content))
    }

    /// As [`Latest::take`], or [`Waited::Quiet`] where nothing new comes for so long.
    pub fn take_within(&self, time: Duration) -> Waited<T> {
        let mut state = self.state.lock();
        self.changed.wait_while_for(&mut state, |state| !state.fresh && !state.closed, time);
        if state.closed {
            Waited::Closed
        } else if std::mem::take(&mut state.fresh) {
            Waited::New(std::mem::take(&mut state.content))
        } else {
            Waited::Quiet
        }
    }

    /// As [`Latest::take`], once nothing new came for as long as `quiet`, or `at_most` so long after the first.
    pub fn take_once_quiet(&self, quiet: Duration, at_most: Duration) -> Option<T> {
        let mut state = self.state.lock();
        self.changed.wait_while(&mut state, |state| !state.fresh && !state.closed);
        let end = Instant::now() + at_most;
        while !state.closed {
            let before = state.changes;
            let so_long = quiet.min(end.saturating_duration_since(Instant::now()));
            self.changed.wait_for(&mut state, so_long);
            if state.changes == before || Instant::now() >= end {
                break;
            }
        }
        if state.closed {
            return None;
        }
        state.fresh = false;
        Some(std::mem::take(&mut state.content))
    }

    /// Looks at what is waiting, if anything is.
    pub fn peek(&self, look: impl FnOnce(&T) -> bool) -> bool {
        let state = self.state.lock();
        state.fresh && look(&state.content)
    }

    /// Ends the worker.
    pub fn close(&self) {
        self.state.lock().closed = true;
        self.changed.notify_all();
    }
}

/// The newest state of something immutable.
pub struct Published<T>(Mutex<Option<Arc<T>>>);

impl<T> Default for Published<T> {
    fn default() -> Self {
        Self(Mutex::new(None))
    }
}

impl<T> Published<T> {
    pub fn get(&self) -> Option<Arc<T>> {
        self.0.lock().clone()
    }

    pub fn set(&self, value: Arc<T>) {
        *self.0.lock() = Some(value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_request_wins_and_closing_ends_the_wait() {
        let mailbox: Latest<Option<u32>> = Latest::default();
        mailbox.put(|mail| *mail = Some(1));
        assert!(mailbox.peek(Option::is_some));
        mailbox.put(|mail| *mail = Some(2));
        assert_eq!(mailbox.take(), Some(Some(2)));
        assert!(!mailbox.peek(|_| true), "what was taken waits no more");
        mailbox.put(|mail| *mail = Some(3));
        let (quiet, at_most) = (Duration::from_millis(1), Duration::from_secs(9));
        assert_eq!(mailbox.take_once_quiet(quiet, at_most), Some(Some(3)));
        mailbox.put(|mail| *mail = Some(4));
        assert_eq!((mailbox.take_within(quiet), mailbox.take_within(quiet)), (Waited::New(Some(4)), Waited::Quiet));
        mailbox.close();
        assert_eq!((mailbox.take(), mailbox.take_once_quiet(quiet, at_most), mailbox.take_within(at_most)), (None, None, Waited::Closed));
    }
}
