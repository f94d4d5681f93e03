//! What a review asks of the engine, and what it takes in.

use super::session::Session;
use super::state::Review;
use crate::shell::ctx::Ctx;
use crate::shell::effect::{Effect, ReviewPlan};
use crate::shell::view::{View, Zoom};
use base::PhotoId;
use engine::protocol::{Command, PhotoLabels, ReviewQueue, Scope};
use std::sync::Arc;

/// What the model said of so many photos is kept: the one in question and its neighbours.
const KEPT: usize = 6;

/// The engine answers the newest question only, and others ask too: after so long it is asked again.
const PATIENCE_SECS: f64 = 1.0;

impl Review {
    /// Takes in what the model says of a photo.
    pub(super) fn take_labels(&mut self, photo: PhotoId, labels: &Arc<PhotoLabels>) {
        if self.session.is_none() {
            return;
        }
        self.labels.retain(|(p, _)| *p != photo);
        self.labels.push((photo, Arc::clone(labels)));
        if self.labels.len() > KEPT {
            self.labels.remove(0);
        }
        if let Some((asked, here)) = &mut self.asked {
            *here |= *asked == photo;
        }
    }

    /// The vocabulary or the photos changed: what is gone is not asked about, and the model is asked anew.
    pub(super) fn follow(&mut self, ctx: &Ctx, view: View) -> Vec<Effect> {
        let Some(session) = &mut self.session else { return Vec::new() };
        if ctx.tags.set(session.set).is_none() && view == View::Review {
            *self = Self::default();
            return vec![Effect::Show(View::Grid)];
        }
        if let Some(snapshot) = &ctx.library.snapshot {
            session.retain(|p| snapshot.photo(p).is_some());
        }
        Vec::new()
    }

    /// Takes in a queue: it was asked for here or by the tagging panel.
    pub(super) fn take_queue(&mut self, ctx: &Ctx, queue: &ReviewQueue) -> Vec<Effect> {
        let running = ctx.view == View::Review && self.session.as_ref().is_some_and(|s| s.set == queue.set);
        let Some(plan) = self.waiting.take().or_else(|| {
            let plan = ReviewPlan { set: queue.set, order: queue.order, scope: Scope::All, most: None };
            (!running).then_some(plan)
        }) else {
            return Vec::new();
        };
        if queue.photos.is_empty() && queue.total > 0 && !self.begun_anew {
            // The last review of this set came to its end; whoever asks again wants another one.
            self.begun_anew = true;
            return vec![Effect::send(Command::EndReview(queue.set)), self.ask(plan)];
        }
        *self = Self { session: Some(Session::new(queue)), form: self.form.take(), ..Self::default() };
        let effects = vec![Effect::Unfocus, Effect::Show(View::Review), Effect::Zoom(Zoom::default())];
        // What left the catalogue meanwhile is not asked about.
        effects.into_iter().chain(self.follow(ctx, View::Review)).collect()
    }

    /// Asks for the queue of a review.
    pub(super) fn ask(&mut self, plan: ReviewPlan) -> Effect {
        let ReviewPlan { set, order, scope, most } = plan.clone();
        self.waiting = Some(plan);
        Effect::send(Command::Review { set, order, scope, most })
    }

    /// The engine said that something went wrong: a review that was asked for may not come.
    pub(super) fn failed(&mut self, ctx: &Ctx) -> Vec<Effect> {
        let waited = self.waiting.take().is_some();
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
            Some((asked, here)) if asked == photo && (here || ctx.now - self.asked_at < PATIENCE_SECS) => {
                let ahead = session.next_photo().filter(|n| here && self.asked_ahead != Some(*n));
                if let Some(next) = ahead {
                    self.asked_ahead = Some(next);
                    effects.push(Effect::send(Command::PhotoLabels(next)));
                }
            }
            _ => {
                // Also where it is known from asking ahead: the closest photos may now include the one decided just before.
                self.asked = Some((photo, false));
                self.asked_at = ctx.now;
                effects.push(Effect::send(Command::PhotoLabels(photo)));
            }
        }
        if self.labels.iter().any(|(p, _)| *p == photo) {
            session.shown_at(ctx.now);
        }
        effects
    }
}
