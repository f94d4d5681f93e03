//! Steps that are done in several transactions and are not done yet: how far they are, and whose they are.

use crate::error::Fault;
use base::StepId;
use base::process::ProcessMark;
use rusqlite::{Connection, OptionalExtension};

/// A process of which nobody knows whether it runs has ended if it has not gone on for so long, seconds.
const SILENT: i64 = 60;
/// Steps of more rows are forgotten in several transactions.
const MANY: i64 = 2000;

/// What is being done with a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Doing {
    Make,
    Undo,
    Redo,
    Forget,
}

impl Doing {
    const ALL: [Self; 4] = [Self::Make, Self::Undo, Self::Redo, Self::Forget];

    fn as_str(self) -> &'static str {
        match self {
            Self::Make => "make",
            Self::Undo => "undo",
            Self::Redo => "redo",
            Self::Forget => "forget",
        }
    }
}

/// This process is at the step and has come to the change `at`.
pub(crate) fn set(db: &Connection, step: StepId, doing: Doing, at: i64) -> rusqlite::Result<()> {
    let sql = "INSERT INTO unfinished (step_id, doing, at, maker, alive_at) VALUES (?1, ?2, ?3, ?4, unixepoch())
        ON CONFLICT (step_id) DO UPDATE SET doing = excluded.doing, at = excluded.at, maker = excluded.maker, alive_at = excluded.alive_at";
    db.prepare_cached(sql)?.execute((step.0, doing.as_str(), at, ProcessMark::own().text())).map(drop)
}

/// Fails where another process took this one for ended.
pub(crate) fn require_own(db: &Connection, step: StepId) -> Result<(), Fault> {
    let sql = "SELECT 1 FROM unfinished WHERE step_id = ?1 AND maker = ?2";
    if db.prepare_cached(sql)?.exists((step.0, ProcessMark::own().text()))? { Ok(()) } else { Err(Fault::TakenBack) }
}

/// All of the step is done.
pub(crate) fn clear(db: &Connection, step: StepId) -> rusqlite::Result<()> {
    db.prepare_cached("DELETE FROM unfinished WHERE step_id = ?1")?.execute([step.0]).map(drop)
}

/// This change was found otherwise and left.
pub(crate) fn refuse(db: &Connection, step: StepId, change: i64) -> rusqlite::Result<()> {
    db.prepare_cached("INSERT INTO refused (step_id, change_id) VALUES (?1, ?2)")?.execute((step.0, change)).map(drop)
}

/// Forgets steps: those of few rows at once, the others from now on, by and by (`taken_back.rs`). `which` is a condition with `?1`.
pub(crate) fn forget(db: &Connection, which: &str, value: i64) -> rusqlite::Result<()> {
    let sql = format!(
        "INSERT INTO unfinished (step_id, doing, at, maker, alive_at) SELECT id, 'forget', 0, ?2, unixepoch() FROM steps
         WHERE {which} AND changed > {MANY} AND id NOT IN (SELECT step_id FROM unfinished)"
    );
    db.prepare_cached(&sql)?.execute((value, ProcessMark::own().text()))?;
    let sql = format!("DELETE FROM steps WHERE {which} AND id NOT IN (SELECT step_id FROM unfinished)");
    db.prepare_cached(&sql)?.execute([value]).map(drop)
}

/// Steps that nobody is at: their processes have ended. One that is to be forgotten is anybody's.
pub(crate) fn abandoned(db: &Connection, which: &str) -> rusqlite::Result<Vec<StepId>> {
    let sql = format!("SELECT step_id, maker, unixepoch() - alive_at > {SILENT}, doing = 'forget' FROM unfinished WHERE {which}");
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement.query_map([], |row| {
        let (maker, is_silent): (String, bool) = (row.get(1)?, row.get(2)?);
        let mark = ProcessMark::parse(&maker).filter(|mark| *mark != ProcessMark::own());
        let has_ended = mark.is_some_and(|mark| mark.has_ended() || (is_silent && !mark.runs()));
        Ok((has_ended || row.get(3)?).then_some(StepId(row.get(0)?)))
    })?;
    rows.filter_map(Result::transpose).collect()
}

/// What is done with the step, and how far it came; `None` where it is finished, or taken back by another.
pub(crate) fn place(db: &Connection, step: StepId) -> Result<Option<(Doing, i64)>, Fault> {
    let row = |row: &rusqlite::Row<'_>| Ok((row.get::<_, String>(0)?, row.get(1)?));
    let found = db.query_row("SELECT doing, at FROM unfinished WHERE step_id = ?1", [step.0], row).optional()?;
    let known = |text: &str| Doing::ALL.into_iter().find(|doing| doing.as_str() == text);
    Ok(found.and_then(|(doing, at)| Some((known(&doing)?, at))))
}
