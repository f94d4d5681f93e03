//! Labels that somebody has already: our own long CSV, or any table with a column that names the photo and one that
//! names its label.

use super::FormatError;
use super::table::{Row, Table, column_key, unguard};
use base::fold::trimmed;
use base::labels::name_problem;
use base::tags::{Decision, Source};

/// What a row names its photo by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyKind {
    /// Its path, absolute or relative to a root.
    Path,
    /// The name of a file, with or without its ending.
    Name,
    /// The SKU of a product: all of its photos.
    Sku,
}

/// How to read a table of labels. By default it is the long form, its photo in whichever column can name one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadOptions {
    /// What names the photo; `None`: the first of path, name and SKU that has a column.
    pub key: Option<KeyKind>,
    /// The column that names the photo; `None`: one with a usual name.
    pub key_column: Option<String>,
    /// The label set, for a file that does not name it.
    pub set: Option<String>,
    /// The column whose cells are the labels.
    pub column: Option<String>,
}

/// A table of labels, read whole.
#[derive(Clone, Debug, PartialEq)]
pub struct TagFile {
    /// What the rows name their photos by.
    pub key: KeyKind,
    /// The column it was read from.
    pub key_column: String,
    /// One label of one photo each.
    pub rows: Vec<ImportRow>,
    /// Rows of the table, empty ones left out.
    pub table_rows: u64,
    /// The lines of rows without a label, in a table whose column was named.
    pub unlabelled: Vec<u64>,
}

/// One label of one photo, as the file says it.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportRow {
    /// Where it stands in the file.
    pub line: u64,
    /// What names the photo, as written.
    pub key: String,
    /// The label set's name.
    pub set: String,
    /// The label's name; empty for [`Decision::None`].
    pub label: String,
    /// Accepted, where the file does not say.
    pub decision: Decision,
    /// By whom, if the file says so.
    pub source: Option<Source>,
    /// 0 to 1, if the file says so.
    pub score: Option<f32>,
    /// If the file says so.
    pub model: Option<String>,
    /// Milliseconds since 1970, if the file says so.
    pub decided_at_ms: Option<i64>,
    /// Who decided, by name, if the file says so.
    pub author: Option<String>,
}

/// What a column of labels says where none of the set fits a photo.
pub const NONE_OF_THESE: &str = "none of these";

const PATH_COLUMNS: [&str; 15] = [
    "path",
    "file_path",
    "filepath",
    "image_path",
    "image",
    "file",
    "photo",
    "src",
    "filename",
    "file_name",
    "image_src",
    "image_link",
    "image_url",
    "product_image_url",
    "variant_image",
];
/// Shops name a photo by its address on the web, which ends in the file's name.
const NAME_COLUMNS: [&str; 16] = [
    "filename",
    "file_name",
    "image_name",
    "name",
    "file",
    "image",
    "photo",
    "path",
    "image_path",
    "src",
    "image_src",
    "image_link",
    "image_url",
    "photo_url",
    "product_image_url",
    "variant_image",
];
const SKU_COLUMNS: [&str; 10] =
    ["sku", "variant_sku", "product_id", "product", "article_number", "item_number", "id", "handle", "url_handle", "style_number"];

impl KeyKind {
    /// In the order in which a table is looked into.
    pub const ALL: [Self; 3] = [Self::Path, Self::Name, Self::Sku];

    /// The column names that usually hold it, the likeliest first.
    pub fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Path => &PATH_COLUMNS,
            Self::Name => &NAME_COLUMNS,
            Self::Sku => &SKU_COLUMNS,
        }
    }
}

/// Reads a table of labels. An error names the line; nothing of the file is used then.
///
/// Without a set and a column it is the long form: a column that names the photo, `set`, `label`, and where present
/// `decision`, `source`, `score`, `model`, `decided_at` and `author`. With a column, its cells are the labels, several as
/// [`labels_of_cell`] reads them (with commas in a column `Tags`, as shops write it), or [`NONE_OF_THESE`]; the set is the one given, or is called like the column. With a set alone, the column is `label`, or else the one
/// called like the set.
pub fn read_tags(bytes: &[u8], options: &ReadOptions) -> Result<TagFile, FormatError> {
    let table = Table::read(bytes, "path,set,label")?;
    let (key, key_column) = key_column(&table, options.key, options.key_column.as_deref())?;
    let mut file = TagFile { key, key_column: table.header[key_column].clone(), rows: Vec::new(), table_rows: 0, unlabelled: Vec::new() };
    let rows = table.rows.iter().filter(|row| row.cells.iter().any(|c| !c.trim().is_empty()));
    let in_column = label_column(&table, options)?;
    let long = if in_column.is_none() { Some(LongColumns::of(&table, key_column, options)?) } else { None };
    for row in rows {
        let cells = Cells { table: &table, row };
        file.table_rows += 1;
        if let Some(columns) = &long {
            file.rows.push(columns.row(&cells)?);
        } else if let Some((set, column)) = &in_column {
            let before = file.rows.len();
            file.rows.extend(column_rows(&cells, cells.key(key_column)?, set, column)?);
            if file.rows.len() == before {
                file.unlabelled.push(row.line);
            }
        }
    }
    Ok(file)
}

