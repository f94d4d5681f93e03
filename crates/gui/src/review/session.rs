//! One sitting of a review: which photo is asked now, what was said about those before it, how fast the person is.
//! It knows nothing of the window, so that every way through a queue can be tried out in a test.

use crate::shell::taking_back::{Acts, Saved, Way};
use base::{LabelSetId, PhotoId, StepId};
use engine::protocol::{Opinions, RequestId, ReviewOrder, ReviewQueue};
use std::collections::VecDeque;
use std::sync::Arc;

/// Verdicts before a time is told: fewer say nothing about a person's pace.
const ENOUGH: usize = 3;
/// The pace is the mean of so many verdicts.
const RECENT: usize = 24;
/// Whoever takes longer over a photo went for coffee.
const LONGEST_SECS: f64 = 30.0;

/// What became of a photo in this sitting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was decided and that was taken back.
    Open,
    /// The likeliest label, or all that were proposed.
    Accepted,
    /// Another label, or another choice of labels.
    Changed,
    /// The label in question does not fit.
    Rejected,
    /// None of the labels.
    NoneOfThese,
    /// Not decided.
    Skipped,
}

/// A decision that can be taken back.
#[derive(Clone, Copy, Debug)]
struct Act {
    photo: PhotoId,
    before: Outcome,
    after: Outcome,
}

/// How many photos were decided how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// As proposed.
    pub accepted: u64,
    /// Otherwise.
    pub changed: u64,
    /// The label in question does not fit.
    pub rejected: u64,
    /// None of the labels.
    pub none: u64,
    /// Not decided.
    pub skipped: u64,
}

/// A sitting.
#[derive(Clone, Debug)]
pub struct Session {
    /// The set in question.
    pub set: LabelSetId,
    /// Which photos come first.
    pub order: ReviewOrder,
    /// What two models say of the photos, where they disagree.
    pub opinions: Option<Arc<Opinions>>,
    /// Photos when the review was begun, perhaps days ago.
    pub total: u64,
    /// Those decided before this sitting.
    earlier: u64,
    /// Those seen in this sitting, in order.
    seen: Vec<(PhotoId, Outcome)>,
    /// Those still to come.
    ahead: VecDeque<PhotoId>,
    /// How many photos back the person looks; 0 is the first of `ahead`.
    back: usize,
    acts: Acts<Act>,
    /// Seconds that the last verdicts took.
    pace: VecDeque<f64>,
    /// When the photo that is asked now came up.
    since: Option<f64>,
}

impl Session {
    /// Begins a sitting.
    pub fn new(queue: &ReviewQueue) -> Self {
        Self {
            set: queue.set,
            order: queue.order,
            opinions: queue.opinions.clone(),
            total: queue.total,
            earlier: queue.total.saturating_sub(queue.photos.len() as u64),
            seen: Vec::new(),
            ahead: queue.photos.iter().copied().collect(),
            back: 0,
            acts: Acts::default(),
            pace: VecDeque::new(),
            since: None,
        }
    }

    fn place(&self) -> Option<usize> {
        (self.back > 0).then(|| self.seen.len() - self.back)
    }

    /// The photo in question; `None`: all were.
    pub fn current(&self) -> Option<PhotoId> {
        match self.place() {
            Some(place) => self.seen.get(place).map(|s| s.0),
            None => self.ahead.front().copied(),
        }
    }

    /// What was said about it in this sitting.
    pub fn outcome(&self) -> Option<Outcome> {
        self.place().and_then(|p| self.seen.get(p)).map(|s| s.1)
    }

    /// The photo that comes next.
    pub fn next_photo(&self) -> Option<PhotoId> {
        match self.place() {
            Some(place) => self.seen.get(place + 1).map(|s| s.0).or_else(|| self.ahead.front().copied()),
            None => self.ahead.get(1).copied(),
        }
    }

    /// The photo before.
    pub fn photo_before(&self) -> Option<PhotoId> {
        let place = (self.seen.len() - self.back).checked_sub(1)?;
        self.seen.get(place).map(|s| s.0)
    }

