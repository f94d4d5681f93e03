//! A job's progress, read each frame without a lock, and the flag that ends it early.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};

/// Tells a job to stop at the next safe point. Clones share their flags.
#[derive(Clone, Debug, Default)]
pub struct Cancel(Arc<Flags>);

#[derive(Debug, Default)]
struct Flags {
    stop: AtomicBool,
    by_person: AtomicBool,
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
}

/// How far a job is. Clones share one cell; the job writes, anyone reads.
#[derive(Clone, Debug, Default)]
pub struct Progress(Arc<Cell>);

#[derive(Debug, Default)]
struct Cell {
    done: AtomicU64,
    total: AtomicU64,
    found: AtomicU64,
}

/// One reading of a [`Progress`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ProgressReading {
    /// Photos finished in this run; of a download, bytes that are here.
    pub done: u64,
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

    /// The figures now.
    pub fn read(&self) -> ProgressReading {
        ProgressReading { done: self.0.done.load(Relaxed), total: self.0.total.load(Relaxed), found: self.0.found.load(Relaxed) }
    }
}
