//! `selvedge archive`: everything as open files, and back.

use super::arguments::{ArchiveImportArguments, ArchiveJob};
use super::backups::{parts_json, tell_parts};
use super::commands::{existing, with_path};
use super::exit::NOTHING;
use super::output::{Output, note};
use base::human;
use catalog::Catalog;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use tasks::archive::{self, ImportReport};
use workspace::backups::Selection;
use workspace::{AppError, Places};

pub fn run(job: &ArchiveJob, catalog: Option<PathBuf>, out: &mut Output) -> Result<u8, AppError> {
    match job {
        ArchiveJob::Export { folder } => export(folder, &existing(catalog)?, out),
        ArchiveJob::Import(arguments) => match catalog {
            Some(new) if !new.exists() => import_new(arguments, &new, out),
            known => import(arguments, existing(known)?, out),
        },
    }
}

fn export(folder: &Path, catalog: &Catalog, out: &mut Output) -> Result<u8, AppError> {
    let written = archive::export(catalog, folder)?;
    if out.wants_json() {
        let models: Vec<Value> = written.models.iter().map(|(name, vectors)| json!({ "name": name, "vectors": vectors })).collect();
        let answer = with_path(json!({ "rows": written.rows, "models": models }), "folder", &written.folder);
        out.json(&with_path(answer, "catalog", catalog.path()));
    } else {
        out.line(&written.folder.display().to_string());
        for (name, rows) in &written.rows {
            out.line(&format!("{name}: {}", human::counted(*rows, "row", "rows")));
        }
        for (name, vectors) in &written.models {
            out.line(&format!("embeddings of {name}: {}", human::counted(*vectors, "vector", "vectors")));
        }
    }
    Ok(0)
}

fn import(arguments: &ArchiveImportArguments, mut catalog: Catalog, out: &mut Output) -> Result<u8, AppError> {
    let report = archive::import(&mut catalog, &arguments.folder, &selection(arguments), arguments.dry_run)?;
    Ok(told(&report, arguments, catalog.path(), out))
}

fn import_new(arguments: &ArchiveImportArguments, file: &Path, out: &mut Output) -> Result<u8, AppError> {
    let file = std::path::absolute(file)?;
    let report = archive::import_new(&file, &arguments.folder, &selection(arguments), arguments.dry_run)?;
    if !arguments.dry_run
        && let Ok(places) = Places::new(None, None)
    {
        places.remember(&file);
    }
    Ok(told(&report, arguments, &file, out))
}

fn selection(arguments: &ArchiveImportArguments) -> Selection {
    Selection { keep_newer: arguments.keep_newer, ..Selection::default() }
}

fn told(report: &ImportReport, arguments: &ArchiveImportArguments, catalog: &Path, out: &mut Output) -> u8 {
    if out.wants_json() {
        let mut answer = parts_json(&report.restored);
        answer["dry_run"] = arguments.dry_run.into();
        answer["photos"]["added"] = report.photos.into();
        answer["vectors"] = report.vectors.into();
        answer["vectors_refused"] = report.vectors_refused.into();
        out.json(&with_path(answer, "catalog", catalog));
    } else {
        if report.photos > 0 {
            out.line(&format!("{} taken in", human::photos(report.photos)));
        }
        tell_parts(&report.restored, out);
        if report.vectors > 0 {
            out.line(&format!("{} taken in", human::counted(report.vectors, "embedding", "embeddings")));
        }
        if report.photos > 0 && !arguments.dry_run {
            note("index the folders, so that thumbnails are made and what changed in them since is found");
        }
    }
    if report.vectors_refused > 0 {
        let vectors = human::counted(report.vectors_refused, "embedding", "embeddings");
        note(&format!("{vectors} in int8 left out; where the model may mix them: selvedge models check-arithmetic NAME"));
    }
    if report.restored.elsewhere > 0 {
        note(&format!("{} of the archive are not in this catalogue", human::photos(report.restored.elsewhere)));
    }
    if report.restored.changes() + report.photos + report.vectors == 0 { NOTHING } else { 0 }
}
