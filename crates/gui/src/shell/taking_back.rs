//! Decisions of a sitting that are taken back or done again: each by the very step that it made, and no other.

use super::ctx::Ctx;
use super::effect::Effect;
use super::zoom::Zoom;
use base::StepId;
use engine::protocol::{EditRequest, Edited, RequestId};

/// What a decision is to the engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// It was decided like that before: nothing to save, nothing to take back.
    Nothing,
    /// This request saves it.
    Asked(RequestId),
    /// It is saved as this step.
    Step(StepId),
}

impl From<Option<StepId>> for Saved {
    fn from(step: Option<StepId>) -> Self {
        step.map_or(Self::Nothing, Self::Step)
    }
}

/// The decisions of a sitting, each with what it is to the engine: the last one is taken back first.
#[derive(Clone, Debug)]
pub struct Acts<T> {
    done: Vec<(Saved, T)>,
    undone: Vec<(Saved, T)>,
}

impl<T> Default for Acts<T> {
    fn default() -> Self {
        Self { done: Vec::new(), undone: Vec::new() }
    }
}

impl<T> Acts<T> {
    /// A decision was made, which ends what could be done again.
    pub fn push(&mut self, act: T, saved: Saved) {
        self.done.push((saved, act));
        self.undone.clear();
    }

    /// The last decision is taken back; `None` where there is none.
    pub fn undo(&mut self) -> Option<(Saved, &T)> {
        moved(&mut self.done, &mut self.undone)
    }

    /// The decision that was taken back last is made again.
    pub fn redo(&mut self) -> Option<(Saved, &T)> {
        moved(&mut self.undone, &mut self.done)
    }

    /// That request made this step, or none. Answers the step where its decision was taken back meanwhile.
    pub fn saved(&mut self, request: RequestId, step: Option<StepId>) -> Option<StepId> {
        let asked = |act: &&mut (Saved, T)| act.0 == Saved::Asked(request);
        if let Some(act) = self.done.iter_mut().find(asked) {
            act.0 = step.into();
            return None;
        }
        self.undone.iter_mut().find(asked)?.0 = step.into();
        step
    }

    /// That decision could not be saved and is none. Answers it where it was not taken back.
    pub fn failed(&mut self, request: RequestId) -> Option<T> {
        let asked = |act: &(Saved, T)| act.0 == Saved::Asked(request);
        self.undone.retain(|act| !asked(act));
        let place = self.done.iter().position(asked)?;
        Some(self.done.remove(place).1)
    }

    /// The step cannot be taken back, or done again, now. Answers which of the two was refused, with the decision.
    pub fn refused(&mut self, step: StepId) -> Option<(Way, &T)> {
        let is_it = |act: &(Saved, T)| act.0 == Saved::Step(step);
        if let Some(place) = self.undone.iter().position(is_it) {
            let act = self.undone.remove(place);
            // Of two that were refused the later one is told first.
            let later = |act: &(Saved, T)| matches!(act.0, Saved::Step(other) if other > step);
            let place = self.done.iter().position(later).unwrap_or(self.done.len());
            self.done.insert(place, act);
            return Some((Way::Undo, &self.done[place].1));
        }
        let place = self.done.iter().position(is_it)?;
        self.undone.push(self.done.remove(place));
        self.undone.last().map(|act| (Way::Redo, &act.1))
    }
}

fn moved<'a, T>(from: &mut Vec<(Saved, T)>, to: &'a mut Vec<(Saved, T)>) -> Option<(Saved, &'a T)> {
    to.push(from.pop()?);
    to.last().map(|(saved, act)| (*saved, act))
}

/// Back, or forth again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Undo,
    Redo,
}

/// The steps that are on their way back or forth, each with the request that asks for it.
#[derive(Debug, Default)]
pub struct Turning(Vec<(RequestId, StepId)>);

impl Turning {
    /// What follows from taking a decision back, or doing it again: `saved` is what it is to the engine, `None` where there is none.
    /// `sitting`: "review".
    pub fn turn(&mut self, ctx: &Ctx, saved: Option<Saved>, way: Way, sitting: &str) -> Vec<Effect> {
        let turned = match saved {
            Some(Saved::Step(step)) => Some(self.ask(step, way)),
            // Nothing was to be saved, or the engine has not told the step yet: then it is asked for as soon as it has.
            Some(Saved::Nothing | Saved::Asked(_)) => None,
            None => Some(Effect::done(format!("Nothing more to undo or redo in this {sitting}"))),
        };
        [Some(centred(ctx)), turned].into_iter().flatten().collect()
    }

    /// A gesture was saved, which made or turned a step; `saved` tells the step where its decision was taken back meanwhile.
    pub fn saved(&mut self, edited: &Edited, saved: impl FnOnce(RequestId, Option<StepId>) -> Option<StepId>) -> Vec<Effect> {
        self.0.retain(|turning| turning.0 != edited.request);
        saved(edited.request, edited.step).map(|step| self.ask(step, Way::Undo)).into_iter().collect()
    }

    /// The engine said that what was asked for does not come about. Answers the step that stays as it is.
    pub fn refused(&mut self, request: RequestId) -> Option<StepId> {
        let place = self.0.iter().position(|turning| turning.0 == request)?;
        Some(self.0.remove(place).1)
    }

    fn ask(&mut self, step: StepId, way: Way) -> Effect {
        let (id, effect) = Effect::ask(match way {
            Way::Undo => EditRequest::Undo { step: Some(step) },
            Way::Redo => EditRequest::Redo { step: Some(step) },
        });
        self.0.push((id, step));
        effect
    }
}

/// Another photo comes up: the zoom begins in its middle.
pub fn centred(ctx: &Ctx) -> Effect {
    Effect::Zoom(Zoom { centre: egui::Vec2::ZERO, ..ctx.zoom })
}
