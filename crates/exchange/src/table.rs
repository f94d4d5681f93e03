//! Tables of people: CSV in whatever dialect a spreadsheet writes, read strictly; and RFC 4180 out.
//!
//! The reader is our own because a lenient one takes half a file for a whole one: a quote that is never closed, or a row
//! that is too short, is where the file was cut off.

use super::FormatError;
use super::separator::{self, LINE_ENDS};
use base::fold::key;
use std::borrow::Cow;
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
    /// Reads UTF-8 or UTF-16 (a byte order mark is skipped) separated by commas, semicolons or tabs: by the one that a line `sep=;` names, or
    /// that makes all rows equally long. Lines end in LF, CRLF or CR; empty ones are skipped. `wanted` names columns that would do.
    pub fn read(bytes: &[u8], wanted: &'static str) -> Result<Self, FormatError> {
        let text = text(bytes)?;
        let mut cursor = Cursor::of(&text);
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
        let row = text(bytes).and_then(|text| Cursor::of(&text).row());
        row.ok().flatten().map(|row| row.cells).unwrap_or_default()
    }

    /// The place of a column, by its [`column_key`]. `None` where there is none.
    pub fn find(&self, name: &str) -> Result<Option<usize>, FormatError> {
        let key = column_key(name);
        let mut places = (0..self.header.len()).filter(|i| column_key(&self.header[*i]) == key);
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

/// What the names of columns are compared by: as names are, and a space or a hyphen is as good as an underscore.
pub fn column_key(name: &str) -> String {
    key(unguard(name)).replace([' ', '-'], "_")
}

/// The text of a file, without its byte order mark and the mark that DOS ends files with.
pub(super) fn text(bytes: &[u8]) -> Result<Cow<'_, str>, FormatError> {
    let text = match utf16(bytes) {
        Some(big_endian) => {
            let units = bytes.chunks(2).map(|pair| match *pair {
                [a, b] => Ok(if big_endian { u16::from_be_bytes([a, b]) } else { u16::from_le_bytes([a, b]) }),
                _ => Err(FormatError::Utf16),
            });
            let units = units.collect::<Result<Vec<u16>, _>>()?;
            Cow::Owned(String::from_utf16(&units).map_err(|_| FormatError::Utf16)?)
        }
        None => Cow::Borrowed(std::str::from_utf8(bytes).map_err(|error| {
            let before = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
            FormatError::NotUtf8 { line: 1 + line_ends(&before) }
        })?),
    };
    let bare = |text: &str| {
        let from = text.len() - text.strip_prefix('\u{feff}').unwrap_or(text).len();
        from..text.trim_end_matches('\u{1a}').len().max(from)
    };
    Ok(match text {
        Cow::Borrowed(text) => Cow::Borrowed(&text[bare(text)]),
        Cow::Owned(text) => Cow::Owned(text[bare(&text)].to_owned()),
    })
}

/// Whether the file is UTF-16, and then whether its bytes are in the big order: spreadsheets' "Unicode text". Without a byte order mark the zero
/// bytes of the first two characters tell.
fn utf16(bytes: &[u8]) -> Option<bool> {
    match *bytes {
        [0xff, 0xfe, ..] => Some(false),
        [0xfe, 0xff, ..] => Some(true),
        [a, 0, c, 0, ..] if a != 0 && c != 0 => Some(false),
        [0, b, 0, d, ..] if b != 0 && d != 0 => Some(true),
        _ => None,
    }
}

/// Goes through the rows of a text.
pub(super) struct Cursor<'a> {
    rest: &'a str,
    line: u64,
    delimiter: char,
}

impl<'a> Cursor<'a> {
    /// At the beginning of a file.
    fn of(text: &'a str) -> Self {
        match separator::named(text) {
            Some((delimiter, rest)) => Self { rest, line: 2, delimiter },
            None => Self::with(text, separator::found(text)),
        }
    }

    /// At the beginning of a text with this separator.
    pub(super) fn with(text: &'a str, delimiter: char) -> Self {
        Self { rest: text, line: 1, delimiter }
    }

    /// The next row that is no empty line; `None` at the end.
    pub(super) fn row(&mut self) -> Result<Option<Row>, FormatError> {
        while self.line_end() {}
        if self.rest.is_empty() {
            return Ok(None);
        }
        let line = self.line;
        let mut cells = Vec::new();
        loop {
            cells.push(self.cell(line)?);
            if let Some(rest) = self.rest.strip_prefix(self.delimiter) {
                self.rest = rest;
            } else if self.rest.is_empty() || self.line_end() {
                return Ok(Some(Row { line, cells }));
            } else {
                return Err(FormatError::AfterQuote { line });
            }
        }
    }

