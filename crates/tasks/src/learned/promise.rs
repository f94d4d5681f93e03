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
/// threshold whose Wilson interval over held-out decisions begins at `precision` or above. A label with enough decisions of its own
/// gets its own; one whose own decisions contradict is left out.
pub fn promise(learned: &Learned, precision: f64) -> Promised {
    let labels = learned.set.labels();
    let all = learned.held_out.as_ref().map(super::HeldOut::answers).unwrap_or_default();
    let answers: Vec<Answer> = all.iter().filter(|(class, ..)| *class < labels).map(|&(class, p, right)| (class, bin(p), right)).collect();
    let mut own = vec![None; labels];
    for (label, least) in own.iter_mut().enumerate() {
        *least = kept(&of(&answers, label), precision).map(|kept| bin_of(&kept));
    }
    // What is left out was chosen among what the set's threshold would accept, and the set's threshold among what is left.
    let mut out = vec![false; labels];
    loop {
        let Some((least_bin, kept)) = lowest(&answers, &own, &out, all.len(), precision) else {
            return Promised::Missing(missing(&answers, precision));
        };
        let contradicts = |label: usize| own[label].is_none() && !out[label] && contradicts(&of(&answers, label), least_bin, precision);
        let Some(label) = (0..labels).find(|&label| contradicts(label)) else {
            let label = |label: usize| LabelPromise {
                slot: Slot::label(label),
                least_bin: if out[label] { None } else { Some(own[label].unwrap_or(least_bin)) },
                is_own: own[label].is_some(),
                decisions: of(&answers, label).len(),
            };
            return Promised::Kept(SetPromise { least_bin, kept, labels: (0..labels).map(label).collect() });
        };
        out[label] = true;
    }
}

fn of(answers: &[Answer], label: usize) -> Vec<Answer> {
    answers.iter().copied().filter(|answer| answer.0 == label).collect()
}

fn scored(answers: &[Answer]) -> Vec<(f32, bool)> {
    answers.iter().map(|&(_, bin, right)| (bin as f32, right)).collect()
}

fn kept(answers: &[Answer], precision: f64) -> Option<Coverage> {
    match figures::promise(&scored(answers), precision) {
        Promise::Kept(kept) => Some(kept),
        Promise::Missing(_) => None,
    }
}

fn bin_of(point: &Coverage) -> usize {
    point.threshold as usize
}

/// The lowest threshold of the labels without one of their own at which everything that is accepted keeps the promise.
fn lowest(answers: &[Answer], own: &[Option<usize>], out: &[bool], all: usize, precision: f64) -> Option<(usize, Coverage)> {
    let at = |least_bin: usize| {
        let accepted = answers.iter().filter(|(label, bin, _)| !out[*label] && *bin >= own[*label].unwrap_or(least_bin));
        let (n, right) = accepted.fold((0, 0), |(n, right), answer| (n + 1, right + usize::from(answer.2)));
        let threshold = threshold(least_bin) as f32;
        Coverage { threshold, accepted: n, right, precision_low: wilson(right, n).low, coverage: n as f64 / all.max(1) as f64 }
    };
    (0..=BINS).map(|least_bin| (least_bin, at(least_bin))).find(|(_, point)| point.accepted > 0 && point.precision_low >= precision)
}

/// Whether a label's own decisions at this threshold say that the precision is not kept: their interval ends below it.
fn contradicts(answers: &[Answer], least_bin: usize, precision: f64) -> bool {
    let accepted: Vec<&Answer> = answers.iter().filter(|answer| answer.1 >= least_bin).collect();
    let right = accepted.iter().filter(|answer| answer.2).count();
    wilson(right, accepted.len()).high < precision
}

/// How many more decisions are needed at least, if all the surest of them are right.
fn missing(answers: &[Answer], precision: f64) -> usize {
    let curve = coverage(&scored(answers));
    let right_at_the_top = curve.iter().take_while(|point| point.right == point.accepted).last().map_or(0, |point| point.accepted);
    needed(precision).saturating_sub(right_at_the_top).max(1)
}
