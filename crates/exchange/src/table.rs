//! Tables of people: CSV in whatever dialect a spreadsheet writes, read strictly; and RFC 4180 out.
//!
//! The reader is our own because a lenient one takes half a file for a whole one: a quote that is never closed, or a row
//! that is too short, is where the file was cut off.

use super::FormatError;
use std::io::{self, Write};

/// A table with named columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The names of the columns, as written.
    pub header: Vec<String>,
    /// Each with as many cells as the header.
    pub rows: Vec<Row>,
}

/// A row of a table, the header not counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Where it begins; a cell may go over several lines.
    pub line: u64,
    /// As written, guards included.
    pub cells: Vec<String>,
}

impl Table {
    /// Reads UTF-8 (a byte order mark is skipped) separated by commas, semicolons or tabs, whichever the first line has
    /// most of outside quotes. Lines end in LF, CRLF or CR; empty ones are skipped. `wanted` names columns that would do.
    pub fn read(bytes: &[u8], wanted: &'static str) -> Result<Self, FormatError> {
        let mut cursor = Cursor::of(bytes)?;
        let header = cursor.row()?.ok_or(FormatError::Empty { wanted })?.cells;
        let mut rows = Vec::new();
        while let Some(row) = cursor.row()? {
            if row.cells.len() != header.len() {
                return Err(FormatError::FieldCount { line: row.line, found: row.cells.len(), wanted: header.len() });
            }
            rows.push(row);
        }
        Ok(Self { header, rows })
    }

    /// The names of the columns alone, also of a file whose rows are wrong; none where its first line cannot be read.
    pub fn columns(bytes: &[u8]) -> Vec<String> {
        let row = Cursor::of(bytes).and_then(|mut cursor| cursor.row());
        row.ok().flatten().map(|row| row.cells).unwrap_or_default()
    }

    /// The place of a column, whatever its case and the spaces around it. `None` where there is none.
    pub fn find(&self, name: &str) -> Result<Option<usize>, FormatError> {
        let folded = fold(name);
        let mut places = (0..self.header.len()).filter(|i| fold(&self.header[*i]) == folded);
        let first = places.next();
        match (first, places.next()) {
            (Some(i), Some(_)) => Err(FormatError::TwoColumns { name: self.header[i].clone() }),
            (first, _) => Ok(first),
        }
    }

    /// The place of a column that must be there.
    pub fn need(&self, name: &str) -> Result<usize, FormatError> {
        self.find(name)?.ok_or_else(|| self.no_column(&format!("'{name}'")))
    }

    pub(super) fn no_column(&self, wanted: &str) -> FormatError {
        FormatError::NoColumn { wanted: wanted.to_owned(), found: self.header.join(", ") }
    }
}

/// Column names are compared without case, and a space in them is as good as an underscore.
fn fold(name: &str) -> String {
    name.trim().to_lowercase().replace(' ', "_")
}

/// The text of a file, without its byte order mark.
pub(super) fn utf8(bytes: &[u8]) -> Result<&str, FormatError> {
    let utf16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) || bytes.iter().take(4).any(|b| *b == 0);
    if utf16 {
        return Err(FormatError::Utf16);
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
        FormatError::NotUtf8 { line: 1 + line_ends(&before) }
    })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

fn detect_delimiter(text: &str) -> char {
    let mut counts = [(',', 0), (';', 0), ('\t', 0)];
    let mut quoted = false;
    for c in text.trim_start_matches(['\r', '\n']).chars() {
        match c {
            '"' => quoted = !quoted,
            '\r' | '\n' if !quoted => break,
            _ if !quoted => counts.iter_mut().filter(|(d, _)| *d == c).for_each(|(_, n)| *n += 1),
            _ => {}
        }
    }
    // The first of the most frequent: `max_by_key` would give the last.
    counts.iter().rev().max_by_key(|(_, n)| *n).map_or(',', |(d, _)| *d)
}

struct Cursor<'a> {
    rest: &'a str,
    line: u64,
    delimiter: char,
}

impl<'a> Cursor<'a> {
    /// At the beginning of a file.
    fn of(bytes: &'a [u8]) -> Result<Self, FormatError> {
        let text = utf8(bytes)?;
        // Spreadsheets of some countries name the separator in a line of its own.
        let named = text.strip_prefix("sep=").and_then(|rest| {
            let delimiter = rest.chars().next().filter(|c| matches!(c, ',' | ';' | '\t'))?;
            Some((delimiter, rest[1..].strip_prefix("\r\n").or_else(|| rest[1..].strip_prefix('\n'))?))
        });
        Ok(match named {
            Some((delimiter, rest)) => Self { rest, line: 2, delimiter },
            None => Self { rest: text, line: 1, delimiter: detect_delimiter(text) },
        })
    }

