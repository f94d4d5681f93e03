//! Steps: each gesture is one transaction that can be undone and redone, also after a restart.
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

use crate::connection::Catalog;
use crate::error::{CatalogError, Fault};
use crate::refusal::{NamedStep, StepRefusal};
use crate::restore::Table;
use crate::session::Session;
use crate::sql::for_each_row;
use crate::step::Step;
use base::{PhotoId, StepId};
use rusqlite::{Connection, OptionalExtension, Row, Transaction};
use std::collections::HashMap;

/// Steps that are remembered.
const STEPS: i64 = 1000;
/// Changed rows that are remembered, over all steps: about 500 MB at most. The last step always is.
const ROWS: i64 = 2_000_000;
/// Refused rows that are told one by one.
const TOLD: usize = 20;

/// What a step changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changed {
    /// The step, by which it can be undone. `None` where nothing changed, and so no step was made, and in a rehearsal.
    pub step: Option<StepId>,
    /// Photos whose tags changed, ascending.
    pub photos: Vec<PhotoId>,
    /// Label sets have to be read again.
    pub vocabulary: bool,
    /// Changes of rows; one that changed twice counts twice, and one that went with another counts too.
    pub rows: u64,
}

/// What Undo and Redo would do for this process.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// The step that Undo takes back.
    pub undo: Option<NamedStep>,
    /// The step that Redo does again.
    pub redo: Option<NamedStep>,
}

