//! Corrections as CSV: what a label was, what it is now, by whom and since when.

use super::table::{TableWriter, guard};
use super::tags_out::{escaped, rfc3339};
use base::Source;
use std::io::{self, Write};
use std::path::PathBuf;

/// A corrected label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorrectionRow {
    /// The photo.
    pub path: PathBuf,
    /// The label that it had, or [`NONE_OF_THESE`](super::NONE_OF_THESE); empty: of several labels one was missing.
    pub was: String,
    /// The label that it has, or [`NONE_OF_THESE`](super::NONE_OF_THESE); empty: of several labels one was taken off.
    pub now: String,
    /// Who corrected it.
    pub who: Source,
    /// When, milliseconds since 1970.
    pub when_ms: i64,
}

/// Writes `path,was,now,who,when`, one row a photo. Another catalogue reads them as labels of the column `now`.
pub fn write_corrections_csv(out: impl Write, rows: impl Iterator<Item = CorrectionRow>) -> io::Result<()> {
    let mut table = TableWriter::csv(out);
    table.row(&["path", "was", "now", "who", "when"])?;
    for row in rows {
        let (path, who) = (guard(&row.path.to_string_lossy()), row.who.as_str().to_owned());
        table.row(&[path, guard(&escaped(&row.was)), guard(&escaped(&row.now)), who, rfc3339(row.when_ms).unwrap_or_default()])?;
    }
    Ok(())
}
