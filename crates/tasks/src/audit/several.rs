//! The audit of a multi-choice set: each label of each tagged photo is a question, yes or no.

use super::neighbours::{Around, Labelled, Neighbour, around};
use super::opinions::nearness;
use super::reason::{self, Reason};
use super::suspects::{Audit, AuditRequest, Suspect, SuspectKind, looked_at};
use crate::learned::{Groups, odds, teaches, vectors};
use crate::review::mixed;
use crate::suggest::{SUGGESTED, Slot, log_odds};
use base::{Decision, Kept, PhotoId, Progress, Source, Tag};
use learn::{OddsStack, Ridge};
use nalgebra::DMatrix;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// A label that a photo lacks is asked about where it fits at least so likely,
const MISSING: f32 = 0.1;

/// and only so many of them: beyond, nobody would look.
const MOST_MISSING: usize = 50_000;

/// Pairs of a photo and a label that the opinions are weighed by, of very many.
const WEIGHED: usize = 400_000;

/// A share among neighbours is never sure.
const LEAST: f32 = 0.01;

pub(super) fn audit(request: &AuditRequest<'_>, progress: &Progress, cancelled: &(dyn Fn() -> bool + Sync)) -> Option<Audit> {
    let audited = Audited::of(request);
    if audited.photos.is_empty() || audited.labels() == 0 {
        return Some(Audit::default());
    }
    let opinions = Opinions::of(request, &audited)?;
    if cancelled() {
        return None;
    }
    let cheap = opinions.join(&audited);
    let most_wrong: Vec<f32> = (0..audited.photos.len()).map(|photo| audited.most_wrong(&cheap, photo)).collect();
    let looked_at = looked_at(&audited.photos, &most_wrong);
    progress.set_total(looked_at.len() as u64);
    let teachers: Vec<Labelled> = audited.taught.iter().map(|&photo| audited.photos[photo]).collect();
    let asked: Vec<Labelled> = looked_at.iter().map(|&photo| audited.photos[photo]).collect();
    let around = around(request.photos, &teachers, &asked, progress, cancelled)?;
    let place: HashMap<usize, usize> = looked_at.iter().enumerate().map(|(place, &photo)| (photo, place)).collect();
    let near = Near::of(&audited, &around, &looked_at);
    let joined = opinions.join_with(&audited, &near, &looked_at);
    let agreement = near.agreement(&audited, &looked_at);
    let kept = kept(request, &audited);
    let mut found = Vec::new();
    for photo in 0..audited.photos.len() {
        let place = place.get(&photo).copied();
        let p = place.map_or_else(|| cheap.column(photo), |place| joined.column(place));
        for (label, p) in p.iter().enumerate() {
            let has = audited.has[(label, photo)] > 0.5;
            let right = if has { *p } else { 1.0 - p };
            let kin = place.map_or(1.0, |place| near.doubt(place, label, has, agreement));
            let score = 1.0 - right * kin;
            let is_asked = has || (score >= MISSING && !audited.rejected.contains(&(photo, label)));
            if is_asked && !kept.contains(&(photo, label)) {
                found.push(Found { score, photo, label, has });
            }
        }
    }
    // Pairs come by photo and label, and the sort is stable: the same question has the same answer.
    found.sort_by(|a, b| b.score.total_cmp(&a.score));
    let mut missing = 0;
    found.retain(|found| {
        missing += usize::from(!found.has);
        found.has || missing <= MOST_MISSING
    });
    let suspect = |found: &Found| {
        let near = place.get(&found.photo).map(|place| (&near, *place, &around[*place]));
        Suspect {
            photo: audited.photos[found.photo].photo,
            kind: if found.has { SuspectKind::Wrong } else { SuspectKind::Missing },
            slot: Slot::label(found.label),
            suggested: if found.has { Slot::NONE_OF_THESE } else { Slot::label(found.label) },
            score: found.score,
            reasons: opinions.reasons(found, near),
            neighbours: near.map(|(.., around)| audited.shown(around, found.label)).unwrap_or_default(),
        }
    };
    let suspects = found.iter().map(suspect).collect();
    Some(Audit { photos: audited.photos.len() as u64, kept: kept.len() as u64, suspects })
}

/// A label that a photo has, or may lack.
struct Found {
    score: f32,
    photo: usize,
    label: usize,
    has: bool,
}

