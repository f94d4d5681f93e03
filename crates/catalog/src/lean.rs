//! A catalogue without what can be made again from its photos: what a backup of every day holds.
//!
//! Vectors of a million photos are 2 to 4 GB; what people decided about them is a hundredth of that. So a lean copy leaves out vectors, maps,
//! fingerprints, measured figures, the index of words and what a hub is known to hold, and of the history it keeps the last steps. It is a
//! catalogue all the same: put in the place of a lost one, the next index run makes what is missing.

use crate::connection::Catalog;
use crate::error::{CatalogError, Fault};
use crate::files::{name_new, passing_file};
use crate::probe::{self, uri};
use crate::recorded;
use crate::schema::Schema;
use crate::sql::{distrust, unsigned};
use rusqlite::{Connection, OpenFlags};
use std::path::Path;

/// Tables that stay behind: what is made again, and what is only true of processes that run. A table that comes later is copied unless it is put
/// here.
const LEFT_OUT: [&str; 18] = [
    "embeddings",
    "maps",
    "fingerprints",
    "compositions",
    "facts",
    "text_index",
    "looks",
    "in_hand",
    "recording",
    "unfinished",
    "refused",
    "hubs",
    "hub_photos",
    "hub_known",
    "hub_sets",
    "hub_vectors",
    // The last of them come with `copy_history`.
    "steps",
    "changes",
];

/// Changed rows of the last steps that come along.
const HISTORY: i64 = 50_000;

/// A label set and how many decisions stand in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldSet {
    /// Its name.
    pub name: String,
    /// Accepted, rejected and none-of-these, what was said of earlier content included.
    pub decisions: u64,
}

/// What people put into a catalogue, counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Holdings {
    /// In the person's order.
    pub sets: Vec<HeldSet>,
    /// Photos, missing ones included.
    pub photos: u64,
    /// Flags, stars and colour labels that are set.
    pub marks: u64,
    /// Photos with texts.
    pub texts: u64,
    /// Photos of which the product was said.
    pub products: u64,
    /// Saved searches.
    pub searches: u64,
}

impl Catalog {
    /// Writes a lean copy to a file that must not exist yet. Returns its size in bytes.
    ///
    /// The file appears when it is complete and on the disk. Others may write to the catalogue meanwhile: the copy is of one moment, and of none in
    /// the middle of a long step.
    pub fn backup_lean(&self, to: &Path) -> Result<u64, CatalogError> {
        if self.is_read_only() {
            return Err(Fault::OpenForReading.at(&self.path));
        }
        let run = || {
            let folder = to.parent().filter(|folder| folder.is_dir()).ok_or(Fault::NoFolder)?;
            if to.exists() {
                return Err(Fault::AlreadyExists);
            }
            let new = passing_file(folder)?;
            let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
            let mut db = Connection::open_with_flags(&new, flags)?;
            distrust(&db)?;
            Schema::current()?.build(&mut db)?;
            // For reading alone: nothing that is done to the copy may reach the catalogue.
            db.execute("ATTACH ?1 AS source", [format!("{}?mode=ro", uri(&self.path))])?;
            copy_rows(&mut db)?;
            db.execute_batch("DETACH source")?;
            recorded::make_triggers(&db)?;
            db.close().map_err(|(_, error)| error)?;
            let bytes = fs_err::metadata(&new)?.len();
            name_new(new, to)?;
            Ok(bytes)
        };
        let bytes = run().map_err(|fault: Fault| fault.at(to))?;
        self.require_there()?;
        Ok(bytes)
    }

    /// How many bytes a lean copy takes at most.
    pub fn lean_bytes(&self) -> Result<u64, CatalogError> {
        self.read(|db| {
            let pages: u64 =
                db.query_row("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size", [], |row| unsigned(row, 0))?;
            let sql = "SELECT coalesce(sum(dimension * 4 * (SELECT count(*) FROM embeddings WHERE model_id = models.id)), 0) FROM models";
            let vectors: u64 = db.query_row(sql, [], |row| unsigned(row, 0))?;
            Ok(pages.saturating_sub(vectors))
        })
    }

    /// What people put into it.
    pub fn holdings(&self) -> Result<Holdings, CatalogError> {
        self.read(|db| {
            let count = |sql: &str| db.query_row(sql, [], |row| unsigned(row, 0));
            let sql = "SELECT name, (SELECT count(*) FROM tags WHERE set_id = label_sets.id) FROM label_sets ORDER BY position, id";
            let mut statement = db.prepare(sql)?;
            let sets = statement.query_map([], |row| Ok(HeldSet { name: row.get(0)?, decisions: unsigned(row, 1)? }))?;
            Ok(Holdings {
                sets: sets.collect::<Result<_, _>>()?,
                photos: count("SELECT count(*) FROM photos")?,
                marks: count("SELECT count(*) FROM marks WHERE value IS NOT NULL")?,
                texts: count("SELECT count(*) FROM texts")?,
                products: count("SELECT count(DISTINCT photo_id) FROM photo_skus WHERE decision = 'accepted'")?,
                searches: count("SELECT count(*) FROM searches")?,
            })
        })
    }

    /// Whether the file at `path` is a catalogue, by its first bytes.
    pub fn is_one(path: &Path) -> bool {
        std::path::absolute(path).is_ok_and(|path| matches!(probe::look(&path), Ok(probe::Found::Catalogue { .. })))
    }
}

/// Fills a new catalogue from the one that is attached as "source", from one state of it.
fn copy_rows(db: &mut Connection) -> Result<(), Fault> {
    let transaction = db.transaction()?;
    let unfinished = transaction.query_row("SELECT EXISTS (SELECT 1 FROM source.unfinished)", [], |row| row.get(0))?;
    if unfinished {
        return Err(Fault::Busy);
    }
    // They would fill the index of words; an index that lacks photos is made anew by the first change.
    for name in texts(&transaction, "SELECT name FROM main.sqlite_schema WHERE type = 'trigger'")? {
        transaction.execute_batch(&format!("DROP TRIGGER main.{name}"))?;
    }
    let tables = "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'text_index%' ORDER BY rowid";
    for table in texts(&transaction, tables)?.iter().filter(|table| !LEFT_OUT.contains(&table.as_str())) {
        transaction.execute_batch(&format!("DELETE FROM main.{table}"))?;
        copy_table(&transaction, table, "true")?;
    }
    copy_history(&transaction)?;
    // No id is given twice, also not those of rows that are gone.
    transaction.execute_batch("DELETE FROM main.sqlite_sequence; INSERT INTO main.sqlite_sequence SELECT * FROM source.sqlite_sequence")?;
    Ok(transaction.commit()?)
}

fn copy_table(db: &Connection, table: &str, condition: &str) -> Result<(), Fault> {
    let columns = texts(db, &format!("SELECT name FROM pragma_table_info('{table}', 'main')"))?.join(", ");
    db.execute_batch(&format!("INSERT INTO main.{table} ({columns}) SELECT {columns} FROM source.{table} WHERE {condition}"))?;
    Ok(())
}

/// The last steps with their changed rows, as many as fit.
fn copy_history(db: &Connection) -> Result<(), Fault> {
    let fits = format!(
        "> (SELECT coalesce(max(id), 0) FROM (SELECT id, sum(changed) OVER (ORDER BY id DESC) AS rows FROM source.steps) WHERE rows > {HISTORY})"
    );
    copy_table(db, "steps", &format!("id {fits}"))?;
    copy_table(db, "changes", &format!("step_id {fits}"))
}

fn texts(db: &Connection, sql: &str) -> Result<Vec<String>, Fault> {
    Ok(db.prepare(sql)?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
}
