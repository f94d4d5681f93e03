//! The tables that steps change: triggers write down each of their rows before and after, by the names of their columns.
//!
//! To record one more column, add it in a migration, with a default: nothing else. To record one more table, make it in a
//! migration, with `id INTEGER PRIMARY KEY AUTOINCREMENT` (a step names its rows by that) and no BLOB, and add it to
//! [`RECORDED`]. The triggers are made anew after the last migration, from the columns that there are then.

use crate::error::Fault;
use crate::text_index;
use rusqlite::{Connection, Row};

/// A table that steps change.
pub(crate) struct Recorded {
    pub(crate) name: &'static str,
    /// Columns that are no decision of a person's and change outside of steps.
    unrecorded: &'static [&'static str],
    /// Finds another row that a row (`?1`, as it is written down) needs, and that may be gone for good.
    pub(crate) needs: Option<&'static str>,
    /// Says in words which row (`?1`) it is.
    pub(crate) describe: &'static str,
}

const RECORDED: [Recorded; 13] = [
    Recorded { name: "label_sets", unrecorded: &[], needs: None, describe: "SELECT 'the set ' || (?1 ->> 'name')" },
    Recorded { name: "labels", unrecorded: &[], needs: None, describe: "SELECT 'the label ' || (?1 ->> 'name')" },
    Recorded {
        name: "tags",
        unrecorded: &["stale"],
        needs: Some("SELECT 1 FROM photos WHERE id = ?1 ->> 'photo_id'"),
        describe: "SELECT coalesce((SELECT CAST(path AS TEXT) FROM photos WHERE id = ?1 ->> 'photo_id'), 'a photo that is gone') || ': ' ||
            coalesce((SELECT name FROM labels WHERE id = ?1 ->> 'label_id'), 'none of these')",
    },
    Recorded {
        name: "opinions",
        unrecorded: &[],
        needs: Some("SELECT 1 FROM photos WHERE id = ?1 ->> 'photo_id'"),
        describe: "SELECT coalesce((SELECT CAST(path AS TEXT) FROM photos WHERE id = ?1 ->> 'photo_id'), 'a photo that is gone') ||
            ': what ' || (?1 ->> 'author') || ' says'",
    },
    Recorded {
        name: "kept",
        unrecorded: &[],
        needs: Some("SELECT 1 FROM photos WHERE id = ?1 ->> 'photo_id'"),
        describe: "SELECT coalesce((SELECT CAST(path AS TEXT) FROM photos WHERE id = ?1 ->> 'photo_id'), 'a photo that is gone') ||
            ': a label that was kept'",
    },
    Recorded {
        name: "texts",
        unrecorded: &[],
        needs: Some("SELECT 1 FROM photos WHERE id = ?1 ->> 'photo_id'"),
        describe: "SELECT coalesce((SELECT CAST(path AS TEXT) FROM photos WHERE id = ?1 ->> 'photo_id'), 'a photo that is gone') || ': its texts'",
    },
    Recorded {
        name: "marks",
        unrecorded: &[],
        needs: Some("SELECT 1 FROM photos WHERE id = ?1 ->> 'photo_id'"),
        describe: "SELECT coalesce((SELECT CAST(path AS TEXT) FROM photos WHERE id = ?1 ->> 'photo_id'), 'a photo that is gone') || ': ' ||
            CASE ?1 ->> 'kind' WHEN 'flag' THEN 'its flag' WHEN 'stars' THEN 'its stars' ELSE 'its colour label' END",
    },
    Recorded {
        name: "distinct_photos",
        unrecorded: &[],
        needs: Some("SELECT 1 WHERE (SELECT count(*) FROM photos WHERE id IN (?1 ->> 'photo_id', ?1 ->> 'other_id')) = 2"),
        describe: "SELECT coalesce((SELECT CAST(path AS TEXT) FROM photos WHERE id = ?1 ->> 'photo_id'), 'a photo that is gone') ||
            ': no duplicate of another'",
    },
    Recorded {
        name: "photo_skus",
        unrecorded: &[],
        needs: Some("SELECT 1 FROM photos WHERE id = ?1 ->> 'photo_id'"),
        describe: "SELECT coalesce((SELECT CAST(path AS TEXT) FROM photos WHERE id = ?1 ->> 'photo_id'), 'a photo that is gone') || ': its SKU'",
    },
    Recorded { name: "searches", unrecorded: &[], needs: None, describe: "SELECT 'the saved search ' || (?1 ->> 'name')" },
    Recorded { name: "axes", unrecorded: &[], needs: None, describe: "SELECT 'the axis ' || (?1 ->> 'name')" },
    Recorded { name: "standards", unrecorded: &[], needs: None, describe: "SELECT 'the standard that photos are held against'" },
    Recorded { name: "clocks", unrecorded: &[], needs: None, describe: "SELECT 'the clock of ' || (?1 ->> 'camera')" },
];

