//! What follows from a key or a button in a review.

use super::msg::Msg;
use super::question::{Kind, Question};
use super::session::{Outcome, Session};
use super::state::Review;
use crate::shell::common::Common;
use crate::shell::ctx::Ctx;
use crate::shell::effect::{Effect, ReviewPlan};
use crate::shell::feature::Feature;
use crate::shell::taking_back::{Saved, Way, centred};
use crate::shell::view::View;
use base::{Decision, LabelId, Ruling, Source};
use engine::protocol::{Edit, EditRequest, ReviewOrder};
use std::collections::BTreeSet;
use std::sync::Arc;

impl Review {
    /// Carries out what the person does.
    pub(super) fn carry_out(&mut self, ctx: &Ctx, msg: Msg) -> Vec<Effect> {
        self.settle();
        let effects = match msg {
            Msg::Run(command) => self.run(ctx, command),
            Msg::Begin(plan) => self.begin(plan),
            Msg::Accept => self.accept(ctx),
            Msg::No => self.no(ctx),
            Msg::Press(number) => self.press(ctx, number),
            Msg::Choose(label) => self.choose(ctx, label),
            Msg::Skip => self.skip(ctx),
            Msg::Move(by) => {
                let count = Question::of(ctx, self).map_or(0, |q| q.answers.len());
                let marked = self.touched.marked.unwrap_or(0);
                self.touched.marked = count.checked_sub(1).map(|last| marked.saturating_add_signed(by).min(last));
                Vec::new()
            }
            Msg::Back => self.turn(ctx, Session::go_back),
            Msg::Forward => self.turn(ctx, Session::go_forward),
            Msg::AskAgain => self.turn(ctx, |s| {
                s.ask_again();
                true
            }),
            Msg::Undo => self.take_back(ctx, Way::Undo),
            Msg::Redo => self.take_back(ctx, Way::Redo),
            Msg::Find(text) => {
                self.touched.find = text;
                Vec::new()
            }
            Msg::Leave => self.leave(),
        };
        self.settle();
        effects
    }

    /// Opens the review.
    fn begin(&mut self, plan: ReviewPlan) -> Vec<Effect> {
        *self = Self::default();
        let ask = self.ask(plan);
        vec![Effect::Show(View::Review), Effect::CloseOverlay, ask]
    }

    /// Another photo comes up: the zoom begins in its middle.
    fn turn(&mut self, ctx: &Ctx, to: impl FnOnce(&mut Session) -> bool) -> Vec<Effect> {
        let Some(session) = &mut self.session else { return Vec::new() };
        to(session);
        vec![centred(ctx)]
    }

    fn accept(&mut self, ctx: &Ctx) -> Vec<Effect> {
        let Some(question) = Question::of(ctx, self) else { return Vec::new() };
        match question.kind {
            Kind::OneOf => match question.answers.get(question.marked).map(|a| a.label) {
                Some(label) => self.choose(ctx, label),
                None => Vec::new(),
            },
            Kind::Fits(label) => self.decide(ctx, Outcome::Accepted, &[Ruling::Accept(label)]),
            Kind::AnyOf => {
                let (ticked, proposed) = (question.ticked, question.proposed);
                if ticked.is_empty() {
                    return self.decide(ctx, Outcome::NoneOfThese, &[Ruling::NoneOfThese]);
                }
                let crossed: BTreeSet<LabelId> = &(&proposed - &ticked) | &self.touched.crossed;
                let rulings: Vec<Ruling> =
                    ticked.iter().copied().map(Ruling::Accept).chain((&crossed - &ticked).into_iter().map(Ruling::Reject)).collect();
                let outcome = if ticked == proposed { Outcome::Accepted } else { Outcome::Changed };
                self.decide(ctx, outcome, &rulings)
            }
        }
    }

    fn no(&mut self, ctx: &Ctx) -> Vec<Effect> {
        let Some(question) = Question::of(ctx, self) else { return Vec::new() };
        match question.kind {
            Kind::OneOf => self.decide(ctx, Outcome::NoneOfThese, &[Ruling::NoneOfThese]),
            Kind::Fits(label) => self.decide(ctx, Outcome::Rejected, &[Ruling::Reject(label)]),
            Kind::AnyOf => {
                let Some(label) = question.answers.get(question.marked).and_then(|a| a.label) else { return Vec::new() };
                let mut ticked = question.ticked;
                ticked.remove(&label);
                let next = (question.marked + 1).min(question.answers.len() - 1);
                self.touched.crossed.insert(label);
                self.touched.ticked = Some(ticked);
                self.touched.marked = Some(next);
                Vec::new()
            }
        }
    }

