//! One sitting: where the person is in the queue, whose order never changes, and what was decided about each photo.
//! It knows nothing of the window, so that every way through a queue can be tried out in a test.

use crate::shell::taking_back::{Acts, Saved, Way};
use base::{LabelId, StepId};
use engine::protocol::RequestId;

/// What became of a photo in this sitting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Its label is right.
    Kept,
    /// It has this label now; `None`: none of these.
    Changed(Option<LabelId>),
    /// Not decided.
    Skipped,
}

/// A decision that can be taken back: about one photo, or about several together.
#[derive(Clone, Debug)]
struct Act(Vec<Turn>);

/// What a decision made of one photo.
#[derive(Clone, Copy, Debug)]
struct Turn {
    place: usize,
    before: Option<Outcome>,
    after: Outcome,
}

impl Act {
    /// The photo that is shown when it is turned.
    fn place(&self) -> usize {
        self.0.first().map_or(0, |turn| turn.place)
    }

    fn take_back(&self, outcomes: &mut [Option<Outcome>]) {
        self.0.iter().rev().for_each(|turn| outcomes[turn.place] = turn.before);
    }

    fn do_again(&self, outcomes: &mut [Option<Outcome>]) {
        self.0.iter().for_each(|turn| outcomes[turn.place] = Some(turn.after));
    }
}

/// How many photos were decided how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Labels that are right.
    pub kept: usize,
    /// Labels that were wrong, and got another one.
    pub corrected: usize,
    /// Labels that were wrong, and none fits.
    pub without: usize,
    /// Not decided.
    pub skipped: usize,
}

impl Figures {
    /// Labels about which the person has decided.
    pub fn decided(self) -> usize {
        self.kept + self.corrected + self.without
    }
}

/// A sitting over a queue of so many photos.
#[derive(Clone, Debug)]
pub struct Session {
    outcomes: Vec<Option<Outcome>>,
    at: usize,
    acts: Acts<Act>,
}

impl Session {
    /// Begins at the first of `photos` photos.
    pub fn new(photos: usize) -> Self {
        Self { outcomes: vec![None; photos], at: 0, acts: Acts::default() }
    }

    /// The place of the photo in question; behind the last one where all were seen.
    pub fn at(&self) -> usize {
        self.at
    }

    /// Photos in the queue.
    pub fn total(&self) -> usize {
        self.outcomes.len()
    }

    /// What became of the photo at a place.
    pub fn outcome(&self, place: usize) -> Option<Outcome> {
        self.outcomes.get(place).copied().flatten()
    }

    /// To a place of the queue, or behind its end.
    pub fn go_to(&mut self, place: usize) {
        self.at = place.min(self.total());
    }

    /// To the photo before.
    pub fn back(&mut self) {
        self.at = self.at.saturating_sub(1);
    }

    /// The photo in question was decided, and is saved like this.
    pub fn decide(&mut self, outcome: Outcome, saved: Saved) {
        self.decide_all([(self.at, outcome)], saved);
    }

    /// Photos were decided together, by their places, and are saved like this.
    pub fn decide_all(&mut self, outcomes: impl IntoIterator<Item = (usize, Outcome)>, saved: Saved) {
        let known = &mut self.outcomes;
        let turn = |(place, after): (usize, Outcome)| Some(Turn { place, before: known.get_mut(place)?.replace(after), after });
        let turns: Vec<Turn> = outcomes.into_iter().filter_map(turn).collect();
        if !turns.is_empty() {
            self.acts.push(Act(turns), saved);
        }
    }

    /// The photo at this place is left undecided.
    pub fn skip_at(&mut self, place: usize) {
        if let Some(known @ None) = self.outcomes.get_mut(place) {
            *known = Some(Outcome::Skipped);
        }
    }

    /// The photo in question is left undecided.
    pub fn skip(&mut self, pass_over: impl Fn(usize) -> bool) {
        let was = self.outcome(self.at);
        self.skip_at(self.at);
        self.go_on(was, pass_over);
    }

    /// To the next photo that nothing became of; from one that was skipped (`was`: what had become of it) to the next that is not
    /// decided, so that a person goes through what they skipped in one go. What is to be passed over comes when nothing else is left.
    pub fn go_on(&mut self, was: Option<Outcome>, pass_over: impl Fn(usize) -> bool) {
        let from = (self.at + 1).min(self.total());
        let through_skipped = was == Some(Outcome::Skipped);
        let is_open = |place: &usize| match self.outcomes[*place] {
            None => true,
            Some(outcome) => through_skipped && outcome == Outcome::Skipped,
        };
        let next =
            |passed: bool, range: std::ops::Range<usize>| range.into_iter().filter(is_open).find(|place| pass_over(*place) == passed);
        let next = next(false, from..self.total()).or_else(|| next(true, 0..self.total()).filter(|place| *place != self.at));
        self.at = next.unwrap_or(self.total());
    }

    /// Takes the last decision back and shows its photo. Answers what has to be undone; `None` where nothing was decided.
    pub fn undo(&mut self) -> Option<Saved> {
        let (saved, act) = self.acts.undo()?;
        act.take_back(&mut self.outcomes);
        self.at = act.place();
        Some(saved)
    }

    /// Does the decision again that was taken back last. Answers what has to be redone.
    pub fn redo(&mut self) -> Option<Saved> {
        let (saved, act) = self.acts.redo()?;
        let was = self.outcomes.get(act.place()).copied().flatten();
        act.do_again(&mut self.outcomes);
        self.at = act.place();
        self.go_on(was, |_| false);
        Some(saved)
    }

    /// That request made this step. Answers it where its decision was taken back meanwhile.
    pub fn saved(&mut self, request: RequestId, step: Option<StepId>) -> Option<StepId> {
        self.acts.saved(request, step)
    }

