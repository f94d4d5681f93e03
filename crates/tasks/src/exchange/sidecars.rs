//! Accepted labels as keywords beside the photos, with flags, stars and colour labels.

use super::by_file::ByFile;
use super::content::{Content, files_there};
use super::error::ExchangeError;
use super::file_marks::{DecidedMarks, Seen, marks_out};
use super::ground::Ground;
use super::marks_in::inside;
use super::report::ExportReport;
use super::stems::Stems;
use base::{Cancel, FileProblem, Photo, PhotoId, Progress, formats, human};
use catalog::Catalog;
use exchange::{FileMarks, Keywords, MAX_SIDECAR, marks, place, plan, plan_marks, write_sidecar};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

/// Sidecars between two records. What will be ours is recorded before a batch is written and what is ours after it: a
/// program killed between may take too much for ours that is not in a sidecar yet, but never forgets what is.
const BATCH: usize = 64;

/// What we wrote beside a photo, as the catalogue keeps it for each file of a frame.
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
    /// What may be ours while a sidecar is on its way from this to the next.
    fn with(&self, next: &Self) -> Self {
        let stem = if next.ours.is_empty() { self.stem } else { next.stem };
        let mut both = Self { stem, ours: next.ours.clone() };
        if both.stem == self.stem {
            both.ours.add(&self.ours);
        }
        both
    }

    /// What is ours in that sidecar.
    pub(super) fn ours_in(&self, stem: bool) -> Keywords {
        if self.stem == stem { self.ours.clone() } else { Keywords::default() }
    }
}

/// What the catalogue knows of photos and their sidecars, beside the tags.
struct Known {
    records: HashMap<PhotoId, String>,
    marks: HashMap<PhotoId, DecidedMarks>,
    seen: HashMap<PhotoId, String>,
    stems: Stems,
}

/// Brings the sidecars of all tagged and marked photos to what was decided, and takes our keywords out of those that lost theirs.
/// A sidecar that cannot be written is reported, and the others are written.
pub(super) fn write_sidecars(
    catalog: &mut Catalog,
    content: &Content,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<ExportReport, ExchangeError> {
    let (records, marks, seen) = (catalog.sidecars()?, DecidedMarks::all(catalog)?, catalog.seen_marks()?);
    // Whether a sidecar belongs to one photo alone does not depend on which are exported.
    let there: Vec<Photo> = catalog.photos()?.into_iter().filter(|photo| !photo.missing).collect();
    let known = Known { records, marks, seen, stems: Stems::of(there.iter(), &content.roots) };
    let wanted = |photo: &&Photo| {
        let (id, tagged) = (&photo.id, content.book.accepted(photo.id).next().is_some());
        tagged || known.records.contains_key(id) || known.marks.contains_key(id) || known.seen.contains_key(id)
    };
    let photos: Vec<&Photo> = content.photos.iter().filter(wanted).collect();
    progress.set_total(photos.len() as u64);
    let mut report = ExportReport::default();
    let mut ground = Ground::new(&content.roots);
    for batch in photos.chunks(BATCH) {
        if cancel.is_cancelled() {
            return Err(ExchangeError::Cancelled);
        }
        let mut updates: Vec<Update<'_>> = Vec::new();
        for (photo, file) in batch.iter().flat_map(|photo| files_there(photo, &content.roots).into_iter().map(move |file| (photo, file))) {
            match Update::planned(photo, &file, content, &known, &ground) {
                Ok(update) => updates.push(update),
                Err(problem) => report.failed.push(problem),
            }
        }
        let mut states = States::default();
        for update in updates.iter().filter(|update| update.changes()) {
            states.record(update, &known, update.before.with(&update.now));
        }
        catalog.put_sidecars(&states.records())?;
        for update in &updates {
            let written = update.bytes.as_ref().map(|bytes| update.write(bytes, &mut ground));
            let failed = matches!(written, Some(Err(_)));
            if update.changes() {
                states.record(update, &known, if failed { update.before.clone() } else { update.now.clone() });
            }
            if let Some(now) = update.seen.as_ref().filter(|_| !failed) {
                states.see(update, &known, now.clone());
            }
            match written {
                Some(Ok(())) => report.written += 1,
                Some(Err(reason)) => report.failed.push(FileProblem { path: update.path.clone(), reason }),
                None => {}
            }
        }
        report.unchanged += updates.iter().filter(|u| u.bytes.is_none()).count() as u64;
        report.conflicts += updates.iter().filter(|u| u.differs).count() as u64;
        catalog.put_sidecars(&states.records())?;
        catalog.put_seen_marks(&states.seen())?;
        progress.advance(batch.len() as u64);
    }
    if report.conflicts > 0 {
        let photos = human::photos(report.conflicts);
        report.remarks.push(format!("marks of {photos} were left as they are in the files, where another program changed them since; read marks from files to settle it"));
    }
    Ok(report)
}

/// What is kept of the photos of a batch: each may have two sidecars.
#[derive(Default)]
struct States {
    records: BTreeMap<PhotoId, ByFile<Record>>,
    seen: BTreeMap<PhotoId, ByFile<Seen>>,
}

impl States {
    fn record(&mut self, update: &Update<'_>, known: &Known, now: Record) {
        let id = update.photo.id;
        self.records.entry(id).or_insert_with(|| ByFile::of(id, &known.records)).set_file(update.is_raw, now);
    }

    fn see(&mut self, update: &Update<'_>, known: &Known, now: Seen) {
        let id = update.photo.id;
        self.seen.entry(id).or_insert_with(|| ByFile::of(id, &known.seen)).set_file(update.is_raw, now);
    }

    /// `None`: nothing is ours.
    fn records(&self) -> Vec<(PhotoId, Option<String>)> {
        self.records.iter().map(|(id, record)| (*id, (!record.is_empty()).then(|| record.stored()))).collect()
    }

    fn seen(&self) -> Vec<(PhotoId, String)> {
        self.seen.iter().map(|(id, seen)| (*id, seen.stored())).collect()
    }
}

/// What is to be done with one sidecar.
struct Update<'a> {
    photo: &'a Photo,
    /// It is that of the frame's raw file.
    is_raw: bool,
    path: PathBuf,
    /// What to write; `None`: it is as it should be.
    bytes: Option<Vec<u8>>,
    before: Record,
    now: Record,
    /// What is seen of its marks afterwards, where that is new.
    seen: Option<Seen>,
    /// Its marks differ from the catalogue's, and it is not for us to change them.
    differs: bool,
}

