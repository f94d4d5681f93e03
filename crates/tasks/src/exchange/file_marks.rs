//! Marks in the catalogue and in a photo's files: what each says, and which of them may take the other's place.
//!
//! A file may be written to while it holds what we last read from it or wrote into it ([`Seen`]). Anything else was put there by somebody else
//! since, and is a difference that a person settles.

use super::by_file::ByFile;
use base::{Mark, MarkKind, Marked, PhotoId, Source};
use catalog::{Catalog, CatalogError};
use exchange::{FileMarks, MarkChange};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// What we last read from or wrote into a photo and its sidecar, as the catalogue keeps it for each file of a frame ([`ByFile`]).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Seen {
    pub sidecar: FileMarks,
    /// Inside the photo, where only others write.
    pub photo: FileMarks,
    /// Kinds whose mark in the sidecar is from us, as the catalogue names them: it goes when the mark does.
    pub ours: Vec<String>,
}

impl Seen {
    fn is_ours(&self, kind: MarkKind) -> bool {
        self.ours.iter().any(|ours| ours == kind.as_str())
    }

    fn set_ours(&mut self, kind: MarkKind, is_ours: bool) {
        self.ours.retain(|ours| ours != kind.as_str());
        if is_ours {
            self.ours.push(kind.as_str().to_owned());
        }
    }
}

/// What was decided about one photo, by kind.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct DecidedMarks([Option<Marked>; 3]);

impl DecidedMarks {
    /// Of each photo about which anything was decided.
    pub fn all(catalog: &Catalog) -> Result<HashMap<PhotoId, Self>, CatalogError> {
        let mut all: HashMap<PhotoId, Self> = HashMap::new();
        for marked in catalog.marks()? {
            all.entry(marked.photo).or_default().0[marked.mark.kind() as usize] = Some(marked);
        }
        Ok(all)
    }

    pub fn of(&self, kind: MarkKind) -> Option<Marked> {
        self.0[kind as usize]
    }
}

/// What a file says of a kind of mark, spelled as the catalogue spells it; a label of another program as it stands there, in lower case.
pub(super) fn says(file: &FileMarks, kind: MarkKind) -> Option<String> {
    match kind {
        MarkKind::Flag => Mark::Flag(file.flag).value().map(str::to_owned),
        MarkKind::Stars => Mark::Stars(file.stars).value().map(str::to_owned),
        MarkKind::Colour => file.label.as_ref().map(|label| label.to_lowercase()),
    }
}

/// Takes over what a file says of one kind.
fn learn(seen: &mut FileMarks, kind: MarkKind, file: &FileMarks) {
    match kind {
        MarkKind::Flag => seen.flag = file.flag,
        MarkKind::Stars => seen.stars = file.stars,
        MarkKind::Colour => seen.label.clone_from(&file.label),
    }
}

/// What is to be done with the marks of a sidecar.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct MarksOut {
    pub change: MarkChange,
    /// The file was changed since we saw it, and says something else than the catalogue.
    pub differs: bool,
    /// Kinds about which file and catalogue agree afterwards.
    settled: Vec<MarkKind>,
}

/// Works out which marks go into a sidecar that says `sidecar`, beside a photo that says `photo`.
pub(crate) fn marks_out(decided: &DecidedMarks, seen: &Seen, sidecar: &FileMarks, photo: &FileMarks) -> MarksOut {
    let mut out = MarksOut::default();
    // Stars that the photo itself tells need not stand in the sidecar, unless its place is wanted for a rejection.
    let mut told_by_photo = None;
    for kind in MarkKind::ALL {
        let (there, before, inside) = (says(sidecar, kind), says(&seen.sidecar, kind), says(photo, kind));
        let wanted = match decided.of(kind) {
            Some(decided) => decided.mark,
            None if there.is_none() || (there == before && seen.is_ours(kind)) => Mark::none(kind),
            // What others wrote, and nobody has read.
            None => continue,
        };
        let value = wanted.value().map(str::to_owned);
        if there.is_some() && there != value && there != before {
            out.differs = true;
            continue;
        }
        out.settled.push(kind);
        if there.is_none() && value.is_some() && inside == value {
            told_by_photo = Some(wanted).filter(|_| kind == MarkKind::Stars).or(told_by_photo);
            continue;
        }
        match wanted {
            Mark::Flag(flag) => out.change.flag = Some(flag),
            Mark::Stars(stars) => {
                out.change.stars = Some(stars);
                out.change.says_no_stars = stars.is_none() && inside.is_some() && decided.of(kind).is_some();
            }
            Mark::Colour(colour) => out.change.colour = Some(colour),
        }
    }
    if let (Some(Mark::Stars(stars)), Some(Some(base::Flag::Reject))) = (told_by_photo, out.change.flag) {
        out.change.stars = Some(stars);
    }
    out
}

