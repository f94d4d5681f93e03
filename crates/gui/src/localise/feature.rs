//! Asks where it is whenever something else is looked for, and takes in the answer.

use super::question::Question;
use super::state::{Answer, Localise};
use crate::shell::command::Entry;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::feature::Feature;
use crate::shell::view::View;
use engine::protocol::{Event, QueryRequest};

/// It has none: whether it is shown is a matter of the large view.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LocaliseCommand {}

impl Feature for Localise {
    type Msg = LocaliseCommand;
    type Command = LocaliseCommand;
    const COMMANDS: &'static [Entry<LocaliseCommand, Self>] = &[];

    fn update(&mut self, _ctx: &Ctx, msg: LocaliseCommand) -> Vec<Effect> {
        match msg {}
    }

    fn run(&mut self, _ctx: &Ctx, command: LocaliseCommand) -> Vec<Effect> {
        match command {}
    }

    fn on_event(&mut self, _ctx: &Ctx, event: &Event) -> Vec<Effect> {
        match event {
            Event::Localised { request, found, .. } => {
                if let Some((_, question)) = self.asked.as_ref().filter(|(asked, _)| asked == request) {
                    self.answer = Some(Answer { question: question.clone(), found: found.clone() });
                }
            }
            // Another model may answer, or the one that was still being opened.
            Event::Snapshot(snapshot)
                if self.model.as_ref() != Some(&snapshot.model) || self.answer.as_ref().is_some_and(|answer| answer.found.is_err()) =>
            {
                *self = Self { model: Some(snapshot.model.clone()), ..Self::default() };
            }
            _ => {}
        }
        Vec::new()
    }

    fn after_frame(&mut self, ctx: &Ctx) -> Vec<Effect> {
        if !ctx.looks.heat || ctx.view != View::Loupe {
            return Vec::new();
        }
        let Some(question) = Question::now(ctx) else { return Vec::new() };
        if self.asked.as_ref().is_some_and(|(_, asked)| *asked == question) {
            return Vec::new();
        }
        let (id, effect) = Effect::ask(QueryRequest::Localise(question.request.clone()));
        self.asked = Some((id, question));
        vec![effect]
    }

    fn other_catalogue(&mut self, _ctx: &Ctx) {
        *self = Self::default();
    }
}