/// The present photos with an embedding that anything of the set was decided about, by id.
struct Audited {
    photos: Vec<Labelled>,
    place: HashMap<PhotoId, usize>,
    /// 1 where a photo has a label, `[labels, photos]`.
    has: DMatrix<f32>,
    /// Photos that teach, by their places.
    taught: Vec<usize>,
    /// What they teach: 1 where a person or a file gave them the label, `[labels, taught]`.
    lessons: DMatrix<f32>,
    /// Photos and labels that somebody looked at and rejected.
    rejected: HashSet<(usize, usize)>,
    /// When a photo was given a label, milliseconds since 1970.
    since: HashMap<(usize, usize), i64>,
}

impl Audited {
    fn of(request: &AuditRequest<'_>) -> Self {
        let (photos, set) = (request.photos, request.set.id);
        let there = |photo: PhotoId| photos.is_embedded(photo) && photos.photo(photo).is_some_and(|photo| !photo.missing);
        let mut tags: Vec<&Tag> = request.book.iter().filter(|tag| tag.set == set && !tag.stale && there(tag.photo)).collect();
        tags.sort_unstable_by_key(|tag| tag.photo);
        let labels: HashMap<_, _> = request.set.labels.iter().enumerate().map(|(place, label)| (label.id, place)).collect();
        let by_photo: Vec<&[&Tag]> = tags.chunk_by(|a, b| a.photo == b.photo).collect();
        let mut groups = Groups::default();
        let labelled = |tags: &&[&Tag]| {
            let photo = tags[0].photo;
            Labelled { photo, slot: Slot::NONE_OF_THESE, product: groups.of(photo, (request.product)(photo), photos) }
        };
        let labelled: Vec<Labelled> = by_photo.iter().map(labelled).collect();
        let taught: Vec<usize> = (0..by_photo.len()).filter(|&photo| by_photo[photo].iter().any(|tag| teaches(tag, set))).collect();
        let mut audited = Self {
            place: labelled.iter().enumerate().map(|(place, labelled)| (labelled.photo, place)).collect(),
            has: DMatrix::zeros(labels.len(), labelled.len()),
            lessons: DMatrix::zeros(labels.len(), taught.len()),
            photos: labelled,
            rejected: HashSet::new(),
            since: HashMap::new(),
            taught,
        };
        let lesson: HashMap<usize, usize> = audited.taught.iter().enumerate().map(|(lesson, &photo)| (photo, lesson)).collect();
        for (photo, tag) in by_photo.iter().enumerate().flat_map(|(photo, tags)| tags.iter().map(move |tag| (photo, tag))) {
            let Some(&label) = tag.label.and_then(|label| labels.get(&label)) else { continue };
            match tag.decision {
                Decision::Accepted => {
                    audited.has[(label, photo)] = 1.0;
                    audited.since.insert((photo, label), tag.provenance.decided_at_ms);
                    if let Some(&lesson) = lesson.get(&photo).filter(|_| teaches(tag, set)) {
                        audited.lessons[(label, lesson)] = 1.0;
                    }
                }
                Decision::Rejected if tag.provenance.source == Source::Person => {
                    audited.rejected.insert((photo, label));
                }
                Decision::Rejected | Decision::None => {}
            }
        }
        audited
    }

    fn labels(&self) -> usize {
        self.has.nrows()
    }

    /// How wrong the most suspect label of a photo is.
    fn most_wrong(&self, p: &DMatrix<f32>, photo: usize) -> f32 {
        let (p, has) = (p.column(photo), self.has.column(photo));
        let pairs = p.iter().zip(has.iter()).enumerate();
        let open = pairs.filter(|(label, _)| !self.rejected.contains(&(photo, *label)));
        open.map(|(_, (p, has))| if *has > 0.5 { 1.0 - p } else { *p }).fold(0.0, f32::max)
    }

    /// The neighbours that are shown, each with the label if it has it.
    fn shown(&self, around: &Around, label: usize) -> Arc<[Neighbour]> {
        let slot = |photo: PhotoId| {
            let has = self.place.get(&photo).is_some_and(|place| self.has[(label, *place)] > 0.5);
            if has { Slot::label(label) } else { Slot::NONE_OF_THESE }
        };
        let shown = reason::shown(&around.nearest).iter();
        shown.map(|neighbour| Neighbour { slot: slot(neighbour.photo), ..*neighbour }).collect()
    }
}

/// What words and head say of each photo's labels, `[labels, photos]`.
struct Opinions {
    /// Logarithms of odds.
    words: DMatrix<f32>,
    /// The ridge regression's scores: of a photo that teaches, with its product left out.
    head: Option<DMatrix<f32>>,
}