/// A row for each of the labels in a cell.
fn column_rows(cells: &Cells<'_>, key: &str, set: &str, labels: &LabelColumn) -> Result<Vec<ImportRow>, FormatError> {
    let text = cells.text(Some(labels.place));
    let at_commas = labels.at_commas && !text.contains('|');
    let names = if at_commas { text.split(',').map(str::to_owned).collect() } else { labels_of_cell(text) };
    let mut rows = Vec::new();
    for name in names.iter().map(|name| trimmed(name)).filter(|name| !name.is_empty()) {
        if let Some(problem) = name_problem(name) {
            return Err(cells.wrong(labels.place, problem.to_string()));
        }
        let none = name.eq_ignore_ascii_case(NONE_OF_THESE);
        rows.push(ImportRow {
            line: cells.row.line,
            key: key.to_owned(),
            set: set.to_owned(),
            label: if none { String::new() } else { name.to_owned() },
            decision: if none { Decision::None } else { Decision::Accepted },
            source: None,
            score: None,
            model: None,
            decided_at_ms: None,
            author: None,
        });
    }
    Ok(rows)
}

/// The labels of a cell, which has bars between them. A backslash before a bar keeps it, and before that one itself.
pub fn labels_of_cell(cell: &str) -> Vec<String> {
    let (mut labels, mut label, mut backslashes) = (Vec::new(), String::new(), 0_usize);
    for c in cell.chars() {
        if c == '|' {
            label.truncate(label.len() - backslashes.div_ceil(2));
            if backslashes % 2 == 0 {
                labels.push(std::mem::take(&mut label));
                backslashes = 0;
                continue;
            }
        }
        backslashes = if c == '\\' { backslashes + 1 } else { 0 };
        label.push(c);
    }
    labels.push(label);
    labels.iter().map(|label| trimmed(label)).filter(|label| !label.is_empty()).map(str::to_owned).collect()
}

/// Shops write all tags of a product into one column of this name, with commas between them. In our own wide form a set may be called so.
fn has_commas(table: &Table, column: usize) -> bool {
    let is_ours = table.header.len() > 2 && table.header[..2] == ["path", "sku"];
    !is_ours && column_key(&table.header[column]) == "tags"
}

/// What names the photo, and its column: `kind`, or whichever the table has; the column of that name, or one with a usual name.
pub(super) fn key_column(table: &Table, kind: Option<KeyKind>, name: Option<&str>) -> Result<(KeyKind, usize), FormatError> {
    if let Some(name) = name {
        let place = table.need(name)?;
        let key = column_key(name);
        let usual = |kind: &KeyKind| kind.columns().contains(&key.as_str());
        let guessed = KeyKind::ALL.into_iter().find(usual).unwrap_or(KeyKind::Path);
        return Ok((kind.unwrap_or(guessed), place));
    }
    let kinds = kind.map_or_else(|| KeyKind::ALL.to_vec(), |kind| vec![kind]);
    for kind in &kinds {
        for name in kind.columns() {
            if let Some(place) = table.find(name)? {
                return Ok((*kind, place));
            }
        }
    }
    let usual: Vec<&str> = kinds.iter().map(|kind| kind.columns()[0]).collect();
    Err(table.no_column(&format!("that names the photo, such as {}", usual.join(", "))))
}

/// The column that holds labels.
struct LabelColumn {
    place: usize,
    /// Its labels have commas between them.
    at_commas: bool,
}

/// The set and the column of its labels, unless the table is the long form.
fn label_column(table: &Table, options: &ReadOptions) -> Result<Option<(String, LabelColumn)>, FormatError> {
    let at = |place| LabelColumn { place, at_commas: has_commas(table, place) };
    let set = options.set.as_deref().map(str::trim).filter(|s| !s.is_empty());
    match (&options.column, set) {
        (Some(column), set) => Ok(Some((set.unwrap_or(column.trim()).to_owned(), at(table.need(column)?)))),
        // Some rows of the long form may be of this set; their provenance is read with them.
        (None, Some(set)) if table.find("label")?.is_none() => match table.find(set)? {
            Some(place) => Ok(Some((set.to_owned(), at(place)))),
            None => Err(table.no_column(&format!("'label' or '{set}'; name the one that holds the labels"))),
        },
        (None, _) => Ok(None),
    }
}

