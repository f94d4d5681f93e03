//! Where the person is in a queue of disputes, whose order never changes, and what became of each. It knows nothing of the window, so that every
//! way through a queue can be tried out in a test.

use crate::shell::taking_back::{Acts, Saved, Way};
use base::{LabelId, StepId};
use engine::protocol::RequestId;

/// What became of a dispute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// These labels are the answer; none: none of these.
    Settled(Vec<LabelId>),
    /// It is still disputed.
    Skipped,
}

/// An answer that can be taken back.
#[derive(Clone, Debug)]
struct Act {
    place: usize,
    before: Option<Outcome>,
    after: Outcome,
}

/// The way through a queue of so many disputes.
#[derive(Clone, Debug)]
pub struct Session {
    outcomes: Vec<Option<Outcome>>,
    at: usize,
    acts: Acts<Act>,
}

impl Session {
    /// Begins at a place of a queue of `disputes`.
    pub fn new(disputes: usize, at: usize) -> Self {
        Self { outcomes: vec![None; disputes], at: at.min(disputes), acts: Acts::default() }
    }

    /// The place of the dispute in question; behind the last one at the end.
    pub fn at(&self) -> usize {
        self.at
    }

    /// Disputes in the queue.
    pub fn total(&self) -> usize {
        self.outcomes.len()
    }

    /// What became of the dispute in question.
    pub fn outcome(&self) -> Option<&Outcome> {
        self.outcomes.get(self.at)?.as_ref()
    }

    /// Disputes that are settled, and those that were skipped.
    pub fn figures(&self) -> (usize, usize) {
        let settled = self.outcomes.iter().flatten().filter(|outcome| **outcome != Outcome::Skipped).count();
        (settled, self.outcomes.iter().flatten().count() - settled)
    }

    /// To a place of the queue, or behind its end.
    pub fn go_to(&mut self, place: usize) {
        self.at = place.min(self.total());
    }

    /// To the next dispute that nothing became of; where a skipped one was in question, to the next that is not settled, so that a person goes
    /// through what they skipped in one go.
    pub fn go_on(&mut self, was: Option<&Outcome>) {
        let is_open = |place: &usize| match &self.outcomes[*place] {
            None => true,
            Some(outcome) => was == Some(&Outcome::Skipped) && *outcome == Outcome::Skipped,
        };
        let mut rest = (self.at + 1).min(self.total())..self.total();
        let earlier = || (0..self.at).find(|place| self.outcomes[*place].is_none());
        self.at = rest.find(is_open).or_else(earlier).unwrap_or(self.total());
    }

    /// The dispute in question is settled, and saved like this.
    pub fn settle(&mut self, labels: Vec<LabelId>, saved: Saved) {
        let Some(known) = self.outcomes.get_mut(self.at) else { return };
        let after = Outcome::Settled(labels);
        self.acts.push(Act { place: self.at, before: known.replace(after.clone()), after }, saved);
    }

    /// The dispute in question stays one.
    pub fn skip(&mut self) {
        let was = self.outcome().cloned();
        if let Some(known @ None) = self.outcomes.get_mut(self.at) {
            *known = Some(Outcome::Skipped);
        }
        self.go_on(was.as_ref());
    }

    /// Goes through those that were skipped.
    pub fn ask_again(&mut self) {
        self.outcomes.iter_mut().for_each(|outcome| {
            outcome.take_if(|outcome| *outcome == Outcome::Skipped);
        });
        self.at = self.outcomes.iter().position(Option::is_none).unwrap_or(self.total());
    }

    /// Takes the last answer back and shows its photo. Answers what has to be undone; `None` where nothing was answered.
    pub fn undo(&mut self) -> Option<Saved> {
        let (saved, act) = self.acts.undo()?;
        self.outcomes[act.place].clone_from(&act.before);
        self.at = act.place;
        Some(saved)
    }

    /// Gives the answer again that was taken back last. Answers what has to be redone.
    pub fn redo(&mut self) -> Option<Saved> {
        let (saved, act) = self.acts.redo()?;
        let before = act.before.clone();
        self.outcomes[act.place] = Some(act.after.clone());
        self.at = act.place;
        self.go_on(before.as_ref());
        Some(saved)
    }

    /// That request made this step. Answers it where its answer was taken back meanwhile.
    pub fn saved(&mut self, request: RequestId, step: Option<StepId>) -> Option<StepId> {
        self.acts.saved(request, step)
    }

    /// That answer could not be saved: its photo is disputed as it was.
    pub fn failed(&mut self, request: RequestId) {
        if let Some(act) = self.acts.failed(request) {
            self.outcomes[act.place] = act.before;
        }
    }

    /// The step cannot be taken back, or done again, now: its photo is as it stood.
    pub fn refused(&mut self, step: StepId) {
        if let Some((way, act)) = self.acts.refused(step) {
            self.outcomes[act.place] = match way {
                Way::Undo => Some(act.after.clone()),
                Way::Redo => act.before.clone(),
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settle(session: &mut Session, label: i64, step: i64) {
        let was = session.outcome().cloned();
        session.settle(vec![LabelId(label)], Saved::Asked(RequestId(step as u64)));
        assert_eq!(session.saved(RequestId(step as u64), Some(StepId(step))), None);
        session.go_on(was.as_ref());
    }

    #[test]
    fn one_goes_on_to_what_is_open_and_comes_back_to_what_was_skipped() {
        let mut s = Session::new(4, 1);
        settle(&mut s, 7, 1);
        s.skip();
        settle(&mut s, 8, 2);
        assert_eq!((s.at(), s.figures()), (0, (2, 1)), "what lies before the first one is asked, too");
        settle(&mut s, 7, 3);
        assert_eq!((s.at(), s.figures()), (4, (3, 1)));
        s.ask_again();
        assert_eq!((s.at(), s.outcome()), (2, None));
        settle(&mut s, 7, 4);
        assert_eq!((s.at(), s.figures()), (4, (4, 0)));
    }

    #[test]
    fn an_answer_is_taken_back_by_its_step_and_given_again() {
        let mut s = Session::new(2, 0);
        settle(&mut s, 7, 1);
        s.settle(Vec::new(), Saved::Asked(RequestId(2)));
        assert_eq!((s.undo(), s.at(), s.outcome()), (Some(Saved::Asked(RequestId(2))), 1, None), "it is not saved yet");
        assert_eq!(s.saved(RequestId(2), Some(StepId(2))), Some(StepId(2)), "as soon as it is, it is undone");
        assert_eq!((s.undo(), s.at()), (Some(Saved::Step(StepId(1))), 0));
        assert_eq!(s.undo(), None);
        assert_eq!((s.redo(), s.at()), (Some(Saved::Step(StepId(1))), 1));
        s.refused(StepId(1));
        assert_eq!(s.figures(), (0, 0), "it could not be done again");
    }

    #[test]
    fn an_answer_that_could_not_be_saved_is_none() {
        let mut s = Session::new(1, 0);
        s.settle(vec![LabelId(7)], Saved::Asked(RequestId(1)));
        assert_eq!(s.figures(), (1, 0));
        s.failed(RequestId(1));
        assert_eq!((s.figures(), s.undo()), ((0, 0), None));
    }
}
