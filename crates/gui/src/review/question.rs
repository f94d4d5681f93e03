//! The question about one photo: which answers there are, in which order, what is ticked and what was decided before.

use super::session::Session;
use super::state::Review;
use crate::kit::theme::{self, space};
use crate::shell::ctx::Ctx;
use base::{Choice, Decision, LabelId, LabelSet, PhotoId};
use engine::protocol::{LabelScore, ReviewOrder};
use std::collections::BTreeSet;

/// A label of a multi-choice set is proposed from this score on, as the figures of the tagging panel count it.
const PROPOSED: f32 = 0.5;

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Which label?
    OneOf,
    /// Which labels?
    AnyOf,
    /// Does this label fit?
    Fits(LabelId),
}

/// One answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The label; `None`: none of these.
    pub label: Option<LabelId>,
    /// As it is shown.
    pub name: String,
    /// What the model gives it; `None`: it was not asked.
    pub score: Option<f32>,
    /// What was decided about it before.
    pub decision: Option<Decision>,
}

/// Answers that have a number key.
pub const MOST_ANSWERS: usize = 9;
/// Fewer would be no choice.
const LEAST_ANSWERS: usize = 4;

/// How many answers the window has room for, beside what else stands in their column.
pub fn answers_that_fit(screen: egui::Vec2) -> usize {
    let others = theme::TOP_BAR + theme::TOOL_ROW + theme::STATUS_BAR + theme::REVIEW_REST;
    let rows = (screen.y - others) / (theme::ANSWER + space::XS);
    (rows.max(0.0) as usize).clamp(LEAST_ANSWERS, MOST_ANSWERS)
}

/// The question as it stands.
#[derive(Clone, Debug)]
pub struct Question<'a> {
    /// The set.
    pub set: &'a LabelSet,
    /// The photo.
    pub photo: PhotoId,
    /// What is asked.
    pub kind: Kind,
    /// The answers that are shown, likeliest first.
    pub answers: Vec<Answer>,
    /// The answer that Enter takes.
    pub marked: usize,
    /// The likeliest label.
    pub likeliest: Option<LabelId>,
    /// Labels that are ticked (multi-choice).
    pub ticked: BTreeSet<LabelId>,
    /// Labels that the person crossed out.
    pub crossed: BTreeSet<LabelId>,
    /// Labels that were ticked before the person touched them.
    pub proposed: BTreeSet<LabelId>,
}

impl<'a> Question<'a> {
    /// The question about the photo in question; `None` until the model has answered for this very photo.
    pub fn of(ctx: &'a Ctx, review: &'a Review) -> Option<Self> {
        let session = review.session.as_ref()?;
        let photo = session.current()?;
        let set = ctx.tags.set(session.set)?;
        let labels = review.labels_of(photo)?;
        let scores = labels.sets.iter().find(|(id, _)| *id == session.set).map_or(&[][..], |(_, s)| s);
        let kind = match (set.choice, session.order) {
            (Choice::Single, _) => Kind::OneOf,
            (Choice::Multi, ReviewOrder::Label(label)) => Kind::Fits(label),
            (Choice::Multi, _) => Kind::AnyOf,
        };
        let mut question = Self {
            set,
            photo,
            kind,
            answers: Vec::new(),
            marked: 0,
            likeliest: scores.first().and_then(|s| s.label),
            ticked: BTreeSet::new(),
            crossed: review.touched.crossed.clone(),
            proposed: BTreeSet::new(),
        };
        question.propose(ctx, scores);
        question.list(ctx, review, session, scores, answers_that_fit(ctx.screen));
        question.mark(review);
        Some(question)
    }

    fn propose(&mut self, ctx: &Ctx, scores: &[LabelScore]) {
        let book = &ctx.tags.book;
        if book.settled(self.photo, self.set.id).is_some_and(|t| t.decision == Decision::None) {
            return;
        }
        for label in &self.set.labels {
            let score = scores.iter().find(|s| s.label == Some(label.id)).map_or(0.0, |s| s.score);
            let fits = match book.about(self.photo, label.id) {
                Some(tag) => tag.decision == Decision::Accepted,
                None => score >= PROPOSED,
            };
            if fits {
                self.proposed.insert(label.id);
            }
        }
        if self.kind != Kind::AnyOf {
            self.proposed.clear();
        }
    }

