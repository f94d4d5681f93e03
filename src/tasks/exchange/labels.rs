//! Label sets out of files and into them.

use super::{ExchangeError, read_file, wrong_format};
use crate::base::labels::set_named;
use crate::base::{LabelSet, LabelSetDraft};
use crate::catalog::{Catalog, Step};
use crate::exchange::{FileSet, read_label_sets, write_atomically, write_label_sets_csv, write_label_sets_json};
use std::io::Write;
use std::path::Path;

/// What an import of label sets did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LabelsReport {
    /// Names of sets that were made.
    pub made: Vec<String>,
    /// Names of sets that were changed.
    pub changed: Vec<String>,
    /// Names of sets that were so already.
    pub unchanged: Vec<String>,
    /// Labels that were made.
    pub new_labels: u64,
}

/// Reads label sets from CSV, JSON or a plain list (which becomes a set called like the file), as one step.
///
/// A set of a known name takes the file's order, prompts, templates and choice, where the file gives any; its labels that
/// the file does not name stay, after those that it names, since their tags would go with them.
pub fn import_labels(catalog: &mut Catalog, file: &Path) -> Result<LabelsReport, ExchangeError> {
    let name = file.file_stem().unwrap_or_default().to_string_lossy();
    let sets = read_label_sets(&read_file(file)?, &name).map_err(wrong_format(file))?;
    let mut report = LabelsReport::default();
    let work = |step: &mut Step<'_>| {
        for read in &sets {
            let known = step.label_sets()?;
            let known = set_named(&known, &read.draft.name);
            let draft = known.map_or_else(|| read.draft.clone(), |set| joined(set, read));
            report.new_labels += draft.labels.iter().filter(|l| l.id.is_none()).count() as u64;
            let list = match known {
                None => &mut report.made,
                Some(set) if set.draft() == draft => &mut report.unchanged,
                Some(_) => &mut report.changed,
            };
            list.push(draft.name.clone());
            step.save_set(&draft)?;
        }
        step.words = match sets.as_slice() {
            [one] => format!("Import the label set {}", one.draft.name),
            several => format!("Import {} label sets", several.len()),
        };
        Ok(())
    };
    catalog.step(work)?;
    Ok(report)
}

fn joined(set: &LabelSet, read: &FileSet) -> LabelSetDraft {
    let mut draft = set.draft();
    let old = std::mem::take(&mut draft.labels);
    for label in &read.draft.labels {
        let mut label = label.clone();
        if let Some(known) = set.label_named(&label.name) {
            label.id = Some(known.id);
            if label.prompts.is_empty() {
                label.prompts.clone_from(&known.prompts);
            }
        }
        draft.labels.push(label);
    }
    let kept = old.into_iter().filter(|l| !draft.labels.iter().any(|new| new.id == l.id)).collect::<Vec<_>>();
    draft.labels.extend(kept);
    if read.says_choice {
        draft.choice = read.draft.choice;
    }
    if read.says_templates {
        draft.templates.clone_from(&read.draft.templates);
    }
    if read.says_none_of_these {
        draft.none_of_these = read.draft.none_of_these;
    }
    draft
}

/// Writes all label sets: to `to`, as JSON if its name ends so and else as CSV; without it as CSV to `out`.
/// Returns how many.
pub fn export_labels(catalog: &Catalog, to: Option<&Path>, out: &mut dyn Write) -> Result<u64, ExchangeError> {
    let sets: Vec<LabelSetDraft> = catalog.label_sets()?.iter().map(LabelSet::draft).collect();
    match to {
        None => write_label_sets_csv(out, &sets)?,
        Some(path) => {
            let mut bytes = Vec::new();
            if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json")) {
                write_label_sets_json(&mut bytes, &sets)?;
            } else {
                write_label_sets_csv(&mut bytes, &sets)?;
            }
            write_atomically(path, &bytes)?;
        }
    }
    Ok(sets.len() as u64)
}
