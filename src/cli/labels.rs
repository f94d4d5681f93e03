//! `selvedge labels`: the vocabulary in and out.

use super::arguments::VocabularyJob;
use super::commands::{existing, with_path};
use super::exit::NOTHING;
use super::output::{Output, note};
use base::fold::told_apart;
use base::{LabelSet, human};
use catalog::MergedLabels;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use tasks::vocabulary::{self, NoneOfThese};
use workspace::AppError;

pub fn run(job: &VocabularyJob, catalog: Option<PathBuf>, out: &mut Output) -> Result<u8, AppError> {
    match job {
        VocabularyJob::List => list(catalog, out),
        VocabularyJob::Import { file } => import(catalog, file, out),
        VocabularyJob::Export { out: file } => export(catalog, file.as_deref(), out),
        VocabularyJob::Merge { dry_run } => merge(catalog, *dry_run, out),
    }
}

/// The sets as a JSON file would hold them.
fn as_json(sets: &[LabelSet]) -> Result<Value, AppError> {
    Ok(serde_json::from_slice(&vocabulary::export(sets, true)?).map_err(std::io::Error::from)?)
}

fn list(catalog: Option<PathBuf>, out: &mut Output) -> Result<u8, AppError> {
    let sets = existing(catalog)?.label_sets()?;
    if out.wants_json() {
        out.json(&as_json(&sets)?);
    } else {
        for set in &sets {
            out.line(&format!("{} ({}, {})", set.name, set.choice.as_str(), set.templates.join(" | ")));
            for label in &set.labels {
                let prompts = if label.prompts.is_empty() { String::new() } else { format!(": {}", label.prompts.join(" | ")) };
                out.line(&format!("  {}{prompts}", label.name));
            }
        }
    }
    if sets.is_empty() {
        note("there is no label set yet; bring one in: selvedge labels import FILE.csv (columns: set,label)");
        return Ok(NOTHING);
    }
    Ok(0)
}

fn import(catalog: Option<PathBuf>, file: &Path, out: &mut Output) -> Result<u8, AppError> {
    let mut catalog = existing(catalog)?;
    let report = vocabulary::import(&mut catalog, file, NoneOfThese::Off)?;
    if out.wants_json() {
        let step = report.changed.step.map(|step| step.0);
        let answer = json!({ "sets": report.sets, "new_sets": report.new_sets, "new_labels": report.new_labels, "step": step });
        out.json(&with_path(answer, "catalog", catalog.path()));
    } else {
        let sets = human::counted(report.new_sets, "new set", "new sets");
        let labels = human::counted(report.new_labels, "new label", "new labels");
        out.line(&format!("{}: {sets}, {labels}", report.sets.join(", ")));
    }
    Ok(0)
}

fn merge(catalog: Option<PathBuf>, dry_run: bool, out: &mut Output) -> Result<u8, AppError> {
    let mut catalog = existing(catalog)?;
    let (merged, changed) = vocabulary::merge_twins(&mut catalog, dry_run)?;
    if out.wants_json() {
        let one = |m: &MergedLabels| json!({ "set": m.set, "label": m.label, "gone": m.gone, "decisions": m.decisions });
        let merged: Vec<Value> = merged.iter().map(one).collect();
        let answer = json!({ "merged": merged, "dry_run": dry_run, "step": changed.step.map(|step| step.0) });
        out.json(&with_path(answer, "catalog", catalog.path()));
    } else {
        let verb = if dry_run { "would be taken over" } else { "taken over" };
        for m in &merged {
            let gone = human::list(m.gone.iter().map(|name| format!("'{}'", told_apart(name))));
            let decisions = human::counted(m.decisions, "decision", "decisions");
            out.line(&format!("{}: '{}' in the place of {gone}, {decisions} {verb}", m.set, m.label));
        }
    }
    if merged.is_empty() {
        note("no two labels are one name");
        return Ok(NOTHING);
    }
    Ok(0)
}

fn export(catalog: Option<PathBuf>, file: Option<&Path>, out: &mut Output) -> Result<u8, AppError> {
    let catalog = existing(catalog)?;
    let sets = catalog.label_sets()?;
    match file {
        Some(file) => {
            vocabulary::export_to(&sets, file)?;
            let file = std::path::absolute(file)?;
            if out.wants_json() {
                let answer = with_path(json!({ "sets": sets.len() }), "file", &file);
                out.json(&with_path(answer, "catalog", catalog.path()));
            } else {
                out.line(&format!("Wrote {} label sets to {}", human::count(sets.len() as u64), file.display()));
            }
        }
        None if out.wants_json() => out.json(&as_json(&sets)?),
        None => out.bytes(&vocabulary::export(&sets, false)?),
    }
    Ok(0)
}
