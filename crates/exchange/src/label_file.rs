//! Label sets in whatever a person has: the kind of file is told by what is in it.

use super::FormatError;
use super::label_list::read_label_list;
use super::label_sets::{FileSet, read_label_sets_csv};
use super::label_sets_json::read_label_sets_json;
use super::table::{Table, column_key, text};

/// Reads label sets from whatever a person has: JSON, CSV with the columns `set,label`, or a plain list, which becomes one
/// set called `name`.
pub fn read_label_sets(bytes: &[u8], name: &str) -> Result<Vec<FileSet>, FormatError> {
    let text = text(bytes)?;
    if text.trim_start().starts_with(['[', '{']) {
        return read_label_sets_json(&text);
    }
    let columns = Table::columns(bytes);
    if columns.len() > 1 && columns.iter().any(|column| ["set", "label"].contains(&column_key(column).as_str())) {
        return read_label_sets_csv(bytes);
    }
    let draft = read_label_list(name, &text)?;
    Ok(vec![FileSet { draft, says_choice: false, says_templates: false, says_none_of_these: false }])
}
