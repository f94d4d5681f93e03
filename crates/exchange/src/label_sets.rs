//! Label sets as CSV: one row a label, in the order of the person.
//!
//! Columns `set,label`, and where wanted `prompts`, `template`, `choice` and `none_of_these`. Several prompts or templates
//! in one cell are separated by `|`; a backslash before `|`, before a backslash or before a space at an end keeps it.

use super::FormatError;
use super::table::{Table, TableWriter, guard, unguard};
use base::fold::{fold, key, trimmed};
use base::labels::{Choice, LABEL_PLACE, LabelDraft, LabelSetDraft, name_problem};
use std::collections::HashMap;
use std::io::{self, Write};

/// Columns that would do.
const WANTED: &str = "set,label";

/// A label set as a file tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileSet {
    /// Whole: what the file does not say is as in a new set.
    pub draft: LabelSetDraft,
    /// The file says how many labels fit a photo.
    pub says_choice: bool,
    /// The file gives templates.
    pub says_templates: bool,
    /// The file says whether none of the labels may fit.
    pub says_none_of_these: bool,
}

/// Reads label sets from CSV; sets and labels keep the order of the file.
pub fn read_label_sets_csv(bytes: &[u8]) -> Result<Vec<FileSet>, FormatError> {
    let table = Table::read(bytes, WANTED)?;
    let (set, label) = (table.need("set")?, table.need("label")?);
    let columns = [table.find("prompts")?, table.find("template")?, table.find("choice")?, table.find("none_of_these")?];
    let templates_too = table.find("templates")?;
    let columns = [columns[0], columns[1].or(templates_too), columns[2], columns[3]];

    let mut sets: Vec<Reading> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for row in table.rows.iter().filter(|row| row.cells.iter().any(|c| !c.trim().is_empty())) {
        // Not trimmed: a space at an end of a template may be meant.
        let cell = |column: Option<usize>| column.map_or("", |i| unguard(&row.cells[i]));
        let name = trimmed(cell(Some(set)));
        if name.is_empty() {
            return Err(at(row.line, "set", "the set's name is empty; write it in every row"));
        }
        let i = *places.entry(fold(name)).or_insert(sets.len());
        if i == sets.len() {
            sets.push(Reading::named(name));
        }
        let reading = &mut sets[i];
        reading.settings(row.line, [cell(columns[1]), cell(columns[2]).trim(), cell(columns[3]).trim()])?;
        reading.label(row.line, trimmed(cell(Some(label))), cell(columns[0]));
    }
    if sets.is_empty() {
        return Err(FormatError::Line { line: 2, problem: "the file names no labels; write one a row under set,label".to_owned() });
    }
    sets.into_iter().map(Reading::finish).collect()
}

fn at(line: u64, column: &str, problem: impl Into<String>) -> FormatError {
    FormatError::Cell { line, column: column.to_owned(), problem: problem.into() }
}

/// A set whose rows are being read.
struct Reading {
    draft: LabelSetDraft,
    /// Where each label stands in the file.
    lines: Vec<u64>,
    /// Templates, choice, none of these: the cell that says it, and its line.
    said: [Option<(String, u64)>; 3],
}

impl Reading {
    fn named(name: &str) -> Self {
        Self { draft: LabelSetDraft { name: name.to_owned(), ..LabelSetDraft::default() }, lines: Vec::new(), said: [None, None, None] }
    }

    /// Takes what the row says about the whole set; rows that say nothing agree with any.
    fn settings(&mut self, line: u64, cells: [&str; 3]) -> Result<(), FormatError> {
        let names = ["template", "choice", "none_of_these"];
        for (i, cell) in cells.into_iter().enumerate().filter(|(_, cell)| !cell.trim().is_empty()) {
            if let Some((before, first)) = &self.said[i] {
                if before == cell {
                    continue;
                }
                let problem =
                    format!("it says '{cell}', but line {first} of the set '{}' says '{before}'; write the same", self.draft.name);
                return Err(at(line, names[i], problem));
            }
            match i {
                0 => self.draft.templates = templates(line, cell)?,
                1 => self.draft.choice = cell.parse().map_err(|problem: String| at(line, names[i], problem))?,
                _ => self.draft.none_of_these = yes_or_no(cell).ok_or_else(|| at(line, names[i], "write yes or no"))?,
            }
            self.said[i] = Some((cell.to_owned(), line));
        }
        Ok(())
    }

    fn label(&mut self, line: u64, name: &str, prompts: &str) {
        self.draft.labels.push(LabelDraft { id: None, name: name.to_owned(), prompts: split(prompts) });
        self.lines.push(line);
    }

    fn finish(mut self) -> Result<FileSet, FormatError> {
        // A set without labels is one row without a label.
        if self.draft.labels.len() == 1 && self.draft.labels[0].name.is_empty() && self.draft.labels[0].prompts.is_empty() {
            self.draft.labels.clear();
        }
        check_labels(&self.draft, |i| (self.lines[i], "label"))?;
        let [says_templates, says_choice, says_none_of_these] = self.said.map(|said| said.is_some());
        Ok(FileSet { draft: self.draft.tidied(), says_choice, says_templates, says_none_of_these })
    }
}

