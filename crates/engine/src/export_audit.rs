//! What became of an audit, to a file: by the edits thread, so that every decision before it is in.

use crate::protocol::{AuditExport, AuditFormat, CheckedSoFar, RequestId, Tags};
use crate::shared::Shared;
use base::{Choice, LabelSet, LabelSetId, PhotoId};
use catalog::{Catalog, Correction};
use std::path::Path;
use tasks::audit::{AuditReport, SoFar};
use tasks::exchange::export_corrections;
use workspace::AppError;

/// Writes the file, whole or not at all.
pub fn write(shared: &Shared, catalog: &Catalog, tags: &Tags, export: &AuditExport, to: &Path) -> Result<(), AppError> {
    let opened = shared.opened.get().ok_or(AppError::NoCatalog)?;
    let set = tags.require_set(export.set)?;
    if export.format == AuditFormat::Corrections {
        export_corrections(catalog, set, to)?;
        return Ok(());
    }
    let path = |photo: PhotoId| opened.snapshot.absolute(opened.snapshot.photo(photo)?);
    let thumbnail = |photo: PhotoId| catalog.thumbnail(&opened.snapshot.photo(photo)?.hash);
    let so_far = so_far(catalog, tags, set)?;
    let report = AuditReport {
        set,
        book: &tags.book,
        so_far: &so_far,
        checked: &export.checked,
        spot_check: export.spot_check,
        path: &path,
        thumbnail: &thumbnail,
    };
    Ok(report.save(to)?)
}

/// What was checked of a set so far; `None` where it is gone.
pub fn checked_so_far(request: RequestId, catalog: &Catalog, tags: &Tags, set: LabelSetId) -> Result<Option<CheckedSoFar>, AppError> {
    let Some(set) = tags.set(set) else { return Ok(None) };
    let SoFar { corrections, kept } = so_far(catalog, tags, set)?;
    let (single, several) = (set.choice == Choice::Single, set.choice == Choice::Multi);
    let (without, corrected): (Vec<_>, Vec<_>) = corrections.iter().partition(|correction| single && correction.now.is_none());
    let label = |correction: &&Correction| (correction.by.photo, correction.now.or(correction.was).filter(|_| several));
    Ok(Some(CheckedSoFar {
        request,
        corrected: corrected.iter().map(label).collect(),
        without: without.iter().map(label).collect(),
        kept: kept.iter().map(|kept| (kept.photo, kept.label.filter(|_| several))).collect(),
    }))
}

fn so_far(catalog: &Catalog, tags: &Tags, set: &LabelSet) -> Result<SoFar, AppError> {
    Ok(SoFar::new(set, &tags.book, catalog.corrections(set)?, catalog.kept(set.id)?))
}
