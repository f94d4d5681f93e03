//! A job's progress, read each frame without a lock, the flag that ends it early, and its pace.

use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How often a paused job looks whether it may go on.
const PATIENCE: Duration = Duration::from_millis(50);

/// How fast a job goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pace {
    /// As fast as it can.
    #[default]
    Full,
    /// With one of its threads at a time.
    OneCore,
    /// Not at all, until it is told to go on.
    Paused,
}

/// Tells a job to stop at the next safe point, to wait there, or to go slowly. Clones share their flags.
#[derive(Clone, Debug, Default)]
pub struct Cancel(Arc<Flags>);

#[derive(Debug, Default)]
struct Flags {
    stop: AtomicBool,
    by_person: AtomicBool,
    /// A [`Pace`].
    pace: AtomicU8,
    core: Mutex<()>,
}

impl Cancel {
    /// A person wants the job to stop, and does not expect it to go on by itself later.
    pub fn cancel(&self) {
        self.0.by_person.store(true, Relaxed);
        self.0.stop.store(true, Relaxed);
    }

    /// The job has to stop because something else ends: the program, or the catalogue is closed.
    pub fn interrupt(&self) {
        self.0.stop.store(true, Relaxed);
    }

    /// Whether the job was asked to stop.
    pub fn is_cancelled(&self) -> bool {
        self.0.stop.load(Relaxed)
    }

    /// Whether a person asked for it.
    pub fn is_by_person(&self) -> bool {
        self.0.by_person.load(Relaxed)
    }

    /// From the next safe point on.
    pub fn set_pace(&self, pace: Pace) {
        self.0.pace.store(pace as u8, Relaxed);
    }

    /// The pace that was set last.
    pub fn pace(&self) -> Pace {
        [Pace::Full, Pace::OneCore, Pace::Paused][usize::from(self.0.pace.load(Relaxed))]
    }

    /// To be called by each thread of the job before a piece of work: it waits while the job is paused, and with one core until no other thread is
    /// at work. What it returns is held over that piece of work.
    pub fn turn(&self) -> Option<MutexGuard<'_, ()>> {
        while self.pace() == Pace::Paused && !self.is_cancelled() {
            std::thread::sleep(PATIENCE);
        }
        (self.pace() == Pace::OneCore).then(|| self.0.core.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// How far a job is. Clones share one cell; the job writes, anyone reads.
#[derive(Clone, Debug, Default)]
pub struct Progress(Arc<Cell>);

#[derive(Debug, Default)]
struct Cell {
    done: AtomicU64,
    read: AtomicU64,
    total: AtomicU64,
    found: AtomicU64,
}

/// One reading of a [`Progress`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ProgressReading {
    /// Photos finished in this run; of a download, bytes that are here.
    pub done: u64,
    /// Photos that this run has read and that are shown, though not each is finished.
    pub read: u64,
    /// Photos this run has to look at, 0 while folders are still being walked; of a download, all bytes, 0 until the hub told.
    pub total: u64,
    /// Files found so far by the walk.
    pub found: u64,
}

impl Progress {
    /// The job knows how much there is to do.
    pub fn set_total(&self, total: u64) {
        self.0.total.store(total, Relaxed);
    }

    /// The walk has found so many files.
    pub fn set_found(&self, found: u64) {
        self.0.found.store(found, Relaxed);
    }

    /// So many more photos, or bytes, are finished.
    pub fn advance(&self, by: u64) {
        self.0.done.fetch_add(by, Relaxed);
    }

    /// So many more photos can be seen.
    pub fn advance_read(&self, by: u64) {
        self.0.read.fetch_add(by, Relaxed);
    }

    /// The figures now.
    pub fn read(&self) -> ProgressReading {
        let [done, read] = [&self.0.done, &self.0.read].map(|cell| cell.load(Relaxed));
        ProgressReading { done, read, total: self.0.total.load(Relaxed), found: self.0.found.load(Relaxed) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::AtomicUsize;

    /// Threads that are at work at once, at most, and turns taken.
    fn at_work(cancel: &Cancel) -> (usize, usize) {
        let (now, most, turns) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    while turns.fetch_add(1, Relaxed) < 40 && !cancel.is_cancelled() {
                        let _turn = cancel.turn();
                        most.fetch_max(now.fetch_add(1, Relaxed) + 1, Relaxed);
                        std::thread::sleep(Duration::from_millis(1));
                        now.fetch_sub(1, Relaxed);
                    }
                });
            }
        });
        (most.into_inner(), turns.into_inner())
    }

    #[test]
    fn with_one_core_one_thread_works_at_a_time() {
        let cancel = Cancel::default();
        assert!(at_work(&cancel).0 > 1);
        cancel.set_pace(Pace::OneCore);
        assert_eq!(at_work(&cancel).0, 1);
    }

    #[test]
    fn what_is_paused_goes_on_when_told_and_ends_when_told() {
        let cancel = Cancel::default();
        cancel.set_pace(Pace::Paused);
        let job = std::thread::spawn({
            let cancel = cancel.clone();
            move || drop(cancel.turn())
        });
        std::thread::sleep(3 * PATIENCE);
        assert!(!job.is_finished());
        cancel.set_pace(Pace::Full);
        job.join().unwrap();
        cancel.set_pace(Pace::Paused);
        cancel.interrupt();
        assert!(cancel.turn().is_none());
    }
}
