//! Some columns of a table whose rows name photos.

use super::FormatError;
use super::table::{Table, unguard};
use super::tags_in::{KeyKind, key_column};

/// A table of which some columns were asked for, read whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnFile {
    /// What the rows name their photos by.
    pub key: KeyKind,
    /// The column that names them.
    pub key_column: String,
    /// Rows that are not empty.
    pub rows: Vec<ColumnRow>,
}

/// A row of a [`ColumnFile`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnRow {
    /// Where it stands in the file.
    pub line: u64,
    /// What names the photo, as written; empty where the cell is.
    pub key: String,
    /// The cells that were asked for, in that order; without spaces around them.
    pub cells: Vec<String>,
}

/// Reads columns by their names, whatever the case. `key`: what the rows name photos by; `None`: the first of path, name and SKU that has
/// a column. An error names the column that is not there.
pub fn read_columns(bytes: &[u8], key: Option<KeyKind>, columns: &[&str]) -> Result<ColumnFile, FormatError> {
    let table = Table::read(bytes, "path")?;
    let (key, key_place) = key_column(&table, key, None)?;
    let places = columns.iter().map(|name| table.need(name)).collect::<Result<Vec<_>, _>>()?;
    let rows = table.rows.iter().filter(|row| row.cells.iter().any(|cell| !cell.trim().is_empty())).map(|row| ColumnRow {
        line: row.line,
        key: unguard(&row.cells[key_place]).to_owned(),
        cells: places.iter().map(|&place| unguard(&row.cells[place]).trim().to_owned()).collect(),
    });
    Ok(ColumnFile { key, rows: rows.collect(), key_column: table.header[key_place].clone() })
}
