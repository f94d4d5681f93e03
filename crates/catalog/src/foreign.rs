//! What is in a catalogue's schema that we did not put there. A trigger of somebody else's would run with our changes, and a view
//! in the place of a table would answer for it: neither is ever run.

use crate::error::Fault;
use crate::recorded;
use crate::schema::Schema;
use crate::sql::version;
use rusqlite::Connection;

/// A table, index, trigger or view.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Object {
    kind: String,
    name: String,
    table: String,
    /// As it was made, but for blanks and quotes.
    sql: String,
}

impl Object {
    fn is_code(&self) -> bool {
        matches!(&*self.kind, "trigger" | "view")
    }

    /// "the trigger evil on tags".
    fn describe(&self) -> String {
        let on = if matches!(&*self.kind, "trigger" | "index") { format!(" on {}", self.table) } else { String::new() };
        format!("the {} {}{on}", self.kind, self.name)
    }

    /// What a table and one of the same name do not have in common, column by column.
    fn difference(&self, found: &[String], wanted: &[String]) -> Vec<String> {
        let mut told: Vec<String> = Vec::new();
        for column in found.iter().filter(|column| !wanted.contains(column)) {
            told.push(format!("the table {} has a column {column} that is not Selvedge's", self.name));
        }
        for column in wanted.iter().filter(|column| !found.contains(column)) {
            told.push(format!("the table {} lacks its column {column}", self.name));
        }
        if told.is_empty() {
            told.push(format!("{} is not as Selvedge makes it", self.describe()));
        }
        told
    }
}

/// A trigger or view that is not ours, in words. `None`: whatever runs with a change is ours.
pub(crate) fn code(db: &Connection, schema: &Schema) -> Result<Option<String>, Fault> {
    let found: Vec<Object> = objects(db)?.into_iter().filter(Object::is_code).collect();
    let found_version = version(db)?;
    let ours: Vec<String> = if found_version >= recorded::SINCE {
        recorded::triggers(db)?.iter().map(|sql| plain(sql)).collect()
    } else {
        made_by(schema, found_version)?.1.into_iter().filter(Object::is_code).map(|object| object.sql).collect()
    };
    Ok(found.iter().find(|object| !ours.contains(&object.sql)).map(Object::describe))
}

/// What the schema has that is not ours, and what it lacks: a sentence each.
pub(crate) fn told(db: &Connection, schema: &Schema) -> Result<Vec<String>, Fault> {
    let (model, wanted) = made_by(schema, version(db)?)?;
    let found = objects(db)?;
    let mut told = Vec::new();
    for object in &found {
        match wanted.iter().find(|w| (&w.kind, &w.name) == (&object.kind, &object.name)) {
            None => told.push(format!("{} is not Selvedge's", object.describe())),
            Some(w) if w == object => {}
            Some(w) if w.kind == "table" => told.extend(object.difference(&columns(db, &w.name)?, &columns(&model, &w.name)?)),
            Some(w) => told.push(format!("{} is not as Selvedge makes it", w.describe())),
        }
    }
    for w in wanted.iter().filter(|w| !found.iter().any(|f| (&f.kind, &f.name) == (&w.kind, &w.name))) {
        told.push(format!("{} is missing", w.describe()));
    }
    Ok(told)
}

/// An empty catalogue of that version, and what is in its schema.
fn made_by(schema: &Schema, version: i64) -> Result<(Connection, Vec<Object>), Fault> {
    let mut model = Connection::open_in_memory()?;
    schema.bring_to(&mut model, version)?;
    if version >= recorded::SINCE {
        recorded::make_triggers(&model)?;
    }
    let objects = objects(&model)?;
    Ok((model, objects))
}

fn objects(db: &Connection) -> rusqlite::Result<Vec<Object>> {
    // SQLite keeps tables and indexes of its own, with reserved names.
    let mut statement =
        db.prepare("SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'")?;
    let rows = statement.query_map([], |row| {
        let sql: String = row.get(3)?;
        Ok(Object { kind: row.get(0)?, name: row.get(1)?, table: row.get(2)?, sql: plain(&sql) })
    })?;
    rows.collect()
}

fn columns(db: &Connection, table: &str) -> rusqlite::Result<Vec<String>> {
    let mut statement = db.prepare("SELECT name FROM pragma_table_xinfo(?1) ORDER BY cid")?;
    statement.query_map([table], |row| row.get(0))?.collect()
}

/// SQLite rewrites statements where a table is altered: a blank or a quote more is no difference.
fn plain(sql: &str) -> String {
    sql.split_whitespace().collect::<Vec<_>>().join(" ").replace('"', "")
}
