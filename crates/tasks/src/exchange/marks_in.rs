//! Marks in photos and their sidecars come into the catalogue: one step, which can be rehearsed and undone.

use super::by_file::ByFile;
use super::content::{files_there, path_of};
use super::error::ExchangeError;
use super::file_marks::{DecidedMarks, FilesSay, Prefer, Reading, Seen, read, says};
use super::sidecars::read_sidecar;
use super::stems::Stems;
use base::{Cancel, FileProblem, Mark, MarkKind, Photo, PhotoId, Progress, Source, StepId, formats, human};
use catalog::{Catalog, MarkOutcome, Step};
use exchange::{embedded_marks, marks, place};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// What to read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MarksRequest {
    /// Which side wins where a person's mark and a file differ; `None`: the person's, and the difference is told.
    pub prefer: Option<Prefer>,
    /// Only tells what would happen.
    pub dry_run: bool,
}

/// A mark about which a person and a file say different things.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkDifference {
    /// The photo.
    pub photo: PhotoId,
    /// Its file.
    pub path: PathBuf,
    /// As the person decided: "4 stars", "no flag".
    pub catalog: String,
    /// As the file has it.
    pub file: String,
}

/// What reading marks did, or would do. Photos are counted, not marks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MarksReport {
    /// Photos that got a mark.
    pub changed: u64,
    /// Photos whose files tell nothing that is not known.
    pub unchanged: u64,
    /// Photos about which a person and a file differ, where that was not settled.
    pub conflicts: u64,
    /// What they differ about.
    pub differences: Vec<MarkDifference>,
    /// Files that could not be read, and why.
    pub failed: Vec<FileProblem>,
    /// The step, by which it can be undone; `None` where nothing was saved.
    pub step: Option<StepId>,
}

/// Reads flags, stars and colour labels from the sidecars of all photos and from inside the photos. What a person decided stays, unless
/// the request prefers the file. `now_ms`: milliseconds since 1970.
pub fn import_marks(
    catalog: &mut Catalog,
    request: MarksRequest,
    now_ms: i64,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<MarksReport, ExchangeError> {
    let photos: Vec<Photo> = catalog.photos()?.into_iter().filter(|p| !p.missing).collect();
    let roots = catalog.roots()?;
    let (decided, seen) = (DecidedMarks::all(catalog)?, catalog.seen_marks()?);
    let stems = Stems::of(&photos, &roots);
    progress.set_total(photos.len() as u64);
    let mut report = MarksReport::default();
    let mut found = Found::default();
    for photo in &photos {
        if cancel.is_cancelled() {
            return Err(ExchangeError::Cancelled);
        }
        let path = path_of(photo, &roots);
        match look_all(&files_there(photo, &roots), &stems) {
            Ok(files) => {
                let before = ByFile::of(photo.id, &seen);
                let decided = decided.get(&photo.id).copied().unwrap_or_default();
                found.photo(photo.id, &path, &files, &before, &decided, request.prefer);
            }
            Err(reason) => report.failed.push(FileProblem { path, reason }),
        }
        progress.advance(1);
    }
    let work = |step: &mut Step<'_>| {
        for (photo, marks) in &found.taken {
            let mut changed = false;
            for mark in marks {
                changed |= step.mark(*photo, *mark, Source::Import, Source::Person, now_ms)? == MarkOutcome::Changed;
            }
            *(if changed { &mut report.changed } else { &mut report.unchanged }) += 1;
        }
        step.put_seen_marks(&found.seen)?;
        step.words = format!("Read the marks of {} from files", human::photos(report.changed));
        Ok(())
    };
    let ((), changed) = if request.dry_run { catalog.rehearse(work)? } else { catalog.step(work)? };
    report.unchanged += found.known;
    report.conflicts = found.conflicts;
    report.differences = found.differences;
    report.step = changed.step;
    Ok(report)
}

/// What was found in the files of all photos.
#[derive(Default)]
struct Found {
    taken: Vec<(PhotoId, Vec<Mark>)>,
    known: u64,
    conflicts: u64,
    differences: Vec<MarkDifference>,
    seen: Vec<(PhotoId, String)>,
}

impl Found {
    fn photo(
        &mut self,
        photo: PhotoId,
        path: &Path,
        files: &[FilesSay],
        before: &ByFile<Seen>,
        decided: &DecidedMarks,
        prefer: Option<Prefer>,
    ) {
        let (mut seen, mut taken, mut silent, mut differs) = (before.clone(), Vec::new(), true, false);
        for kind in MarkKind::ALL {
            let reading = read(kind, files, before, decided.of(kind), prefer);
            silent &= reading == Reading::Silent;
            match reading {
                Reading::Silent => {}
                Reading::Known => {
                    if decided.of(kind).is_some_and(|ours| agrees(ours.mark, files)) {
                        seen.settle(kind, files);
                    }
                }
                Reading::Take(mark) => {
                    taken.push(mark);
                    seen.settle(kind, files);
                }
                Reading::Differs { settled: true, .. } => seen.settle(kind, files),
                Reading::Differs { ours, settled: false } => {
                    differs = true;
                    let file = told(files, kind);
                    let file = file.map_or_else(String::new, |file| Mark::read(kind.as_str(), Some(&file)).map_or(file, Mark::words));
                    self.differences.push(MarkDifference { photo, path: path.to_owned(), catalog: ours.words(), file });
                }
            }
        }
        if seen != *before {
            self.seen.push((photo, seen.stored()));
        }
        self.conflicts += u64::from(differs);
        if !taken.is_empty() {
            self.taken.push((photo, taken));
        } else if !silent && !differs {
            self.known += 1;
        }
    }
}

/// The files say of a mark what the catalogue says.
fn agrees(ours: Mark, files: &[FilesSay]) -> bool {
    told(files, ours.kind()).as_deref() == ours.value()
}

/// The first thing that they say of it.
fn told(files: &[FilesSay], kind: MarkKind) -> Option<String> {
    files.iter().find_map(|file| says(&file.sidecar, kind).or_else(|| says(&file.photo, kind)))
}

fn look_all(files: &[PathBuf], stems: &Stems) -> Result<Vec<FilesSay>, String> {
    files.iter().map(|file| look(file, stems.is_shared(file))).collect()
}

/// Reads the sidecar of a photo and what is in the photo; why it cannot be, where it cannot.
fn look(photo: &Path, stem_is_shared: bool) -> Result<FilesSay, String> {
    let place = place(photo, stem_is_shared);
    let is_raw = formats::is_raw_path(photo);
    let mut say = FilesSay { is_raw, photo: inside(photo)?, photo_at_ms: changed_at_ms(photo), ..FilesSay::default() };
    if place.exists {
        let name = place.path.file_name().unwrap_or_default().display();
        say.sidecar = marks(&read_sidecar(&place.path)?).map_err(|e| format!("{name}: {e}"))?;
        say.sidecar_at_ms = changed_at_ms(&place.path);
    }
    Ok(say)
}

/// What is in the photo.
pub(super) fn inside(photo: &Path) -> Result<exchange::FileMarks, String> {
    let mut file = base::regular::open(photo).map_err(|e| human::file_reason(&e))?;
    embedded_marks(&mut file).map_err(|e| human::file_reason(&e))
}

fn changed_at_ms(file: &Path) -> i64 {
    let modified = fs_err::metadata(file).and_then(|about| about.modified()).ok();
    modified.and_then(|time| time.duration_since(UNIX_EPOCH).ok()).map_or(0, |since| since.as_millis() as i64)
}
