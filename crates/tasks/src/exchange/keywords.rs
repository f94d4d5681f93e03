//! Keywords in photos and their sidecars become tags.

use super::content::path_of;
use super::error::{ExchangeError, reason};
use super::import::{Examples, Wish, decide};
use super::report::ImportReport;
use super::sidecars::{Record, read_sidecar};
use base::{Cancel, Decision, Photo, Progress, Provenance, Source};
use catalog::Catalog;
use exchange::{Keywords, embedded_keywords, keywords, place, stem_place};
use std::path::Path;

/// Reads the keywords of all photos, in the files and beside them, into tags of one set; makes it, and the labels that are
/// missing. Keywords that we wrote ourselves are left out: they are tags already.
///
/// Where a photo's hierarchical keywords name the set ("Colour|Red"), those alone are taken; else all of its keywords are.
/// Counts as rows the photos that have any.
pub fn import_keywords(
    catalog: &mut Catalog,
    set: &str,
    dry_run: bool,
    now_ms: i64,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<ImportReport, ExchangeError> {
    let photos: Vec<Photo> = catalog.photos()?.into_iter().filter(|p| !p.missing).collect();
    let roots = catalog.roots()?;
    let records = catalog.sidecars()?;
    progress.set_total(photos.len() as u64);
    let mut report = ImportReport::default();
    let mut examples = Examples::default();
    let mut wishes = Vec::new();
    for photo in &photos {
        if cancel.is_cancelled() {
            return Err(ExchangeError::Cancelled);
        }
        let path = path_of(photo, &roots);
        let key = photo.path.to_string_lossy().into_owned();
        match labels_of(&path, set, &Record::of(photo.id, &records)) {
            Ok(labels) if labels.is_empty() => {}
            Ok(labels) => {
                report.rows += 1;
                report.matched += 1;
                examples.add("matched", 0, &key, || labels.join(", "));
                let wish = |label| Wish {
                    line: 0,
                    key: key.clone(),
                    photos: vec![photo.id],
                    set: set.to_owned(),
                    label,
                    decision: Decision::Accepted,
                    provenance: Provenance { source: Source::Import, score: None, model: None, decided_at_ms: now_ms },
                };
                wishes.extend(labels.into_iter().map(wish));
            }
            Err(reason) => {
                report.rows += 1;
                report.unmatched += 1;
                examples.add("unreadable", 0, &key, || format!("left out: {reason}"));
            }
        }
        progress.advance(1);
    }
    decide(catalog, &wishes, false, dry_run, &report, &examples)
}

/// The labels that a photo's keywords mean, each once whatever its case.
fn labels_of(photo: &Path, set: &str, ours: &Record) -> Result<Vec<String>, String> {
    let mut lists = vec![];
    // Both sidecars are read; the one that would be written to goes first.
    let first = place(photo, false);
    let stem = stem_place(photo);
    let second = !first.stem && stem.is_file();
    let both = [(&first.path, first.stem, first.exists), (&stem, true, second)];
    for (sidecar, stem, _) in both.into_iter().filter(|(.., exists)| *exists) {
        let bytes = read_sidecar(sidecar)?;
        let found = keywords(&bytes).map_err(|e| format!("{}: {e}", sidecar.file_name().unwrap_or_default().display()))?;
        lists.push(without(found, &ours.ours_in(stem)));
    }
    let mut file = base::regular::open(photo).map_err(|e| reason(&e))?;
    lists.push(embedded_keywords(&mut file).map_err(|e| reason(&e))?);

    let mut named = Vec::new();
    let mut all = Vec::new();
    for list in &lists {
        for (words, separator) in [(&list.hierarchical, '|'), (&list.tags_list, '/')] {
            for (head, label) in words.iter().filter_map(|word| word.split_once(separator)) {
                if head.trim().to_lowercase() == set.trim().to_lowercase() {
                    push(&mut named, label);
                }
            }
        }
        list.subject.iter().for_each(|word| push(&mut all, word));
    }
    // The leaves of a hierarchy stand in the subject too, unless a program wrote the hierarchy alone.
    for list in &lists {
        for (words, separator) in [(&list.hierarchical, '|'), (&list.tags_list, '/')] {
            words.iter().filter_map(|word| word.rsplit(separator).next()).for_each(|leaf| push(&mut all, leaf));
        }
    }
    Ok(if named.is_empty() { all } else { named })
}

/// Adds a keyword as a label's name, which has no line ends and is known whatever its case.
fn push(labels: &mut Vec<String>, word: &str) {
    let word = word.split(char::is_control).map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    if !word.is_empty() && !labels.iter().any(|known| known.to_lowercase() == word.to_lowercase()) {
        labels.push(word);
    }
}

/// What is in a sidecar besides what we wrote into it.
fn without(mut found: Keywords, ours: &Keywords) -> Keywords {
    found.subject.retain(|word| !ours.subject.contains(word));
    found.hierarchical.retain(|word| !ours.hierarchical.contains(word));
    found.tags_list.retain(|word| !ours.tags_list.contains(word));
    found
}
