//! What became of an audit, to a file: by the edits thread, so that every decision before it is in.

use crate::protocol::{AuditExport, AuditFormat, Tags};
use crate::shared::Shared;
use base::PhotoId;
use catalog::Catalog;
use std::path::Path;
use tasks::audit::AuditReport;
use tasks::exchange::export_corrections;
use workspace::AppError;

/// Writes the file, whole or not at all.
pub fn write(shared: &Shared, catalog: &Catalog, tags: &Tags, export: &AuditExport, to: &Path) -> Result<(), AppError> {
    let opened = shared.opened.get().ok_or(AppError::NoCatalog)?;
    let known = || tags.sets.iter().map(|set| set.name.clone()).collect();
    let set = tags.set(export.set).ok_or_else(|| AppError::NoSuchSet { name: String::new(), known: known() })?;
    if export.format == AuditFormat::Corrections {
        export_corrections(catalog, set, to)?;
        return Ok(());
    }
    let path = |photo: PhotoId| opened.snapshot.absolute(opened.snapshot.photo(photo)?);
    let thumbnail = |photo: PhotoId| catalog.thumbnail(&opened.snapshot.photo(photo)?.hash);
    let report =
        AuditReport { set, book: &tags.book, checked: &export.checked, spot_check: export.spot_check, path: &path, thumbnail: &thumbnail };
    Ok(report.save(to)?)
}
