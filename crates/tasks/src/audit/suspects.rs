//! From tags to suspects.

use super::kin;
use super::neighbours::{Labelled, Neighbour, around};
use super::opinions::Opinions;
use super::reason::{self, Reason, Said};
use super::several;
use crate::learned::{Groups, Learned, has_none, teaches};
use crate::review::mixed;
use crate::search::Searchable;
use crate::suggest::Slot;
use base::{Choice, Decision, Kept, LabelSet, PhotoId, Progress, Tag, TagBook};
use learn::softmax;
use nalgebra::DMatrix;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Up to so many tagged photos the neighbours of all are searched.
const ALL: usize = 12_000;

/// Beyond, those of so many that words and head find most suspect,
const SUSPECTS: usize = 10_000;

/// and of so many others, to weigh the opinions by.
const SAMPLE: usize = 4_000;

/// What is audited.
#[derive(Clone, Copy)]
pub struct AuditRequest<'a> {
    /// Photos and vectors.
    pub photos: &'a Searchable,
    /// The set with its words as vectors.
    pub learned: &'a Learned,
    /// The set as the catalogue has it.
    pub set: &'a LabelSet,
    /// What was decided.
    pub book: &'a TagBook,
    /// Labels that a person kept when they were asked.
    pub kept: &'a [Kept],
    /// What a photo belongs to, where that is known.
    pub product: &'a dyn Fn(PhotoId) -> Option<usize>,
}

/// What may be wrong.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SuspectKind {
    /// The photo has the label.
    #[default]
    Wrong,
    /// The photo of a multi-choice set has other labels, and not this one.
    Missing,
}

impl SuspectKind {
    /// As the command line writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Wrong => "wrong",
            Self::Missing => "missing",
        }
    }
}

/// A tagged photo and a label, and how likely it is wrong that the photo has it, or that it does not.
#[derive(Clone, Debug, PartialEq)]
pub struct Suspect {
    /// Which photo.
    pub photo: PhotoId,
    /// Whether the photo has the label.
    pub kind: SuspectKind,
    /// The label that it has, or none of them; or the one that it may lack.
    pub slot: Slot,
    /// The likeliest other one; in a multi-choice set the missing label itself, or nothing in the place of a wrong one.
    pub suggested: Slot,
    /// How likely it is wrong, 0 to 1.
    pub score: f32,
    /// Why, the plainest first; never empty.
    pub reasons: Vec<Reason>,
    /// The nearest photos of other products with their labels, nearest first; none where they were not searched.
    pub neighbours: Arc<[Neighbour]>,
}

/// All tagged photos of a set, the likeliest wrong first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Audit {
    /// Tagged photos that were looked at: present ones with an embedding. Of a spot check what it was drawn from.
    pub photos: u64,
    /// Labels that a person kept, had or missing, which are not asked about again.
    pub kept: u64,
    /// The others, the likeliest wrong first.
    pub suspects: Vec<Suspect>,
}

/// Orders the tagged photos of a set. `cancelled` is asked often; `None` once it says so.
pub fn audit(request: &AuditRequest<'_>, progress: &Progress, cancelled: &(dyn Fn() -> bool + Sync)) -> Option<Audit> {
    match request.set.choice {
        Choice::Single => single(request, progress, cancelled),
        Choice::Multi => several::audit(request, progress, cancelled),
    }
}

fn single(request: &AuditRequest<'_>, progress: &Progress, cancelled: &(dyn Fn() -> bool + Sync)) -> Option<Audit> {
    let words = &request.learned.words;
    let (audited, teaches) = tagged(request);
    if audited.is_empty() || words.labels() == 0 {
        return Some(Audit::default());
    }
    let opinions = Opinions::of(request.photos, words, &audited, teaches)?;
    if cancelled() {
        return None;
    }
    let cheap = opinions.join();
    let looked_at = looked_at(&audited, &wrong(&cheap, &opinions.classes));
    progress.set_total(looked_at.len() as u64);
    let teachers: Vec<Labelled> = audited.iter().zip(&opinions.teaches).filter(|(_, teaches)| **teaches).map(|(a, _)| *a).collect();
    let asked: Vec<Labelled> = looked_at.iter().map(|&i| audited[i]).collect();
    let around = around(request.photos, &teachers, &asked, progress, cancelled)?;
    let joined = opinions.join_with(&around, &looked_at);
    let kin = kin::kin(&audited, &asked, &around);
    let agreement = kin::agreement(&asked, &kin);
    let place: HashMap<usize, usize> = looked_at.iter().enumerate().map(|(place, &i)| (i, place)).collect();
    let kept = kept(request);
    let said = Saying::of(&opinions);
    let mut suspects: Vec<Suspect> = Vec::with_capacity(audited.len());
    for (i, photo) in audited.iter().enumerate().filter(|(_, photo)| !kept.contains(&(photo.photo, photo.slot))) {
        let place = place.get(&i).copied();
        let (from, column) = place.map_or((&cheap, i), |place| (&joined, place));
        let class = opinions.classes[i];
        let right = from[(class, column)] * place.map_or(1.0, |place| kin::doubt(photo, &kin[place], agreement));
        let (near, kin) = (place.map(|place| &around[place]), place.map(|place| &kin[place]));
        suspects.push(Suspect {
            photo: photo.photo,
            kind: SuspectKind::Wrong,
            slot: photo.slot,
            suggested: better(from, column, class, words.labels()),
            score: 1.0 - right,
            reasons: reason::reasons(photo.slot, &said.of_photo(i, class), near, kin),
            neighbours: near.map(|near| reason::shown(&near.nearest).into()).unwrap_or_default(),
        });
    }
    // Photos come by id, and the sort is stable: the same question has the same answer.
    suspects.sort_by(|a, b| b.score.total_cmp(&a.score));
    Some(Audit { photos: audited.len() as u64, kept: (audited.len() - suspects.len()) as u64, suspects })
}