impl Opinions {
    /// `None` where it was cancelled.
    fn of(request: &AuditRequest<'_>, audited: &Audited) -> Option<Self> {
        let ids: Vec<PhotoId> = audited.photos.iter().map(|labelled| labelled.photo).collect();
        let words = odds(request.photos, &request.learned.words, &ids)?;
        let head = head(&vectors(request.photos, &ids), audited);
        Some(Self { words, head })
    }

    fn join(&self, audited: &Audited) -> DMatrix<f32> {
        let mut opinions = vec![&self.words];
        opinions.extend(&self.head);
        let all: Vec<usize> = (0..audited.photos.len()).collect();
        joined(&opinions, audited, &all)
    }

    /// The same of these photos, with what lies around each.
    fn join_with(&self, audited: &Audited, near: &Near, of: &[usize]) -> DMatrix<f32> {
        let (words, head) = (self.words.select_columns(of), self.head.as_ref().map(|head| head.select_columns(of)));
        let mut opinions = vec![&words];
        opinions.extend(&head);
        opinions.push(&near.odds);
        joined(&opinions, audited, of)
    }

    /// Every reason to doubt that a photo has a label, or that it does not.
    fn reasons(&self, found: &Found, near: Option<(&Near, usize, &Around)>) -> Vec<Reason> {
        let Found { photo, label: place, has, .. } = *found;
        let label = Slot::label(place);
        let mut reasons = Vec::new();
        if let Some((near, at, around)) = near {
            reasons.extend(near.kin_reason(at, place, has, around));
            let (with, of) = near.shown[at][place];
            let against = if has { of - with } else { with };
            reasons.extend((against * 2 > of).then_some(Reason::Nearest { label, with, of }).filter(|_| !around.nearest.is_empty()));
        }
        let score = 1.0 / (1.0 + (-self.words[(place, photo)]).exp());
        reasons.extend(((score >= SUGGESTED) != has).then_some(Reason::Likely { label, score }));
        if self.head.as_ref().is_some_and(|head| (head[(place, photo)] >= 0.5) != has) {
            reasons.push(if has { Reason::Against { label } } else { Reason::Decisions { label } });
        }
        if reasons.is_empty() {
            reasons.push(Reason::Unsure);
        }
        reasons
    }
}

/// Opinions on these photos as probabilities, by weights that the lessons among them support.
fn joined(opinions: &[&DMatrix<f32>], audited: &Audited, of: &[usize]) -> DMatrix<f32> {
    let lesson: HashMap<usize, usize> = audited.taught.iter().enumerate().map(|(lesson, &photo)| (photo, lesson)).collect();
    let mut weighed: Vec<(usize, usize)> = of.iter().enumerate().filter_map(|(i, photo)| Some((i, *lesson.get(photo)?))).collect();
    let most = WEIGHED / audited.labels();
    if weighed.len() > most {
        weighed.sort_by_key(|(i, _)| mixed(1, audited.photos[of[*i]].photo));
        weighed.truncate(most);
    }
    let (columns, lessons): (Vec<usize>, Vec<usize>) = weighed.into_iter().unzip();
    let chosen: Vec<DMatrix<f32>> = opinions.iter().map(|opinion| opinion.select_columns(&columns)).collect();
    let fits = audited.lessons.select_columns(&lessons);
    OddsStack::fit(&chosen.iter().collect::<Vec<_>>(), &fits).probabilities(opinions)
}

fn head(vectors: &DMatrix<f32>, audited: &Audited) -> Option<DMatrix<f32>> {
    if audited.taught.is_empty() {
        return None;
    }
    let products: Vec<usize> = audited.taught.iter().map(|&photo| audited.photos[photo].product).collect();
    let (ridge, left_out) = Ridge::fit(&vectors.select_columns(&audited.taught), &audited.lessons, &products)?;
    let mut scores = ridge.scores(vectors);
    audited.taught.iter().enumerate().for_each(|(lesson, &photo)| scores.set_column(photo, &left_out.column(lesson)));
    Some(scores)
}

/// What lies around the photos that are looked at, label by label.
struct Near {
    /// The logarithms of the odds among neighbours, nearer ones counting more; 0 where there are none. `[labels, photos]`
    odds: DMatrix<f32>,
    /// Of the neighbours that are shown those that have each label, and how many are shown.
    shown: Vec<Vec<(usize, usize)>>,
    /// Places of the other photos of the product and of near copies.
    kin: Vec<Vec<usize>>,
    /// Of those with each label how many.
    with: Vec<Vec<usize>>,
    /// Photos whose only kin is a near copy.
    is_copy: Vec<bool>,
}