/// Where the columns of the long form are.
struct LongColumns {
    key: usize,
    set: Option<usize>,
    /// For a file without a column `set`.
    set_name: String,
    label: usize,
    decision: Option<usize>,
    source: Option<usize>,
    score: Option<usize>,
    model: Option<usize>,
    decided_at: Option<usize>,
    author: Option<usize>,
}

impl LongColumns {
    fn of(table: &Table, key: usize, options: &ReadOptions) -> Result<Self, FormatError> {
        let set_name = options.set.as_deref().map(str::trim).unwrap_or_default().to_owned();
        let set = if set_name.is_empty() { Some(table.need("set")?) } else { None };
        Ok(Self {
            key,
            set,
            set_name,
            label: table.need("label")?,
            decision: table.find("decision")?,
            source: table.find("source")?,
            score: table.find("score")?,
            model: table.find("model")?,
            decided_at: table.find("decided_at")?,
            author: table.find("author")?,
        })
    }

    fn row(&self, cells: &Cells<'_>) -> Result<ImportRow, FormatError> {
        let set = if self.set.is_some() { cells.name(self.set)? } else { &self.set_name };
        if set.is_empty() {
            return Err(cells.wrong(self.set.unwrap_or(self.label), "the label set's name is empty; write it"));
        }
        let label = cells.name(Some(self.label))?;
        let decision = cells.parsed(self.decision)?.unwrap_or(Decision::Accepted);
        match (decision, label.is_empty()) {
            (Decision::None, false) => return Err(cells.wrong(self.label, "the decision is none, so that the label must be empty")),
            (Decision::Accepted | Decision::Rejected, true) => {
                return Err(cells.wrong(self.label, "the label is empty; write it, remove the row, or say none as decision"));
            }
            _ => {}
        }
        Ok(ImportRow {
            line: cells.row.line,
            key: cells.key(self.key)?.to_owned(),
            set: set.to_owned(),
            label: label.to_owned(),
            decision,
            source: cells.parsed(self.source)?,
            score: cells.score(self.score)?,
            model: Some(cells.text(self.model)).filter(|m| !m.is_empty()).map(str::to_owned),
            decided_at_ms: cells.time(self.decided_at)?,
            author: Some(trimmed(cells.text(self.author))).filter(|a| !a.is_empty()).map(str::to_owned),
        })
    }
}

/// A row by its columns.
struct Cells<'a> {
    table: &'a Table,
    row: &'a Row,
}

impl<'a> Cells<'a> {
    /// Without the guard and without spaces around; empty where there is no such column.
    fn text(&self, column: Option<usize>) -> &'a str {
        column.map_or("", |i| unguard(&self.row.cells[i]).trim())
    }

    /// The text of a cell that names a set or a label.
    fn name(&self, column: Option<usize>) -> Result<&'a str, FormatError> {
        let name = trimmed(self.text(column));
        match (name_problem(name), column) {
            (Some(problem), Some(i)) => Err(self.wrong(i, problem.to_string())),
            _ => Ok(name),
        }
    }

    /// What names the photo. A file's name may end in spaces, so it is not trimmed.
    fn key(&self, column: usize) -> Result<&'a str, FormatError> {
        let key = unguard(&self.row.cells[column]);
        if key.trim().is_empty() { Err(self.wrong(column, "the cell that names the photo is empty")) } else { Ok(key) }
    }

    fn parsed<T: std::str::FromStr<Err = String>>(&self, column: Option<usize>) -> Result<Option<T>, FormatError> {
        match (self.text(column), column) {
            ("", _) | (_, None) => Ok(None),
            (text, Some(i)) => text.parse().map(Some).map_err(|problem: String| self.wrong(i, problem)),
        }
    }

    fn score(&self, column: Option<usize>) -> Result<Option<f32>, FormatError> {
        match (self.text(column), column) {
            ("", _) | (_, None) => Ok(None),
            // Spreadsheets of some countries write a comma.
            (text, Some(i)) => match text.parse::<f32>().or_else(|_| text.replacen(',', ".", 1).parse()) {
                Ok(score) if score.is_finite() => Ok(Some(score)),
                _ => Err(self.wrong(i, format!("'{text}' is no score; write a number such as 0.87"))),
            },
        }
    }

    fn time(&self, column: Option<usize>) -> Result<Option<i64>, FormatError> {
        match (self.text(column), column) {
            ("", _) | (_, None) => Ok(None),
            (text, Some(i)) => text
                .parse::<jiff::Timestamp>()
                .map(|time| Some(time.as_millisecond()))
                .map_err(|_| self.wrong(i, format!("'{text}' is no time; write it as 2026-01-02T03:04:05Z"))),
        }
    }

    fn wrong(&self, column: usize, problem: impl Into<String>) -> FormatError {
        FormatError::Cell { line: self.row.line, column: self.table.header[column].clone(), problem: problem.into() }
    }
}