    /// Which photo this is, counted from 1 through all sittings.
    pub fn number(&self) -> u64 {
        let here = self.earlier + (self.seen.len() - self.back) as u64 + 1;
        here.min(self.total.max(1))
    }

    /// The share of photos that are done with.
    pub fn share(&self) -> f32 {
        if self.total == 0 { 1.0 } else { (self.earlier + self.seen.len() as u64) as f32 / self.total as f32 }
    }

    /// The photo came up: from now on the clock runs.
    pub fn shown_at(&mut self, now: f64) {
        self.since.get_or_insert(now);
    }

    /// Seconds until the last photo at the person's own pace; `None` until it is known.
    pub fn seconds_left(&self) -> Option<f64> {
        let mean = self.pace.iter().sum::<f64>() / self.pace.len() as f64;
        (self.pace.len() >= ENOUGH && !self.ahead.is_empty()).then_some(mean * self.ahead.len() as f64)
    }

    /// The photo was decided, and is saved like this. `go_on` shows the next one.
    pub fn decide(&mut self, outcome: Outcome, saved: Saved, now: f64, go_on: bool) {
        let Some(photo) = self.current() else { return };
        let before = self.outcome().unwrap_or(Outcome::Open);
        self.acts.push(Act { photo, before, after: outcome }, saved);
        self.clock(now);
        self.note(photo, outcome);
        if go_on {
            self.go_on();
        }
    }

    /// The photo is left undecided; true where it was asked for the first time, so that it has to come last from now on.
    pub fn skip(&mut self, now: f64) -> bool {
        let Some(photo) = self.current() else { return false };
        self.clock(now);
        let undecided = self.outcome().is_none_or(|o| o == Outcome::Open);
        if undecided {
            self.note(photo, Outcome::Skipped);
        }
        self.go_on();
        undecided
    }

    /// Writes down what became of the photo in question and stays there.
    fn note(&mut self, photo: PhotoId, outcome: Outcome) {
        if let Some(place) = self.place() {
            self.seen[place].1 = outcome;
        } else {
            self.ahead.pop_front();
            self.seen.push((photo, outcome));
            self.back = 1;
        }
    }

    /// On to the next photo that has no answer.
    pub fn go_on(&mut self) {
        let after = self.place().map_or(self.seen.len(), |p| p + 1);
        self.back = match self.seen.iter().skip(after).position(|s| s.1 == Outcome::Open) {
            Some(open) => self.seen.len() - after - open,
            None => 0,
        };
        self.since = None;
    }

    /// To the photo before; false at the first one.
    pub fn go_back(&mut self) -> bool {
        let can = self.back < self.seen.len();
        self.back += usize::from(can);
        self.since = None;
        can
    }

    /// To the photo after, among those that were seen; false at the one in question.
    pub fn go_forward(&mut self) -> bool {
        let can = self.back > 0;
        self.back -= usize::from(can);
        self.since = None;
        can
    }

    /// Takes the last decision back and shows its photo. Answers what has to be undone; `None` where nothing was decided.
    pub fn undo(&mut self) -> Option<Saved> {
        let (saved, &act) = self.acts.undo()?;
        self.turn_to(act.photo, act.before);
        Some(saved)
    }

    /// Does the decision again that was taken back last. Answers what has to be redone.
    pub fn redo(&mut self) -> Option<Saved> {
        let (saved, &act) = self.acts.redo()?;
        self.turn_to(act.photo, act.after);
        self.go_on();
        Some(saved)
    }

    /// That request made this step, or none. Answers the step where its decision was taken back meanwhile.
    pub fn saved(&mut self, request: RequestId, step: Option<StepId>) -> Option<StepId> {
        self.acts.saved(request, step)
    }

    /// That decision could not be saved: its photo has no answer.
    pub fn failed(&mut self, request: RequestId) {
        if let Some(act) = self.acts.failed(request) {
            self.note_of(act.photo, act.before);
        }
    }

    /// The step cannot be taken back, or done again, now: its photo has the answer that it had.
    pub fn refused(&mut self, step: StepId) {
        if let Some((way, &act)) = self.acts.refused(step) {
            self.note_of(act.photo, if way == Way::Undo { act.after } else { act.before });
        }
    }

