//! One sitting over disputed photos: which they are, what becomes of them, and what is ticked of the one in question.

use super::question::Question;
use super::session::{Outcome, Session};
use base::{LabelId, LabelSetId};
use engine::protocol::{Agreement, Dispute};
use std::sync::Arc;

/// A sitting.
#[derive(Debug)]
pub struct Sitting {
    pub set: LabelSetId,
    agreement: Arc<Agreement>,
    /// The disputes that are gone through, by their places in it.
    places: Arc<[usize]>,
    pub session: Session,
    /// What is ticked where several labels may fit; `None`: nothing was ticked or unticked yet.
    pub ticked: Option<Vec<LabelId>>,
    /// The name of another label, as far as it is typed.
    pub find: Option<String>,
}

impl Sitting {
    /// Begins at the dispute in the cell `at`.
    pub fn new(set: LabelSetId, agreement: Arc<Agreement>, places: Arc<[usize]>, at: usize) -> Self {
        let session = Session::new(places.len(), at);
        Self { set, agreement, places, session, ticked: None, find: None }
    }

    /// The dispute in question; `None` at the end.
    pub fn dispute(&self) -> Option<&Dispute> {
        self.at(self.session.at())
    }

    /// The dispute at a place of the queue.
    pub fn at(&self, place: usize) -> Option<&Dispute> {
        self.agreement.disputed.get(*self.places.get(place)?)
    }

    /// The labels that the dispute in question was settled by in this sitting.
    pub fn settled(&self) -> Option<&[LabelId]> {
        match self.session.outcome() {
            Some(Outcome::Settled(labels)) => Some(labels),
            _ => None,
        }
    }

    /// What is ticked: what the person ticked, else how it was settled, else what both say.
    pub fn ticks(&self, question: &Question<'_>) -> Vec<LabelId> {
        self.ticked.clone().or_else(|| self.settled().map(<[_]>::to_vec)).unwrap_or_else(|| question.in_common())
    }

    /// Another photo is in question: nothing is ticked or typed about it yet.
    pub fn turn(&mut self, to: impl FnOnce(&mut Session)) {
        to(&mut self.session);
        (self.ticked, self.find) = (None, None);
    }
}