impl<'a> Update<'a> {
    /// `file`: the photo, or the raw file beside it.
    fn planned(photo: &'a Photo, file: &Path, content: &Content, known: &Known, ground: &Ground<'_>) -> Result<Self, FileProblem> {
        let place = place(file, known.stems.is_shared(file));
        let is_raw = formats::is_raw_path(file);
        let problem = |reason: String| FileProblem { path: place.path.clone(), reason };
        ground.allows(photo, &place.path).map_err(problem)?;
        let existing = if place.exists { Some(read_sidecar(&place.path).map_err(problem)?) } else { None };

        let tags: Vec<(&str, &str)> = content.accepted(photo.id).map(|(set, l)| (set.name.as_str(), l.name.as_str())).collect();
        let before: Record = ByFile::of(photo.id, &known.records).file(is_raw);
        let planned = plan(existing.as_deref(), &Keywords::of(&tags), &before.ours_in(place.stem)).map_err(|e| problem(e.to_string()))?;
        let now = Record { stem: place.stem && !planned.ours.is_empty(), ours: planned.ours };
        let update = Self { photo, is_raw, path: place.path.clone(), bytes: planned.bytes, before, now, seen: None, differs: false };
        if !known.marks.contains_key(&photo.id) && !known.seen.contains_key(&photo.id) {
            return Ok(update);
        }
        update.with_marks(file, existing.as_deref(), known).map_err(problem)
    }

    /// With the marks too, in the sidecar as it is after the keywords.
    fn with_marks(self, photo: &Path, existing: Option<&[u8]>, known: &Known) -> Result<Self, String> {
        let sidecar = existing.map_or_else(|| Ok(FileMarks::default()), marks).map_err(|e| e.to_string())?;
        // One that cannot be read says nothing, and its sidecar is written all the same.
        let inside = inside(photo).unwrap_or_default();
        let before: Seen = ByFile::of(self.photo.id, &known.seen).file(self.is_raw);
        let decided = known.marks.get(&self.photo.id).copied().unwrap_or_default();
        let out = marks_out(&decided, &before, &sidecar, &inside);
        let so_far = self.bytes.as_deref().or(existing);
        let bytes = plan_marks(so_far, out.change).map_err(|e| e.to_string())?;
        let after = bytes.as_deref().map_or_else(|| Ok(sidecar.clone()), marks).map_err(|e| e.to_string())?;
        let seen = Some(out.seen(&before, &sidecar, &after, &inside)).filter(|seen| *seen != before);
        Ok(Self { bytes: bytes.or(self.bytes), seen, differs: out.differs, ..self })
    }

    fn changes(&self) -> bool {
        self.bytes.is_some() || self.now != self.before
    }

    fn write(&self, bytes: &[u8], ground: &mut Ground<'_>) -> Result<(), String> {
        ground.allows(self.photo, &self.path)?;
        ground.sweep(&self.path);
        write_sidecar(&self.path, bytes).map_err(|error| error.fault.to_string())
    }
}

/// The bytes of a sidecar, or why there are none.
pub(crate) fn read_sidecar(path: &Path) -> Result<Vec<u8>, String> {
    let size = fs_err::metadata(path).map_err(|e| human::file_reason(&e))?.len();
    if size > MAX_SIDECAR {
        return Err("it is too large for a sidecar".to_owned());
    }
    base::regular::read(path).map_err(|e| format!("it cannot be read ({})", human::file_reason(&e)))
}
