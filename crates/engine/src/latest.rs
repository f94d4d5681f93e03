//! Two small cells between threads: a mailbox in which the newest request wins, and one that holds the newest state.

use parking_lot::{Condvar, Mutex};
use std::sync::Arc;

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
    closed: bool,
}

impl<T: Default> Latest<T> {
    /// Changes what is asked for, and wakes the worker.
    pub fn put(&self, change: impl FnOnce(&mut T)) {
        let mut state = self.state.lock();
        change(&mut state.content);
        state.fresh = true;
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
        mailbox.close();
        assert_eq!(mailbox.take(), None);
    }
}
