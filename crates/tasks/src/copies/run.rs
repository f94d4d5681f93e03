//! Carries a plan out, or tells what that would do.

use super::error::{CopyError, reason};
use super::ground;
use super::packet::{self, Told};
use super::plan::{CopyRequest, Item, Plan, Sources, plan};
use super::report::CopyReport;
use super::write::{self, Failure, There};
use crate::exchange::{DecidedMarks, Skus, Stems};
use base::{Cancel, FileProblem, LabelId, LabelSet, Photo, PhotoId, Progress, Root, TagBook};
use catalog::{Catalog, CatalogError};
use exchange::Keywords;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

/// Copies photos as asked. `skus` tells each photo's product.
///
/// A photo that cannot be copied is reported, and the others are copied. What was copied stays when the job is ended.
pub fn copy(catalog: &Catalog, request: &CopyRequest, skus: &Skus, progress: &Progress, cancel: &Cancel) -> Result<CopyReport, CopyError> {
    run(catalog, request, skus, false, progress, cancel)
}

/// Tells what [`copy`] would do, and writes nothing. What is there already is compared.
pub fn rehearse(
    catalog: &Catalog,
    request: &CopyRequest,
    skus: &Skus,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<CopyReport, CopyError> {
    run(catalog, request, skus, true, progress, cancel)
}

/// What the catalogue knows.
struct Known {
    photos: HashMap<PhotoId, Photo>,
    roots: Vec<Root>,
    sets: Vec<LabelSet>,
    book: TagBook,
    /// Empty where none goes into the copies.
    marks: HashMap<PhotoId, DecidedMarks>,
}

impl Known {
    fn of(catalog: &Catalog, xmp: bool) -> Result<Self, CatalogError> {
        Ok(Self {
            photos: catalog.photos()?.into_iter().map(|photo| (photo.id, photo)).collect(),
            roots: catalog.roots()?,
            sets: catalog.label_sets()?,
            book: TagBook::new(catalog.tags()?).with_marks(catalog.marks()?),
            marks: if xmp { DecidedMarks::all(catalog)? } else { HashMap::new() },
        })
    }

    fn plan(&self, request: &CopyRequest, skus: &Skus) -> Result<Plan, CopyError> {
        let sources = Sources {
            photo: &|id| self.photos.get(&id),
            roots: &self.roots,
            sets: &self.sets,
            book: &self.book,
            sku: &|id| skus.get(&id).map(String::as_str),
        };
        let stems = request.sidecars.then(|| Stems::of(self.photos.values().filter(|photo| !photo.missing), &self.roots));
        plan(&sources, request, stems.as_ref())
    }

    fn told(&self, photo: PhotoId) -> Told {
        let accepted: HashSet<LabelId> = self.book.accepted(photo).filter_map(|tag| tag.label).collect();
        let sets = self.sets.iter().filter(|_| !accepted.is_empty());
        let labels = sets.flat_map(|set| set.labels.iter().map(move |label| (set, label)));
        let labels = labels.filter(|(_, label)| accepted.contains(&label.id));
        let tags: Vec<(&str, &str)> = labels.map(|(set, label)| (set.name.as_str(), label.name.as_str())).collect();
        Told { keywords: Keywords::of(&tags), marks: self.marks.get(&photo).copied().unwrap_or_default() }
    }
}

fn run(
    catalog: &Catalog,
    request: &CopyRequest,
    skus: &Skus,
    dry: bool,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<CopyReport, CopyError> {
    let known = Known::of(catalog, request.xmp)?;
    let plan = known.plan(request, skus)?;
    if !dry && !plan.items.is_empty() {
        check_target(&plan, request, &known.roots)?;
    }
    let mut work = Work { known: &known, request, dry, prepared: HashSet::new() };
    let mut report = CopyReport {
        to: plan.to.clone(),
        renamed: plan.renamed,
        failed: plan.gone.clone(),
        examples: plan.examples(),
        ..CopyReport::default()
    };
    progress.set_total(plan.items.len() as u64);
    for item in &plan.items {
        if cancel.is_cancelled() {
            report.cancelled = true;
            break;
        }
        if let Err(failure) = work.one(item, &mut report) {
            report.failed.push(FileProblem { path: item.from.clone(), reason: failure.reason.clone() });
            if failure.ends_all {
                report.stopped = Some(failure.reason);
                break;
            }
        }
        progress.advance(1);
    }
    Ok(report)
}

/// The folder can be made, and its disk is large enough for what is not there yet.
fn check_target(plan: &Plan, request: &CopyRequest, roots: &[Root]) -> Result<(), CopyError> {
    let to = plan.to.clone();
    let missing = plan.items.iter().filter(|item| fs_err::symlink_metadata(&item.to).is_err());
    let needed: u64 = missing.map(|item| item.bytes).sum();
    match ground::free(&to) {
        Some(free) if !request.link && free < needed => return Err(CopyError::NoRoom { to, needed, free }),
        _ => {}
    }
    ground::prepared(&to, roots).map_err(|reason| CopyError::Folder { to: to.clone(), reason })?;
    // A folder that is closed to us is told once, and not for each photo.
    match base::unfinished::unfinished(&to) {
        Ok(_) => Ok(()),
        Err(error) => Err(CopyError::Folder { to, reason: reason(&error) }),
    }
}

struct Work<'a> {
    known: &'a Known,
    request: &'a CopyRequest,
    dry: bool,
    /// Folders that were made and looked at.
    prepared: HashSet<PathBuf>,
}

impl Work<'_> {
    fn one(&mut self, item: &Item, report: &mut CopyReport) -> Result<(), Failure> {
        let inside = self.request.xmp && item.xmp.is_none();
        let made = if inside { packet::bytes(&item.from, &self.known.told(item.photo))? } else { None };
        let counted = match self.looked_at(&item.from, &item.to, made.as_deref())? {
            There::Same => &mut report.skipped,
            _ if self.request.link => {
                if !self.dry {
                    write::link(&item.from, &item.to)?;
                }
                &mut report.linked
            }
            _ => {
                if !self.dry {
                    write::copy(&item.from, &item.to, made.as_deref())?;
                }
                &mut report.copied
            }
        };
        *(if item.is_companion { &mut report.raw } else { counted }) += 1;
        for (from, to) in item.sidecars.iter().filter(|(_, to)| item.xmp.as_ref() != Some(to)) {
            self.sidecar(from, to, None, report)?;
        }
        item.xmp.as_ref().map_or(Ok(()), |to| self.xmp_beside(item, to, report))
    }

    /// The sidecar of a raw photo's copy: that of the photo, with labels and marks.
    fn xmp_beside(&mut self, item: &Item, to: &Path, report: &mut CopyReport) -> Result<(), Failure> {
        let beside = item.sidecars.iter().find(|(_, copy)| copy == to).map(|(from, _)| from);
        let from = beside.unwrap_or(&item.from);
        match packet::beside(beside.map(PathBuf::as_path), &self.known.told(item.photo)) {
            Ok(None) if beside.is_none() => {}
            Ok(packet) => self.sidecar(from, to, packet.as_deref(), report)?,
            Err(reason) => report.failed.push(FileProblem { path: from.clone(), reason }),
        }
        Ok(())
    }

    /// A sidecar that cannot be copied is told by itself: its photo is there.
    fn sidecar(&mut self, from: &Path, to: &Path, made: Option<&[u8]>, report: &mut CopyReport) -> Result<(), Failure> {
        let copied = self.looked_at(from, to, made).and_then(|there| match there {
            There::Same => Ok(false),
            _ if self.dry => Ok(true),
            _ => write::copy(from, to, made).map(|()| true),
        });
        match copied {
            Ok(copied) => report.sidecars += u64::from(copied),
            Err(failure) if failure.ends_all => return Err(failure),
            Err(failure) => report.failed.push(FileProblem { path: from.to_owned(), reason: failure.reason }),
        }
        Ok(())
    }

    /// What is where the copy is to go; its folder is there afterwards.
    fn looked_at(&mut self, from: &Path, to: &Path, made: Option<&[u8]>) -> Result<There, Failure> {
        if !from.is_file() {
            return Err("the file is gone".to_owned().into());
        }
        match write::there(from, to, made)? {
            There::Other => {
                let name = to.file_name().unwrap_or_default().display();
                Err(format!("another file called {name} is there already, and was left").into())
            }
            there => {
                let folder = to.parent().unwrap_or(&self.request.to);
                if !self.dry && !self.prepared.contains(folder) {
                    ground::prepared(folder, &self.known.roots)?;
                    self.prepared.insert(folder.to_owned());
                }
                Ok(there)
            }
        }
    }
}