    fn press(&mut self, ctx: &Ctx, number: usize) -> Vec<Effect> {
        let Some(question) = Question::of(ctx, self) else { return Vec::new() };
        let Some(label) = question.answers.get(number).map(|a| a.label) else { return Vec::new() };
        self.touched.marked = Some(number);
        self.choose(ctx, label)
    }

    fn choose(&mut self, ctx: &Ctx, label: Option<LabelId>) -> Vec<Effect> {
        let Some(question) = Question::of(ctx, self) else { return Vec::new() };
        let Some(label) = label else { return self.decide(ctx, Outcome::NoneOfThese, &[Ruling::NoneOfThese]) };
        match question.kind {
            Kind::OneOf => {
                let likeliest = question.likeliest == Some(label);
                self.decide(ctx, if likeliest { Outcome::Accepted } else { Outcome::Changed }, &[Ruling::Accept(label)])
            }
            Kind::Fits(_) => Vec::new(),
            Kind::AnyOf => {
                let mut ticked = question.ticked;
                if !ticked.remove(&label) {
                    ticked.insert(label);
                }
                self.touched.crossed.remove(&label);
                self.touched.ticked = Some(ticked);
                self.touched.find = None;
                Vec::new()
            }
        }
    }

    /// Sends what differs from what the person had decided before, and goes on.
    fn decide(&mut self, ctx: &Ctx, outcome: Outcome, rulings: &[Ruling]) -> Vec<Effect> {
        let Some(session) = &mut self.session else { return Vec::new() };
        let Some(photo) = session.current() else { return Vec::new() };
        let set = session.set;
        let book = &ctx.tags.book;
        let news = |ruling: &Ruling| {
            let known = match ruling {
                Ruling::Accept(label) => book.about(photo, *label).filter(|t| t.decision == Decision::Accepted),
                Ruling::Reject(label) => book.about(photo, *label).filter(|t| t.decision == Decision::Rejected),
                _ => book.settled(photo, set).filter(|t| t.decision == Decision::None),
            };
            known.is_none_or(|t| t.provenance.source != Source::Person || t.stale)
        };
        let rulings: Vec<Ruling> = rulings.iter().copied().filter(news).collect();
        let edit = (!rulings.is_empty()).then(|| Effect::ask(Edit::Decide { photos: Arc::new([photo]), set, rulings }));
        let saved = edit.as_ref().map_or(Saved::Nothing, |(id, _)| Saved::Asked(*id));
        // Without going on by itself the same answer a second time confirms it.
        let confirmed = session.outcome() == Some(outcome) && edit.is_none();
        session.decide(outcome, saved, ctx.now, ctx.settings.auto_advance || confirmed);
        edit.map(|(_, effect)| effect).into_iter().chain([centred(ctx)]).collect()
    }

    fn skip(&mut self, ctx: &Ctx) -> Vec<Effect> {
        let Some(session) = &mut self.session else { return Vec::new() };
        let (set, photo) = (session.set, session.current());
        let mut effects = vec![centred(ctx)];
        if session.skip(ctx.now)
            && let Some(photo) = photo
        {
            effects.push(Effect::send(EditRequest::SkipInReview(set, photo)));
        }
        effects
    }

    /// Takes a decision of this sitting back, or does it again.
    fn take_back(&mut self, ctx: &Ctx, way: Way) -> Vec<Effect> {
        let Some(session) = &mut self.session else { return Vec::new() };
        let saved = match way {
            Way::Undo => session.undo(),
            Way::Redo => session.redo(),
        };
        self.turning.turn(ctx, saved, way, "review")
    }

    fn leave(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        if let Some(session) = &self.session
            && session.current().is_none()
            && session.figures().skipped == 0
        {
            effects.push(Effect::send(EditRequest::EndReview(session.set)));
        }
        let compared = self.session.as_ref().is_some_and(|s| matches!(s.order, ReviewOrder::Disagreement(..)));
        *self = Self::default();
        effects.push(if compared { Effect::Show(View::Compare) } else { Effect::Run(Common::Grid) });
        effects
    }
}
