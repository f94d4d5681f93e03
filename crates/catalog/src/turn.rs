//! Undoing a step and doing it again.

use crate::changed::Changed;
use crate::error::Fault;
use crate::refusal::{NamedStep, StepRefusal};
use crate::restore::{BACK, FORTH, Way, walk};
use crate::slices::Slices;
use crate::sql::for_each_row;
use crate::unfinished::{self, Doing};
use base::StepId;
use rusqlite::{Connection, OptionalExtension, Row};

/// Refused rows that are told one by one.
const TOLD: usize = 20;

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

/// The difference between undoing and redoing: their statements, and how each refuses.
pub(crate) struct Turn {
    /// The step that is next, of the session `?1` or of all.
    next: &'static str,
    /// Through the step's changes, and from which on.
    way: &'static Way,
    first: i64,
    doing: Doing,
    /// Marks the step `?1`.
    mark: &'static str,
    /// Why a step that is not next is refused, given whether it stands.
    refuse: fn(step: NamedStep, stands: bool, next: Option<NamedStep>) -> StepRefusal,
}

pub(crate) const UNDO: Turn = Turn {
    next: "SELECT id, words FROM steps WHERE undone = 0 AND (?1 IS NULL OR session = ?1) AND id NOT IN (SELECT step_id FROM unfinished)
        ORDER BY id DESC LIMIT 1",
    way: &BACK,
    first: i64::MAX,
    doing: Doing::Undo,
    mark: "UPDATE steps SET undone = (SELECT max(undone) FROM steps) + 1 WHERE id = ?1",
    refuse: |step, stands, next| match next {
        Some(later) if stands => StepRefusal::NotLast { step, later },
        _ => StepRefusal::Undone(step),
    },
};

pub(crate) const REDO: Turn = Turn {
    next: "SELECT id, words FROM steps WHERE undone > 0 AND (?1 IS NULL OR session = ?1) AND id NOT IN (SELECT step_id FROM unfinished)
        AND id > (SELECT coalesce(max(id), 0) FROM steps WHERE undone = 0 AND (?1 IS NULL OR session = ?1))
        ORDER BY undone DESC LIMIT 1",
    way: &FORTH,
    first: 0,
    doing: Doing::Redo,
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
    /// The step that is undone or done again where none is named.
    pub(crate) fn next(&self, db: &Connection, scope: Option<i64>) -> Result<Option<NamedStep>, Fault> {
        Ok(db.prepare_cached(self.next)?.query_row([scope], named).optional()?)
    }

    /// Why the step of this number is not the next one.
    pub(crate) fn refusal(&self, db: &Connection, scope: Option<i64>, id: StepId, next: Option<NamedStep>) -> Result<StepRefusal, Fault> {
        let sql = "SELECT id, words, undone = 0, ?2 IS NULL OR session IS ?2 FROM steps
            WHERE id = ?1 AND id NOT IN (SELECT step_id FROM unfinished)";
        let found = db.query_row(sql, (id.0, scope), |row| Ok((named(row)?, row.get(2)?, row.get(3)?))).optional()?;
        Ok(match found {
            None => StepRefusal::Unknown(id),
            Some((step, _, false)) => StepRefusal::Foreign(step),
            Some((step, stands, true)) => (self.refuse)(step, stands, next),
        })
    }

    /// Puts back each row of the step that still is as it must be.
    pub(crate) fn run(&self, mut slices: Slices<'_>, NamedStep { id, words }: NamedStep) -> Result<Undone, Fault> {
        let mut report = Undone { id, words, changed: Changed::of(id), refused: Vec::new(), refused_rows: 0 };
        let mut refused = Vec::new();
        walk(&mut slices, id, self.way, self.first, |slices, passed| {
            report.changed.add(passed.table, passed.photo);
            if let Some(words) = passed.refused {
                report.refused_rows += 1;
                report.refused.extend(Some(words).filter(|_| report.refused.len() < TOLD));
                refused.push(passed.change);
            }
            if slices.is_over() { self.pause(slices, id, passed.change, &mut refused) } else { Ok(()) }
        })?;
        report.changed.tidy();
        report.changed.rows -= report.refused_rows;
        slices.finish(id)?;
        slices.db.execute("UPDATE generations SET tags = tags + 1", [])?;
        for_each_row(slices.db, self.mark, [[id.0]])?;
        Ok(report)
    }

    /// What was refused must be known if this is taken back.
    fn pause(&self, slices: &mut Slices<'_>, step: StepId, at: i64, refused: &mut Vec<i64>) -> Result<(), Fault> {
        unfinished::set(slices.db, step, self.doing, at)?;
        refused.drain(..).try_for_each(|change| unfinished::refuse(slices.db, step, change))?;
        slices.next(step, self.doing, at)
    }
}

fn named(row: &Row<'_>) -> rusqlite::Result<NamedStep> {
    Ok(NamedStep { id: StepId(row.get(0)?), words: row.get(1)? })
}
