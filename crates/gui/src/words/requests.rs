//! What is asked of the engine about a set's words, and what follows from a click.

use super::msg::Msg;
use super::state::WordsPage;
use crate::shell::common::Common;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::view::View;
use base::LabelSetId;
use engine::protocol::{CancelRequest, Edit, LintView, QueryRequest, RequestId};
use std::sync::Arc;

impl WordsPage {
    /// Carries out what the person does.
    pub(super) fn carry_out(&mut self, ctx: &Ctx, msg: &Msg) -> Vec<Effect> {
        match *msg {
            Msg::Look(set) => self.look(set),
            Msg::Cancel => {
                let cancel = self.waiting.take().map(|request| Effect::send(CancelRequest::Measure(request)));
                cancel.into_iter().chain([Effect::Run(Common::Grid)]).collect()
            }
            Msg::Apply(request, finding, wording) => self.apply(ctx, request, finding, wording),
            Msg::Leave => vec![Effect::Run(Common::Grid)],
        }
    }

    /// Looks at the words of a set.
    pub(super) fn look(&mut self, set: LabelSetId) -> Vec<Effect> {
        if self.set.replace(set) != Some(set) {
            self.found = None;
        }
        vec![Effect::Show(View::Words), self.ask(set)]
    }

    fn ask(&mut self, set: LabelSetId) -> Effect {
        let (request, effect) = Effect::ask(QueryRequest::Lint(set));
        self.waiting = Some(request);
        effect
    }

    /// Gives the set the words of a finding, where it still has those that the finding is about. No draft of it is lost by that.
    fn apply(&self, ctx: &Ctx, request: RequestId, finding: usize, wording: usize) -> Vec<Effect> {
        let view = self.found.as_ref().filter(|view| view.request == request);
        let Some((view, set)) = view.and_then(|view| Some((view, ctx.tags.set(self.set?)?))) else { return Vec::new() };
        let Some(linted) = view.outcome.as_ref().ok().filter(|_| set.draft() == view.set) else { return Vec::new() };
        let wording = linted.findings.get(finding).and_then(|finding| finding.wordings.get(wording));
        let save = wording.map(|wording| Effect::send(Edit::SaveSet(wording.applied(&view.set))));
        save.map(|save| Effect::Leave(vec![save])).into_iter().collect()
    }

    /// Takes in the answer that was asked for last.
    pub(super) fn take(&mut self, view: &Arc<LintView>) -> Vec<Effect> {
        if self.waiting.take_if(|request| *request == view.request).is_none() {
            return Vec::new();
        }
        // Ended by what else the engine had to do; the person's own end is not waited for.
        if view.cancelled {
            return self.set.map(|set| self.ask(set)).into_iter().collect();
        }
        self.found = Some(Arc::clone(view));
        Vec::new()
    }

    /// The vocabulary changed: where the set's words are others they are looked at again; a set that is gone is not asked about.
    pub(super) fn follow(&mut self, ctx: &Ctx) -> Vec<Effect> {
        let Some(id) = self.set else { return Vec::new() };
        let Some(set) = ctx.tags.set(id) else {
            *self = Self::default();
            return if ctx.view == View::Words { vec![Effect::Show(View::Grid)] } else { Vec::new() };
        };
        let known = self.found.as_ref().is_some_and(|view| view.set == set.draft());
        if known || ctx.view != View::Words { Vec::new() } else { vec![self.ask(id)] }
    }
}
