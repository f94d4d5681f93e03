//! Steps: each gesture is one step that can be undone and redone, also after a restart. A short one is one transaction, a long one several
//! (`slices.rs`).
//!
//! While a step is being made, triggers write down every row that changes (`recorded.rs`). Undoing puts each row back as it
//! was before, from the last change to the first, but only where it still is as the step left it: a row that another step,
//! or another program, has changed since is left alone and told.
//!
//! Several programs may have one catalogue open, so each step has a number and its maker, a [`Session`]. A process that
//! has made steps undoes and redoes those alone, whatever others did in between, and when the last of its own is undone there
//! is nothing left to undo for it. A process that has made none (it was started again, or it is a command line's `undo`) goes
//! through the steps of all, last one first.
//!
//! - *Undo* takes the last step that stands.
//! - *Redo* takes the step that was undone last, unless a later one stands: nothing is redone on top of something else. Both
//!   are asked among the same steps: one's own, or all.
//! - With a number, either does that step if it is the one that would be taken without, and refuses it in words otherwise.
//! - A new step ends what its maker could redo. What another maker has undone stays redoable for that one.
//!
//! [`Session`]: super::Session

use crate::changed::Changed;
use crate::connection::Catalog;
use crate::error::{CatalogError, Fault};
use crate::refusal::NamedStep;
use crate::session::Session;
use crate::step::Step;
use crate::turn::{REDO, Turn, UNDO, Undone};
use crate::unfinished;
use base::StepId;
use rusqlite::Connection;

/// Steps that are remembered.
const STEPS: i64 = 1000;
/// Changed rows that are remembered, over all steps: about 500 MB at most. The last step always is.
const ROWS: i64 = 2_000_000;

/// What Undo and Redo would do for this process.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// The step that Undo takes back.
    pub undo: Option<NamedStep>,
    /// The step that Redo does again.
    pub redo: Option<NamedStep>,
}

impl Catalog {
    /// Makes one undoable step: all of it is saved, or nothing. A step that changes nothing is not remembered. `work` is run twice where
    /// the index of words turns out to be damaged: nothing of the first time is saved, and nothing of it may be counted.
    pub fn step<T>(&mut self, work: impl FnMut(&mut Step<'_>) -> Result<T, Fault>) -> Result<(T, Changed), CatalogError> {
        self.run_step(work, true)
    }

    /// As [`Catalog::step`], but nothing is saved: tells what would happen.
    pub fn rehearse<T>(&mut self, work: impl FnMut(&mut Step<'_>) -> Result<T, Fault>) -> Result<(T, Changed), CatalogError> {
        let (done, changed) = self.run_step(work, false)?;
        Ok((done, Changed { step: None, ..changed }))
    }

    fn run_step<T>(&mut self, mut work: impl FnMut(&mut Step<'_>) -> Result<T, Fault>, save: bool) -> Result<(T, Changed), CatalogError> {
        self.durable()?;
        self.take_back_left();
        let (session, author) = (self.session, self.author.clone());
        let done = self.transact_in_slices(save.then_some(self.pace), save, |slices| {
            let db = slices.db;
            let mut step = Step::new(slices, begin(db, session)?, author.clone());
            let done = work(&mut step)?;
            Ok((done, end(db, session, step)?))
        })?;
        self.tidy_steps();
        Ok(done)
    }

    /// Takes the last step back, or the one of this number if it is the last. `None` where there is none.
    pub fn undo(&mut self, step: Option<StepId>) -> Result<Option<Undone>, CatalogError> {
        self.turn(&UNDO, step)
    }

    /// Does the step again that was undone last, or the one of this number if it is that one. `None` where there is none.
    pub fn redo(&mut self, step: Option<StepId>) -> Result<Option<Undone>, CatalogError> {
        self.turn(&REDO, step)
    }

    fn turn(&mut self, turn: &Turn, wanted: Option<StepId>) -> Result<Option<Undone>, CatalogError> {
        self.durable()?;
        self.take_back_left();
        let session = self.session;
        self.transact_in_slices(Some(self.pace), true, |slices| {
            let scope = scope(slices.db, session)?;
            let next = turn.next(slices.db, scope)?;
            match (next, wanted) {
                (Some(next), Some(wanted)) if next.id != wanted => Err(turn.refusal(slices.db, scope, wanted, Some(next))?.into()),
                (None, Some(wanted)) => Err(turn.refusal(slices.db, scope, wanted, None)?.into()),
                (Some(next), _) => turn.run(slices, next).map(Some),
                (None, None) => Ok(None),
            }
        })
    }

    /// What Undo and Redo would do.
    pub fn history(&self) -> Result<History, CatalogError> {
        self.read(|db| {
            let scope = scope(db, self.session)?;
            Ok(History { undo: UNDO.next(db, scope)?, redo: REDO.next(db, scope)? })
        })
    }

    /// From now on this connection waits until the disk has what it commits: a person's decision outlives a power cut.
    /// (An index run does not wait: what it loses is read again.)
    fn durable(&self) -> Result<(), CatalogError> {
        let set = |name: &str, value: &str| self.db.pragma_update(None, name, value).map_err(|e| Fault::from(e).at(&self.path));
        // A step of many rows comes to pages all over its indexes: 32 MB of them are kept.
        set("cache_size", "-32768")?;
        set("synchronous", "FULL")
    }
}

/// From here on the triggers write down what changes.
fn begin(db: &Connection, session: Session) -> Result<StepId, Fault> {
    let sql = "INSERT INTO steps (words, made_at, session) VALUES ('', unixepoch('subsec') * 1000, ?1) RETURNING id";
    let id = db.query_row(sql, [session.0], |row| row.get(0))?;
    db.execute("INSERT INTO recording VALUES (?1)", [id])?;
    Ok(StepId(id))
}

fn end(db: &Connection, session: Session, step: Step<'_>) -> Result<Changed, Fault> {
    db.execute("DELETE FROM recording", [])?;
    let (changed, words) = step.end()?;
    let Some(id) = changed.step.filter(|_| changed.rows > 0) else {
        db.execute("DELETE FROM steps WHERE id = ?1", [changed.step.map(|id| id.0)])?;
        return Ok(Changed { step: None, ..changed });
    };
    db.execute("UPDATE steps SET words = ?2, changed = ?3 WHERE id = ?1", (id.0, words, changed.rows as i64))?;
    // What was undone cannot be redone on top of something else; what is nobody's own is never redone then.
    unfinished::forget(db, "undone > 0 AND (session = ?1 OR session IS NULL)", session.0)?;
    db.execute("UPDATE generations SET tags = tags + 1", [])?;
    forget_old(db, id)?;
    Ok(changed)
}

fn forget_old(db: &Connection, newest: StepId) -> Result<(), Fault> {
    let mut statement = db.prepare_cached("SELECT id, changed FROM steps ORDER BY id DESC")?;
    let steps: Vec<(i64, i64)> = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
    let mut rows = 0;
    let kept = steps.iter().take(STEPS as usize).take_while(|(id, changed)| {
        rows += changed;
        rows <= ROWS || *id == newest.0
    });
    let oldest = kept.last().map_or(newest.0, |(id, _)| *id);
    Ok(unfinished::forget(db, "id < ?1", oldest)?)
}

/// Whose steps are undone and redone: one's own, or everybody's (`None`) where one has made none.
fn scope(db: &Connection, session: Session) -> Result<Option<i64>, Fault> {
    let made = db.prepare_cached("SELECT 1 FROM steps WHERE session = ?1")?.exists([session.0])?;
    Ok(made.then_some(session.0))
}
