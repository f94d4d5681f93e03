//! Mends what can be mended in a damaged catalogue, after copying it.
//!
//! Everything is first done to a copy in the system's temporary folder. Only where that copy's structure is sound afterwards is the same done to
//! the catalogue, in one transaction: what cannot be mended is not touched.

use crate::check::structure;
use crate::connection::Catalog;
use crate::copy::{copy_beside, copy_to_new};
use crate::error::{CatalogError, Fault};
use crate::recorded;
use crate::sql::unsigned;
use crate::text_index;
use crate::thumbs::Thumbs;
use base::human;
use rusqlite::{Connection, OptionalExtension};
use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

/// Rows go with others, and those that belonged to them are looked for again: no table is further from the photos than this.
const ROUNDS: usize = 8;

/// What a repair did, or would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    /// The catalogue as it was before; `None` where it was not changed.
    pub copy: Option<PathBuf>,
    /// In the order in which it is done.
    pub mended: Vec<Mended>,
    /// What [`Catalog::check`] finds afterwards.
    pub left: Vec<String>,
    /// The file is damaged in a way that cannot be mended in place, and was left as it is.
    pub beyond: bool,
}

/// One thing that was mended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mended {
    /// The index of words was made anew.
    Words,
    /// All indexes of the tables were rebuilt.
    Indexes,
    /// Rows whose photo, label, set or model is gone were taken out.
    Rows {
        /// The table that they were in.
        table: String,
        /// How many.
        count: u64,
        /// They may hold what a person decided.
        decided: bool,
    },
    /// A table would have given numbers again that the history knows as another row's.
    Numbers {
        /// Its name.
        table: String,
    },
    /// So many thumbnails could not be read and are made anew when their folders are next indexed.
    Thumbnails(u64),
    /// The same of the whole file of thumbnails.
    AllThumbnails,
}

impl Mended {
    /// What was mended, in a word for scripts: a table's name, or `text_index`, `indexes` or `thumbnails`.
    pub fn kind(&self) -> &str {
        match self {
            Self::Words => "text_index",
            Self::Indexes => "indexes",
            Self::Rows { table, .. } | Self::Numbers { table } => table,
            Self::Thumbnails(_) | Self::AllThumbnails => "thumbnails",
        }
    }
}

impl fmt::Display for Mended {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Words => write!(f, "the index of words is made anew"),
            Self::Indexes => write!(f, "the indexes of all tables are rebuilt"),
            Self::Rows { table, count, decided } => {
                let count = human::count(*count);
                let may = if *decided { "; decisions of persons may be among them" } else { "" };
                write!(f, "taken out of {table}, because what they belong to is gone: {count}{may}")
            }
            Self::Numbers { table } => write!(f, "the numbering of {table} goes on behind what the history knows"),
            Self::Thumbnails(count) => {
                write!(f, "unreadable thumbnails forgotten, which the next index makes anew: {}", human::count(*count))
            }
            Self::AllThumbnails => write!(f, "the file of thumbnails is damaged and is emptied; the next index makes them anew"),
        }
    }
}

impl Catalog {
    /// Mends the catalogue at `path`, or tells what mending it would do where `save` is false. `readable` says of a thumbnail's bytes whether they
    /// are a picture.
    ///
    /// The catalogue is copied to "shop.before-repair.selvedge" beside it before anything in it is changed. Photos whose folder is gone stay, because
    /// every decision about them would go with them; [`Repair::left`] tells them.
    pub fn repair_at(path: &Path, save: bool, readable: &dyn Fn(&[u8]) -> bool) -> Result<Repair, CatalogError> {
        let looked = Self::as_it_is(path)?;
        let path = looked.path.clone();
        let before = looked.check()?;
        let words = !looked.read(text_index::is_sound).unwrap_or(true);
        let (mut mended, mut left, beyond) = match looked.rehearse_repair(words) {
            Ok((mended, left)) => (mended, left, false),
            Err(Fault::Damaged { .. } | Fault::Store(_)) => (Vec::new(), before, true),
            Err(other) => return Err(other.at(&path)),
        };
        let mut copy = None;
        if save && !mended.is_empty() {
            copy = Some(copy_beside(&looked.db, &path, ".before-repair").map_err(|fault| fault.at(&path))?);
        }
        let thumbs = looked.thumbs.unreadable(readable);
        if save {
            drop(looked);
            if copy.is_some() {
                let mut catalog = Self::open(&path)?;
                mended = catalog.mend(words)?;
                left = catalog.check()?;
            }
            if !thumbs.is_empty() {
                let thumbs_of = Thumbs::beside(&path);
                thumbs_of.forget(&thumbs).map_err(|fault| fault.at(thumbs_of.path()))?;
            }
        }
        if thumbs.whole {
            mended.push(Mended::AllThumbnails);
        } else if !thumbs.is_empty() {
            mended.push(Mended::Thumbnails(thumbs.hashes.len() as u64));
        }
        Ok(Repair { copy, mended, left, beyond })
    }

    /// Mends a copy that is thrown away.
    fn rehearse_repair(&self, words: bool) -> Result<(Vec<Mended>, Vec<String>), Fault> {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("rehearsal.selvedge");
        copy_to_new(&self.db, &file)?;
        let run = || -> Result<_, CatalogError> {
            let mut copy = Self::open(&file)?;
            let mended = copy.mend(words)?;
            Ok((mended, copy.check()?))
        };
        run().map_err(|error| error.fault)
    }

