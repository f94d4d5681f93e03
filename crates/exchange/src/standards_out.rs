//! What photos do not meet of a marketplace's rules, as CSV.

use super::table::{TableWriter, guard};
use std::io::{self, Write};
use std::path::PathBuf;

/// A rule that a photo does not meet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandardRow {
    /// The photo.
    pub path: PathBuf,
    /// The rule's name.
    pub rule: &'static str,
    /// "fails", or "unknown" where it cannot be told.
    pub verdict: &'static str,
    /// What the photo has, with its unit.
    pub found: String,
    /// What is asked, with its unit.
    pub asked: String,
}

/// Writes `path,rule,verdict,found,asked`.
pub fn write_standard_csv(out: impl Write, rows: impl Iterator<Item = StandardRow>) -> io::Result<()> {
    let mut table = TableWriter::csv(out);
    table.row(&["path", "rule", "verdict", "found", "asked"])?;
    for StandardRow { path, rule, verdict, found, asked } in rows {
        table.row(&[guard(&path.to_string_lossy()), rule.into(), verdict.into(), guard(&found), guard(&asked)])?;
    }
    Ok(())
}
