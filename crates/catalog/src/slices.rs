//! Transactions of long steps: what was done so far is saved from time to time, so that others can write in between.

use crate::error::Fault;
use crate::guard::Guard;
use crate::unfinished::{self, Doing};
use base::{Cancel, StepId};
use rusqlite::{Connection, ErrorCode, Transaction, TransactionBehavior, ffi};
use std::cell::Cell;
use std::time::{Duration, Instant};

/// How long a step keeps others waiting, and how it then lets them write.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pace {
    pub(crate) slice: Duration,
    pub(crate) rest: fn(),
}

impl Pace {
    /// Who waits tries again every 5 ms (`sql.rs`), so that nobody waits for much longer than one slice.
    pub(crate) const USUAL: Self = Self { slice: Duration::from_millis(80), rest: || std::thread::sleep(Duration::from_millis(10)) };
}

/// What is needed to begin a transaction.
pub(crate) struct Door<'a> {
    pub(crate) guard: &'a mut Guard,
    pub(crate) waits: Option<&'a Cancel>,
    /// `None`: all of it is one transaction.
    pub(crate) pace: Option<Pace>,
}

/// A transaction that can be saved in the middle of its work.
pub(crate) struct Slices<'a> {
    pub(crate) db: &'a Transaction<'a>,
    door: Door<'a>,
    since: Instant,
    /// The step of which something is saved that is not finished.
    left: &'a Cell<Option<StepId>>,
    defers: bool,
}

impl Slices<'_> {
    /// Whether others have waited for long enough.
    pub(crate) fn is_over(&self) -> bool {
        self.door.pace.is_some_and(|pace| self.since.elapsed() >= pace.slice)
    }

    /// Rows may come before those that they belong to.
    pub(crate) fn defer(&mut self) -> rusqlite::Result<()> {
        self.defers = true;
        self.db.execute_batch("PRAGMA defer_foreign_keys = ON")
    }

    /// Saves what was done so far of the step, up to the change `at`, lets others write, and goes on.
    pub(crate) fn next(&mut self, step: StepId, doing: Doing, at: i64) -> Result<(), Fault> {
        let Some(pace) = self.door.pace else { return Ok(()) };
        let db = self.db;
        unfinished::set(db, step, doing, at)?;
        let records = db.execute("DELETE FROM recording", [])? > 0;
        if commit(db)? {
            self.left.set(Some(step));
            (pace.rest)();
            patiently(self.door.waits, || db.execute_batch("BEGIN IMMEDIATE"))?;
            self.door.guard.require_ours(db)?;
            unfinished::require_own(db, step)?;
            if self.defers {
                self.defer()?;
            }
        }
        if records {
            db.execute("INSERT INTO recording VALUES (?1)", [step.0])?;
        }
        self.since = Instant::now();
        Ok(())
    }

    /// The step is finished: with this transaction, all of it is saved.
    pub(crate) fn finish(&self, step: StepId) -> Result<(), Fault> {
        if self.left.get().is_some() {
            unfinished::clear(self.db, step)?;
        }
        Ok(())
    }
}

/// Does `work` in one transaction or in several. Tells the step of which something was saved and not all, where it fails.
pub(crate) fn run<T>(
    db: &Connection,
    door: Door<'_>,
    save: bool,
    work: impl FnOnce(Slices<'_>) -> Result<T, Fault>,
) -> Result<T, (Fault, Option<StepId>)> {
    let left = Cell::new(None);
    // A statement that runs triggers first copies each page that it changes. In memory that is cheap, in a file it is half of the work.
    let done = keep_copies(db, "MEMORY").and_then(|()| attempt(db, door, save, &left, work));
    // Elsewhere large sorts belong into a file.
    keep_copies(db, "DEFAULT").ok();
    done.map_err(|fault| (fault, left.get()))
}

fn keep_copies(db: &Connection, place: &str) -> Result<(), Fault> {
    Ok(db.pragma_update(None, "temp_store", place)?)
}

fn attempt<T>(
    db: &Connection,
    door: Door<'_>,
    save: bool,
    left: &Cell<Option<StepId>>,
    work: impl FnOnce(Slices<'_>) -> Result<T, Fault>,
) -> Result<T, Fault> {
    let transaction = begin(db, door.waits)?;
    door.guard.require_ours(&transaction)?;
    let done = work(Slices { db: &transaction, door, since: Instant::now(), left, defers: false })?;
    if save {
        transaction.commit()?;
    } else {
        transaction.rollback()?;
    }
    Ok(done)
}

/// Immediate: a transaction that first reads and then finds another writer ahead of it cannot wait, only fail.
fn begin<'a>(db: &'a Connection, waits: Option<&Cancel>) -> rusqlite::Result<Transaction<'a>> {
    patiently(waits, || Transaction::new_unchecked(db, TransactionBehavior::Immediate))
}

/// Tries for as long as another one writes and `waits` is not cancelled; without it, once.
fn patiently<T>(waits: Option<&Cancel>, begin: impl Fn() -> rusqlite::Result<T>) -> rusqlite::Result<T> {
    loop {
        let begun = begin();
        let is_busy = begun.as_ref().is_err_and(|error| error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy));
        if !is_busy || waits.is_none_or(Cancel::is_cancelled) {
            return begun;
        }
    }
}

/// False where a row waits for another that it belongs to: nothing is saved then, and the transaction goes on.
fn commit(db: &Connection) -> rusqlite::Result<bool> {
    match db.execute_batch("COMMIT") {
        Ok(()) => Ok(true),
        Err(error) if error.sqlite_error().is_some_and(|e| e.extended_code == ffi::SQLITE_CONSTRAINT_FOREIGNKEY) => Ok(false),
        Err(error) => Err(error),
    }
}