    /// The next cell. Spaces may stand round its quotes.
    fn cell(&mut self, line: u64) -> Result<String, FormatError> {
        let blank = |c: char| matches!(c, ' ' | '\t') && c != self.delimiter;
        let Some(inside) = self.rest.trim_start_matches(blank).strip_prefix('"') else { return Ok(self.plain()) };
        let (cell, after) = quoted(inside).ok_or(FormatError::UnclosedQuote { line })?;
        let rest = after.trim_start_matches(blank);
        let ends = rest.is_empty() || rest.starts_with(LINE_ENDS) || rest.starts_with(self.delimiter);
        if !ends && !self.rest.starts_with('"') {
            // ` "a" b`: the quotes are part of what is said.
            return Ok(self.plain());
        }
        self.rest = if ends { rest } else { after };
        self.line += line_ends(&cell);
        Ok(cell)
    }

    fn plain(&mut self) -> String {
        let end = self.rest.find(['\r', '\n', self.delimiter]).unwrap_or(self.rest.len());
        let (cell, rest) = self.rest.split_at(end);
        self.rest = rest;
        cell.to_owned()
    }

    /// Takes one line end, if one is next.
    fn line_end(&mut self) -> bool {
        let rest = self.rest.strip_prefix("\r\n").or_else(|| self.rest.strip_prefix(LINE_ENDS));
        if let Some(rest) = rest {
            self.rest = rest;
            self.line += 1;
        }
        rest.is_some()
    }
}

/// What stands before the closing quote, and what follows it; `None`: it never closes.
fn quoted(mut rest: &str) -> Option<(String, &str)> {
    let mut cell = String::new();
    loop {
        let end = rest.find('"')?;
        cell.push_str(&rest[..end]);
        rest = &rest[end + 1..];
        let Some(after) = rest.strip_prefix('"') else { return Some((cell, rest)) };
        cell.push('"');
        rest = after;
    }
}

fn line_ends(text: &str) -> u64 {
    let bytes = text.as_bytes();
    let ends = |i: &usize| bytes[*i] == b'\n' || (bytes[*i] == b'\r' && bytes.get(i + 1) != Some(&b'\n'));
    (0..bytes.len()).filter(ends).count() as u64
}

/// How a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dialect {
    /// Between cells.
    pub separator: char,
    /// A byte order mark before it, without which a spreadsheet takes UTF-8 for something else.
    pub mark: bool,
    /// Numbers have a comma where others have a point.
    pub decimal_comma: bool,
}

impl Dialect {
    /// Commas between cells.
    pub const CSV: Self = Self { separator: ',', mark: false, decimal_comma: false };
    /// Tabs between cells.
    pub const TSV: Self = Self { separator: '\t', mark: false, decimal_comma: false };

    /// As Excel opens it with a double click, where the system is set to this language ("de-CH"): it wants the system's separator.
    pub fn excel(locale: &str) -> Self {
        let (separator, decimal_comma) = separator::of_locale(locale);
        Self { separator, mark: true, decimal_comma }
    }

    /// A number in this dialect.
    pub(super) fn number(self, number: f32) -> String {
        let written = number.to_string();
        if self.decimal_comma { written.replace('.', ",") } else { written }
    }
}

/// Writes rows as RFC 4180 does, with LF at the end of each. Our own too: the crate `csv` decides for a whole file which cells
/// are quoted, and cells that some reader would trim or misread need quotes beside others that must not have any.
#[derive(Debug)]
pub struct TableWriter<W: Write> {
    out: W,
    dialect: Dialect,
    begun: bool,
}

impl<W: Write> TableWriter<W> {
    /// Writes cells in this dialect.
    pub fn new(out: W, dialect: Dialect) -> Self {
        Self { out, dialect, begun: false }
    }

    /// Writes cells with commas between them.
    pub fn csv(out: W) -> Self {
        Self::new(out, Dialect::CSV)
    }

    /// Writes cells with tabs between them.
    pub fn tsv(out: W) -> Self {
        Self::new(out, Dialect::TSV)
    }

    /// What was written to.
    pub fn into_inner(self) -> W {
        self.out
    }

    /// One row, as it is: see [`guard`].
    pub fn row<S: AsRef<str>>(&mut self, cells: &[S]) -> io::Result<()> {
        let mut line = String::new();
        if self.dialect.mark && !self.begun {
            line.push('\u{feff}');
        }
        self.begun = true;
        for (i, cell) in cells.iter().enumerate() {
            if i > 0 {
                line.push(self.dialect.separator);
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
    cell.contains(special)
        || cell.starts_with([' ', '\u{feff}'])
        || cell.ends_with(' ')
        || cell.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("sep="))
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
