//! Steps: each gesture is one transaction that can be undone and redone, also after a restart.
//!
//! While a step is being made, triggers write down every row that changes (migration 02). Undoing puts each row back as it
//! was before, from the last change to the first, but only where it still is as the step left it.

use super::{Catalog, CatalogError, Fault, for_each_row};
use base::PhotoId;
use rusqlite::{Connection, OptionalExtension, Transaction};
use std::collections::HashMap;

/// Steps that are remembered.
const STEPS: i64 = 1000;
/// Changed rows that are remembered, over all steps: about 300 MB at most. The last step always is.
const ROWS: i64 = 2_000_000;
/// Refused rows that are told one by one.
const TOLD: usize = 20;

/// What a step changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changed {
    /// Photos whose tags changed, ascending.
    pub photos: Vec<PhotoId>,
    /// Sets or labels changed.
    pub vocabulary: bool,
    /// Rows that changed.
    pub rows: u64,
}

/// What Undo and Redo would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// The step that Undo takes back.
    pub undo: Option<String>,
    /// The step that Redo does again.
    pub redo: Option<String>,
}

/// A step that was undone or redone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Undone {
    /// The step's words.
    pub words: String,
    /// What changed.
    pub changed: Changed,
    /// Rows that had changed since and were left as they are; the first few in words.
    pub refused: Vec<String>,
    /// How many there were of them.
    pub refused_rows: u64,
}

/// A step while it is made. Its words are set by whoever makes it.
pub struct Step<'a> {
    pub(super) db: &'a Transaction<'a>,
    /// Choice and revision of the sets that were looked up.
    pub(super) sets: HashMap<i64, super::tags::SetFacts>,
    /// As Undo will name it: "Accept 204 tags".
    pub words: String,
}

