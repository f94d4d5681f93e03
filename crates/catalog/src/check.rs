//! Looks for damage: in the file's structure, between its tables, and in the vectors.

use crate::connection::Catalog;
use crate::embeddings::append;
use crate::error::{CatalogError, Fault};
use crate::foreign;
use crate::sql::unsigned;
use crate::stored;
use crate::text_index;
use base::{human, path_bytes};
use rusqlite::Connection;
use std::path::{Path, PathBuf};

/// What is wrong with a path below a root.
const OUTSIDE: &str = "leads out of its folder";

/// Makes a path of stored bytes, where they are one.
type Sound = fn(&[u8]) -> Option<PathBuf>;

type Look<'a> = &'a dyn Fn(&Connection, &mut Vec<String>) -> Result<(), Fault>;

/// More lines than this tell nobody more.
const MOST: usize = 100;

impl Catalog {
    /// As [`Catalog::check`], of a catalogue that is not opened for it: nothing is upgraded, written or left beside it.
    pub fn check_at(path: &Path) -> Result<Vec<String>, CatalogError> {
        Self::as_it_is(path)?.check()
    }

    /// Reads the whole catalogue and tells what is wrong with it, a sentence each; nothing if it is sound.
    /// An error only where it could not be looked at (busy, no access); damage is an answer.
    pub fn check(&self) -> Result<Vec<String>, CatalogError> {
        let mut problems = Vec::new();
        let schema = |db: &Connection, problems: &mut Vec<String>| {
            problems.extend(foreign::told(db, &self.guard.schema)?);
            Ok(())
        };
        let looks: [Look<'_>; 7] = [&structure, &schema, &references, &paths, &words, &vectors, &classes];
        for look in looks {
            match self.read(|db| look(db, &mut problems)) {
                Ok(()) => {}
                Err(CatalogError { fault: Fault::Damaged { detail }, .. }) => problems.push(format!("the file is damaged: {detail}")),
                Err(other) => return Err(other),
            }
        }
        if problems.len() > MOST {
            problems.truncate(MOST);
            problems.push("and more".to_owned());
        }
        Ok(problems)
    }
}

pub(crate) fn structure(db: &Connection, problems: &mut Vec<String>) -> Result<(), Fault> {
    match integrity(db, "PRAGMA integrity_check", problems) {
        // FTS5 did not even open the index, and the rest was not looked at.
        Err(Fault::Damaged { detail }) if text_index::is_meant(&detail) => {
            let mut statement = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'text_index'")?;
            let tables = statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<String>>>()?;
            tables
                .iter()
                .try_for_each(|table| integrity(db, &format!("PRAGMA integrity_check(\"{}\")", table.replace('"', "\"\"")), problems))
        }
        looked => looked,
    }
}

fn integrity(db: &Connection, sql: &str, problems: &mut Vec<String>) -> Result<(), Fault> {
    let mut statement = db.prepare(sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let line: String = row.get(0)?;
        if line != "ok" && !text_index::is_meant(&line) {
            problems.push(format!("the file's structure is broken: {}", line.trim().replace('\n', "; ")));
        }
    }
    Ok(())
}

/// The index of words, which is no reason to go back to a backup.
fn words(db: &Connection, problems: &mut Vec<String>) -> Result<(), Fault> {
    if !text_index::is_sound(db)? {
        problems.push(
            "the index of words is damaged: searches may not find every name and text; it is made anew when something is next saved or searched"
                .to_owned(),
        );
    }
    Ok(())
}

fn references(db: &Connection, problems: &mut Vec<String>) -> Result<(), Fault> {
    let mut statement = db.prepare("PRAGMA foreign_key_check")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (table, parent): (String, String) = (row.get(0)?, row.get(2)?);
        problems.push(format!("an entry of {table} belongs to something that is not in {parent}"));
        if problems.len() > MOST {
            break;
        }
    }
    Ok(())
}

/// Paths that are left out when photos are read, because nothing may be opened or written by them.
fn paths(db: &Connection, problems: &mut Vec<String>) -> Result<(), Fault> {
    let kinds: [(&str, &str, Sound); 3] = [
        ("roots", "is no folder's absolute path", stored::root),
        ("photos", OUTSIDE, stored::below_root),
        ("problems", OUTSIDE, stored::below_root),
    ];
    for (table, wrong, sound) in kinds {
        let mut statement = db.prepare(&format!("SELECT path FROM {table}"))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let bytes = row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?;
            if sound(bytes).is_none() {
                problems.push(format!("an entry of {table} {wrong} and is left out: {}", path_bytes::from_bytes(bytes).display()));
            }
            if problems.len() > MOST {
                return Ok(());
            }
        }
    }
    Ok(())
}

fn vectors(db: &Connection, problems: &mut Vec<String>) -> Result<(), Fault> {
    let mut statement =
        db.prepare("SELECT photo_id, dimension, vector, name FROM embeddings NOT INDEXED JOIN models ON models.id = model_id")?;
    let mut rows = statement.query([])?;
    let mut vector = Vec::new();
    while let Some(row) = rows.next()? {
        let (photo, dimension) = (row.get::<_, i64>(0)?, unsigned(row, 1)?);
        let blob = row.get_ref(2)?.as_blob().map_err(rusqlite::Error::from)?;
        vector.clear();
        append(&mut vector, blob);
        let length = vector.iter().map(|v| f64::from(*v) * f64::from(*v)).sum::<f64>().sqrt();
        let wrong = if blob.len() as u64 != 4 * dimension {
            "the wrong number of components"
        } else if (length - 1.0).abs() < 1e-3 {
            continue;
        } else {
            "not the length 1"
        };
        problems.push(format!("the vector of photo {photo} by the model {} has {wrong}", row.get::<_, String>(3)?));
        if problems.len() > MOST {
            break;
        }
    }
    Ok(())
}

/// Vectors of another arithmetic than f32, of models of which nothing shows that they may stand beside it.
fn classes(db: &Connection, problems: &mut Vec<String>) -> Result<(), Fault> {
    // An older catalogue is looked at as it is, and knows of f32 alone.
    if !db.column_exists(None, "embeddings", "arithmetic")? {
        return Ok(());
    }
    let mut statement = db.prepare(
        "SELECT name, count(*) FROM embeddings JOIN models ON models.id = model_id
         WHERE arithmetic <> 'f32' AND compatibility IS NULL GROUP BY model_id",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (name, vectors) = (row.get::<_, String>(0)?, human::photos(unsigned(row, 1)?));
        problems
            .push(format!("the vectors of {vectors} by the model {name} are not of f32, and nothing shows that they may stand beside it"));
    }
    Ok(())
}