/// The present tagged photos with an embedding, by id, and whether each teaches.
fn tagged(request: &AuditRequest<'_>) -> (Vec<Labelled>, Vec<bool>) {
    let (photos, set) = (request.photos, &request.learned.words);
    let places: HashMap<_, _> = request.set.labels.iter().enumerate().map(|(place, label)| (label.id, Slot::label(place))).collect();
    let slot = |tag: &Tag| match tag.label {
        Some(label) => places.get(&label).copied(),
        None => has_none(set).then_some(Slot::NONE_OF_THESE),
    };
    let there = |tag: &&Tag| photos.is_embedded(tag.photo) && photos.photo(tag.photo).is_some_and(|photo| !photo.missing);
    let own = |tag: &&Tag| tag.set == request.set.id && tag.decision != Decision::Rejected && !tag.stale;
    let mut tags: Vec<(PhotoId, Slot, bool)> = request
        .book
        .iter()
        .filter(own)
        .filter(there)
        .filter_map(|tag| Some((tag.photo, slot(tag)?, teaches(tag, request.set.id))))
        .collect();
    tags.sort_unstable_by_key(|(photo, ..)| *photo);
    tags.dedup_by_key(|(photo, ..)| *photo);
    let mut groups = Groups::default();
    let labelled = |(photo, slot, teaches)| {
        let product = groups.of(photo, (request.product)(photo), photos);
        (Labelled { photo, slot, product }, teaches)
    };
    tags.into_iter().map(labelled).unzip()
}

/// How likely each photo's class is wrong.
fn wrong(joined: &DMatrix<f32>, classes: &[usize]) -> Vec<f32> {
    classes.iter().enumerate().map(|(i, &class)| 1.0 - joined[(class, i)]).collect()
}

/// Whose neighbours are searched, ascending: all, or the most suspect and a share of the others.
pub(super) fn looked_at(audited: &[Labelled], wrong: &[f32]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..audited.len()).collect();
    if order.len() > ALL {
        order.sort_by(|&a, &b| wrong[b].total_cmp(&wrong[a]));
        let mut others = order.split_off(SUSPECTS);
        others.sort_by_key(|&i| mixed(1, audited[i].photo));
        others.truncate(SAMPLE);
        order.extend(others);
        order.sort_unstable();
    }
    order
}

/// The likeliest class that the photo does not have.
fn better(joined: &DMatrix<f32>, column: usize, class: usize, labels: usize) -> Slot {
    let column = joined.column(column);
    let others = column.iter().enumerate().filter(|(other, _)| *other != class);
    let best = others.max_by(|(a, p), (b, q)| p.total_cmp(q).then(b.cmp(a))).map_or(class, |(other, _)| other);
    slot(best, labels)
}

fn slot(class: usize, labels: usize) -> Slot {
    if class < labels { Slot::label(class) } else { Slot::NONE_OF_THESE }
}

/// Labels that a person kept and that are still as they were then.
fn kept(request: &AuditRequest<'_>) -> HashSet<(PhotoId, Slot)> {
    let place = |kept: &Kept| match kept.label {
        None => Some(Slot::NONE_OF_THESE),
        Some(id) => {
            let place = request.set.labels.iter().position(|label| label.id == id && label.since <= kept.revision)?;
            Some(Slot::label(place))
        }
    };
    request.kept.iter().filter_map(|kept| Some((kept.photo, place(kept)?))).collect()
}

/// What words and head say by themselves.
struct Saying<'a> {
    words: DMatrix<f32>,
    head: Option<&'a DMatrix<f32>>,
}

impl<'a> Saying<'a> {
    fn of(opinions: &'a Opinions) -> Self {
        Self { words: softmax(opinions.words.clone()), head: opinions.head.as_ref() }
    }

    fn of_photo(&self, photo: usize, class: usize) -> Said {
        let labels = self.words.nrows();
        let (best, p) = self.words.column(photo).argmax();
        Said {
            words: (slot(best, labels), [p, self.words[(class, photo)]]),
            head: self.head.map(|head| slot(head.column(photo).argmax().0, labels)),
        }
    }
}
