//! What a review asks of the engine, and what it takes in.

use super::session::Session;
use super::state::{Asked, Review};
use crate::shell::ctx::Ctx;
use crate::shell::effect::{Effect, ReviewPlan};
use crate::shell::view::View;
use crate::shell::zoom::Zoom;
use base::PhotoId;
use engine::protocol::{EditRequest, Edited, PhotoLabels, QueryRequest, RequestId, ReviewQueue, ReviewRequest};
use std::sync::Arc;

/// What the model said of so many photos is kept: the one in question and its neighbours.
const KEPT: usize = 6;

impl Review {
    /// Takes in what the model says of a photo.
    pub(super) fn take_labels(&mut self, request: RequestId, photo: PhotoId, labels: &Arc<PhotoLabels>) {
        let Some(asked) = [&mut self.asked, &mut self.asked_ahead].into_iter().flatten().find(|a| a.request == request) else {
            return;
        };
        asked.here = true;
        self.labels.retain(|(p, _)| *p != photo);
        self.labels.push((photo, Arc::clone(labels)));
        if self.labels.len() > KEPT {
            self.labels.remove(0);
        }
    }

    /// The vocabulary or the photos changed: what is gone is not asked about, and the model is asked anew.
    pub(super) fn follow(&mut self, ctx: &Ctx, view: View) -> Vec<Effect> {
        let asks_about = self.session.as_ref().map(|s| s.set).or(self.waiting.as_ref().map(|(plan, _)| plan.set));
        if asks_about.is_some_and(|set| ctx.tags.set(set).is_none()) && view == View::Review {
            *self = Self::default();
            return vec![Effect::Show(View::Grid)];
        }
        if let (Some(snapshot), Some(session)) = (&ctx.library.snapshot, &mut self.session) {
            session.retain(|p| snapshot.photo(p).is_some());
        }
        // What the model said was said of other photos and decisions; it stays until there is an answer of now.
        (self.asked, self.asked_ahead) = (None, None);
        Vec::new()
    }

    /// Takes in the queue that was asked for last.
    pub(super) fn take_queue(&mut self, ctx: &Ctx, request: RequestId, queue: &ReviewQueue) -> Vec<Effect> {
        let Some((plan, _)) = self.waiting.take_if(|waiting| waiting.1 == request) else { return Vec::new() };
        if queue.photos.is_empty() && queue.total > 0 && !self.begun_anew {
            // The last review of this set came to its end; whoever asks again wants another one.
            self.begun_anew = true;
            return vec![Effect::send(EditRequest::EndReview(queue.set)), self.ask(plan)];
        }
        *self = Self { session: Some(Session::new(queue)), form: self.form.take(), ..Self::default() };
        let effects = vec![Effect::Unfocus, Effect::Show(View::Review), Effect::Zoom(Zoom::default())];
        // What left the catalogue meanwhile is not asked about.
        effects.into_iter().chain(self.follow(ctx, View::Review)).collect()
    }

    /// Asks for the queue of a review.
    pub(super) fn ask(&mut self, plan: ReviewPlan) -> Effect {
        let ReviewPlan { set, order, scope, most } = plan.clone();
        let (id, effect) = Effect::ask(EditRequest::Review(ReviewRequest { set, order, scope, most }));
        self.waiting = Some((plan, id));
        effect
    }

    /// A gesture was saved: a decision of this sitting has its step now. One that was taken back before is taken back there, too.
    pub(super) fn saved(&mut self, edited: &Edited) -> Vec<Effect> {
        let session = &mut self.session;
        self.turning.saved(edited, |request, step| session.as_mut()?.saved(request, step))
    }

    /// The engine said that what was asked for does not come about: a queue, a decision, a step back.
    pub(super) fn refused(&mut self, ctx: &Ctx, request: RequestId) -> Vec<Effect> {
        if let Some(session) = &mut self.session {
            session.failed(request);
            if let Some(step) = self.turning.refused(request) {
                session.refused(step);
            }
        }
        let waited = self.waiting.take_if(|waiting| waiting.1 == request).is_some();
        if waited && ctx.view == View::Review && self.session.is_none() { vec![Effect::Show(View::Grid)] } else { Vec::new() }
    }

    /// After a frame: asks what the model says of the photo in question, then of the one that comes next.
    pub(super) fn requests(&mut self, ctx: &Ctx) -> Vec<Effect> {
        self.settle();
        let mut effects = Vec::new();
        let Some(session) = self.session.as_mut().filter(|_| ctx.view == View::Review) else {
            (self.asked, self.asked_ahead) = (None, None);
            return effects;
        };
        let Some(photo) = session.current() else { return effects };
        match self.asked {
            // The engine answers the newest question only: ahead is asked when the photo in question is here.
            Some(Asked { photo: asked, here, .. }) if asked == photo => {
                let ahead = session.next_photo().filter(|next| here && self.asked_ahead.is_none_or(|a| a.photo != *next));
                if let Some(next) = ahead {
                    let (request, effect) = Effect::ask(QueryRequest::PhotoLabels(next));
                    self.asked_ahead = Some(Asked { photo: next, request, here: false });
                    effects.push(effect);
                }
            }
            _ => {
                // Also where it is known from asking ahead: the closest photos may now include the one decided just before.
                let (request, effect) = Effect::ask(QueryRequest::PhotoLabels(photo));
                self.asked = Some(Asked { photo, request, here: false });
                effects.push(effect);
            }
        }
        if self.labels.iter().any(|(p, _)| *p == photo) {
            session.shown_at(ctx.now);
        }
        effects
    }
}