/// The tables' names.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    RECORDED.iter().map(|table| table.name)
}

/// A column that is written down.
pub(crate) struct Column {
    pub(crate) name: String,
    /// What a row has there that knew nothing of the column: an expression.
    default: String,
}

impl Recorded {
    pub(crate) fn named(name: &str) -> Result<&'static Self, Fault> {
        let unknown = || Fault::damaged(format!("a step changed the table {name}, which this program does not know"));
        RECORDED.iter().find(|table| table.name == name).ok_or_else(unknown)
    }

    /// As the table has them now, in its order.
    pub(crate) fn columns(&self, db: &Connection) -> rusqlite::Result<Vec<Column>> {
        let mut statement = db.prepare("SELECT name, type, dflt_value FROM pragma_table_info(?1) ORDER BY cid")?;
        let columns = statement.query_map([self.name], column)?.collect::<rusqlite::Result<Vec<_>>>()?;
        Ok(columns.into_iter().filter(|column| !self.unrecorded.contains(&column.name.as_str())).collect())
    }
}

fn column(row: &Row<'_>) -> rusqlite::Result<Column> {
    let (kind, default): (String, Option<String>) = (row.get(1)?, row.get(2)?);
    // As the table would store it: the default 0 of a REAL is 0.0.
    let default = default.map_or_else(|| "NULL".to_owned(), |value| format!("CAST({value} AS {kind})"));
    Ok(Column { name: row.get(0)?, default })
}

/// An expression for a row as JSON: an object of its columns. `row` is "new", "old" or the table's name.
pub(crate) fn as_object(columns: &[Column], row: &str) -> String {
    object(columns, |column| format!("{row}.{}", column.name))
}

/// The same for a row that knew none of its columns.
pub(crate) fn defaults_as_object(columns: &[Column]) -> String {
    object(columns, |column| column.default.clone())
}

fn object(columns: &[Column], value: impl Fn(&Column) -> String) -> String {
    let pairs: Vec<String> = columns.iter().map(|column| format!("'{}', {}", column.name, value(column))).collect();
    format!("json_object({})", pairs.join(", "))
}

/// The first version whose triggers were made by [`make_triggers`], and not by a migration.
pub(crate) const SINCE: i64 = 4;

/// Makes the triggers that write down what a step changes, and those of the text index, in place of those that are there.
pub(crate) fn make_triggers(db: &Connection) -> rusqlite::Result<()> {
    for sql in triggers(db)? {
        let name = sql.split_whitespace().nth(2).unwrap_or_default();
        db.execute_batch(&format!("DROP TRIGGER IF EXISTS {name}; {sql}"))?;
    }
    Ok(())
}

/// The statements that make them, for the columns that the tables have now.
pub(crate) fn triggers(db: &Connection) -> rusqlite::Result<Vec<String>> {
    let recorded = RECORDED.iter().map(|table| triggers_of(db, table)).collect::<rusqlite::Result<Vec<_>>>()?;
    Ok(recorded.into_iter().flatten().flatten().chain(text_index::triggers(db)?).collect())
}

/// `None` where an older version has no such table.
fn triggers_of(db: &Connection, table: &Recorded) -> rusqlite::Result<Option<[String; 3]>> {
    let (name, columns) = (table.name, table.columns(db)?);
    if columns.is_empty() {
        return Ok(None);
    }
    let (old, new) = (as_object(&columns, "old"), as_object(&columns, "new"));
    let trigger = |ending: &str, event: &str, id: &str, before: &str, after: &str| {
        format!(
            "CREATE TRIGGER {name}_{ending} AFTER {event} ON {name} WHEN EXISTS (SELECT 1 FROM recording) BEGIN
                INSERT INTO changes (step_id, tbl, row_id, before, after) SELECT step_id, '{name}', {id}, {before}, {after} FROM recording;
            END"
        )
    };
    Ok(Some([
        trigger("made", "INSERT", "new.id", "NULL", &new),
        trigger("changed", "UPDATE", "new.id", &old, &new),
        trigger("gone", "DELETE", "old.id", &old, "NULL"),
    ]))
}