impl MarksOut {
    /// What is seen once the sidecar says `after`.
    pub fn seen(&self, before: &Seen, sidecar: &FileMarks, after: &FileMarks, photo: &FileMarks) -> Seen {
        let mut seen = before.clone();
        for kind in &self.settled {
            let (was, is) = (says(sidecar, *kind), says(after, *kind));
            let is_ours = is.is_some() && (was != is || before.is_ours(*kind));
            seen.set_ours(*kind, is_ours);
            learn(&mut seen.sidecar, *kind, after);
            if says(photo, *kind) == is || is.is_none() {
                learn(&mut seen.photo, *kind, photo);
            }
        }
        seen
    }
}

/// Which side wins where a person's mark and a file differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prefer {
    /// What was changed last.
    Newer,
    /// What the file says.
    File,
    /// What the catalogue says; the next export writes it.
    Catalog,
}

/// What a photo and its sidecar say, and when each was changed: milliseconds since 1970.
#[derive(Clone, Debug, Default)]
pub(super) struct FilesSay {
    /// The photo is a raw file.
    pub is_raw: bool,
    pub sidecar: FileMarks,
    pub sidecar_at_ms: i64,
    pub photo: FileMarks,
    pub photo_at_ms: i64,
}

/// What becomes of what files say about one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// They say nothing.
    Silent,
    /// They say what the catalogue holds, or nothing new.
    Known,
    /// It comes into the catalogue.
    Take(Mark),
    /// It differs from what a person decided, and the catalogue's stays.
    Differs {
        /// What the person decided.
        ours: Mark,
        /// It was settled so: the file may be written to.
        settled: bool,
    },
}

/// Decides about one kind, given the files of a frame: a sidecar goes before the photo, and what is new before what was seen.
pub(super) fn read(kind: MarkKind, files: &[FilesSay], seen: &ByFile<Seen>, decided: Option<Marked>, prefer: Option<Prefer>) -> Reading {
    let told = |file: &FilesSay| {
        let seen = seen.file(file.is_raw);
        let places = [(&file.sidecar, &seen.sidecar, file.sidecar_at_ms), (&file.photo, &seen.photo, file.photo_at_ms)];
        places.map(|(file, before, at_ms)| (says(file, kind), says(before, kind), at_ms))
    };
    let told: Vec<_> = files.iter().flat_map(told).collect();
    let new = told.iter().find(|(there, before, _)| there.is_some() && there != before);
    let Some((Some(there), _, at_ms)) = new.or_else(|| told.iter().find(|(there, ..)| there.is_some())) else { return Reading::Silent };
    let mark = Mark::read(kind.as_str(), Some(there));
    match (decided, mark) {
        (None, Some(mark)) => Reading::Take(mark),
        // A label that we do not know, and nothing of ours beside it.
        (None, None) => Reading::Silent,
        (Some(ours), _) if ours.mark.value() == Some(there.as_str()) || new.is_none() => Reading::Known,
        (Some(ours), Some(mark)) if ours.source < Source::Person => Reading::Take(mark),
        (Some(ours), mark) => match (prefer, mark) {
            (Some(Prefer::File), Some(mark)) => Reading::Take(mark),
            (Some(Prefer::Newer), Some(mark)) if *at_ms > ours.at_ms => Reading::Take(mark),
            _ => Reading::Differs { ours: ours.mark, settled: matches!(prefer, Some(Prefer::Catalog | Prefer::Newer)) },
        },
    }
}

impl ByFile<Seen> {
    /// After what the files say of a kind was taken over or settled.
    pub(super) fn settle(&mut self, kind: MarkKind, files: &[FilesSay]) {
        for file in files {
            let mut seen = self.file(file.is_raw);
            seen.settle(kind, file);
            self.set_file(file.is_raw, seen);
        }
    }
}

impl Seen {
    fn settle(&mut self, kind: MarkKind, files: &FilesSay) {
        let stays_ours = self.is_ours(kind) && says(&self.sidecar, kind) == says(&files.sidecar, kind);
        self.set_ours(kind, stays_ours);
        learn(&mut self.sidecar, kind, &files.sidecar);
        learn(&mut self.photo, kind, &files.photo);
    }
}
