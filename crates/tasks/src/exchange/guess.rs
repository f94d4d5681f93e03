//! How a table of labels is likely to be read: what its rows name photos by, and which column holds the labels.

use super::content::Skus;
use super::error::{ExchangeError, read_file, wrong_format};
use super::find::{Finder, Found};
use super::report::MatchBy;
use catalog::Catalog;
use exchange::{ColumnFile, FormatError, KeyKind, Table, column_key, labels_of_cell, read_columns};
use std::collections::HashSet;
use std::path::Path;

/// Columns that hold labels where a table has several, the likeliest first; `now` is that of corrections.
const LABEL_COLUMNS: [&str; 6] = ["now", "label", "labels", "category", "tag", "tags"];

/// How a table is likely to be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportGuess {
    /// What most of its rows name a photo by.
    pub match_by: MatchBy,
    /// It has the columns `set` and `label`, which say all that is needed.
    pub is_long: bool,
    /// Columns that may hold labels: without the one that names photos.
    pub columns: Vec<String>,
    /// The one that likely holds them.
    pub column: Option<String>,
    /// The set that they likely belong to: one that has all of them, else called like the column.
    pub set: Option<String>,
}

/// Looks into a table. An error says why it cannot be read.
pub fn guess_import(catalog: &Catalog, file: &Path, skus: &Skus) -> Result<ImportGuess, ExchangeError> {
    let bytes = read_file(file)?;
    let (photos, roots) = (catalog.photos()?, catalog.roots()?);
    let mut best: Option<(usize, MatchBy, ColumnFile)> = None;
    let mut problem = None;
    for (match_by, kind) in [(MatchBy::Path, KeyKind::Path), (MatchBy::Name, KeyKind::Name), (MatchBy::Sku, KeyKind::Sku)] {
        match read_columns(&bytes, Some(kind), &[]) {
            Ok(table) => {
                let finder = Finder::new(match_by, &photos, &roots, skus);
                let found = table.rows.iter().filter(|row| matches!(finder.find(&row.key), Found::Photos(_))).count();
                if best.as_ref().is_none_or(|(most, ..)| found > *most) {
                    best = Some((found, match_by, table));
                }
            }
            Err(error) => problem = problem.or(Some(error)),
        }
    }
    let Some((_, match_by, keys)) = best else {
        return Err(problem.map_or_else(|| ExchangeError::from(std::io::Error::other("the table is empty")), wrong_format(file)));
    };
    let header = Table::columns(&bytes);
    let has = |name: &str| header.iter().any(|column| column_key(column) == name);
    let is_long = has("set") && has("label");
    let columns: Vec<String> = header.iter().filter(|column| **column != keys.key_column).cloned().collect();
    let mut guess = ImportGuess { match_by, is_long, columns, column: None, set: None };
    if !is_long {
        let kind = keys.key;
        guess.column = label_column(&bytes, kind, &guess.columns).map_err(wrong_format(file))?;
        guess.set = match &guess.column {
            Some(column) => set_of(catalog, &values(&bytes, kind, column).map_err(wrong_format(file))?)?.or_else(|| named(column)),
            None => None,
        };
    }
    Ok(guess)
}

/// A set is called like its column, but for one that says nothing of what is in it.
fn named(column: &str) -> Option<String> {
    (column_key(column) != "now").then(|| column.trim().to_owned())
}

/// The only column, else one with a usual name, else the first whose cells repeat.
fn label_column(bytes: &[u8], kind: KeyKind, columns: &[String]) -> Result<Option<String>, FormatError> {
    if let [only] = columns {
        return Ok(Some(only.clone()));
    }
    let usual = LABEL_COLUMNS.iter().find_map(|name| columns.iter().find(|column| column_key(column) == *name));
    if let Some(usual) = usual {
        return Ok(Some(usual.clone()));
    }
    for column in columns {
        let values = values(bytes, kind, column)?;
        let different: HashSet<&String> = values.iter().collect();
        if different.len() > 1 && different.len() * 2 <= values.len() {
            return Ok(Some(column.clone()));
        }
    }
    Ok(None)
}

/// The cells of a column that hold anything.
fn values(bytes: &[u8], kind: KeyKind, column: &str) -> Result<Vec<String>, FormatError> {
    let table = read_columns(bytes, Some(kind), &[column])?;
    Ok(table.rows.into_iter().flat_map(|row| row.cells).filter(|cell| !cell.is_empty()).collect())
}

/// The only set that has all of these labels.
fn set_of(catalog: &Catalog, values: &[String]) -> Result<Option<String>, ExchangeError> {
    let labels: HashSet<String> = values.iter().flat_map(|cell| labels_of_cell(cell)).filter(|label| !is_none(label)).collect();
    let sets = catalog.label_sets()?;
    let mut with_all = sets.iter().filter(|set| !labels.is_empty() && labels.iter().all(|label| set.label_named(label).is_some()));
    Ok(with_all.next().filter(|_| with_all.next().is_none()).map(|set| set.name.clone()))
}

fn is_none(label: &str) -> bool {
    label.is_empty() || label.eq_ignore_ascii_case(exchange::NONE_OF_THESE)
}