fn templates(line: u64, cell: &str) -> Result<Vec<String>, FormatError> {
    let templates = split(cell);
    match templates.iter().find(|t| !t.contains(LABEL_PLACE)) {
        Some(t) => Err(at(line, "template", format!("'{t}' has no {LABEL_PLACE} in it; put it where the label's words belong"))),
        None => Ok(templates),
    }
}

fn yes_or_no(cell: &str) -> Option<bool> {
    match cell.to_lowercase().as_str() {
        "yes" | "true" | "1" => Some(true),
        "no" | "false" | "0" => Some(false),
        _ => None,
    }
}

/// What is wrong with the names of a set, told by where they stand: a line, and the column if it has one.
pub(super) fn check_labels(draft: &LabelSetDraft, place: impl Fn(usize) -> (u64, &'static str)) -> Result<(), FormatError> {
    let wrong = |i: usize, problem: String| {
        let (line, column) = place(i);
        if column.is_empty() { FormatError::Line { line, problem } } else { at(line, column, problem) }
    };
    let mut seen: HashMap<String, usize> = HashMap::new();
    for (i, label) in draft.labels.iter().enumerate() {
        if trimmed(&label.name).is_empty() {
            return Err(wrong(i, "the label is empty; write its name or remove the row".to_owned()));
        }
        if let Some(problem) = name_problem(&label.name) {
            return Err(wrong(i, problem.to_string()));
        }
        if let Some(first) = seen.insert(key(&label.name), i) {
            let first_line = place(first).0;
            return Err(wrong(
                i,
                format!("the label '{}' is there already, in line {first_line}; rename or remove one", trimmed(&label.name)),
            ));
        }
    }
    Ok(())
}

/// Writes label sets so that [`read_label_sets_csv`] reads the same ones.
pub fn write_label_sets_csv(out: impl Write, sets: &[LabelSetDraft]) -> io::Result<()> {
    let mut table = TableWriter::csv(out);
    let none_of_these = sets.iter().any(|s| s.none_of_these);
    let columns = if none_of_these { 6 } else { 5 };
    table.row(&["set", "label", "prompts", "template", "choice", "none_of_these"][..columns])?;
    let no_label = [LabelDraft::default()];
    for set in sets {
        let labels = if set.labels.is_empty() { &no_label[..] } else { &set.labels };
        for label in labels {
            let none = if set.none_of_these { "yes" } else { "no" };
            let cells = [guard(&set.name), guard(&label.name), guard(&join(&label.prompts)), guard(&join(&set.templates))];
            let rest = [set.choice.as_str().to_owned(), none.to_owned()];
            let cells: Vec<String> = cells.into_iter().chain(rest).take(columns).collect();
            table.row(&cells)?;
        }
    }
    Ok(())
}

/// Texts of one cell. A part keeps a bar, a backslash and the spaces at its ends behind backslashes.
fn join(parts: &[String]) -> String {
    parts.iter().map(|p| escape(p)).collect::<Vec<_>>().join("|")
}

fn escape(part: &str) -> String {
    let last = part.chars().count().saturating_sub(1);
    let mut escaped = String::new();
    for (i, c) in part.chars().enumerate() {
        if matches!(c, '|' | '\\') || (c.is_whitespace() && (i == 0 || i == last)) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// The inverse of [`join`]; a backslash before anything else is a backslash. Empty parts are dropped.
pub(super) fn split(cell: &str) -> Vec<String> {
    // Each character with whether it was escaped, so that only unescaped spaces are trimmed.
    let mut parts: Vec<Vec<(char, bool)>> = vec![Vec::new()];
    let mut chars = cell.chars().peekable();
    while let Some(c) = chars.next() {
        let escaped = chars.peek().copied().filter(|n| c == '\\' && (matches!(n, '|' | '\\') || n.is_whitespace()));
        if escaped.is_some() {
            chars.next();
        }
        match (escaped, parts.last_mut()) {
            (None, _) if c == '|' => parts.push(Vec::new()),
            (escaped, Some(part)) => part.push((escaped.unwrap_or(c), escaped.is_some())),
            (_, None) => {}
        }
    }
    let trimmed = |part: Vec<(char, bool)>| {
        let kept = |(c, escaped): &(char, bool)| *escaped || !c.is_whitespace();
        let from = part.iter().position(kept).unwrap_or(part.len());
        let to = part.iter().rposition(kept).map_or(from, |i| i + 1);
        part[from..to].iter().map(|(c, _)| *c).collect::<String>()
    };
    parts.into_iter().map(trimmed).filter(|p| !p.is_empty()).collect()
}

/// What a reader of either format takes for a kind of choice; nothing: single.
pub(super) fn choice(text: &str) -> Result<Choice, String> {
    if text.trim().is_empty() { Ok(Choice::Single) } else { text.parse() }
}