    /// Mends all that can be, in one transaction. Fails as damaged, and saves nothing, where the file's structure is not sound afterwards.
    fn mend(&mut self, words: bool) -> Result<Vec<Mended>, CatalogError> {
        self.transact(|db| {
            let mut mended = Vec::new();
            if words {
                text_index::make_anew(db)?;
                mended.push(Mended::Words);
            }
            mended.extend(rebuild_indexes(db)?);
            let rows = take_out_orphans(db)?;
            if !rows.is_empty() {
                db.execute("UPDATE generations SET photos = photos + 1, tags = tags + 1", [])?;
            }
            mended.extend(rows);
            mended.extend(number_on(db)?);
            Ok(mended)
        })
    }
}

/// Rebuilds the indexes where the structure is broken; an error where that does not mend it.
fn rebuild_indexes(db: &Connection) -> Result<Option<Mended>, Fault> {
    let mut problems = Vec::new();
    structure(db, &mut problems)?;
    if problems.is_empty() {
        return Ok(None);
    }
    require_rows(db)?;
    db.execute_batch("REINDEX")?;
    problems.clear();
    structure(db, &mut problems)?;
    problems.pop().map_or(Ok(Some(Mended::Indexes)), |problem| Err(Fault::damaged(problem)))
}

/// Fails where an index knows more rows than its table: the table has lost some, and a rebuilt index would hide it.
fn require_rows(db: &Connection) -> Result<(), Fault> {
    let sql = "SELECT name, tbl_name FROM sqlite_schema WHERE type = 'index' AND sql NOT LIKE '%WHERE%' AND sql NOT NULL";
    let mut statement = db.prepare(sql)?;
    let indexes = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<Vec<(String, String)>>>()?;
    for (index, table) in indexes {
        let count = |how: &str| db.query_row(&format!("SELECT count(*) FROM \"{table}\" {how}"), [], |row| unsigned(row, 0));
        // An index that cannot be read tells nothing; a table that cannot be read cannot be mended.
        let known = count(&format!("INDEXED BY \"{index}\"")).unwrap_or_default();
        if known > count("NOT INDEXED")? {
            return Err(Fault::damaged(format!("the table {table} has lost rows")));
        }
    }
    Ok(())
}

/// Takes out what belongs to something that is gone, and what a killed program left of its recording. Counted are all rows that went.
fn take_out_orphans(db: &Connection) -> Result<Vec<Mended>, Fault> {
    let before = rows(db)?;
    // Only while a step is being made does a row stand here, and that is never saved.
    db.execute("DELETE FROM recording", [])?;
    for _ in 0..ROUNDS {
        let mut statement = db.prepare("SELECT DISTINCT \"table\", fkid FROM pragma_foreign_key_check WHERE \"table\" <> 'photos'")?;
        let broken = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<Vec<(String, i64)>>>()?;
        if broken.is_empty() {
            break;
        }
        for (table, key) in broken {
            db.execute(&orphans_of(db, &table, key)?, [])?;
        }
    }
    let after = rows(db)?;
    let gone = before.into_iter().filter_map(|(table, count)| {
        let count = count.saturating_sub(after.get(&table).copied().unwrap_or_default());
        let decided = recorded::names().any(|name| name == table);
        (count > 0).then_some(Mended::Rows { table, count, decided })
    });
    Ok(gone.collect())
}

/// The statement that takes out the rows of a table of which the foreign key `key` leads nowhere.
fn orphans_of(db: &Connection, table: &str, key: i64) -> Result<String, Fault> {
    let mut statement = db.prepare("SELECT \"table\", \"from\", \"to\" FROM pragma_foreign_key_list(?1) WHERE id = ?2")?;
    let columns = statement
        .query_map((table, key), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<rusqlite::Result<Vec<(String, String, String)>>>()?;
    let Some((parent, ..)) = columns.first() else { return Err(Fault::damaged(format!("the table {table} is not as Selvedge makes it"))) };
    let is_there: Vec<String> = columns.iter().map(|(_, from, to)| format!("parent.\"{to}\" = \"{table}\".\"{from}\"")).collect();
    let is_set: Vec<String> = columns.iter().map(|(_, from, _)| format!("\"{from}\" IS NOT NULL")).collect();
    Ok(format!(
        "DELETE FROM \"{table}\" WHERE {} AND NOT EXISTS (SELECT 1 FROM \"{parent}\" AS parent WHERE {})",
        is_set.join(" AND "),
        is_there.join(" AND ")
    ))
}

/// Rows of each table, but for those in which SQLite and the index of words keep what is theirs.
fn rows(db: &Connection) -> Result<BTreeMap<String, u64>, Fault> {
    let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE 'text\\_index%' ESCAPE '\\'";
    let mut statement = db.prepare(sql)?;
    let tables = statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<String>>>()?;
    let count = |table: String| {
        let count = db.query_row(&format!("SELECT count(*) FROM \"{table}\""), [], |row| unsigned(row, 0))?;
        Ok((table, count))
    };
    tables.into_iter().map(count).collect()
}

/// Rows of recorded tables are named by their numbers, so none may be given twice: undoing a step would change another row.
fn number_on(db: &Connection) -> Result<Vec<Mended>, Fault> {
    let mut mended = Vec::new();
    for table in recorded::names() {
        let given: Option<i64> = db.query_row("SELECT seq FROM sqlite_sequence WHERE name = ?1", [table], |row| row.get(0)).optional()?;
        let sql = format!(
            "SELECT max(coalesce((SELECT max(id) FROM {table}), 0), coalesce((SELECT max(row_id) FROM changes WHERE tbl = ?1), 0))"
        );
        let known: i64 = db.query_row(&sql, [table], |row| row.get(0))?;
        if given.unwrap_or_default() < known {
            db.execute("DELETE FROM sqlite_sequence WHERE name = ?1", [table])?;
            db.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?1, ?2)", (table, known))?;
            mended.push(Mended::Numbers { table: table.to_owned() });
        }
    }
    Ok(mended)
}
