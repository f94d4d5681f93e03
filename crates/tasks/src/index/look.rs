//! The beginning of an index run: folders are walked, and compared with what the catalogue knows of them.

use super::{IndexError, IndexReport};
use crate::plan::{Plan, RootState};
use base::unfinished::sweep_file;
use base::{Cancel, Encoder, FileProblem, Progress, Root};
use catalog::{Catalog, CatalogError, IndexBatch, KnownFile, Suspect, Unreadable};
use photo::{READER, WalkError};
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// Walks the roots and compares them with what the catalogue knows.
pub(super) fn look(
    catalog: &mut Catalog,
    encoder: &dyn Encoder,
    roots: &[Root],
    progress: &Progress,
    cancel: &Cancel,
    report: &mut IndexReport,
) -> Result<Plan, IndexError> {
    let mut plan = Plan::default();
    let mut found_before = 0;
    for root in roots {
        let known = catalog.known_files(root.id, &encoder.info().key)?;
        let mut found = 0;
        let walked = photo::walk(&root.path, cancel, &mut |n| {
            found = n;
            progress.set_found(found_before + n);
        });
        let walk = match walked {
            Ok(walk) => walk,
            Err(WalkError::Cancelled { .. }) => return Ok(plan),
            // A folder that was never read is the person's mistake; a known one may only be unplugged.
            Err(error) if known.is_empty() => {
                catalog.refuse_look(root.id, &error.reason())?;
                return Err(error.into());
            }
            Err(error) => {
                refuse(catalog, root, error.reason(), report)?;
                continue;
            }
        };
        found_before += found;
        // What a killed export left beside the photos; nothing else below a root is ever deleted.
        for path in &walk.unfinished {
            sweep_file(path);
        }
        let kept = still_there(root, &known, &walk.left_out);
        report.left_out += walk.left_out.len() as u64;
        report.kept += kept.len() as u64;
        if walk.files.is_empty() && kept.is_empty() && known.iter().any(|k| !k.missing) {
            let reason = "the folder is suddenly empty; its photos are kept in the catalogue as they were".to_owned();
            refuse(catalog, root, reason, report)?;
            continue;
        }
        let relative = |p: &FileProblem| p.path.strip_prefix(&root.path).map(|path| (path.to_owned(), p.reason.clone())).ok();
        let [files, folders] = [&walk.problems, &walk.folders].map(|met| met.iter().filter_map(relative).collect::<Vec<_>>());
        let unreadable: Vec<PathBuf> = files.iter().chain(&folders).map(|(path, _)| path.clone()).chain(kept).collect();
        let planned_before = plan.files();
        let suspects = catalog.suspects(root.id)?;
        blame(catalog, root, &suspects, report)?;
        plan.add(&RootState {
            root: root.id,
            found: &walk.files,
            unreadable: &unreadable,
            known: &known,
            problems: &catalog.known_problems(root.id)?,
            suspects: &suspects,
        });
        let planned = plan.files() - planned_before;
        catalog.walked(root.id, walk.files.len() as u64, planned as u64, [&files, &folders])?;
        report.folders += walk.folders.len() as u64;
        report.failed.extend(walk.problems.into_iter().chain(walk.folders));
    }
    Ok(plan)
}

/// Photos that were indexed where nothing is looked for now, and whose files are there: an older version indexed more, or a person has marked
/// their folder since.
fn still_there(root: &Root, known: &[KnownFile], left_out: &[PathBuf]) -> Vec<PathBuf> {
    let left_out: HashSet<&Path> = left_out.iter().map(PathBuf::as_path).collect();
    let lies_there = |path: &Path| path.ancestors().any(|place| left_out.contains(place));
    let kept = known.iter().map(|k| &k.path).filter(|path| lies_there(path) && root.path.join(path).is_file());
    kept.cloned().collect()
}

/// Files over which the program ended twice are problems, and passed over until they change.
fn blame(catalog: &mut Catalog, root: &Root, suspects: &[Suspect], report: &mut IndexReport) -> Result<(), CatalogError> {
    let reason = "the program ended twice while it was reading this file";
    let guilty = || suspects.iter().filter(|suspect| suspect.guilty);
    let problem =
        |s: &Suspect| Unreadable { root: root.id, path: s.path.clone(), stamp: s.stamp, reason: reason.to_owned(), reader: READER };
    let problems: Vec<Unreadable> = guilty().map(problem).collect();
    if problems.is_empty() {
        return Ok(());
    }
    report.failed.extend(guilty().map(|s| FileProblem { path: root.path.join(&s.path), reason: reason.to_owned() }));
    catalog.commit(&IndexBatch { problems, ..IndexBatch::default() })?;
    catalog.forget_suspects(root.id, guilty().map(|s| s.path.as_path()))
}

/// A root could not be looked at: nothing in it is marked missing.
fn refuse(catalog: &mut Catalog, root: &Root, reason: String, report: &mut IndexReport) -> Result<(), CatalogError> {
    catalog.refuse_look(root.id, &reason)?;
    let away = FileProblem { path: root.path.clone(), reason };
    report.away.push(away.clone());
    report.failed.push(away);
    Ok(())
}
