//! Accepted labels as keywords beside the photos.

use super::export::Content;
use super::keywords::path_of;
use super::{ExchangeError, ExportReport, reason};
use crate::base::{Cancel, FileProblem, Photo, PhotoId, Progress};
use crate::catalog::Catalog;
use crate::exchange::{Keywords, MAX_SIDECAR, place, plan, stem_place, write_atomically};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// Records are saved after so many sidecars: a program killed between forgets that these keywords are ours, which never
/// costs anybody a keyword.
const BATCH: usize = 64;

/// What we wrote beside a photo, as the catalogue keeps it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Record {
    /// Into the sidecar that is named like the photo without its ending: in the other one the same keywords are somebody
    /// else's. (Not its name: photo and sidecar may be renamed together.)
    stem: bool,
    #[serde(flatten)]
    ours: Keywords,
}

impl Record {
    /// The record of a photo; an empty one where we wrote nothing.
    pub(super) fn of(photo: PhotoId, records: &HashMap<PhotoId, String>) -> Self {
        records.get(&photo).and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default()
    }

    /// What is ours in that sidecar.
    pub(super) fn ours_in(&self, stem: bool) -> Keywords {
        if self.stem == stem { self.ours.clone() } else { Keywords::default() }
    }
}

/// Brings the sidecars of all tagged photos to what was accepted, and takes our keywords out of those that lost theirs.
/// A sidecar that cannot be written is reported, and the others are written.
pub(super) fn write_sidecars(
    catalog: &mut Catalog,
    content: &Content,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<ExportReport, ExchangeError> {
    let records = catalog.sidecars()?;
    let shared = shared_stems(content);
    let wanted = |photo: &&Photo| records.contains_key(&photo.id) || content.book.accepted(photo.id).next().is_some();
    let photos: Vec<&Photo> = content.photos.iter().filter(wanted).collect();
    progress.set_total(photos.len() as u64);
    let mut report = ExportReport::default();
    let mut saved: Vec<(PhotoId, Option<String>)> = Vec::new();
    for photo in photos {
        if cancel.is_cancelled() {
            catalog.put_sidecars(&saved)?;
            return Err(ExchangeError::Cancelled);
        }
        let path = path_of(photo, &content.roots);
        let record = Record::of(photo.id, &records);
        let tags: Vec<(&str, &str)> = content.accepted(photo.id).map(|(set, label)| (set.name.as_str(), label.name.as_str())).collect();
        match update(&path, shared.contains_key(&stem_place(&path)), &Keywords::of(&tags), &record) {
            Ok((written, new)) => {
                report.written += u64::from(written);
                report.unchanged += u64::from(!written);
                if new != record {
                    saved.push((photo.id, if new.ours.is_empty() { None } else { Some(serde_json::json!(new).to_string()) }));
                }
            }
            Err(problem) => report.failed.push(problem),
        }
        if saved.len() == BATCH {
            catalog.put_sidecars(&saved)?;
            saved.clear();
        }
        progress.advance(1);
    }
    catalog.put_sidecars(&saved)?;
    Ok(report)
}

/// Sidecars without the photo's ending that several photos would claim, such as IMG.xmp of IMG.jpg and IMG.png: they say
/// nothing about one photo, so they belong to none.
fn shared_stems(content: &Content) -> HashMap<PathBuf, u32> {
    let mut claims: HashMap<PathBuf, u32> = HashMap::new();
    for photo in &content.photos {
        let path = path_of(photo, &content.roots);
        *claims.entry(stem_place(&path)).or_default() += 1;
        // "a.jpg.xmp" is the sidecar of "a.jpg", whatever "a.jpg.png" thinks.
        let mut own = path.into_os_string();
        own.push(".xmp");
        *claims.entry(own.into()).or_default() += 1;
    }
    claims.retain(|_, n| *n > 1);
    claims
}

/// Writes one sidecar if need be. Whether it was, and what is ours in it now.
fn update(photo: &Path, stem_is_shared: bool, want: &Keywords, record: &Record) -> Result<(bool, Record), FileProblem> {
    let place = place(photo, stem_is_shared);
    let problem = |reason: String| FileProblem { path: place.path.clone(), reason };
    let existing = if place.exists { Some(read_sidecar(&place.path).map_err(problem)?) } else { None };
    let planned = plan(existing.as_deref(), want, &record.ours_in(place.stem)).map_err(|e| problem(e.to_string()))?;
    if let Some(bytes) = &planned.bytes {
        write_atomically(&place.path, bytes).map_err(|e| problem(e.fault.to_string()))?;
    }
    let stem = place.stem && !planned.ours.is_empty();
    Ok((planned.bytes.is_some(), Record { stem, ours: planned.ours }))
}

/// The bytes of a sidecar, or why there are none.
pub(super) fn read_sidecar(path: &Path) -> Result<Vec<u8>, String> {
    let size = fs_err::metadata(path).map_err(|e| reason(&e))?.len();
    if size > MAX_SIDECAR {
        return Err("it is too large for a sidecar".to_owned());
    }
    fs_err::read(path).map_err(|e| format!("it cannot be read ({})", reason(&e)))
}
