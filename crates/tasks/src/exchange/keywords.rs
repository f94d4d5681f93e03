//! Keywords in photos and their sidecars become tags.

use super::by_file::ByFile;
use super::content::files_there;
use super::error::ExchangeError;
use super::import::{Examples, Wish, decide};
use super::report::ImportReport;
use super::sidecars::{Record, read_sidecar};
use base::fold::{fold, key, trimmed, unseen};
use base::labels::LONGEST_NAME;
use base::{Cancel, Decision, FileProblem, Photo, Progress, Provenance, Source, formats, human};
use catalog::Catalog;
use exchange::{Keywords, embedded_keywords, keywords, place, sidecars_of};
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// Keywords of one photo that an example shows.
const SHOWN: usize = 10;

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
        let key = photo.path.to_string_lossy().into_owned();
        match labels_of(&files_there(photo, &roots), set, &ByFile::of(photo.id, &records)) {
            Ok(labels) if labels.is_empty() => {}
            Ok(labels) => {
                report.rows += 1;
                report.matched += 1;
                examples.add("matched", 0, &key, || human::some(&labels, SHOWN));
                let wish = |label| Wish {
                    line: 0,
                    key: key.clone(),
                    photos: vec![photo.id],
                    set: set.to_owned(),
                    label,
                    decision: Decision::Accepted,
                    provenance: Provenance::of(Source::Import, now_ms),
                };
                wishes.extend(labels.into_iter().map(wish));
            }
            Err(problem) => {
                report.rows += 1;
                report.unmatched += 1;
                report.failed.push(problem);
            }
        }
        progress.advance(1);
    }
    report.failed.sort_by(|a, b| a.path.cmp(&b.path));
    decide(catalog, &wishes, false, dry_run, &report, &examples)
}

/// The labels that a photo's keywords mean, each once in whatever spelling; or the file that could not be read.
fn labels_of(files: &[PathBuf], set: &str, ours: &ByFile<Record>) -> Result<Vec<String>, FileProblem> {
    let mut lists = vec![];
    for file in files {
        lists.extend(keywords_of(file, &ours.file(formats::is_raw_path(file)))?);
    }
    let set = key(set);
    let (mut named, mut all) = (Labels::default(), Labels::default());
    for list in &lists {
        for (words, separator) in [(&list.hierarchical, '|'), (&list.tags_list, '/')] {
            for (head, label) in words.iter().filter_map(|word| word.split_once(separator)) {
                if key(head) == set {
                    named.push(label);
                }
            }
        }
        list.subject.iter().for_each(|word| all.push(word));
    }
    // The leaves of a hierarchy stand in the subject too, unless a program wrote the hierarchy alone.
    for list in &lists {
        for (words, separator) in [(&list.hierarchical, '|'), (&list.tags_list, '/')] {
            words.iter().filter_map(|word| word.rsplit(separator).next()).for_each(|leaf| all.push(leaf));
        }
    }
    Ok(if named.names.is_empty() { all.names } else { named.names })
}

/// What one file of a photo and its sidecars hold.
fn keywords_of(photo: &Path, ours: &Record) -> Result<Vec<Keywords>, FileProblem> {
    let mut lists = vec![];
    // Both sidecars are read; the one that would be written to goes first.
    let first = place(photo, false);
    let others = sidecars_of(photo, false).into_iter().filter(|other| other.stem != first.stem).map(|other| (other.path, other.stem));
    let both: Vec<(PathBuf, bool)> = first.exists.then_some((first.path, first.stem)).into_iter().chain(others).collect();
    for (sidecar, stem) in &both {
        let problem = |reason| FileProblem { path: sidecar.clone(), reason };
        let bytes = read_sidecar(sidecar).map_err(problem)?;
        let found = keywords(&bytes).map_err(|e| problem(e.to_string()))?;
        lists.push(without(found, &ours.ours_in(*stem)));
    }
    let problem = |error: std::io::Error| FileProblem { path: photo.to_owned(), reason: human::file_reason(&error) };
    let mut file = base::regular::open(photo).map_err(problem)?;
    lists.push(embedded_keywords(&mut file).map_err(problem)?);
    Ok(lists)
}

/// Names of labels, each once.
#[derive(Default)]
struct Labels {
    names: Vec<String>,
    keys: HashSet<String>,
}

impl Labels {
    /// Adds a keyword as a label's name, which has no line ends, nothing that nobody sees, and an end.
    fn push(&mut self, word: &str) {
        let seen: String = word.chars().filter(|c| unseen(c.encode_utf8(&mut [0; 4])).is_none()).collect();
        let parts = seen.split(char::is_control).map(trimmed).filter(|part| !part.is_empty());
        let name: String = parts.collect::<Vec<_>>().join(" ").chars().take(LONGEST_NAME).collect();
        if !name.is_empty() && self.keys.insert(fold(&name)) {
            self.names.push(name);
        }
    }
}

/// What is in a sidecar besides what we wrote into it.
fn without(mut found: Keywords, ours: &Keywords) -> Keywords {
    let retain = |words: &mut Vec<String>, ours: &[String]| {
        let ours: HashSet<&String> = ours.iter().collect();
        words.retain(|word| !ours.contains(word));
    };
    retain(&mut found.subject, &ours.subject);
    retain(&mut found.hierarchical, &ours.hierarchical);
    retain(&mut found.tags_list, &ours.tags_list);
    found
}
