//! What the comparison asks of the engine, and what it makes of the answers.

use super::state::{AskedSet, Compare, Tab};
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::view::View;
use engine::protocol::{CompareRequest, CompareSetRequest, ComparedSet, Comparison, QueryRequest, SearchRequest, Sort};
use std::sync::Arc;

impl Compare {
    /// Takes in the answers to a query.
    pub(super) fn take_answer(&mut self, answer: Arc<Comparison>) {
        if self.asked.as_ref().is_none_or(|asked| asked.1 != answer.request) {
            return;
        }
        let refreshed = self.answer.as_ref().is_some_and(|before| before.request == answer.request);
        let turned = self.models[0].as_ref().is_some_and(|left| *left == answer.sides[1].model);
        self.answer = Some(if turned { turn(&answer) } else { answer });
        if !refreshed {
            self.forget_places();
        }
    }

    /// Takes in what both models say of a label set.
    pub(super) fn take_opinions(&mut self, answer: Arc<ComparedSet>) {
        if self.asked_set.as_ref().is_none_or(|asked| asked.1 != answer.request) {
            return;
        }
        self.opinions = Some(answer);
        self.list();
    }

    /// After a frame: asks what has to be asked, and lets the engine go when the view is left.
    pub(super) fn requests(&mut self, ctx: &Ctx) -> Vec<Effect> {
        let mut effects = Vec::new();
        if ctx.view != View::Compare {
            if self.open && ctx.beneath != Some(View::Compare) {
                effects.push(Effect::send(QueryRequest::StopComparing));
                self.open = false;
                // What was let go is asked for anew, and until then what is known is shown.
                (self.asked, self.asked_set) = (None, None);
            }
            return effects;
        }
        self.choose(&ctx.models);
        if self.set.is_none_or(|set| ctx.tags.set(set).is_none()) {
            self.set = ctx.tags.sets.first().map(|s| s.id);
            (self.pair, self.opinions) = (None, None);
        }
        if !self.ready(&ctx.models) {
            return effects;
        }
        let [Some(left), Some(right)] = self.models.clone() else { return effects };
        let models = [left, right];
        match self.tab {
            Tab::Search if ctx.query.ranks() => {
                let search = SearchRequest { sort: Sort::Relevance, reversed: false, by_product: false, ..ctx.query.as_asked() };
                let request = CompareRequest { models, search };
                if self.asked.as_ref().is_none_or(|asked| asked.0 != request) {
                    self.open = true;
                    let (id, effect) = Effect::ask(QueryRequest::Compare(request.clone()));
                    self.asked = Some((request, id));
                    effects.push(effect);
                }
            }
            Tab::Search => (self.answer, self.asked) = (None, None),
            Tab::LabelSet => {
                let Some(set) = self.set.and_then(|id| ctx.tags.set(id)) else { return effects };
                let embedded = [self.embedded(&ctx.models, 0), self.embedded(&ctx.models, 1)];
                let request = CompareSetRequest { models, set: set.id };
                let wanted = AskedSet { request, revision: set.revision, embedded };
                if self.asked_set.as_ref().is_none_or(|asked| asked.0 != wanted) {
                    self.open = true;
                    let (id, effect) = Effect::ask(QueryRequest::CompareSet(wanted.request.clone()));
                    self.asked_set = Some((wanted, id));
                    effects.push(effect);
                }
            }
        }
        effects
    }

    /// Left becomes right.
    pub(super) fn swap(&mut self) {
        self.models.swap(0, 1);
        // The answers are the same ones; only their sides change, so nothing has to be waited for.
        self.answer = self.answer.as_ref().map(turn);
        if let Some(asked) = &mut self.asked {
            asked.0.models.swap(0, 1);
        }
        self.sides.swap(0, 1);
        self.active = 1 - self.active;
        self.hovered = None;
        (self.opinions, self.asked_set, self.pair) = (None, None, None);
        self.list();
    }
}

fn turn(answer: &Arc<Comparison>) -> Arc<Comparison> {
    let mut turned = Comparison::clone(answer);
    turned.sides.swap(0, 1);
    Arc::new(turned)
}
