//! A promised precision: from which score on suggestions may be accepted unseen.

use super::head::Learned;
use crate::suggest::{BINS, Slot, bin};
use figures::{Coverage, Promise, coverage, needed, wilson};

/// What may be accepted of one label.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LabelPromise {
    /// Which label.
    pub slot: Slot,
    /// Suggestions in this bin and above are accepted; `None`: it is left out.
    pub least_bin: Option<usize>,
    /// The threshold is its own, and not the set's.
    pub is_own: bool,
    /// Decisions whose held-out answer was this label.
    pub decisions: usize,
}

/// Thresholds that keep a precision.
#[derive(Clone, Debug, PartialEq)]
pub struct SetPromise {
    /// The set's own threshold, a bin: that of every label without one of its own. [`BINS`] where only labels of their own are left.
    pub least_bin: usize,
    /// What is accepted of the held-out decisions, with the lower end of the interval of its precision.
    pub kept: Coverage,
    /// Every label, in the set's order.
    pub labels: Vec<LabelPromise>,
}

/// Whether a precision can be promised.
#[derive(Clone, Debug, PartialEq)]
pub enum Promised {
    /// So.
    Kept(SetPromise),
    /// Not yet: at least so many more decisions are needed.
    Missing(usize),
}

impl SetPromise {
    /// Nothing below this bin is accepted.
    pub fn lowest_bin(&self) -> usize {
        self.labels.iter().filter_map(|label| label.least_bin).min().unwrap_or(BINS)
    }

    /// Whether a suggestion is accepted. That none of the labels fits is never accepted unseen.
    pub fn accepts(&self, slot: Slot, score: f32) -> bool {
        let label = slot.place().and_then(|place| self.labels.get(place));
        label.and_then(|label| label.least_bin).is_some_and(|least| bin(score) >= least)
    }
}

/// A threshold as a score.
pub fn threshold(least_bin: usize) -> f64 {
    least_bin as f64 / BINS as f64
}

/// A held-out answer: its label's place, the bin of its score, whether it was right.
type Answer = (usize, usize, bool);

/// The thresholds at which so large a share (below 1) of what is accepted is right: for what is accepted of the set *together*, the lowest
/// threshold, among the scores of decisions, whose Wilson interval over held-out decisions begins at `precision` or above. A label with enough decisions of its own
/// gets its own; one whose own decisions contradict is left out.
pub fn promise(learned: &Learned, precision: f64) -> Promised {
    let labels = learned.set.labels();
    let (answers, all) = answers(learned);
    let own: Vec<Option<usize>> = (0..labels).map(|label| own_threshold(&of(&answers, label), precision)).collect();
    let lowest = (lowest_known(&answers)..=BINS).find_map(|least_bin| {
        let counts = counts(&answers, &own, least_bin);
        let out: Vec<bool> = (0..labels).map(|label| own[label].is_none() && contradicts(counts[label], precision)).collect();
        let kept = together(&counts, &out, least_bin, all);
        (kept.accepted > 0 && kept.precision_low >= precision).then_some((least_bin, out, kept))
    });
    let Some((least_bin, out, kept)) = lowest else { return Promised::Missing(missing(&answers, precision)) };
    let label = |label: usize| LabelPromise {
        slot: Slot::label(label),
        least_bin: if out[label] { None } else { Some(own[label].unwrap_or(least_bin)) },
        is_own: own[label].is_some(),
        decisions: of(&answers, label).len(),
    };
    Promised::Kept(SetPromise { least_bin, kept, labels: (0..labels).map(label).collect() })
}

/// Which share of the held-out answers would be accepted at which precision: one point for each bin that occurs, the highest first. That
/// none of the labels fits is never accepted unseen, and has no part in it.
pub fn curve(learned: &Learned) -> Vec<Coverage> {
    let (answers, all) = answers(learned);
    let mut curve = coverage(&scored(&answers));
    for point in &mut curve {
        (point.threshold, point.coverage) = (point.threshold / BINS as f32, point.accepted as f64 / all as f64);
    }
    curve
}

/// The held-out answers that are labels, and how many answers there are in all.
fn answers(learned: &Learned) -> (Vec<Answer>, usize) {
    let labels = learned.set.labels();
    let all = learned.held_out.as_ref().map(super::HeldOut::answers).unwrap_or_default();
    let of_labels = all.iter().filter(|(class, ..)| *class < labels);
    (of_labels.map(|&(class, p, right)| (class, bin(p), right)).collect(), all.len())
}

fn of(answers: &[Answer], label: usize) -> Vec<Answer> {
    answers.iter().copied().filter(|answer| answer.0 == label).collect()
}

fn scored(answers: &[Answer]) -> Vec<(f32, bool)> {
    answers.iter().map(|&(_, bin, right)| (bin as f32, right)).collect()
}

/// Below the scores of nearly all decisions nothing is known: where only sure suggestions were decided about, they say nothing of unsure ones.
fn lowest_known(answers: &[Answer]) -> usize {
    let mut bins: Vec<usize> = answers.iter().map(|(_, bin, _)| *bin).collect();
    bins.sort_unstable();
    bins.get(bins.len() / 20).copied().unwrap_or_default()
}

fn own_threshold(answers: &[Answer], precision: f64) -> Option<usize> {
    match figures::promise(&scored(answers), precision) {
        Promise::Kept(kept) => Some(kept.threshold as usize),
        Promise::Missing(_) => None,
    }
}

/// Of each label the answers that are accepted, and how many of them are right: from its own threshold on, or from the set's.
fn counts(answers: &[Answer], own: &[Option<usize>], least_bin: usize) -> Vec<(usize, usize)> {
    let mut counts = vec![(0, 0); own.len()];
    for &(label, _, right) in answers.iter().filter(|(label, bin, _)| *bin >= own[*label].unwrap_or(least_bin)) {
        counts[label].0 += 1;
        counts[label].1 += usize::from(right);
    }
    counts
}

/// Whether a label's own decisions say that the precision is not kept: their interval ends below it. One wrong answer says nothing.
fn contradicts((accepted, right): (usize, usize), precision: f64) -> bool {
    accepted - right > 1 && wilson(right, accepted).high < precision
}

/// Everything that is accepted of the labels that are not left out, among so many decisions.
fn together(counts: &[(usize, usize)], out: &[bool], least_bin: usize, all: usize) -> Coverage {
    let kept = counts.iter().zip(out).filter(|(_, out)| !**out).map(|(counts, _)| *counts);
    let (accepted, right) = kept.fold((0, 0), |(n, right), label| (n + label.0, right + label.1));
    let coverage = accepted as f64 / all.max(1) as f64;
    Coverage { threshold: threshold(least_bin) as f32, accepted, right, precision_low: wilson(right, accepted).low, coverage }
}

/// How many more decisions are needed at least, if all the surest of them are right.
fn missing(answers: &[Answer], precision: f64) -> usize {
    let curve = coverage(&scored(answers));
    let right_at_the_top = curve.iter().take_while(|point| point.right == point.accepted).last().map_or(0, |point| point.accepted);
    needed(precision).saturating_sub(right_at_the_top).max(1)
}