    fn list(&mut self, ctx: &Ctx, review: &Review, session: &Session, scores: &[LabelScore], most: usize) {
        self.ticked = review.touched.ticked.clone().unwrap_or_else(|| self.proposed.clone());
        let answer = |label: Option<LabelId>| {
            let score = scores.iter().find(|s| s.label == label).map(|s| s.score);
            let tag = match label {
                Some(label) => ctx.tags.book.about(self.photo, label),
                None => ctx.tags.book.settled(self.photo, session.set).filter(|t| t.decision == Decision::None),
            };
            let name = label.map_or(Some("None of these"), |l| self.set.label(l).map(|l| l.name.as_str()))?;
            Some(Answer { label, name: name.to_owned(), score, decision: tag.map(|t| t.decision) })
        };
        if let Kind::Fits(label) = self.kind {
            self.answers = answer(Some(label)).into_iter().collect();
            return;
        }
        // Without an answer of the model the labels stand in the person's order.
        let mut order: Vec<Option<LabelId>> = scores.iter().map(|s| s.label).collect();
        order.extend(self.set.labels.iter().map(|l| Some(l.id)).filter(|l| scores.iter().all(|s| s.label != *l)));
        // What was chosen before, or is ticked, is among those shown however unlikely it is.
        let must = |label: &Option<LabelId>| {
            label.is_some_and(|l| {
                let accepted = ctx.tags.book.about(self.photo, l).is_some_and(|t| t.decision == Decision::Accepted);
                (self.kind == Kind::OneOf && accepted) || self.ticked.contains(&l)
            })
        };
        let (mut first, rest): (Vec<_>, Vec<_>) = order.iter().copied().enumerate().partition(|(_, label)| must(label));
        first.extend(rest);
        // A line that leads to one more label takes the room of that label.
        first.truncate(if first.len() == most + 1 { MOST_ANSWERS.min(first.len()) } else { most });
        first.sort_by_key(|(place, _)| *place);
        self.answers = first.into_iter().filter_map(|(_, label)| answer(label)).collect();
    }

    fn mark(&mut self, review: &Review) {
        let decided = self.answers.iter().position(|a| match a.label {
            Some(_) => a.decision == Some(Decision::Accepted),
            None => a.decision == Some(Decision::None),
        });
        let before = decided.filter(|_| self.kind == Kind::OneOf).unwrap_or(0);
        self.marked = review.touched.marked.unwrap_or(before).min(self.answers.len().saturating_sub(1));
    }

    /// The label would be rejected: it was crossed out, or is no longer ticked though it was proposed, or was rejected before.
    pub fn rejects(&self, answer: &Answer) -> bool {
        answer.label.is_some_and(|label| {
            let before = answer.decision == Some(Decision::Rejected);
            !self.ticked.contains(&label) && (before || self.crossed.contains(&label) || self.proposed.contains(&label))
        })
    }

    /// What was decided about the photo in this set before, in words.
    pub fn decided(&self, ctx: &Ctx) -> Option<String> {
        let book = &ctx.tags.book;
        match self.kind {
            Kind::Fits(label) => match book.about(self.photo, label)?.decision {
                Decision::Accepted => Some("Decided: it fits".to_owned()),
                _ => Some("Decided: it does not fit".to_owned()),
            },
            _ if book.settled(self.photo, self.set.id).is_some_and(|t| t.decision == Decision::None) => {
                Some("Decided: none of these".to_owned())
            }
            _ => {
                let accepted = book.accepted(self.photo).filter(|t| t.set == self.set.id).filter_map(|t| self.set.label(t.label?));
                let names: Vec<&str> = accepted.map(|l| l.name.as_str()).collect();
                (!names.is_empty()).then(|| format!("Decided: {}", names.join(", ")))
            }
        }
    }
}
