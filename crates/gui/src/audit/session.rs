//! One sitting: where the person is in the queue, whose order never changes, and what was decided about each photo.
//! It knows nothing of the window, so that every way through a queue can be tried out in a test.

use crate::shell::taking_back::Saved;
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

/// A decision that can be taken back.
#[derive(Clone, Copy, Debug)]
struct Act {
    place: usize,
    saved: Saved,
    before: Option<Outcome>,
    after: Outcome,
}

/// How many photos were decided how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Labels that are right.
    pub kept: usize,
    /// Labels that were wrong.
    pub corrected: usize,
    /// Not decided.
    pub skipped: usize,
}

impl Figures {
    /// Labels about which the person has decided.
    pub fn decided(self) -> usize {
        self.kept + self.corrected
    }
}

/// A sitting over a queue of so many photos.
#[derive(Clone, Debug)]
pub struct Session {
    outcomes: Vec<Option<Outcome>>,
    at: usize,
    acts: Vec<Act>,
    undone: Vec<Act>,
}

impl Session {
    /// Begins at the first of `photos` photos.
    pub fn new(photos: usize) -> Self {
        Self { outcomes: vec![None; photos], at: 0, acts: Vec::new(), undone: Vec::new() }
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
        let place = self.at;
        let Some(known) = self.outcomes.get_mut(place) else { return };
        self.acts.push(Act { place, saved, before: *known, after: outcome });
        *known = Some(outcome);
        self.undone.clear();
    }

    /// The photo in question is left undecided.
    pub fn skip(&mut self) {
        if let Some(known @ None) = self.outcomes.get_mut(self.at) {
            *known = Some(Outcome::Skipped);
        }
        self.go_on();
    }

    /// To the next photo that nothing became of.
    pub fn go_on(&mut self) {
        let after = (self.at + 1).min(self.total());
        self.at = self.outcomes[after..].iter().position(Option::is_none).map_or(self.total(), |open| after + open);
    }

    /// Takes the last decision back and shows its photo. Answers what has to be undone; `None` where nothing was decided.
    pub fn undo(&mut self) -> Option<Saved> {
        let act = self.acts.pop()?;
        self.undone.push(act);
        (self.outcomes[act.place], self.at) = (act.before, act.place);
        Some(act.saved)
    }

    /// Does the decision again that was taken back last. Answers what has to be redone.
    pub fn redo(&mut self) -> Option<Saved> {
        let act = self.undone.pop()?;
        self.acts.push(act);
        (self.outcomes[act.place], self.at) = (Some(act.after), act.place);
        self.go_on();
        Some(act.saved)
    }

    /// That request made this step. Answers it where its decision was taken back meanwhile.
    pub fn saved(&mut self, request: RequestId, step: Option<StepId>) -> Option<StepId> {
        let asked = |act: &&mut Act| act.saved == Saved::Asked(request);
        if let Some(act) = self.acts.iter_mut().find(asked) {
            act.saved = step.into();
            return None;
        }
        self.undone.iter_mut().find(asked)?.saved = step.into();
        step
    }

    /// That decision could not be saved: its photo is as it was.
    pub fn failed(&mut self, request: RequestId) {
        let asked = |act: &Act| act.saved == Saved::Asked(request);
        self.undone.retain(|act| !asked(act));
        if let Some(at) = self.acts.iter().position(asked) {
            let act = self.acts.remove(at);
            self.outcomes[act.place] = act.before;
        }
    }

    /// The step cannot be taken back, or done again, now: its photo is as it stood.
    pub fn refused(&mut self, step: StepId) {
        let is_it = |act: &Act| act.saved == Saved::Step(step);
        if let Some(at) = self.undone.iter().position(is_it) {
            let act = self.undone.remove(at);
            self.outcomes[act.place] = Some(act.after);
            // Of two that were refused the later one is told first.
            let later = |act: &Act| matches!(act.saved, Saved::Step(other) if other > step);
            self.acts.insert(self.acts.iter().position(later).unwrap_or(self.acts.len()), act);
        } else if let Some(at) = self.acts.iter().position(is_it) {
            let act = self.acts.remove(at);
            self.outcomes[act.place] = act.before;
            self.undone.push(act);
        }
    }

    /// What was decided in this sitting.
    pub fn figures(&self) -> Figures {
        let mut figures = Figures::default();
        for outcome in self.outcomes.iter().flatten() {
            match outcome {
                Outcome::Kept => figures.kept += 1,
                Outcome::Changed(_) => figures.corrected += 1,
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
        session.decide(outcome, Saved::Asked(RequestId(step as u64)));
        assert_eq!(session.saved(RequestId(step as u64), Some(StepId(step))), None);
        session.go_on();
    }

    #[test]
    fn one_goes_on_to_what_is_open_and_may_look_back() {
        let mut s = Session::new(4);
        decide(&mut s, Outcome::Kept, 1);
        s.skip();
        decide(&mut s, Outcome::Changed(None), 2);
        assert_eq!((s.at(), s.figures()), (3, Figures { kept: 1, corrected: 1, skipped: 1 }));
        s.go_to(1);
        decide(&mut s, Outcome::Kept, 3);
        assert_eq!((s.at(), s.figures().decided(), s.decided().collect::<Vec<_>>()), (3, 3, vec![0, 1, 2]));
        s.skip();
        assert_eq!(s.at(), s.total());
        s.back();
        assert_eq!(s.at(), 3);
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
