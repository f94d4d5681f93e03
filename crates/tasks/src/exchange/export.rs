//! Tags go out: into a file or a stream, or beside the photos.

use super::content::{Content, Skus};
use super::error::ExchangeError;
use super::formats::{Destination, ExportFormat};
use super::report::ExportReport;
use super::tables::TableExport;
use base::unfinished::sweep_beside;
use base::{Cancel, FileProblem, PhotoId, Progress, human};
use catalog::Catalog;
use exchange::{Dialect, write_atomically};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A file of that name is there already: who exports to a path that was typed should be asked.
pub fn is_taken(path: &Path) -> bool {
    fs_err::symlink_metadata(path).is_ok_and(|there| !there.is_dir())
}

/// What to export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportRequest {
    /// As what.
    pub format: ExportFormat,
    /// Every decision, not the accepted ones alone (long CSV and JSON).
    pub all: bool,
    /// Paths relative to their root.
    pub relative: bool,
    /// CSV as Excel opens it with a double click: with a byte order mark, and with the separator and the decimal sign of the system's language.
    pub excel: bool,
    /// Only these photos; `None`: all.
    pub among: Option<Arc<[PhotoId]>>,
    /// The file to write, whole or not at all; `None` for sidecars and for standard output.
    pub to: Option<PathBuf>,
}

/// Writes tags as asked: into the request's file, whole or not at all; beside the photos; or else to `out`.
///
/// Photos whose files are gone are left out and counted in a remark; those whose stored paths lead out of their folders are named as failed. `skus` tells each photo's product.
pub fn export(
    catalog: &mut Catalog,
    request: &ExportRequest,
    skus: &Skus,
    out: &mut dyn Write,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<ExportReport, ExchangeError> {
    let (content, left_out) = Content::of(catalog, request.among.as_deref())?;
    let dialect = if request.excel { Dialect::excel(&sys_locale::get_locale().unwrap_or_default()) } else { Dialect::CSV };
    let table = TableExport { content: &content, skus, all: request.all, relative: request.relative, dialect };
    let mut report = match (request.format.info().destination, &request.to) {
        (Destination::Sidecars(write), _) => (write.0)(catalog, &content, progress, cancel)?,
        (Destination::File { write, .. }, None) => (write.0)(&table, out)?,
        (Destination::File { write, .. }, Some(path)) => {
            let mut bytes = Vec::new();
            let report = (write.0)(&table, &mut bytes)?;
            sweep_beside(path);
            write_atomically(path, &bytes)?;
            report
        }
    };
    let reason = "its photo was left out, because its path in the catalogue leads out of its folder";
    let stray = catalog.stray_photos()?.into_iter();
    report.failed.extend(stray.map(|path| FileProblem { path, reason: reason.to_owned() }));
    // What was exported may be a file that is no longer there.
    catalog.require_there()?;
    if left_out > 0 {
        report.remarks.push(format!("{} left out, because the files are gone", human::photos(left_out)));
    }
    Ok(report)
}