impl Catalog {
    /// Makes one undoable step: all of it is saved, or nothing. A step that changes nothing is not remembered.
    pub fn step<T>(&mut self, work: impl FnOnce(&mut Step<'_>) -> Result<T, Fault>) -> Result<(T, Changed), CatalogError> {
        self.run_step(work, true)
    }

    /// As [`Catalog::step`], but nothing is saved: tells what would happen.
    pub fn rehearse<T>(&mut self, work: impl FnOnce(&mut Step<'_>) -> Result<T, Fault>) -> Result<(T, Changed), CatalogError> {
        self.run_step(work, false)
    }

    fn run_step<T>(&mut self, work: impl FnOnce(&mut Step<'_>) -> Result<T, Fault>, save: bool) -> Result<(T, Changed), CatalogError> {
        self.durable()?;
        self.transact_if(save, |db| {
            let id: i64 =
                db.query_row("INSERT INTO steps (words, made_at) VALUES ('', unixepoch('subsec') * 1000) RETURNING id", [], |row| {
                    row.get(0)
                })?;
            db.execute("INSERT INTO recording VALUES (?1)", [id])?;
            let mut step = Step { db, sets: HashMap::new(), words: String::new() };
            let done = work(&mut step)?;
            let words = step.words;
            db.execute("DELETE FROM recording", [])?;
            let changed = changed(db, id)?;
            if changed.rows == 0 {
                db.execute("DELETE FROM steps WHERE id = ?1", [id])?;
            } else {
                db.execute("UPDATE steps SET words = ?2, changed = ?3 WHERE id = ?1", (id, words, changed.rows as i64))?;
                // What was undone cannot be redone on top of something else.
                db.execute("DELETE FROM steps WHERE undone = 1", [])?;
                db.execute("UPDATE generations SET tags = tags + 1", [])?;
                forget_old(db, id)?;
            }
            Ok((done, changed))
        })
    }

    /// Takes the last step back; `None` where there is none.
    pub fn undo(&mut self) -> Result<Option<Undone>, CatalogError> {
        self.durable()?;
        self.transact(|db| {
            let last = "SELECT id, words FROM steps WHERE undone = 0 ORDER BY id DESC LIMIT 1";
            turn_back(db, last, "SELECT tbl, row_id, after, before FROM changes WHERE step_id = ?1 ORDER BY id DESC", 1)
        })
    }

    /// Does the step again that was undone last; `None` where there is none.
    pub fn redo(&mut self) -> Result<Option<Undone>, CatalogError> {
        self.durable()?;
        self.transact(|db| {
            let first = "SELECT id, words FROM steps WHERE undone = 1 ORDER BY id LIMIT 1";
            turn_back(db, first, "SELECT tbl, row_id, before, after FROM changes WHERE step_id = ?1 ORDER BY id", 0)
        })
    }

    /// What Undo and Redo would do.
    pub fn history(&self) -> Result<History, CatalogError> {
        self.read(|db| {
            let words = |sql: &str| db.query_row(sql, [], |row| row.get(0)).optional();
            Ok(History {
                undo: words("SELECT words FROM steps WHERE undone = 0 ORDER BY id DESC LIMIT 1")?,
                redo: words("SELECT words FROM steps WHERE undone = 1 ORDER BY id LIMIT 1")?,
            })
        })
    }

    /// From now on this connection waits until the disk has what it commits: a person's decision outlives a power cut.
    /// (An index run does not wait: what it loses is read again.)
    fn durable(&self) -> Result<(), CatalogError> {
        self.db.pragma_update(None, "synchronous", "FULL").map_err(|e| Fault::from(e).at(&self.path))
    }
}

/// What the rows written down for a step say.
fn changed(db: &Connection, step: i64) -> Result<Changed, Fault> {
    let rows: i64 = db.query_row("SELECT count(*) FROM changes WHERE step_id = ?1", [step], |row| row.get(0))?;
    let vocabulary =
        db.query_row("SELECT EXISTS (SELECT 1 FROM changes WHERE step_id = ?1 AND tbl <> 'tags')", [step], |row| row.get(0))?;
    let mut statement = db.prepare_cached(
        "SELECT DISTINCT json_extract(coalesce(after, before), '$[1]') AS photo FROM changes
         WHERE step_id = ?1 AND tbl = 'tags' ORDER BY photo",
    )?;
    let photos = statement.query_map([step], |row| row.get(0).map(PhotoId))?.collect::<Result<_, _>>()?;
    Ok(Changed { photos, vocabulary, rows: rows as u64 })
}

fn forget_old(db: &Connection, newest: i64) -> Result<(), Fault> {
    let mut statement = db.prepare_cached("SELECT id, changed FROM steps ORDER BY id DESC")?;
    let steps: Vec<(i64, i64)> = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
    let mut rows = 0;
    let kept = steps.iter().take(STEPS as usize).take_while(|(id, changed)| {
        rows += changed;
        rows <= ROWS || *id == newest
    });
    let oldest = kept.last().map_or(newest, |(id, _)| *id);
    db.execute("DELETE FROM steps WHERE id < ?1", [oldest])?;
    Ok(())
}

/// Replaces each row of a step's `changes` that is as `from` says by what `to` says, in the order of that query.
fn turn_back(db: &Transaction<'_>, step: &str, changes: &str, undone: i64) -> Result<Option<Undone>, Fault> {
    let Some((step, words)) = db.query_row(step, [], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))).optional()? else {
        return Ok(None);
    };
    // A set comes back before or after its labels, as it may.
    db.execute_batch("PRAGMA defer_foreign_keys = ON")?;
    let mut report = Undone { words, changed: changed(db, step)?, ..Undone::default() };
    let mut statement = db.prepare_cached(changes)?;
    let mut rows = statement.query([step])?;
    let mut put_back = 0;
    while let Some(row) = rows.next()? {
        let (tbl, id): (String, i64) = (row.get(0)?, row.get(1)?);
        let (from, to): (Option<String>, Option<String>) = (row.get(2)?, row.get(3)?);
        let table = Table::named(&tbl)?;
        if table.now(db, id)? == from && table.replace(db, id, to.as_deref())? {
            put_back += 1;
            continue;
        }
        report.refused_rows += 1;
        if report.refused.len() < TOLD {
            report.refused.push(table.describe(db, to.as_deref().or(from.as_deref()).unwrap_or_default())?);
        }
    }
    report.changed.rows = put_back;
    db.execute("UPDATE generations SET tags = tags + 1", [])?;
    for_each_row(db, "UPDATE steps SET undone = ?2 WHERE id = ?1", [(step, undone)])?;
    Ok(Some(report))
}

/// A table that steps change, with its columns as the triggers write them down.
struct Table {
    now: &'static str,
    delete: &'static str,
    insert: &'static str,
    /// What a row needs to be there: another row that may be gone for good.
    needs: Option<&'static str>,
    describe: &'static str,
}

const LABEL_SETS: Table = Table {
    now: "SELECT json_array(id, name, position, choice, templates, none_of_these, revision) FROM label_sets WHERE id = ?1",
    delete: "DELETE FROM label_sets WHERE id = ?1",
    insert: "INSERT INTO label_sets (id, name, position, choice, templates, none_of_these, revision)
        SELECT ?1 ->> 0, ?1 ->> 1, ?1 ->> 2, ?1 ->> 3, ?1 ->> 4, ?1 ->> 5, ?1 ->> 6 WHERE true
        ON CONFLICT (id) DO UPDATE SET name = excluded.name, position = excluded.position, choice = excluded.choice,
        templates = excluded.templates, none_of_these = excluded.none_of_these, revision = excluded.revision",
    needs: None,
    describe: "SELECT 'the set ' || (?1 ->> 1)",
};

const LABELS: Table = Table {
    now: "SELECT json_array(id, set_id, name, position, prompts, since) FROM labels WHERE id = ?1",
    delete: "DELETE FROM labels WHERE id = ?1",
    insert: "INSERT INTO labels (id, set_id, name, position, prompts, since)
        SELECT ?1 ->> 0, ?1 ->> 1, ?1 ->> 2, ?1 ->> 3, ?1 ->> 4, ?1 ->> 5 WHERE true
        ON CONFLICT (id) DO UPDATE SET set_id = excluded.set_id, name = excluded.name, position = excluded.position,
        prompts = excluded.prompts, since = excluded.since",
    needs: None,
    describe: "SELECT 'the label ' || (?1 ->> 2)",
};

const TAGS: Table = Table {
    now: "SELECT json_array(id, photo_id, set_id, label_id, decision, source, score, model, revision, decided_at) FROM tags WHERE id = ?1",
    delete: "DELETE FROM tags WHERE id = ?1",
    insert: "INSERT INTO tags (id, photo_id, set_id, label_id, decision, source, score, model, revision, decided_at)
        SELECT ?1 ->> 0, ?1 ->> 1, ?1 ->> 2, ?1 ->> 3, ?1 ->> 4, ?1 ->> 5, ?1 ->> 6, ?1 ->> 7, ?1 ->> 8, ?1 ->> 9 WHERE true
        ON CONFLICT (id) DO UPDATE SET photo_id = excluded.photo_id, set_id = excluded.set_id, label_id = excluded.label_id,
        decision = excluded.decision, source = excluded.source, score = excluded.score, model = excluded.model,
        revision = excluded.revision, decided_at = excluded.decided_at",
    needs: Some("SELECT 1 FROM photos WHERE id = ?1 ->> 1"),
    describe: "SELECT coalesce((SELECT CAST(path AS TEXT) FROM photos WHERE id = ?1 ->> 1), 'a photo that is gone') || ': ' ||
        coalesce((SELECT name FROM labels WHERE id = ?1 ->> 3), 'none of these')",
};

impl Table {
    fn named(name: &str) -> Result<&'static Self, Fault> {
        match name {
            "label_sets" => Ok(&LABEL_SETS),
            "labels" => Ok(&LABELS),
            "tags" => Ok(&TAGS),
            other => Err(Fault::damaged(format!("a step changed the table {other}, which this program does not know"))),
        }
    }

    fn now(&self, db: &Connection, id: i64) -> Result<Option<String>, Fault> {
        Ok(db.prepare_cached(self.now)?.query_row([id], |row| row.get(0)).optional()?)
    }

    /// False where something stands in the way.
    fn replace(&self, db: &Connection, id: i64, to: Option<&str>) -> Result<bool, Fault> {
        let Some(to) = to else {
            for_each_row(db, self.delete, [[id]])?;
            return Ok(true);
        };
        if let Some(needs) = self.needs
            && !db.prepare_cached(needs)?.exists([to])?
        {
            return Ok(false);
        }
        match for_each_row(db, self.insert, [[to]]) {
            Ok(_) => Ok(true),
            // Another row has taken its place.
            Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::ConstraintViolation) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    fn describe(&self, db: &Connection, row: &str) -> Result<String, Fault> {
        Ok(db.prepare_cached(self.describe)?.query_row([row], |row| row.get(0))?)
    }
}
