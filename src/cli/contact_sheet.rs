//! `selvedge contact-sheet`: photos on pages of paper, as a PDF file.

use super::arguments::ContactSheetArguments;
use super::commands::{existing, problem_json, with_path};
use super::exit::{CANCELLED, FAILED};
use super::output::{Output, note_problem};
use super::progress::Bar;
use super::which;
use base::{Cancel, Progress, human};
use serde_json::{Value, json};
use std::path::PathBuf;
use tasks::sheet::{SheetError, SheetRequest, write_sheet};
use workspace::AppError;

pub fn contact_sheet(
    arguments: &ContactSheetArguments,
    catalog: Option<PathBuf>,
    out: &mut Output,
    cancel: &Cancel,
) -> Result<u8, AppError> {
    let (catalog, photos) = which::photos(&arguments.which, existing(catalog)?)?;
    let request = SheetRequest {
        photos: photos.into(),
        to: arguments.out.clone(),
        paper: arguments.paper,
        columns: arguments.columns,
        names: !arguments.no_names,
        marks: !arguments.no_marks,
        title: arguments.title.clone().unwrap_or_default(),
    };
    let progress = Progress::default();
    let bar = Bar::start(&progress, out.wants_progress());
    let report = write_sheet(&catalog, &request, &progress, cancel);
    drop(bar);
    let report = match report {
        Err(SheetError::Cancelled) => return Ok(CANCELLED),
        other => other?,
    };
    for problem in &report.failed {
        note_problem(problem);
    }
    if out.wants_json() {
        let failed: Vec<Value> = report.failed.iter().map(problem_json).collect();
        let answer = with_path(json!({ "photos": report.photos, "pages": report.pages, "failed": failed }), "file", &report.file);
        out.json(&with_path(answer, "catalog", catalog.path()));
    } else {
        let pages = human::counted(report.pages, "page", "pages");
        out.line(&format!("{} on {pages} in {}", human::photos(report.photos), report.file.display()));
    }
    Ok(if report.failed.is_empty() { 0 } else { FAILED })
}
