//! Two small cells between threads: one where the newest request wins, one that holds the newest state.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// Locks; a thread that panicked while it held the lock left whole values behind, as all our critical sections are short moves.
pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What a worker should do next. A newer request replaces an older one that was not begun.
#[derive(Default)]
pub struct Newest<T> {
    state: Mutex<State<T>>,
    changed: Condvar,
}

#[derive(Default)]
struct State<T> {
    wanted: T,
    fresh: bool,
    closed: bool,
}

impl<T: Default> Newest<T> {
    /// Changes what is wanted, and wakes the worker.
    pub fn put(&self, change: impl FnOnce(&mut T)) {
        let mut state = lock(&self.state);
        change(&mut state.wanted);
        state.fresh = true;
        self.changed.notify_one();
    }

    /// Waits for something new and takes it; `None` once closed.
    pub fn take(&self) -> Option<T> {
        let mut state = lock(&self.state);
        while !state.fresh && !state.closed {
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        if state.closed {
            return None;
        }
        state.fresh = false;
        Some(std::mem::take(&mut state.wanted))
    }

    /// Looks at what is waiting, if anything is.
    pub fn peek(&self, look: impl FnOnce(&T) -> bool) -> bool {
        let state = lock(&self.state);
        state.fresh && look(&state.wanted)
    }

    /// Ends the worker.
    pub fn close(&self) {
        lock(&self.state).closed = true;
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
        lock(&self.0).clone()
    }

    pub fn set(&self, value: Arc<T>) {
        *lock(&self.0) = Some(value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_request_wins_and_closing_ends_the_wait() {
        let slot: Newest<Option<u32>> = Newest::default();
        slot.put(|w| *w = Some(1));
        assert!(slot.peek(Option::is_some));
        slot.put(|w| *w = Some(2));
        assert_eq!(slot.take(), Some(Some(2)));
        assert!(!slot.peek(|_| true), "what was taken waits no more");
        slot.close();
        assert_eq!(slot.take(), None);
    }
}
