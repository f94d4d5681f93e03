//! What drawing a panel came to: messages to its own feature and effects for the app, in the order in which they came up.

use super::common::Common;
use super::effect::Effect;
use super::query::Change;
use engine::protocol::{Request, RequestId};

/// One of either kind.
#[derive(Clone, Debug)]
#[allow(clippy::large_enum_variant)] // a few a frame, gone with it; and messages are about as large
pub enum Item<M> {
    /// For the feature's own `update`.
    Msg(M),
    /// For the app.
    Effect(Effect),
}

/// A list of both.
#[derive(Debug)]
#[must_use = "messages that nobody takes are a dead button"]
pub struct Output<M>(Vec<Item<M>>);

impl<M> Default for Output<M> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<M> Output<M> {
    /// A message to the feature itself.
    pub fn msg(&mut self, msg: M) {
        self.0.push(Item::Msg(msg));
    }

    /// Something for the app to do.
    pub fn effect(&mut self, effect: Effect) {
        self.0.push(Item::Effect(effect));
    }

    /// One of either kind.
    pub fn item(&mut self, item: Item<M>) {
        self.0.push(item);
    }

    /// Something for the engine to do.
    pub fn send(&mut self, request: impl Into<Request>) {
        self.effect(Effect::send(request));
    }

    /// The same; answers the number by which the answer will be known.
    pub fn ask(&mut self, request: impl Into<Request>) -> RequestId {
        let (id, effect) = Effect::ask(request);
        self.effect(effect);
        id
    }

    /// A change of the query, asked at once.
    pub fn query(&mut self, change: Change) {
        self.effect(Effect::Query(vec![change]));
    }

    /// A command that any feature may name.
    pub fn run(&mut self, command: Common) {
        self.effect(Effect::Run(command));
    }

    /// What a part of the panel, or another panel, came to.
    pub fn extend<N: Into<M>>(&mut self, more: Output<N>) {
        self.0.extend(more.0.into_iter().map(|item| match item {
            Item::Msg(msg) => Item::Msg(msg.into()),
            Item::Effect(effect) => Item::Effect(effect),
        }));
    }

    /// How many came up.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// All of them.
    pub fn into_items(self) -> Vec<Item<M>> {
        self.0
    }
}
