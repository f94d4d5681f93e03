//! What the stacks feature does for the app.

use super::commands::TABLE;
use super::msg::{Msg, StacksCommand};
use super::state::StacksState;
use crate::shell::command::Entry;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::feature::Feature;
use crate::shell::query::Change;
use crate::shell::stacks::{closed, found, of};
use crate::shell::view::View;
use base::PhotoId;
use engine::protocol::{CancelRequest, Edit, QueryRequest};
use std::collections::HashSet;

impl Feature for StacksState {
    type Msg = Msg;
    type Command = StacksCommand;
    const COMMANDS: &'static [Entry<StacksCommand, Self>] = TABLE;

    fn update(&mut self, ctx: &Ctx, Msg::Run(command): Msg) -> Vec<Effect> {
        self.run(ctx, command)
    }

    fn run(&mut self, ctx: &Ctx, command: StacksCommand) -> Vec<Effect> {
        match command {
            StacksCommand::StackDuplicates => self.turn(ctx),
            StacksCommand::OpenStack => opened(ctx).map(|change| vec![Effect::Query(vec![change])]).unwrap_or_default(),
            StacksCommand::KeepBest => {
                let (kept, rejected) = kept(ctx);
                if rejected.is_empty() {
                    return Vec::new();
                }
                vec![Effect::send(Edit::KeepBest { kept: kept.into(), rejected: rejected.into() })]
            }
            StacksCommand::NotDuplicates => tell_apart(ctx),
            StacksCommand::StopLooking => {
                let running = ctx.stacking.map(|reading| Effect::send(CancelRequest::Stacks(reading.request)));
                self.asked = None;
                running.into_iter().chain([Effect::Query(vec![Change::Stacked(false)])]).collect()
            }
        }
    }

    fn other_catalogue(&mut self, _ctx: &Ctx) {
        self.asked = None;
    }

    /// In another catalogue the grid still shows stacks: they are asked for again.
    fn after_frame(&mut self, ctx: &Ctx) -> Vec<Effect> {
        if ctx.query.stacked && ctx.has_catalogue() && self.asked.is_none() { vec![self.ask()] } else { Vec::new() }
    }
}

impl StacksState {
    /// Shows stacks, or every photo.
    fn turn(&mut self, ctx: &Ctx) -> Vec<Effect> {
        let mut effects = vec![Effect::Query(vec![Change::Stacked(!ctx.query.stacked), Change::ByProduct(false)])];
        if !ctx.query.stacked {
            effects.push(self.ask());
        }
        effects
    }

    fn ask(&mut self) -> Effect {
        let (id, effect) = Effect::ask(QueryRequest::Stacks);
        self.asked = Some(id);
        effect
    }
}

/// What opens the stack in hand, or closes it.
pub(super) fn opened(ctx: &Ctx) -> Option<Change> {
    let photo = ctx.in_hand.filter(|_| ctx.view == View::Grid)?;
    let stack = found(ctx, photo).and(of(ctx, photo))?;
    let first = stack.photos.iter().copied().find(|photo| ctx.query.open_stacks.contains(photo));
    Some(match first {
        Some(open) => Change::OpenStack(open, false),
        None => Change::OpenStack(*stack.photos.first()?, true),
    })
}

/// The stacks of what a gesture acts on, each once and as far as the grid shows it: what a filter leaves out is not touched.
fn stacks(ctx: &Ctx) -> Vec<&[PhotoId]> {
    let mut seen = HashSet::new();
    ctx.target.photos.iter().filter_map(|photo| found(ctx, *photo)).filter(|stack| seen.insert(stack.first().copied())).collect()
}

/// The photos that are kept of these stacks, and the others. What a closed stack shows is kept; of an open one the photos that a
/// person chose are kept, who may know better.
pub(super) fn kept(ctx: &Ctx) -> (Vec<PhotoId>, Vec<PhotoId>) {
    let all = stacks(ctx).into_iter().flatten().copied();
    all.partition(|photo| ctx.target.photos.binary_search(photo).is_ok())
}

/// A closed stack, or one whose photos are all chosen, falls apart; what was chosen of an open one is told from the rest.
fn tell_apart(ctx: &Ctx) -> Vec<Effect> {
    let chosen = |photo: &PhotoId| ctx.target.photos.binary_search(photo).is_ok();
    let mut pairs: Vec<(PhotoId, PhotoId)> = Vec::new();
    let mut photos = 0;
    for stack in stacks(ctx) {
        let all = stack.first().is_some_and(|photo| is_closed(ctx, *photo)) || stack.iter().all(chosen);
        let apart = |a: &PhotoId, b: &PhotoId| all || chosen(a) != chosen(b);
        for (n, a) in stack.iter().enumerate() {
            pairs.extend(stack[n + 1..].iter().filter(|b| apart(a, b)).map(|b| (*a, *b)));
        }
        photos += if all { stack.len() } else { stack.iter().filter(|photo| chosen(photo)).count() } as u64;
    }
    if pairs.is_empty() { Vec::new() } else { vec![Effect::send(Edit::TellApart { pairs: pairs.into(), photos })] }
}

/// The cell under the cursor stands for several photos.
pub(super) fn is_closed(ctx: &Ctx, photo: PhotoId) -> bool {
    closed(ctx, photo).is_some()
}
