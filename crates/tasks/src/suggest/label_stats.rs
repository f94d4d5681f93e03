//! Counting: how many photos each label would get, at which scores.

use super::within::Within;
use super::zero_shot::{DecidedSet, SUGGESTED, score, to_probabilities};
use super::{BINS, LabelStats, SetStats, Slot, Suggestions, bin};
use crate::search::Searchable;
use base::{Choice, Decision, PhotoId};
use std::collections::HashMap;

/// A margin below this is a close call between two labels.
const CLOSE: f32 = 0.2;

/// Counts of one set, place by place; none of these comes last.
struct Counts {
    photos: Vec<u64>,
    histograms: Vec<u32>,
    asked: u64,
    undecided: u64,
}

impl Counts {
    fn new(places: usize) -> Self {
        Self { photos: vec![0; places], histograms: vec![0; places * BINS], asked: 0, undecided: 0 }
    }

    fn count(&mut self, place: usize, score: f32) {
        if let Some(bar) = self.histograms.get_mut(place * BINS + bin(score)) {
            *bar += 1;
        }
    }

    fn join(mut self, other: Self) -> Self {
        self.photos.iter_mut().zip(other.photos).for_each(|(a, b)| *a += b);
        self.histograms.iter_mut().zip(other.histograms).for_each(|(a, b)| *a += b);
        self.asked += other.asked;
        self.undecided += other.undecided;
        self
    }
}

/// The figures of a set among the present photos of a scope. `applied` are the set's suggestions as [`super::apply_decisions`] left them.
/// `cancelled` is asked often; `None` once it says so.
pub fn label_stats(
    photos: &Searchable,
    applied: &Suggestions,
    asked: &DecidedSet<'_>,
    within: &Within,
    cancelled: &(dyn Fn() -> bool + Sync),
) -> Option<SetStats> {
    let set = asked.set;
    let slots: Vec<Slot> = set.slots().collect();
    let there = |photo: PhotoId| within.contains(photo) && photos.photo(photo).is_some_and(|p| !p.missing);
    let (counts, rivals) = match set.draft.choice {
        Choice::Single => single(applied, asked, slots.len(), &there),
        Choice::Multi => (multi(photos, asked, &slots, &there, cancelled)?, HashMap::new()),
    };
    let accepted = accepted(photos, asked, within, slots.len());
    let Counts { photos: suggested, histograms, asked: photos_asked, undecided } = counts;
    let figures = slots.iter().enumerate().map(|(place, slot)| {
        let histogram = histograms[place * BINS..(place + 1) * BINS].into();
        let rival = rivals.get(slot).map(|(rival, times)| (*rival, *times as f32 / suggested[place].max(1) as f32));
        LabelStats { slot: *slot, photos: suggested[place], accepted: accepted[place], histogram, rival }
    });
    Some(SetStats { labels: figures.collect(), photos: photos_asked, undecided })
}

type Rivals = HashMap<Slot, (Slot, u64)>;

fn single(applied: &Suggestions, asked: &DecidedSet<'_>, places: usize, there: &(dyn Fn(PhotoId) -> bool + Sync)) -> (Counts, Rivals) {
    let labels = asked.set.labels();
    let mut counts = Counts::new(places);
    let mut close: HashMap<(Slot, Slot), u64> = HashMap::new();
    for row in applied.rows.iter().filter(|row| there(row.photo)) {
        counts.asked += 1;
        let place = row.slot.place().unwrap_or(labels);
        let Some(suggested) = counts.photos.get_mut(place) else { continue };
        *suggested += 1;
        if let Some(runner_up) = row.runner_up.filter(|_| row.margin < CLOSE) {
            *close.entry((row.slot, runner_up)).or_default() += 1;
        }
        counts.undecided += u64::from(asked.is_open(row.photo, row.slot));
        if asked.is_free(row.photo, row.slot) {
            counts.count(place, row.score);
        }
    }
    let mut rivals: Rivals = HashMap::new();
    for ((slot, rival), times) in close {
        let most = rivals.entry(slot).or_insert((rival, times));
        // The earlier label where two are as frequent, so that the same question has the same answer.
        if (times, std::cmp::Reverse(rival)) > (most.1, std::cmp::Reverse(most.0)) {
            *most = (rival, times);
        }
    }
    (counts, rivals)
}

fn multi(
    photos: &Searchable,
    asked: &DecidedSet<'_>,
    slots: &[Slot],
    there: &(dyn Fn(PhotoId) -> bool + Sync),
    cancelled: &(dyn Fn() -> bool + Sync),
) -> Option<Counts> {
    let set = asked.set;
    if set.labels() == 0 {
        return Some(Counts::new(slots.len()));
    }
    let each = |counts: &mut Counts, row: usize, products: &mut [f32]| {
        let Some(photo) = photos.photo_of_row(row).map(|p| p.id).filter(|p| there(*p)) else { return };
        let probabilities = to_probabilities(set, products);
        counts.asked += 1;
        let untouched = asked.book.of(photo).is_empty();
        let mut undecided = false;
        for (place, slot) in slots.iter().enumerate() {
            let score = score(set, probabilities, *slot);
            let suggested = score >= SUGGESTED;
            counts.photos[place] += u64::from(suggested);
            if untouched || asked.is_free(photo, *slot) {
                counts.count(place, score);
            }
            undecided |= suggested && (untouched || asked.is_open(photo, *slot));
        }
        counts.undecided += u64::from(undecided);
    };
    photos.matrix().fold_products(&set.columns, cancelled, || Counts::new(slots.len()), each, Counts::join)
}

/// Present photos of the scope that have each label accepted, or none of them; with or without an embedding.
fn accepted(photos: &Searchable, asked: &DecidedSet<'_>, within: &Within, places: usize) -> Vec<u64> {
    let mut accepted = vec![0; places];
    let Some(set) = asked.id() else { return accepted };
    let (slots, labels) = (asked.slots(), asked.set.labels());
    for photo in photos.photos().iter().filter(|p| !p.missing && within.contains(p.id)) {
        for tag in asked.book.of(photo.id).iter().filter(|t| t.set == set && t.decision != Decision::Rejected) {
            let place = tag.label.map_or(Some(labels), |id| slots.get(&id)?.place());
            if let Some(count) = place.and_then(|p| accepted.get_mut(p)) {
                *count += 1;
            }
        }
    }
    accepted
}