/// A step that was undone or redone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undone {
    /// By which it can be redone, or undone again.
    pub id: StepId,
    /// As its maker called it: "Accept 204 tags".
    pub words: String,
    /// What was put back; rows that were refused are not counted.
    pub changed: Changed,
    /// Rows that had changed since and were left as they are; the first few in words.
    pub refused: Vec<String>,
    /// How many there were of them.
    pub refused_rows: u64,
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
        let session = self.session;
        self.transact_if(save, |db| {
            let id = begin(db, session)?;
            let mut step = Step { db, sets: HashMap::new(), words: String::new() };
            let done = work(&mut step)?;
            Ok((done, end(db, id, session, &step.words)?))
        })
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
        let session = self.session;
        self.transact(|db| {
            let scope = scope(db, session)?;
            let next = turn.next(db, scope)?;
            match (next, wanted) {
                (Some(next), Some(wanted)) if next.id != wanted => Err(turn.refusal(db, scope, wanted, Some(next))?.into()),
                (None, Some(wanted)) => Err(turn.refusal(db, scope, wanted, None)?.into()),
                (Some(next), _) => turn.run(db, next).map(Some),
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
        self.db.pragma_update(None, "synchronous", "FULL").map_err(|e| Fault::from(e).at(&self.path))
    }
}

/// From here on the triggers write down what changes.
fn begin(db: &Connection, session: Session) -> Result<StepId, Fault> {
    let sql = "INSERT INTO steps (words, made_at, session) VALUES ('', unixepoch('subsec') * 1000, ?1) RETURNING id";
    let id = db.query_row(sql, [session.0], |row| row.get(0))?;
    db.execute("INSERT INTO recording VALUES (?1)", [id])?;
    Ok(StepId(id))
}

fn end(db: &Connection, id: StepId, session: Session, words: &str) -> Result<Changed, Fault> {
    db.execute("DELETE FROM recording", [])?;
    let changed = changed(db, id)?;
    if changed.rows == 0 {
        db.execute("DELETE FROM steps WHERE id = ?1", [id.0])?;
        return Ok(Changed { step: None, ..changed });
    }
    db.execute("UPDATE steps SET words = ?2, changed = ?3 WHERE id = ?1", (id.0, words, changed.rows as i64))?;
    // What was undone cannot be redone on top of something else; what is nobody's own is never redone then.
    db.execute("DELETE FROM steps WHERE undone > 0 AND (session = ?1 OR session IS NULL)", [session.0])?;
    db.execute("UPDATE generations SET tags = tags + 1", [])?;
    forget_old(db, id)?;
    Ok(changed)
}

/// What the rows written down for a step say.
fn changed(db: &Connection, step: StepId) -> Result<Changed, Fault> {
    let rows: i64 = db.query_row("SELECT count(*) FROM changes WHERE step_id = ?1", [step.0], |row| row.get(0))?;
    let vocabulary = "SELECT EXISTS (SELECT 1 FROM changes WHERE step_id = ?1 AND tbl IN ('label_sets', 'labels'))";
    let vocabulary = db.query_row(vocabulary, [step.0], |row| row.get(0))?;
    let mut statement = db.prepare_cached(
        "SELECT DISTINCT coalesce(after, before) ->> 'photo_id' AS photo FROM changes
         WHERE step_id = ?1 AND photo IS NOT NULL ORDER BY photo",
    )?;
    let photos = statement.query_map([step.0], |row| row.get(0).map(PhotoId))?.collect::<Result<_, _>>()?;
    Ok(Changed { step: Some(step), photos, vocabulary, rows: rows as u64 })
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
    db.execute("DELETE FROM steps WHERE id < ?1", [oldest])?;
    Ok(())
}

/// Whose steps are undone and redone: one's own, or everybody's (`None`) where one has made none.
fn scope(db: &Connection, session: Session) -> Result<Option<i64>, Fault> {
    let made = db.prepare_cached("SELECT 1 FROM steps WHERE session = ?1")?.exists([session.0])?;
    Ok(made.then_some(session.0))
}

fn named(row: &Row<'_>) -> rusqlite::Result<NamedStep> {
    Ok(NamedStep { id: StepId(row.get(0)?), words: row.get(1)? })
}

/// The difference between undoing and redoing: their statements, and how each refuses.
struct Turn {
    /// The step that is next, of the session `?1` or of all.
    next: &'static str,
    /// The changed rows of the step `?1`, in order: table, row, how it must be, how it will be.
    rows: &'static str,
    /// Marks the step `?1`.
    mark: &'static str,
    /// Why a step that is not next is refused, given whether it stands.
    refuse: fn(step: NamedStep, stands: bool, next: Option<NamedStep>) -> StepRefusal,
}

const UNDO: Turn = Turn {
    next: "SELECT id, words FROM steps WHERE undone = 0 AND (?1 IS NULL OR session = ?1) ORDER BY id DESC LIMIT 1",
    rows: "SELECT tbl, row_id, after, before FROM changes WHERE step_id = ?1 ORDER BY id DESC",
    mark: "UPDATE steps SET undone = (SELECT max(undone) FROM steps) + 1 WHERE id = ?1",
    refuse: |step, stands, next| match next {
        Some(later) if stands => StepRefusal::NotLast { step, later },
        _ => StepRefusal::Undone(step),
    },
};

const REDO: Turn = Turn {
    next: "SELECT id, words FROM steps WHERE undone > 0 AND (?1 IS NULL OR session = ?1)
        AND id > (SELECT coalesce(max(id), 0) FROM steps WHERE undone = 0 AND (?1 IS NULL OR session = ?1))
        ORDER BY undone DESC LIMIT 1",
    rows: "SELECT tbl, row_id, before, after FROM changes WHERE step_id = ?1 ORDER BY id",
    mark: "UPDATE steps SET undone = 0 WHERE id = ?1",
    refuse: |step, stands, next| {
        if stands {
            return StepRefusal::Stands(step);
        }
        // On top of a later one it could not be done either.
        let next = next.filter(|next| next.id < step.id);
        StepRefusal::NotNext { step, next }
    },
};

impl Turn {
    fn next(&self, db: &Connection, scope: Option<i64>) -> Result<Option<NamedStep>, Fault> {
        Ok(db.prepare_cached(self.next)?.query_row([scope], named).optional()?)
    }

    /// Why the step of this number is not the next one.
    fn refusal(&self, db: &Connection, scope: Option<i64>, id: StepId, next: Option<NamedStep>) -> Result<StepRefusal, Fault> {
        let sql = "SELECT id, words, undone = 0, ?2 IS NULL OR session IS ?2 FROM steps WHERE id = ?1";
        let found = db.query_row(sql, (id.0, scope), |row| Ok((named(row)?, row.get(2)?, row.get(3)?))).optional()?;
        Ok(match found {
            None => StepRefusal::Unknown(id),
            Some((step, _, false)) => StepRefusal::Foreign(step),
            Some((step, stands, true)) => (self.refuse)(step, stands, next),
        })
    }

    /// Puts back each row of the step that still is as it must be.
    fn run(&self, db: &Transaction<'_>, NamedStep { id, words }: NamedStep) -> Result<Undone, Fault> {
        // A set comes back before or after its labels, as it may.
        db.execute_batch("PRAGMA defer_foreign_keys = ON")?;
        let mut report = Undone { id, words, changed: changed(db, id)?, refused: Vec::new(), refused_rows: 0 };
        let mut tables: HashMap<String, Table<'_>> = HashMap::new();
        let mut statement = db.prepare_cached(self.rows)?;
        let mut rows = statement.query([id.0])?;
        let mut put_back = 0;
        while let Some(row) = rows.next()? {
            let (name, row_id): (String, i64) = (row.get(0)?, row.get(1)?);
            let (from, to): (Option<String>, Option<String>) = (row.get(2)?, row.get(3)?);
            if !tables.contains_key(&name) {
                tables.insert(name.clone(), Table::named(db, &name)?);
            }
            let table = &tables[&name];
            if table.is(row_id, from.as_deref())? && table.put(row_id, to.as_deref())? {
                put_back += 1;
                continue;
            }
            report.refused_rows += 1;
            if report.refused.len() < TOLD {
                report.refused.push(table.describe(to.as_deref().or(from.as_deref()).unwrap_or_default())?);
            }
        }
        report.changed.rows = put_back;
        db.execute("UPDATE generations SET tags = tags + 1", [])?;
        for_each_row(db, self.mark, [[id.0]])?;
        Ok(report)
    }
}
