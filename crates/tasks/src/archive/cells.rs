//! Tables of an archive, row by row: written with their rows counted, and read with the line of whatever is wrong.

use super::error::ArchiveError;
use base::path_bytes;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use exchange::{FormatError, Row, Table, TableWriter, guard, rfc3339, unguard};
use fs_err::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// Before the bytes of a path that is not UTF-8.
const BYTES: &str = "base64:";

/// A table that is being written.
pub struct Sheet {
    path: PathBuf,
    table: TableWriter<BufWriter<File>>,
    rows: u64,
}

impl Sheet {
    /// With the names of its columns.
    pub fn new(path: PathBuf, columns: &[&str]) -> Result<Self, ArchiveError> {
        let file = File::create(&path).map_err(|error| ArchiveError::Write { error, path: path.clone() })?;
        let mut sheet = Self { path, table: TableWriter::csv(BufWriter::new(file)), rows: 0 };
        sheet.row(columns)?;
        Ok(Self { rows: 0, ..sheet })
    }

    /// One row, as it is.
    pub fn row<S: AsRef<str>>(&mut self, cells: &[S]) -> Result<(), ArchiveError> {
        self.rows += 1;
        self.table.row(cells).map_err(|error| ArchiveError::Write { error, path: self.path.clone() })
    }

    /// On the disk; answers how many rows it has.
    pub fn finish(self) -> Result<u64, ArchiveError> {
        let Self { path, table, rows } = self;
        let synced = table.into_inner().into_inner().map_err(std::io::IntoInnerError::into_error).and_then(|file| file.sync_all());
        synced.map_err(|error| ArchiveError::Write { error, path }).map(|()| rows)
    }
}

/// Writes a small file whole.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), ArchiveError> {
    let run = || {
        let mut file = File::create(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    };
    run().map_err(|error| ArchiveError::Write { error, path: path.to_owned() })
}

/// A path as a cell.
pub fn path_cell(path: &Path) -> String {
    match path.to_str() {
        Some(text) if !text.starts_with(BYTES) => guard(text),
        _ => format!("{BYTES}{}", STANDARD.encode(path_bytes::to_bytes(path))),
    }
}

/// A moment as a cell.
pub fn time_cell(ms: i64) -> String {
    rfc3339(ms).unwrap_or_else(|| ms.to_string())
}

/// A number as a cell; empty where there is none.
pub fn number_cell<T: ToString>(number: Option<T>) -> String {
    number.map(|number| number.to_string()).unwrap_or_default()
}

/// A text that may be absent, as a cell.
pub fn text_cell(text: Option<&str>) -> String {
    text.map(guard).unwrap_or_default()
}

/// A tick as a cell.
pub fn tick_cell(on: bool) -> String {
    if on { "yes".to_owned() } else { String::new() }
}

/// A table that was read, with the places of the columns that are asked for.
pub struct Read {
    path: PathBuf,
    table: Table,
    places: Vec<usize>,
}

impl Read {
    /// Reads a table that has these columns, in whatever order, and as many rows as `rows` says or more.
    pub fn new(folder: &Path, name: &str, columns: &[&'static str], rows: u64) -> Result<Self, ArchiveError> {
        let path = folder.join(name);
        let table = Table::read(&bytes(&path)?, columns.first().copied().unwrap_or_default());
        let placed = table.and_then(|table| Ok((columns.iter().map(|name| table.need(name)).collect::<Result<_, _>>()?, table)));
        let (places, table) = placed.map_err(|error| ArchiveError::Format { error, path: path.clone() })?;
        let found = table.rows.len() as u64;
        if found < rows {
            return Err(ArchiveError::CutOff { found, wanted: rows, path });
        }
        Ok(Self { path, table, places })
    }

    /// Each row, through `read`.
    pub fn each<T>(&self, mut read: impl FnMut(&Cells<'_>) -> Result<T, FormatError>) -> Result<Vec<T>, ArchiveError> {
        let rows = self.table.rows.iter().map(|row| read(&Cells { of: self, row }));
        rows.collect::<Result<_, _>>().map_err(|error| ArchiveError::Format { error, path: self.path.clone() })
    }
}

/// The bytes of a file.
pub fn bytes(path: &Path) -> Result<Vec<u8>, ArchiveError> {
    let unreadable = |error| ArchiveError::Unreadable { reason: base::human::file_reason(&error), path: path.to_owned() };
    base::regular::read(path).map_err(unreadable)
}

/// A row of a table; columns are counted as they were asked for.
pub struct Cells<'a> {
    of: &'a Read,
    row: &'a Row,
}

impl Cells<'_> {
    /// Without the guard.
    pub fn text(&self, column: usize) -> &str {
        unguard(&self.row.cells[self.of.places[column]])
    }

    /// `None` where it is empty.
    pub fn some_text(&self, column: usize) -> Option<&str> {
        Some(self.text(column)).filter(|text| !text.is_empty())
    }

    /// A text that must be there.
    pub fn need(&self, column: usize) -> Result<&str, FormatError> {
        self.some_text(column).ok_or_else(|| self.wrong(column, "the cell is empty"))
    }

    /// `None` where it is empty.
    pub fn number<T: std::str::FromStr>(&self, column: usize) -> Result<Option<T>, FormatError> {
        let parsed = self.some_text(column).map(|text| text.parse().map_err(|_| self.wrong(column, format!("'{text}' is no such number"))));
        parsed.transpose()
    }

    /// A number that must be there.
    pub fn need_number<T: std::str::FromStr>(&self, column: usize) -> Result<T, FormatError> {
        self.number(column)?.ok_or_else(|| self.wrong(column, "the cell is empty"))
    }

    /// Milliseconds since 1970.
    pub fn time(&self, column: usize) -> Result<i64, FormatError> {
        let text = self.need(column)?;
        let parsed = text.parse::<jiff::Timestamp>().map(jiff::Timestamp::as_millisecond).or_else(|_| text.parse::<i64>());
        parsed.map_err(|_| self.wrong(column, format!("'{text}' is no time; write it as 2026-01-02T03:04:05Z")))
    }

    /// "yes" or nothing.
    pub fn tick(&self, column: usize) -> Result<bool, FormatError> {
        match self.text(column) {
            "" => Ok(false),
            "yes" => Ok(true),
            other => Err(self.wrong(column, format!("'{other}' is neither yes nor empty"))),
        }
    }

    /// A path, whatever its bytes; `None` where it is empty.
    pub fn path(&self, column: usize) -> Result<Option<PathBuf>, FormatError> {
        let Some(text) = self.some_text(column) else { return Ok(None) };
        match text.strip_prefix(BYTES) {
            None => Ok(Some(PathBuf::from(text))),
            Some(coded) => {
                let bytes = STANDARD.decode(coded).map_err(|_| self.wrong(column, "what stands behind base64: is none"))?;
                Ok(Some(path_bytes::from_bytes(&bytes)))
            }
        }
    }

    /// What is wrong with a cell.
    pub fn wrong(&self, column: usize, problem: impl Into<String>) -> FormatError {
        let name = self.of.table.header[self.of.places[column]].clone();
        FormatError::Cell { line: self.row.line, column: name, problem: problem.into() }
    }
}