    fn note_of(&mut self, photo: PhotoId, outcome: Outcome) {
        self.seen.iter_mut().filter(|seen| seen.0 == photo).for_each(|seen| seen.1 = outcome);
    }

    fn turn_to(&mut self, photo: PhotoId, outcome: Outcome) {
        if let Some(place) = self.seen.iter().position(|s| s.0 == photo) {
            self.seen[place].1 = outcome;
            self.back = self.seen.len() - place;
            self.since = None;
        }
    }

    fn clock(&mut self, now: f64) {
        if let Some(since) = self.since.take() {
            self.pace.push_back((now - since).clamp(0.0, LONGEST_SECS));
            if self.pace.len() > RECENT {
                self.pace.pop_front();
            }
        }
    }

    /// The skipped photos come again.
    pub fn ask_again(&mut self) {
        self.ahead.extend(self.seen.iter().filter(|s| s.1 == Outcome::Skipped).map(|s| s.0));
        self.seen.retain(|s| s.1 != Outcome::Skipped);
        self.back = 0;
        self.since = None;
    }

    /// What was decided in this sitting.
    pub fn figures(&self) -> Figures {
        let count = |outcome: Outcome| self.seen.iter().filter(|s| s.1 == outcome).count() as u64;
        Figures {
            accepted: count(Outcome::Accepted),
            changed: count(Outcome::Changed),
            rejected: count(Outcome::Rejected),
            none: count(Outcome::NoneOfThese),
            skipped: count(Outcome::Skipped),
        }
    }