    /// That decision could not be saved: its photo is as it was.
    pub fn failed(&mut self, request: RequestId) {
        if let Some(act) = self.acts.failed(request) {
            act.take_back(&mut self.outcomes);
        }
    }

    /// The step cannot be taken back, or done again, now: its photo is as it stood.
    pub fn refused(&mut self, step: StepId) {
        match self.acts.refused(step) {
            Some((Way::Undo, act)) => act.do_again(&mut self.outcomes),
            Some((Way::Redo, act)) => act.take_back(&mut self.outcomes),
            None => {}
        }
    }

    /// What was decided in this sitting.
    pub fn figures(&self) -> Figures {
        let mut figures = Figures::default();
        for outcome in self.outcomes.iter().flatten() {
            match outcome {
                Outcome::Kept => figures.kept += 1,
                Outcome::Changed(Some(_)) => figures.corrected += 1,
                Outcome::Changed(None) => figures.without += 1,
                Outcome::Skipped => figures.skipped += 1,
            }
        }
        figures
    }

    /// The places that were decided about, in their order.
    pub fn decided(&self) -> impl Iterator<Item = usize> {
        let decided = |outcome: &Option<Outcome>| matches!(outcome, Some(Outcome::Kept | Outcome::Changed(_)));
        self.outcomes.iter().enumerate().filter(move |(_, outcome)| decided(outcome)).map(|(place, _)| place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decide(session: &mut Session, outcome: Outcome, step: i64) {
        let was = session.outcome(session.at());
        session.decide(outcome, Saved::Asked(RequestId(step as u64)));
        assert_eq!(session.saved(RequestId(step as u64), Some(StepId(step))), None);
        session.go_on(was, |_| false);
    }

    #[test]
    fn one_goes_on_to_what_is_open_and_may_look_back() {
        let mut s = Session::new(4);
        decide(&mut s, Outcome::Kept, 1);
        s.skip(|_| false);
        decide(&mut s, Outcome::Changed(None), 2);
        assert_eq!((s.at(), s.figures()), (3, Figures { kept: 1, corrected: 0, without: 1, skipped: 1 }));
        s.go_to(1);
        decide(&mut s, Outcome::Kept, 3);
        assert_eq!((s.at(), s.figures().decided(), s.decided().collect::<Vec<_>>()), (3, 3, vec![0, 1, 2]));
        s.skip(|_| false);
        assert_eq!(s.at(), s.total());
        s.back();
        assert_eq!(s.at(), 3);
    }

    #[test]
    fn one_goes_through_what_was_skipped_in_one_go_and_what_is_passed_over_comes_last() {
        let mut s = Session::new(6);
        (0..3).for_each(|_| s.skip(|_| false));
        s.go_to(0);
        decide(&mut s, Outcome::Kept, 1);
        assert_eq!(s.at(), 1, "the next one that was skipped, not the first that was never seen");
        s.skip(|_| false);
        assert_eq!(s.at(), 2);
        decide(&mut s, Outcome::Kept, 2);
        assert_eq!(s.at(), 3);
        s.decide(Outcome::Kept, Saved::Nothing);
        s.go_on(None, |place| place == 4);
        assert_eq!(s.at(), 5);
        s.decide(Outcome::Kept, Saved::Nothing);
        s.go_on(None, |place| place == 4);
        assert_eq!(s.at(), 4, "nothing else is left");
    }

    #[test]
    fn what_was_decided_together_is_taken_back_together() {
        let mut s = Session::new(4);
        let changed = Outcome::Changed(Some(LabelId(2)));
        s.decide_all([(1, changed), (3, changed)], Saved::Step(StepId(4)));
        assert_eq!(s.figures().corrected, 2);
        assert_eq!((s.undo(), s.at(), s.figures().decided()), (Some(Saved::Step(StepId(4))), 1, 0));
        assert_eq!((s.redo(), s.outcome(3)), (Some(Saved::Step(StepId(4))), Some(changed)));
    }

    #[test]
    fn undo_takes_back_that_very_step_and_shows_its_photo() {
        let mut s = Session::new(3);
        decide(&mut s, Outcome::Kept, 7);
        decide(&mut s, Outcome::Changed(Some(LabelId(2))), 9);
        assert_eq!((s.undo(), s.at(), s.outcome(1)), (Some(Saved::Step(StepId(9))), 1, None));
        assert_eq!((s.undo(), s.at(), s.undo()), (Some(Saved::Step(StepId(7))), 0, None));
        assert_eq!((s.redo(), s.at(), s.outcome(0)), (Some(Saved::Step(StepId(7))), 1, Some(Outcome::Kept)));
        decide(&mut s, Outcome::Kept, 11);
        assert_eq!(s.redo(), None, "a new decision ends what could be redone");
    }

    #[test]
    fn a_decision_taken_back_before_its_step_is_known_is_undone_when_it_is() {
        let mut s = Session::new(2);
        s.decide(Outcome::Kept, Saved::Asked(RequestId(5)));
        assert_eq!(s.undo(), Some(Saved::Asked(RequestId(5))));
        assert_eq!(s.saved(RequestId(5), Some(StepId(2))), Some(StepId(2)));
    }

    #[test]
    fn what_is_refused_or_fails_stands_as_it_stood() {
        let mut s = Session::new(3);
        decide(&mut s, Outcome::Kept, 7);
        s.undo();
        s.refused(StepId(7));
        assert_eq!((s.outcome(0), s.undo()), (Some(Outcome::Kept), Some(Saved::Step(StepId(7)))));
        s.decide(Outcome::Kept, Saved::Asked(RequestId(8)));
        s.failed(RequestId(8));
        assert_eq!((s.outcome(0), s.undo()), (None, None));
    }
}