    /// The next row that is no empty line; `None` at the end.
    fn row(&mut self) -> Result<Option<Row>, FormatError> {
        while self.line_end() {}
        if self.rest.is_empty() {
            return Ok(None);
        }
        let line = self.line;
        let mut cells = Vec::new();
        loop {
            cells.push(if self.rest.starts_with('"') { self.quoted(line)? } else { self.plain() });
            if let Some(rest) = self.rest.strip_prefix(self.delimiter) {
                self.rest = rest;
            } else if self.rest.is_empty() || self.line_end() {
                return Ok(Some(Row { line, cells }));
            } else {
                return Err(FormatError::AfterQuote { line });
            }
        }
    }

    fn plain(&mut self) -> String {
        let end = self.rest.find(['\r', '\n', self.delimiter]).unwrap_or(self.rest.len());
        let (cell, rest) = self.rest.split_at(end);
        self.rest = rest;
        cell.to_owned()
    }

    fn quoted(&mut self, line: u64) -> Result<String, FormatError> {
        let mut cell = String::new();
        let mut rest = &self.rest[1..];
        loop {
            let end = rest.find('"').ok_or(FormatError::UnclosedQuote { line })?;
            cell.push_str(&rest[..end]);
            rest = &rest[end + 1..];
            match rest.strip_prefix('"') {
                Some(after) => {
                    cell.push('"');
                    rest = after;
                }
                None => break,
            }
        }
        self.rest = rest;
        self.line += line_ends(&cell);
        Ok(cell)
    }

    /// Takes one line end, if one is next.
    fn line_end(&mut self) -> bool {
        let rest = self.rest.strip_prefix("\r\n").or_else(|| self.rest.strip_prefix(['\r', '\n']));
        if let Some(rest) = rest {
            self.rest = rest;
            self.line += 1;
        }
        rest.is_some()
    }
}

fn line_ends(text: &str) -> u64 {
    let bytes = text.as_bytes();
    let ends = |i: &usize| bytes[*i] == b'\n' || (bytes[*i] == b'\r' && bytes.get(i + 1) != Some(&b'\n'));
    (0..bytes.len()).filter(ends).count() as u64
}

/// Writes rows as RFC 4180 does, with LF at the end of each. Our own too: the crate `csv` decides for a whole file which cells
/// are quoted, and cells that some reader would trim or misread need quotes beside others that must not have any.
#[derive(Debug)]
pub struct TableWriter<W: Write> {
    out: W,
    delimiter: char,
}

impl<W: Write> TableWriter<W> {
    /// Writes cells with commas between them.
    pub fn csv(out: W) -> Self {
        Self { out, delimiter: ',' }
    }

    /// Writes cells with tabs between them.
    pub fn tsv(out: W) -> Self {
        Self { out, delimiter: '\t' }
    }

    /// One row, as it is: see [`guard`].
    pub fn row<S: AsRef<str>>(&mut self, cells: &[S]) -> io::Result<()> {
        let mut line = String::new();
        for (i, cell) in cells.iter().enumerate() {
            if i > 0 {
                line.push(self.delimiter);
            }
            let cell = cell.as_ref();
            // A row of one empty cell would be an empty line.
            if needs_quotes(cell) || (cell.is_empty() && cells.len() == 1) {
                line.push('"');
                line.push_str(&cell.replace('"', "\"\""));
                line.push('"');
            } else {
                line.push_str(cell);
            }
        }
        line.push('\n');
        self.out.write_all(line.as_bytes())
    }
}

/// More than RFC 4180 asks for: other separators, spaces at the ends and what means something at the beginning of a file
/// is quoted too, so that no reader trims it or takes it for something else.
fn needs_quotes(cell: &str) -> bool {
    let special = |c: char| matches!(c, ',' | ';' | '\t' | '"' | '\r' | '\n');
    cell.contains(special) || cell.starts_with([' ', '\u{feff}']) || cell.ends_with(' ') || cell.starts_with("sep=")
}

/// A text as a cell that no spreadsheet takes for a formula: an apostrophe goes before `= + - @`, a tab or a line end.
///
/// It goes before a text that looks guarded already, too, so that [`unguard`] gives back exactly what went in.
pub fn guard(text: &str) -> String {
    if is_risky(text.trim_start_matches('\'')) { format!("'{text}") } else { text.to_owned() }
}

/// The text of a cell that [`guard`] may have made; any other cell as it is.
pub fn unguard(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if is_risky(text.trim_start_matches('\'')) => text,
        _ => cell,
    }
}

/// Whether a spreadsheet may take the text for a formula.
pub(super) fn is_risky(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n'])
}