    /// Photos that left the catalogue are asked about no more.
    pub fn retain(&mut self, known: impl Fn(PhotoId) -> bool) {
        let here = self.current();
        let all = self.seen.len() + self.ahead.len();
        self.ahead.retain(|p| known(*p));
        self.seen.retain(|s| known(s.0));
        self.total = self.total.saturating_sub((all - self.seen.len() - self.ahead.len()) as u64);
        self.back = here.and_then(|p| self.seen.iter().position(|s| s.0 == p)).map_or(0, |place| self.seen.len() - place);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session(photos: std::ops::Range<i64>, total: u64) -> Session {
        let photos = photos.map(PhotoId).collect();
        Session::new(&ReviewQueue { set: LabelSetId(1), order: ReviewOrder::Uncertain, photos, total, opinions: None })
    }

    fn at(s: &Session) -> Option<i64> {
        s.current().map(|p| p.0)
    }

    #[test]
    fn photos_are_asked_in_order_and_counted_through_all_sittings() {
        let mut s = session(10..13, 5);
        assert_eq!((at(&s), s.number(), s.next_photo()), (Some(10), 3, Some(PhotoId(11))));
        s.decide(Outcome::Accepted, Saved::Nothing, 0.0, true);
        assert!(s.skip(0.0));
        s.decide(Outcome::NoneOfThese, Saved::Nothing, 0.0, true);
        assert_eq!((at(&s), s.number()), (None, 5));
        assert_eq!(s.figures(), Figures { accepted: 1, none: 1, skipped: 1, ..Figures::default() });
        s.ask_again();
        assert_eq!((at(&s), s.number()), (Some(11), 5));
    }

    #[test]
    fn one_can_go_back_change_ones_mind_and_is_then_where_one_was() {
        let mut s = session(1..6, 5);
        for _ in 0..3 {
            s.decide(Outcome::Accepted, Saved::Nothing, 0.0, true);
        }
        assert!(s.go_back() && s.go_back());
        assert_eq!((at(&s), s.number(), s.outcome()), (Some(2), 2, Some(Outcome::Accepted)));
        s.decide(Outcome::Changed, Saved::Nothing, 0.0, true);
        assert_eq!(at(&s), Some(4));
        assert!(!s.go_forward());
        assert_eq!((s.figures().accepted, s.figures().changed), (2, 1));
    }

    /// Decides as the engine's step of that number.
    fn decide(s: &mut Session, outcome: Outcome, step: i64) {
        s.decide(outcome, Saved::Asked(RequestId(step as u64)), 0.0, true);
        assert_eq!(s.saved(RequestId(step as u64), Some(StepId(step))), None);
    }

    #[test]
    fn undo_returns_to_the_photo_and_redo_goes_on_from_it() {
        let mut s = session(1..6, 5);
        let step = |id| Some(Saved::Step(StepId(id)));
        decide(&mut s, Outcome::Accepted, 7);
        assert!(s.skip(0.0));
        decide(&mut s, Outcome::Changed, 9);
        assert_eq!((s.undo(), at(&s)), (step(9), Some(3)));
        assert_eq!((s.undo(), at(&s), s.outcome()), (step(7), Some(1), Some(Outcome::Open)));
        assert_eq!(s.undo(), None);
        assert_eq!((s.redo(), at(&s)), (step(7), Some(3)), "the next one without an answer");
        decide(&mut s, Outcome::NoneOfThese, 11);
        assert_eq!((s.redo(), at(&s)), (None, Some(4)), "a new decision ends what could be redone");
    }

    #[test]
    fn a_decision_taken_back_before_its_step_is_known_is_undone_when_it_is() {
        let mut s = session(1..4, 3);
        s.decide(Outcome::Accepted, Saved::Asked(RequestId(5)), 0.0, true);
        assert_eq!((s.undo(), at(&s)), (Some(Saved::Asked(RequestId(5))), Some(1)));
        assert_eq!(s.saved(RequestId(4), Some(StepId(1))), None, "another request");
        assert_eq!(s.saved(RequestId(5), Some(StepId(2))), Some(StepId(2)));
        assert_eq!(s.redo(), Some(Saved::Step(StepId(2))));
    }

    #[test]
    fn what_is_refused_stands_as_it_stood() {
        let mut s = session(1..4, 3);
        decide(&mut s, Outcome::Accepted, 7);
        assert_eq!(s.undo(), Some(Saved::Step(StepId(7))));
        s.refused(StepId(7));
        assert_eq!((at(&s), s.outcome(), s.figures().accepted), (Some(1), Some(Outcome::Accepted), 1));
        assert_eq!(s.undo(), Some(Saved::Step(StepId(7))), "it can be tried again");
        assert_eq!(s.redo(), Some(Saved::Step(StepId(7))));
        decide(&mut s, Outcome::Changed, 8);
        assert_eq!((s.undo(), s.undo()), (Some(Saved::Step(StepId(8))), Some(Saved::Step(StepId(7)))));
        s.refused(StepId(8));
        s.refused(StepId(7));
        assert_eq!((s.undo(), s.undo()), (Some(Saved::Step(StepId(8))), Some(Saved::Step(StepId(7)))), "the last one first");
    }

    #[test]
    fn without_going_on_the_photo_stays_until_it_is_confirmed() {
        let mut s = session(1..4, 3);
        s.decide(Outcome::Changed, Saved::Nothing, 0.0, false);
        assert_eq!((at(&s), s.outcome(), s.number()), (Some(1), Some(Outcome::Changed), 1));
        s.go_on();
        assert_eq!(at(&s), Some(2));
    }

    #[test]
    fn the_time_left_follows_the_persons_pace_and_not_their_coffee() {
        let mut s = session(0..100, 100);
        let mut now = 0.0;
        for _ in 0..4 {
            s.shown_at(now);
            now += 2.0;
            s.decide(Outcome::Accepted, Saved::Nothing, now, true);
        }
        assert_eq!(s.seconds_left(), Some(192.0));
        s.shown_at(now);
        s.decide(Outcome::Accepted, Saved::Nothing, now + 4000.0, true);
        assert!(s.seconds_left().unwrap() < 800.0);
    }

    #[test]
    fn a_photo_that_leaves_the_catalogue_is_not_asked_about() {
        let mut s = session(1..5, 4);
        s.decide(Outcome::Accepted, Saved::Nothing, 0.0, true);
        s.retain(|p| p != PhotoId(1) && p != PhotoId(2));
        assert_eq!((at(&s), s.number(), s.total), (Some(3), 1, 2));
    }
}
