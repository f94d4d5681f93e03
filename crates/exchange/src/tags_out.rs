//! Tags as files: the long CSV and JSON with their provenance, the wide CSV with one row a photo.

use super::table::{Dialect, TableWriter, guard};
use base::path_bytes;
use base::tags::{Decision, Source};
use base64::Engine as _;
use serde::Serialize;
use std::borrow::Cow;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// What stands between the labels of one cell.
const LABEL_JOIN: &str = " | ";

/// One decision, as it is exported.
#[derive(Clone, Debug, PartialEq)]
pub struct TagRow {
    /// Absolute, or relative to a root.
    pub path: PathBuf,
    /// The raw file of the same frame, likewise; tables have no column for it.
    pub raw: Option<PathBuf>,
    /// The label set's name.
    pub set: String,
    /// The label's name; empty for [`Decision::None`].
    pub label: String,
    /// Whether the label fits, or that none of the set fits.
    pub decision: Decision,
    /// A person, a rule or an import.
    pub source: Source,
    /// 0 to 1; `None` where no model was asked.
    pub score: Option<f32>,
    /// Name and the beginning of the key: "starter@1f3870be274f"; `None` where no model was asked.
    pub model: Option<String>,
    /// Milliseconds since 1970.
    pub decided_at_ms: Option<i64>,
    /// Who decided, by name; `None` where nobody is named.
    pub author: Option<String>,
}

/// Writes the long form: `path,set,label,decision,source,score,model,decided_at,author`. A score has as many digits as tell it from
/// every other `f32`. A path that is not UTF-8 is lossy here; JSON keeps its bytes.
pub fn write_tags_csv(out: impl Write, dialect: Dialect, rows: impl IntoIterator<Item = TagRow>) -> io::Result<()> {
    let mut table = TableWriter::new(out, dialect);
    table.row(&["path", "set", "label", "decision", "source", "score", "model", "decided_at", "author"])?;
    for row in rows {
        table.row(&[
            guard(&row.path.to_string_lossy()),
            guard(&row.set),
            guard(&row.label),
            row.decision.as_str().to_owned(),
            row.source.as_str().to_owned(),
            row.score.map(|score| dialect.number(score)).unwrap_or_default(),
            guard(row.model.as_deref().unwrap_or_default()),
            row.decided_at_ms.and_then(rfc3339).unwrap_or_default(),
            guard(row.author.as_deref().unwrap_or_default()),
        ])?;
    }
    Ok(())
}

/// The columns of the long form as an object. A derived struct rather than a `Value`, which would widen scores to `f64`.
#[derive(Serialize)]
struct TagObject<'a> {
    path: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    path_bytes: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    raw: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    raw_bytes: Option<String>,
    set: &'a str,
    label: &'a str,
    decision: &'static str,
    source: &'static str,
    score: Option<f32>,
    model: Option<&'a str>,
    decided_at: Option<String>,
    author: Option<&'a str>,
}

/// Writes a list of objects with the columns of the long form, one a line; a frame's has its raw file too.
pub fn write_tags_json(mut out: impl Write, rows: impl IntoIterator<Item = TagRow>) -> io::Result<()> {
    let mut before = "[";
    for row in rows {
        out.write_all(before.as_bytes())?;
        out.write_all(b"\n")?;
        let object = TagObject {
            path: &row.path.to_string_lossy(),
            path_bytes: path_base64(&row.path),
            raw: row.raw.as_deref().map(Path::to_string_lossy),
            raw_bytes: row.raw.as_deref().and_then(path_base64),
            set: &row.set,
            label: &row.label,
            decision: row.decision.as_str(),
            source: row.source.as_str(),
            score: row.score,
            model: row.model.as_deref(),
            decided_at: row.decided_at_ms.and_then(rfc3339),
            author: row.author.as_deref(),
        };
        serde_json::to_writer(&mut out, &object)?;
        before = ",";
    }
    out.write_all(if before == "[" { b"[]\n" } else { b"\n]\n" })
}

/// The bytes of a path that is not UTF-8.
fn path_base64(path: &Path) -> Option<String> {
    path.to_str().is_none().then(|| base64::engine::general_purpose::STANDARD.encode(path_bytes::to_bytes(path)))
}

/// A photo with its labels, set by set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WideRow {
    /// Absolute, or relative to a root.
    pub path: PathBuf,
    /// The product; empty where none is known.
    pub sku: String,
    /// The accepted labels, one list for each of the sets, in their order.
    pub labels: Vec<Vec<String>>,
}

/// Writes one row a photo: `path,sku` and a column a set. Several labels of a set have ` | ` between them; a bar in a label has a backslash
/// before it, as [`labels_of_cell`](super::labels_of_cell) reads it.
pub fn write_wide_csv(out: impl Write, dialect: Dialect, sets: &[String], rows: impl IntoIterator<Item = WideRow>) -> io::Result<()> {
    let mut table = TableWriter::new(out, dialect);
    let header: Vec<String> = ["path", "sku"].into_iter().map(str::to_owned).chain(sets.iter().map(|s| guard(s))).collect();
    table.row(&header)?;
    for row in rows {
        let mut cells = vec![guard(&row.path.to_string_lossy()), guard(&row.sku)];
        let cell = |labels: &Vec<String>| labels.iter().map(|label| escaped(label)).collect::<Vec<_>>().join(LABEL_JOIN);
        cells.extend((0..sets.len()).map(|i| guard(&row.labels.get(i).map(cell).unwrap_or_default())));
        table.row(&cells)?;
    }
    Ok(())
}

/// The label with a backslash before each bar, and with those before a bar doubled. Any other backslash is itself.
pub(super) fn escaped(label: &str) -> String {
    let (mut out, mut backslashes) = (String::new(), 0);
    for c in label.chars() {
        if c == '|' {
            out.extend(std::iter::repeat_n('\\', backslashes + 1));
        }
        backslashes = if c == '\\' { backslashes + 1 } else { 0 };
        out.push(c);
    }
    out
}

/// A time in UTC as RFC 3339 writes it: "2026-01-02T03:04:05Z", with milliseconds where there are any. `None` beyond the
/// year 9999.
pub fn rfc3339(ms: i64) -> Option<String> {
    jiff::Timestamp::from_millisecond(ms).ok().map(|time| time.to_string())
}
