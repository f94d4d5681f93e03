//! The memory that all decoders of the process have together.
//!
//! Each core decodes a photo of its own, and a few large ones at once would take gigabytes. A decoder says beforehand what it will
//! take, its working space included, and waits until the others leave room for it.

use std::sync::{Condvar, Mutex, PoisonError};

/// Bytes. A photo that takes more by itself is refused; with a model and a catalogue beside it the process stays under a gigabyte.
pub(super) const BYTES: u64 = 640 << 20;
/// What takes less waits for nobody: thumbnails must not stand behind a scan.
const SMALL: u64 = 4 << 20;

static TAKEN: Budget = Budget::new(BYTES);

/// Waits until so many bytes are free, or all of them where it is more than there are.
pub(super) fn take(bytes: u64) -> Share {
    TAKEN.take(bytes)
}

struct Budget {
    all: u64,
    taken: Mutex<u64>,
    given_back: Condvar,
}

/// A part of the memory, given back when it is dropped.
pub(super) struct Share {
    budget: &'static Budget,
    bytes: u64,
}

impl Budget {
    const fn new(all: u64) -> Self {
        Self { all, taken: Mutex::new(0), given_back: Condvar::new() }
    }

    fn take(&'static self, bytes: u64) -> Share {
        let bytes = if bytes < SMALL { 0 } else { bytes.min(self.all) };
        // A number is never half written: what a panicking thread left is sound.
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        while *taken + bytes > self.all && bytes > 0 {
            taken = self.given_back.wait(taken).unwrap_or_else(PoisonError::into_inner);
        }
        *taken += bytes;
        Share { budget: self, bytes }
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        *self.budget.taken.lock().unwrap_or_else(PoisonError::into_inner) -= self.bytes;
        self.budget.given_back.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::AtomicU64;
    use std::sync::atomic::Ordering::SeqCst;

    #[test]
    fn no_more_is_taken_than_there_is() {
        static OURS: Budget = Budget::new(10 * SMALL);
        let (held, most) = (AtomicU64::new(0), AtomicU64::new(0));
        std::thread::scope(|scope| {
            for thread in 0..8 {
                let (held, most) = (&held, &most);
                scope.spawn(move || {
                    for round in 0..200 {
                        let bytes = SMALL * (1 + (thread + round) % 9);
                        let share = OURS.take(bytes);
                        most.fetch_max(held.fetch_add(bytes, SeqCst) + bytes, SeqCst);
                        held.fetch_sub(bytes, SeqCst);
                        drop(share);
                    }
                });
            }
        });
        assert!(most.load(SeqCst) <= 10 * SMALL, "{most:?}");
        assert_eq!(*OURS.taken.lock().unwrap(), 0);
    }

    #[test]
    fn what_is_larger_than_all_gets_all_and_what_is_small_waits_for_nobody() {
        static OURS: Budget = Budget::new(2 * SMALL);
        let all = OURS.take(u64::MAX);
        assert_eq!(all.bytes, 2 * SMALL);
        assert_eq!(OURS.take(SMALL - 1).bytes, 0);
    }

    #[test]
    fn a_panic_gives_the_share_back() {
        static OURS: Budget = Budget::new(2 * SMALL);
        let caught = base::guard::quietly(|| {
            let _share = OURS.take(2 * SMALL);
            panic!("while decoding");
        });
        assert!(caught.is_err());
        assert_eq!(OURS.take(2 * SMALL).bytes, 2 * SMALL);
    }
}