impl Near {
    fn of(audited: &Audited, around: &[Around], looked_at: &[usize]) -> Self {
        let mut products: HashMap<usize, Vec<usize>> = HashMap::new();
        for (place, labelled) in audited.photos.iter().enumerate() {
            products.entry(labelled.product).or_default().push(place);
        }
        let mut near = Self {
            odds: DMatrix::zeros(audited.labels(), looked_at.len()),
            shown: Vec::with_capacity(looked_at.len()),
            kin: Vec::with_capacity(looked_at.len()),
            with: Vec::with_capacity(looked_at.len()),
            is_copy: Vec::with_capacity(looked_at.len()),
        };
        let has = |label: usize, place: usize| audited.has[(label, place)] > 0.5;
        for (i, (around, &photo)) in around.iter().zip(looked_at).enumerate() {
            let place = |neighbour: &Neighbour| audited.place[&neighbour.photo];
            for label in 0..audited.labels() {
                near.odds[(label, i)] = nearness(&around.nearest, |neighbour| has(label, place(neighbour)))
                    .map_or(0.0, |share| log_odds(share.clamp(LEAST, 1.0 - LEAST)));
            }
            let shown: Vec<usize> = reason::shown(&around.nearest).iter().map(place).collect();
            near.shown.push((0..audited.labels()).map(|label| (shown.iter().filter(|p| has(label, **p)).count(), shown.len())).collect());
            let siblings = products[&audited.photos[photo].product].iter().copied().filter(|other| *other != photo);
            let mut kin: Vec<usize> = siblings.chain(around.copies.iter().map(place)).collect();
            kin.sort_unstable();
            kin.dedup();
            near.with.push((0..audited.labels()).map(|label| kin.iter().filter(|p| has(label, **p)).count()).collect());
            near.is_copy.push(kin.len() == 1 && around.copies.len() == 1);
            near.kin.push(kin);
        }
        near
    }

    /// How often kin of a photo that has a label have it too, over all labels.
    fn agreement(&self, audited: &Audited, looked_at: &[usize]) -> f32 {
        let (mut same, mut pairs) = (0, 0);
        for (i, &photo) in looked_at.iter().enumerate() {
            for label in (0..audited.labels()).filter(|label| audited.has[(*label, photo)] > 0.5) {
                same += self.with[i][label];
                pairs += self.kin[i].len();
            }
        }
        // As if one pair more had been seen that agrees and one that does not.
        (same as f32 + 1.0) / (pairs as f32 + 2.0)
    }

    /// How many of a photo's kin say otherwise about a label.
    fn against(&self, at: usize, label: usize, has: bool) -> usize {
        let with = self.with[at][label];
        if has { self.kin[at].len() - with } else { with }
    }

    /// The chance that a photo has a label rightly, or is rightly without it, as far as its kin go: their share that says the same, the photo
    /// itself counted, as far as kin agree.
    fn doubt(&self, at: usize, label: usize, has: bool, agreement: f32) -> f32 {
        1.0 - agreement * self.against(at, label, has) as f32 / (self.kin[at].len() + 1) as f32
    }

    fn kin_reason(&self, at: usize, place: usize, has: bool, around: &Around) -> Option<Reason> {
        let (label, of) = (Slot::label(place), self.kin[at].len());
        if self.against(at, place, has) * 2 <= of {
            return None;
        }
        let copy = around.copies.first().filter(|_| self.is_copy[at]);
        Some(match copy {
            Some(_) if has => Reason::CopyWithout { label },
            Some(copy) => Reason::Copy(Neighbour { slot: label, ..*copy }),
            None => Reason::Kin { label, with: self.with[at][place], of },
        })
    }
}

/// Labels that a person kept on a photo, or kept from it, and that are still as they were then. Every label that was given later is another
/// matter.
fn kept(request: &AuditRequest<'_>, audited: &Audited) -> HashSet<(usize, usize)> {
    let pair = |kept: &Kept| {
        let label = request.set.labels.iter().position(|label| Some(label.id) == kept.label && label.since <= kept.revision)?;
        let pair = (*audited.place.get(&kept.photo)?, label);
        audited.since.get(&pair).is_none_or(|since| *since <= kept.kept_at_ms).then_some(pair)
    };
    request.kept.iter().filter_map(pair).collect()
}
