//! What a check asks of the engine, and what it takes in.

use super::session::Session;
use super::sitting::Sitting;
use super::state::{AuditPage, Before, Waiting};
use super::suspect;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::view::View;
use crate::shell::zoom::Zoom;
use engine::protocol::{AuditOrder, AuditRequest, AuditView, CheckedSoFar, EditRequest, Edited, QueryRequest, RequestId};
use std::sync::Arc;

impl AuditPage {
    /// Asks which labels are likely wrong.
    pub(super) fn begin(&mut self, ctx: &Ctx, asked: AuditRequest) -> Vec<Effect> {
        let Some(set) = ctx.tags.set(asked.set) else { return Vec::new() };
        let (before, so_far) = Effect::ask(EditRequest::CheckedSoFar(asked.set));
        *self = Self { before: Before::Asked(before), ..Self::default() };
        vec![so_far, Effect::CloseOverlay, Effect::Unfocus, Effect::Show(View::Audit), self.ask(asked, set.revision)]
    }

    /// Asks the engine; the view stays as it is.
    fn ask(&mut self, asked: AuditRequest, revision: u32) -> Effect {
        let (request, effect) = Effect::ask(QueryRequest::Audit(asked));
        self.waiting = Some(Waiting { request, asked, revision });
        effect
    }

    /// Takes in the queue that was asked for last.
    pub(super) fn take_audit(&mut self, ctx: &Ctx, view: &AuditView) -> Vec<Effect> {
        let Some(waiting) = self.waiting.take_if(|waiting| waiting.request == view.request) else { return Vec::new() };
        let set = ctx.tags.set(view.asked.set);
        match (&view.outcome, set) {
            // Ended by what else the engine had to do; the person's own end is not waited for.
            (Ok(_), None) => return vec![Effect::Show(View::Grid)],
            (Ok(_), Some(set)) if view.cancelled || set.revision != waiting.revision => return vec![self.ask(waiting.asked, set.revision)],
            (Err(reason), _) => self.problem = Some(reason.clone()),
            (Ok(audit), Some(set)) if audit.suspects.is_empty() => {
                let sample = matches!(view.asked.order, AuditOrder::SpotCheck { .. });
                self.problem = Some(super::pages::nothing_words(&set.name, audit, sample));
            }
            (Ok(audit), Some(set)) => {
                let listed = view.asked.order == AuditOrder::Suspects;
                self.sitting = Some(Sitting {
                    set: set.id,
                    order: view.asked.order,
                    draft: set.draft(),
                    audit: Arc::clone(audit),
                    session: Session::new(audit.suspects.len()),
                    calm: listed && !audit.suspects.iter().any(suspect::is_suspicious),
                    leaving: false,
                });
            }
        }
        vec![Effect::Zoom(Zoom::default())]
    }

    /// What was checked so far, for whichever asked.
    pub(super) fn take_so_far(&mut self, so_far: &Arc<CheckedSoFar>) {
        if matches!(self.before, Before::Asked(request) if request == so_far.request) {
            self.before = Before::Known(Arc::clone(so_far));
        }
        self.form.iter_mut().for_each(|form| form.take(so_far));
        self.export.iter_mut().for_each(|form| form.take(so_far));
    }

    /// The vocabulary changed: a set that is gone is not asked about.
    pub(super) fn follow(&mut self, ctx: &Ctx) -> Vec<Effect> {
        let about = self.waiting.map(|waiting| waiting.asked.set).or(self.sitting.as_ref().map(|sitting| sitting.set));
        if about.is_none_or(|set| ctx.tags.set(set).is_some()) {
            return Vec::new();
        }
        *self = Self::default();
        if ctx.view == View::Audit { vec![Effect::Show(View::Grid)] } else { Vec::new() }
    }

    /// A gesture was saved: a decision of this sitting has its step now. One that was taken back before is taken back there, too.
    pub(super) fn saved(&mut self, edited: &Edited) -> Vec<Effect> {
        let sitting = &mut self.sitting;
        self.turning.saved(edited, |request, step| sitting.as_mut()?.session.saved(request, step))
    }

    /// The engine said that what was asked for does not come about: a decision, a step back.
    pub(super) fn refused(&mut self, request: RequestId) {
        if let Some(sitting) = &mut self.sitting {
            sitting.session.failed(request);
            if let Some(step) = self.turning.refused(request) {
                sitting.session.refused(step);
            }
        }
        if let Some(form) = self.export.as_mut().filter(|form| form.file.waits_for(request)) {
            form.file.stopped();
        }
    }
}
