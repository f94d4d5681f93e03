//! Tags go out: into a file or a stream, or beside the photos.

use super::content::{Content, wanted};
use super::error::ExchangeError;
use super::formats::{Destination, ExportFormat, FileWriter};
use super::report::ExportReport;
use super::tables::TableExport;
use crate::products::SkuSource;
use base::unfinished::sweep_beside;
use base::{Cancel, FileProblem, PhotoId, Progress, atomic, human};
use catalog::Catalog;
use exchange::{Dialect, WriteFault};
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
/// Photos whose files are gone are left out and counted in a remark; those whose stored paths lead out of their folders are named as failed.
/// Tables are written as they are read, some photos at a time, so that memory does not grow with the catalogue.
pub fn export(
    catalog: &mut Catalog,
    request: &ExportRequest,
    out: &mut dyn Write,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<ExportReport, ExchangeError> {
    let (mut report, left_out) = match (request.format.info().destination, &request.to) {
        (Destination::Sidecars(write), _) => {
            let (photos, left_out) = wanted(catalog, request.among.as_deref())?;
            let content = Content::of(catalog, &photos)?;
            ((write.0)(catalog, &content, progress, cancel)?, left_out)
        }
        (Destination::File { write, .. }, None) => write_table(catalog, request, write, out)?,
        (Destination::File { write, .. }, Some(path)) => {
            sweep_beside(path);
            atomic::write_with(path, |file| write_table(catalog, request, write, file)).map_err(|error| in_file(error, path))?
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

/// A table of one state of the catalogue; and how many photos with decisions are not in it, since their files are gone.
fn write_table(
    catalog: &Catalog,
    request: &ExportRequest,
    write: FileWriter,
    out: &mut dyn Write,
) -> Result<(ExportReport, u64), ExchangeError> {
    let dialect = if request.excel { Dialect::excel(&sys_locale::get_locale().unwrap_or_default()) } else { Dialect::CSV };
    let skus = Some(SkuSource::of(catalog)?).filter(|skus| !skus.is_empty());
    catalog.in_one_state(|| {
        let (photos, left_out) = wanted(catalog, request.among.as_deref())?;
        let table = TableExport { catalog, photos: &photos, skus, all: request.all, relative: request.relative, dialect };
        Ok(((write.0)(&table, out)?, left_out))
    })
}

/// What could not be written is this file.
pub(super) fn in_file(error: ExchangeError, path: &Path) -> ExchangeError {
    match error {
        ExchangeError::Output(error) => WriteFault::from(error).at(path).into(),
        other => other,
    }
}
